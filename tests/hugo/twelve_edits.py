"""The twelve edits that an editor makes most, each with what must come of it, computed without the code under test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from reviews.hugo.casts import to_bool
from reviews.hugo.document import Document
from reviews.hugo.values import Value

MOMENT = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
TITLE = 'It\'s "새" title: 100% # [x]'
TAGS = ["One", "둘", "Three: 3"]


@dataclass(frozen=True)
class Outcome:
    """A document before and after an edit, and the front matter and body that it must have."""

    old: Document
    document: Document
    front_matter: dict[str, Value]
    body: str


Edit = Callable[[Document], Outcome | None]


def _outcome(old: Document, new: Document, **changes: Value) -> Outcome:
    return Outcome(old, new, old.front_matter | changes, old.body)


def _title(old: Document) -> Outcome:
    return _outcome(old, old.set("title", TITLE), title=TITLE)


def _draft(old: Document) -> Outcome:
    wanted = not to_bool(old.get("draft"))
    new = old.set_draft(wanted)
    assert to_bool(new.get("draft")) is wanted
    return _outcome(old, new, draft=new.get("draft"))


def _date(old: Document) -> Outcome:
    new = old.set_date("date", MOMENT, UTC)
    return _outcome(old, new, date=new.get("date"))


def _add_key(old: Document) -> Outcome:
    return _outcome(old, old.set("reviewedby", "Bob"), reviewedby="Bob")


def _add_list(old: Document) -> Outcome:
    return _outcome(old, old.set("reviewers", list(TAGS)), reviewers=list(TAGS))


def _delete_key(old: Document) -> Outcome | None:
    if not old.front_matter:
        return None
    key = sorted(old.front_matter)[len(old.front_matter) // 2]
    kept = {name: value for name, value in old.front_matter.items() if name != key}
    return Outcome(old, old.remove((key,)), kept, old.body)


def _with_tags(old: Document) -> Document:
    return old.set("tags", list(TAGS)) if not isinstance(old.get("tags"), list) else old


def _tags(old: Document) -> list[Value]:
    tags = old.get("tags")
    return list(tags) if isinstance(tags, list) else []


def _tag_edit(change: Callable[[list[Value]], None], edit: Callable[[Document], Document], least: int) -> Edit:
    def run(document: Document) -> Outcome | None:
        old = _with_tags(document)
        tags = _tags(old)
        if len(tags) < least:
            return None
        change(tags)
        return _outcome(old, edit(old), tags=tags)

    return run


def _replace(tags: list[Value]) -> None:
    tags[len(tags) // 2] = "Replaced"


def _set_replaced(old: Document) -> Document:
    tags = _tags(old)
    _replace(tags)
    return old.set_list("tags", tags)


def _body(old: Document) -> Outcome:
    from_browser = (old.body + "\nOne more line.\n").replace("\r\n", "\n").replace("\n", "\r\n")
    body = f"{old.body}{old.newline}One more line.{old.newline}"
    return Outcome(old, old.edit_body(from_browser), old.front_matter, body)


EDITS: dict[str, Edit] = {
    "title": _title,
    "draft": _draft,
    "date": _date,
    "add key": _add_key,
    "add list": _add_list,
    "delete key": _delete_key,
    "tag append": _tag_edit(lambda tags: tags.append("New"), lambda old: old.append_item("tags", "New"), 0),
    "tag insert": _tag_edit(lambda tags: tags.insert(0, "New"), lambda old: old.insert_item("tags", 0, "New"), 0),
    "tag remove first": _tag_edit(lambda tags: tags.__delitem__(0), lambda old: old.remove_item("tags", 0), 1),
    "tag remove last": _tag_edit(
        lambda tags: tags.__delitem__(-1), lambda old: old.remove_item("tags", len(_tags(old)) - 1), 1
    ),
    "tag replace": _tag_edit(_replace, _set_replaced, 1),
    "body": _body,
}


def touched_lines(old: bytes, new: bytes) -> int:
    """How many lines changed: as many as the longer side of what lies between the lines that both files begin and end with."""
    before, after = old.split(b"\n"), new.split(b"\n")
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    return max(len(before), len(after)) - head - tail


def _common(before: list[bytes], after: list[bytes]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count
