"""How many random bodies come out as real Hugo renders them, under many `markup` configurations.

    python tests/bench/fuzz_rendering.py [--count N] [--seed N] [--configuration NAME] [--shrink N] [--json FILE]

Each difference is shrunk with Hugo's help: what is printed is the shortest body found that still differs.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from reviews.rendering.dialect import read_dialect  # noqa: E402
from reviews.rendering.markdown import convert  # noqa: E402
from tests.bench.ask_hugo import ask  # noqa: E402
from tests.bench.bodies import Bodies  # noqa: E402
from tests.bench.render_compare import CORPORA, lowered  # noqa: E402
from tests.bench.render_compare import bodies as corpus_bodies  # noqa: E402
from tests.rendering.normalised import normalised  # noqa: E402

CHROMA = {"noClasses": False}
DELIMITERS = {"block": [["\\[", "\\]"], ["$$", "$$"]], "inline": [["\\(", "\\)"], ["$", "$"]]}
ON = {"enable": True}


def goldmark(**tables: Any) -> dict[str, Any]:
    return {"markup": {"highlight": CHROMA, "goldmark": tables}}


SITES: dict[str, dict[str, Any]] = {
    "default": goldmark(),
    "unsafe": goldmark(renderer={"unsafe": True}),
    "math": goldmark(
        renderer={"unsafe": True},
        extensions={"passthrough": {**ON, "delimiters": DELIMITERS}},
        parser={
            "attribute": {"block": True},
            "wrapStandAloneImageWithinParagraph": False,
            "autoDefinitionTermID": True,
        },
    ),
    "extras": {
        "enableEmoji": True,
        **goldmark(
            renderer={"hardWraps": True, "xhtml": True},
            extensions={
                "strikethrough": False,
                "extras": dict.fromkeys(("delete", "insert", "mark", "subscript", "superscript"), ON),
            },
            parser={"autoIDType": "blackfriday"},
        ),
    },
    "plain": goldmark(
        parser={"autoHeadingID": False, "attribute": {"title": False}},
        extensions={
            "typographer": {"disable": True},
            **dict.fromkeys(("footnote", "definitionList", "table", "strikethrough", "linkify", "taskList"), False),
        },
        renderer={"unsafe": True},
    ),
    "korean": goldmark(
        parser={"autoIDType": "github-ascii", "attribute": {"block": True, "title": True}},
        extensions={
            "cjk": {**ON, "eastAsianLineBreaks": True, "eastAsianLineBreaksStyle": "css3draft", "escapedSpace": True},
            "linkifyProtocol": "http",
            "footnote": {**ON, "backlinkHTML": "^"},
            "typographer": {"leftDoubleQuote": "&bdquo;", "apostrophe": "&apos;", "ellipsis": ""},
        },
        renderer={"unsafe": True},
    ),
}


def ours(body: str, site: Mapping[str, Any]) -> list[str]:
    dialect = read_dialect(lowered(site["markup"]), site.get("enableEmoji", False))
    return normalised(convert(body, dialect).html)


def differing(texts: Sequence[str], site: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The bodies that differ, each with Hugo's HTML."""
    answers = ask(texts, site)
    return [
        (text, answer.html)
        for text, answer in zip(texts, answers, strict=True)
        if not answer.error and normalised(answer.html) != ours(text, site)
    ]


def shrunk(texts: Sequence[str], site: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The shortest bodies found under `texts` that still differ, with Hugo's HTML; equal ones once."""
    best = dict.fromkeys(texts, "")
    final: dict[str, str] = {}
    while best:
        tries = {text: smaller(text) for text in best}
        asked = list(dict.fromkeys([t for many in tries.values() for t in many] + list(best)))
        bad = dict(differing(asked, site))
        following: dict[str, str] = {}
        for text, many in tries.items():
            found = min((t for t in many if t in bad), key=lambda t: (len(t), t), default="")
            if found:
                following[found] = bad[found]
            elif text in bad:
                final[text] = bad[text]
        best = following
    return sorted(final.items(), key=lambda pair: len(pair[0]))


def smaller(text: str) -> list[str]:
    """Bodies made of `text` by leaving something out."""
    lines = text.split("\n")
    made = [
        "\n".join(lines[:i] + lines[j:])
        for size in (8, 4, 2, 1)
        for i in range(len(lines))
        if (j := i + size) <= len(lines)
    ]
    if len(text) < 400:
        for size in (16, 8, 4, 2, 1):
            made += [text[:i] + text[i + size :] for i in range(0, len(text), max(1, size // 2))]
    return [t for t in dict.fromkeys(made) if len(t) < len(text) and t.strip()]


def real_paragraphs() -> list[str]:
    texts = [text for path in sorted(CORPORA.glob("*/content")) for text in corpus_bodies(path.parent).values()]
    return [part for text in texts for part in re.split(r"\n\n+", text) if 10 < len(part) < 600 and "{ {" not in part]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shrink", type=int, default=10, help="how many differences to shrink")
    parser.add_argument("--configuration", choices=list(SITES))
    parser.add_argument("--json", type=Path, help="writes the shrunk differences as rows for the golden file")
    options = parser.parse_args()
    paragraphs = real_paragraphs()
    rows = []
    for name in [options.configuration] if options.configuration else SITES:
        made = Bodies(options.seed, paragraphs)
        texts = list(
            dict.fromkeys(made.body().replace("{{", "{ {").replace("<!--more", "<!--") for _ in range(options.count))
        )
        bad = differing(texts, SITES[name])
        print(
            f"{name:10s} {len(texts) - len(bad)}/{len(texts)} = {100 * (1 - len(bad) / len(texts)):.2f} %", flush=True
        )  # noqa: T201
        for text, html in shrunk(
            [text for text, _ in sorted(bad, key=lambda b: len(b[0]))[: options.shrink]], SITES[name]
        ):
            print(
                f"  {text!r}\n    hugo {html!r}\n    ours {convert(text, read_dialect(lowered(SITES[name]['markup']), SITES[name].get('enableEmoji', False))).html!r}",
                flush=True,
            )  # noqa: T201
            rows.append({"configuration": name, "markdown": text, "html": html})
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
