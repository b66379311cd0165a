"""Search engines are told of what readers see, after its time has come, and never within a request."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import URLError

import pytest
from django.core.management import call_command
from django.test import Client

from reviews import indexnow
from reviews.models import Ping
from tests.test_public import page, site

__all__ = ["site"]
pytestmark = pytest.mark.django_db
Make = Callable[..., None]
KEY = "abcdefgh12345678"


class Engine:
    """What IndexNow was sent; out of reach until it is said to be there."""

    def __init__(self) -> None:
        self.is_there = True
        self.told: list[dict[str, Any]] = []

    def __call__(self, request: Any, timeout: float) -> "Engine":
        if not self.is_there:
            raise URLError("no route")
        self.told.append(json.loads(request.data))
        return self

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *args: object) -> None: ...


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Engine:
    settings.INDEXNOW_KEY = KEY
    found = Engine()
    monkeypatch.setattr(indexnow, "urlopen", found)
    return found


PAGES = {
    "content/post/a.md": page("A", more="slug: a\n"),
    "content/post/b.md": page("B", more="slug: b\ndraft: true\n"),
    "content/post/c.md": page("C", more="slug: c\npublishDate: 2999-01-01\n"),
}


def test_what_readers_see_is_told_once(site: Make, engine: Engine) -> None:
    site(PAGES)
    assert engine.told == []
    call_command("publish_due")
    call_command("publish_due")
    assert [told["urlList"] for told in engine.told] == [["http://127.0.0.1:8000/2024/a/"]]
    assert engine.told[0]["keyLocation"] == f"http://127.0.0.1:8000/{KEY}.txt"
    assert Ping.objects.count() == 1  # the scheduled one waits for its day


def test_a_page_that_went_is_told_too(site: Make, engine: Engine) -> None:
    site(PAGES)
    call_command("publish_due")
    site({"content/post/a.md": page("A", more="slug: a\ndraft: true\n")})
    call_command("publish_due")
    assert engine.told[-1]["urlList"] == ["http://127.0.0.1:8000/2024/a/"]


def test_what_was_not_reached_waits(site: Make, engine: Engine) -> None:
    site(PAGES)
    engine.is_there = False
    call_command("publish_due")
    engine.is_there = True
    call_command("publish_due")
    assert len(engine.told) == 1


def test_without_a_key_nobody_is_told_and_nothing_is_kept(
    site: Make, engine: Engine, settings: Any, client: Client
) -> None:
    assert client.get(f"/{KEY}.txt").content == KEY.encode()
    settings.INDEXNOW_KEY = ""
    site(PAGES)
    call_command("publish_due")
    assert (engine.told, Ping.objects.count()) == ([], 0)
    assert client.get(f"/{KEY}.txt").status_code == 404
