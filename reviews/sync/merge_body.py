"""Three-way merge of bodies: by lines, and where lines clash, by paragraphs and the lines in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from merge3 import Merge3

from reviews.sync.align import MOST, Chunk, align
from reviews.sync.places import BASE, BODY, BOTH, OWN, THEIRS, Answer, Place, Places, Three, is_kept


@dataclass(frozen=True)
class Paragraph:
    """Lines without a blank one between them, and the line ends behind."""

    text: bytes
    gap: bytes


def merge_body(three: Three[bytes], places: Places, above: int) -> bytes:
    """Both sides' changes since `base`; where they disagree, what the answer takes, else mine.

    The disagreements are noted in `places`; `above` is how many lines stand above the body in their file.
    """
    base, mine, theirs = three
    if mine == theirs or base == theirs:
        return mine
    if base == mine:
        return theirs
    by_line, by_paragraph = places.fresh(), places.fresh()
    result = merge_lines(three, by_line, above)
    if by_line.met:
        other = _by_paragraph(three, by_paragraph, above)
        if len(by_paragraph.met) < len(by_line.met):
            result, by_line = other, by_paragraph
    if not by_line.met and not is_kept(_words, three, result):
        result = _ask(three, by_line, above)
    places.met += by_line.met
    return result


def _words(text: bytes) -> list[str]:
    """The lines that say something."""
    return [line.decode("latin-1") for line in map(bytes.strip, text.splitlines()) if line]


def merge_lines(three: Three[bytes], places: Places, above: int) -> bytes:
    """Line by line (diff3): changes that stand next to each other clash."""
    base, mine, theirs = three.map(lambda text: text.splitlines(True))
    if len(base) + len(mine) + len(theirs) > 4 * MOST:
        return _ask(three, places, above)
    merged, result = Merge3(base, mine, theirs), []
    for region in merged.merge_regions():
        if region[0] == "conflict":
            _kind, *ends = region
            parts = Three(_cut(base, ends[:2]), _cut(mine, ends[2:4]), _cut(theirs, ends[4:]))
            result.append(_ask(parts, places, above + (ends[4] or 0)))
        else:
            source = {"unchanged": base, "a": mine, "same": mine, "b": theirs}[region[0]]
            result.append(_cut(source, region[1:3]))
    return b"".join(result)


def _cut(lines: Sequence[bytes], ends: Sequence[int | None]) -> bytes:
    return b"".join(lines[ends[0] or 0 : ends[1] or 0])


def _ask(three: Three[bytes], places: Places, above: int) -> bytes:
    """What the answer to a disagreement takes, else mine."""
    shown = three.map(lambda text: text.decode("utf-8", "replace") if text else None)
    last = above + max(1, len(three.theirs.rstrip().splitlines()))
    answer = places.ask(Place(f"{BODY}:{len(places.met)}", "", shown, above + 1, last))
    return three.mine if answer is None else taken(answer, three)


def taken(answer: Answer, three: Three[bytes]) -> bytes:
    """The text that the answer takes."""
    base, mine, theirs = three
    if answer.take == OWN:
        own = answer.text.encode("utf-8", "surrogateescape")
        return own if not own or own.endswith(b"\n") or not (mine or theirs).endswith(b"\n") else own + b"\n"
    if answer.take == BOTH:
        return _whole(mine, theirs) + theirs
    return {BASE: base, THEIRS: theirs}.get(answer.take, mine)


def _whole(text: bytes, below: bytes) -> bytes:
    return text + b"\n\n" if text and below and not text.endswith((b"\n", b"\r")) else text


def _by_paragraph(three: Three[bytes], places: Places, above: int) -> bytes:
    """Paragraph by paragraph: changes of neighbours do not clash, nor do a change and a new paragraph beside it."""
    cut = three.map(split)
    leads, sides = cut.map(lambda each: each[0]), cut.map(lambda each: each[1])
    keys = sides.map(lambda side: [each.text.decode("latin-1") for each in side])
    result: list[Paragraph] = []
    for chunk in align(*keys):
        parts = Three(sides.base[chunk.base], sides.mine[chunk.mine], sides.theirs[chunk.theirs])
        line = above + _count_lines(leads.theirs, sides.theirs[: chunk.theirs.start])
        result += _chunk(chunk, parts, places, line)
    return _either(leads) + _joined(result, _either(sides.map(_last_gap)))


Side = list[Paragraph]


def _chunk(chunk: Chunk, three: Three[Side], places: Places, line: int) -> Iterator[Paragraph]:
    base, mine, theirs = three
    if chunk.kind in ("mine", "theirs"):
        yield from mine if chunk.kind == "mine" else theirs
    elif len(base) == len(mine) == len(theirs):
        for one in map(Three, base, mine, theirs):
            yield _one(one, places, line)
            line += _count_lines(b"", [one.theirs])
    elif _texts(mine) == _texts(theirs):
        yield from mine
    elif _only_takes(base, mine) and _only_takes(base, theirs):
        yield from (each for each in mine if each.text in _texts(theirs))
    else:
        gap = (mine or theirs or base)[-1].gap
        text = _ask(three.map(_flat), places, line)
        yield Paragraph(text.rstrip(b"\r\n"), gap)


def _one(three: Three[Paragraph], places: Places, line: int) -> Paragraph:
    gap, text = _either(three.map(lambda each: each.gap)), three.map(lambda each: each.text)
    if text.theirs in (text.mine, text.base) or text.mine == text.base:
        return Paragraph(_either(text), gap)
    return Paragraph(merge_lines(text, places, line), gap)


def _either(three: Three[bytes]) -> bytes:
    """What only one side changed; mine where both did: only blanks are meant."""
    return three.theirs if three.mine == three.base else three.mine


def _texts(side: Side) -> list[bytes]:
    return [each.text for each in side]


def _only_takes(base: Side, side: Side) -> bool:
    """Whether a side has only taken away, and no paragraph stands there twice."""
    texts, before = _texts(side), _texts(base)
    return set(texts) <= set(before) and len(set(before)) == len(before)


def _flat(side: Side) -> bytes:
    """The paragraphs' text, without what stands behind the last."""
    return b"".join(each.text + each.gap for each in side[:-1]) + (side[-1].text if side else b"")


