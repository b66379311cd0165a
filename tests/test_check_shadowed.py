"""`hugo_check` names what of a site readers do not get: what the desk's addresses hide, pages made by templates."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.addresses.hugo_build import write
from tests.addresses.odd_sites import config, page


def test_a_page_that_the_desk_hides_is_named(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    files = {"content/admin/a.md": page("A"), "static/admin/index.html": "x", "static/x.txt": "x", "content/b.md": "B"}
    write(tmp_path, {"hugo.toml": config(), **files})
    code, out = run("hugo_check", tmp_path, "--json")
    told = {each["path"] for each in json.loads(out)["actions"] if "DESK_ADDRESS" in each["reason"]}
    assert (code, told) == (0, {"content/admin/a.md", "static/admin/index.html"})


ADAPTERS = ["_content.gotmpl", "branch/_content.en.gotmpl", "leaf/_content.gotmpl", "leaf/below/_content.gotmpl"]


@pytest.mark.django_db
def test_a_template_that_makes_pages_is_named_and_never_served(
    tmp_path: Path, client: Client, run: Callable[..., tuple[int, str]]
) -> None:
    files = {f"content/{name}": '{{ .AddPage (dict "path" "a" "title" "A") }}' for name in ADAPTERS}
    heads = {"content/branch/_index.md": page("Branch"), "content/leaf/index.md": page("Leaf")}
    write(tmp_path / "site", {"hugo.toml": config(), "content/x.gotmpl": "x", **heads, **files})
    write(tmp_path / "again", {"hugo.toml": config(), "content/leaf/index.md": ""})
    code, out = run("hugo_check", tmp_path / "site", "--json")
    told = {each["path"] for each in json.loads(out)["actions"] if "content adapter" in each["reason"]}
    assert (code, told) == (0, set(files))
    run("hugo_import", tmp_path / "site")
    assert client.get("/leaf/").status_code == 200
    assert b"".join(client.get("/x.gotmpl").streaming_content) == b"x"
    assert {client.get(f"/{name}").status_code for name in ADAPTERS} == {404}
    run("hugo_export", tmp_path / "again")
    assert {name: (tmp_path / "again" / name).read_text() for name in files} == files
