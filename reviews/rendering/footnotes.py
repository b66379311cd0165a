"""Footnotes: definitions taken out of the text, references numbered in reading order, one list at the end."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviews.rendering.tokens import Token

if TYPE_CHECKING:
    from reviews.rendering.inlines import Text

LONGEST_LABEL = 1000


@dataclass
class Footnotes:
    """The footnotes of one page: the tokens of each definition by label, and how often each is referred to."""

    definitions: dict[str, list[Token]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    references: dict[str, int] = field(default_factory=dict)
    first: int = -1

    def begin(self, text: list[Token]) -> None:
        """Remembers where in the text the first definition stands."""
        if self.first < 0:
            self.first = len(text)

    def gathered(self, tokens: list[Token]) -> list[Token]:
        """The text with all definitions where the first one stood, which is where Hugo reads them."""
        if not self.definitions:
            return tokens
        notes = [token for definition in self.definitions.values() for token in definition]
        marks = [Token("footnotes_begin"), *notes, Token("footnotes_end")]
        return [*tokens[: self.first], *marks, *tokens[self.first :]]


def label_end(src: str, start: int, limit: int) -> int:
    """The offset of the bracket that closes the label beginning at `start`, or -1."""
    position = start
    while position < min(limit, start + LONGEST_LABEL):
        if src[position] == "\\":
            position += 1
        elif src[position] == "]":
            return position if src[start:position].strip() else -1
        elif src[position] == "[" or src[position] == "\n":
            return -1
        position += 1
    return -1


def read_reference(text: "Text", start: int) -> int:
    """`[^label]`, where the label is defined; the offset behind it, or -1."""
    src, notes = text.src, text.page.notes
    is_after_mark = src.startswith("![^", start)
    if not notes.definitions or not (is_after_mark or src.startswith("[^", start)):
        return -1
    first = start + 2 + is_after_mark
    closing = label_end(src, first, len(src))
    label = src[first:closing]
    if closing < 0 or label not in notes.definitions:
        return -1
    if is_after_mark:
        text.pending.append("!")
    number = notes.numbers.setdefault(label, len(notes.numbers) + 1)
    token = text.add("footnote_reference")
    token.meta = {"number": number, "count": notes.references.get(label, 0)}
    notes.references[label] = notes.references.get(label, 0) + 1
    return closing + 1


def without_definitions(tokens: list[Token]) -> list[Token]:
    """With the references numbered, the definitions leave the text; the page writes them at its end."""
    types = [token.type for token in tokens]
    if "footnotes_begin" not in types:
        return tokens
    return tokens[: types.index("footnotes_begin")] + tokens[types.index("footnotes_end") + 1 :]
