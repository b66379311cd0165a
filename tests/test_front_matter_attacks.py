"""Nothing that a front matter says runs anywhere: pages, lists, feeds, structured data, all fields at once."""

import json
import os
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from reviews.models import Edition
from tests.rendering.test_attacks import ATTACKS, RUNS, SINKS, found_by_lexbor

FIELDS = ("title", "linkTitle", "description", "summary", "author", "arxiv", "paper", "doi", "venue", "image", "cover")
CHOSEN = ATTACKS if os.environ.get("FUZZ_BODIES") else ATTACKS[::6]
FEEDS = ("/index.xml", "/post/index.xml", "/sitemap.xml", "/index.json", "/feed.json", "/atom.xml", "/llms.txt")


def front_matter(number: int, attack: str) -> str:
    """A post that says the same in every field."""
    fields: dict[str, Any] = dict.fromkeys(FIELDS, attack)
    fields |= {name: [attack, "plain"] for name in ("tags", "categories", "series", "authors", "keywords")}
    fields |= {"params": {"link": attack, "deep": {"er": attack}}, "images": [attack], "aliases": []}
    day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T00:00:00Z"
    return json.dumps(fields | {"date": day, "url": f"/attack/{number}/"}) + "\n\nText.\n"


@pytest.fixture
def attacked(site_folder: Path, run: Any, db: None) -> list[str]:
    """The addresses of the posts; the first is a harmless one."""
    folder = site_folder / "content" / "post"
    for number, attack in enumerate(["plain words", *CHOSEN]):
        (folder / f"attack-{number}.md").write_text(front_matter(number, attack), "utf-8", "surrogatepass")
    run("hugo_import", site_folder)
    assert Edition.objects.filter(url__startswith="/attack/").count() > len(CHOSEN) * 0.9
    return list(Edition.objects.filter(url__startswith="/attack/").order_by("pk").values_list("url", flat=True))


def sinks_of(html: str) -> tuple[Counter[str], list[str]]:
    """How many elements of each kind that could run or load, and what is wrong for sure."""
    seen, wrong = Counter[str](), []
    for node in LexborHTMLParser(html).css("*"):
        if node.tag in SINKS:
            seen[str(node.tag)] += 1
        for name, value in node.attributes.items():
            told = "".join((value or "").split()).lower()
            if (
                name.startswith("on")
                or name == "srcdoc"
                or (told.startswith(RUNS) and name not in ("content", "value"))
            ):
                wrong.append(f"{node.tag} {name}={value}")
    return seen, wrong


def test_a_page_with_attacks_in_its_front_matter_is_like_one_without(attacked: list[str], client: Client) -> None:
    plain, _ = sinks_of(client.get("/attack/0/").content.decode())
    assert plain["script"] >= 2
    for url in attacked:
        html = client.get(url).content.decode()
        seen, wrong = sinks_of(html)
        assert wrong == [], url
        assert all(seen[tag] <= plain[tag] for tag in seen), (url, seen - plain)
        (structured,) = LexborHTMLParser(html).css('script[type="application/ld+json"]')
        data = json.loads(structured.text())
        assert not any(str(value).lower().startswith(RUNS) for value in addresses(data)), (url, data)


def addresses(data: Any) -> list[Any]:
    """What search engines follow in structured data."""
    if isinstance(data, dict):
        own = [
            data[key] for key in ("url", "image", "sameAs", "mainEntityOfPage", "@id") if isinstance(data.get(key), str)
        ]
        return own + [each for value in data.values() for each in addresses(value)]
    return [each for value in data for each in addresses(value)] if isinstance(data, list) else []


@pytest.mark.parametrize("url", ["/", "/post/", "/tags/", "/categories/"])
def test_lists_of_such_posts_run_nothing(attacked: list[str], client: Client, url: str) -> None:
    seen, wrong = sinks_of(client.get(url).content.decode())
    assert wrong == []
    assert seen["script"] <= 3 and not {"iframe", "object", "embed", "base", "style"} & set(seen)


def test_feeds_of_such_posts_are_well_formed_and_hold_nothing_that_runs(attacked: list[str], client: Client) -> None:
    answered = 0
    for url in FEEDS:
        response = client.get(url)
        if response.status_code != 200:
            continue
        answered += 1
        text = b"".join(response).decode() if response.streaming else response.content.decode()
        if "xml" in response["Content-Type"]:
            for element in ET.fromstring(text).iter():  # noqa: S314 - our own feed
                assert found_by_lexbor(element.text or "") == [] or is_text(element.tag), (
                    url,
                    element.tag,
                    element.text,
                )
        elif "json" in response["Content-Type"]:
            json.loads(text)
    assert answered >= 2


def is_text(tag: str) -> bool:
    """Elements whose content readers show as text, not as HTML."""
    return tag.rpartition("}")[2] in ("title", "category", "creator", "author", "name")
