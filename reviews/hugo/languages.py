"""The languages of a site, and what of the configuration is one language's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reviews.hugo.config_values import as_bool, as_folder, as_int, as_list, as_mapping, as_text

# Settings of a language's table that say what the language is; all others are laid over the site's.
_ABOUT_ITSELF = frozenset(
    (
        "label",
        "languagename",
        "weight",
        "disabled",
        "direction",
        "languagedirection",
        "uglyurls",
        "contentdir",
        "staticdir",
    )
)


@dataclass(frozen=True)
class Language:
    """One configured language; `raw` holds every setting that it overrides."""

    code: str
    label: str
    title: str
    weight: int
    content_dir: str
    direction: str
    locale: str
    base_url: str
    disabled: bool
    params: dict[str, Any]
    raw: dict[str, Any]

    @property
    def overrides(self) -> dict[str, Any]:
        """The settings that hold for this language in place of the site's."""
        return {key: value for key, value in self.raw.items() if key not in _ABOUT_ITSELF}


def default_code(raw: Mapping[str, Any]) -> str:
    """The code of the default language: as configured, else `en` where it is one of them, else the first."""
    given = as_text(raw.get("defaultcontentlanguage")).lower()
    configured = as_mapping(raw.get("languages"))
    if given or not configured or "en" in configured:
        return given or "en"
    return min(configured, key=lambda code: _order(as_int(as_mapping(configured[code]).get("weight")), code))


def read_languages(raw: Mapping[str, Any]) -> tuple[Language, ...]:
    """All configured languages (the default where none is configured), the disabled too, by weight and then code."""
    configured = as_mapping(raw.get("languages")) or {default_code(raw): {}}
    disabled = {as_text(code).lower() for code in as_list(raw.get("disablelanguages"))}
    found = [_language(raw, code, as_mapping(values), code in disabled) for code, values in configured.items()]
    return tuple(sorted(found, key=lambda each: _order(each.weight, each.code)))


def _order(weight: int, code: str) -> tuple[bool, int, str]:
    return weight == 0, weight, code


def _language(raw: Mapping[str, Any], code: str, values: dict[str, Any], disabled: bool) -> Language:
    return Language(
        code=code,
        label=as_text(values.get("label") or values.get("languagename")),
        title=as_text(values.get("title") or raw.get("title")),
        weight=as_int(values.get("weight")),
        content_dir=as_folder(values.get("contentdir") or raw.get("contentdir")) or "content",
        direction=as_text(values.get("direction") or values.get("languagedirection")) or "ltr",
        locale=as_text(values.get("locale") or values.get("languagecode")) or code,
        base_url=as_text(values.get("baseurl") or raw.get("baseurl")),
        disabled=disabled or as_bool(values.get("disabled")),
        params=as_mapping(values.get("params")),
        raw=values,
    )
