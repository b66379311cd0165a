"""Words for the two sides of a merge: where they disagree, and which two texts came together."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviews.sync.places import Place

SHOWN = 5  # places named in one line


def place_name(place: Place) -> str:
    """`params.math`, `line 12`, `lines 18-19`: lines of the file in the folder."""
    if not place.is_body:
        return place.key or _("the front matter")
    if place.last <= place.line:
        return _("line %(line)s") % {"line": place.line}
    return _("lines %(line)s-%(last)s") % {"line": place.line, "last": place.last}


def named(places: Sequence[Place]) -> str:
    """The first few places, in one line."""
    names = [place_name(place) for place in places[:SHOWN]]
    more = len(places) - len(names)
    return ", ".join(names) + (_(" and %(count)s more") % {"count": more} if more else "")


def conflict_reason(places: Sequence[Place]) -> str:
    """Why a file waits to be settled, as the commands say it."""
    if not places:
        return _("changed in the folder and at the desk in the same place; settle it at the desk")
    reason = _("changed in the folder and at the desk in the same place (%(places)s); settle it at the desk")
    return reason % {"places": named(places)}


def merged_note(mine: str, theirs: str) -> str:
    """What a merged text came from: the hashes of the desk's and of the folder's text."""
    return _("The desk's text %(mine)s and the folder's %(theirs)s together.") % {
        "mine": mine[:12],
        "theirs": theirs[:12],
    }


def folder_note() -> str:
    """Beside a text of the folder that entered the history for the sake of a merge."""
    return _("The folder's text, before the merge.")
