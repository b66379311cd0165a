"""A file that both sides changed in the same place: the three texts side by side, and whatever settles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from reviews.desk.access import post_for
from reviews.desk.form import is_text, shown
from reviews.desk.history import changed_lines, frame
from reviews.desk.words import Piece, marked
from reviews.hugo.body_text import edited
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.models import Post, PostFile
from reviews.public.files import serve
from reviews.sync.merge import Merge, meet, with_mine
from reviews.sync.places import BOTH, MINE, OWN, THEIRS, Answer, Place
from reviews.sync.settling import Moved, keep_desk, take_file, take_folder, take_merge
from reviews.sync.sides import place_name

TAKES = (MINE, THEIRS, BOTH, OWN)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the places. POST `take`: the desk's text, the folder's, the merge by the answers, or a whole text."""
    post = post_for(request, pk, to_change=True)
    files = _files(post)
    if post.conflict is None and not files:
        return HttpResponseRedirect(reverse("admin:reviews_post_change", args=[post.pk]))
    sides = Sides(post, _answers(request.POST)) if post.conflict else None
    if request.method == "POST" and _is_settled(request, post, sides):
        post.refresh_from_db(fields=["conflict"])
        here = "settle" if post.conflict_id or _files(post) else "change"
        return HttpResponseRedirect(reverse(f"admin:reviews_post_{here}", args=[post.pk]))
    post = post_for(request, pk, to_change=True)
    sides = Sides(post, _answers(request.POST)) if post.conflict else None
    context = {"post": post, "files": _files(post), "sides": sides, "kept": _kept(request.POST, sides), **frame(post)}
    return render(request, "desk/conflict.html", context)


@require_GET
def conflict_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """The folder's bytes of a file that both sides replaced."""
    post = post_for(request, pk)
    row = PostFile.objects.filter(pk=file, folder=post.folder).select_related("conflict").first()
    if row is None or row.conflict is None:
        raise Http404
    response = serve(request, row.conflict, row.path)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _files(post: Post) -> list[PostFile]:
    rows = PostFile.objects.filter(folder=post.folder).exclude(conflict=None)
    return list(rows.select_related("blob", "conflict"))


@dataclass(frozen=True)
class Row:
    """A place as the page shows it."""

    number: int
    place: Place
    name: str
    base: str | None
    mine: list[Piece] | None
    theirs: list[Piece] | None
    answer: Answer | None
    own: str

    @property
    def takes_words(self) -> bool:
        """Whether a text of one's own can stand here."""
        return self.place.is_body or not self.place.key


class Sides:
    """Both texts of a post in conflict, and what has been answered so far."""

    def __init__(self, post: Post, answers: Mapping[str, Answer]) -> None:
        assert post.conflict is not None
        self.post = post
        self.base = bytes(post.synced) if post.synced else None
        self.mine, self.theirs = bytes(post.head), bytes(post.conflict)
        self.answers = answers
        self.found: Merge = meet(self.base, self.mine, self.theirs, post.path, answers)
        self.draft = with_mine(self.base, self.mine, self.theirs, post.path)

    @property
    def rows(self) -> list[Row]:
        """The places in order."""
        return [self._row(number, place) for number, place in enumerate(self.found.places, 1)]

    def _row(self, number: int, place: Place) -> Row:
        base, mine, theirs = place.texts
        answer = self.answers.get(place.id)
        own = answer.text if answer and answer.take == OWN else mine or ""
        left, right = (None if each is None else marked(base or "", each) for each in (mine, theirs))
        return Row(number, place, place_name(place), base, left, right, answer, own)

    @property
    def whole(self) -> str | None:
        """The merge with the desk's side of every place, to be edited as a whole; None where a form cannot hold it."""
        text = self.draft.decode("utf-8", "surrogateescape")
        return shown(text) if is_text(text) else None

    @property
    def others(self) -> list[dict[str, str]]:
        """The lines that come from the folder without a question."""
        return changed_lines(self.mine, self.draft)


def _answers(posted: Mapping[str, str]) -> dict[str, Answer]:
    """What the form says of each place, by the place's id."""
    taken = {key.removeprefix("take-"): value for key, value in posted.items() if key.startswith("take-")}
    return {id: Answer(take, shown(posted.get(f"own-{id}", ""))) for id, take in taken.items() if take in TAKES}


