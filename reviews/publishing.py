"""From a text to its edition: the one place where a public page is made, kept, or taken away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reviews.edition_files import edition_files, share_files, shown_blobs
from reviews.hugo.addresses import base_path, section_url
from reviews.hugo.casts import to_bool, to_int
from reviews.hugo.document import Document
from reviews.hugo.ordering import rank, term_rank
from reviews.hugo.page import Page
from reviews.hugo.site import SiteConfig
from reviews.models import (
    Edition,
    EditionAlias,
    EditionFile,
    EditionTerm,
    GoneAddress,
    Ping,
    Post,
    Publication,
    Site,
    sha256,
)
from reviews.models.columns import NO_DATE, address_key, moment_column, params_column, text_column
from reviews.models.insert import append, blank, insert, update
from reviews.models.resources import LONGEST_PATH
from reviews.models.terms import LONGEST_TERM
from reviews.pictures import files_changed
from reviews.places import MODELS as PLACES
from reviews.places import keyword_keys, take_places
from reviews.reading import is_bundle
from reviews.sectioning import place, settle_below
from reviews.typesetting import addresses_changed, text_key, text_of

# What a new edition of a post says anew; it keeps its row, and when it was first published.
_RENEWED = [
    field.attname for field in Edition._meta.concrete_fields if field.name not in {"id", "post", "published_at"}
]
MOST_NAMES = 1000  # authors or terms of one post; more stay in the file and out of the lists


@dataclass(frozen=True)
class Manuscript:
    """A text on its way to the readers: the post, the source's id, its document, and the page that Hugo makes of it."""

    post: Post
    source_id: int
    document: Document
    page: Page


def publish(site: Site, manuscript: Manuscript) -> Edition:
    """Make the manuscript's text, and the files of its bundle as they stand at the desk, what readers see."""
    edition = publish_all(site, [manuscript], fresh={manuscript.post.pk})[0]
    text_of(site, edition)
    return edition


def publish_all(site: Site, manuscripts: list[Manuscript], fresh: Collection[int] = ()) -> list[Edition]:
    """Editions for many posts in a fixed number of queries, their texts set later. The caller holds the transaction.

    `fresh`: the posts whose files are published with them; others keep the files that readers have or the folder has.
    """
    posts = [manuscript.post.pk for manuscript in manuscripts]
    before = {edition.post_id: edition for edition in Edition.objects.filter(post__in=posts)}
    had: set[str | None] = {edition.url_key for edition in before.values() if edition.url_key}
    shown = shown_blobs({manuscript.post.folder for manuscript in manuscripts})
    editions = [_edition(site, manuscript) for manuscript in manuscripts]
    sections = {(each.language, each.logical_path) for each in before.values() if each.kind == "section"}
    _clear(before.values())
    _give_addresses(editions)
    place(editions)
    _write(editions, before)
    _stand_again([edition.pk for edition in editions])
    _hang_on(site.hugo, editions, manuscripts)
    take_places([(edition, each.page) for edition, each in zip(editions, manuscripts, strict=True)])
    files = edition_files(editions, shown, fresh)
    insert(files)
    files_changed(files, shown)
    if fresh:
        share_files(editions, shown, {file.path: file.blob_id for file in files})
    _hand_on(had)
    if had != {edition.url_key for edition in editions} - {None}:
        addresses_changed()
    settle_below(sections ^ {(each.language, each.logical_path) for each in editions if each.kind == "section"})
    Publication.announce()
    Ping.want(editions)
    for manuscript, edition in zip(manuscripts, editions, strict=True):
        manuscript.post.edition = edition
    return editions


def _clear(before: Collection[Edition]) -> None:
    """Editions keep their rows and texts; what hangs on them is made anew, and their addresses are free meanwhile."""
    ids = [edition.pk for edition in before]
    if ids:
        for model in (EditionTerm, EditionAlias, EditionFile, *PLACES):
            model.objects.filter(edition__in=ids).delete()
        Edition.objects.filter(pk__in=ids).update(url_key=None)


