"""The post form: fields that are read out of the file, and only what was changed put back into it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import AdminMarkdownxWidget

from reviews.desk.stale import Meeting, meeting, opened_text
from reviews.hugo.dates import parse_date
from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused, FrontMatterError
from reviews.models import Post, Site
from reviews.reading import page_of

# A field's place in the front matter, and the keys that Hugo also takes for it, in the order of its preference.
Keys = dict[str, tuple[str, ...]]
TEXT_KEYS: Keys = {"title": ("title",), "description": ("description",), "slug": ("slug",)}
LIST_KEYS: Keys = {
    "author": ("authors", "author"),
    "tags": ("tags",),
    "categories": ("categories",),
}


STALE = gettext_noop(
    "Somebody else has saved this post since you opened it. Nothing was written; your text is still here: "
    "copy it, open the post again and put it in."
)


class BodyWidget(AdminMarkdownxWidget):
    """Markdownx's editor, with our own script in place of its (which traps Tab and never aborts a request)."""

    template_name = "django/forms/widgets/textarea.html"

    @property
    def media(self) -> forms.Media:
        """None: the page brings the desk's script."""
        return forms.Media()


class CommaList(forms.CharField):
    """A list of names, separated by commas only: `Paper Review` is one."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The names, trimmed, empty ones dropped."""
        text = super().to_python(value) or ""
        ProhibitNullCharactersValidator()(text)
        return [name.strip() for name in str(text).split(",") if name.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the names differ, not how they are spaced."""
        return self.to_python(initial) != self.to_python(data)


def _line(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, strip=False, widget=AdminTextInputWidget())


class PostForm(forms.ModelForm):  # type: ignore[type-arg]
    """The working copy's text. `clean` makes the new document in `self.document`; saving is the caller's."""

    title = _line(_("Title"))
    description = _line(_("Description"))
    author = CommaList(label=_("Author"), required=False, help_text=_("Several with commas."))
    tags = CommaList(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    categories = CommaList(label=_("Categories"), required=False, help_text=_("Separated by commas."))
    date = forms.CharField(
        label=_("Date"), required=False, help_text=_("As 2026-01-31 or 2026-01-31 09:00, in the site's time zone.")
    )
    slug = _line(_("Slug"))
    body = MarkdownxFormField(label=_("Text"), required=False, strip=False, widget=BodyWidget)
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Post
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        post: Post = kwargs["instance"]
        posted = kwargs.get("data") or (args[0] if args else None) or {}
        opened = opened_text(post, posted.get("based_on", ""))
        self.before: Document = opened or post.document
        self.document: Document = self.before
        self.meeting: Meeting | None = None
        self.zone = Site.load().zone
        opened_from = int(posted["based_on"]) if opened else post.head_id
        kwargs["initial"] = {**self._values(self.before), "based_on": opened_from, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if not is_text(self.before.body):
            self.fields["body"].disabled = True
            self.fields["body"].help_text = _("The text holds bytes that are not UTF-8; edit the file itself.")

    def _values(self, document: Document) -> dict[str, Any]:
        values: dict[str, Any] = {"body": shown(document.body), "date": self._date(document)}
        for name, keys in TEXT_KEYS.items():
            values[name] = as_text(document.get(present(document, keys)))
        for name, keys in LIST_KEYS.items():
            values[name] = ", ".join(as_list(document.get(present(document, keys))))
        return values

    def _date(self, document: Document) -> str:
        try:
            found = parse_date(document.get("date"), self.zone)
        except FrontMatterError:
            return as_text(document.get("date"))
        if found is None or found.instant is None:
            return ""
        local = found.instant.astimezone(self.zone)
        return (
            local.strftime("%Y-%m-%d")
            if is_midnight(local)
            else local.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")
        )

    def clean(self) -> dict[str, Any]:
        """Put the changed fields into the file's text; each refusal stands at its field."""
        values = super().clean() or {}
        self.head_id = self._held_head()
        is_stale = values.get("based_on") != self.head_id
        if is_stale and values.get("based_on") != self.initial["based_on"]:
            raise ValidationError(_(STALE), code="stale")
        for name in self.changed_data:
            if name in values and name != "based_on":
                self._apply(name, values[name])
        if is_stale and not self.errors:
            self._meet()
        if bytes(self.document) != bytes(self.before) and not self.errors:
            self._ask_hugo()
        return values

    def _meet(self) -> None:
        """Put in what another person has saved since; where both changed the same, the form comes back with both."""
        self.meeting = meeting(self.instance, self.before, self.document, self.head_id)
        merged = self.meeting.found.data
        if merged is not None:
            self.document = Document.parse(merged, self.before.name)
            return
        self.before, self.document = Document.parse(bytes(self.meeting.head), self.before.name), self.meeting.together
        self.data = {**self.data, **self._values(self.document), "based_on": self.head_id}
        raise ValidationError(self.meeting.objection, code="stale")

    def _held_head(self) -> int:
        """The head as it is now, held until the request's transaction ends: nobody saves in between."""
        held = Post.objects.select_for_update(of=("self",)).only("head_id")
        return held.get(pk=self.instance.pk).head_id

    def _ask_hugo(self) -> None:
        try:
            page_of(Site.load(), self.instance, self.document)
        except FrontMatterError as error:
            raise ValidationError(
                _("Hugo would refuse this text, line %(line)s: %(reason)s")
                % {"line": error.line, "reason": error.message}
            ) from error

    def _apply(self, name: str, value: Any) -> None:
        try:
            self.document = self._edited(name, value)
        except OverflowError:
            self.add_error(name, _("The year must lie between 1 and 9999."))
        except (EditRefused, FrontMatterError, ValueError) as error:
            self.add_error(name, str(error))

    def _edited(self, name: str, value: Any) -> Document:
        if name == "body":
            return self.document.edit_body(value)
        if name == "date":
            return self._dated(value.strip())
        key = present(self.document, (TEXT_KEYS | LIST_KEYS)[name])
        if not value:
            return (
                self.document.remove(key)
                if self.document.get(key) is not None and name != "title"
                else self.document.set(key, value)
            )
        if name in LIST_KEYS:
            is_single = len(value) == 1 and (isinstance(self.document.get(key), str) or key == "author")
            return self.document.set(key, value[0]) if is_single else self.document.set_list(key, value)
        return self.document.set(key, value)

    def _dated(self, text: str) -> Document:
        if not text:
            return self.document.remove("date")
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(_("Write the date as 2026-01-31 or 2026-01-31 09:00.")) from error
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        return self.document.set_date("date", zoned, self.zone)


def present(document: Document, keys: tuple[str, ...]) -> str:
    """The first of `keys` that the file has, else the last."""
    return next((key for key in keys if document.get(key) is not None), keys[-1])


def is_text(body: str) -> bool:
    """Whether the body is UTF-8 and free of NUL, so that a form can carry it."""
    return "\0" not in body and not any("\ud800" <= c <= "\udfff" for c in body)


def shown(body: str) -> str:
    """The body as a text area holds it."""
    return body.replace("\r\n", "\n").replace("\r", "\n")


def as_text(value: Any) -> str:
    """A scalar as its field shows it."""
    return "" if value is None or isinstance(value, dict | list) else str(value)


def as_list(value: Any) -> list[str]:
    """The names in a list, or the one in a scalar."""
    items = value if isinstance(value, list) else [value]
    names = (item.get("name") if isinstance(item, dict) else item for item in items)
    return [str(name) for name in names if name not in (None, "")]


def is_midnight(moment: datetime) -> bool:
    """Whether only the day is meant."""
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second) == timedelta()
