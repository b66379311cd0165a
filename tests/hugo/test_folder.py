"""Walking a site: every file once, with the role that Hugo gives it."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from reviews.hugo.folder import Entry, Folder, FolderError
from reviews.hugo.site import ConfigError

TWO_LANGUAGES = "[languages.en]\nweight=1\n[languages.ko]\nweight=2\n"


def make(root: Path, files: Iterable[str], config: str | None = "") -> Folder:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    if config is not None:
        (root / "hugo.toml").write_text(config, encoding="utf-8")
    return Folder.open(root)


def roles(folder: Folder) -> dict[str, str]:
    return {entry.path: entry.role for entry in folder.walk()}


def entry(folder: Folder, path: str) -> Entry:
    return next(each for each in folder.walk() if each.path == path)


@pytest.mark.parametrize(
    "name",
    [
        "a.md", "a.markdown", "a.mdown", "a.html", "a.htm", "a.org", "a.adoc", "a.ad", "a.asciidoc", "a.rst",
        "a.pandoc", "a.pdc", "a.MD", "a.Html", "~a.md", "a~.md", "_a.md", "a b!(1).md", "back\\slash.md", "bell\b.md",
        "new\nline.md", "한글.md", "nfd-e\u0301.md", "a.v1.md", "CVS/a.md", "node_modules/a.md",
    ],
)  # fmt: skip
def test_a_page_whatever_its_name(name: str, tmp_path: Path) -> None:
    folder = make(tmp_path, [f"content/{name}"])
    assert roles(folder) == {f"content/{name}": "page"}
    assert folder.read(f"content/{name}") == b"x"


@pytest.mark.parametrize(
    "name",
    [
        "a.txt", "a.Rmd", "a.mdx", "a", ".a.md", "#a#.md", "#a.md", "a.md~", "a.md#", ".obsidian/a.md", "old~/a.md",
        "#c/a.md", "_content.gotmpl", "folder/data.json", "a.md.bak",
    ],
)  # fmt: skip
def test_what_hugo_skips_is_carried_all_the_same(name: str, tmp_path: Path) -> None:
    assert roles(make(tmp_path, [f"content/{name}", "content/p.md"]))[f"content/{name}"] == "content_file"


def test_a_leaf_bundle_owns_everything_below_it(tmp_path: Path) -> None:
    inside = ["figure.png", "notes.md", "sub/index.md", "sub/deep/data.csv"]
    folder = make(tmp_path, ["content/post/x/index.md", *(f"content/post/x/{name}" for name in inside)])
    for name in inside:
        found = entry(folder, f"content/post/x/{name}")
        assert (found.role, found.bundle) == ("resource", "content/post/x/index.md")


def test_a_branch_bundle_owns_files_but_no_pages(tmp_path: Path) -> None:
    names = ["_index.md", "a.png", "page.md", "sub/b.png", "sub/page.md", "leaf/index.md", "leaf/c.png"]
    folder = make(tmp_path, [f"content/s/{name}" for name in names])
    assert entry(folder, "content/s/a.png").bundle == "content/s/_index.md"
    assert entry(folder, "content/s/sub/b.png").bundle == "content/s/_index.md"
    assert entry(folder, "content/s/leaf/c.png").bundle == "content/s/leaf/index.md"
    assert roles(folder)["content/s/sub/page.md"] == "page"


def test_files_beside_pages_without_an_index_belong_to_nobody(tmp_path: Path) -> None:
    assert roles(make(tmp_path, ["content/s/a.png", "content/s/page.md"]))["content/s/a.png"] == "content_file"


def test_index_and_its_rivals_are_all_pages_so_that_the_clash_is_seen(tmp_path: Path) -> None:
    folder = make(tmp_path, ["content/x/index.md", "content/x/_index.md", "content/x/index.html", "content/x/a.png"])
    found = roles(folder)
    assert [found[f"content/x/{name}"] for name in ("index.md", "_index.md", "index.html")] == ["page"] * 3
    assert entry(folder, "content/x/a.png").bundle == "content/x/index.md"


@pytest.mark.parametrize("index", ["Index.md", "INDEX.MD", "index.html"])
def test_an_index_in_any_case_and_format_makes_a_bundle(index: str, tmp_path: Path) -> None:
    folder = make(tmp_path, [f"content/x/{index}", "content/x/a.png"])
    assert entry(folder, "content/x/a.png").bundle == f"content/x/{index}"


def test_resources_go_to_the_index_of_their_own_language(tmp_path: Path) -> None:
    names = ["index.md", "index.ko.md", "a.png", "a.ko.png"]
    folder = make(tmp_path, [f"content/x/{name}" for name in names], TWO_LANGUAGES)
    assert (entry(folder, "content/x/a.png").bundle, entry(folder, "content/x/a.png").language) == (
        "content/x/index.md",
        "en",
    )
    assert entry(folder, "content/x/a.ko.png").bundle == "content/x/index.ko.md"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("a.md", "en"),
        ("a.ko.md", "ko"),
        ("a.KO.md", "ko"),
        ("a.fr.md", "en"),
        ("a.ko.v1.md", "ko"),
        ("ko.md", "en"),
        ("a.en.ko.md", "ko"),
    ],
)
def test_the_language_is_that_of_the_name_where_it_is_configured(name: str, language: str, tmp_path: Path) -> None:
    assert entry(make(tmp_path, [f"content/{name}"], TWO_LANGUAGES), f"content/{name}").language == language


def test_a_language_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    config = '[languages.en]\ncontentDir="content"\n[languages.ko]\ncontentDir="content/ko"\n'
    folder = make(tmp_path, ["content/a.md", "content/ko/a.md", "content/ko/b.en.md"], config)
    languages = {each.path: each.language for each in folder.walk()}
    assert languages == {"content/a.md": "en", "content/ko/a.md": "ko", "content/ko/b.en.md": "en"}


def test_pages_of_a_disabled_language_are_only_carried(tmp_path: Path) -> None:
    config = "[languages.en]\n[languages.ko]\ndisabled=true\n"
    assert roles(make(tmp_path, ["content/a.ko.md", "content/a.md"], config)) == {
        "content/a.ko.md": "content_file",
        "content/a.md": "page",
    }


def test_mounted_content_is_walked_and_the_rest_of_content_carried(tmp_path: Path) -> None:
    mounts = [("content/en", "content"), ("docs", "content/d")]
    config = "".join(f'[[module.mounts]]\nsource="{source}"\ntarget="{target}"\n' for source, target in mounts)
    found = roles(make(tmp_path, ["content/LICENSE.md", "content/en/a.md", "docs/b.md", "other/c.md"], config))
    assert found == {"content/LICENSE.md": "content_file", "content/en/a.md": "page", "docs/b.md": "page"}


def test_files_that_a_mount_or_ignore_files_leaves_out_are_carried(tmp_path: Path) -> None:
    config = 'ignoreFiles=["secret", "["]\n[[module.mounts]]\nsource="content"\ntarget="content"\nfiles=["! sub/**"]\n'
    found = roles(make(tmp_path, ["content/a.md", "content/secret.md", "content/sub/b.md"], config))
    assert found == {"content/a.md": "page", "content/secret.md": "content_file", "content/sub/b.md": "content_file"}


def test_static_files_of_every_static_folder(tmp_path: Path) -> None:
    folder = make(tmp_path, ["content/a.md", "st/x/.well-known", "static/y"], 'staticDir=["st", "static", "missing"]')
    assert roles(folder) == {"content/a.md": "page", "st/x/.well-known": "static", "static/y": "static"}


def test_folders_within_folders_give_each_file_once(tmp_path: Path) -> None:
    names = ["content/a.md", "content/files/b.png", "static/c", "static/en/d"]
    folder = make(tmp_path, names, 'staticDir=["static", "content/files", "static/en"]')
    assert sorted(each.path for each in folder.walk()) == names
    assert entry(folder, "content/files/b.png").role == "static"


def test_a_folder_that_lies_too_deep_is_refused_by_name(tmp_path: Path) -> None:
    deep = "content/" + "d/" * 250 + "a.md"
    refused = [each.reason for each in make(tmp_path, [deep, "content/b.md"]).walk() if each.role == "refused"]
    assert len(refused) == 1
    assert "deep" in refused[0]


def test_links_sockets_and_git_are_refused_with_a_reason(tmp_path: Path) -> None:
    make(tmp_path, ["content/a.md", "content/.git/config", "content/.GIT", "content/g\u200c/b.md"])
    (tmp_path / "content" / "link.md").symlink_to(tmp_path / "content" / "a.md")
    (tmp_path / "content" / "folder").symlink_to("/etc")
    (tmp_path / "content" / ".g\u200cit").write_bytes(b"")
    os.mkfifo(tmp_path / "content" / "pipe.md")
    (tmp_path / "static").symlink_to("/etc")
    folder = Folder.open(tmp_path)
    refused = {each.path: each.reason for each in folder.walk() if each.role == "refused"}
    assert set(refused) == {
        "content/.git", "content/.GIT", "content/.g\u200cit", "content/folder", "content/link.md", "content/pipe.md",
        "static",
    }  # fmt: skip
    assert all(refused.values())
    assert "link" in refused["content/link.md"]
    assert "link" in refused["static"]


def test_a_name_that_is_no_utf8_is_refused_and_can_be_printed(tmp_path: Path) -> None:
    make(tmp_path, ["content/a.md"])
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/d\xff")).mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/\xff.md")).write_bytes(b"")
    refused = [each for each in Folder.open(tmp_path).walk() if each.role == "refused"]
    assert [each.path for each in refused] == ["content/d\\udcff", "content/\\udcff.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_unreadable_files_and_folders_are_refused(tmp_path: Path) -> None:
    make(tmp_path, ["content/a.md", "content/b/c.md"])
    (tmp_path / "content" / "a.md").chmod(0)
    (tmp_path / "content" / "b").chmod(0)
    refused = {each.path for each in Folder.open(tmp_path).walk() if each.role == "refused"}
    (tmp_path / "content" / "b").chmod(0o700)
    assert refused == {"content/a.md", "content/b"}


def test_a_walk_is_sorted_and_gives_each_file_once(tmp_path: Path) -> None:
    names = [f"content/{folder}/{number}.md" for folder in "cab" for number in (3, 1, 2)]
    paths = [each.path for each in make(tmp_path, names).walk()]
    assert paths == sorted(names)


def test_a_bare_folder_stands_for_a_site_that_is_nothing_else(tmp_path: Path) -> None:
    folder = make(tmp_path, ["post/x/index.md", "post/x/a.png", "static/y"], config=None)
    assert folder.is_bare
    assert roles(folder) == {
        "content/post/x/index.md": "page",
        "content/post/x/a.png": "resource",
        "content/static/y": "content_file",
    }
    folder.write("content/post/new.md", b"new")
    assert (tmp_path / "post" / "new.md").read_bytes() == b"new"
    with pytest.raises(FolderError, match="not below content/"):
        folder.write("static/z", b"")


def test_what_cannot_be_opened_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "hugo.toml").write_bytes(b"")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "hugo.toml").write_bytes(b"a = [")
    for name in ("missing", "empty", "file", "bare"):
        with pytest.raises(FolderError) as caught:
            Folder.open(tmp_path / name)
        assert "\n" not in str(caught.value)
    with pytest.raises(ConfigError):
        Folder.open(tmp_path / "broken")
