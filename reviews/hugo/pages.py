"""What Hugo makes of one content file: its kind, dates, terms, parameters and address.

`read_page` does what Hugo 0.168 does between reading a file and rendering it. Differences that stay:
- `:git` dates need the repository and `:fileModTime` the file's time (`modified`); without them they give nothing.
- The dates of a list without dates, and the addresses of terms with an `_index` file of their own, need the whole site:
  see reviews.hugo.site_lists.
  Even there the date of a taxonomy's or a term's list can be another than Hugo's where terms have terms themselves, and
  a section whose permalink holds a date does not take that of its pages.
- The name of a term is the page's own spelling; Hugo shows the spelling of the first page that it met. Terms are NFC.
  For a taxonomy whose plural holds capitals or blanks Hugo makes the term pages, but its `GetTerms` finds none.
- A section without an `_index` file is only known by its path: `:sectionslugs` makes its title by short English rules.
- A page for several languages (`sites.matrix`) is one page here. Pages made by `_content.gotmpl` are none.
- Of two files for one page in different folders (`a b/x.md`, `a-b/x.md`) Hugo takes either by chance.
- Settings of themes and modules are not read; the site's own are.
- Dates keep microseconds, Hugo's nanoseconds.
- HTML and Org files, which Hugo 0.168 refuses unless `security.allowContent` allows them, are a Problem, no error.
"""

from dataclasses import replace
from datetime import datetime

from reviews.hugo.addresses import AddressError, section_url
from reviews.hugo.casts import to_int, to_texts
from reviews.hugo.clashes import Clash, find_clashes
from reviews.hugo.content_path import ContentPath, locate
from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.page import Page, Problem, Term
from reviews.hugo.page_address import taxonomy_url, term_url
from reviews.hugo.page_problems import find_problems, line_of
from reviews.hugo.page_sites import page_language
from reviews.hugo.permalinks import PermalinkError
from reviews.hugo.reading import Reading
from reviews.hugo.site import SiteConfig
from reviews.hugo.site_rules import Ancestors, site_rules

__all__ = ["Clash", "Page", "Problem", "Term", "find_clashes", "read_page", "section_url", "taxonomy_url", "term_url"]


def read_page(
    config: SiteConfig, path: str, document: Document, ancestors: Ancestors = (), *, modified: datetime | None = None
) -> Page:
    """What Hugo makes of the file at `path` (posix, from the site's root).

    `ancestors` are the `_index` documents of its sections with their paths, outermost first (the home page's too).
    `modified` is the file's time, for `:fileModTime`. Raises FrontMatterError where Hugo would fail the build because
    of this page, and ValueError where the path lies in no content folder.
    """
    if document.error is not None:
        raise document.error
    try:
        return _page(_reading(config, locate(config, path), document, ancestors, modified))
    except (AddressError, PermalinkError) as error:
        raise FrontMatterError(f"url: {error}", line_of(document, "url"), 1) from error
    except FrontMatterError as error:
        raise _placed(error, document) from None


def _reading(
    config: SiteConfig, place: ContentPath, document: Document, ancestors: Ancestors, modified: datetime | None
) -> Reading:
    if "sites" in document.front_matter:
        codes = [language.code for language in config.languages]
        place = replace(place, language=page_language(document.front_matter["sites"], place.language, codes))
    rules = site_rules(config, place.language)
    return Reading(rules, place, document, rules.lineage(place, ancestors), modified)


def _placed(error: FrontMatterError, document: Document) -> FrontMatterError:
    """The error with its line; such a message begins with the key that it is about."""
    if error.line:
        return error
    key = error.message.split(" ", 1)[0].rstrip(":")
    line = line_of(document, key)
    return FrontMatterError(error.message, line, 1 if line else 0)


def _page(read: Reading) -> Page:
    build, dates, place, values = read.build, read.dates, read.place, read.values
    read.check_markup()
    terms = read.terms()
    return Page(
        path=place.path,
        logical_path=place.logical,
        kind=read.kind,
        bundle=place.bundle,
        language=place.language,
        section=place.section,
        type=read.text("type") or place.section or "page",
        layout=read.text("layout"),
        title=read.text("title"),
        link_title=read.text("linktitle") or read.text("title"),
        description=read.text("description"),
        summary=read.text("summary"),
        date=dates.date,
        lastmod=dates.lastmod,
        publish_date=dates.publish_date,
        expiry_date=dates.expiry_date,
        draft=read.draft,
        slug=read.slug,
        url="" if build.render == "never" else read.address,
        weight=to_int(values.get("weight")),
        aliases=read.aliases(),
        keywords=tuple(to_texts(values.get("keywords"))),
        terms=terms,
        params=read.params,
        build_list=build.list,
        build_render=build.render,
        headless=build.headless,
        translation_key=read.text("translationkey") or place.logical,
        is_cjk=read.is_cjk,
        problems=find_problems(read.document, place.name.extension, values, read.spoilt, read.config.allowed_content),
    )