def _write(editions: list[Edition], before: Mapping[int, Edition]) -> None:
    again = [edition for edition in editions if edition.post_id in before]
    for edition in again:
        known = before[edition.post_id]
        edition.pk, edition.published_at = known.pk, known.published_at
        edition._state.adding = False
    update(again, _RENEWED)
    insert([edition for edition in editions if edition.post_id not in before])


def withdraw(posts: Iterable[Post]) -> None:
    """Take the posts' pages from the readers; a page that had to give way to one of them gets its address."""
    gone = list(posts)
    before = Edition.objects.filter(post__in=[post.pk for post in gone])
    freed = set(before.exclude(url_key=None).values_list("url_key", flat=True))
    sections = set(before.filter(kind="section").values_list("language", "logical_path"))
    seen = set(before.live().standing().values_list("url_key", flat=True))  # a scheduled page was nobody's yet
    Ping.want(before)
    before.delete()
    for post in gone:
        post._state.fields_cache.pop("edition", None)
    GoneAddress.keep({key for key in seen if key})
    _hand_on(freed)
    if freed:
        addresses_changed()
    settle_below(sections)
    Publication.announce()


def _hand_on(freed: set[str | None]) -> None:
    """Give addresses that have become free to the pages that wanted them: bundles first, then the older."""
    freed -= set(Edition.objects.filter(url_key__in=freed).values_list("url_key", flat=True))
    heirs = list(Edition.objects.filter(wanted_key__in=freed, url_key=None).only("path", "wanted_key"))
    for heir in sorted(heirs, key=lambda each: (not is_bundle(each.path), each.pk)):
        if heir.wanted_key in freed:
            freed.discard(heir.wanted_key)
            Edition.objects.filter(pk=heir.pk).update(url_key=heir.wanted_key)
            _stand_again([heir.pk])


def _stand_again(ids: list[int]) -> None:
    """Readers have pages at these editions' addresses again; one that waits for its time is not told by a 404."""
    live = Edition.objects.live().filter(pk__in=ids).values_list("url_key", flat=True)
    GoneAddress.forget([key for key in live if key])


def _edition(site: Site, manuscript: Manuscript) -> Edition:
    page, post = manuscript.page, manuscript.post
    edition = blank(Edition)
    edition.post, edition.source_id, edition.path = post, manuscript.source_id, post.path
    edition.params = params_column(page)
    _take_address(site.hugo, edition, page)
    _take_words(site.hugo, edition, page)
    edition.text_key = text_key(edition, sha256(bytes(manuscript.document)))
    return edition


def _is_unmapped(page: Page) -> bool:
    """https://gohugo.io/templates/sitemap/ : `sitemap.disable` in the front matter."""
    said = page.params.get("sitemap")
    return isinstance(said, dict) and to_bool(said.get("disable"))


def _files_url(config: SiteConfig, page: Page) -> str:
    """The address below which the files of the page's bundle stand; a page without one has its folder's."""
    if not page.url:
        return text_column(section_url(config, page.language, page.logical_path).removesuffix("index.html"))
    stem, _slash, name = page.url.rpartition("/")
    is_file = name.endswith(".html") and name != "index.html"
    return text_column(f"{page.url.removesuffix('.html')}/" if is_file else f"{stem}/")


def _take_address(config: SiteConfig, edition: Edition, page: Page) -> None:
    edition.url = text_column(page.url)
    edition.kind, edition.language = page.kind, page.language
    edition.section = text_column(page.section, 200)
    edition.translation_key = text_column(page.translation_key, LONGEST_PATH)
    edition.logical_path = text_column(page.logical_path, LONGEST_PATH)
    edition.is_listed = page.build_list == "always" and not page.headless
    edition.is_listed_beside = page.build_list != "never" and not page.headless
    edition.is_mapped = edition.is_listed and not _is_unmapped(page)
    has_address = bool(page.url) and page.build_render != "never" and not page.headless
    edition.files_url = _files_url(config, page)
    edition.wanted_key = address_key(page.url) if has_address else ""
    edition.url_key = edition.wanted_key or None
    if has_address and page.build_render == "link":
        edition.url_key = address_key(f"link {page.path}")  # no request's: lists lead there, and nothing stands there


