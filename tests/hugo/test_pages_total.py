"""Whatever front matter says, a page is read or refused; nothing else happens, and never slowly."""

import json
import os
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.hugo.document import Document
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.pages import Page, find_clashes, read_page
from reviews.hugo.site import SiteConfig

EXAMPLES = int(os.environ.get("PAGE_EXAMPLES", "300"))
KEYS = (
    "title", "linktitle", "slug", "url", "date", "lastmod", "publishdate", "expirydate", "draft", "weight", "aliases", "tags",
    "keywords", "type", "layout", "params", "build", "headless", "cascade", "outputs", "sites", "markup", "translationkey",
    "iscjklanguage", "summary", "description",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["/:year/:title/", "../..", "%", "#", "?", "/", "2024-01-02", "0001-01-01", "9999-12-31T23:59:59Z", "*"]
    ),
)
SCALARS = st.one_of(TEXTS, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none())
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["target", "path", "kind", "matrix", "languages", "list", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
PATHS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=12)
CONFIGS: list[dict[str, Any]] = [
    {},
    {
        "permalinks": {"post": "/:sections/:year/:slug/:filename/"},
        "languages": {"en": {}, "ko": {}},
        "timezone": "Asia/Seoul",
        "disablepathtolower": True,
        "removepathaccents": True,
        "uglyurls": True,
        "frontmatter": {"date": [":filename", ":default"]},
    },
]


def read(config: SiteConfig, path: str, values: dict[str, Any], lists: dict[str, Any]) -> Page | None:
    above = Document.parse(json.dumps({"title": "s", **lists}).encode())
    try:
        return read_page(config, path, Document.parse(json.dumps(values).encode()), [("content/post/_index.md", above)])
    except FrontMatterError as error:
        assert error.message
        return None


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    values=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6),
    lists=st.dictionaries(st.sampled_from(("cascade", "slug", "title")), VALUES, max_size=2),
    folder=PATHS,
    name=PATHS,
    raw=st.sampled_from(CONFIGS),
)
def test_a_page_is_read_or_refused(
    values: dict[str, Any], lists: dict[str, Any], folder: str, name: str, raw: dict[str, Any]
) -> None:
    config = SiteConfig.from_json({"raw": raw})
    page = read(config, f"content/post/{folder}/{name}.md", values, lists)
    if page is not None:
        assert page == read(config, f"content/post/{folder}/{name}.md", values, lists)
        assert page.url == "" or page.url.startswith("/")
        assert page.url.isascii()
        assert find_clashes([page, page]) is not None


@pytest.mark.parametrize(
    "values",
    [
        {"title": "x" * 2_000_000},
        {"slug": "a " * 500_000},
        {"tags": [f"term {number}" for number in range(50_000)]},
        {"aliases": ["../" * 100_000 + "x"]},
        {"url": "/:title" * 5_000, "title": "a" * 50},
        {"cascade": [{"target": {"path": "/**" * 50}, f"k{number}": 1} for number in range(500)]},
        {"weight": "9" * 1_000_000},
        {"keywords": "k " * 500_000},
    ],
    ids=["title", "slug", "tags", "aliases", "url", "cascade", "weight", "keywords"],
)
def test_a_huge_value_is_read_in_time(values: dict[str, Any]) -> None:
    start = time.process_time()
    read(SiteConfig.from_json({}), "content/post/x.md", values, {})
    assert time.process_time() - start < 10
