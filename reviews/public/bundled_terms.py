"""Terms that pages inside leaf bundles name: Hugo makes the terms' pages, and lists none of those pages in them.

A bundle's pages are its files here, so what they say is read out of the published bytes.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models.functions import Lower, Right
from django.utils import timezone

from reviews.hugo.content_path import PAGE_EXTENSIONS, locate
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.page import Page
from reviews.hugo.pages import read_page
from reviews.hugo.site import SiteConfig
from reviews.models import Blob, Edition, EditionFile
from reviews.models.columns import text_column
from reviews.models.terms import LONGEST_TERM

LARGEST = 1_000_000  # bytes; a larger page in a bundle gives no terms
_ENDS = frozenset(f".{extension}"[-3:] for extension in PAGE_EXTENSIONS)
_KEPT = 5_000  # front matters, for a process


def bundled_term_rows(config: SiteConfig) -> Iterator[dict[str, Any]]:
    """The terms as rows without pages, each spelling as often as it is named."""
    ends = EditionFile.objects.alias(end=Lower(Right("name", 3))).filter(end__in=_ENDS)  # one look at each name
    public = ends.filter(edition__in=Edition.objects.with_files(), blob__size__lte=LARGEST).order_by()
    now = timezone.now()
    for path, language, key in public.values_list("path", "edition__language", "blob__sha256"):
        page = _page(config, path, key) if path.rpartition(".")[2].lower() in PAGE_EXTENSIONS else None
        if page is not None and page.language == language and _is_public(page, now):
            for taxonomy, terms in page.terms.items():
                for term in terms:
                    yield _row(language, taxonomy, text_column(term.key, LONGEST_TERM), term.name, path)


def _row(language: str, taxonomy: str, key: str, name: str, path: str) -> dict[str, Any]:
    named = {"language": language, "taxonomy": taxonomy, "key": key, "name": text_column(name, LONGEST_TERM)}
    return {**named, "count": 0, "path": path, "date": None, "lastmod": None, "published": None}


def _page(config: SiteConfig, path: str, key: str) -> Page | None:
    """What Hugo makes of the file; None where it is no page of the site's or is refused."""
    try:
        locate(config, path)
        return read_page(config, path, _head(key, path.rpartition("/")[2]))
    except (FrontMatterError, ValueError):
        return None


@lru_cache(maxsize=_KEPT)
def _head(key: str, name: str) -> Document:
    """The front matter of the page's bytes, without the text."""
    document = Document.parse(Blob(sha256=key).data, name)
    whole = bytes(document)
    return Document.parse(whole[: len(whole) - len(document.parts.body)], name) if document.error is None else document


def _is_public(page: Page, now: datetime) -> bool:
    times = (page.publish_date is None or page.publish_date <= now) and (
        page.expiry_date is None or page.expiry_date > now
    )
    return times and not page.draft and page.build_list != "never"
