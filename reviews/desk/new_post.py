"""A new post: a bundle in a section, with front matter as its neighbours write it."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.desk.names import is_name, stem_of
from reviews.editing import file_rows
from reviews.hugo.document import Document
from reviews.models import Post, Revision, Site, Source, Why
from reviews.reading import page_of

TAKEN = {"admin", "_static"}  # addresses of the desk itself
BLANK = {"toml": b"+++\n+++\n\n", "yaml": b"---\n---\n\n", "json": b"{}\n\n"}


class NewPostForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where the post stands and what it is called; the text comes in the editor."""

    title = forms.CharField(label=_("Title"), max_length=300)
    section = forms.CharField(
        label=_("Section"), max_length=200, help_text=_("The folder below content/, for example post.")
    )
    name = forms.CharField(
        label=_("Folder name"), max_length=200, required=False, help_text=_("Made from the title when left empty.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = Post
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [each for each in Site.load().hugo.languages if not each.disabled]
        self.fields["language"].choices = [(each.code, each.label or each.code) for each in languages]  # type: ignore[attr-defined]
        if len(languages) < 2:
            del self.fields["language"]
        newest = Post.objects.articles().exclude(section="").first()
        self.fields["section"].initial = newest.section if newest else "post"

    def clean(self) -> dict[str, Any]:
        """The path must be free and one that may be written."""
        values = super().clean() or {}
        if self.errors:
            return values
        name = values.get("name") or stem_of(values["title"], "post")
        parts = [*values["section"].strip("/").split("/"), name]
        if not all(is_name(part) for part in parts) or parts[0].casefold() in TAKEN or name.startswith("_"):
            raise ValidationError(_("Give a section and a folder name of letters, digits and hyphens."))
        self.path = f"{self._content_dir(values)}/{'/'.join(parts)}/{self._file_name(values)}"
        self._check_neighbours(parts)
        return values

    def _check_neighbours(self, parts: list[str]) -> None:
        """Another post of that place, in any capitals, or a bundle that the new one would lie in."""
        folder = self.path.rpartition("/")[0]
        same = Post.objects.filter(Q(path__iexact=self.path) | Q(path__iexact=f"{folder}.md")).first()
        if same is not None and same.is_deleted:
            told = _("A deleted post has the place %(path)s: restore it, or choose another folder name.")
            raise ValidationError(told % {"path": same.path})
        if same is not None:
            raise ValidationError(_("There is a post at %(path)s already.") % {"path": same.path})
        above = [f"{folder.rsplit('/', depth)[0]}" for depth in range(1, len(parts))]
        bundle = Post.objects.filter(folder__in=above, bundle="leaf").first()
        if bundle is not None:
            raise ValidationError(_("%(path)s is a bundle; no post can lie in it.") % {"path": bundle.path})

    def _language(self, values: dict[str, Any]) -> str:
        return values.get("language") or Site.load().hugo.default_language

    def _content_dir(self, values: dict[str, Any]) -> str:
        config = Site.load().hugo
        return config.language(self._language(values)).content_dir or config.content_dir

    def _file_name(self, values: dict[str, Any]) -> str:
        config, code = Site.load().hugo, self._language(values)
        own_folder = config.language(code).content_dir not in ("", config.content_dir)
        return "index.md" if own_folder or code == config.default_language else f"index.{code}.md"


@transaction.atomic
def make_post(form: NewPostForm, by: User) -> Post:
    """The post with its first text: title, draft, the author's name, in the format of the section's newest post."""
    values, site = form.cleaned_data, Site.stored()
    language = form._language(values)
    neighbour = Post.objects.articles().filter(section=values["section"].split("/")[0]).select_related("head").first()
    kind = neighbour.document.format if neighbour else "toml"
    document = Document.parse(BLANK.get(kind, BLANK["toml"]), form.path).set("title", values["title"])
    author = getattr(by, "author", None)
    if author is not None:
        document = document.set("author", author.name)
    document = document.set_date("date", timezone.localtime(timezone=site.zone), site.zone).set("draft", True)
    post = Post(site=site, path=form.path, folder=form.path.rsplit("/", 1)[0], created_by=by, language=language)
    page = page_of(site, post, document)
    post.head = Source.objects.store(bytes(document))
    post.take_columns(page)
    post.save()
    file_rows([(post, page)])
    Revision.objects.create(post=post, source=post.head, why=Why.SAVED, by=by)
    return post
