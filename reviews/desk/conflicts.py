"""A file that both sides changed in the same place: one of the two texts, or a merged one, settles it."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviews.desk.access import post_for
from reviews.desk.history import changed_lines, frame
from reviews.editing import lock, write
from reviews.hugo.document import Document
from reviews.models import Post, Revision, Why


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what differs. POST `take`: `ours` keeps the desk's text, `theirs` takes the folder's."""
    post = post_for(request, pk, to_change=True)
    back = reverse("admin:reviews_post_change", args=[post.pk])
    if post.conflict is None:
        return HttpResponseRedirect(back)
    if request.method == "POST":
        assert isinstance(request.user, User)
        _settle(post, request.user, theirs=request.POST.get("take") == "theirs")
        messages.success(request, _("Settled. The next export writes the text that you kept."))
        return HttpResponseRedirect(back)
    lines = changed_lines(bytes(post.conflict), bytes(post.head))
    return render(request, "desk/conflict.html", {"post": post, "lines": lines, **frame(post)})


@transaction.atomic
def _settle(post: Post, by: User, *, theirs: bool) -> None:
    """The folder's text enters the history and becomes the base, so that the next export may replace it."""
    current = lock(post)
    folder = current.conflict
    if folder is None:
        return
    if theirs:
        write(current, Document.parse(bytes(folder), current.path), by, Why.MERGED, _("Took the folder's text."))
    else:
        Revision.objects.create(
            post=current, source=folder, why=Why.IMPORTED, by=by, note=_("The folder's text, not kept.")
        )
        Revision.objects.create(
            post=current, source=current.head, why=Why.MERGED, by=by, note=_("Kept the desk's text.")
        )
    current.synced, current.conflict = folder, None
    current.save(update_fields=["synced", "conflict"])
