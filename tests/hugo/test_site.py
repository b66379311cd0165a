"""What SiteConfig reads from a site's configuration files. The merged values were asked of `hugo config`."""

import json
from pathlib import Path

import pytest

from reviews.hugo.site import ConfigError, Mount, SiteConfig


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def load(root: Path, files: dict[str, str], environment: str = "production") -> SiteConfig:
    return SiteConfig.load(write(root, files), environment)


def test_a_site_without_configuration_has_hugos_defaults(tmp_path: Path) -> None:
    config = SiteConfig.load(tmp_path)
    assert config.taxonomies == {"category": "categories", "tag": "tags"}
    assert (config.time_zone, config.summary_length, config.pager_size) == ("UTC", 70, 10)
    assert [language.code for language in config.languages] == ["en"]
    assert (config.content_dirs, config.static_dirs) == (("content",), ("static",))
    assert config.files == ()


def test_a_configuration_survives_being_stored(tmp_path: Path) -> None:
    config = load(tmp_path, {"hugo.toml": "title = 'A'\n[params]\nWhen = 2024-01-02\n[languages.ko]\n"})
    stored = json.loads(json.dumps(config.to_json()))
    assert SiteConfig.from_json(stored) == config
    assert SiteConfig.from_json(stored).languages == config.languages


@pytest.mark.parametrize(
    ("files", "title"),
    [
        ({"hugo.toml": 'title="h"', "config.toml": 'title="c"'}, "h"),
        ({"hugo.toml": 'title="t"', "hugo.yaml": "title: y"}, "t"),
        ({"hugo.json": '{"title":"j"}', "config.yaml": "title: y"}, "j"),
        ({"config.yml": "title: a", "config.toml": 'title="t"'}, "t"),
        ({"hugo.toml": 'title="h"', "config/_default/hugo.toml": 'title="d"'}, "d"),
        ({"config/_default/hugo.toml": 'title="h"', "config/_default/config.toml": 'title="c"'}, "h"),
        ({"config/_default/hugo.yaml": "title: d", "config/production/config.json": '{"title":"p"}'}, "p"),
        ({"hugo.toml": 'title="h"', "config/development/hugo.toml": 'title="dev"'}, "h"),
        ({"hugo.toml": "title=5"}, "5"),
        ({"hugo.toml": '\ufeffTITLE="bom"'}, "bom"),
        ({"hugo.toml": ""}, ""),
    ],
)
def test_the_title_comes_from_the_file_that_hugo_prefers(files: dict[str, str], title: str, tmp_path: Path) -> None:
    assert load(tmp_path, files).title == title


def test_tables_merge_at_every_depth_and_lists_do_not(tmp_path: Path) -> None:
    files = {
        "hugo.toml": 'disableKinds=["RSS"]\n[params]\na=1\n[params.x]\ny=1\n[taxonomies]\na="as"\n',
        "config/_default/hugo.toml": 'disableKinds=["sitemap"]\n[params]\nB=2\n[params.X]\nZ=1\n[taxonomies]\nb="bs"\n',
        "config/production/params.toml": "c=3\n",
        "config/production/taxonomies.toml": 'c="cs"\n',
    }
    config = load(tmp_path, files)
    assert config.params == {"a": 1, "b": 2, "c": 3, "x": {"y": 1, "z": 1}}
    assert config.taxonomies == {"a": "as", "b": "bs", "c": "cs"}
    assert config.disabled_kinds == {"sitemap"}


def test_another_environment_reads_its_own_folder(tmp_path: Path) -> None:
    files = {"hugo.toml": 'title="h"', "config/staging/hugo.toml": 'title="stg"'}
    assert load(tmp_path, files, "staging").title == "stg"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config/_default/params.toml", "a=1"),
        ("config/_default/params.toml", "[params]\na=1"),
        ("config/_default/sub/params.toml", "a=1"),
        ("config/_default/params.yaml", "A: 1"),
        ("config/_default/params.json", '{"a": 1}'),
    ],
)
def test_a_file_gives_the_table_of_its_name(name: str, text: str, tmp_path: Path) -> None:
    assert load(tmp_path, {name: text}).params == {"a": 1}


