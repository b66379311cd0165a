"""The Korean catalogue is whole: every string of code and templates is in it, translated, and compiled as it stands."""

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation.template import templatize
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from reviews.roles import ROLES

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "reviews" / "locale" / "ko" / "LC_MESSAGES" / "django.po"
# What a call's arguments are, by the names of gettext's functions ("context" and "text" in their order).
CALLS = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
NAMED = re.compile(r"%\((\w+)\)(\w)")  # %(name)s: Python's
BARE = re.compile(r"%%[ds]")  # %d, %s in a template, doubled: the desk's scripts fill them in their order
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Key:
    """What gettext looks a string up by."""

    text: str
    context: str = ""

    def __str__(self) -> str:
        return f"{self.text!r} ({self.context})" if self.context else repr(self.text)


@dataclass
class Message:
    """One entry of a .po file."""

    key: Key
    plural: str
    translations: list[str]
    is_fuzzy: bool


def read_catalogue(text: str) -> list[Message]:
    """The entries of a .po file, its header left out; `#~` entries are comments."""
    return [message for block in re.split(r"\n\s*\n", text) if (message := read_entry(block)).key.text]


def read_entry(block: str) -> Message:
    """One entry: `keyword "text"`, each followed by lines of more text."""
    fields: dict[str, str] = {}
    field, flags = "", ""
    for line in block.splitlines():
        keyword, _, quoted = line.partition(" ") if not line.startswith('"') else (field, "", line)
        if line.startswith("#"):
            flags += line if line.startswith("#,") else ""
        elif line.strip():
            field = keyword
            fields[field] = fields.get(field, "") + str(ast.literal_eval(quoted.strip()))
    translations = [value for name, value in fields.items() if name.startswith("msgstr")]
    key = Key(fields.get("msgid", ""), fields.get("msgctxt", ""))
    return Message(key, fields.get("msgid_plural", ""), translations, "fuzzy" in flags)


MESSAGES = read_catalogue(CATALOGUE.read_text(encoding="utf-8"))
KNOWN = {message.key: message for message in MESSAGES}


def python_strings(source: str) -> Iterator[tuple[int, Key, str]]:
    """Line, key and plural of every literal that a gettext function is called with, inside f-strings too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            values = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            said = dict(zip(CALLS.get(name, ()), values, strict=False))
            if isinstance(said.get("text"), str) and said["text"]:
                yield node.lineno, Key(str(said["text"]), str(said.get("context", ""))), str(said.get("plural", ""))


def template_strings(source: str) -> Iterator[tuple[int, Key, str]]:
    """The same for a template, in Django's own reading of it."""
    calls = templatize(source)
    for start in re.finditer(rf"(?<!\w)({'|'.join(CALLS)})\(", calls):
        call = shortest_call(calls[start.start() :])
        for _, key, plural in python_strings(call):
            yield calls.count("\n", 0, start.start()) + 1, key, plural


def readers_strings(source: str) -> Iterator[tuple[int, Key, str]]:
    """The same for a template of the readers', in Jinja's reading of it."""
    for line, _name, said in extract_from_ast(Environment(autoescape=True).parse(source), ("_",)):
        yield line, Key(str(said)), ""


def shortest_call(text: str) -> str:
    """The call at the beginning of `text`; brackets in its strings do not end it."""
    for end in (match.end() for match in re.finditer(r"\)", text)):
        try:
            ast.parse(text[:end].replace("\n", " "))
        except SyntaxError:
            continue
        return text[:end].replace("\n", " ")
    return ""


def untranslated(strings: Iterator[tuple[int, Key, str]], place: str) -> list[str]:
    """The strings that the catalogue lacks, each with its file and line."""
    return [f"{place}:{line}: {key}" for line, key, plural in strings if not is_known(key, plural)]


def is_known(key: Key, plural: str) -> bool:
    return key in KNOWN and KNOWN[key].plural == plural