def split(body: bytes) -> tuple[bytes, Side]:
    """The blank lines at the beginning, and the paragraphs."""
    lead, paragraphs = b"", []
    text, gap = b"", b""
    for line in body.splitlines(True):
        bare = line.rstrip(b"\r\n")
        if not bare.strip():
            lead, gap = (lead, gap + line) if text else (lead + line, gap)
        elif _is_blank_behind(gap):
            paragraphs.append(Paragraph(text, gap))
            text, gap = bare, line[len(bare) :]
        else:
            text, gap = text + gap + bare, line[len(bare) :]
    return lead, [*paragraphs, Paragraph(text, gap)] if text else paragraphs


def _is_blank_behind(gap: bytes) -> bool:
    """Whether a blank line stands in the gap, which begins with the line end of the text above."""
    return len(gap.splitlines()) > 1


def _last_gap(side: Side) -> bytes:
    return side[-1].gap if side else b""


def _count_lines(lead: bytes, side: Side) -> int:
    return len((lead + b"".join(each.text + each.gap for each in side)).splitlines())


def _joined(paragraphs: list[Paragraph], end: bytes) -> bytes:
    """The paragraphs with a blank line between any two; the file's end as the side left it that changed it."""
    standing = [each for each in paragraphs if each.text]
    parts = []
    for each in standing[:-1]:
        parts.append(each.text + (each.gap if _is_blank_behind(each.gap) else b"\n\n"))
    if standing:
        parts.append(standing[-1].text + end)
    return b"".join(parts)
