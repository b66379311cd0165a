"""Titles in Chinese characters stand in the order that Hugo gives them in their page's language."""

import subprocess
from pathlib import Path

import pytest

from reviews.hugo.ordering import title_key
from tests.addresses.hugo_build import HUGO, write

TITLES = [
    *"短相册码关于链接存档搜索阿做中文日本語検索記事一覧東京亜腕人生学校水火木金土",
    "短代码", "短 代", "相a", "a相", "안녕", "あい", "abc", "123",
]  # fmt: skip


@pytest.mark.hugo
@pytest.mark.parametrize("language", ["zh", "zh-cn", "zh-hans-sg", "ja", "en"])
def test_titles_stand_in_hugo_s_order(language: str, tmp_path: Path) -> None:
    pages = {f"content/p{number}.md": f'---\ntitle: "{title}"\n---\n' for number, title in enumerate(set(TITLES))}
    config = f'baseURL = "/"\ndefaultContentLanguage = "{language}"\n[languages.{language}]\n'
    shown = "{{ range site.RegularPages }}{{ .Title }}|{{ end }}"
    write(tmp_path, {"hugo.toml": config, "layouts/home.html": shown, "layouts/all.html": "x", **pages})
    subprocess.run([str(HUGO), "--source", str(tmp_path)], check=True, capture_output=True)
    found = (tmp_path / "public/index.html").read_text().strip("|\n").split("|")
    assert sorted(found, key=lambda title: title_key(title, language)) == found
