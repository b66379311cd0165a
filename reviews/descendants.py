"""What a list's head hands down has changed at the desk: the posts below it are read again."""

import logging

from django.utils.translation import gettext as _

from reviews.editing import file_rows, record_move
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.pages import Page
from reviews.models import INDEX_COLUMNS, Post, Site
from reviews.models.post import hold
from reviews.publishing import Manuscript, publish_all, withdraw
from reviews.reading import Heads, page_at, stored_heads
from reviews.sync.hook import wish_for
from reviews.workflow import Status

logger = logging.getLogger(__name__)
BATCH = 100


def read_below(site: Site, head: Post) -> None:
    """Columns and editions of the posts below `head`, anew. The caller holds the transaction."""
    below = Post.objects.filter(path__startswith=f"{head.folder}/", language=head.language).exclude(pk=head.pk)
    ids = list(below.values_list("pk", flat=True))
    withdrawn: list[Post] = []
    for start in range(0, len(ids), BATCH):
        batch = hold(Post.objects.filter(pk__in=ids[start : start + BATCH]))
        posts = list(batch.select_related("head", "edition__source"))
        live = {post.pk for post in posts if post.is_live}
        _read(site, posts, stored_heads([post.path for post in posts], published=True))
        withdrawn += [post for post in posts if post.pk in live and not post.is_live]
    wish_for(post for post in withdrawn if not (post.is_draft and post.head_id == post.synced_id))


def _read(site: Site, posts: list[Post], heads: Heads) -> None:
    manuscripts, read = [], []
    for post in posts:
        page = _page(site, post, post.document, heads)
        if page is not None:
            post.take_columns(page)
            read.append((post, page))
        if post.is_live:
            manuscripts += _edition(site, post, heads)
    Post.objects.bulk_update([post for post, _page in read], INDEX_COLUMNS)
    file_rows(read)
    publish_all(site, manuscripts)


def _edition(site: Site, post: Post, heads: Heads) -> list[Manuscript]:
    document = Document.parse(bytes(post.edition.source), post.path)
    page = _page(site, post, document, heads)
    if page is None or page.draft:
        withdraw([post])
        record_move(post, "", Status.WITHDRAWN, None, _("A section above hands down that it is a draft."))
        return []
    return [Manuscript(post, post.edition.source_id, document, page)]


def _page(site: Site, post: Post, document: Document, heads: Heads) -> Page | None:
    try:
        return page_at(site.hugo, heads, post.path, post.language, document)
    except FrontMatterError as error:
        logger.warning("%s: %s", post.path, error)
        return None