def _take_words(config: SiteConfig, edition: Edition, page: Page) -> None:
    edition.title = text_column(page.title, 300)
    edition.link_title = text_column(page.link_title or page.title, 300)
    edition.description, edition.summary = text_column(page.description), text_column(page.summary)
    edition.author_names = page_authors(page)
    edition.keyword_keys = keyword_keys(config, page)
    mark = page.params.get("arxiv", "")
    edition.shelf_mark = text_column(str(mark), 40) if isinstance(mark, str | int | float) else ""
    edition.date, edition.lastmod = moment_column(page.date), moment_column(page.lastmod)
    edition.sort_date = edition.date or NO_DATE
    edition.publish_date = None if config.raw.get("buildfuture") is True else moment_column(page.publish_date)
    edition.expiry_date = None if config.raw.get("buildexpired") is True else moment_column(page.expiry_date)
    edition.weight = max(-(2**31), min(page.weight, 2**31 - 1))
    edition.rank = rank(edition.weight, edition.date, edition.link_title, edition.logical_path, edition.language)


def _give_addresses(editions: list[Edition]) -> None:
    """An address belongs to the page that had it first, but a bundle takes it from a single file, as with Hugo.

    The page that gives way stands in the database and is not served.
    """
    keys = [edition.url_key for edition in editions if edition.url_key]
    holders = {holder.url_key: holder for holder in Edition.objects.filter(url_key__in=keys).only("path", "url_key")}
    for edition in editions:
        holder = holders.get(edition.url_key)
        if holder is not None and (is_bundle(holder.path) or not is_bundle(edition.path)):
            edition.url_key = None
        elif edition.url_key:
            if holder is not None:
                Edition.objects.filter(pk=holder.pk).update(url_key=None)
                holder.url_key = None
            holders[edition.url_key] = edition


def _hang_on(config: SiteConfig, editions: list[Edition], manuscripts: list[Manuscript]) -> None:
    terms, aliases = [], []
    for edition, manuscript in zip(editions, manuscripts, strict=True):
        terms += _terms(edition, manuscript.page)
        base = base_path(config, edition.language)
        aliases += [(edition.pk, text_column(base + url), address_key(base + url)) for url in manuscript.page.aliases]
    append(EditionTerm, _TERM, terms)
    append(EditionAlias, ("edition_id", "url", "url_key"), aliases)


_TERM = ("edition_id", "taxonomy", "name", "key", "url", "language", "position", "rank")


def _terms(edition: Edition, page: Page) -> list[tuple[object, ...]]:
    """Rows with the columns of _TERM."""
    return [
        (
            edition.pk,
            taxonomy,
            text_column(term.name, LONGEST_TERM),
            text_column(term.key, LONGEST_TERM),
            text_column(term.url),
            edition.language,
            position,
            term_rank(to_int(page.params.get(f"{taxonomy}_weight".lower())), edition.rank),
        )
        for taxonomy, terms in page.terms.items()
        for position, term in enumerate(terms[:MOST_NAMES])
    ]


def page_authors(page: Page) -> list[str]:
    """The names in `author` or `authors`: text, a list, or maps with a `name`."""
    names: dict[str, None] = {}
    for key in ("authors", "author"):
        value = page.params.get(key)
        for item in (value if isinstance(value, list) else [value])[:MOST_NAMES]:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str) and name.strip():
                names[text_column(name.strip(), 200)] = None
    return list(names)
