"""Ask real Hugo what it makes of the pages of a small site of ours (real sites have the oracle of ../shared)."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_DUMP = """
{{- $found := slice -}}
{{- range site.Pages -}}
  {{- $page := . -}}
  {{- $terms := dict -}}
  {{- range $plural, $_ := site.Taxonomies -}}
    {{- $each := slice -}}
    {{- range $page.GetTerms $plural }}{{ $each = $each | append (dict "path" .Path "rel" .RelPermalink) }}{{ end -}}
    {{- if $each }}{{ $terms = merge $terms (dict $plural $each) }}{{ end -}}
  {{- end -}}
  {{- $values := dict "kind" .Kind "path" .Path "lang" .Language.Lang "title" .Title "linktitle" .LinkTitle
    "description" .Description "draft" .Draft "slug" .Slug "weight" .Weight "section" .Section "type" .Type
    "layout" .Layout "relpermalink" .RelPermalink "bundle" .BundleType "translationkey" .TranslationKey
    "date" .Date "lastmod" .Lastmod "publishdate" .PublishDate "expirydate" .ExpiryDate
    "keywords" .Keywords "aliases" .Aliases "params" .Params "terms" $terms -}}
  {{- with .File }}{{ $values = merge $values (dict "file" .Path) }}{{ end -}}
  {{- $found = $found | append $values -}}
{{- end -}}
{{- $found | jsonify (dict "noHTMLEscape" true "indent" " ") -}}
"""
_FORMAT = '[dump]\nmediaType = "application/json"\nbaseName = "dump"\nisPlainText = true\nnotAlternative = true\n'


def hugo_pages(site: Path, hugo: Path) -> list[dict[str, Any]]:
    """Every listed page of the site (drafts, future and expired ones too), in the fields of the oracle's dump.

    The site has its configuration in hugo.toml and gives home no outputs of its own. Raises RuntimeError with Hugo's
    words where it refuses the site.
    """
    with tempfile.TemporaryDirectory(prefix="hugo-dump-") as name:
        copy = Path(name) / "site"
        shutil.copytree(site, copy)
        config, layouts = copy / "config" / "_default", copy / "layouts"
        config.mkdir(parents=True)
        layouts.mkdir()
        (config / "outputFormats.toml").write_text(_FORMAT, encoding="utf-8")
        (config / "outputs.toml").write_text('home = ["html", "dump"]\n', encoding="utf-8")
        (layouts / "all.html").write_text("{{ .Title }}", encoding="utf-8")
        (layouts / "home.dump.json").write_text(_DUMP, encoding="utf-8")
        _build(copy, Path(name), hugo)
        dumps = sorted((Path(name) / "public").rglob("dump.json"))
        return [page for dump in dumps for page in json.loads(dump.read_text(encoding="utf-8"))]


def _build(site: Path, place: Path, hugo: Path) -> None:
    options = ["--source", str(site), "--destination", str(place / "public"), "--clock", "2026-01-01T00:00:00Z"]
    command = [str(hugo), "-D", "-F", "-E", *options]
    environment = {**os.environ, "HUGO_CACHEDIR": str(place / "cache")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
