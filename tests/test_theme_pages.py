"""Pages that themes make out of a front matter alone: the archive, a list of links; where else people are."""

import pytest
from django.test import Client

from tests.test_public import HUGO, Site, page, site, text

__all__ = ["site"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("layout", ["archives", "archive"])
def test_a_page_of_the_site_with_the_layout_archives_is_the_archive(layout: str, site: Site, client: Client) -> None:
    files = {"content/page/alles.md": page("Alles", more=f"layout: {layout}\n", body="Seit 1999.")}
    site({**files, "content/post/a.md": page("A"), "content/post/b.md": page("B", "2023-02-01")})
    shown = text(client, "/page/alles/")
    assert "<h1>Alles</h1>" in shown
    assert "Seit 1999." in shown
    assert shown.count('class="h-entry"') == 2
    assert 'href="/archive/2023/"' in shown


def test_a_page_of_links_shows_those_of_its_front_matter(site: Site, client: Client) -> None:
    links = "links:\n- {title: 'A <b>', description: D, website: 'https://a.example/'}\n- {title: B, url: 'javascript:b'}\n- 3\n"
    site({"content/page/links.md": page("Links", more=links), "content/about.md": page("About", more="links: 5\n")})
    shown = text(client, "/page/links/")
    assert '<a href="https://a.example/" rel="external noopener">A &lt;b&gt;</a> <span class="deck">D</span>' in shown
    assert "javascript:b" not in shown
    assert 'class="links"' not in text(client, "/about/")


def test_pages_apart_are_no_texts_of_the_publication(site: Site, client: Client) -> None:
    site({f"content/page/{name}.md": page(name) for name in ("us", "them")})
    shown = text(client, "/page/us/")
    for sign in ('class="cite"', 'class="turn"', 'class="dt-published"'):
        assert sign not in shown


@pytest.mark.parametrize(
    "config",
    [
        '[[menus.social]]\nname = "Fedi"\nurl = "https://fedi.example/@a"\n',
        '[[params.socialIcons]]\nname = "fedi"\ntitle = "Fedi"\nurl = "https://fedi.example/@a"\n'
        '[[params.socialIcons]]\nname = "x"\nurl = "javascript:x"\n',
    ],
)
def test_the_foot_says_where_else_people_are(config: str, site: Site, client: Client) -> None:
    site({"content/post/a.md": page("A")}, HUGO + config)
    shown = text(client, "/")
    assert '<a rel="me" href="https://fedi.example/@a">Fedi</a>' in shown
    assert "javascript:" not in shown
