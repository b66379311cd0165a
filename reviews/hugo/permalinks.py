"""Hugo's `[permalinks]`: which rule is a page's, and what its pattern makes of the page.

Rules: https://gohugo.io/configuration/permalinks/ ; every odd case below was asked of Hugo 0.168.
"""

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import unquote_plus

from reviews.hugo import go_dates
from reviews.hugo.globs import matches

KINDS = ("page", "section", "taxonomy", "term")
_TOKEN = re.compile(r":\w+(?:\[.+?\])?")
_ESCAPED_COLON = "\0"
_SLICE_NAMES = ("sections[", "sectionslugs[")


class PermalinkError(ValueError):
    """A pattern or a rule that Hugo refuses."""


class Subject(Protocol):
    """What a pattern can ask of a page. Slugs, titles and names come raw; `address_part` makes them fit.

    The slashes in the title of a page that has a file are hyphens here.
    """

    @property
    def date(self) -> datetime: ...
    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def file_stem(self) -> str: ...
    @property
    def base_name(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def sections(self) -> Sequence[str]: ...
    def address_part(self, text: str) -> str: ...
    def section_slugs(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Rule:
    """One rule: the pattern for pages whose kind and logical path match; an empty field matches every page."""

    pattern: str
    kind: str = ""
    path: str = ""
    language: str = ""
    environment: str = ""

    def applies(self, kind: str, path: str, language: str) -> bool:
        return (
            (not self.kind or matches(self.kind, kind))
            and (not self.path or matches(self.path, path))
            and (not self.language or matches(self.language, language))
        )


def read_rules(configured: Any, environment: str = "production") -> tuple[Rule, ...]:
    """The rules of `permalinks` in any of its three forms, in the order in which Hugo tries them.

    Raises PermalinkError for what Hugo refuses: an unknown token, an unknown kind, a pattern that is no text.
    """
    rules = _of_list(configured) if isinstance(configured, list) else _of_map({} if configured is None else configured)
    for rule in rules:
        _compiled(rule.pattern)
    return tuple(rule for rule in rules if not rule.environment or matches(rule.environment, environment))


def _of_list(configured: list[Any]) -> list[Rule]:
    rules = []
    for item in configured:
        if not isinstance(item, dict):
            continue  # as Hugo passes over it
        pattern, target = item.get("pattern"), item.get("target") or {}
        if not isinstance(pattern, str):
            raise PermalinkError("a permalinks rule needs a pattern that is a text")
        if not isinstance(target, dict):
            raise PermalinkError("the target of a permalinks rule must be a table")
        fields = {name: str(target.get(name) or "").lower() for name in ("kind", "path", "lang", "environment")}
        rules.append(Rule(pattern, fields["kind"], fields["path"], fields["lang"], fields["environment"]))
    return rules


def _of_map(configured: Any) -> list[Rule]:
    if not isinstance(configured, dict):
        raise PermalinkError("permalinks must be a table of patterns")
    rules = []
    for key, value in configured.items():
        if isinstance(value, str):
            rules += [Rule(value, kind, _section_glob(key)) for kind in ("page", "term")]
        elif isinstance(value, dict) and key in KINDS:
            rules += [_kind_rule(key, section, pattern) for section, pattern in value.items()]
        else:
            raise PermalinkError(
                f"permalinks.{key}: give a pattern, or a table of patterns for one of {', '.join(KINDS)}"
            )
    # Hugo's order is that of a Go map; where two rules fit it takes the deeper one in every run that was observed.
    return sorted(rules, key=lambda rule: -rule.path.count("/"))


def _kind_rule(kind: str, section: str, pattern: Any) -> Rule:
    if not isinstance(pattern, str):
        raise PermalinkError(f"permalinks.{kind}.{section}: the pattern must be a text")
    return Rule(pattern, kind, _section_glob(section))


def _section_glob(section: str) -> str:
    section = section.strip(" /")
    return f"/{{{section},{section}/**}}" if section else "/*"


def expand(rules: Sequence[Rule], kind: str, path: str, language: str, subject: Subject) -> str:
    """The address that the first fitting rule gives (unescaped, no closing slash); empty where none fits."""
    for rule in rules:
        if rule.applies(kind, path, language):
            expanded = expand_pattern(rule.pattern, subject)
            return re.sub(r"\A//+", "/", posixpath.normpath(expanded)) if expanded else ""
    return ""


def expand_pattern(pattern: str, subject: Subject) -> str:
    """The pattern with its tokens replaced, percent-decoded as Hugo does (`+` becomes a blank).

    Raises PermalinkError for an unknown token.
    """
    expanded = "".join(part if isinstance(part, str) else part(subject) for part in _compiled(pattern))
    return decode(expanded.replace(_ESCAPED_COLON, ":"))


_BROKEN_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")


def decode(text: str) -> str:
    """Go's QueryUnescape; a broken escape makes all of it empty."""
    if _BROKEN_ESCAPE.search(text):
        return ""
    return unquote_plus(text, errors="surrogateescape") if "%" in text or "+" in text else text


_Part = str | Callable[[Subject], str]


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> tuple[_Part, ...]:
    text = pattern.replace("\\:", _ESCAPED_COLON)
    parts: list[_Part] = []
    position = 0
    for match in _TOKEN.finditer(text):
        parts += [text[position : match.start()], _token(match[0][1:], pattern)]
        position = match.end()
    return (*parts, text[position:])


def _token(name: str, pattern: str) -> _Part:
    if name in _TOKENS:
        return _TOKENS[name]
    if name.startswith(_SLICE_NAMES):
        return _slice_token(name)
    if go_dates.has_date(name):
        return lambda subject: go_dates.format_date(subject.date, name)
    raise PermalinkError(f"unknown token :{name} in the permalink pattern {pattern!r}")


def _slice_token(name: str) -> _Part:
    word, _, cut = name.partition("[")
    pick = _picker(cut.removesuffix("]").strip().lower())
    if word == "sections":
        return lambda subject: "/".join(filter(None, pick(subject.sections)))
    return lambda subject: "/".join(filter(None, pick(subject.section_slugs())))


def _picker(cut: str) -> Callable[[Sequence[str]], Sequence[str]]:
    """What `[0]`, `[last]`, `[1:]`, `[:2]` take of a list; out of bounds it is nothing."""
    low, colon, high = cut.partition(":")

    def pick(items: Sequence[str]) -> Sequence[str]:
        if not items:
            return ()
        start = _bound(low, 0, items)
        if start >= len(items):
            return ()
        if not colon:
            return items[start : start + 1]
        return items[start : max(start, min(_bound(high, len(items), items), len(items)))]

    return pick


def _bound(text: str, missing: int, items: Sequence[str]) -> int:
    if text in ("", "last"):
        return len(items) - 1 if text else missing
    return int(text) if text.isascii() and text.isdigit() else 0


def _title(subject: Subject) -> str:
    return subject.address_part(subject.title)


def _slug_or(subject: Subject, other: str) -> str:
    return subject.address_part(subject.slug or other)


_TOKENS: dict[str, Callable[[Subject], str]] = {
    "year": lambda subject: str(subject.date.year),
    "month": lambda subject: f"{subject.date.month:02d}",
    "monthname": lambda subject: go_dates.month_name(subject.date),
    "day": lambda subject: f"{subject.date.day:02d}",
    "weekday": lambda subject: str(subject.date.isoweekday() % 7),
    "weekdayname": lambda subject: go_dates.weekday_name(subject.date),
    "yearday": lambda subject: str(subject.date.timetuple().tm_yday),
    "section": lambda subject: subject.section,
    "sections": lambda subject: "/" + "/".join(subject.sections),
    "sectionslug": lambda subject: next(iter(subject.section_slugs()), ""),
    "sectionslugs": lambda subject: "/".join(filter(None, subject.section_slugs())),
    "title": _title,
    "slug": lambda subject: subject.address_part(subject.slug) if subject.slug else _title(subject),
    "filename": lambda subject: subject.address_part(subject.file_stem),
    "slugorfilename": lambda subject: _slug_or(subject, subject.file_stem),
    "contentbasename": lambda subject: subject.address_part(subject.base_name),
    "slugorcontentbasename": lambda subject: _slug_or(subject, subject.base_name),
}
