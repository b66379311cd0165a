"""Every file of Hugo's output asked for at the readers' side, and what differs."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.test import Client

from reviews.hugo.site import SiteConfig
from tests.addresses.hugo_build import STUB, Built, facts
from tests.addresses.markup import folded, read

ALIAS = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]*)"')
LISTS = frozenset(("home", "section", "taxonomy", "term"))
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass(frozen=True)
class Answer:
    """One file of the output: its kind, and what is wrong with our answer ("" for nothing)."""

    path: str
    kind: str
    problem: str = ""


@dataclass(frozen=True)
class Comparison:
    """All answers of one site."""

    answers: list[Answer]

    @property
    def counts(self) -> dict[str, str]:
        """By kind: how many of how many are right."""
        right, all_of = Counter[str](), Counter[str]()
        for each in self.answers:
            all_of[each.kind] += 1
            right[each.kind] += not each.problem
        return {kind: f"{right[kind]}/{all_of[kind]}" for kind in sorted(all_of)}

    @property
    def misses(self) -> list[Answer]:
        """What is wrong, except with a theme's own files."""
        return [each for each in self.answers if each.problem and each.kind != "theme's"]


def compare(client: Client, built: Built) -> Comparison:
    """Ask `client` for each file that Hugo wrote."""
    config = SiteConfig.load(built.root)
    pagers = {config.for_language(each.code).pager_path for each in config.languages}
    base = urlsplit(config.base_url).path.rstrip("/")
    return Comparison(list(_Asker(client, base, "|".join(map(re.escape, pagers)), built).answers()))


@dataclass(frozen=True)
class _Asker:
    client: Client
    base: str
    pager: str
    built: Built

    def answers(self) -> Iterator[Answer]:
        files = self.built.files()
        self._all.update(
            {path: facts(data.decode("utf-8", "replace")) for path, data in files.items() if path.endswith(".html")}
        )
        for path, data in files.items():
            kind = self._kind(path, data)
            check = getattr(self, f"_check_{kind.replace(' ', '_').replace(chr(39), '')}", self._check_page)
            yield Answer(path, kind, check(path, data) or "")

    @property
    def _all(self) -> dict[str, Any]:
        return self.__dict__.setdefault("_facts", {})

    def _kind(self, path: str, data: bytes) -> str:
        name = path.rpartition("/")[2]
        if path.endswith(".html") and ALIAS.search(data[:1000]) and b"<!--facts" not in data:
            return "alias"
        if path.endswith(".html") and (said := facts(data.decode("utf-8", "replace"))):
            is_later = re.search(rf"(?:^|/)(?:{self.pager})/\d+(?:/index)?\.html$", path)
            return "pager" if is_later and said["kind"] in LISTS else said["kind"]
        if path.endswith(".xml"):
            start = data[:600]
            if b"<rss" in start:
                return "feed"
            if b"<urlset" in start or b"<sitemapindex" in start:
                return "sitemap"
        if name == "robots.txt" and data.strip() == b"User-agent: *":
            return "robots"
        source = self._source_bytes()
        return "file" if data in source else "theme's"

    def _source_bytes(self) -> set[bytes]:
        if "_sources" not in self.__dict__:
            files = (file for file in self.built.root.rglob("*") if file.is_file() and "layouts" not in file.parts)
            self.__dict__["_sources"] = {file.read_bytes() for file in files}
        found: set[bytes] = self.__dict__["_sources"]
        return found

    def address(self, path: str) -> str:
        """The address of a file of the output, percent-encoded."""
        return quote(f"{self.base}/{path.removesuffix('index.html') if _is_index(path) else path}")

    def _get(self, url: str) -> tuple[int, bytes, str]:
        answer = self.client.get(url)
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[arg-type]
        return answer.status_code, data, answer.headers.get("Location", "")

    def _check_page(self, path: str, data: bytes) -> str:
        said = self._all[path]
        is_pager = self._kind(path, data) == "pager"
        url = self.address(path) if is_pager or not said.get("url") else self._based(said["url"])
        status, body, location = self._get(url)
        if status != 200:
            return f"{url}: {status} {location}"
        shown = read(body.decode())
        if said["title"] and not _is_same_title(said, shown.heading):
            return f"{url}: the title is {shown.heading!r}, Hugo's {said['title']!r}"
        if said["kind"] == "page":
            expected = read(data.decode(), "main").content
            return (
                ""
                if shown.content == expected or STUB in expected
                else f"{url}: text: {_difference(shown.content, expected)}"
            )
        return self._check_entries(path, url, said, shown) if said["kind"] in LISTS else ""

    def _check_entries(self, path: str, url: str, said: dict[str, Any], shown: Any) -> str:
        expected, given = said["shown"], shown.entries
        if said["kind"] == "taxonomy":
            expected, given = sorted(map(self._based, said["all"])), sorted(set(shown.terms))
            if re.search(rf"/(?:{self.pager})/\d", unquote(url)):
                expected = given = []
        if said["kind"] == "home":
            size = said["size"]
            number = int((re.search(rf"/(?:{self.pager})/(\d+)", unquote(url)) or ["", "1"])[1])
            expected = said["main"][size * (number - 1) : size * number]
            if not expected and number > 1:
                return ""
        expected = [self._based(each) for each in expected if each]
        if [unquote(each) for each in given] == [unquote(each) for each in expected]:
            return ""
        return f"{url}: entries {_list_difference(given, expected)}"

    def _based(self, url: str) -> str:
        """With `canonifyURLs` Hugo puts the base URL's path in later than the theme sees it."""
        return url if url.startswith(f"{self.base}/") else self.base + url

    def _check_404(self, path: str, data: bytes) -> str:
        status, body, _ = self._get(self.address(path))
        heading = read(body.decode()).heading
        return "" if status == 200 and heading else f"{self.address(path)}: {status}, {heading!r}"

    def _check_alias(self, path: str, data: bytes) -> str:
        found = ALIAS.search(data)
        assert found
        target = urlsplit(unescape(found[1].decode())).path
        status, _body, location = self._get(self.address(path))
        expected = unquote(target) or "/"
        if status == 301 and unquote(location) == expected:
            return ""
        return f"{self.address(path)}: {status} {location!r}, Hugo leads to {expected!r}"

    def _check_file(self, path: str, data: bytes) -> str:
        status, body, location = self._get(self.address(path))
        return "" if (status, body == data) == (200, True) else f"{self.address(path)}: {status} {location}"

    def _check_theme_s(self, path: str, data: bytes) -> str:
        status, _body, _location = self._get(self.address(path))
        return "" if status == 200 else f"{self.address(path)}: {status}"

    _check_themes = _check_theme_s

    def _check_robots(self, path: str, data: bytes) -> str:
        status, body, _ = self._get(self.address(path))
        return "" if status == 200 and b"User-agent" in body else f"{self.address(path)}: {status}"

    def _check_feed(self, path: str, data: bytes) -> str:
        status, body, location = self._get(self.address(path))
        if status != 200:
            return f"{self.address(path)}: {status} {location}"
        return _feed_difference(self.address(path), body, data)

    def _check_sitemap(self, path: str, data: bytes) -> str:
        status, body, location = self._get(self.address(path))
        if status != 200:
            return f"{self.address(path)}: {status} {location}"
        given, expected = _sitemap(body), _sitemap(data)
        missing, more = expected - given, given - expected
        return (
            f"{self.address(path)}: missing {sorted(missing)[:4]}, more {sorted(more)[:4]}" if missing or more else ""
        )


