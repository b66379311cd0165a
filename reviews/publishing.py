"""From a text to its edition: the one place where a public page is made, kept, or taken away."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from reviews.hugo.addresses import section_url
from reviews.hugo.document import Document
from reviews.hugo.page import Page
from reviews.hugo.site import SiteConfig
from reviews.models import Edition, EditionAlias, EditionFile, EditionTerm, Post, PostFile, Site
from reviews.models.columns import address_key, json_column, text_column
from reviews.models.resources import LONGEST_PATH
from reviews.models.terms import LONGEST_TERM
from reviews.reading import is_bundle
from reviews.rendering import Rendered, RenderOptions, render


@dataclass(frozen=True)
class Manuscript:
    """A text on its way to the readers: the post, the source's id, its document, and the page that Hugo makes of it."""

    post: Post
    source_id: int
    document: Document
    page: Page


def publish(site: Site, manuscript: Manuscript) -> Edition:
    """Make the manuscript's text the post's edition: what readers see from its date on."""
    return publish_all(site, [manuscript])[0]


def publish_all(site: Site, manuscripts: list[Manuscript]) -> list[Edition]:
    """The same for many posts in a fixed number of queries. The caller holds the transaction."""
    posts = [manuscript.post.pk for manuscript in manuscripts]
    first = dict(Edition.objects.filter(post__in=posts).values_list("post", "published_at"))
    Edition.objects.filter(post__in=posts).delete()
    editions = [_edition(site, manuscript) for manuscript in manuscripts]
    for edition in editions:
        edition.published_at = first.get(edition.post_id, edition.published_at)
    _give_addresses(editions)
    Edition.objects.bulk_create(editions, batch_size=200)
    _hang_on(editions, manuscripts)
    for manuscript, edition in zip(manuscripts, editions, strict=True):
        manuscript.post.edition = edition
    return editions


def withdraw(posts: Iterable[Post]) -> None:
    """Take the posts' pages from the readers; a page that had to give way to one of them gets its address."""
    ids = [post.pk for post in posts]
    freed = list(Edition.objects.filter(post__in=ids).exclude(url_key=None).values_list("url", flat=True))
    Edition.objects.filter(post__in=ids).delete()
    for post in posts:
        post._state.fields_cache.pop("edition", None)
    for url in freed:
        heir = Edition.objects.filter(url=url, url_key=None).order_by("pk").first()
        if heir is not None:
            Edition.objects.filter(pk=heir.pk).update(url_key=address_key(url))


def render_options(site: Site, page: Page, **more: object) -> RenderOptions:
    """How Hugo would render this page of this site."""
    config = site.hugo
    return RenderOptions(
        markup=config.markup,
        page_url=page.url,
        base_url=config.base_url,
        page_params=page.params,
        site_params=config.params,
        has_cjk_language=config.has_cjk_language,
        summary_length=config.summary_length,
        front_matter_summary=page.summary,
        **more,  # type: ignore[arg-type]
    )


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
    edition.url_key = address_key(page.url) if is_rendered else None
    if page.section:
        edition.section_key = address_key(section_url(config, page.language, page.section))


def _take_words(config: SiteConfig, edition: Edition, page: Page) -> None:
    edition.title = text_column(page.title, 300)
    edition.link_title = text_column(page.link_title or page.title, 300)
    edition.description = text_column(page.description)
    edition.author_names = [text_column(name) for name in page_authors(page)]
    mark = page.params.get("arxiv", "")
    edition.shelf_mark = text_column(str(mark), 40) if isinstance(mark, str | int | float) else ""
    edition.date, edition.lastmod = page.date, page.lastmod
    edition.publish_date = None if config.raw.get("buildfuture") is True else page.publish_date
    edition.expiry_date = None if config.raw.get("buildexpired") is True else page.expiry_date
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
    EditionFile.objects.bulk_create(edition_files(editions), batch_size=500)


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
        for position, term in enumerate(terms[:1000])
    ]


def edition_files(editions: Iterable[Edition]) -> list[EditionFile]:
    """The bundles' files at their addresses: below the page's own, name as it is; a bundle's languages share them."""
    by_folder: dict[str, list[Edition]] = {}
    for edition in editions:
        if is_bundle(edition.path):
            by_folder.setdefault(str(PurePosixPath(edition.path).parent), []).append(edition)
    files = PostFile.objects.filter(folder__in=by_folder)
    return [_file(edition, file) for file in files for edition in by_folder[file.folder]]


def _file(edition: Edition, file: PostFile) -> EditionFile:
    folder = edition.url.rsplit("/", 1)[0]
    return EditionFile(
        edition=edition,
        blob_id=file.blob_id,
        path=file.path,
        name=file.name,
        url_key=address_key(f"{folder}/{file.name}"),
    )


def page_authors(page: Page) -> list[str]:
    """The names in `author` or `authors`: text, a list, or maps with a `name`."""
    names: list[str] = []
    for key in ("authors", "author"):
        value = page.params.get(key)
        for item in value if isinstance(value, list) else [value]:
            name = item.get("name") if isinstance(item, dict) else item
            if isinstance(name, str) and name.strip() and name.strip() not in names:
                names.append(name.strip()[:200])
    return names
