"""What the readers' templates get to show."""

from typing import Any

from django.core.paginator import Page as PagerPage
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.hugo.addresses import section_url
from reviews.models import Edition, EditionTerm, Site, SiteFile
from reviews.models.columns import address_key
from reviews.models.edition import foreign
from reviews.public.feeds import absolute
from reviews.public.lists import PageList, sections, term_counts

Context = dict[str, Any]

# The reviewed paper's facts: front matter key, label, and how a bare value becomes a link.
RECORD = (
    ("paper", gettext_lazy("Paper"), "{}"),
    ("venue", gettext_lazy("Venue"), ""),
    ("year", gettext_lazy("Year"), ""),
    ("arxiv", gettext_lazy("arXiv"), "https://arxiv.org/abs/{}"),
    ("doi", gettext_lazy("DOI"), "https://doi.org/{}"),
    ("code", gettext_lazy("Code"), "{}"),
)


def _frame(request: HttpRequest, site: Site, language: str, url: str, versions: dict[str, str]) -> Context:
    """What every page has. `versions`: this page's address in each language that has it."""
    config = site.hugo
    home = section_url(config, language, "")
    active = [each for each in config.languages if not each.disabled]
    return {
        "site": {"title": config.language(language).title or config.title, "description": _description(site, language)},
        "language": config.language(language),
        "LANGUAGE_CODE": language,
        "languages": [
            {
                "code": each.code,
                "label": each.label or each.code,
                "url": versions.get(each.code) or section_url(config, each.code, ""),
                "current": each.code == language,
            }
            for each in active
        ],
        "home_url": home,
        "menu": menu(site, language, url),
        "feed_url": f"{home.rstrip('/')}/index.xml",
        "canonical_url": absolute(url),
        "icon_url": _icon(site),
    }


def _description(site: Site, language: str) -> str:
    value = site.hugo.for_language(language).params.get("description", "")
    return value if isinstance(value, str) else ""


def menu(site: Site, language: str, url: str) -> list[Context]:
    """The main menu as configured, else the sections."""
    entries = site.hugo.for_language(language).menus.get("main")
    found = [_menu_item(site, language, entry) for entry in entries or [] if isinstance(entry, dict)]
    items = [
        item
        for item in sorted(found, key=lambda item: item["weight"])
        if item["url"].startswith(("/", "https://", "http://"))
    ]
    return [{**item, "current": item["url"] == url} for item in items or sections(site.hugo, language)]


def _menu_item(site: Site, language: str, entry: Context) -> Context:
    """One configured entry; a bare `pageRef` is the page's address in this language."""
    reference = str(entry.get("pageref") or "")
    target = str(entry.get("url") or (section_url(site.hugo, language, reference) if reference else ""))
    weight = entry.get("weight")
    name = str(entry.get("name") or entry.get("identifier") or reference or target)
    return {"name": name, "url": target, "weight": weight if isinstance(weight, int) and weight else 10**6}


def _icon(site: Site) -> str:
    """The site's own icon, where `static/` has one."""
    rows = SiteFile.objects.filter(url_key__in=[address_key(f"/favicon.{kind}") for kind in ("svg", "png", "ico")])
    return rows.values_list("url", flat=True).order_by("-url").first() or ""


def post_context(request: HttpRequest, site: Site, edition: Edition) -> Context:
    """A page's own text and what leads on from it."""
    translations = _translations(site, edition)
    versions = {each["language"]: each["url"] for each in translations}
    return {
        **_frame(request, site, edition.language, edition.url, versions),
        "page_title": edition.title,
        "page_description": edition.description,
        "edition": edition,
        "terms": term_groups([(row.taxonomy, row.name, row.url) for row in edition.terms.all()]),
        "translations": translations,
        "record": paper_record(edition.params, edition.language),
        "series_items": _series(edition),
        **_neighbours(edition),
    }


def _translations(site: Site, edition: Edition) -> list[Context]:
    others = (
        Edition.objects.live().filter(translation_key=edition.translation_key, kind=edition.kind).exclude(pk=edition.pk)
    )
    if not edition.translation_key:
        return []
    rows = others.values_list("language", "url")
    return [{"language": code, "label": site.hugo.language(code).label or code, "url": url} for code, url in rows]


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


def paper_record(params: Context, language: str) -> list[Context]:
    """The reviewed paper's facts, as far as the front matter names them."""
    rows = []
    for key, label, link in RECORD:
        value = params.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            rows.append(_record_row(key, str(label), link, str(value).strip(), language))
    return rows


def _record_row(key: str, label: str, link: str, value: str, language: str) -> Context:
    url = link.format(value) if link else ""
    is_address = url.startswith(("https://", "http://"))
    spoken = foreign(language, value) if key == "paper" else ""
    return {"key": key, "label": label, "value": value, "url": url if is_address else "", "language": spoken}


def _series(edition: Edition) -> list[Context]:
    row = next((term for term in edition.terms.all() if term.taxonomy == "series"), None)
    if row is None:
        return []
    inside = EditionTerm.objects.filter(taxonomy="series", key=row.key, language=edition.language).values("edition")
    parts = Edition.objects.live().listed().filter(pk__in=inside).order_by("sort_date", "pk")[:50]
    return [{"title": part.link_title, "url": part.url, "current": part.pk == edition.pk} for part in parts]


def _neighbours(edition: Edition) -> Context:
    same = (
        Edition.objects.live()
        .listed()
        .filter(language=edition.language, section=edition.section)
        .exclude(pk=edition.pk)
    )
    if edition.date is None or not edition.section:
        return {"previous": None, "next": None}
    return {
        "previous": same.filter(sort_date__lte=edition.sort_date).first(),
        "next": same.filter(sort_date__gt=edition.sort_date).order_by("sort_date", "id").first(),
    }


def list_context(request: HttpRequest, site: Site, found: PageList, page: "PagerPage[Edition] | None") -> Context:
    """A list's entries on one of its pages."""
    versions = (
        {home.code: section_url(site.hugo, home.code, "") for home in site.hugo.languages}
        if found.kind == "home"
        else {}
    )
    is_front = found.kind == "home" and (page is None or page.number == 1)
    entries = list(page.object_list) if page is not None else []
    return {
        **_frame(request, site, found.language, found.url, versions),
        "page_title": found.heading if found.kind != "home" else "",
        "page_description": found.head.description if found.head else "",
        "feed_url": found.feed_url,
        "heading": found.heading,
        "intro_html": found.head.html if found.head else "",
        "entries": entries[1:] if is_front else entries,
        "lead": entries[0] if is_front and entries else None,
        "topics": term_counts("categories", found.language, 6) or term_counts("tags", found.language, 6)
        if is_front
        else [],
        "is_home": found.kind == "home",
        "terms": found.terms,
        "page_obj": page,
        **_pager(found, page),
    }


def _pager(found: PageList, page: "PagerPage[Edition] | None") -> Context:
    def address(number: int) -> str:
        return found.url if number == 1 else f"{found.url}page/{number}/"

    return {
        "previous_url": address(page.number - 1) if page and page.has_previous() else "",
        "next_url": address(page.number + 1) if page and page.has_next() else "",
    }
