"""The icons that readers' pages lead to: the site's own, in their order, or one of ours; never an address without a file."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.test_public import HUGO, page, site, text

__all__ = ["site"]
pytestmark = pytest.mark.django_db
Make = Callable[..., None]
LINK = re.compile(r'<link rel="((?:apple-touch-)?icon)" href="([^"]*)"')


def shown(client: Client, url: str = "/") -> list[tuple[str, str]]:
    return LINK.findall(text(client, url))


def test_a_site_without_icons_gets_ours_so_that_nobody_asks_for_a_missing_one(site: Make, client: Client) -> None:
    site({"content/post/a.md": page("A")})
    ((relation, url),) = shown(client)
    assert relation == "icon"
    assert url.startswith("/_static/public/icon")


def test_the_usual_icons_of_a_site_are_led_to_the_drawing_last(site: Make, client: Client) -> None:
    names = ("favicon.svg", "favicon.ico", "apple-touch-icon.png", "favicon-32x32.png", "deep/favicon.png")
    site({f"static/{name}": name for name in names} | {"content/post/a.md": page("A")})
    assert shown(client) == [
        ("icon", "/favicon.ico"),
        ("icon", "/favicon-32x32.png"),
        ("icon", "/favicon.svg"),
        ("apple-touch-icon", "/apple-touch-icon.png"),
    ]
    assert ' sizes="32x32">' in text(client, "/")
    assert client.get("/favicon.svg").getvalue() == b"favicon.svg"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ('favicon = "img/mark.png"', [("icon", "/img/mark.png")]),
        ('[params.assets]\nfavicon = "/img/mark.png"', [("icon", "/img/mark.png")]),
        ('[params.assets]\napple_touch_icon = "img/mark.png"', [("apple-touch-icon", "/img/mark.png")]),
    ],
)
def test_an_icon_is_where_the_params_say(
    params: str, expected: list[tuple[str, str]], site: Make, client: Client
) -> None:
    site({"static/img/mark.png": "x", "content/post/a.md": page("A")}, config=f"{HUGO}\n[params]\n{params}\n")
    assert shown(client) == expected


def test_an_icon_that_is_named_and_is_nowhere_is_not_led_to(site: Make, client: Client) -> None:
    odd = '[params]\nfavicon = "https://elsewhere.example/x.png"\n[params.assets]\nfavicon = 3\n'
    site({"content/post/a.md": page("A")}, config=f"{HUGO}\n{odd}")
    assert [url.startswith("/_static/") for _, url in shown(client)] == [True]


def test_icons_of_a_site_below_a_path_stand_there(site: Make, client: Client) -> None:
    site({"static/favicon.ico": "x", "content/post/a.md": page("A")}, config=HUGO.replace(".org/", ".org/blog/"))
    assert shown(client, "/blog/") == [("icon", "/blog/favicon.ico")]
