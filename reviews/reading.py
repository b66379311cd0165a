"""What Hugo makes of one of our texts: a page, read together with the heads of the sections that it stands in."""

from collections.abc import Iterable, Mapping

from reviews.hugo.document import Document
from reviews.hugo.pages import Page, read_page
from reviews.hugo.site import SiteConfig
from reviews.models import Post, Site

# The heads of lists by folder and language; what `cascade` hands down comes from them.
Heads = Mapping[tuple[str, str], tuple[str, Document]]


def is_head(path: str) -> bool:
    """Whether `path` is a list's head: an `_index` file, with or without a language in its name."""
    return _stem(path) == "_index"


def is_bundle(path: str) -> bool:
    """Whether the content file at `path` heads a bundle: `index` or `_index`, in any language."""
    return _stem(path) in {"index", "_index"}


def _stem(path: str) -> str:
    """A file's name up to its first dot, in small letters."""
    name = path.rpartition("/")[2]
    return name.partition(".")[0].lower()


def folders_above(path: str) -> list[str]:
    """The folders that `path` lies in, outermost first; a list's head does not lie in its own."""
    parts = path.split("/")[: -2 if is_head(path) else -1]
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def hands_down(document: Document) -> str:
    """What a list's head gives to the pages below it, as text to compare; empty where it gives nothing."""
    given = {key: document.front_matter[key] for key in ("cascade", "slug") if key in document.front_matter}
    return repr(given) if given else ""


def ancestors(heads: Heads, path: str, language: str) -> list[tuple[str, Document]]:
    """The heads above `path`, outermost first."""
    found = (heads.get((folder, language)) for folder in folders_above(path))
    return [head for head in found if head is not None]


def stored_heads(paths: Iterable[str], *, published: bool = False) -> Heads:
    """The heads above `paths` as the database has them: working copies, or what Hugo has (drafts hand down too)."""
    folders = {folder for path in paths for folder in folders_above(path)}
    posts = Post.objects.standing().exclude(kind="page").filter(folder__in=folders)
    heads: dict[tuple[str, str], tuple[str, Document]] = {}
    for post in posts.select_related("head", "edition__source"):
        if not is_head(post.path):
            continue
        source = post.edition.source if published and post.is_live else post.head
        heads[post.folder, post.language] = (post.path, Document.parse(bytes(source), post.path))
    return heads


def page_at(config: SiteConfig, heads: Heads, path: str, language: str, document: Document) -> Page:
    """The page that Hugo makes of `document` at `path` below these heads. Raises FrontMatterError where it refuses."""
    return read_page(config, path, document, ancestors(heads, path, language))


def page_of(site: Site, post: Post, document: Document, *, published: bool = False) -> Page:
    """The page that Hugo makes of `document` at the post's path. Raises FrontMatterError where Hugo would refuse it."""
    heads = stored_heads([post.path], published=published)
    return page_at(site.hugo, heads, post.path, post.language, document)
