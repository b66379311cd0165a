"""A post's history: its texts and steps, and what one text changed."""

import difflib
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reviews.desk.access import post_for
from reviews.models import Move, Revision

CONTEXT = 3
SHOWN = 500  # entries


@require_GET
def compare(request: HttpRequest, pk: int, revision: int) -> HttpResponse:
    """One revision's text against the one before it."""
    post = post_for(request, pk)
    after = Revision.objects.filter(post=post, pk=revision).select_related("source", "by").first()
    if after is None:
        raise Http404
    earlier = Revision.objects.filter(post=post, pk__lt=after.pk).select_related("source", "by").order_by("-pk").first()
    lines = changed_lines(bytes(earlier.source) if earlier else b"", bytes(after.source))
    return render(
        request, "desk/compare.html", {"post": post, "before": earlier, "after": after, "lines": lines, **frame(post)}
    )


def frame(post: Any) -> dict[str, Any]:
    """What the admin's frame needs."""
    return {"title": str(post), "opts": post._meta, "original": post}


def changed_lines(before: bytes, after: bytes) -> list[dict[str, str]]:
    """The differing lines with a few around them: kind (`ins`, `del`, `same`, `gap`) and text."""
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, after))
    kinds = {"+": "ins", "-": "del", " ": "same", "@": "gap"}
    rows = list(difflib.unified_diff(old, new, n=CONTEXT, lineterm=""))[2:]
    return [{"kind": kinds.get(row[:1], "same"), "text": row[1:] if row[:1] != "@" else ""} for row in rows]


def timeline(post: Any) -> list[dict[str, Any]]:
    """Texts and steps, newest first."""
    moves = Move.objects.filter(post=post).select_related("by")[:SHOWN]
    revisions = Revision.objects.filter(post=post).select_related("by", "source")[:SHOWN]
    entries = chain(
        ({"move": move, "at": move.at} for move in moves), ({"revision": each, "at": each.at} for each in revisions)
    )
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)
