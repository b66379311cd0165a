"""The post's pages in the admin: the list, the editor, the steps, the history."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reviews.desk import conflicts, deliveries, history, preview, upload
from reviews.desk.access import may_change, may_view, post_for
from reviews.desk.deletes import Deletes, stay_deleted_view
from reviews.desk.form import PostForm
from reviews.desk.new_post import NewPostForm, make_post
from reviews.desk.stale import Meeting
from reviews.desk.states import State, file_state, live_state, status_state
from reviews.editing import save_text
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.models import Move, Note, Post, PostFile, Site
from reviews.moving import StepRefused, facts, move
from reviews.workflow import STEPS, Status, offered


def chip(kind: str, state: State) -> SafeString:
    """A state as the lists show it: its own sign by class, its word beside it."""
    return format_html('<span class="{} {}-{}">{}</span>', kind, kind, state.name, state.label)


@admin.register(Post)
class PostAdmin(Deletes):
    """Posts at the desk."""

    form = PostForm
    list_display = ["name", "status_chip", "live", "file", "writers", "language", "day", "changed_at"]
    list_display_links = ["name"]
    list_filter = ["status", "kind", "language", "section", conflicts.FileFilter]
    list_select_related = ["edition"]
    list_per_page = 50
    search_fields = ["title", "path"]
    show_full_result_count = False
    actions = ["delete_posts"]
    change_form_template = "desk/post_form.html"
    add_form_template = "desk/new_post.html"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Post]":
        """Rows with the authors' names at hand, and whether a file of their bundle waits to be settled."""
        posts = conflicts.with_file_conflicts(super().get_queryset(request))
        return posts.prefetch_related("authors").defer("params", "problems")

    @admin.display(description=gettext_lazy("Post"), ordering="title")
    def name(self, post: Post) -> SafeString:
        """Title and, quietly, the path."""
        title = post.title or _("(no title)")
        return format_html(
            '<strong lang="{}">{}</strong><span class="quiet">{}</span>', post.language, title, post.path
        )

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def status_chip(self, post: Post) -> SafeString:
        """The workflow status."""
        return chip("status", status_state(post))

    @admin.display(description=gettext_lazy("Live"))
    def live(self, post: Post) -> SafeString:
        """What readers see."""
        return chip("live", live_state(post))

    @admin.display(description=gettext_lazy("File"))
    def file(self, post: Post) -> SafeString:
        """How the file stands."""
        return chip("file", file_state(post, has_file_conflict=post.has_file_conflict))  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("Date"), ordering="sort_date")
    def day(self, post: Post) -> str:
        """The day that the page carries, in the site's time zone."""
        return localtime(post.date).strftime("%Y-%m-%d") if post.date else "–"

    @admin.display(description=gettext_lazy("Changed"), ordering="changed")
    def changed_at(self, post: Post) -> str:
        """When the text last changed."""
        return localtime(post.changed).strftime("%Y-%m-%d %H:%M")

    @admin.display(description=gettext_lazy("Authors"))
    def writers(self, post: Post) -> str:
        """The names in the file."""
        return ", ".join(author.name for author in post.authors.all()) or "–"

    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Everybody of the desk sees every post."""
        return may_view(_user(request))

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """The text is its owner's and the editors'."""
        user = _user(request)
        return may_change(user, obj) if obj else may_view(user) and user.has_perm("reviews.change_post")

    def get_actions(self, request: HttpRequest) -> Any:
        """Ours alone: Django's own would take the rows away."""
        return {name: action for name, action in super().get_actions(request).items() if name in self.actions}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nothing but the list's own filters: other look-ups could be slow, or ask for what the list does not show."""
        own = {f"{name}__{how}" for name in self.list_filter if isinstance(name, str) for how in ("exact", "isnull")}
        return lookup in own | {conflicts.FileFilter.parameter_name}

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """A search of a few words: each costs a condition."""
        return super().get_search_results(request, queryset, " ".join(search_term[:200].split()[:10]))

    def get_urls(self) -> list[URLPattern]:
        """The views beside the form."""
        views: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
            ("preview", "preview/", preview.preview),
            ("file", "file/<path:name>", preview.bundle_file),
            ("upload", "upload/", upload.upload),
            ("move", "move/", require_POST(self.move_view)),
            ("note", "note/", require_POST(self.note_view)),
            ("compare", "compare/<int:revision>/", history.compare),
            ("settle", "settle/", conflicts.settle),
            ("retry", "retry/", deliveries.retry),
            ("stay_deleted", "stay-deleted/", stay_deleted_view),
            ("conflict_file", "conflict-file/<int:file>/", conflicts.conflict_file),
        ]
        own = [
            path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=f"reviews_post_{name}")
            for name, route, view in views
        ]
        return own + super().get_urls()

    def get_form(self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The text's form, or the form that makes a post."""
        return PostForm if change else NewPostForm

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        """Every field of the form in use; the template lays them out."""
        form = PostForm if obj else NewPostForm
        return [(None, {"fields": [name for name in form.base_fields if obj or name != "language" or has_languages()]})]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The editor's page, with the steps, files and notes beside the text."""
        post: Post | None = kwargs.get("obj")
        if post is not None:
            context |= self._beside(request, post)
        return super().render_change_form(request, context, *args, **kwargs)

    def _beside(self, request: HttpRequest, post: Post) -> dict[str, Any]:
        user = _user(request)
        steps, has_conflict = offered(facts(user, post)), conflicts.has_conflict(post)
        file = file_state(post, has_file_conflict=has_conflict)
        return {
            "post": post,
            "steps": steps,
            "states": {"status": status_state(post), "live": live_state(post), "file": file},
            "may_change": may_change(user, post),
            "may_restore": any(step.name == "restore" for step, _missing in steps),
            "deletion": _last_move(post, "delete") if post.is_deleted else None,
            "has_conflict": has_conflict and not post.is_deleted,
            "post_files": PostFile.objects.filter(folder=post.folder).select_related("blob") if post.bundle else [],
            "notes": Note.objects.filter(post=post, answers=None).select_related("by").prefetch_related("replies__by"),
            "request_for_changes": _last_request(post),
            "front_matter": post.document.front_matter_text,
            "format": post.document.format or _("none"),
            "time_zone": str(Site.load().zone),
            "body_lines": post.document.body.splitlines() if not may_change(user, post) else [],
        }

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Nothing of the row is taken from the form; `save_model` writes the text."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        """A changed text becomes the new head; an unchanged one writes nothing."""
        user = _user(request)
        if not change:
            made = make_post(form, user)
            obj.pk, obj.path, obj.title = made.pk, made.path, made.title
            return
        note = form.meeting.note if form.meeting else ""
        request.saved = save_text(obj, form.document, user, based_on=form.head_id, note=note)  # type: ignore[attr-defined]
        request.meeting = form.meeting  # type: ignore[attr-defined]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Terms and authors follow the text; there is nothing else to save."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What the admin's own log says."""
        return _("Text saved.")

    def response_add(self, request: HttpRequest, obj: Post, post_url_continue: str | None = None) -> HttpResponse:
        """A new post opens in the editor."""
        return HttpResponseRedirect(editor_url(obj))

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        """Back to the editor; the button that was pressed may ask for a step too."""
        meeting: Meeting | None = getattr(request, "meeting", None)
        if meeting is not None:
            text = _("%(who)s has saved this post since you opened it. Both texts are together now: read it once more.")
            messages.warning(request, text % {"who": meeting.who})
            return HttpResponseRedirect(editor_url(obj))
        if "_step" in request.POST:
            return self._take_step(request, obj, None)
        is_saved = getattr(request, "saved", None) is not None
        messages.success(request, _("Saved.") if is_saved else _("Nothing was changed, so nothing was written."))
        return HttpResponseRedirect(editor_url(obj))

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A step without the text, for people who may not change it."""
        post = post_for(request, pk)
        return self._take_step(request, post, _number(request.POST.get("based_on", "")) or post.head_id)

    def _take_step(self, request: HttpRequest, post: Post, based_on: int | None) -> HttpResponse:
        name = request.POST.get("_step", "")
        try:
            at = _moment(request.POST.get("step_at", ""))
            move(post, name, _user(request), note=request.POST.get("step_note", ""), at=at, based_on=based_on)
        except (StepRefused, EditRefused, FrontMatterError, ValueError, OverflowError) as error:
            messages.error(request, str(error))
        else:
            is_waiting = name == "publish" and live_state(post).name == "scheduled"
            messages.success(
                request, _("Published: readers see it when its date has come.") if is_waiting else str(STEPS[name].done)
            )
        return HttpResponseRedirect(editor_url(post))

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A remark on a line, or an answer to one."""
        post = post_for(request, pk)
        text = request.POST.get("text", "").strip()
        answered = request.POST.get("answers")
        answers = get_object_or_404(Note, post=post, pk=_number(answered)) if answered else None
        number = _number(request.POST.get("line", ""))
        if text:
            lines = post.document.body.splitlines()
            quote = lines[number - 1] if 0 < number <= len(lines) else ""
            Note.objects.create(
                post=post, source=post.head, line=number, quote=quote, text=text, by=_user(request), answers=answers
            )
        return HttpResponseRedirect(f"{editor_url(post)}#notes")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Texts and steps instead of the admin's log."""
        post = post_for(request, _number(object_id))
        context = {
            **self.admin_site.each_context(request),
            **history.frame(post),
            "entries": history.timeline(post),
            "post": post,
        }
        return render(request, "desk/history.html", context)


def _last_request(post: Post) -> Move | None:
    """What the reviewer asked for, while it is the author's turn."""
    return _last_move(post, "request_changes") if post.status == Status.CHANGES_REQUESTED else None


def _last_move(post: Post, step: str) -> Move | None:
    return Move.objects.filter(post=post, step=step).select_related("by").first()


def _number(text: str) -> int:
    """A whole number that somebody typed; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def has_languages() -> bool:
    """Whether the site has more than one language."""
    return len([each for each in Site.load().hugo.languages if not each.disabled]) > 1


def editor_url(post: Post) -> str:
    """The post's page at the desk."""
    return reverse("admin:reviews_post_change", args=[post.pk])


def _moment(text: str) -> datetime | None:
    """A time as `<input type=datetime-local>` sends it, in the site's time zone."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=Site.load().zone)
