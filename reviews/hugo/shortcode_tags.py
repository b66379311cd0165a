"""One shortcode tag, from `{{<` or `{{%` to its end: name, parameters, closing or not.

Each rule is what Hugo 0.168 answers to the inputs in tests/hugo/shortcode_answers.json; the messages are Hugo's own.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

Param = str | int | float | bool

OPENING = re.compile(r"\{\{[<%]")
BLANK = " \t\n\v\f\r"
BLANKS = re.compile(f"[{BLANK}]*")
WORD = re.compile(r"[\w-]+")
NAME_PIECE = re.compile(r"[\w/-]+")
PARAM_PIECE = re.compile(r"[\w.-]+")
UNQUOTED = re.compile(f"[^{BLANK}]*")
QUOTED = re.compile(r'(?:[^"\\\n]++|\\"?+)*+')
PLAIN_QUOTED = re.compile(r'[^"\n]*')
INTEGER = re.compile(r"[-+]?[0-9]+\Z")
FLOAT = re.compile(r"[-+]?[0-9]*\.[0-9]+\Z")
LONGEST_QUOTE = 80


class TagRefused(Exception):  # noqa: N818 - named like EditRefused: an answer, not a fault
    """A tag that Hugo refuses: what Hugo says, and the offset in the body that it points at."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True)
class Tag:
    """One tag. `is_closing` is `{{< /name >}}` (the name may be missing), `is_self_closed` is `{{< name />}}`."""

    start: int
    end: int
    name: str
    is_markdown: bool
    params: tuple[Param, ...]
    named: Mapping[str, Param]
    is_closing: bool
    is_self_closed: bool
    is_inline: bool


@dataclass
class _Draft:
    """A tag while it is read. `style` is 0 before the first parameter, 1 for positional ones, 2 for named ones."""

    start: int
    name: str = ""
    closing: bool = False
    self_closed: bool = False
    inline: bool = False
    in_params: bool = False
    style: int = 0
    params: list[Param] = field(default_factory=list)
    named: dict[str, Param] = field(default_factory=dict)
    last: tuple[str, Param, int] | None = None


