"""Compare what we make of a site's pages with what real Hugo makes of them, and print every difference.

python -m tests.bench.hugo_compare DUMP.json SITE [SITE ...]      DUMP.json as written by hugo_oracle.py
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from reviews.hugo.casts import to_text
from reviews.hugo.content_path import locate
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.folder import Folder
from reviews.hugo.pages import Page, find_clashes, read_page
from reviews.hugo.site_lists import complete_pages
from reviews.hugo.terms import path_key

_ZERO = "0001-01-01T00:00:00Z"
_PLAIN_FIELDS = {
    "kind": "kind", "path": "logical_path", "lang": "language", "title": "title", "linktitle": "link_title",
    "description": "description", "draft": "draft", "slug": "slug", "weight": "weight", "section": "section",
    "type": "type", "layout": "layout", "relpermalink": "url", "bundle": "bundle",
    "translationkey": "translation_key",
}  # fmt: skip
_DATES = {"date": "date", "lastmod": "lastmod", "publishdate": "publish_date", "expirydate": "expiry_date"}
# What Hugo shows here are objects of its own, not what stands in the file.
_OWN_OBJECTS = frozenset(("outputs", "sitemap", "resources", "menus", "menu", "build"))


def read_site(root: Path, renames_build: bool = False) -> tuple[dict[str, Page], dict[str, FrontMatterError]]:
    """Every page of the site by its path, and what was refused.

    The oracle renames `_build`, which Hugo refuses, to `build`; so do we then.
    """
    folder = Folder.open(root)
    documents: dict[str, Document] = {}
    for entry in folder.walk():
        if entry.role == "page":
            data = folder.read(entry.path)
            data = re.sub(rb"(?m)^(\s*\[?\"?)_build\b", rb"\1build", data) if renames_build else data
            documents[entry.path] = Document.parse(data, entry.path.rpartition("/")[2])
    lists: dict[tuple[str, str], str] = {}
    for path in documents:
        place = locate(folder.config, path)
        if place.bundle == "branch":
            lists[place.logical, place.language] = path
    pages: dict[str, Page] = {}
    refused: dict[str, FrontMatterError] = {}
    for path, document in documents.items():
        try:
            above = _ancestors(folder, path, lists, documents)
            modified = datetime.fromtimestamp((root / path).stat().st_mtime, UTC)
            pages[path] = read_page(folder.config, path, document, above, modified=modified)
        except FrontMatterError as error:
            refused[path] = error
    completed = complete_pages(folder.config, pages.values(), datetime(2026, 1, 1, tzinfo=UTC))
    return {page.path: page for page in completed}, refused


def _ancestors(
    folder: Folder, path: str, lists: dict[tuple[str, str], str], documents: dict[str, Document]
) -> list[tuple[str, Document]]:
    place = locate(folder.config, path)
    parts = place.logical.split("/")[1:] if place.logical != "/" else []
    above = ["/" + "/".join(parts[:count]) for count in range(len(parts))]
    found = [lists[each, place.language] for each in above if (each, place.language) in lists]
    return [(each, documents[each]) for each in found if documents[each].error is None]


def _uses_file_time(folder: Folder) -> bool:
    return any(":filemodtime" in str(chain).lower() for chain in folder.config.front_matter.values())


def differences(theirs: dict[str, Any], ours: Page) -> Iterator[tuple[str, object, object]]:
    """Every field in which the two differ: name, Hugo's value, ours."""
    for name, attribute in _PLAIN_FIELDS.items():
        if theirs.get(name) != getattr(ours, attribute):
            yield name, theirs.get(name), getattr(ours, attribute)
    for name, attribute in _DATES.items():
        if not _same_moment(theirs[name], getattr(ours, attribute)):
            yield name, theirs[name], getattr(ours, attribute)
    if (theirs.get("keywords") or []) != list(ours.keywords):
        yield "keywords", theirs.get("keywords"), ours.keywords
    if (theirs.get("aliases") or []) != list(ours.aliases):
        yield "aliases", theirs.get("aliases"), ours.aliases
    yield from _term_differences(theirs.get("terms") or {}, ours)
    if "json_error" not in theirs:
        yield from _param_differences(theirs.get("params") or {}, theirs.get("types"), ours)


def _term_differences(theirs: dict[str, Any], ours: Page) -> Iterator[tuple[str, object, object]]:
    expected = {plural: sorted((term["path"], term["rel"]) for term in terms) for plural, terms in theirs.items()}
    given = {
        plural: sorted((f"/{plural.lower()}/{term.key}", term.url) for term in terms)
        for plural, terms in ours.terms.items()
        if plural == path_key(plural)
    }
    if expected != given:
        yield "terms", expected, given


