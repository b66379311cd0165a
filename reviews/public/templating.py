"""The readers' templates: Jinja's, for a page is set anew after each publication and Django's take ten times as long.

What has a number, a context or a tag in it is said here and not in the templates, where no catalogue would find it.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.text import Truncator
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PrefixLoader
from markupsafe import Markup

WORDS = {
    "light": pgettext_lazy("theme", "Light"),
    "dark": pgettext_lazy("theme", "Dark"),
    "search": pgettext_lazy("verb", "Search"),
    "newest": pgettext_lazy("the newest review", "New"),
    "form": pgettext_lazy("of a citation", "Form"),
    "previous": pgettext_lazy("results", "Previous"),
    "next": pgettext_lazy("results", "Next"),
}


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the readers': `name` is its template below `public/`."""
    return render(request, f"public/{name}", context, using="readers")


def environment(**options: Any) -> Environment:
    """What Django's backend makes of the setting TEMPLATES: `public/` of its folders, and nothing else of them."""
    folders = [str(Path(folder) / "public") for folder in options.pop("loader").searchpath]
    options |= {"loader": PrefixLoader({"public": FileSystemLoader(folders)}), "undefined": ChainableUndefined}
    made = Environment(**options)  # noqa: S701 Django's backend escapes
    made.filters |= {
        "iso": iso, "day": day, "long_date": long_date, "list_date": list_date, "month_name": month_name,
        "archive_day": archive_day, "cut": cut,
    }  # fmt: skip
    made.globals |= {
        "_": gettext, "static": static, "current_language": get_language, "words": WORDS, "revised": revised,
        "minutes_to_read": minutes_to_read, "minutes": minutes, "texts": texts, "newest_texts": newest_texts,
        "found": found, "search_title": search_title, "did_you_mean": did_you_mean,
    }  # fmt: skip
    return made


def iso(moment: datetime) -> str:
    """A moment in the page's time zone, as `datetime` attributes have it."""
    return _local(moment).isoformat()


def day(moment: datetime) -> str:
    """Its day: 2024-05-01."""
    return iso(moment)[:10]


def long_date(moment: datetime) -> str:
    """The day of a review in words."""
    return _date(moment, pgettext("date of a review", "j F Y"))


def list_date(moment: datetime) -> str:
    """The day of an entry in a list."""
    return _date(moment, pgettext("date in a list", "j M Y"))


def month_name(moment: datetime) -> str:
    """The month of a part of the archive."""
    return _date(moment, pgettext("month in the archive", "F"))


def archive_day(moment: datetime) -> str:
    """The day of a text in the archive, whose year stands above it."""
    return _date(moment, pgettext("day in the archive", "m/d"))


def _date(moment: datetime, form: str) -> str:
    return str(dateformat.format(_local(moment), form))


def _local(moment: datetime) -> datetime:
    return localtime(moment) if is_aware(moment) else moment


def cut(text: str, length: int) -> str:
    """At most `length` characters of a text."""
    return Truncator(text).chars(length)


def revised(moment: datetime) -> str:
    """When a text was changed last."""
    said = gettext('revised <time class="dt-updated" datetime="%(iso)s">%(day)s</time>')
    return Markup(said) % {"iso": iso(moment), "day": long_date(moment)}  # noqa: S704 the catalogue's own HTML


def minutes_to_read(number: int) -> str:
    """How long a text is."""
    return ngettext("%(minutes)s minute to read", "%(minutes)s minutes to read", number) % {"minutes": number}


def minutes(number: int) -> str:
    """The same in a list."""
    return ngettext("%(minutes)s min", "%(minutes)s min", number) % {"minutes": number}


def texts(number: int) -> str:
    """How many texts a list has."""
    return ngettext("%(number)s text", "%(number)s texts", number) % {"number": number}


def newest_texts(number: int) -> str:
    """How many texts the archive has, and their order."""
    said = ngettext("%(number)s text, the newest first", "%(number)s texts, the newest first", number)
    return said % {"number": number}


def found(total: int, is_more: bool) -> str:
    """How many texts a search found; with `is_more`, that there are more than these."""
    said = gettext("More than %(total)s found") if is_more else ngettext("%(total)s found", "%(total)s found", total)
    return said % {"total": total}


def search_title(query: str) -> str:
    """The title of a page of results."""
    return gettext("%(query)s: search") % {"query": query}


def did_you_mean(url: str, correction: str) -> str:
    """The word that is spelt much like the one that was asked for."""
    said = gettext('Did you mean <a href="%(correction_url)s">%(correction)s</a>?')
    return Markup(said) % {"correction_url": url, "correction": correction}  # noqa: S704 the catalogue's own HTML
