"""Terms that pages inside bundles name: read from what readers have, and nothing of a bundle that they do not have."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.addresses.hugo_build import write
from tests.addresses.odd_sites import config, page

pytestmark = pytest.mark.django_db

HIDDEN = {"draft": "draft: true\n", "late": "publishDate: 2999-01-01\n", "gone": "expiryDate: 2001-01-01\n"}


def test_what_a_hidden_bundle_holds_names_no_term(
    tmp_path: Path, client: Client, run: Callable[..., tuple[int, str]]
) -> None:
    """Hugo makes these terms' pages, and so tells of a draft; here nothing does."""
    files = {
        "hugo.toml": config(),
        "content/shown/index.md": page("Shown"),
        "content/shown/a.md": page("A", "tags: [seen]\n"),
    }
    for name, reason in HIDDEN.items():
        files[f"content/{name}/index.md"] = page(name, reason)
        files[f"content/{name}/a.md"] = page("A", f"tags: [secret-{name}]\n")
    write(tmp_path, files)
    run("hugo_import", tmp_path)
    assert client.get("/tags/seen/").status_code == 200
    assert {client.get(f"/tags/secret-{name}/").status_code for name in HIDDEN} == {404}
    assert "secret" not in client.get("/tags/").content.decode()


def test_a_page_in_a_bundle_that_cannot_be_read_names_none(
    tmp_path: Path, client: Client, run: Callable[..., tuple[int, str]]
) -> None:
    broken = {
        "content/b/x.md": "---\ntags: [a\n---\n",
        "content/b/y.md": b"---\ntitle: \xff\n---\n",
        "content/b/z.org": "",
    }
    write(tmp_path, {"hugo.toml": config(), "content/b/index.md": page("B", "tags: [own]\n"), **broken})
    run("hugo_import", tmp_path)
    assert client.get("/tags/own/").status_code == client.get("/b/").status_code == 200
