"""Three-way merge of the texts of one content file: front matter by keys, body by lines and paragraphs.

Where both sides changed the same, nothing is guessed: the places come out, and with answers to them the merge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from reviews.sync.merge_body import merge_body, taken
from reviews.sync.merge_front import Front, header, merge_front
from reviews.sync.places import FRONT, MINE, Answer, Place, Places, Three

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Merge:
    """What came of it: the merged text, or None; and the places where the two sides disagree."""

    data: bytes | None
    places: tuple[Place, ...] = ()


def merge(base: bytes | None, mine: bytes, theirs: bytes, name: str) -> bytes | None:
    """Both sides' changes since `base` in one text; None where they touch the same or the result is no Hugo file.

    Without a base (both sides made a file of this name) all that stands there was added by both.
    """
    return meet(base, mine, theirs, name).data


def meet(
    base: bytes | None,
    mine: bytes,
    theirs: bytes,
    name: str,
    answers: Mapping[str, Answer] | None = None,
    default: Answer | None = None,
) -> Merge:
    """Both sides' changes since `base`, with the answers to places by their ids (`default`: the answer to all others).

    `data` is None as long as a place is open. Untouched lines keep their bytes; comments of both sides stay.
    """
    if mine == theirs or base == theirs:
        return Merge(mine)
    if base == mine:
        return Merge(theirs)
    look, bare = _bare(Three(base or b"", mine, theirs))
    places = Places(answers or {}, default)
    data = _merged(bare, name, places)
    if data is None and FRONT not in places.answers:
        places = _probed(bare, name, places)
    return Merge(None if data is None or places.open else look.put_on(data), tuple(places.met))


def with_mine(base: bytes | None, mine: bytes, theirs: bytes, name: str) -> bytes:
    """Both sides' changes; where they disagree, mine."""
    merged = meet(base, mine, theirs, name, default=Answer(MINE)).data
    return mine if merged is None else merged


def _merged(three: Three[bytes], name: str, places: Places) -> bytes | None:
    """The merge of texts of one look; None where places are open, or the answers make no Hugo file."""
    documents = three.map(lambda data: Document.parse(data, name))
    is_whole = FRONT in places.answers
    front = Front(documents, None) if is_whole else merge_front(documents, places)
    above = len(header(documents.theirs).splitlines())
    body = merge_body(documents.map(lambda each: each.parts.body), places, above)
    if places.open:
        return None
    found = None if is_whole else _found(front, body)
    return _as_a_whole(front, body, places) if found is None else found


def _found(front: Front, body: bytes) -> bytes | None:
    """The first candidate that proves to be the merge."""
    for candidate in front.candidates():
        try:
            result = candidate.with_body(body.decode("utf-8", "surrogateescape"))
        except EditRefused:
            continue
        if front.is_met_by(result) and result.parts.body == body:
            return bytes(result)
    return None


def _as_a_whole(front: Front, body: bytes, places: Places) -> bytes | None:
    """One side's front matter, or one written by hand, above the merged body; None where that is no Hugo file."""
    places.met = [place for place in places.met if place.is_body]
    answer = places.ask(front.place())
    if answer is None:
        return None
    text = taken(answer, front.three.map(header))
    if text and body and not text.endswith((b"\n", b"\r")):
        text += b"\n"
    result = Document.parse(text + body, front.three.mine.name)
    return bytes(result) if result.error is None and result.parts.body == body else None


def _probed(three: Three[bytes], name: str, places: Places) -> Places:
    """The places as a person has to settle them: the front matter is one where its keys cannot be put together."""
    probe = Places(places.answers, Answer(MINE))
    _merged(three, name, probe)
    probe.default = places.default
    return probe


@dataclass(frozen=True)
class Look:
    """What a text wears around its words: a byte order mark, and one kind of line end (None: several, left alone)."""

    mark: bytes
    newline: bytes | None

    def put_on(self, data: bytes) -> bytes:
        """The bare text with this look."""
        return self.mark + (data.replace(b"\n", b"\r\n") if self.newline == b"\r\n" else data)


def _bare(three: Three[bytes]) -> tuple[Look, Three[bytes]]:
    """The look that the merge must have, and the texts without theirs, so that a change of look touches no line."""
    marks = three.map(lambda data: _MARK if data.startswith(_MARK) else b"")
    texts = three.map(lambda data: data.removeprefix(_MARK))
    ends = texts.map(_newline)
    mark = marks.theirs if marks.mine == marks.base else marks.mine
    if b"" in ends:
        return Look(mark, None), texts
    newline = (ends.theirs or ends.mine) if ends.mine in (None, ends.base) else ends.mine
    return Look(mark, newline), texts.map(lambda data: data.replace(b"\r\n", b"\n"))


def _newline(data: bytes) -> bytes | None:
    """The one kind of line end; None where no line ends, empty where there are several kinds (or lone returns)."""
    pairs = data.count(b"\r\n")
    feeds, returns = data.count(b"\n") - pairs, data.count(b"\r") - pairs
    if returns or (pairs and feeds):
        return b""
    return b"\r\n" if pairs else b"\n" if feeds else None