def _param_differences(theirs: dict[str, Any], types: Any, ours: Page) -> Iterator[tuple[str, object, object]]:
    for key in sorted(set(theirs) | set(ours.params)):
        if key in _OWN_OBJECTS:
            continue
        mine = ours.params.get(key)
        if key not in theirs or key not in ours.params or not _same_value(theirs[key], mine):
            yield f"params.{key}", theirs.get(key, "(none)"), ours.params.get(key, "(none)")
        elif types and _type_name(mine) not in (None, _plain_type(types.get(key))):
            yield f"type of params.{key}", types.get(key), _type_name(mine)


def _plain_type(name: object) -> object:
    return (
        {"int64": "int", "uint64": "int", "time.Time": "datetime"}.get(str(name), name)
        if isinstance(name, str)
        else name
    )


def _type_name(value: object) -> str | None:
    names = {bool: "bool", int: "int", str: "string", float: "float64"}
    return names.get(type(value))


def _same_value(theirs: object, mine: object) -> bool:
    if isinstance(mine, datetime) and mine.tzinfo is not None:
        return isinstance(theirs, str) and _same_moment(theirs, mine)
    if isinstance(mine, date | time):
        return theirs == to_text(mine)
    if mine is None:
        return theirs is None or theirs == _ZERO
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return set(mine) == set(theirs) and all(_same_value(theirs[key], mine[key]) for key in mine)
    if isinstance(mine, list) and isinstance(theirs, list | None):
        theirs = theirs or []
        return len(mine) == len(theirs) and all(map(_same_value, theirs, mine))
    return theirs == mine and isinstance(theirs, bool) == isinstance(mine, bool)


def _same_moment(theirs: str, mine: datetime | None) -> bool:
    if mine is None:
        return theirs == _ZERO
    # Go keeps nanoseconds, Python microseconds.
    text = re.sub(r"\.(\d{1,6})\d*", lambda match: "." + match[1].ljust(6, "0"), theirs.replace("Z", "+00:00"))
    return datetime.fromisoformat(text) == mine


def compare(dump: dict[str, Any], root: Path) -> tuple[Counter[str], list[str]]:
    """Counts and one line for every difference between Hugo's dump of a site and our reading of it."""
    folder = Folder.open(root)
    pages, refused = read_site(root, renames_build="_build renamed" in " ".join(dump.get("notes", [])))
    by_file = _by_file(folder, pages)
    file_time = _uses_file_time(folder)
    counts: Counter[str] = Counter()
    lines: list[str] = []
    seen: set[str] = set()
    for theirs in dump["pages"]:
        if "file" not in theirs:
            continue
        ours = by_file.get((theirs["file"], theirs["lang"]))
        counts["pages"] += 1
        if ours is None:
            counts["missing"] += 1
            lines.append(
                f"{theirs['file']}: Hugo has a page, we have none ({refused.get('content/' + theirs['file'])})"
            )
            continue
        seen.add(ours.path)
        found = [each for each in differences(theirs, ours) if not (file_time and "lastmod" in each[0])]
        counts["differing pages"] += bool(found)
        counts["differences"] += len(found)
        lines += [f"{ours.path}: {name}: Hugo {expected!r}, we {mine!r}" for name, expected, mine in found]
    excluded = {each["file"] for each in dump.get("excluded", [])}
    for path in sorted(excluded - set(refused)):
        counts["accepted by us, refused by Hugo"] += 1
        lines.append(f"{path}: Hugo refuses it, we do not")
    for path in sorted(set(refused) - excluded):
        counts["refused by us, accepted by Hugo"] += 1
        lines.append(f"{path}: we refuse it ({refused[path]}), Hugo does not")
    counts["refused by both"] = len(excluded & set(refused))
    lost = {clash.loser_path for clash in find_clashes(pages.values())}
    unlisted = {path for path, page in pages.items() if page.build_list == "never" or path in lost}
    counts["ours only"] = len(set(pages) - seen - unlisted)
    lines += [f"{path}: we have a page that Hugo does not list" for path in sorted(set(pages) - seen - unlisted)]
    return counts, lines


def _by_file(folder: Folder, pages: dict[str, Page]) -> dict[tuple[str, str], Page]:
    found = {}
    for path, page in pages.items():
        source = next(each.source for each in folder.config.mounts_by_depth if path.startswith(each.source + "/"))
        found[path[len(source) + 1 :], page.language] = page
    return found


def main() -> None:
    dump, *sites = sys.argv[1:]
    for site in sites:
        counts, lines = compare(json.loads(Path(dump).read_text(encoding="utf-8")), Path(site))
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.write(f"{site}: {dict(counts)}\n")


if __name__ == "__main__":
    main()
