"""Pages that Hugo lists without rendering them: no link of ours leads nowhere, and search does not name them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from reviews.models import Edition
from reviews.search.finding import searchable
from tests.addresses.hugo_build import write
from tests.addresses.odd_sites import config, page

pytestmark = pytest.mark.django_db
LINK = "build:\n  render: link\n"


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    files = {
        "content/docs/_index.md": page("Docs"),
        "content/docs/here.md": page("Here"),
        "content/docs/api.md": page("API", f"manualLink: https://api.example.net/\n{LINK}"),
        "content/docs/note.md": page("Note", LINK),
        "content/docs/script.md": page("Script", f"manualLink: javascript:alert(1)\n{LINK}"),
        "content/docs/draft.md": page("Draft", f"draft: true\nmanualLink: https://draft.example.net/\n{LINK}"),
    }
    write(tmp_path, {"hugo.toml": config(), **files})
    run("hugo_import", tmp_path)


def test_lists_name_them(client: Client) -> None:
    shown = client.get("/docs/").content.decode()
    assert all(title in shown for title in ("Here", "API", "Note")) and "Draft" not in shown


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [("/docs/api/", "https://api.example.net/"), ("/docs/note/", "/docs/"), ("/docs/script/", "/docs/")],
)
def test_their_addresses_lead_on(url: str, leads_to: str, client: Client) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


def test_a_draft_s_address_leads_nowhere(client: Client) -> None:
    assert client.get("/docs/draft/").status_code == 404


def test_search_does_not_name_them() -> None:
    assert {edition.title for edition in searchable()} == {"Here"}
    assert Edition.objects.filter(title="API").exists()