def _is_settled(request: HttpRequest, post: Post, sides: Sides | None) -> bool:
    """Do what was asked; where that cannot be, say why."""
    assert isinstance(request.user, User)
    try:
        done = _settle(request.POST, post, sides, request.user)
    except Moved:
        messages.error(request, _("One of the two sides has changed in the meantime. Nothing was written: look again."))
        return False
    except FrontMatterError as error:
        messages.error(request, _("Hugo would refuse this text: %(reason)s") % {"reason": error})
        return False
    if done:
        messages.success(request, done)
    else:
        messages.error(request, _("Choose a text for each place first. Nothing was written."))
    return bool(done)


def _settle(posted: Mapping[str, str], post: Post, sides: Sides | None, by: User) -> str:
    """What was done, in words; empty where something is left to be answered."""
    take = posted.get("take", "")
    if take in ("file-ours", "file-theirs"):
        return _settle_file(posted, post, by, folders=take == "file-theirs")
    if sides is None:
        raise Moved
    if (posted.get("head"), posted.get("file")) != (str(post.head_id), str(post.conflict_id)):
        raise Moved
    if take == "ours":
        keep_desk(post, by)
        return _("Settled. The desk's text stays; the next export writes what readers see.")
    if take == "theirs":
        take_folder(post, by)
        return _("Settled. The folder's text is taken over.")
    data = _whole(posted, sides) if take == "whole" else sides.found.data if take == "merge" else None
    if data is None:
        return ""
    if error := Document.parse(data, post.path).error:
        raise error
    take_merge(post, data, by)
    return _("Settled. The merge is the desk's text now, and the base of the next sync.")


def _whole(posted: Mapping[str, str], sides: Sides) -> bytes | None:
    """The whole text from the form; lines that stay keep their bytes."""
    old = sides.draft.decode("utf-8", "surrogateescape")
    if "whole" not in posted or sides.whole is None:
        return None
    return edited(old, posted["whole"], Document.parse(sides.draft).newline).encode("utf-8", "surrogateescape")


def _settle_file(posted: Mapping[str, str], post: Post, by: User, *, folders: bool) -> str:
    row = next((each for each in _files(post) if str(each.pk) == posted.get("row")), None)
    if row is None or str(row.blob_id) != posted.get("ours") or not posted.get("theirs", "").isdecimal():
        raise Moved
    take_file(row, by, blob=int(posted["theirs"]), folders=folders)
    return _("Settled: %(name)s.") % {"name": row.name}


def _kept(posted: Mapping[str, str], sides: Sides | None) -> list[str]:
    """What somebody wrote into a form that was not taken, and that no field of the page shows again."""
    known: set[str | None] = {sides.whole} if sides else set()
    for row in sides.rows if sides else ():
        known |= {row.own, *row.place.texts}
    words = [shown(value) for key, value in posted.items() if key.startswith("own-") or key == "whole"]
    return [text for text in words if text.strip() and text not in known]


def has_conflict(post: Post) -> bool:
    """Whether the text or a file of the post waits to be settled."""
    return post.conflict_id is not None or bool(post.bundle and _files(post))


def with_file_conflicts(posts: "QuerySet[Post]") -> "QuerySet[Post]":
    """The posts, each with `has_file_conflict`: whether a file of its bundle waits to be settled."""
    files = PostFile.objects.filter(folder=OuterRef("folder")).exclude(conflict=None)
    return posts.annotate(has_file_conflict=Exists(files) & ~Q(bundle=""))


class FileFilter(admin.SimpleListFilter):
    """The post list's filter by the file: what waits to be settled, and what was deleted, which else is not shown."""

    title = gettext_lazy("File")
    parameter_name = "file"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The state that somebody must look at, and the one that hides a post."""
        return [("conflict", _("Conflict")), ("deleted", _("Deleted"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Post]") -> "QuerySet[Post]":
        """The posts in conflict, the deleted ones, or all others."""
        if self.value() == "conflict":
            return queryset.filter(pk__in=Post.objects.in_conflict().values("pk"))
        return queryset.filter(deleted_at__isnull=self.value() != "deleted")
