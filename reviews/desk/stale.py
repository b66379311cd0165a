"""Two people at one post: who saves second gets both texts together, or sees where they disagree. No word is lost."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.desk.words import Piece, marked
from reviews.hugo.document import Document
from reviews.models import Post, Revision, Source
from reviews.sync.merge import Merge, meet, with_mine
from reviews.sync.sides import named, place_name


def opened_text(post: Post, source: object) -> Document | None:
    """The text of the post that a form was made from, by its source's id; None for what is no text of this post."""
    number = str(source)
    if not (number.isascii() and number.isdigit() and len(number) < 16) or int(number) == post.head_id:
        return None
    revision = Revision.objects.filter(post=post, source=int(number)).select_related("source").first()
    return Document.parse(bytes(revision.source), post.path) if revision else None


@dataclass(frozen=True)
class Row:
    """One place that both changed."""

    name: str
    theirs: list[Piece] | None


@dataclass(frozen=True)
class Meeting:
    """The text that somebody opened, what they made of it, and what another person has saved since."""

    base: Document
    mine: Document
    head: Source
    who: str

    @property
    def found(self) -> Merge:
        """Both together, or the places where they disagree."""
        return meet(bytes(self.base), bytes(self.mine), bytes(self.head), self.mine.name)

    @property
    def together(self) -> Document:
        """Both; where they disagree, mine."""
        data = with_mine(bytes(self.base), bytes(self.mine), bytes(self.head), self.mine.name)
        return Document.parse(data, self.mine.name)

    @property
    def rows(self) -> list[Row]:
        """The other person's words at each place."""
        texts = [(place_name(place), place.texts) for place in self.found.places]
        return [Row(name, None if t.theirs is None else marked(t.base or "", t.theirs)) for name, t in texts]

    @property
    def note(self) -> str:
        """For the history."""
        return _("Together with what %(who)s had saved (%(text)s).") % {"who": self.who, "text": str(self.head)}

    @property
    def objection(self) -> str:
        """What to do where both changed the same."""
        return _(
            "%(who)s has saved this post since you opened it and changed the same (%(places)s). Nothing was written. "
            "Your words stand below, with the other changes of %(who)s; look at both and save again."
        ) % {"who": self.who, "places": named(self.found.places)}


def meeting(post: Post, base: Document, mine: Document, head_id: int) -> Meeting:
    """The form's text and the one that has come in between."""
    last = Revision.objects.filter(post=post, source=head_id).select_related("by").first()
    who = str(last.by.get_short_name() or last.by) if last and last.by else _("the folder")
    return Meeting(base, mine, Source.objects.get(pk=head_id), who)
