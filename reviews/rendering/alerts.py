"""Quotations that begin with `[!NOTE]` or its like are notes of the author's own, and get a class that says which.

https://gohugo.io/render-hooks/blockquotes/#alerts. No word is added or taken away: without a hook of the site's own
Hugo leaves the sign in the text, and so do we; the style sheet shows a word of the page's language in its place.
"""

import re

KINDS = ("note", "tip", "important", "warning", "caution")
SIGN = re.compile(
    rf"<blockquote((?: lang=\"[^\"]*\")?)>(\n?<p>)(\[!({'|'.join(KINDS)})\][+-]?)"
    r"(?: +([^<\n]+)(?=\n|<br|</p>)|(?=\n|<br|</p>| ))",
    re.IGNORECASE,
)


def with_alerts(html: str) -> str:
    """Sanitised `html` with the classes of alerts on quotations, their signs and their titles."""
    return SIGN.sub(_marked, html)


def _marked(found: re.Match[str]) -> str:
    language, opening, sign, kind, title = found.groups()
    named = f' <span class="alert-title">{title}</span>' if title else ""
    start = f'<blockquote{language} class="alert alert-{kind.lower()}">{opening}'
    return f'{start}<span class="alert-sign">{sign}</span>{named}'
