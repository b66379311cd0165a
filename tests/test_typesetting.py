"""An edition's text: set once, kept until it is stale."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from reviews import typesetting
from reviews.models import Edition, EditionText, Site
from tests.folders import Run

ABOUT = "content/about.md"


def test_the_first_reader_has_the_text_set_and_the_next_one_finds_it(
    imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    EditionText.objects.all().delete()
    assert "Who we are." in client.get("/about/").content.decode()
    assert EditionText.objects.get(edition__path=ABOUT).word_count == 3
    monkeypatch.setattr(typesetting, "render", None)
    assert "Who we are." in client.get("/about/").content.decode()


@pytest.mark.parametrize("change", [{"text_key": "other"}, {"renderer_key": "other"}])
def test_a_stale_text_is_set_again(imported: Path, client: Client, change: dict[str, str]) -> None:
    site = Site.load()
    client.get("/about/")
    text = EditionText.objects.filter(edition__path=ABOUT)
    text.update(html="<p>Who we were.</p>", **change)
    assert typesetting.stale(site).filter(path=ABOUT).exists()
    assert "Who we are." in client.get("/about/").content.decode()
    assert not typesetting.stale(site).filter(path=ABOUT).exists()


def test_a_site_that_renders_otherwise_makes_every_text_stale(imported: Path, client: Client, run: Run) -> None:
    client.get("/about/")
    with (imported / "hugo.toml").open("a") as config:
        config.write("[markup.goldmark.renderer]\nunsafe = true\n")
    run("hugo_import", imported, "--no-render")
    assert typesetting._is_stale(Site.load(), *_with_text(ABOUT))


def test_an_edition_that_is_published_again_keeps_its_row_and_its_unchanged_text(
    imported: Path, client: Client, run: Run
) -> None:
    client.get("/about/")
    before = Edition.objects.get(path=ABOUT)
    with (imported / "hugo.toml").open("a") as config:
        config.write("\n[params]\n")
    run("hugo_import", imported)
    after, text = _with_text(ABOUT)
    assert (after.pk, after.published_at) == (before.pk, before.published_at)
    assert not typesetting._is_stale(Site.load(), after, text)


def test_a_page_that_names_another_follows_its_address(imported: Path, client: Client, run: Run) -> None:
    (imported / "content/links.md").write_text('---\ntitle: Links\n---\n[us]({{< ref "about.md" >}})\n')
    run("hugo_import", imported)
    assert 'href="https://example.org/about/"' in client.get("/links/").content.decode()
    (imported / ABOUT).write_text("---\ntitle: About\nurl: /us/\n---\n\nWho we are.\n")
    run("hugo_import", imported)
    assert 'href="https://example.org/us/"' in client.get("/links/").content.decode()


def test_a_database_that_takes_no_writes_still_serves_the_page(
    imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    EditionText.objects.all().delete()
    monkeypatch.setattr(typesetting, "store", _refuse)
    assert "Who we are." in client.get("/about/").content.decode()
    assert not EditionText.objects.exists()


def _refuse(texts: Any) -> None:
    raise typesetting.DatabaseError("read-only")


def _with_text(path: str) -> tuple[Edition, EditionText]:
    edition = Edition.objects.select_related("text").get(path=path)
    return edition, edition.text


def test_pages_of_an_earlier_version_are_served_until_the_next_import_fills_their_columns(
    imported: Path, client: Client
) -> None:
    Edition.objects.update(logical_path="", parent="", rank="")
    assert client.get("/").status_code == client.get("/about/").status_code == 200
