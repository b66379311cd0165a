"""The text that libyaml is shown in place of the real one, so that it reads what goccy/go-yaml, Hugo's reader, accepts.

A letter that libyaml refuses is shown as a letter of a private plane and turned back in the values; a blank that it
misses is shown too and left out of every position. What is shown otherwise has the length of the original.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from dataclasses import dataclass, replace

from yaml import MarkedYAMLError
from yaml._yaml import CParser

# Letters to Hugo; to libyaml forbidden, a line end, a byte order mark or (lone surrogates) no text at all.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PRIVATE = 0x100000
_PRIVATE_LETTER = re.compile("[\U00100000-\U0010ffff]")
_ANCHOR = re.compile(r"[&*][^\s,\[\]{}]+")
_NOT_A_LETTER = re.compile(r"[^0-9A-Za-z_-]")
_LETTERS = string.ascii_letters + string.digits
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_KEY = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^\s\"'\[{#|>][^#]*?)\s*:(?:\s|$)")
_SPLIT = re.compile(r"[^:\r\n]*:(?=[^/\s])")
_FOLDED_CRLF = re.compile(r"\r\n")


_NOTHING = 0xE000


def _hidden(letter: str) -> str:
    return chr(_PRIVATE + ord(letter))


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0]) - _PRIVATE
    if code == _NOTHING:
        return ""
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


@dataclass(frozen=True)
class Lens:
    """`original` as libyaml sees it: `text`, with the places of blanks that were put into it."""

    original: str
    text: str
    hides: bool = False
    inserted: tuple[int, ...] = ()

    @classmethod
    def over(cls, text: str) -> Lens:
        if not _ODD.search(text):
            return cls(text, text)
        return cls(text, _ODD.sub(lambda match: _hidden(match[0]), text), hides=True)

    def place(self, index: int) -> int:
        """The place in the original of `index` in the shown text."""
        return index - bisect_left(self.inserted, index)

    def with_space(self, index: int) -> Lens:
        """This lens with a blank shown before `index`."""
        moved = [place + (place >= index) for place in self.inserted]
        text = f"{self.text[:index]} {self.text[index:]}"
        return replace(self, text=text, inserted=tuple(sorted([*moved, index])))

    def with_letters(self, start: int, end: int) -> Lens:
        """This lens with the characters from `start` to `end` shown as letters without a meaning in YAML."""
        hidden = "".join(map(_hidden, self.text[start:end]))
        return replace(self, text=self.text[:start] + hidden + self.text[end:], hides=True)

    def with_blank(self, index: int) -> Lens:
        """This lens with a blank in place of the character at `index`."""
        return replace(self, text=f"{self.text[:index]} {self.text[index + 1 :]}")

    def value(self, value: str, style: str, start: int, end: int) -> str:
        """The text of a scalar as Hugo reads it, from libyaml's `value` of it."""
        if style == "" and "\t" in value:
            value = value.replace("\t", "")
        elif style in ('"', "'") and "\r\n" in self.text[start:end]:
            value = _refolded(self.text[start:end], value)
        elif style in ("|", ">") and value.endswith(" ") and not value.rpartition("\n")[2].strip(" "):
            value = value.rstrip(" ")
        return _PRIVATE_LETTER.sub(_shown, value) if self.hides else value


def _refolded(raw: str, value: str) -> str:
    """A quoted text over several lines: goccy/go-yaml counts CR LF as two line ends."""
    event = None
    parser = CParser(_FOLDED_CRLF.sub("\n\n", re.sub(r"\\\r\n", "\\\\\n", raw)))
    while (event := parser.get_event()) is not None:
        if hasattr(event, "value"):
            return str(event.value)
    return value


