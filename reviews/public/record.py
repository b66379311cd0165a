"""The reviewed paper's facts, as far as the front matter names them."""

import re
from typing import Any

from django.utils.translation import gettext_lazy

from reviews.models.edition import foreign

Context = dict[str, Any]

# Front matter key, label, and how a bare value becomes a link.
RECORD = (
    ("paper", gettext_lazy("Paper"), "{}"),
    ("paper_authors", gettext_lazy("Paper's authors"), ""),
    ("venue", gettext_lazy("Venue"), ""),
    ("year", gettext_lazy("Year"), ""),
    ("arxiv", gettext_lazy("arXiv"), "https://arxiv.org/abs/{}"),
    ("doi", gettext_lazy("DOI"), "https://doi.org/{}"),
    ("code", gettext_lazy("Code"), "{}"),
)
DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", re.IGNORECASE)
ARXIV = re.compile(r"^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:)\s*", re.IGNORECASE)
PREFIXES = {"doi": DOI, "arxiv": ARXIV}


def paper_facts(params: Context) -> dict[str, str]:
    """The values of the record by key, as text; identifiers without what is the same for all."""
    facts = {}
    for key, _, _ in RECORD:
        value = _text(params.get(key))
        if value:
            facts[key] = PREFIXES[key].sub("", value) if key in PREFIXES else value
    return facts


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(each.strip() for each in value if isinstance(each, str))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a year out of JSON, where every number is one with a point
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def paper_record(params: Context, language: str) -> list[Context]:
    """The rows of the record: key, label, value, address, and the language of the paper's title."""
    facts = paper_facts(params)
    if facts.get("year", "-") in facts.get("venue", ""):
        facts.pop("year", None)  # "ICLR 2022" says it
    return [_row(key, str(label), link, facts[key], language) for key, label, link in RECORD if key in facts]


def _row(key: str, label: str, link: str, value: str, language: str) -> Context:
    url = link.format(value) if link else ""
    is_address = url.startswith(("https://", "http://"))
    spoken = foreign(language, value) if key in ("paper", "paper_authors") else ""
    shown = re.sub(r"^https?://(?:www\.)?(?:github\.com/)?", "", value).rstrip("/") if key == "code" else value
    return {"key": key, "label": label, "value": shown, "url": url if is_address else "", "language": spoken}
