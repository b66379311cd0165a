"""How text is compared: without case, accents, widths, or the kind of a quotation mark or dash."""

import re
import unicodedata

_PLAIN_MARKS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_BREAKS = (*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)


def _bare(letter: str) -> str:
    """A Latin letter without its accents. Hangul, Kana and Cyrillic keep theirs: й is not и."""
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


_FOLDED = str.maketrans(
    {chr(code): _bare(chr(code)) for code in _LATIN}
    | {chr(code): None for code in range(0x300, 0x370)}
    | {chr(code): " " for code in _BREAKS}
    | _PLAIN_MARKS
)
_NEEDS_FOLDING = re.compile("[\x00-\x1f\x7f-\u036f\u1e00-\u1eff\u2010-\u2060\u2212\ufeff\ufffe\uffff]")


def _one(found: re.Match[str]) -> str:
    return found[0].translate(_FOLDED)


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, case folded, Latin without accents, one blank where white space was."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    folded = text.casefold()
    folded = _NEEDS_FOLDING.sub(_one, folded)
    return " ".join(folded.split())


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """`fold(text)` for marking: the folded text, and for each of its characters the place in `text` that it is from."""
    folded: list[str] = []
    places: list[int] = []
    is_blank = True
    for found in _PIECES.finditer(text):
        start, part = found.start(), found[0]
        if found.lastgroup == "plain":
            piece, at = part.lower(), [*range(start, found.end())]
        else:
            piece = unicodedata.normalize("NFKC", part).casefold().translate(_FOLDED)
            piece = " " if piece and not piece.strip() else piece
            piece = piece.lstrip() if is_blank else piece
            at = [start] * len(piece)
        if piece:
            folded.append(piece)
            places.extend(at)
            is_blank = piece[-1] == " "
    return "".join(folded), places


# Characters that fold one by one to themselves or to their lower case, with a blank between two words.
_PIECES = re.compile("(?P<plain>[!-~\uac00-\ud7a3\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]+)|.", re.S)
