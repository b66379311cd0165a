"""Menus are those that real Hugo builds: menus.json holds its answers."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from reviews.hugo.menus import MenuEntry, MenuPage, configured, entry_of, tree
from reviews.places import menu_entries
from tests.hugo.test_related import lowered

CASES = json.loads((Path(__file__).parent / "menus.json").read_text())


def url_of(path: str, base: str) -> str:
    return f"{base}/{path.removesuffix('.md').removesuffix('_index').strip('/')}/"


def entries(case: dict[str, Any]) -> list[MenuEntry]:
    config = lowered(case["config"])
    base = urlsplit(config.get("baseurl", "")).path.rstrip("/")
    pages = {
        url_of(path, ""): MenuPage(
            each["title"], each.get("linkTitle", each["title"]), url_of(path, base), each.get("weight", 0)
        )
        for path, each in case["pages"].items()
    }
    pages["/"] = MenuPage("", "", f"{base}/")
    found = configured(
        config.get("menus") or config.get("menu") or {}, "main", lambda ref: pages.get(ref.rstrip("/") + "/"), base
    )
    for path, matter in case["pages"].items():
        for menu, entry in menu_entries(lowered(matter)):
            if menu == "main":
                found.append(entry_of(entry, lambda _: None, base, pages[url_of(path, "")]))
    return found


def shown(found: list[MenuEntry]) -> list[tuple[str, str, Any]]:
    return [(entry.name, entry.url, shown(entry.children)) for entry in found]


def expected(found: list[dict[str, Any]]) -> list[tuple[str, str, Any]]:
    return [(each["name"], each["url"], expected(each.get("children", []))) for each in found]


@pytest.mark.parametrize("case", [case for case in CASES if "sectionPagesMenu" not in case["config"]])
def test_a_menu_is_hugo_s(case: dict[str, Any]) -> None:
    assert shown(tree(entries(case))) == expected(case["main"])


def test_entries_that_are_each_other_s_parents_are_no_endless_tree() -> None:
    assert tree([MenuEntry("a", parent="b"), MenuEntry("b", parent="a")]) == []
