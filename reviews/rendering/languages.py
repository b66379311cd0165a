"""Which names after a code fence Hugo's highlighter knows, and who highlights them here.

`languages.txt` holds Hugo's answers (tests/bench/chroma_languages.py asks): names, known in any case, then patterns of
file names, known as they are.
"""

import re
from fnmatch import translate
from functools import cache, lru_cache
from pathlib import Path

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename  # type: ignore[import-untyped]
from pygments.lexers.special import TextLexer  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

# What Pygments has under another name than Chroma.
ALIASES = {
    "go-html-template": "html+django",
    "go-text-template": "django",
    "go-template": "django",
    "jsonc": "json",
    "hugo": "html+django",
}
LONGEST_NAME = 100


@lru_cache(maxsize=512)
def lexer_of(language: str) -> Lexer | None:
    """The lexer for `language`; None where Hugo highlights nothing, plain text where only Hugo knows the language."""
    if not is_known(language):
        return None
    name = language.lower()
    for find, asked in ((get_lexer_by_name, ALIASES.get(name, name)), (get_lexer_for_filename, f"file.{language}")):
        try:
            return find(asked, stripnl=False, ensurenl=False)
        except ClassNotFound:
            continue
    return TextLexer(stripnl=False, ensurenl=False)


def is_known(language: str) -> bool:
    """Whether Hugo highlights code in `language`: a name in any case, a file name, or a file name's ending."""
    if not language or len(language) > LONGEST_NAME:
        return False
    names, patterns = _known()
    return language.lower() in names or any(patterns.match(name) for name in (language, f"file.{language}"))


@cache
def _known() -> tuple[frozenset[str], re.Pattern[str]]:
    names, patterns = (Path(__file__).parent / "languages.txt").read_text("utf-8").split("\n\n")
    return frozenset(names.split("\n")), re.compile("|".join(translate(each) for each in patterns.split()))
