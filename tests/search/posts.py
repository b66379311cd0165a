"""Posts to search among, and what a query finds of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from reviews.models import Edition
from reviews.search import finding
from reviews.search.finding import find
from reviews.search.query import parse

Run = Callable[..., tuple[int, str]]
Publication = Callable[..., None]
CONFIG = """baseURL = "https://example.org/"
title = "Search"
defaultContentLanguage = "ko"
timeZone = "Asia/Seoul"
[languages.ko]
weight = 1
[languages.en]
weight = 2
[permalinks]
post = "/p/:contentbasename/"
"""


def post(title: str = "T", body: str = "text", date: str = "2024-05-01", more: str = "") -> str:
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\ndate: {date}\n{more}---\n{body}\n"


def found(text: str, sort: finding.Sort = "relevance", **filters: str) -> list[str]:
    """The names of the posts that a query finds, in order."""
    ids = find(parse(text, filters), sort).ids
    paths = dict(Edition.objects.values_list("pk", "path"))
    return [Path(paths[pk]).name.split(".")[0] for pk in ids]


def said(client: Client, url: str) -> Any:
    """The page at `url`, to look into."""
    return LexborHTMLParser(client.get(url).content.decode())