class TagReader:
    """Reads the tags of one body, from its start to its end; remembers which names were opened before."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.seen: set[str] = set()
        self._no_raw_end_after = len(body) + 1
        self._no_comment_end_after = {"*/>}}": len(body) + 1, "*/%}}": len(body) + 1}

    def find(self, position: int) -> int:
        """The offset of the next tag at or after `position`, or -1."""
        found = OPENING.search(self.body, position)
        return found.start() if found else -1

    def is_comment(self, start: int) -> bool:
        """Whether the tag at `start` is written `{{</* ... */>}}`, which shows a call instead of calling."""
        return self.body.startswith("/*", start + 3)

    def comment(self, start: int) -> tuple[str, int]:
        """What stands between the marks of the commented tag at `start`, and the offset behind it."""
        closer = "*/" + self._right(start)
        end = -1 if start >= self._no_comment_end_after[closer] else self.body.find(closer, start + 5)
        if end < 0:
            self._no_comment_end_after[closer] = min(start, self._no_comment_end_after[closer])
            raise TagRefused("comment must be closed", start)
        return self.body[start + 5 : end], end + len(closer)

    def read(self, start: int) -> Tag:
        """The tag at `start`. Raises TagRefused."""
        right = self._right(start)
        draft = _Draft(start)
        position = start + 3
        while not self.body.startswith(right, position):
            position = self._step(draft, position, right)
        self._keep_last(draft)
        if not draft.name and not draft.closing:
            raise TagRefused("shortcode has no name", start)
        return self._finished(draft, position + len(right))

    def _right(self, start: int) -> str:
        return self.body[start + 2].replace("<", ">") + "}}"

    def _finished(self, draft: _Draft, end: int) -> Tag:
        is_markdown = self.body[draft.start + 2] == "%"
        closing = draft.closing and not draft.self_closed
        params = tuple(draft.params)
        return Tag(
            draft.start, end, draft.name, is_markdown, params, draft.named, closing, draft.self_closed, draft.inline
        )

    def _step(self, draft: _Draft, position: int, right: str) -> int:
        """Reads one element of the tag; the offset behind it."""
        char = self.body[position : position + 1]
        if not char:
            raise TagRefused("unclosed shortcode action", position)
        if char in BLANK:
            return self._match_end(BLANKS, position)
        if char == "=":
            return self._value(draft, position + 1)
        if char == "/":
            return self._slash(draft, position)
        if char == "\\":
            return self._escaped(draft, position + 1)
        if draft.in_params and (char in '-"`' or _is_word(char)):
            return self._param(draft, position)
        if char != "-" and _is_word(char):
            return self._name(draft, position, right)
        raise TagRefused(_unrecognised(char), position)

    def _match_end(self, pattern: re.Pattern[str], position: int) -> int:
        found = pattern.match(self.body, position)
        return found.end() if found else position

    def _slash(self, draft: _Draft, position: int) -> int:
        if not self.seen and not draft.name:
            raise TagRefused("got closing shortcode, but none is open", position)
        draft.self_closed = bool(draft.name)
        draft.closing = True
        draft.in_params = False
        return position + 1

    def _escaped(self, draft: _Draft, position: int) -> int:
        char = self.body[position : position + 1]
        if char == "`":
            raise TagRefused("unrecognized escape character", position)
        return self._quoted_param(draft, position, escapes=False) if char == '"' else position

    def _name(self, draft: _Draft, position: int, right: str) -> int:
        end = _word_end(self.body, NAME_PIECE, position)
        inline = self.body.startswith(".", end)
        if inline:
            if not self.body.startswith("inline ", end + 1):
                raise TagRefused("period in shortcode name only allowed for inline identifiers", position)
            end += len(".inline")
        name = self.body[position:end]
        if draft.closing:
            return self._closing_name(draft, name, position, end, right)
        self.seen.add(name)
        draft.name, draft.inline, draft.in_params = name, inline, True
        return end

    def _closing_name(self, draft: _Draft, name: str, position: int, end: int, right: str) -> int:
        if name not in self.seen:
            raise TagRefused(f"closing tag for shortcode '{name}' does not match start tag", position)
        draft.name = draft.name or name
        end = self._match_end(BLANKS, end)
        if not self.body.startswith(right, end):
            raise TagRefused("unclosed shortcode", end)
        return end

    def _param(self, draft: _Draft, position: int) -> int:
        char = self.body[position]
        if char == '"':
            return self._quoted_param(draft, position, escapes=True)
        if char == "`":
            self._mark_quoted(draft, position)
            value, end = self._raw(position)
            self._push(draft, value, value, position)
            return end
        end = _word_end(self.body, PARAM_PIECE, position)
        word = self.body[position:end]
        self._mark_word(draft, word, position, is_named=self.body.startswith("=", end))
        self._push(draft, word, _typed(word), position)
        return end

    def _quoted_param(self, draft: _Draft, position: int, escapes: bool) -> int:
        self._mark_quoted(draft, position)
        value, end = self._quoted(position, escapes)
        self._push(draft, value, value, position)
        return end

    @staticmethod
    def _mark_quoted(draft: _Draft, position: int) -> None:
        if draft.style == 2:
            message = "got quoted positional parameter. Cannot mix named and positional parameters"
            raise TagRefused(message, position)
        draft.style = 1

    @staticmethod
    def _mark_word(draft: _Draft, word: str, position: int, is_named: bool) -> None:
        if draft.style == 0:
            draft.style = 2 if is_named else 1
        elif is_named != (draft.style == 2):
            kind = "named" if is_named else "positional"
            raise TagRefused(f"got {kind} parameter '{word}'. Cannot mix named and positional parameters", position)

    def _push(self, draft: _Draft, name: str, value: Param, position: int) -> None:
        self._keep_last(draft)
        draft.last = (name, value, position)

    @staticmethod
    def _keep_last(draft: _Draft) -> None:
        """The parameter read last was followed by no `=`: it is a positional one."""
        if draft.last is None:
            return
        name, value, position = draft.last
        if draft.named:
            raise TagRefused(f"got positional parameter '{name}'. Cannot mix named and positional parameters", position)
        draft.params.append(value)
        draft.last = None

    def _value(self, draft: _Draft, position: int) -> int:
        """What stands behind `=`. Without a name before it Hugo reads it and drops it."""
        position = self._match_end(BLANKS, position)
        char = self.body[position : position + 1]
        value: Param
        if char in ('"', "\\"):
            value, end = self._quoted(position + (char == "\\"), escapes=char == '"')
        elif char == "`":
            value, end = self._raw(position)
        else:
            end = self._match_end(UNQUOTED, position)
            value = _typed(self.body[position:end])
        if draft.last is not None:
            self._name_value(draft, draft.last, value)
        return end

    @staticmethod
    def _name_value(draft: _Draft, last: tuple[str, Param, int], value: Param) -> None:
        if draft.params:
            raise TagRefused(f"got named parameter '{last[0]}'. Cannot mix named and positional parameters", last[2])
        draft.named[last[0]] = value
        draft.last = None

    def _quoted(self, position: int, escapes: bool) -> tuple[str, int]:
        """The string whose opening quote is at `position`, and the offset behind its closing quote.

        escapes: a backslash quotes a quote. Without it (the opening quote had a backslash itself) `\\"` closes.
        """
        start = self.body.find('"', position) + 1 or position + 1
        end = self._match_end(QUOTED if escapes else PLAIN_QUOTED, start)
        if not self.body.startswith('"', end):
            raise TagRefused(_unterminated("quoted", self.body[start : end + 1]), start)
        value = self.body[start:end]
        if not escapes:
            value = value.removesuffix("\\")
        elif '\\"' in value:
            value = value.replace("\\", "")
        return value, end + 1

    def _raw(self, position: int) -> tuple[str, int]:
        """The string between backquotes that opens at `position`: nothing in it is special."""
        start = position + 1
        end = -1 if start >= self._no_raw_end_after else self.body.find("`", start)
        if end < 0:
            self._no_raw_end_after = min(start, self._no_raw_end_after)
            raise TagRefused(_unterminated("raw", self.body[start : start + LONGEST_QUOTE + 1]), start)
        return self.body[start:end], end + 1


def _is_word(char: str) -> bool:
    """Go's letters and decimal digits, and the underscore."""
    if char.isascii():
        return char.isalnum() or char in "_-"
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd"


def _word_end(body: str, piece: re.Pattern[str], position: int) -> int:
    """The end of the word at `position`. Python's \\w takes numbers (a half) and marks that Go does not."""
    found = piece.match(body, position)
    end = found.end() if found else position
    word = body[position:end]
    if word.isascii():
        return end
    return position + next((i for i, char in enumerate(word) if char not in "./" and not _is_word(char)), len(word))


def _typed(word: str) -> Param:
    if word in ("true", "false"):
        return word == "true"
    if INTEGER.match(word):
        return int(word) if len(word) < 20 and -(2**63) <= int(word) < 2**63 else word
    return float(word) if FLOAT.match(word) else word


def _unrecognised(char: str) -> str:
    shown = f"U+{ord(char):04X}" + (f" '{char}'" if char.isprintable() else "")
    note = "Note: Parameters with non-alphanumeric args must be quoted"
    return f"unrecognized character in shortcode action: {shown}. {note}"


def _unterminated(kind: str, rest: str) -> str:
    shown = rest if len(rest) <= LONGEST_QUOTE else rest[:LONGEST_QUOTE] + "…"
    return f"unterminated {kind} string in shortcode parameter-argument: '{shown}'"