def line_start(text: str, index: int) -> int:
    """Where the line of `index` begins."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def splits_key(text: str, start: int, end: int) -> int:
    """Where Hugo ends the key of a flow map that stands from `start` to `end`, behind its colon; 0: it does not.

    `{a:b}` is a key and its value to Hugo, one key without a value to libyaml; `{http://x}` is a key to both.
    """
    match = _SPLIT.match(text, start, end)
    return match.end() if match else 0


def repaired(lens: Lens, error: MarkedYAMLError) -> Lens | None:
    """A lens through which libyaml gets past `error`, None where Hugo refuses the text too (or no way is known)."""
    if error.problem_mark is None:
        return None
    problem, index = str(error.problem), error.problem_mark.index
    context = error.context_mark.index if error.context_mark else index
    if error.context == "while parsing a block node" or problem == "mapping keys are not allowed in this context":
        return _for_indicator(lens, index)
    if problem == "found invalid Unicode character escape code":
        return _for_surrogates(lens, index)
    if problem == "found a tab character where an indentation space is expected":
        return lens.with_letters(index, index + 1) if lens.text[index - 1] == " " else None
    if problem == "found character that cannot start any token":
        return _for_percent(lens, index) if lens.text[index : index + 1] == "%" else _for_tab(lens, index)
    if problem == "did not find expected alphabetic or numeric character":
        return _for_anchor(lens, context)
    if problem == "could not find expected ':'":
        return _for_value_below(lens, context)
    if problem == "found unexpected ':'":
        return _for_colon(lens, index)
    return None


def _for_indicator(lens: Lens, index: int) -> Lens | None:
    """Outside of flow style `}`, `,` and `?` may begin a plain text."""
    letter = lens.text[index : index + 1]
    is_letter = letter in ("}", ",") or (letter == "?" and lens.text[index + 1 : index + 2] != " ")
    return lens.with_letters(index, index + 1) if is_letter else None


def _for_surrogates(lens: Lens, index: int) -> Lens | None:
    """An emoji that a JSON writer spelled as two escapes of UTF-16."""
    start = lens.text.rfind("\\u", 0, index + 1)
    match = _SURROGATES.match(lens.text, max(start, 0))
    if not match:
        return None
    letter = bytes.fromhex(match[1] + match[2]).decode("utf-16-be")
    shown = letter + chr(_PRIVATE + _NOTHING) * (len(match[0]) - 1)
    return replace(lens, text=lens.text[: match.start()] + shown + lens.text[match.end() :], hides=True)


def _for_percent(lens: Lens, index: int) -> Lens | None:
    """On an indented line, and behind a tab, `%` is a letter; elsewhere it begins a directive."""
    is_letter = lens.text[index - 1 : index] == "\t" or lens.text[line_start(lens.text, index)] == " "
    return lens.with_letters(index, index + 1) if is_letter else None


def _for_tab(lens: Lens, index: int) -> Lens | None:
    """Tabs separate where no indentation hangs on them: behind a dash, in front of a comment at the very beginning."""
    text = lens.text
    if text[index : index + 1] != "\t":
        return None
    start = line_start(text, index)
    before, rest = text[start:index], re.split(r"[\r\n]", text[index:], maxsplit=1)[0].strip(" \t")
    if before.strip(" "):
        return None if rest.startswith("- ") or _KEY.match(rest) else lens.with_blank(index)
    above = text[:start].rstrip()
    is_first = not above and (not rest or rest.startswith("#"))
    return lens.with_blank(index) if is_first or (before and above.endswith(":")) else None


def _for_anchor(lens: Lens, index: int) -> Lens | None:
    """Names of anchors may hold anything but blanks and flow indicators."""
    if re.match(r"& \S", lens.text[index : index + 3]):
        return replace(lens, text=f"{lens.text[:index]} &{lens.text[index + 2 :]}")
    match = _ANCHOR.match(lens.text, index)
    name = match[0] if match else ""
    plain = name[:1] + _NOT_A_LETTER.sub(lambda odd: _LETTERS[ord(odd[0]) % len(_LETTERS)], name[1:])
    if name == plain:
        return None
    return replace(lens, text=lens.text[:index] + plain + lens.text[index + len(name) :])


def _for_value_below(lens: Lens, index: int) -> Lens | None:
    """A value may stand on the line after its key, as deep as the key."""
    text = lens.text
    if text[index] in "{!":
        return None
    start = line_start(text, index)
    above = re.sub(r"(?m)[ \t]*#.*$|^[ \t]+\Z", "", text[:start]).rstrip()
    return lens.with_space(start) if above.endswith(":") and not text[start:index].strip(" ") else None


def _for_colon(lens: Lens, index: int) -> Lens | None:
    """In a flow map a colon ends the key, whatever follows; in a flow list it is a letter."""
    return lens.with_space(index + 1) if _is_in_flow_map(lens.text[:index]) else lens.with_letters(index, index + 1)


def _is_in_flow_map(text: str) -> bool:
    return text.rfind("{") > text.rfind("[")
