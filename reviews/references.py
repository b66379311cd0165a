"""The pages that `ref` and `relref` name, as Hugo finds them: beside the page, from the content root, then by name.

What is scheduled or over is none of them, and its address is told by no page; with its time the references follow.
"""

import posixpath
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath

from django.db.models import Q
from django.utils import timezone

from reviews.hugo.site import SiteConfig
from reviews.models import Edition, Post

REFERENCE = re.compile(rb"\{\{[<%]\s*(?:rel)?ref\b")  # whether a text has any
_EXTENSION = re.compile(r"\.(?:md|markdown|html)$")


def resolver(config: SiteConfig, path: str, language: str) -> Callable[[str], str | None]:
    """A function from the name in a reference on the page at `path` to the address of a published page.

    https://gohugo.io/shortcodes/relref/: a relative name is sought in the page's folder, then from the content root,
    then, if it is a bare name, among all pages; one that several pages have names none.
    """
    root = next((each for each in config.content_dirs if path.startswith(f"{each}/")), config.content_dir)

    def find(name: str) -> str | None:
        stem = _EXTENSION.sub("", name.strip().rstrip("/"))
        if not stem.startswith("/") and (found := _at(f"{PurePosixPath(path).parent}/{stem}", language)):
            return found
        return _at(f"{root}/{stem}", language) or (None if "/" in stem else _named(stem, root, language))

    return find


def last_turn() -> list[datetime | None]:
    """When a page came last because its time had come, and when one went: what references lead to holds as long."""
    now = timezone.now()
    moments = [
        (column, Edition.objects.filter(**{f"{column}__lte": now})) for column in ("publish_date", "expiry_date")
    ]
    return [rows.order_by(f"-{column}").values_list(column, flat=True).first() for column, rows in moments]


def _files(stem: str, language: str) -> list[str]:
    infixes = ("", f".{language}")
    names = (stem, f"{stem}/index", f"{stem}/_index")
    return [f"{name}{infix}.{kind}" for name in names for infix in infixes for kind in ("md", "markdown", "html")]


def _at(stem: str, language: str) -> str | None:
    posts = Post.objects.filter(path__in=_files(posixpath.normpath(stem), language), language=language)
    return Edition.objects.in_time().filter(post__in=posts).values_list("url", flat=True).first()


def _named(name: str, root: str, language: str) -> str | None:
    """The one page of that file or folder name."""
    ends = Q()
    for file in _files(f"/{name}", language):
        ends |= Q(path__endswith=file)
    posts = Post.objects.filter(ends, path__startswith=f"{root}/", language=language)
    found = list(Edition.objects.in_time().filter(post__in=posts).values_list("url", flat=True)[:2])
    return found[0] if len(found) == 1 else None