@pytest.mark.parametrize("name", ["_params.toml", ".params.toml", "params.toml~", "params.txt"])
def test_such_a_file_gives_no_params(name: str, tmp_path: Path) -> None:
    config = load(tmp_path, {f"config/_default/{name}": "a=1", "config/_default/hugo.toml": 'title="x"'})
    assert (config.title, config.params) == ("x", {})


def test_languages_come_from_files_of_their_own(tmp_path: Path) -> None:
    files = {
        "config/_default/languages.toml": '[en]\nlabel="E"\nweight=2\n[ko]\ntitle="K"\nweight=1\n[ko.params]\nx=1\n',
        "config/_default/params.ko.toml": "y=2\n",
        "config/_default/menus.ko.toml": '[[main]]\nname="n"\n',
        "config/_default/_languages.toml": '[fr]\ntitle="F"\n',
        "config/_default/hugo.toml": 'title="site"\n[params]\nx=0\nz=3\n',
    }
    config = load(tmp_path, files)
    assert [(each.code, each.title, each.label) for each in config.languages] == [("ko", "K", ""), ("en", "site", "E")]
    assert config.for_language("ko").params == {"x": 1, "y": 2, "z": 3}
    assert config.for_language("ko").menus == {"main": [{"name": "n"}]}
    assert config.for_language("en").params == {"x": 0, "z": 3}


def test_a_language_replaces_every_table_but_params(tmp_path: Path) -> None:
    text = (
        'uglyURLs=true\n[taxonomies]\na="as"\n[markup.tableOfContents]\nstartLevel=1\n[params.x]\ny=1\n'
        '[languages.en]\nuglyURLs=false\n[languages.en.taxonomies]\nb="bs"\n'
        "[languages.en.markup.tableOfContents]\nendLevel=5\n[languages.en.params.x]\nz=2\n"
    )
    config = load(tmp_path, {"hugo.toml": text}).for_language("en")
    assert config.taxonomies == {"b": "bs"}
    assert config.markup == {"tableofcontents": {"endlevel": 5}}
    assert config.params == {"x": {"y": 1, "z": 2}}
    assert config.ugly_urls is True


@pytest.mark.parametrize(
    ("text", "default", "codes"),
    [
        ("[languages.ko]\nweight=2\n[languages.fr]\nweight=1", "fr", ["fr", "ko"]),
        ("[languages.ko]\n[languages.fr]", "fr", ["fr", "ko"]),
        ("[languages.ko]\nweight=1\n[languages.en]\nweight=2", "en", ["ko", "en"]),
        ('defaultContentLanguage="ko"', "ko", ["ko"]),
        ('defaultContentLanguage="zh-TW"\n[Languages."zh-TW"]', "zh-tw", ["zh-tw"]),
    ],
)
def test_the_default_language(text: str, default: str, codes: list[str], tmp_path: Path) -> None:
    config = load(tmp_path, {"hugo.toml": text})
    assert config.default_language == default
    assert [language.code for language in config.languages] == codes


def test_disabled_languages_are_known_as_such(tmp_path: Path) -> None:
    text = 'disableLanguages=["fr"]\n[languages.en]\n[languages.fr]\n[languages.de]\ndisabled=true\n'
    assert load(tmp_path, {"hugo.toml": text}).disabled_languages == {"fr", "de"}


def test_yaml_keys_that_look_like_a_no_stay_keys(tmp_path: Path) -> None:
    config = load(tmp_path, {"hugo.yaml": "languages:\n  no:\n    weight: 1\n  en: {}\nparams:\n  yes: on\n"})
    assert {each.code for each in config.languages} == {"no", "en"}
    assert config.params == {"yes": "on"}


@pytest.mark.parametrize(
    ("text", "direction", "locale"),
    [
        ('[languages.en]\nlocale="en-US"\ndirection="rtl"', "rtl", "en-US"),
        ('[languages.en]\nlanguageCode="en-GB"\nlanguageDirection="rtl"', "rtl", "en-GB"),
        ("[languages.en]", "ltr", "en"),
    ],
)
def test_old_and_new_names_of_a_languages_settings(text: str, direction: str, locale: str, tmp_path: Path) -> None:
    language = load(tmp_path, {"hugo.toml": text}).language("en")
    assert (language.direction, language.locale) == (direction, locale)


