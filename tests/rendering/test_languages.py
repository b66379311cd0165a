"""The names that Hugo's highlighter knows, and no other."""

import pytest

from reviews.rendering import RenderOptions, render
from reviews.rendering.languages import is_known
from tests.bench.chroma_languages import known

NAMES = [
    "go", "Go", "GO", "python", "py3", "PY3", "c++", "C++", "C#", "objective-c", "plain text", "1s:enterprise", "mjs", "MJS", "cmd", "Cmd", "foo.py", ".py", "x.mjs",
    "makefile", "Makefile", "GNUmakefile", "Dockerfile.dev", "docker", "stylus", "idl", "webidl", "goat", "mermaid", "math", "svelte", "vue", "tex", "latex", "output",
    "terminal", "log", "no-such", "한국어", "rust,ignore", "text/x-go", "js.in", "🔥", "bash_x", ".bash_profile", "hs", "main.rs", "WORKSPACE", "workspace",
]  # fmt: skip


@pytest.mark.hugo
def test_a_name_is_known_where_hugo_highlights_it() -> None:
    answers = known(NAMES)
    assert {name: is_known(name) for name in NAMES} == {name: name in answers for name in NAMES}


@pytest.mark.parametrize(
    ("language", "is_framed"), [("stylus", True), ("mjs", True), ("idl", False), ("a" * 5000, False)]
)
def test_code_gets_hugos_frame_where_hugo_knows_the_language(language: str, is_framed: bool) -> None:
    html = render(f"```{language}\nx = 1\n```\n", RenderOptions()).html
    assert ('class="chroma"' in html) is is_framed
