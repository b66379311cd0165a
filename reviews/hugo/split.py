"""Where Hugo cuts a content file: what stands before the front matter, the front matter, its closing line, the body.

The rules are those of Hugo's page lexer (https://gohugo.io/content-management/front-matter/), asked of Hugo 0.168; no
byte string raises, and the four parts put together are the file.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

PAGE_EXTENSIONS = frozenset(
    (".md", ".markdown", ".mdown", ".html", ".htm", ".org", ".adoc", ".asciidoc", ".ad", ".rst", ".pandoc", ".pdc")
)

MAX_FRONT_MATTER = 1024 * 1024  # bytes; Hugo knows no limit, but nobody writes more by hand

_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n\f\v]*")
_LINE_END = re.compile(rb"\r?\n|\r|")
_NOT_BEFORE_JSON = re.compile(rb"[\f\v]")
_JSON_MARK = re.compile(rb'\\.|["{}]', re.DOTALL)
_ORG_BLOCK = re.compile(rb"(?:#\+[^\n]*(?:\n|\Z))+")


@dataclass(frozen=True, slots=True)
class Delimiter:
    """The line that opens and closes a kind of front matter."""

    format: str
    mark: bytes
    closing: re.Pattern[bytes]


_DELIMITERS = {
    ord("+"): Delimiter("toml", b"+++", re.compile(rb"[\r\n]\+\+\+")),
    ord("-"): Delimiter("yaml", b"---", re.compile(rb"[\r\n]---")),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A content file in four parts.

    `problem` says why Hugo cannot split it, `problem_at` is the byte that it stands at.
    """

    format: str
    opening: bytes
    text: bytes
    closing: bytes
    body: bytes
    problem: str = ""
    problem_at: int = 0

    def __bytes__(self) -> bytes:
        return b"".join((self.opening, self.text, self.closing, self.body))


def split(data: bytes, name: str = "index.md") -> Parts:
    """The parts of a content file. `name` is its file name: what Hugo does not read as a page has no front matter."""
    if PurePosixPath(name).suffix.lower() not in PAGE_EXTENSIONS:
        return Parts("", b"", b"", b"", data)
    lead = _match_end(_LEAD, data, 0)
    first = data[lead : lead + 1]
    if first in (b"+", b"-"):
        return _split_delimited(data, lead, _DELIMITERS[first[0]])
    if first == b"{":
        return _split_json(data, lead)
    if data.startswith(b"#+", lead):
        return _split_org(data, lead)
    return _all_body(data)


def _match_end(pattern: re.Pattern[bytes], data: bytes, start: int) -> int:
    match = pattern.match(data, start)
    return match.end() if match else start


def _all_body(data: bytes, problem: str = "", problem_at: int = 0) -> Parts:
    """A file without front matter. Hugo keeps leading blanks in the body, but no byte order mark."""
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    return Parts("", data[:mark], b"", b"", data[mark:], problem, problem_at)


def _split_delimited(data: bytes, lead: int, delimiter: Delimiter) -> Parts:
    mark = delimiter.mark
    if not data.startswith(mark, lead):
        problem = f"A file that begins with {chr(mark[0])!r} must open its front matter with {mark.decode()!r}"
        return _all_body(data, problem, lead)
    start = _match_end(_LINE_END, data, lead + 3)
    if start > lead + 3 and data.startswith(mark, start):
        end = start
    else:
        found = delimiter.closing.search(data, start)
        if found is None:
            problem = f"The front matter is never closed: no later line begins with {mark.decode()!r}"
            return Parts(delimiter.format, data[:start], data[start:], b"", b"", problem, lead)
        end = found.start() + 1
    body = _match_end(_LINE_END, data, end + 3)
    return Parts(delimiter.format, data[:start], data[start:end], data[end:body], data[body:])


def _split_json(data: bytes, lead: int) -> Parts:
    end = _json_end(data, lead)
    if end is None:
        problem = "A file that begins with '{' is read as JSON front matter, and its braces never close"
        return Parts("json", data[:lead], data[lead:], b"", b"", problem, lead)
    body = _match_end(_LINE_END, data, end)
    control = _NOT_BEFORE_JSON.search(data, 0, lead)  # Hugo hands what stands before the brace to its JSON reader too
    problem, at = ("Only blanks and line ends may stand before JSON", control.start()) if control else ("", 0)
    return Parts("json", data[:lead], data[lead:end], data[end:body], data[body:], problem, at)


def _json_end(data: bytes, start: int) -> int | None:
    """Behind the brace that closes the one at `start`, counted as Hugo counts.

    None where none does within the limit.
    """
    level, quoted = 0, False
    for match in _JSON_MARK.finditer(data, start):
        mark = match[0]
        if match.start() - start > MAX_FRONT_MATTER:
            return None
        if mark == b'"':
            quoted = not quoted
        elif not quoted and len(mark) == 1:
            level += 1 if mark == b"{" else -1
            if level == 0:
                return match.end()
    return None


def _split_org(data: bytes, lead: int) -> Parts:
    end = _match_end(_ORG_BLOCK, data, lead)
    return Parts("org", data[:lead], data[lead:end], b"", data[end:])
