"""What every page has around its own: the site's name, menus, languages, feeds, the foot of the page."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reviews.hugo.addresses import section_url
from reviews.hugo.config_values import as_list, as_mapping, as_text
from reviews.hugo.site import SiteConfig
from reviews.models import Edition, EditionAuthor, Site
from reviews.public.addresses import absolute, feed_links, own_url
from reviews.public.icons import icons
from reviews.public.menus import site_menus
from reviews.public.nodes import Node
from reviews.public.outline import outline_of
from reviews.public.standing import kept_for

Context = dict[str, Any]
MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((\S+?)\)")
CREATIVE_COMMONS = re.compile(r"CC[ -](BY(?:-(?:NC|ND|SA))*)[ -](\d\.\d)", re.IGNORECASE)


def site_frame(site: Site, language: str) -> Context:
    """What all pages of one language share: worked out once for as long as the site stands as it does."""
    kept = kept_for(site)
    if f"frame {language}" not in kept:
        kept[f"frame {language}"] = _site_frame(site, language)
    found: Context = kept[f"frame {language}"]
    return found


def _site_frame(site: Site, language: str) -> Context:
    config = site.hugo.for_language(language)
    home = section_url(site.hugo, language, "")
    menus, front = site_menus(site, language), outline_of(site).by_place.get((language, "/"))
    own = {f"{name}_url": own_url(site.hugo, language, name) for name in ("archive", "authors", "search")}
    if not EditionAuthor.objects.filter(language=language, edition__in=Edition.objects.live()).exists():
        own["authors_url"] = ""
    return {
        "site": {
            "title": site.hugo.language(language).title or site.hugo.title,
            "description": as_text(config.params.get("description")),
            "copyright": with_links(as_text(config.raw.get("copyright"))),
        },
        "language": site.hugo.language(language),
        "LANGUAGE_CODE": language,
        "home_url": home,
        "main_menu": menus.get("main", []),
        "social": menus.get("social") or _social_icons(config),
        "foot_menu": menus.get("footer") or menus.get("foot") or [],
        "feed_url": front.feed_url if front else "",
        "feeds": _feeds(site, language, front) if front else [],
        "icons": icons(site, language),
        **own,
    }


def _feeds(site: Site, language: str, front: Node) -> list[dict[str, str]]:
    return feed_links(site.hugo.language(language).title or site.hugo.title, "", front.stem, front.feed_url)


def frame(request: HttpRequest, site: Site, language: str, url: str, versions: dict[str, str]) -> Context:
    """What a page has of one language. `versions`: this page's address in each language that has it."""
    kept, name = kept_for(site), f"frame {language}"
    if name not in kept:
        kept[name] = site_frame(site, language)
    shared: Context = kept[name]
    return {
        **shared,
        "menu": [_with_current(item, url) for item in shared["main_menu"]],
        "foot": [_with_current(item, url) for item in shared["foot_menu"]],
        "has_search_in_menu": any(item["url"] == shared["search_url"] for item in shared["main_menu"]),
        "languages": _languages(site, language, versions),
        "hreflang": hreflang(site, versions),
        "canonical_url": absolute(url),
        "page_url": url,
    }


def _languages(site: Site, language: str, versions: dict[str, str]) -> list[Context]:
    active = [each for each in site.hugo.languages if not each.disabled]
    return [
        {
            "code": each.code,
            "label": each.label or each.code,
            "url": versions.get(each.code) or section_url(site.hugo, each.code, ""),
            "is_same_page": each.code in versions,
            "current": each.code == language,
        }
        for each in active
    ]


def hreflang(site: Site, versions: dict[str, str]) -> list[Context]:
    """The page's languages for search engines, itself among them, and the one for everybody else."""
    if len(versions) < 2:
        return []
    found = [{"code": code, "url": absolute(url)} for code, url in sorted(versions.items())]
    default = versions.get(site.hugo.default_language)
    return [*found, {"code": "x-default", "url": absolute(default)}] if default else found


def _social_icons(config: SiteConfig) -> list[Context]:
    """Where else the people of the site are, as themes have it in `params.socialIcons`."""
    given = [as_mapping(each) for each in as_list(config.params.get("socialicons"))]
    rows = [{"name": as_text(each.get("title") or each.get("name")), "url": as_text(each.get("url"))} for each in given]
    return [row for row in rows if row["name"] and row["url"].startswith(("/", "https://", "http://", "mailto:"))]


def _with_current(item: Context, url: str) -> Context:
    return {
        **item,
        "current": item["url"] == url,
        "children": [_with_current(each, url) for each in item.get("children", [])],
    }


def licence(config: SiteConfig, language: str, params: Context) -> Context | None:
    """What a text may be used for: `license` (or `licence`) of the page, else of the site; `false` says nothing."""
    of_site = config.for_language(language).params
    article = as_mapping(of_site.get("article"))
    of_theme = as_mapping(article.get("license"))
    places = [params.get("license"), params.get("licence"), of_site.get("license"), of_site.get("licence")]
    given = next(
        (each for each in places if each is not None), of_theme.get("default") if of_theme.get("enabled") else None
    )
    table = as_mapping(given)
    name = as_text(table.get("name") or table.get("title")) if table else given
    if not isinstance(name, str) or not name.strip():
        return None
    link = MARKDOWN_LINK.search(name)  # themes have it in Markdown: "Licensed under [CC BY 4.0](https://...)"
    if link:
        return {"name": link[1], "url": _web(link[2]) or _deed(link[1])}
    return {"name": name.strip(), "url": _web(as_text(table.get("url"))) or _deed(name)}


def with_links(text: str) -> SafeString:
    """A line as HTML; links in it may be Markdown's, as themes have it in `copyright`."""
    position, pieces = 0, []
    for found in MARKDOWN_LINK.finditer(text):
        pieces.append(escape(unescape(text[position : found.start()])))
        url = _web(found[2])
        pieces.append(format_html('<a href="{}">{}</a>', url, found[1]) if url else escape(found[1]))
        position = found.end()
    return mark_safe("".join([*pieces, escape(unescape(text[position:]))]))  # noqa: S308 each piece is escaped


def _web(url: str) -> str:
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~") if url.startswith(("https://", "http://", "/")) else ""


def _deed(name: str) -> str:
    found = CREATIVE_COMMONS.search(name)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""
