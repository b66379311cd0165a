"""Path patterns of cascades, permalinks and mounts."""

import time

import pytest

from reviews.hugo.globs import matches


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("/a/*", "/a/b", True), ("/a/*", "/a/b/c", False), ("/a/**", "/a/b/c", True), ("/a/**", "/a", False),
        ("/**/b*", "/x/y/bc", True), ("/{a,b/**}", "/b/c", True), ("/{a,b/**}", "/c", False), ("{/a,/a/**}", "/a", True),
        ("/{a,{b,c}/d}", "/c/d", True), ("/{a,{b,c}/d}", "/a", True), ("/?", "/a", True), ("/?", "/ab", False),
        ("/[a-c]", "/b", True), ("/[!a-c]", "/b", False), ("/[!a-c]", "/d", True), ("/[z-a]", "/[z-a]", True),
        ("/[", "/[", True), ("/a.b", "/axb", False), ("/\\*", "/*", True), ("/\\*", "/a", False), ("", "", True),
        ("/{a", "/{a", True), ("/한/*", "/한/글", True), ("/**/**/**/**/x", "/a/b/c/d/x", True), ("**", "/a\nb", True),
        ("/**/**/**/*/x", "/a/b/c/d/x", True), ("/**/**/**/*/x", "/a/x", False), ("/*/*/*/*/x", "/a/b/c/d/x", True),
        ("/*/*/*/*/x", "/a/b/c/d/e/x", False),
    ],
)  # fmt: skip
def test_a_pattern_matches_as_hugos_do(pattern: str, text: str, expected: bool) -> None:
    assert matches(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["**a" * 40 + "b", "{a,b}" * 40, "{" * 5000, "*" * 5000 + "b", "[" * 5000])
def test_no_pattern_takes_long(pattern: str) -> None:
    start = time.process_time()
    assert matches(pattern, "a" * 300) is False
    assert time.process_time() - start < 5
