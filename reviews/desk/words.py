"""What one text changed of another, word by word, for people to see."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST = 2000  # words: beyond, the text is shown as it is


@dataclass(frozen=True)
class Piece:
    """Some words: `same`, `ins` (new) or `del` (gone)."""

    kind: str
    text: str


def marked(before: str, after: str) -> list[Piece]:
    """The text `after`, with what it took away of `before` in its place."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if not before or len(old) + len(new) > MOST:
        return [Piece("same", after)]
    pieces = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        pieces += [Piece("del", "".join(old[i:j]))] if j > i else []
        pieces += [Piece("ins", "".join(new[k:m]))] if m > k else []
    return pieces
