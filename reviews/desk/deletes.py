"""Deleting posts at the desk: a page that says what goes and what stays, for one post or many, and the way back."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from reviews.desk.access import may_view, post_for
from reviews.models import Post, PostFile
from reviews.moving import StepRefused, facts, move
from reviews.sync.settling import Moved, stay_deleted
from reviews.workflow import STEPS, refusal

MOST = 200  # posts deleted at once
_LONGEST_ID = 19  # digits


def may_delete(user: User, post: Post | None) -> bool:
    """Whether the user may delete this post now; without one, whether there can be a post that they may."""
    if not may_view(user):
        return False
    if post is None:
        return user.has_perm("reviews.delete_post") or user.has_perm("reviews.change_post")
    return refusal(STEPS["delete"], facts(user, post)) is None


class Deletes(admin.ModelAdmin):  # type: ignore[type-arg]
    """What the post's admin has for deleting."""

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """By the table of steps. A deleted post keeps its row: text, files and history stay."""
        return isinstance(request.user, User) and may_delete(request.user, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """GET: what goes and what stays. POST: delete it, as it was seen."""
        post = post_for(request, _id(object_id))
        if not self.has_delete_permission(request, post):
            raise PermissionDenied
        if request.method == "POST":
            _delete(request, [post], {post.pk: _id(request.POST.get("based_on", ""))})
            return HttpResponseRedirect(reverse("admin:reviews_post_change", args=[post.pk]))
        return self._confirm(request, [post], reverse("admin:reviews_post_change", args=[post.pk]))

    @admin.action(description=gettext_lazy("Delete…"), permissions=["delete"])
    def delete_posts(self, request: HttpRequest, queryset: "QuerySet[Post]") -> HttpResponse | None:
        """The same for the posts that were chosen in the list; each is asked for its own permission."""
        posts = list(queryset.select_related("head", "edition")[: MOST + 1])
        if len(posts) > MOST:
            messages.error(request, _("Choose %(most)s posts at the most.") % {"most": MOST})
            return None
        allowed = [post for post in posts if self.has_delete_permission(request, post)]
        for post in posts:
            if post not in allowed:
                reason = refusal(STEPS["delete"], facts(_user(request), post))
                messages.error(request, f"{post}: {reason}")
        if "confirmed" in request.POST:
            _delete(request, allowed, _seen(request))
            return None
        return self._confirm(request, allowed, reverse("admin:reviews_post_changelist")) if allowed else None

    def _confirm(self, request: HttpRequest, posts: list[Post], back: str) -> HttpResponse:
        live = [post for post in posts if post.is_live]
        context = {
            **self.admin_site.each_context(request),
            "title": ngettext("Delete this post?", "Delete %(count)s posts?", len(posts)) % {"count": len(posts)},
            "opts": self.opts,
            "posts": posts,
            "post": posts[0] if len(posts) == 1 else None,
            "back": back,
            "is_chosen": "_selected_action" in request.POST,
            "live": live,
            "in_folder": [post for post in posts if post.synced_id is not None and post.removed_at is None],
            "heads": [post for post in posts if post.kind != "page"],
            "file_count": PostFile.objects.filter(post__in=[post for post in posts if post.bundle]).count(),
        }
        return render(request, "desk/delete.html", context)


@require_POST
def stay_deleted_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The file changed after its post was deleted, and the post stays deleted all the same."""
    post = post_for(request, pk)
    if refusal(STEPS["restore"], facts(_user(request), post)) is not None:
        raise PermissionDenied
    try:
        if (request.POST.get("head"), request.POST.get("file")) != (str(post.head_id), str(post.conflict_id)):
            raise Moved
        stay_deleted(post, _user(request))
    except Moved:
        messages.error(request, _("One of the two sides has changed in the meantime. Nothing was written: look again."))
    else:
        messages.success(request, _("It stays deleted. The folder's text is in the history; --prune takes the file."))
    return HttpResponseRedirect(reverse("admin:reviews_post_change", args=[post.pk]))


def _delete(request: HttpRequest, posts: list[Post], seen: dict[int, int]) -> None:
    """Delete each whose text is still the one that was seen; say what became of them."""
    done = 0
    for post in posts:
        try:
            move(post, "delete", _user(request), note=request.POST.get("note", ""), based_on=seen.get(post.pk, 0))
            done += 1
        except StepRefused as error:
            messages.error(request, f"{post}: {error}")
    if done == 1:
        messages.success(request, str(STEPS["delete"].done))
    elif done:
        told = _("%(count)s posts deleted. Their texts and histories are kept: they can be restored.")
        messages.success(request, told % {"count": done})


def _seen(request: HttpRequest) -> dict[int, int]:
    """The heads of the posts, by their ids, as the page showed them."""
    pairs = [each.partition(":") for each in request.POST.getlist("seen")]
    return {_id(pk): _id(head) for pk, _colon, head in pairs}


def _id(said: str) -> int:
    """The number of a row as a form or an address says it; 0, which no row has, for all else."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST_ID else 0


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
