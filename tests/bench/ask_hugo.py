"""Real Hugo as a judge: thousands of bodies in one build, and everything that it derives from each."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ["section", "taxonomy", "term", "rss", "sitemap", "robotsTXT", "404"]
QUIET = ["warning-goldmark-raw-html"]
HUGO = Path(sys.executable).parent / "hugo"
TEMPLATE = """
{{- $all := slice -}}
{{- range site.RegularPages.ByWeight -}}
{{- $content := try .Content -}}
{{- if $content.Err -}}
{{- $all = $all | append (dict "html" "" "error" (printf "%s" $content.Err)) -}}
{{- else -}}
{{- $all = $all | append (dict "html" .Content "toc" .TableOfContents "summary" .Summary "truncated" .Truncated "plain" .Plain "words" .WordCount "minutes" .ReadingTime) -}}
{{- end -}}
{{- end -}}
{{- $all | jsonify -}}
"""


@dataclass(frozen=True)
class Answer:
    """What Hugo makes of one body; `error` where it refuses it."""

    html: str
    toc: str = ""
    summary: str = ""
    truncated: bool = False
    plain: str = ""
    words: int = 0
    minutes: int = 0
    error: str = ""


def ask(bodies: Sequence[str], site: Mapping[str, Any]) -> list[Answer]:
    """Hugo's answers for `bodies` in a site with the configuration `site`. SystemExit where Hugo refuses the site."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        (root / "layouts").mkdir()
        config = {
            "baseURL": "https://example.org/",
            "disableKinds": KINDS,
            "outputs": {"home": ["json"]},
            "ignoreLogs": QUIET,
            **site,
        }
        (root / "hugo.json").write_text(json.dumps(config))
        (root / "layouts" / "index.json").write_text(TEMPLATE)
        for index, body in enumerate(bodies):
            front = json.dumps({"title": "t", "weight": index + 1, "build": {"render": "never"}})
            (root / "content" / f"n{index}.md").write_bytes(f"{front}\n{body}".encode("utf-8", "replace"))
        done = subprocess.run([HUGO, "-s", root, "--noBuildLock"], capture_output=True, text=True, check=False)
        made = root / "public" / "index.json"
        if done.returncode or not made.exists():
            raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
        return [Answer(**row) for row in json.loads(made.read_text("utf-8"))]