def _is_index(path: str) -> bool:
    return path.rpartition("/")[2] == "index.html"


def _is_same_title(said: dict[str, Any], heading: str) -> bool:
    """Of several spellings of one term Hugo takes any, and another in the next build."""
    expected = folded(said["title"])
    return heading == expected or (said["kind"] == "term" and heading.casefold() == expected.casefold())


def _difference(given: str, expected: str) -> str:
    for position, (one, other) in enumerate(zip(given, expected, strict=False)):
        if one != other:
            return f"{given[max(0, position - 20) : position + 40]!r}, Hugo {expected[max(0, position - 20) : position + 40]!r}"
    return f"ends {given[len(expected) :][:40]!r}, Hugo {expected[len(given) :][:40]!r}"


def _list_difference(given: list[str], expected: list[str]) -> str:
    if sorted(map(unquote, given)) == sorted(map(unquote, expected)):
        return f"in another order: {given[:5]}, Hugo {expected[:5]}"
    return f"({len(given)}, Hugo {len(expected)}): {[e for e in given if e not in expected][:3]}, Hugo {[e for e in expected if e not in given][:3]}"


def _items(root: ET.Element) -> list[tuple[str, str, str, str]]:
    found = []
    for item in root.iterfind("channel/item"):
        links = [urlsplit(item.findtext(name) or "").path for name in ("link", "guid")]
        if not links[0]:
            continue  # a page that is not rendered: an item that leads nowhere
        date = item.findtext("pubDate") or ""
        moment = "" if " 0001 " in date else str(parsedate_to_datetime(date).astimezone(UTC)) if date else ""
        found.append((folded(item.findtext("title") or "").casefold(), *map(unquote, links), moment))
    return found


def _feed_difference(url: str, given: bytes, expected: bytes) -> str:
    ours, theirs = ET.fromstring(given), ET.fromstring(expected)
    one, other = ours.findtext("channel/title"), theirs.findtext("channel/title")
    if (one or "").casefold() != (other or "").casefold():
        return f"{url}: the feed is {one!r}, Hugo's {other!r}"
    mine, hugos = _items(ours), _items(theirs)
    if mine == hugos:
        return ""
    wrong = next((pair for pair in zip(mine, hugos, strict=False) if pair[0] != pair[1]), None)
    return f"{url}: items {len(mine)}, Hugo {len(hugos)}; first difference {wrong}"


def _moment(text: str) -> str:
    return str(datetime.fromisoformat(text).astimezone(UTC)) if text else ""


def _sitemap(data: bytes) -> set[tuple[str, str]]:
    root = ET.fromstring(data)
    return {
        (unquote(urlsplit(row.findtext(f"{SPACE}loc") or "").path), _moment(row.findtext(f"{SPACE}lastmod") or ""))
        for row in root
    }
