"""A withdrawn page answers 404 like any unknown address, or 410 where the site wants that."""

import pytest
from django.test import Client

from reviews.models import Edition, GoneAddress, Post
from reviews.models.columns import address_key
from reviews.publishing import withdraw
from tests.test_public import Site, page, site

__all__ = ["site"]
pytestmark = pytest.mark.django_db
URL = "/2024/seen/"


@pytest.fixture(autouse=True)
def _withdrawn(site: Site) -> None:
    site(
        {
            "content/post/a.md": page("Seen", more="slug: seen\n"),
            "content/post/b.md": page("Waits", more="slug: waits\npublishDate: 2999-01-01\n"),
            "content/post/c.md": page("Open", more="slug: open\n"),
        }
    )
    withdraw(Post.objects.exclude(path="content/post/c.md"))


def test_it_is_a_404_like_an_unknown_address(client: Client) -> None:
    gone, unknown = client.get(URL), client.get("/2024/none/")
    assert (gone.status_code, gone.content) == (404, unknown.content)


def test_it_is_gone_where_the_site_says_so(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.WITHDRAWN_IS_GONE = True  # type: ignore[attr-defined]
    found = [client.get(url).status_code for url in (URL, "/2024/none/", "/2024/waits/", "/2024/open/")]
    assert found == [410, 404, 404, 200]


def test_it_is_not_gone_once_a_page_stands_there_again(client: Client, site: Site) -> None:
    site({"content/post/new.md": page("Again", more="slug: seen\n")})
    assert client.get(URL).status_code == 200
    assert not GoneAddress.objects.exists()


def test_a_page_that_waits_for_its_time_changes_nothing_there(
    client: Client, site: Site, settings: pytest.FixtureRequest
) -> None:
    settings.WITHDRAWN_IS_GONE = True  # type: ignore[attr-defined]
    site({"content/post/new.md": page("Again", more="slug: seen\npublishDate: 2999-01-01\n")})
    assert client.get(URL).status_code == 410


def test_an_heir_that_waits_for_its_time_changes_nothing_there(
    client: Client, site: Site, settings: pytest.FixtureRequest
) -> None:
    settings.WITHDRAWN_IS_GONE = True  # type: ignore[attr-defined]
    later = page("Later", more="slug: later\npublishDate: 2999-01-01\n")
    site({"content/post/one.md": page("One", more="slug: twice\n"), "content/post/two.md": later})
    key = address_key("/2024/twice/")
    Edition.objects.filter(path="content/post/two.md").update(wanted_key=key, url_key=None)
    withdraw(Post.objects.filter(path="content/post/one.md"))
    assert Edition.objects.get(path="content/post/two.md").url_key == key
    assert client.get("/2024/twice/").status_code == 410
