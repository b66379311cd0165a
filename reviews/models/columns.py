"""What of a file's values may stand in a database column: no NUL, no lone surrogates, no more than fits an index."""

import hashlib
import math
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from reviews.hugo.page import Page

NO_DATE = datetime(1000, 1, 1, tzinfo=UTC)  # sorts below every date that people write


def text_column(value: str, limit: int | None = None) -> str:
    """`value` as both databases take it: NUL and undecodable bytes become U+FFFD; cut at `limit` characters."""
    is_clean = value.isascii() and "\0" not in value
    clean = value if is_clean else value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return clean if limit is None else clean[:limit]


def moment_column(moment: datetime | None) -> datetime | None:
    """A moment in UTC, as both databases take it; None where that leaves the years 1 to 9999."""
    if moment is None:
        return None
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def params_column(page: Page) -> Any:
    """The page's parameters as JSON: a post's and its edition's, worked out once."""
    held = vars(page)
    if "_params_column" not in held:
        held["_params_column"] = json_column(page.params)
    return held["_params_column"]


def json_column(value: Any) -> Any:
    """A front matter value as JSON: dates in ISO form, what JSON has no word for as text."""
    if isinstance(value, str):
        return text_column(value)
    if isinstance(value, dict):
        return {text_column(str(key)): json_column(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_column(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


@lru_cache(maxsize=4096)
def address_key(url: str) -> str:
    """The look-up key of a site-relative address, percent-encoded or not: 32 hexadecimal digits for any length."""
    return hashlib.sha256(unquote(url).encode("utf-8", "surrogatepass")).hexdigest()[:32]
