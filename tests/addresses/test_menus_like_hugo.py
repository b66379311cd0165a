"""The menus that readers see are those that real Hugo builds for odd sites."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviews.models import Site
from reviews.public.menus import site_menus
from tests.addresses.hugo_build import HUGO, write
from tests.addresses.odd_sites import config, page

pytestmark = [pytest.mark.django_db, pytest.mark.hugo]

MENU = """{{ define "_partials/menu.html" }}{{ $found := slice }}{{ range . }}{{ $found = $found | append
(dict "name" .Name "url" .URL "children" (partial "menu.html" .Children)) }}{{ end }}{{ return $found }}{{ end -}}
{{ partial "menu.html" site.Menus.main | jsonify }}"""
CONTENT = {
    "content/_index.md": page("Home", "menus: {main: {weight: 1, name: Start}}\n"),
    "content/posts/_index.md": page("Posts", "weight: 20\n"),
    "content/posts/a/index.md": page("A", "linkTitle: Short\nmenu: main\nweight: 5\n"),
    "content/posts/b.md": page("B", "menus: {main: {parent: posts, identifier: bee}}\n"),
    "content/Docs Folder/deep/_index.md": page("Deep", "menus: [main, other]\n"),
    "content/notes/n.md": page("Note"),
    "content/about.md": page("About", "menus: {main: {parent: bee, weight: 2}, foot: {}}\n"),
    "content/draft.md": page("Draft", "draft: true\nmenus: main\n"),
    "content/unlisted.md": page("Unlisted", "build: {list: never}\nmenus: main\n"),
    "content/tags/go/_index.md": page("Go!", "menus: main\n"),
}
CONFIGURED = """[[menus.main]]
name = "Folder"
pageRef = "/Docs Folder/deep"
weight = 3
[[menus.main]]
pageRef = "/posts/a"
weight = -1
[[menus.main]]
identifier = "posts"
pageRef = "posts"
[[menus.main]]
name = "Tags"
pageRef = "/tags/"
[[menus.main]]
name = "Notes"
pageRef = "/notes"
[[menus.main]]
name = "Root"
url = "/rooted/"
[[menus.main]]
name = "Web"
url = "https://example.net/?a=b"
parent = "posts"
"""
CASES = {
    "of pages": config(),
    "configured": config(CONFIGURED),
    "below a path": config(CONFIGURED, "https://example.org/sub/path/"),
    "of sections": config('sectionPagesMenu = "main"\n'),
    "of sections and configured": config(f'sectionPagesMenu = "main"\n{CONFIGURED}'),
}


def _shown(menu: list[dict[str, Any]]) -> list[Any]:
    return [(each["name"], each["url"], _shown(each["children"])) for each in menu]


@pytest.mark.parametrize("name", CASES)
def test_a_menu_is_like_hugo_s(name: str, tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    files: dict[str, str | bytes] = {"hugo.toml": CASES[name], **CONTENT}
    write(tmp_path / "site", {**files, "layouts/home.html": MENU, "layouts/all.html": "x"})
    command = [str(HUGO), "--source", str(tmp_path / "site"), "--destination", str(tmp_path / "public")]
    subprocess.run(command, check=True, capture_output=True)
    run("hugo_import", tmp_path / "site")
    expected = json.loads((tmp_path / "public/index.html").read_text())
    assert _shown(site_menus(Site.load(), "en")["main"]) == _shown(expected)


def test_a_relative_address_holds_on_every_page(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    entries = '[[menus.main]]\nname = "In"\nurl = "posts/"\n[[menus.main]]\nname = "Bad"\nurl = "javascript:alert(1)"\n'
    write(tmp_path, {"hugo.toml": config(entries, "https://example.org/sub/"), **CONTENT})
    run("hugo_import", tmp_path)
    shown = {each["name"]: each["url"] for each in site_menus(Site.load(), "en")["main"]}
    assert shown["In"] == "/sub/posts/" and "Bad" not in shown
