"""A limit to how deep HTML may nest, for parsers slow down with depth. Deeper tags go, their text stays."""

import re

DEEPEST = 200
MOST_OPEN_MARKS = 20
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*+)>""")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
# Their end tags may be left out, and each ends the one before it.
SELF_ENDING = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup rt rp colgroup".split())  # noqa: SIM905
# A parser opens these again in each block after them until they are closed.
MARKS = frozenset("a b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905


def flattened(html: str) -> str:
    """`html` without the tags that open below the limit. Text that holds few tags is given back as it is."""
    if html.count("<") <= MOST_OPEN_MARKS:
        return html
    opened: dict[str, int] = {}
    dropped: dict[str, int] = {}
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        closing, name = found[1], found[2].lower()
        if name in VOID or name in SELF_ENDING:
            return found[0]
        if closing:
            if dropped.get(name):
                dropped[name] -= 1
                return ""
            if opened.get(name):
                opened[name] -= 1
                depth -= 1
            return found[0]
        if depth >= DEEPEST or (name in MARKS and opened.get(name, 0) >= MOST_OPEN_MARKS):
            dropped[name] = dropped.get(name, 0) + 1
            return ""
        opened[name] = opened.get(name, 0) + 1
        depth += 1
        return found[0]

    return TAG.sub(keep, html)
