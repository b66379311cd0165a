"""What a site's configuration says: languages, taxonomies, permalinks, time zone, folders."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reviews.hugo.cascade import read_cascades
from reviews.hugo.config_files import ConfigError, merge, read_configuration
from reviews.hugo.config_values import as_bool, as_folder, as_int, as_list, as_mapping, as_text
from reviews.hugo.errors import FrontMatterError
from reviews.hugo.languages import Language, default_code, read_languages
from reviews.hugo.mounts import Mount, read_mounts, read_static_mounts
from reviews.hugo.permalinks import PermalinkError, read_rules
from reviews.hugo.terms import sanitise

__all__ = ["ConfigError", "Language", "Mount", "SiteConfig"]

DEFAULT_TAXONOMIES = {"category": "categories", "tag": "tags"}


@dataclass(frozen=True)
class SiteConfig:
    """A site's merged configuration. `raw` is all of it, keys lower-cased; the properties read what we use."""

    raw: dict[str, Any]
    environment: str = "production"
    files: tuple[str, ...] = ()
    _localised: dict[str, "SiteConfig"] = field(default_factory=dict, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((self.environment, self.files))

    @classmethod
    def load(cls, root: Path, environment: str = "production") -> "SiteConfig":
        """Read the configuration below `root`; Hugo's defaults where there is none. Raises ConfigError."""
        raw, files = read_configuration(root, environment)
        config = cls(raw, environment, files)
        config._check()
        return config

    def to_json(self) -> dict[str, Any]:
        """A JSON object from which `from_json` makes an equal SiteConfig."""
        return {"raw": deepcopy(self.raw), "environment": self.environment, "files": list(self.files)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SiteConfig":
        """The SiteConfig that `to_json` wrote; an empty mapping gives Hugo's defaults."""
        files = tuple(stored.get("files", ()))
        return cls(dict(stored.get("raw", {})), str(stored.get("environment", "production")), files)

    def _check(self) -> None:
        """Raise ConfigError for a setting that Hugo refuses."""
        codes = [each.code for each in self.languages]
        if self.default_language not in codes:
            known = ", ".join(codes)
            raise self._error(f"defaultContentLanguage is {self.default_language!r}, but the languages are {known}")
        for config in (self, *(self.for_language(code) for code in codes)):
            try:
                ZoneInfo(config.time_zone)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise self._error(
                    f"timeZone: {config.time_zone!r} is no time zone; write one like Asia/Seoul"
                ) from error
            try:
                read_rules(config.permalinks)
                read_cascades(config.raw.get("cascade"))
            except (PermalinkError, FrontMatterError) as error:
                raise self._error(str(error)) from error

    def _error(self, message: str) -> ConfigError:
        return ConfigError(self.files[0] if self.files else "the configuration", 0, message)

    @cached_property
    def title(self) -> str:
        return as_text(self.raw.get("title"))

    @cached_property
    def base_url(self) -> str:
        return as_text(self.raw.get("baseurl"))

    @cached_property
    def time_zone(self) -> str:
        return as_text(self.raw.get("timezone")) or "UTC"

    @cached_property
    def locale(self) -> str:
        return as_text(self.raw.get("locale") or self.raw.get("languagecode"))

    @cached_property
    def default_language(self) -> str:
        return default_code(self.raw)

    @cached_property
    def is_multihost(self) -> bool:
        """Whether every language has a host of its own (a `baseURL` in its table)."""
        return any(each.raw.get("baseurl") for each in self.languages)

    @cached_property
    def default_language_in_subdir(self) -> bool:
        return as_bool(self.raw.get("defaultcontentlanguageinsubdir"))

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """All configured languages (one where none is configured), the disabled too, by weight and then by code."""
        return read_languages(self.raw)

    def language(self, code: str) -> Language:
        """The language of that code. Raises KeyError where it is not configured."""
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Language]:
        return {each.code: each for each in self.languages}

    def for_language(self, code: str) -> "SiteConfig":
        """The configuration as the pages of one language see it.

        A setting of the language's own takes the site's place as a whole; only `params` are merged.
        """
        if code not in self._localised:
            overrides = self._by_code[code].overrides if code in self._by_code else {}
            raw = {**self.raw, **overrides, "params": deepcopy(self.params)}
            merge(raw["params"], as_mapping(overrides.get("params")))
            self._localised[code] = SiteConfig(raw, self.environment, self.files)
        return self._localised[code]

    @cached_property
    def taxonomies(self) -> dict[str, str]:
        """Singular name to plural name."""
        if "taxonomies" not in self.raw:
            return dict(DEFAULT_TAXONOMIES)
        return {key: as_text(value) for key, value in as_mapping(self.raw["taxonomies"]).items()}

    @cached_property
    def permalinks(self) -> Any:
        return self.raw.get("permalinks", {})

    @cached_property
    def front_matter(self) -> dict[str, Any]:
        return as_mapping(self.raw.get("frontmatter"))

    @cached_property
    def ugly_urls(self) -> bool | dict[str, bool]:
        value = self.raw.get("uglyurls", False)
        return {key: as_bool(each) for key, each in value.items()} if isinstance(value, dict) else as_bool(value)

    @cached_property
    def content_dir(self) -> str:
        return as_folder(self.raw.get("contentdir")) or "content"

    @cached_property
    def content_dirs(self) -> tuple[str, ...]:
        """Every folder that holds content, each once."""
        return tuple(dict.fromkeys(mount.source for mount in self.content_mounts))

    @cached_property
    def content_mounts(self) -> tuple[Mount, ...]:
        return read_mounts(self.raw, self.languages, self.default_language)[0]

    @cached_property
    def foreign_mounts(self) -> tuple[str, ...]:
        """The sources of content mounts that lie outside the site (other modules); their files are not carried."""
        return read_mounts(self.raw, self.languages, self.default_language)[1]

    @cached_property
    def mounts_by_depth(self) -> tuple[Mount, ...]:
        """The content mounts, the deepest source first: the first whose source holds a path owns it."""
        return tuple(sorted(self.content_mounts, key=lambda mount: -len(mount.source)))

    @cached_property
    def language_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.languages)

    @cached_property
    def disabled_languages(self) -> frozenset[str]:
        """The languages whose files Hugo leaves out."""
        return frozenset(each.code for each in self.languages if each.disabled)

    @cached_property
    def disabled_kinds(self) -> frozenset[str]:
        """The kinds of page that Hugo does not make, in lower case."""
        return frozenset(as_text(each).lower() for each in as_list(self.raw.get("disablekinds")))

    @cached_property
    def makes_aliases(self) -> bool:
        """Whether Hugo writes the pages of aliases, and so stops at one that it cannot write."""
        return not as_bool(self.raw.get("disablealiases"))

    @cached_property
    def allowed_content(self) -> tuple[str, ...]:
        """`security.allowContent`: regular expressions on the media types that Hugo takes as content."""
        return tuple(as_text(each) for each in as_list(as_mapping(self.raw.get("security")).get("allowcontent")))

    @cached_property
    def ignored_files(self) -> tuple[str, ...]:
        """Regular expressions on the paths of content files that Hugo leaves out."""
        return tuple(as_text(each) for each in as_list(self.raw.get("ignorefiles")))

    @cached_property
    def static_mounts(self) -> tuple[Mount, ...]:
        """The folders whose files are served as they are, each with the path below the root that they get."""
        return read_static_mounts(self.raw, self.languages)

    @cached_property
    def static_dirs(self) -> tuple[str, ...]:
        """The same folders, their paths alone."""
        return tuple(dict.fromkeys(mount.source for mount in self.static_mounts))

    @cached_property
    def has_cjk_language(self) -> bool:
        return as_bool(self.raw.get("hascjklanguage"))

    @cached_property
    def has_emoji(self) -> bool:
        """Whether the site writes emoji by name."""
        return self.raw.get("enableemoji") is True

    @cached_property
    def summary_length(self) -> int:
        return as_int(self.raw.get("summarylength"), 70)

    @cached_property
    def pager_size(self) -> int:
        pagination = as_mapping(self.raw.get("pagination"))
        return as_int(pagination.get("pagersize"), 10)

    @cached_property
    def pager_path(self) -> str:
        """The part of the address before a page's number."""
        given = as_text(as_mapping(self.raw.get("pagination")).get("path")).strip("/")
        return sanitise(given, not self.disable_path_to_lower, self.remove_path_accents) or "page"

    @cached_property
    def title_style(self) -> str:
        """`titleCaseStyle` as titles of lists follow it: "none" where they are not capitalised."""
        if not as_bool(self.raw.get("capitalizelisttitles", True)):
            return "none"
        return as_text(self.raw.get("titlecasestyle")) or "ap"

    @cached_property
    def main_sections(self) -> tuple[str, ...]:
        """The configured main sections; none: the fullest one is."""
        given = self.raw.get("mainsections") or self.params.get("mainsections")
        return tuple(as_text(each) for each in as_list(given))

    @cached_property
    def feed_limit(self) -> int:
        """How many pages a feed has; -1: all."""
        rss = as_mapping(as_mapping(self.raw.get("services")).get("rss"))
        return as_int(rss.get("limit") or self.raw.get("rsslimit"), -1)

    @cached_property
    def disable_path_to_lower(self) -> bool:
        return as_bool(self.raw.get("disablepathtolower"))

    @cached_property
    def remove_path_accents(self) -> bool:
        return as_bool(self.raw.get("removepathaccents"))

    @cached_property
    def markup(self) -> dict[str, Any]:
        return as_mapping(self.raw.get("markup"))

    @cached_property
    def said_of_texts(self) -> str:
        """All that decides how texts are set, as JSON: another text where any of it is another."""
        said = [
            self.markup,
            self.params,
            self.base_url,
            self.has_cjk_language,
            self.summary_length,
            self.has_emoji,
        ]
        return json.dumps(said, sort_keys=True, default=str)

    @cached_property
    def params(self) -> dict[str, Any]:
        return as_mapping(self.raw.get("params"))

    @cached_property
    def menus(self) -> dict[str, Any]:
        return as_mapping(self.raw.get("menus") or self.raw.get("menu"))

    @cached_property
    def cascade(self) -> list[dict[str, Any]]:
        value = self.raw.get("cascade")
        return [value] if isinstance(value, dict) else [each for each in as_list(value) if isinstance(each, dict)]
