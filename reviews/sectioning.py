"""In which section's list a published page stands: the nearest folder above it that is a section to Hugo.

A folder at the top of the content is a section; a deeper one is where it has an `_index` file.
"""

from collections.abc import Collection, Iterable

from reviews.models import Edition


def place(editions: Collection[Edition]) -> None:
    """Give each edition its section. The caller saves it."""
    heads = _heads({(edition.language, path) for edition in editions for path in _above(edition.logical_path)})
    heads |= {(edition.language, edition.logical_path) for edition in editions if edition.kind == "section"}
    for edition in editions:
        edition.parent = _parent(edition.language, edition.logical_path, heads)


def settle_below(places: Iterable[tuple[str, str]]) -> None:
    """Sections (language, logical path) have come or gone: what stands below them is placed anew."""
    for language, path in places:
        if path.count("/") < 2:
            continue  # a section with and without its own file
        is_section = Edition.objects.filter(language=language, logical_path=path, kind="section").exists()
        outer = _parent(language, path, _heads({(language, each) for each in _above(path)}))
        below = Edition.objects.filter(language=language, logical_path__startswith=f"{path}/")
        old, new = (outer, path) if is_section else (path, outer)
        below.filter(parent=old).update(parent=new)


def _above(path: str) -> list[str]:
    """The folders above `/a/b/c`: `/a`, `/a/b`."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(2, len(parts))]


def _heads(places: set[tuple[str, str]]) -> set[tuple[str, str]]:
    rows = Edition.objects.filter(kind="section", logical_path__in={path for _language, path in places})
    return set(rows.values_list("language", "logical_path"))


def _parent(language: str, path: str, heads: set[tuple[str, str]]) -> str:
    above = _above(path)
    found = [each for each in above if (language, each) in heads]
    return found[-1] if found else above[0] if above else "/"
