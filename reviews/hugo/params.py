"""A page's `.Params`: every front matter key, in the type that Hugo gives it."""

import json

from reviews.hugo.casts import to_bool, to_int, to_text, to_texts
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.values import Value

_TEXTS = frozenset(
    ("title", "linktitle", "summary", "description", "type", "layout", "translationkey", "markup", "url")
)
_LISTS = frozenset(("keywords", "aliases"))


def page_params(values: dict[str, Value], slug: str, is_draft: bool, is_cjk: bool) -> dict[str, Value]:
    """`.Params` of a page with these front matter values (dates already read).

    What stands under `params` goes over the rest. Raises FrontMatterError where `params` is no table.
    """
    params = {key: _typed(key, value, slug) for key, value in values.items() if key != "params"}
    params.update(user_params(values.get("params")))
    params.update({"draft": is_draft, "iscjklanguage": is_cjk})
    return params


def _typed(key: str, value: Value, slug: str) -> Value:
    if key in _TEXTS:
        return to_text(value)
    if key in _LISTS:
        return list(to_texts(value))
    if key == "weight":
        return to_int(value)
    if key == "headless":
        return to_bool(value)
    return slug if key == "slug" else value


def user_params(value: Value) -> dict[str, Value]:
    """What stands under `params`; a text is read as JSON. Raises FrontMatterError where it is no table."""
    if value is None:
        return {}
    if isinstance(value, str):
        value = _from_json(value)
    if not isinstance(value, dict):
        raise FrontMatterError("params must be a table")
    return {key.lower(): each for key, each in value.items()}


def _from_json(text: str) -> Value:
    try:
        read: Value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read
