"""The manner in which a piece of TOML is written, so that what is added looks like what is there."""

import re
from collections.abc import Callable, Sequence

from reviews.hugo.brackets import Brackets
from reviews.hugo.toml_scan import Pair
from reviews.hugo.toml_write import Style

_QUOTE = re.compile(r'"""|\'\'\'|"|\'')

FindItems = Callable[[int, int], Brackets]


def of_value(find_items: FindItems, text: str, start: int, end: int, newline: str) -> Style:
    """The style of the value at a span."""
    if text.startswith("[", start):
        return of_array(find_items(start, end), newline)
    quote = _QUOTE.match(text, start)
    if quote is None:
        return Style(newline=newline)
    return Style(quote[0], text.startswith(("\n", "\r"), quote.end()), newline=newline)


def of_array(array: Brackets, newline: str) -> Style:
    """The layout of an array, and the quote of its strings."""
    quote = of_items(array)
    first = array.items[0] if array.items else None
    return Style(
        quote.quote if quote else '"',
        indent=array.indent_of(first.start) if first else None,
        closing_indent=array.indent_of(array.closer) or "",
        comma_at_end=bool(array.items) and array.items[-1].comma >= 0,
        newline=newline,
    )


def of_items(array: Brackets) -> Style | None:
    """The quote of the array's strings; None where it has none."""
    quotes = (_QUOTE.match(array.text, item.start) for item in reversed(array.items))
    return next((Style(quote[0][0]) for quote in quotes if quote), None)


def of_pairs(find_items: FindItems, text: str, neighbours: Sequence[Pair], newline: str) -> Style:
    """The quote that the neighbours prefer, and the layout of the nearest list among them."""
    quotes = [text[pair.value_start] for pair in neighbours if text[pair.value_start] in "\"'"]
    quote = "'" if quotes.count("'") > len(quotes) / 2 else '"'
    for pair in neighbours:
        if text[pair.value_start] == "[" and pair.value_end - pair.value_start > 2:
            layout = of_array(find_items(pair.value_start, pair.value_end), newline)
            return Style(quote, False, layout.indent, layout.closing_indent, layout.comma_at_end, newline)
    return Style(quote, newline=newline)


def key_and_sign(text: str, neighbours: Sequence[Pair], key: str) -> str:
    """`key = ` with the indent and the blanks of the neighbours; aligned where they all are."""
    if not neighbours:
        return f"{key} = "
    nearest = neighbours[0]
    before, _, after = text[nearest.key_end : nearest.value_start].partition("=")
    columns = {text.index("=", pair.key_end) - pair.key_start for pair in neighbours}
    lengths = {pair.key_end - pair.key_start for pair in neighbours}
    indent = text[nearest.start : nearest.key_start]
    if len(columns) == 1 and len(lengths) > 1:
        return f"{indent}{key.ljust(min(columns) - 1)} ={after}"
    return f"{indent}{key}{' ' if before else ''}={' ' if after else ''}"
