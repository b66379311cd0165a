"""Who may see and change a post at the desk: asked by every view, answered here."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from reviews.models import Post
from reviews.moving import facts
from reviews.workflow import may_edit


def may_view(user: User) -> bool:
    """Whether the user belongs to the desk."""
    return user.is_active and user.is_staff and user.has_perm("reviews.view_post")


def may_change(user: User, post: Post) -> bool:
    """Whether the user may change this post's text and files now."""
    return may_view(user) and user.has_perm("reviews.change_post") and may_edit(facts(user, post))


def post_for(request: HttpRequest, pk: int, *, to_change: bool = False) -> Post:
    """The post, for a person of the desk who may see (or change) it; else a 404 or 403."""
    user = request.user
    if not isinstance(user, User) or not may_view(user):
        raise PermissionDenied
    post = Post.objects.select_related("head", "synced", "conflict", "edition__source").filter(pk=pk).first()
    if post is None:
        raise Http404
    if to_change and not may_change(user, post):
        raise PermissionDenied
    return post
