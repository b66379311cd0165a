"""How a post is cited: BibTeX, APA, CSL-JSON, from plain values. No Django."""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from reviews.hugo.go_dates import month_name

_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What is cited."""

    title: str
    authors: tuple[str, ...]
    date: datetime | None
    container: str
    url: str
    language: str


def bibtex(work: Work) -> str:
    """A BibTeX entry (UTF-8, as biber and today's BibTeX styles read it)."""
    fields = {
        "author": " and ".join(_braced(author) for author in work.authors),
        "title": f"{{{_tex(work.title)}}}",
        "howpublished": _tex(work.container),
        "year": str(work.date.year) if work.date else "",
        "month": month_name(work.date)[:3].lower() if work.date else "",
        "url": re.sub(r"[{}\\\s]", "", work.url),
        "language": work.language,
    }
    bare = {"month"}
    rows = [f"  {name} = {value if name in bare else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@misc{{{_key(work)},\n" + ",\n".join(rows) + "\n}"


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)


def _braced(author: str) -> str:
    """A name that is not two words of Latin letters stands in braces, so that no style turns it around."""
    return _tex(author) if _given_and_family(author) else f"{{{_tex(author)}}}"


def _key(work: Work) -> str:
    """First author, year, first long word of the title, as far as they are ASCII; else of the address."""
    pair = _given_and_family(work.authors[0]) if work.authors else None
    slug = work.url.rstrip("/").rsplit("/", 1)[-1]
    words = [
        _ascii(pair[1]) if pair else "",
        str(work.date.year) if work.date else "",
        _ascii(work.title) or _ascii(slug),
    ]
    return "".join(words).lower()[:60] or "post"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return next((word for word in re.findall(r"[A-Za-z0-9]+", plain) if len(word) > 2), "")


@lru_cache(maxsize=500)
def _given_and_family(name: str) -> tuple[str, str] | None:
    parts = name.split()
    is_latin = all(unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())
    return (" ".join(parts[:-1]), parts[-1]) if len(parts) > 1 and is_latin else None


def apa(work: Work) -> str:
    """A reference in the style of the APA's manual, 7th edition: blog post."""
    date = f"{work.date.year}, {month_name(work.date)} {work.date.day}" if work.date else "n.d."
    names = [_apa_name(name) for name in work.authors]
    joined = ", ".join(names[:-1]) + ", & " + names[-1] if len(names) > 1 else "".join(names)
    title = work.title.rstrip(".")
    if not joined:
        return f"{title}. ({date}). {work.container}. {work.url}"
    return f"{joined.rstrip('.')}. ({date}). {title}. {work.container}. {work.url}"


def _apa_name(name: str) -> str:
    pair = _given_and_family(name)
    if pair is None:
        return name
    initials = " ".join(f"{part[0].upper()}." for part in pair[0].split())
    return f"{pair[1]}, {initials}"


def csl_json(work: Work) -> str:
    """One item of CSL-JSON, as reference managers import it. https://citeproc-js.readthedocs.io/"""
    item = {
        "id": _key(work),
        "type": "post-weblog",
        "title": work.title,
        "author": [_csl_name(author) for author in work.authors],
        "container-title": work.container,
        "issued": {"date-parts": [[work.date.year, work.date.month, work.date.day]]} if work.date else None,
        "URL": work.url,
        "language": work.language,
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)


def _csl_name(name: str) -> dict[str, str]:
    pair = _given_and_family(name)
    return {"family": pair[1], "given": pair[0]} if pair else {"literal": name}
