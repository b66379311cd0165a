"""A publication of posts by name."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.search.posts import CONFIG, Publication, Run


@pytest.fixture
def publication(db: None, tmp_path: Path, run: Run) -> Publication:
    """Posts by name, imported, their texts set and indexed."""

    def make(**posts: str) -> None:
        root = tmp_path / "site"
        for name, text in posts.items():
            path = name.replace("_en", ".en")
            file = root / f"content/post/{path}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (root / "hugo.toml").write_text(CONFIG)
        assert run("hugo_import", root)[0] == 0
        call_command("search_index")

    return make
