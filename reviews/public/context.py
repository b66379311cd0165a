"""What the readers' templates get to show."""

import re
from typing import Any

from django.core.paginator import Page as PagerPage
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from reviews.hugo.addresses import section_url
from reviews.hugo.config_values import as_list, as_mapping, as_text
from reviews.hugo.terms import path_key
from reviews.models import Edition, EditionText, Site
from reviews.pictures import copies
from reviews.public.addresses import absolute, author_url, feed_links
from reviews.public.beside import Beside, kept_beside
from reviews.public.cards import card_url
from reviews.public.citing import Work, apa, bibtex, csl_json
from reviews.public.covers import named_cover
from reviews.public.frame import Context, frame, licence
from reviews.public.leaves import Leaf
from reviews.public.lists import PageList, page_links
from reviews.public.outline import outline_of
from reviews.public.record import paper_record
from reviews.public.structured import article, script
from reviews.public.thumbnails import srcset, thumbnails
from reviews.public.topics import topics, topics_of
from reviews.typesetting import text_of

# A caption that brings its own number: "Figure 3: ...", "그림 3. ..."
NUMBERED = re.compile(
    r"<figcaption[^>]*?(?:>|data-caption=\")\s*(?:<[^>]+>\s*)*(?:fig(?:ure)?\.?|그림|표|table)\s*\d", re.I
)

EXCERPT = 60  # words of the front page's first text
ELLIPSIS = re.compile(r"(?P<closed>(?:\s*</\w+>)+)(?P<opened>(?:\s*<\w[^>]*>)*)\s*…(?P<end>(?:</\w+>)*)$")
FEW_TERMS, FEW_PAGES = 11, 3  # up to which the list of terms says all that a cloud would


def post_context(request: HttpRequest, site: Site, edition: Edition) -> Context:
    """A page's own text and what leads on from it."""
    text, around = text_of(site, edition), kept_beside(site, edition)
    versions = {edition.language: edition.url} | {each.language: each.url for each in around.translations}
    framed = frame(request, site, edition.language, edition.url, versions)
    return {
        **framed,
        **_leads(site, edition, around),
        **_picture(edition, around),
        "page_title": edition.title,
        "page_description": edition.description,
        "edition": edition,
        "text": text,
        "record": paper_record(edition.params, edition.language),
        "parent": _above(site, edition.language, edition.parent) if not edition.is_apart else None,
        "links": named_links(edition.params),
        "licence": licence(site.hugo, edition.language, edition.params),
        "is_article": not edition.is_apart and edition.kind == "page" and edition.date is not None,
        "numbers": numbers(edition, text),
        "citations": citations(edition, framed["site"]["title"]),
        "structured": structured(edition, framed["site"], text, around),
    }


def _leads(site: Site, edition: Edition, around: Beside) -> Context:
    before, after = around.series_turn(edition.pk)
    if (before or around.previous, after or around.next) == (around.previous, around.next):
        before = after = None  # the pages before and after stand below already
    return {
        "has_categories": any(term.group == "categories" for term in around.terms),
        "terms": term_groups([(term.group, term.title, term.url) for term in around.terms]),
        "authors": authors(site, edition, around.terms),
        "translations": [
            {
                "language": each.language,
                "label": site.hugo.language(each.language).label or each.language,
                "url": each.url,
            }
            for each in around.translations
        ],
        "series_items": [{"leaf": part, "current": part.pk == edition.pk} for part in around.series],
        "series_previous": before,
        "series_next": after,
        "previous": around.previous,
        "next": around.next,
        "related": around.related,
    }


def named_links(params: Context) -> list[Context]:
    """The sites that a page of links names in its front matter, as themes have it: title, description, url."""
    found = []
    for each in map(as_mapping, as_list(params.get("links"))):
        url = as_text(each.get("website") or each.get("url"))
        if url.startswith(("https://", "http://")):
            found.append(
                {
                    "title": as_text(each.get("title")) or url,
                    "description": as_text(each.get("description")),
                    "url": url,
                }
            )
    return found


def authors(site: Site, edition: Edition, terms: list[Leaf]) -> list[Context]:
    """The names that a page is signed with, each with its page."""
    return [
        {"name": name, "url": author_url(site.hugo, edition.language, name, terms)} for name in edition.author_names
    ]


def _picture(edition: Edition, around: Beside) -> Context:
    """The cover, and what stands for the page where it is shared: the cover, else a drawn card."""
    _name, alt, caption = named_cover(edition.params)
    cover = {"url": around.cover, "alt": alt, "caption": caption, **_copies(around)} if around.cover else None
    shared = around.cover or card_url(edition)
    return {"cover": cover, "card_url": absolute(shared) if shared else ""}


def _copies(around: Beside) -> Context:
    """The cover's size and its narrower copies."""
    blob = around.cover_blob
    if blob is None or not blob.width:
        return {}
    choices = srcset(around.cover, blob, copies(blob, blob.sha256))
    return {"width": blob.width, "height": blob.height, "srcset": choices}


def numbers(edition: Edition, text: EditionText) -> bool:
    """Whether the style sheet counts figures: not where captions do it, nor where the front matter says no."""
    return edition.params.get("numbered") is not False and not NUMBERED.search(text.html)


