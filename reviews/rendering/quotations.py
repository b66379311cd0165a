"""Quotations in another language than their page's carry it, so that they are read out and set as what they are."""

import re
from collections.abc import Callable

from reviews.rendering.characters import escape

# Sanitised HTML: no attribute holds `<` or `>`. A quotation inside another goes with it.
QUOTATION = re.compile(r"<blockquote>([^<]*(?:<(?!/?blockquote\b)[^<]*)*)</blockquote>")
TAG = re.compile(r"<[^>]*>")


def with_languages(html: str, language_of: Callable[[str], str]) -> str:
    """`html` with `lang` on quotations to whose text `language_of` gives one."""

    def marked(found: re.Match[str]) -> str:
        language = language_of(TAG.sub("", found[1]).strip())
        return f'<blockquote lang="{escape(language)}">{found[1]}</blockquote>' if language else found[0]

    return QUOTATION.sub(marked, html)
