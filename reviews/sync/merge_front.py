"""Three-way merge of front matter as text: the merged values in the bytes of both sides, comments and order kept."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from merge3 import Merge3

from reviews.hugo.changes import same
from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused
from reviews.hugo.keys import Path, lower_key, lower_keys
from reviews.hugo.values import Value
from reviews.sync.merge_values import Map, as_moment, merge_maps, plain
from reviews.sync.places import FRONT, Place, Places, Three, is_kept

_COMMENT = re.compile(rb"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)


@dataclass(frozen=True)
class Front:
    """The three front matters, and the values that their merge must have; None where one of them cannot be read."""

    three: Three[Document]
    wanted: Map | None

    def candidates(self) -> Iterator[Document]:
        """Documents that may be the merge, the best first: both sides' lines; both sides' looks around the merged
        values; one side's lines with the other's values."""
        base, mine, theirs = self.three
        if mine.format == theirs.format:
            yield from _by_line(self.three)
        if self.wanted is None:
            return
        sides = [each for each in (mine, theirs) if each.format == self._format()]
        patched = [document for side in sides for document in self._patched(side)]
        if len(patched) == 2 and not is_mixed(self.three):
            for as_merged in self._patched(base):
                yield from _by_line(Three(as_merged, *patched))
        yield from patched

    def is_met_by(self, result: Document) -> bool:
        """Whether the result has the merged values, and every comment that one side added or both kept."""
        if result.error is not None:
            return False
        if self.wanted is not None and not same(self._plain(result.spelled), self._plain(self.wanted)):
            return False
        return is_kept(_comments, self.three.map(header), header(result))

    def place(self) -> Place:
        """The disagreement over the front matter as a whole."""
        shown = self.three.map(lambda each: header(each).decode("utf-8", "replace") or None)
        return Place(FRONT, "", shown, 1, len(header(self.three.theirs).splitlines()))

    def _format(self) -> str | None:
        """The format that only one side changed, or both alike."""
        base, mine, theirs = self.three.map(lambda each: each.format)
        if mine == theirs or base == theirs:
            return mine
        return theirs if base == mine else None

    def _plain(self, values: Map) -> Map:
        """The values for a comparison: keys in any case, no empty maps, dates as text where formats differ."""
        lowered = lower_keys(_without_empty(values))
        if not is_mixed(self.three):
            return lowered
        return _all_plain(lowered)

    def _patched(self, document: Document) -> Iterator[Document]:
        """The document with the merged values; none where its format refuses the edit."""
        try:
            yield self._with(document, self.wanted or {}, ())
        except EditRefused:
            return

    def _with(self, document: Document, wanted: Map, path: Path) -> Document:
        here = _below(document.front_matter, path)
        for key, value in wanted.items():
            old = here.get(lower_key(key))
            if isinstance(value, dict) and isinstance(old, dict):
                document = self._with(document, value, (*path, key))
            elif lower_key(key) not in here or not same(self._plain({"": old}), self._plain({"": value})):
                document = document.set((*path, key), _alike(old, value))
        kept = set(map(lower_key, wanted))
        for key in here:
            if key not in kept:
                document = document.remove((*path, key))
        return document


def merge_front(three: Three[Document], places: Places) -> Front:
    """The values of both sides merged; disagreements are noted in `places`, with the lines of theirs."""
    if any(each.error for each in three):
        return Front(three, None)
    values = three.map(lambda each: each.spelled)
    if is_mixed(three):
        values = values.map(_all_plain)
    asked = places.fresh()
    wanted = merge_maps(values, asked)
    places.met += [_lined(place, three.theirs) for place in asked.met]
    return Front(three, wanted)


def is_mixed(three: Three[Document]) -> bool:
    """Whether the front matters are of several formats."""
    return len({each.format for each in three}) > 1


def _all_plain(values: Map) -> Map:
    return {key: plain(value) for key, value in values.items()}


def header(document: Document) -> bytes:
    """All that stands above the body."""
    parts = document.parts
    return parts.opening + parts.text + parts.closing


def _by_line(three: Three[Document]) -> Iterator[Document]:
    base, mine, theirs = three.map(lambda each: header(each).splitlines(True))
    merged = Merge3(base, mine, theirs)
    if all(region[0] != "conflict" for region in merged.merge_regions()):
        yield Document.parse(b"".join(merged.merge_lines()), three.mine.name)


def _below(values: Map, path: Path) -> Map:
    for key in path:
        inner = values.get(lower_key(key))
        values = inner if isinstance(inner, dict) else {}
    return values


def _alike(old: Value, value: Value) -> Value:
    """A moment as a moment, where the file has one there: another format had it as text."""
    return as_moment(value) if isinstance(old, datetime) and isinstance(value, str) else value


def _without_empty(values: Map) -> Map:
    """The values without maps that hold nothing: formats differ in whether they keep one."""
    pruned = {key: _without_empty(each) if isinstance(each, dict) else each for key, each in values.items()}
    return {key: each for key, each in pruned.items() if each != {}}


def _comments(text: bytes) -> list[str]:
    """The comments, and what looks like one."""
    found = []
    for match in _COMMENT.finditer(text):
        before = text[text.rfind(b"\n", 0, match.start()) + 1 : match.start()]
        if before.count(b'"') % 2 == 0 or b'"' not in match[0]:
            found.append(match[0].decode("latin-1").rstrip())
    return found


def _lined(place: Place, theirs: Document) -> Place:
    """The place with the line of its key in their file, as far as it can be told."""
    line = key_line(header(theirs), place.key.split("."))
    return replace(place, line=line, last=line)


def key_line(text: bytes, names: Sequence[str]) -> int:
    """The line on which a key stands; of its tables' lines the last that is found; 0 for none."""
    at = found = 0
    lines = text.decode("utf-8", "replace").splitlines()
    for name in names:
        pattern = re.compile(rf"""[\s\[{{,-]*["']?(?:[^\s=:]*\.)?{re.escape(name)}["']?\s*[:=\].]""", re.IGNORECASE)
        hit = next((number for number in range(at, len(lines)) if pattern.match(lines[number])), None)
        if hit is not None:
            at, found = hit, hit + 1
    return found