def parts(text: str) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """What a translation must keep: named placeholders in any order, bare ones and tags in theirs."""
    return sorted(NAMED.findall(text)), BARE.findall(text), TAG.findall(text)


def files(*patterns: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern))


@pytest.mark.parametrize("name", files("reviews/**/*.py", "editorial/**/*.py"))
def test_every_string_of_the_code_is_in_the_catalogue(name: str) -> None:
    assert untranslated(python_strings((ROOT / name).read_text(encoding="utf-8")), name) == []


@pytest.mark.parametrize("name", files("templates/**/*.html", "templates/**/*.txt"))
def test_every_string_of_the_templates_is_in_the_catalogue(name: str) -> None:
    assert untranslated(template_strings((ROOT / name).read_text(encoding="utf-8")), name) == []


@pytest.mark.parametrize("name", files("templates/public/*.html"))
def test_what_the_readers_templates_say_is_what_makemessages_finds(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    assert {key for _, key, _ in readers_strings(source)} == {key for _, key, _ in template_strings(source)}


@pytest.mark.parametrize("role", ROLES)
def test_the_roles_which_the_menu_translates_by_name_are_in_the_catalogue(role: str) -> None:
    assert Key(role) in KNOWN


def test_every_entry_is_translated_and_none_is_a_guess() -> None:
    assert len(KNOWN) == len(MESSAGES) > 0
    assert [str(message.key) for message in MESSAGES if message.is_fuzzy] == []
    assert [str(m.key) for m in MESSAGES if not m.translations or not all(t.strip() for t in m.translations)] == []


def test_a_translation_keeps_placeholders_and_tags() -> None:
    for message in MESSAGES:
        for translation in message.translations:
            assert parts(translation) == parts(message.plural or message.key.text), message.key


def test_the_compiled_catalogue_is_the_written_one() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # no public list of entries
    written = {}
    for message in MESSAGES:
        key = f"{message.key.context}\x04{message.key.text}" if message.key.context else message.key.text
        for number, translation in enumerate(message.translations):
            written[(key, number) if message.plural else key] = translation
    assert {key: text for key, text in compiled.items() if key} == written, (
        "compile again: msgfmt django.po -o django.mo"
    )


TEMPLATES = [
    ('{% load i18n %}\n{% translate "Say it" %}', [(2, "Say it", "", "")]),
    ("{% trans 'Say (it)' context 'loud' as word %}", [(1, "Say (it)", "loud", "")]),
    ('{{ title|default:_("Nothing") }}', [(1, "Nothing", "", "")]),
    ('{% translate "%d lines" %}', [(1, "%%d lines", "", "")]),
    ("{% blocktranslate with n=name %}Hello {{ n }}{% endblocktranslate %}", [(1, "Hello %(n)s", "", "")]),
    (
        "{% blocktranslate count n=all %}one{% plural %}{{ n }} of them{% endblocktranslate %}",
        [(1, "one", "", "%(n)s of them")],
    ),
]


@pytest.mark.parametrize(("source", "found"), TEMPLATES)
def test_strings_are_found_in_templates(source: str, found: list[tuple[int, str, str, str]]) -> None:
    assert [(line, key.text, key.context, plural) for line, key, plural in template_strings(source)] == found


CODE = [
    ('x = _("Say it")', [(1, "Say it", "", "")]),
    ('x = _(\n    "Say "\n    "it"\n)', [(1, "Say it", "", "")]),
    ("x = f\"{_('Say it')}: {y}\"", [(1, "Say it", "", "")]),
    ('x = ngettext("one", "%(n)s", n)', [(1, "one", "", "%(n)s")]),
    ('x = translation.pgettext_lazy("loud", "Say it")', [(1, "Say it", "loud", "")]),
    ('x = _("")', []),
    ("x = _(word)", []),
]


@pytest.mark.parametrize(("source", "found"), CODE)
def test_strings_are_found_in_code(source: str, found: list[tuple[int, str, str, str]]) -> None:
    assert [(line, key.text, key.context, plural) for line, key, plural in python_strings(source)] == found