def citations(edition: Edition, container: str) -> list[Context]:
    """The post as others cite it, in the forms that reference managers read."""
    if edition.date is None or edition.is_apart or not edition.title:
        return []
    url = absolute(edition.url)
    work = Work(edition.title, tuple(edition.author_names), edition.date, container, url, edition.language)
    return [
        {"name": "BibTeX", "key": "bib", "text": bibtex(work)},
        {"name": "APA", "key": "apa", "text": apa(work)},
        {"name": "CSL-JSON", "key": "csl", "text": csl_json(work)},
    ]


def structured(edition: Edition, of_site: Context, text: EditionText, around: Beside) -> str:
    """The page for search engines."""
    words = [term.title for term in around.terms if term.group in ("tags", "categories")]
    image = around.cover or card_url(edition)
    return script(article(edition, of_site, absolute(image) if image else "", text.word_count, words))


def term_groups(terms: list[tuple[str, str, str]]) -> list[Context]:
    """Terms given as (taxonomy, name, url), by taxonomy."""
    labels = {"tags": _("Tags"), "categories": _("Categories"), "series": _("Series"), "authors": _("Authors")}
    groups: dict[str, list[Context]] = {}
    for taxonomy, name, url in terms:
        groups.setdefault(taxonomy, []).append({"name": name, "url": url})
    return [
        {"plural": plural, "label": labels.get(plural, plural.capitalize()), "items": items}
        for plural, items in groups.items()
    ]


def list_context(request: HttpRequest, site: Site, found: PageList, page: "PagerPage[Edition] | None") -> Context:
    """A list's entries on one of its pages."""
    versions = {found.language: found.url}
    if found.kind == "home":
        versions = {
            each.code: section_url(site.hugo, each.code, "") for each in site.hugo.languages if not each.disabled
        }
    is_front = found.kind == "home" and (page is None or page.number == 1)
    entries = list(page.object_list) if page is not None else []
    covers = thumbnails(site.hugo, entries)
    lead = entries.pop(0) if is_front and entries else None
    lead_text = text_of(site, lead) if lead else None
    framed = frame(request, site, found.language, found.url, versions)
    of_list = found.heading if found.kind != "home" else ""
    return {
        **framed,
        "feeds": feed_links(framed["site"]["title"], of_list, found.folder, found.feed_url),
        "page_title": found.heading if found.kind != "home" else "",
        "page_description": found.head.description if found.head else "",
        "feed_url": found.feed_url,
        "heading": found.heading,
        "parent": _parent(site, found),
        "intro_html": text_of(site, found.head).html if found.head else "",
        "rows": [{"entry": each, "cover": covers.get(each.pk)} for each in entries],
        "lead": lead,
        "lead_cover": covers.get(lead.pk) if lead else None,
        "lead_text": lead_text,
        "lead_excerpt": excerpt(lead_text.summary) if lead_text else "",
        "lead_authors": authors(site, lead, []) if lead else [],
        "topics": _topics(site, found, is_front),
        "is_home": found.kind == "home",
        "is_list": True,
        "kind": found.kind,
        "terms": cloud(found.terms),
        "is_cloud": len(found.terms) > FEW_TERMS and max(term["count"] for term in found.terms) > FEW_PAGES,
        "page_obj": page,
        **_pager(site, found, page),
    }


def _topics(site: Site, found: PageList, is_front: bool) -> list[Context]:
    """The front page shows the fullest terms with their newest pages, a taxonomy all, where they are few."""
    if found.kind == "taxonomy" and found.node is not None and len(found.terms) <= FEW_TERMS:
        return topics_of(site, found.node.plural, found.language, FEW_TERMS)
    return topics(site, found.language) if is_front else []


def excerpt(html: str) -> str:
    """The first words of a text; the ellipsis stands in its last paragraph, not behind it."""
    return ELLIPSIS.sub(_inside, Truncator(html).words(EXCERPT, html=True, truncate=" …"))


def _inside(found: re.Match[str]) -> str:
    """What was opened for the ellipsis alone goes."""
    opened = found["opened"].count("<")
    return f" …{found['closed']}{''.join(re.findall('</[^>]*>', found['end'])[opened:])}"


def cloud(terms: Any) -> list[Context]:
    """Terms with a size from 1 to 5: each doubling of the pages that have them is a size."""
    return [{**term, "size": min(max(int(term["count"]), 1).bit_length(), 5)} for term in terms]


def _parent(site: Site, found: PageList) -> Context | None:
    """The list above a term's or a section's: the taxonomy, the section around."""
    if found.node is None or found.kind not in ("term", "section"):
        return None
    path = f"/{path_key(found.node.plural)}" if found.kind == "term" else found.node.path.rpartition("/")[0]
    return _above(site, found.language, path)


def _above(site: Site, language: str, path: str) -> Context | None:
    """The list at a logical path, as what stands below leads to it."""
    above = outline_of(site).by_place.get((language, path)) if path else None
    return {"name": above.link_title or above.title, "url": above.url} if above and above.has_page else None


def _pager(site: Site, found: PageList, page: "PagerPage[Edition] | None") -> Context:
    def address(number: int) -> str:
        return found.page_url(site, number)

    return {
        "page_links": page_links(page, address) if page else [],
        "previous_url": address(page.number - 1) if page and page.has_previous() else "",
        "next_url": address(page.number + 1) if page and page.has_next() else "",
    }
