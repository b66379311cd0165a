"""What SiteConfig reads from a site's configuration files."""

import json
from pathlib import Path

from reviews.hugo.site import SiteConfig


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_site_without_configuration_has_hugos_defaults(tmp_path: Path) -> None:
    config = SiteConfig.load(tmp_path)
    assert config.taxonomies == {"category": "categories", "tag": "tags"}
    assert config.time_zone == "UTC"
    assert [language.code for language in config.languages] == ["en"]


def test_a_configuration_survives_being_stored(tmp_path: Path) -> None:
    config = SiteConfig.load(write(tmp_path, {"hugo.toml": "title = 'A'\n[params]\nWhen = 2024-01-02\n"}))
    assert SiteConfig.from_json(json.loads(json.dumps(config.to_json()))) == config
