"""One content file of Hugo: its bytes, what Hugo reads in them, and edits that change what was asked and nothing else.

`bytes(Document.parse(data)) == data` for every byte string. Every edit is proved before it is returned: the new file is
read again, and its front matter must be the old one with the change, its body and all other parts the old bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cached_property, partial
from types import ModuleType
from typing import Self

from reviews.hugo import body_text
from reviews.hugo.casts import to_bool
from reviews.hugo.changes import Step, changed, list_steps, prunings, removed, same
from reviews.hugo.dates import new_text, write_date
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.hugo.front_matter import Edit, Reading, decoded, edited, encoded, read, storable
from reviews.hugo.keys import Path, count_spellings, lower_key, lower_keys, shadowed, spelled_path
from reviews.hugo.split import Parts, split
from reviews.hugo.values import Value

MAX_SPELLINGS = 20
MAX_CHARACTERS = 20_000_000  # that the steps of one edit may pass over together
_DATE_KEYS = ("date", "publishdate", "lastmod", "expirydate")


@dataclass(frozen=True)
class Document:
    """A content file, immutable. Edits return another Document, or raise EditRefused with the reason."""

    parts: Parts
    name: str = "index.md"

    @classmethod
    def parse(cls, data: bytes, name: str = "index.md") -> Self:
        """The document that the bytes are; never raises. What Hugo would refuse stands in `error`."""
        return cls(split(data, name), name)

    def __bytes__(self) -> bytes:
        return bytes(self.parts)

    @property
    def format(self) -> str:
        """toml, yaml, json, org; empty for a file without front matter."""
        return self.parts.format

    @property
    def error(self) -> FrontMatterError | None:
        """Why Hugo would refuse this file, with line and column in the file; None where it reads it."""
        return self._reading.error

    @cached_property
    def front_matter(self) -> dict[str, Value]:
        """The values as Hugo reads them, keys lower-cased at every depth.

        Empty where there are none or the file is refused.
        """
        return lower_keys(self._reading.values)

    @property
    def spelled(self) -> dict[str, Value]:
        """The values under the keys as the file spells them; empty where there are none or the file is refused."""
        return self._reading.values

    @property
    def shadowed(self) -> tuple[Path, ...]:
        """Keys that Hugo ignores, because they stand there twice with different capitals (`tags` beside `Tags`)."""
        return tuple(shadowed(self._reading.values))

    @cached_property
    def front_matter_text(self) -> str:
        """What stands between the delimiters, exact; bytes that are no UTF-8 as surrogates (surrogateescape)."""
        return decoded(self.parts.text)

    @cached_property
    def body(self) -> str:
        """What Hugo takes as content, exact; bytes that are no UTF-8 as surrogates (surrogateescape)."""
        return decoded(self.parts.body)

    @cached_property
    def newline(self) -> str:
        """The line end that most lines of the file have."""
        return body_text.dominant_newline(bytes(self))

    def get(self, *path: str, default: Value = None) -> Value:
        """The value at a path of keys in any case; `default` where there is none."""
        here: Value = self._reading.values
        spelled, is_there = spelled_path(self._reading.values, path)
        for key in spelled if is_there else ():
            here = here[key] if isinstance(here, dict) else default
        return _lowered(here) if is_there else default

    @cached_property
    def _reading(self) -> Reading:
        return read(self.parts)

    def set(self, path: str | Path, value: Value) -> Self:
        """The document with `value` at `path`.

        The same document where it stands there already. Keys of a map are changed one by one.
        """
        names, is_there = self._spelled(path)
        old = self._at(names) if is_there else None
        value = storable(self.format, value)
        if is_there and same(old, value):
            return self
        if is_there and isinstance(old, list) and isinstance(value, list):
            return self.set_list(path, value)
        if is_there and isinstance(old, dict) and isinstance(value, dict):
            return self._set_map(names, old, value)
        return self._set_whole(names, value)

    def remove(self, path: str | Path) -> Self:
        """The document without a key, in whichever cases it stands there, and without its own comment."""
        document = self
        while (found := document._spelled(path))[1]:
            values, names = document._reading.values, found[0]
            if count_spellings(document._at(names[:-1]), names[-1]) > MAX_SPELLINGS:
                raise EditRefused(f"The key stands there in more than {MAX_SPELLINGS} spellings")
            without = removed(values, names)
            document = document._edited(partial(_remove, names), *prunings(without, names[:-1]))
        return document

    def append_item(self, path: str | Path, value: Value) -> Self:
        """The document with one more item at the end of a list; a single value becomes a list first."""
        return self.insert_item(path, len(self._list(path)), value)

    def insert_item(self, path: str | Path, index: int, value: Value) -> Self:
        """The document with an item put into a list, before the one at `index`."""
        values = self._list(path)
        if not 0 <= index <= len(values):
            raise EditRefused(f"There is no place {index} in a list of {len(values)}")
        value = storable(self.format, value)
        return self._with_steps(path, [("insert_item", (index, value))], [*values[:index], value, *values[index:]])

    def remove_item(self, path: str | Path, index: int) -> Self:
        """The document without one item of a list."""
        values = self._list(path)
        if not 0 <= index < len(values):
            raise EditRefused(f"There is no item {index} in a list of {len(values)}")
        return self._with_steps(path, [("remove_item", (index,))], [*values[:index], *values[index + 1 :]])

    def move_item(self, path: str | Path, old: int, new: int) -> Self:
        """The document with an item of a list in another place."""
        values = self._list(path)
        if not (0 <= old < len(values) and 0 <= new < len(values)):
            raise EditRefused(f"There is no item {max(old, new)} in a list of {len(values)}")
        wanted = list(values)
        wanted.insert(new, wanted.pop(old))
        return self if same(values, wanted) else self._with_steps(path, [("move_item", (old, new))], wanted)

    def set_list(self, path: str | Path, values: Sequence[Value]) -> Self:
        """The document with these items, by the fewest edits of single items.

        A single value stays one where it says the same.
        """
        return self._with_list(path, list(values))

    def set_draft(self, draft: bool, inherited: bool = False) -> Self:
        """The document as a draft or not.

        `inherited` is what a cascade says of it. Nothing is written where absence means the same.
        """
        names, is_there = self._spelled("draft")
        old = self._at(names) if is_there else inherited
        if to_bool(old) == draft:
            return self
        if isinstance(old, str) and is_there:
            return self.set(names, "true" if draft else "false")
        return self.set(names, draft)

    def set_date(self, path: str | Path, moment: datetime, time_zone: tzinfo) -> Self:
        """The document with a date that means `moment` (aware), if it did not mean it before.

        The value keeps its kind, layout, precision and offset; a new one is written like the date that the file has
        already. `time_zone` is the site's, in which a date without a zone stands.
        """
        if moment.tzinfo is None:
            raise EditRefused("A date is set from a moment with a time zone")
        names, _ = self._spelled(path)
        for each in (names, *((key,) for key in _DATE_KEYS)):
            written = write_date(self.get(*each), moment, time_zone)
            if written is not None:
                return self.set(names, written)
        native = moment.astimezone(timezone(moment.utcoffset() or timedelta())).replace(microsecond=0)
        return self.set(names, native if self.format == "toml" else new_text(moment))

    def with_body(self, body: str) -> Self:
        """The document with exactly this body."""
        data = encoded(body)
        if data == self.parts.body:
            return self
        for closing in self._closings():
            document = type(self).parse(bytes(replace(self.parts, closing=closing, body=data)), self.name)
            if document.parts.body == data and document.parts.text == self.parts.text and _no_worse(self, document):
                return document
        raise EditRefused("Hugo would take the beginning of this body for front matter")

    def _closings(self) -> Iterator[bytes]:
        """The ways to end the front matter's last line before a new body, the best first."""
        closing = self.parts.closing
        bare = closing.rstrip(b"\r\n")
        if self.parts.body or closing != bare or not self.format:
            yield closing
        yield from (bare + self.newline.encode(), bare + b"\r\n", closing)

    def edit_body(self, text: str) -> Self:
        """The document with the body that a browser's form gave back.

        Lines that did not change keep their own line ends.
        """
        own = self.parts.body
        newline = body_text.dominant_newline(own) if b"\n" in own or b"\r" in own else self.newline
        return self.with_body(body_text.edited(self.body, text, newline))

    def _spelled(self, path: str | Path) -> tuple[Path, bool]:
        names = tuple(path.split(".")) if isinstance(path, str) else path
        return spelled_path(self._reading.values, names)

    def _at(self, names: Path) -> Value:
        here: Value = self._reading.values
        for name in names:
            here = here[name] if isinstance(here, dict) else None
        return here

    def _list(self, path: str | Path) -> list[Value]:
        names, is_there = self._spelled(path)
        value = self._at(names) if is_there else None
        if isinstance(value, dict):
            raise EditRefused(f"{'.'.join(names)} is a map, not a list")
        return value if isinstance(value, list) else [] if value in (None, "") else [value]

    def _with_list(self, path: str | Path, values: list[Value]) -> Self:
        old = self._list(path)
        wanted = [storable(self.format, each) for each in values]
        if same(old, wanted):
            return self
        return self._with_steps(path, list_steps(old, wanted), wanted)

    def _with_steps(self, path: str | Path, steps: Sequence[Step], wanted: list[Value]) -> Self:
        """The list edited item by item.

        Written as a whole where it is none yet, or where the steps fail their proof.
        """
        names, is_there = self._spelled(path)
        is_too_much = len(steps) * len(self.parts.text) > MAX_CHARACTERS
        if not steps or is_too_much or not is_there or not isinstance(self._at(names), list):
            return self._set_whole(names, wanted)
        try:
            return self._edited(partial(_take_steps, names, steps), changed(self._reading.values, names, wanted))
        except EditRefused:
            return self._set_whole(names, wanted)

    def _set_map(self, names: Path, old: dict[str, Value], new: dict[str, Value]) -> Self:
        document = self
        wanted = set(map(lower_key, new))
        for key in [key for key in old if lower_key(key) not in wanted]:
            document = document.remove((*names, key))
        for key, value in new.items():
            document = document.set((*names, key), value)
        return document

    def _set_whole(self, names: Path, value: Value) -> Self:
        return self._edited(partial(_set_value, names, value), changed(self._reading.values, names, value))

    def _edited(self, edit: Edit, *expected: dict[str, Value]) -> Self:
        if self.error is not None:
            raise EditRefused(f"Hugo refuses this file: {self.error}")
        return type(self)(edited(self.parts, self.name, self.newline, edit, *expected), self.name)


def _remove(names: Path, module: ModuleType, text: str) -> str:
    return str(module.remove(text, names))


def _set_value(names: Path, value: Value, module: ModuleType, text: str) -> str:
    return str(module.set_value(text, names, value))


def _take_steps(names: Path, steps: Sequence[Step], module: ModuleType, text: str) -> str:
    for name, arguments in steps:
        text = getattr(module, name)(text, names, *arguments)
    return text


def _lowered(value: Value) -> Value:
    return next(iter(lower_keys({"value": value}).values()))


def _no_worse(old: Document, new: Document) -> bool:
    return new.format == old.format and (new.error is None or old.error is not None)
