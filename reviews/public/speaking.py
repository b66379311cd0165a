"""The interface in a page's language and the site's time zone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from reviews.models import Site

SPOKEN = {"ko", "en"}


@contextmanager
def speaking(site: Site, language: str) -> Iterator[None]:
    """The interface in the page's language where there is a catalogue for it, else in English; the site's time zone."""
    code = language.split("-")[0].lower()
    with translation.override(code if code in SPOKEN else "en"), timezone.override(site.zone):
        yield
