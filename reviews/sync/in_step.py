"""What the home folder holds, remembered: the bytes that are the base of the next merge, and the files' stamps."""

from django.db import transaction
from django.utils import timezone

from reviews.hugo.writer import Placed, Writer
from reviews.models import Post, Revision, Source, Why
from reviews.models.insert import append, set_columns
from reviews.models.stamps import stamp_column
from reviews.sync.wanted import Wanted

Seen = list[tuple[Wanted, str]]  # with the stamp of the file that holds what it should; "" for none to trust


@transaction.atomic
def announce(wanted: list[Wanted]) -> None:
    """Say which texts are about to stand in the folder, so that a run that is cut off leaves no text unknown."""
    posts = [each for each in wanted if each.model is Post]
    _store(posts)
    pairs = {(each.pk, each.target) for each in posts if each.target != each.synced}
    known = Revision.objects.filter(post__in={pk for pk, _source in pairs}).values_list("post", "source")
    now = timezone.now()
    new = [(pk, source, Why.EXPORTED, now, "") for pk, source in sorted(pairs - set(known))]
    append(Revision, ("post_id", "source_id", "why", "at", "note"), new)


def _store(posts: list[Wanted]) -> None:
    """Texts that were made for the export become sources."""
    made = [each for each in posts if each.target is None and each.data is not None]
    ids = Source.objects.store_all({each.digest: each.data for each in made if each.data is not None}) if made else {}
    for each in made:
        each.target = ids[each.digest]


def keep_in_step(seen: Seen) -> None:
    """The files hold what they should now: remember it where it was not known, and stamps that are new."""
    moved = [each for each, _stamp in seen if each.target is None or each.target != each.synced]
    if moved:
        announce(moved)
    changed = [(each, stamp_column(stamp, each.target)) for each, stamp in seen]
    rows = [(each, stamp) for each, stamp in changed if each.target != each.synced or (stamp and stamp != each.stamp)]
    _keep(rows)


def keep_stamps(writer: Writer, placed: list[tuple[Wanted, Placed]]) -> None:
    """The stamps of the files that the run has written; the last ones are too young to be trusted."""
    stamps = [(each, stamp_column(writer.stamp(at), each.target)) for each, at in placed]
    _keep([(each, stamp) for each, stamp in stamps if stamp])


def _keep(rows: Seen) -> None:
    with transaction.atomic():
        for model in {each.model for each, _stamp in rows}:
            values = [(each.target, stamp, each.pk) for each, stamp in rows if each.model is model]
            set_columns(model, ("synced_id", "stamp"), values)
