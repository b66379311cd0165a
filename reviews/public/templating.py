"""The readers' templates: Jinja's, for a page is set anew after each publication and Django's take ten times as long.

What has a number, a context or a tag in it is said here and not in the templates, where no catalogue would find it.
"""

from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.text import Truncator
from django.utils.timezone import get_current_timezone, get_current_timezone_name
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PrefixLoader, pass_context
from jinja2.runtime import Context
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
    speech = _speech(get_language(), get_current_timezone_name())
    spoken = {"_": speech.gettext, "words": speech.words, "ui_language": speech.language, "speech": speech}
    return render(request, f"public/{name}", {**spoken, **context}, using="readers")


class Speech:
    """What pages say in one language and one time zone; what was said once is remembered."""

    def __init__(self, language: str) -> None:
        self.language, self.zone = language, get_current_timezone()
        self.words = {name: str(word) for name, word in WORDS.items()}
        self.gettext = lru_cache(maxsize=500)(gettext)
        self.date = lru_cache(maxsize=5000)(self._date)

    def local(self, moment: datetime) -> datetime:
        """The moment in the page's time zone."""
        return moment.astimezone(self.zone) if moment.tzinfo else moment

    def _date(self, moment: datetime, use: str) -> str:
        form = {
            "review": pgettext("date of a review", "j F Y"), "list": pgettext("date in a list", "j M Y"),
            "month": pgettext("month in the archive", "F"), "day": pgettext("day in the archive", "m/d"),
        }[use]  # fmt: skip
        return str(dateformat.format(self.local(moment), form))


@cache
def _speech(language: str, _zone: str) -> Speech:
    """For the language and the time zone that are active."""
    return Speech(language)


def environment(**options: Any) -> Environment:
    """What Django's backend makes of the setting TEMPLATES: `public/` of its folders, and nothing else of them."""
    folders = [str(Path(folder) / "public") for folder in options.pop("loader").searchpath]
    options |= {"loader": PrefixLoader({"public": FileSystemLoader(folders)}), "undefined": ChainableUndefined}
    made = Environment(**options)  # noqa: S701 Django's backend escapes
    made.filters |= {"iso": iso, "day": day, "said": said, "cut": cut}
    made.globals |= {
        "static": lru_cache(static), "revised": revised,
        "minutes_to_read": minutes_to_read, "minutes": minutes, "texts": texts, "newest_texts": newest_texts,
        "found": found, "search_title": search_title, "did_you_mean": did_you_mean,
    }  # fmt: skip
    return made


@pass_context
def iso(context: Context, moment: datetime) -> str:
    """A moment in the page's time zone, as `datetime` attributes have it."""
    return str(context["speech"].local(moment).isoformat())


@pass_context
def day(context: Context, moment: datetime) -> str:
    """Its day: 2024-05-01."""
    return str(context["speech"].local(moment).date().isoformat())


@pass_context
def said(context: Context, moment: datetime, use: str) -> str:
    """Its day in words, for one of the `use`s review, list, month and day (in the archive)."""
    return str(context["speech"].date(moment, use))


def cut(text: str, length: int) -> str:
    """At most `length` characters of a text."""
    return Truncator(text).chars(length)


@pass_context
def revised(context: Context, moment: datetime) -> str:
    """When a text was changed last."""
    speech: Speech = context["speech"]
    text = speech.gettext('revised <time class="dt-updated" datetime="%(iso)s">%(day)s</time>')
    return Markup(text) % {"iso": speech.local(moment).isoformat(), "day": speech.date(moment, "review")}  # noqa: S704 the catalogue's own HTML


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
