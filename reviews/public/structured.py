"""Pages for search engines: schema.org as JSON-LD. https://schema.org/Article, https://schema.org/Review"""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from reviews.models import Edition
from reviews.public.addresses import absolute
from reviews.public.record import paper_facts

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(data: dict[str, Any]) -> SafeString:
    """`data` as the content of a script element that no value can close."""
    kept = {key: value for key, value in data.items() if value}
    return mark_safe(json.dumps(kept, ensure_ascii=False).translate(_ESCAPES))


def article(edition: Edition, site: dict[str, Any], image: str, words: int, keywords: list[str]) -> dict[str, Any]:
    """The post; a Review where the front matter names the paper."""
    reviewed = paper(edition.params)
    return {
        "@context": "https://schema.org",
        "@type": ["Review", "Article"] if reviewed else "Article",
        "headline": edition.title,
        "description": edition.description,
        "inLanguage": edition.language,
        "url": absolute(edition.url),
        "mainEntityOfPage": absolute(edition.url),
        "datePublished": edition.date.isoformat() if edition.date else "",
        "dateModified": edition.lastmod.isoformat() if edition.lastmod else "",
        "author": [{"@type": "Person", "name": name} for name in edition.author_names],
        "publisher": {"@type": "Organization", "name": site["title"]} if site["title"] else None,
        "image": image,
        "keywords": keywords,
        "wordCount": words,
        "itemReviewed": reviewed,
    }


def paper(params: dict[str, Any]) -> dict[str, Any] | None:
    """The reviewed paper, if its title, arXiv number or DOI is given."""
    facts = paper_facts(params)
    if not {"paper", "arxiv", "doi"} & set(facts):
        return None
    addresses = [f"https://arxiv.org/abs/{facts['arxiv']}"] if "arxiv" in facts else []
    addresses += [f"https://doi.org/{facts['doi']}"] if "doi" in facts else []
    found: dict[str, Any] = {
        "@type": "ScholarlyArticle",
        "name": facts.get("paper") or facts.get("arxiv") or facts.get("doi"),
        "sameAs": addresses,
        "datePublished": facts.get("year"),
        "isPartOf": {"@type": "Periodical", "name": facts["venue"]} if "venue" in facts else None,
        "author": [{"@type": "Person", "name": name} for name in facts.get("paper_authors", "").split(", ") if name],
    }
    return {key: value for key, value in found.items() if value}
