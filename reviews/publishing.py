"""From a text to its edition: the one place where a public page is made, kept, or taken away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from reviews.hugo.addresses import section_url
from reviews.hugo.document import Document
from reviews.hugo.page import Page
from reviews.hugo.site import SiteConfig
from reviews.models import Edition, EditionAlias, EditionFile, EditionTerm, Post, PostFile, Site
from reviews.models.columns import NO_DATE, address_key, json_column, moment_column, text_column
from reviews.models.resources import LONGEST_PATH
from reviews.models.terms import LONGEST_TERM
from reviews.reading import is_bundle
from reviews.references import resolver
from reviews.rendering import Rendered, RenderOptions, render

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
    return publish_all(site, [manuscript], fresh={manuscript.post.pk})[0]


def publish_all(site: Site, manuscripts: list[Manuscript], fresh: Collection[int] = ()) -> list[Edition]:
    """Editions for many posts in a fixed number of queries. The caller holds the transaction.

    `fresh`: the posts whose files are published with them; others keep the files that readers have or the folder has.
    """
    posts = [manuscript.post.pk for manuscript in manuscripts]
    before = Edition.objects.filter(post__in=posts)
    first = dict(before.values_list("post", "published_at"))
    freed = set(before.exclude(url_key=None).values_list("url_key", flat=True))
    shown = shown_blobs({manuscript.post.folder for manuscript in manuscripts})
    editions = [_edition(site, manuscript) for manuscript in manuscripts]
    before.delete()
    for edition in editions:
        edition.published_at = first.get(edition.post_id, edition.published_at)
    _give_addresses(editions)
    Edition.objects.bulk_create(editions, batch_size=200)
    _hang_on(editions, manuscripts)
    files = edition_files(editions, shown, fresh)
    EditionFile.objects.bulk_create(files, batch_size=500)
    if fresh:
        _share_files(editions, shown | {file.path: file.blob_id for file in files})
    _hand_on(freed)
    for manuscript, edition in zip(manuscripts, editions, strict=True):
        manuscript.post.edition = edition
    return editions


def _share_files(editions: list[Edition], shown: dict[str, int]) -> None:
    """The other languages of these bundles show the same files."""
    folders = {edition.post.folder for edition in editions if is_bundle(edition.path)}
    others = Edition.objects.filter(post__folder__in=folders).exclude(pk__in=[edition.pk for edition in editions])
    siblings = [edition for edition in others if is_bundle(edition.path)]
    EditionFile.objects.filter(edition__in=siblings).delete()
    EditionFile.objects.bulk_create(edition_files(siblings, shown), batch_size=500)


def withdraw(posts: Iterable[Post]) -> None:
    """Take the posts' pages from the readers; a page that had to give way to one of them gets its address."""
    gone = list(posts)
    before = Edition.objects.filter(post__in=[post.pk for post in gone])
    freed = set(before.exclude(url_key=None).values_list("url_key", flat=True))
    before.delete()
    for post in gone:
        post._state.fields_cache.pop("edition", None)
    _hand_on(freed)


def _hand_on(freed: set[str | None]) -> None:
    """Give addresses that have become free to the pages that wanted them: bundles first, then the older."""
    freed -= set(Edition.objects.filter(url_key__in=freed).values_list("url_key", flat=True))
    heirs = list(Edition.objects.filter(wanted_key__in=freed, url_key=None).only("path", "wanted_key"))
    for heir in sorted(heirs, key=lambda each: (not is_bundle(each.path), each.pk)):
        if heir.wanted_key in freed:
            freed.discard(heir.wanted_key)
            Edition.objects.filter(pk=heir.pk).update(url_key=heir.wanted_key)


def render_options(site: Site, page: Page, **more: object) -> RenderOptions:
    """How Hugo would render this page of this site."""
    config = site.hugo
    return RenderOptions(
        markup=config.markup,
        page_url=page.url,
        base_url=origin(config.base_url),
        resolve_page=resolver(config, page.path, page.language),
        page_params=page.params,
        site_params=config.params,
        has_cjk_language=config.has_cjk_language,
        summary_length=config.summary_length,
        front_matter_summary=page.summary,
        enable_emoji=config.raw.get("enableemoji") is True,
        math="always" if wants_math(config, page) else "site",
        **more,  # type: ignore[arg-type]
    )


def wants_math(config: SiteConfig, page: Page) -> bool:
    """Whether the page says `math: true`, or the site does, as themes that set formulae in the browser have it."""
    article = config.params.get("article")
    of_site = [config.params.get("math"), article.get("math") if isinstance(article, dict) else None]
    return page.params.get("math", next((each for each in of_site if each is not None), False)) is True


