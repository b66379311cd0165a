"""A published page that names a hidden one does not tell its address, and does once readers may have it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reviews import typesetting
from reviews.models import Site as SiteRow
from tests.test_public import Site, page, site, text

__all__ = ["site"]
pytestmark = pytest.mark.django_db


def soon(hours: int) -> str:
    return f"{timezone.now() + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def named(site: Site) -> None:
    """A page that names one that waits for its time, and one whose time ends soon."""
    refs = "".join(
        f'[{name}]({{{{< {kind} "{name}" >}}}})\n' for name in ("waits", "ends") for kind in ("ref", "relref")
    )
    site(
        {
            "content/post/names.md": page("Names", body=refs),
            "content/post/waits.md": page("Waits", more=f"slug: verhohlen\npublishDate: {soon(2)}\n"),
            "content/post/ends.md": page("Ends", more=f"slug: ending\nexpiryDate: {soon(2)}\n"),
        }
    )


def test_a_reference_tells_no_address_before_its_time_or_after(
    named: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = text(client, "/2024/names/")
    assert "verhohlen" not in shown
    assert shown.count('/2024/ending/">ends<') == 2
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=3))
    shown = text(client, "/2024/names/")
    assert shown.count('/2024/verhohlen/">waits<') == 2
    assert "/2024/ending/" not in shown
    for feed in ("/index.xml", "/feed.json"):
        assert "/2024/ending/" not in text(client, feed)


def test_texts_that_name_pages_are_stale_when_a_time_has_come_and_no_others(
    named: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = [typesetting.stale(SiteRow.load()).count() for _ in range(2)]
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=3))
    later = typesetting.stale(SiteRow.load())
    assert (stale, [each.path for each in later]) == ([0, 0], ["content/post/names.md"])
