"""A file that both sides changed in the same place: one of the two texts, or a merged one, settles it."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reviews.desk.access import post_for
from reviews.desk.history import changed_lines, frame
from reviews.editing import lock, record_move, reopen, write
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.models import Post, Revision, Site, Why
from reviews.publishing import Manuscript, publish_all, withdraw
from reviews.reading import page_of
from reviews.workflow import Status


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what differs. POST `take`: `ours` keeps the desk's text, `theirs` takes the folder's."""
    post = post_for(request, pk, to_change=True)
    back = reverse("admin:reviews_post_change", args=[post.pk])
    if post.conflict is None:
        return HttpResponseRedirect(back)
    if request.method == "POST":
        assert isinstance(request.user, User)
        take = request.POST.get("take")
        try:
            if take in {"ours", "theirs"} and _settle(post, request.user, theirs=take == "theirs"):
                messages.success(request, SETTLED[take])
                return HttpResponseRedirect(back)
        except FrontMatterError as error:
            messages.error(request, _("Hugo would refuse the folder's text: %(reason)s") % {"reason": error})
    lines = changed_lines(bytes(post.conflict), bytes(post.head))
    return render(request, "desk/conflict.html", {"post": post, "lines": lines, **frame(post)})


SETTLED = {
    "ours": gettext_lazy("Settled. The desk's text stays; the next export writes what readers see."),
    "theirs": gettext_lazy("Settled. The folder's text is taken over."),
}


@transaction.atomic
def _settle(post: Post, by: User, *, theirs: bool) -> bool:
    """The folder's text enters the history and becomes the base, so that the next export may replace it.

    False where the conflict is another than the one that was shown.
    """
    current = lock(post)
    folder = current.conflict
    if folder is None or folder.pk != post.conflict_id:
        return False
    if theirs:
        _take_theirs(current, Document.parse(bytes(folder), current.path), by)
    else:
        history = Revision.objects
        history.create(post=current, source=folder, why=Why.IMPORTED, by=by, note=_("The folder's text, not kept."))
        history.create(post=current, source=current.head, why=Why.MERGED, by=by, note=_("Kept the desk's text."))
    current.synced, current.conflict = folder, None
    current.save(update_fields=["synced", "conflict"])
    return True


def _take_theirs(post: Post, document: Document, by: User) -> None:
    """As an import of an unedited post would: the folder is trusted with what readers see."""
    write(post, document, by, Why.MERGED, _("Took the folder's text."))
    if not post.is_live:
        reopen(post, by)
        return
    site = Site.load()
    page = page_of(site, post, document, published=True)
    if page.draft:
        withdraw([post])
        record_move(post, "", Status.WITHDRAWN, by, _("The file is a draft in the folder."))
        return
    publish_all(site, [Manuscript(post, post.head_id, document, page)])
    if post.status != Status.PUBLISHED:
        record_move(post, "", Status.PUBLISHED, by, _("Took the folder's text."))