def origin(base_url: str) -> str:
    """The scheme and host of the base URL; its path is part of every page's address."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _edition(site: Site, manuscript: Manuscript) -> Edition:
    page, post = manuscript.page, manuscript.post
    rendered = render(manuscript.document.body, render_options(site, page))
    edition = Edition(post=post, source_id=manuscript.source_id, path=post.path, params=json_column(page.params))
    _take_address(site, edition, page)
    _take_words(site.hugo, edition, page)
    _take_rendering(edition, rendered)
    return edition


def _take_address(site: Site, edition: Edition, page: Page) -> None:
    config = site.hugo
    edition.url = text_column(page.url)
    edition.kind, edition.language = page.kind, page.language
    edition.section = text_column(page.section, 200)
    edition.translation_key = text_column(page.translation_key, LONGEST_PATH)
    edition.is_listed = page.build_list == "always" and not page.headless
    is_rendered = bool(page.url) and page.build_render == "always" and not page.headless
    edition.wanted_key = address_key(page.url) if is_rendered else ""
    edition.url_key = edition.wanted_key or None
    if page.section:
        edition.section_key = address_key(section_url(config, page.language, page.section))


def _take_words(config: SiteConfig, edition: Edition, page: Page) -> None:
    edition.title = text_column(page.title, 300)
    edition.link_title = text_column(page.link_title or page.title, 300)
    edition.description = text_column(page.description)
    edition.author_names = page_authors(page)
    mark = page.params.get("arxiv", "")
    edition.shelf_mark = text_column(str(mark), 40) if isinstance(mark, str | int | float) else ""
    edition.date, edition.lastmod = moment_column(page.date), moment_column(page.lastmod)
    edition.sort_date = edition.date or NO_DATE
    edition.publish_date = None if config.raw.get("buildfuture") is True else moment_column(page.publish_date)
    edition.expiry_date = None if config.raw.get("buildexpired") is True else moment_column(page.expiry_date)
    edition.weight = max(-(2**31), min(page.weight, 2**31 - 1))


def _take_rendering(edition: Edition, rendered: Rendered) -> None:
    edition.html, edition.toc = text_column(rendered.html), text_column(rendered.toc)
    edition.summary, edition.plain = text_column(rendered.summary), text_column(rendered.plain)
    edition.word_count, edition.reading_time = rendered.word_count, rendered.reading_time


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


def _hang_on(editions: list[Edition], manuscripts: list[Manuscript]) -> None:
    terms, aliases = [], []
    for edition, manuscript in zip(editions, manuscripts, strict=True):
        terms += _terms(edition, manuscript.page)
        aliases += [
            EditionAlias(edition=edition, url=text_column(url), url_key=address_key(url))
            for url in manuscript.page.aliases
        ]
    EditionTerm.objects.bulk_create(terms, batch_size=500)
    EditionAlias.objects.bulk_create(aliases, batch_size=500)


def _terms(edition: Edition, page: Page) -> list[EditionTerm]:
    return [
        EditionTerm(
            edition=edition,
            taxonomy=taxonomy,
            name=text_column(term.name, LONGEST_TERM),
            key=text_column(term.key, LONGEST_TERM),
            url=text_column(term.url),
            url_key=address_key(term.url),
            language=edition.language,
            position=position,
        )
        for taxonomy, terms in page.terms.items()
        for position, term in enumerate(terms[:MOST_NAMES])
    ]


def shown_blobs(folders: Iterable[str]) -> dict[str, int]:
    """The blobs that readers have now, by path, for the bundles in these folders."""
    return dict(EditionFile.objects.filter(edition__post__folder__in=list(folders)).values_list("path", "blob"))


def edition_files(editions: Iterable[Edition], shown: dict[str, int], fresh: Collection[int] = ()) -> list[EditionFile]:
    """The bundles' files at their addresses: below the page's own, name as it is; a bundle's languages share them."""
    by_folder: dict[str, list[Edition]] = {}
    for edition in editions:
        if is_bundle(edition.path):
            by_folder.setdefault(str(PurePosixPath(edition.path).parent), []).append(edition)
    rows = []
    for file in PostFile.objects.filter(folder__in=by_folder):
        blob = _public_blob(file, shown, file.post_id in fresh)
        rows += [_file(edition, file, blob) for edition in by_folder[file.folder] if blob is not None]
    return rows


def _public_blob(file: PostFile, shown: dict[str, int], is_fresh: bool) -> int | None:
    """What waits at the desk goes on waiting until its own post is published."""
    if is_fresh or file.blob_id == file.synced_id:
        return file.blob_id
    return shown.get(file.path, file.synced_id)


def _file(edition: Edition, file: PostFile, blob: int) -> EditionFile:
    folder = edition.url.rsplit("/", 1)[0]
    return EditionFile(
        edition=edition,
        blob_id=blob,
        path=file.path,
        name=file.name,
        url_key=address_key(f"{folder}/{file.name}"),
    )


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
