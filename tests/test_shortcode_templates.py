"""A site's own shortcodes, shown by Django templates."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from reviews.models import Edition, Site
from reviews.rendering import RenderOptions, render
from reviews.shortcode_templates import shortcodes_key, site_shortcodes
from reviews.typesetting import render_options, renderer_key

NOTE = '<aside class="note {{ named.kind }}"><b>{{ params.0|default:name }}</b>{{ inner_html }}</aside>'


@pytest.fixture
def templates(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A folder of templates of the site's own."""
    (tmp_path / "shortcodes" / "ui").mkdir(parents=True)
    (tmp_path / "elsewhere.html").write_text("{{ inner }}")
    (tmp_path / "shortcodes" / "note.html").write_text(NOTE)
    (tmp_path / "shortcodes" / "ui" / "tab.html").write_text("<i>{{ parent }}{{ ordinal }}</i> {{ inner|safe }}")
    (tmp_path / "shortcodes" / "broken.html").write_text("{% nosuch %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    settings.SHORTCODE_TEMPLATES = {"aside": "elsewhere.html", "lost": "nowhere.html"}
    site_shortcodes.cache_clear(), shortcodes_key.cache_clear()
    yield tmp_path
    site_shortcodes.cache_clear(), shortcodes_key.cache_clear()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('{{< note "A < B" >}}*x*{{< /note >}}', '<aside class="note "><b>A &lt; B</b><em>x</em></aside>'),
        ('{{< note kind="w" >}}x{{< /note >}}', '<aside class="note w"><b>note</b>x</aside>'),
        ("{{% ui/tab %}}**x**{{% /ui/tab %}}", "<p>0 <strong>x</strong></p>"),
        ("{{< aside >}}<script>x</script>{{< /aside >}}", "&lt;script&gt;x&lt;/script&gt;"),
        ("{{< note >}}{{< ui/tab >}}y{{< /ui/tab >}}{{< /note >}}", "<b>note</b>note0 y</aside>"),
    ],
)
def test_a_template_shows_its_shortcode(templates: Path, body: str, html: str) -> None:
    assert html in render(body, RenderOptions(shortcode_templates=site_shortcodes())).html


@pytest.mark.parametrize("name", ["broken", "lost"])
def test_a_template_that_is_missing_or_broken_is_a_box_and_a_problem(templates: Path, name: str) -> None:
    page = render(f"a\n\n{{{{< {name} >}}}}", RenderOptions(shortcode_templates=site_shortcodes()))
    assert f'data-shortcode="{name}"' in page.html
    assert [problem.line for problem in page.problems] == [3]


def test_pages_are_set_with_the_sites_templates(imported: Path, templates: Path) -> None:
    options = render_options(Site.load(), Edition.objects.get(path="content/about.md"))
    assert "<aside" in render("{{< note >}}x{{< /note >}}", options).html


def test_another_template_makes_the_texts_stale(imported: Path, templates: Path) -> None:
    before = renderer_key(Site.load())
    (templates / "shortcodes" / "note.html").write_text("other")
    engines["django"].engine.template_loaders[0].reset()  # as a new process
    shortcodes_key.cache_clear()
    assert renderer_key(Site.load()) != before
