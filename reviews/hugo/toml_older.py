"""TOML 1.1 put into the words of TOML 1.0, which is all that Python 3.11 reads; what a `\r\n` inside a string means is
written out.

https://toml.io/en/v1.1.0: escapes `\\e` and `\\xHH`, times without seconds, inline tables over several lines and with a
comma at their end. Nothing is checked here: what is wrong stays wrong, for the reader to find.
"""

import re
from bisect import bisect

from reviews.hugo import toml_scan

_TOKEN = re.compile(r"[\"'#\[\]{}]|\r?\n|,|(?<![:\d+-])\d\d:\d\d(?![:\d])")
_ESCAPE = re.compile(r"\\(?:(e)|x([0-9A-Fa-f]{2})|([ \t]*\r?\n[ \t\r\n]*)|.)|(\r\n)", re.DOTALL)
_CLOSING_BRACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*+\}")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")


class OlderText:
    """The text in the words of TOML 1.0, and which of its places came from where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[str] = []
        self.copied = 0
        self.length = 0
        self.places: list[tuple[int, int]] = [(0, 0)]
        self._rewrite()

    def _replace(self, start: int, end: int, new: str) -> None:
        if self.text[start:end] != new:
            self.pieces += [self.text[self.copied : start], new]
            self.length += start - self.copied + len(new)
            self.copied = end
            self.places.append((self.length, end))

    def result(self) -> str:
        return "".join((*self.pieces, self.text[self.copied :]))

    def place_of(self, position: int) -> int:
        """Where a character of the result stands in the text."""
        new, old = self.places[bisect(self.places, (position, len(self.text))) - 1]
        return min(old + position - new, len(self.text))

    def _rewrite(self) -> None:
        """Replaces token by token. Knows no grammar beyond brackets, and whether a comma stands behind something."""
        text, position, brackets, is_behind_value = self.text, 0, "", False
        while (token := _TOKEN.search(text, position)) is not None:
            is_behind_value = is_behind_value or bool(text[position : token.start()].strip())
            mark, start, position = token[0], token.start(), self._end_of(token)
            in_table = brackets.endswith("{")
            new = _older(text, start, position, in_table, is_behind_value)
            if new is not None:
                self._replace(start, position, new)
            if mark in "[{":
                brackets += mark
            elif mark in "]}":
                brackets = brackets[:-1]
            is_behind_value = mark not in "[{," and (is_behind_value or not (mark == "#" or mark.isspace()))

    def _end_of(self, token: re.Match[str]) -> int:
        if token[0] in "\"'":
            return toml_scan.value_end(self.text, token.start())
        if token[0] == "#":
            end = self.text.find("\n", token.start())
            return len(self.text) if end < 0 else end
        return token.end()


def _older(text: str, start: int, end: int, in_table: bool, is_behind_value: bool) -> str | None:
    """What stands for a token in TOML 1.0; None where it may stay."""
    mark = text[start]
    if mark in "\"'":
        return _older_string(text[start:end])
    if mark.isdigit():
        return text[start:end] + ":00"
    if not in_table:
        return None
    if mark == "#":
        return ""
    if mark == "," and is_behind_value and _CLOSING_BRACE.match(text, end):
        return ""
    return " " if mark in "\r\n" else None


def _older_string(token: str) -> str:
    if token[0] == '"':
        if "\\" not in token and "\r" not in token:
            return token
        opening = re.match(r'"""\r\n', token)
        start = opening.end() if opening else 0
        return token[:start] + _ESCAPE.sub(_older_escape, token[start:])
    if "\r\n" not in token or _FORBIDDEN.search(token):
        return token
    inner = toml_scan.unquote(token).replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\\r\n")
    return f'"""\n{inner}"""'


def _older_escape(match: re.Match[str]) -> str:
    if match[1]:
        return "\\u001b"
    if match[2]:
        return "\\u00" + match[2]
    return "\\r\n" if match[4] else match[0]