@pytest.mark.parametrize(
    ("text", "mounts"),
    [
        ('contentDir="c"', (Mount("c"),)),
        ('[languages.en]\ncontentDir="content/en"', (Mount("content/en", "", "en"),)),
        (
            '[languages.en]\n[languages.ko]\ncontentDir="content/ko"',
            (Mount("content/ko", "", "ko"), Mount("content")),
        ),
        ('[[module.mounts]]\nsource="content/en"\ntarget="content"', (Mount("content/en"),)),
        ('[[module.mounts]]\nsource="docs"\ntarget="content/docs"', (Mount("docs", "docs"),)),
        ('[[module.mounts]]\nsource="st"\ntarget="static"', (Mount("content"),)),
        ('[[module.mounts]]\nsource="../other"\ntarget="content"', ()),
        (
            '[languages.en]\n[languages.ko]\n[[module.mounts]]\nsource="k"\ntarget="content"\n'
            '[module.mounts.sites.matrix]\nlanguages=["k*"]',
            (Mount("k", "", "ko"),),
        ),
        (
            '[[module.mounts]]\nsource="c"\ntarget="content"\nfiles=["! sub/**", "**"]',
            (Mount("c", "", "", ("! sub/**", "**")),),
        ),
    ],
)
def test_content_is_mounted_where_the_configuration_says(text: str, mounts: tuple[Mount, ...], tmp_path: Path) -> None:
    assert load(tmp_path, {"hugo.toml": text}).content_mounts == mounts


def test_a_source_outside_the_site_is_named() -> None:
    raw = {"module": {"mounts": [{"source": "/etc", "target": "content"}]}}
    assert SiteConfig.from_json({"raw": raw}).foreign_mounts == ("..",)


def test_static_folders_of_site_and_languages(tmp_path: Path) -> None:
    text = 'staticDir=["a","b"]\n[languages.en]\nstaticDir="st-en"\n'
    assert load(tmp_path, {"hugo.toml": text}).static_dirs == ("a", "b", "st-en")


def test_static_mounts_take_the_place_of_the_static_folder(tmp_path: Path) -> None:
    mounts = [("assets/img", "static/img"), ("public-files", "static")]
    text = "".join(f'[[module.mounts]]\nsource="{source}"\ntarget="{target}"\n' for source, target in mounts)
    config = load(tmp_path, {"hugo.toml": text})
    assert config.static_mounts == (Mount("assets/img", "img"), Mount("public-files"))
    assert config.static_dirs == ("assets/img", "public-files")
    assert config.content_dirs == ("content",)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("hugo.toml", 'title="a\nx=1', 1),
        ("hugo.toml", 'title="a"\ntitle="b"', 2),
        ("hugo.yaml", "title: a\ntitle: b", 2),
        ("hugo.yaml", "- a", 1),
        ("hugo.json", '{"title":\n}', 2),
        ("hugo.json", "", 1),
        ("hugo.json", '{"a":' * 150 + "1" + "}" * 150, 1),
        ("config/_default/params.yaml", "a: [", 1),
    ],
)
def test_a_broken_file_is_named_with_its_line(name: str, text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, {name: text})
    assert (caught.value.file, caught.value.line) == (name, line)


@pytest.mark.parametrize(
    "text",
    [
        'timeZone="Nope/X"',
        'timeZone="../../etc/passwd"',
        'defaultContentLanguage="ko"\n[languages.en]',
        "[languages.en]\ntimeZone='Nope'",
        '[permalinks]\na="/:nope/"',
        "[permalinks.nokind]\na='/x'",
        "[[permalinks]]\ntarget='x'",
        "cascade='text'",
    ],
)
def test_what_hugo_refuses_in_a_configuration_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load(tmp_path, {"hugo.toml": text})


def test_a_configuration_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_bytes(b"title='\xff'")
    with pytest.raises(ConfigError, match=r"hugo\.toml"):
        SiteConfig.load(tmp_path)
