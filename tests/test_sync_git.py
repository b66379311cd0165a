"""The folder under Git: whose commits, what is in them, what is left alone, and what git says when it cannot."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from reviews.editing import save_text
from reviews.models import Post, Revision, Site
from reviews.moving import move
from reviews.sync import git
from tests.folders import POST, Run, actions, live_bundle, put, report, upload

pytestmark = pytest.mark.django_db
ABOUT = "content/about.md"


@pytest.fixture(autouse=True)
def own_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No configuration of the machine's; a home where signing is on, without a key."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[commit]\ngpgsign = true\n[user]\nname = Kim\nemail = kim@example.org\n[init]\ndefaultBranch = main\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, "/nowhere")  # of a hook that somebody runs the desk from


def sh(place: Path, *arguments: str, ok: bool = True) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(["git", "-C", str(place), *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0 or not ok, done.stderr
    return done.stdout


def start(place: Path) -> Path:
    sh(place, "init", "-q")
    return commit_all(place)


def commit_all(place: Path) -> Path:
    sh(place, "add", "-A")
    sh(place, "commit", "-q", "--no-gpg-sign", "--allow-empty", "-m", "theirs")
    return place


def log(place: Path, form: str = "%an <%ae>|%cn|%s") -> list[str]:
    return sh(place, "log", f"--format={form}").splitlines()


def files_in(place: Path, revision: str = "HEAD") -> set[str]:
    return set(sh(place, "show", "--format=", "--name-only", "-z", revision).split("\0")) - {""}


@pytest.fixture
def repo(imported: Path) -> Path:
    return start(imported)


def publish(path: str, alice: User, bob: User, erin: User, note: str = "", title: str = "새 제목") -> Post:
    post = Post.objects.get(path=path)
    save_text(post, post.document.set("title", title), alice, based_on=post.head_id)
    move(post, "submit", erin)
    move(post, "approve", bob)
    move(post, "publish", erin, note=note)
    return post


def test_the_mover_is_the_author_and_the_note_the_message(
    repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    User.objects.filter(pk=erin.pk).update(first_name="Erin", last_name="<E>", email="erin@example.org")
    publish(POST, alice, bob, erin, note="Fixes the title.\n\n# For Seoul.")
    code, found = report(run, "hugo_export", repo, "--commit")
    assert (code, len(found["commits"])) == (0, 1)
    assert log(repo)[0] == "Erin E <erin@example.org>|Editorial desk|Fixes the title."
    assert sh(repo, "log", "-1", "--format=%b").strip() == "# For Seoul."
    assert files_in(repo) == {POST}
    assert sh(repo, "status", "--porcelain") == ""


def test_nothing_written_is_no_commit(repo: Path, run: Run) -> None:
    assert run("hugo_export", repo, "--commit")[0] == run("hugo_sync", repo, "--commit")[0] == 0
    assert log(repo, "%s") == ["theirs"]


def test_several_movers_share_a_commit_or_have_one_each(
    repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    User.objects.filter(pk=bob.pk).update(email="bob@example.org")
    publish(ABOUT, alice, bob, erin)
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "X"), bob, based_on=post.head_id)
    run("hugo_export", repo, "--commit")
    assert log(repo, "%an|%s|%(trailers:key=Co-authored-by)")[0].startswith("bob|Update 2 posts|")
    assert "Co-authored-by: erin <erin@127.0.0.1>" in sh(repo, "log", "-1", "--format=%B")
    publish(ABOUT, alice, bob, erin, title="Y")
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Z"), bob, based_on=post.head_id)
    run("hugo_export", repo, "--commit-each")
    assert {log(repo, "%an|%s")[0], log(repo, "%an|%s")[1]} == {"erin|Publish Y", "bob|Update Z"}


def test_what_the_person_has_staged_or_changed_stays_as_it_is(
    repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    put(repo, "staged.txt", "staged")
    sh(repo, "add", "staged.txt")
    put(repo, "hugo.toml", (repo / "hugo.toml").read_text() + "# theirs\n")
    put(repo, "content/new.md", "---\ntitle: New\n---\n")
    publish(POST, alice, bob, erin)
    assert run("hugo_sync", repo, "--commit")[0] == 0
    assert files_in(repo) == {POST}
    left = ["A  staged.txt", " M hugo.toml", "?? content/new.md"]
    assert sorted(sh(repo, "status", "--porcelain").splitlines()) == sorted(left)


def test_a_staged_file_that_would_be_written_stops_the_run(
    repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    post = publish(POST, alice, bob, erin)
    before = (repo / POST).read_bytes() + b"\nstaged\n"
    put(repo, POST, before)
    sh(repo, "add", POST)
    for command in ("hugo_export", "hugo_sync"):
        with pytest.raises(CommandError, match=f"{POST}: staged by somebody") as error:
            call_command(command, str(repo), "--commit")
        assert error.value.returncode == 2
    assert (repo / POST).read_bytes() == before
    assert not Revision.objects.filter(post=post, why="merged").exists()
    sh(repo, "restore", "--staged", POST)
    assert run("hugo_sync", repo, "--commit")[0] == 0


def test_a_staged_file_that_is_only_taken_in_stops_nothing(repo: Path, run: Run) -> None:
    put(repo, ABOUT, (repo / ABOUT).read_bytes() + b"more\n")
    sh(repo, "add", ABOUT)
    assert run("hugo_sync", repo, "--commit")[0] == 0
    assert sh(repo, "status", "--porcelain") == f"M  {ABOUT}\n"


@pytest.mark.parametrize("middle", ["merge", "rebase", "cherry-pick", "revert"])
def test_nothing_is_done_in_the_middle_of_something(
    middle: str, repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    sh(repo, "branch", "other")
    for branch in ("other", "main"):
        sh(repo, "checkout", "-q", branch)
        put(repo, "static/mark.txt", branch)
        commit_all(repo)
    if middle == "revert":
        sh(repo, "commit", "--allow-empty", "--no-gpg-sign", "-qm", "x")
        put(repo, "static/mark.txt", "again")
        commit_all(repo)
    target = {"revert": "HEAD~2"}.get(middle, "other")
    sh(repo, middle, *(["--no-edit"] if middle in {"merge", "revert"} else []), target, ok=False)
    publish(POST, alice, bob, erin)
    before = (repo / POST).read_bytes()
    with pytest.raises(CommandError, match=f"middle of a {middle}") as error:
        call_command("hugo_export", str(repo), "--commit")
    assert (error.value.returncode, (repo / POST).read_bytes()) == (2, before)


def test_a_detached_head_and_an_unborn_branch_are_fine(
    imported: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    sh(imported, "init", "-q")
    publish(POST, alice, bob, erin)
    assert run("hugo_export", imported, "--commit")[0] == 0
    assert files_in(imported) == {POST}
    commit_all(imported)
    sh(imported, "checkout", "-q", "--detach")
    publish(POST, alice, bob, erin, title="Another")
    assert run("hugo_export", imported, "--commit")[0] == 0
    assert log(imported, "%an|%s")[0] == "erin|Publish Another"


ODD_NAMES = [
    "-rf.md",
    ":(exclude)x.md",
    ":/",
    "한글 글.md",
    "a\"b'.md",
    "back\\slash.md",
    "new\nline.md",
    "*.md",
    "[a].md",
]


def test_odd_names_are_committed_and_no_pattern_is_seen_in_them(imported: Path, run: Run, erin: User) -> None:
    put(imported, "content/x.md", "---\ntitle: X\n---\n")
    paths = [f"content/{name}" if name.endswith(".md") else f"content/{name}x.md" for name in ODD_NAMES]
    for path in paths:
        put(imported, path, "---\ntitle: T\ndraft: true\n---\nx\n")
    run("hugo_import", imported)
    start(imported)
    put(imported, "content/x.md", "---\ntitle: theirs\n---\n")
    for path in paths:
        post = Post.objects.get(path=path)
        save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    assert run("hugo_export", imported, "--commit")[0] == 1  # content/x.md holds an unseen text
    assert files_in(imported) == set(paths)
    for path in paths:
        (imported / path).unlink()
    commit_all(imported)
    assert run("hugo_export", imported, "--restore", "--commit-each")[0] == 1
    assert set().union(*(files_in(imported, f"HEAD~{back}") for back in range(len(paths)))) == set(paths)
    assert sh(imported, "status", "--porcelain") == ""


def test_a_bare_folder_that_is_the_repository_may_hold_names_that_git_has_a_meaning_for(
    imported: Path, run: Run, erin: User
) -> None:
    folder = imported / "content"
    paths = [":(exclude)x.md", ":!y.md", "-z.md"]
    for path in paths:
        put(folder, path, "---\ntitle: T\ndraft: true\n---\nx\n")
    run("hugo_import", imported)
    Site.objects.update(home=str(folder.resolve()), is_bare=True)
    start(folder)
    for path in paths:
        post = Post.objects.get(path=f"content/{path}")
        save_text(post, post.document.set("title", "Ours"), erin, based_on=post.head_id)
    assert run("hugo_export", folder, "--commit-each")[0] == 0
    assert set().union(*(files_in(folder, f"HEAD~{back}") for back in range(len(paths)))) == set(paths)
    assert sh(folder, "status", "--porcelain") == ""


def test_a_failing_hook_is_told_the_file_stays_written_and_the_next_run_commits_it(
    repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    post = live_bundle(repo, run)
    commit_all(repo)
    hook = repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho the title is too long\necho second >&2\nexit 1\n")
    hook.chmod(0o755)
    upload(post, "new.png", b"\x89PNG\r\n\x1a\n new")
    publish(post.path, alice, bob, erin)
    code, found = report(run, "hugo_export", repo, "--commit")
    rows = {row["path"]: row["reason"] for row in found["actions"] if row["action"] == "uncommitted"}
    assert (code, set(rows)) == (1, {post.path, "content/post/live/new.png"})
    assert "the title is too long second" in rows[post.path]
    post.refresh_from_db()
    assert bytes(post.synced) == (repo / post.path).read_bytes()
    assert sh(repo, "diff", "--cached", "--name-only") == ""
    hook.unlink()
    assert run("hugo_export", repo, "--commit")[0] == 0
    assert files_in(repo) == {post.path, "content/post/live/new.png"}
    assert Site.load().uncommitted == []


def test_a_hook_that_leaves_a_process_behind_or_hangs_keeps_nobody_waiting(
    repo: Path, run: Run, alice: User, bob: User, erin: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = repo / ".git/hooks/post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nsleep 30 &\n")
    hook.chmod(0o755)
    publish(POST, alice, bob, erin)
    settings.GIT_TIMEOUT = 5
    assert run("hugo_export", repo, "--commit")[0] == 0
    hook.rename(hook.with_name("pre-commit")).write_text("#!/bin/sh\nsleep 30\n")
    publish(POST, alice, bob, erin, title="Another")
    settings.GIT_TIMEOUT = 0.5
    code, found = report(run, "hugo_export", repo, "--commit")
    assert code == 1
    assert "did not end within 0.5 seconds" in next(
        r["reason"] for r in found["actions"] if r["action"] == "uncommitted"
    )
    assert not (repo / ".git/index.lock").exists()


def test_ignored_files_are_written_and_named(repo: Path, run: Run, alice: User, bob: User, erin: User) -> None:
    post = live_bundle(repo, run)
    put(repo, ".gitignore", "/content/post/live/*.png\n")
    commit_all(repo)
    upload(post, "new.png", b"\x89PNG\r\n\x1a\n new")
    publish(post.path, alice, bob, erin)
    code, found = report(run, "hugo_export", repo, "--commit")
    assert code == 0
    assert "ignored" in [r["action"] for r in found["actions"] if r["path"] == "content/post/live/new.png"]
    assert files_in(repo) == {post.path}


@pytest.mark.parametrize("place", ["subfolder", "content", "worktree", "submodule", "link"])
def test_the_repository_may_lie_around_the_folder(
    place: str, site_folder: Path, run: Run, alice: User, bob: User, erin: User, tmp_path: Path
) -> None:
    top, site = tmp_path / "top", tmp_path / "top" / "-site 글"
    if place in {"subfolder", "content", "link"}:
        top.mkdir()
        site_folder.rename(site)
        start(top)
        site = site / "content" if place == "content" else site
        if place == "link":
            (tmp_path / "way").symlink_to(site)
            site = tmp_path / "way"
    elif place == "worktree":
        start(site_folder)
        sh(site_folder, "worktree", "add", "-q", "-b", "second", str(site))
        top = site
    else:
        start(site_folder)
        top.mkdir()
        sh(top, "init", "-q")
        sh(top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(site_folder), "sub")
        top = site = top / "sub"
    assert run("hugo_import", site)[0] == 0
    publish(POST, alice, bob, erin, note="noted")
    assert run("hugo_export", site, "--commit")[0] == 0
    assert log(top, "%an|%s")[0] == "erin|noted"
    assert [Path(name).name for name in files_in(top)] == ["index.md"]
    assert run("hugo_export", site, "--commit")[0] == 0
    assert log(top, "%s")[1] == "theirs"


def test_without_a_repository_or_without_git_nothing_is_done(
    imported: Path, run: Run, alice: User, bob: User, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(POST, alice, bob, erin)
    before = (imported / POST).read_bytes()
    with pytest.raises(CommandError, match="git init") as error:
        call_command("hugo_export", str(imported), "--commit")
    assert (error.value.returncode, (imported / POST).read_bytes()) == (2, before)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="git is not installed"):
        call_command("hugo_export", str(imported), "--commit")


def test_a_repository_of_another_user_is_told_with_the_remedy() -> None:
    words = b"fatal: detected dubious ownership in repository at '/srv/my site'\nTo add an exception"
    assert "git config --global --add safe.directory '/srv/my site'" in git._told("rev-parse", words)


def test_a_preview_branch_elsewhere_gets_everything_committed(repo: Path, run: Run, tmp_path: Path) -> None:
    preview = tmp_path / "preview"
    preview.mkdir()
    sh(preview, "init", "-q")
    assert run("hugo_export", preview, "--working-copies")[0] == 0
    assert run("hugo_export", preview, "--working-copies", "--commit")[0] == 0
    assert sh(preview, "status", "--porcelain") == ""
    assert POST in files_in(preview)


def test_a_text_that_a_person_wrote_into_the_folder_is_theirs_to_commit(
    repo: Path, run: Run, alice: User, bob: User, erin: User
) -> None:
    put(repo, ABOUT, "---\ntitle: Theirs\n---\n")
    run("hugo_import", repo)
    publish(POST, alice, bob, erin)
    found = report(run, "hugo_sync", repo, "--commit")[1]
    assert actions(found)[ABOUT] == "unchanged"
    assert files_in(repo) == {POST}


def test_the_repositorys_hooks_see_none_of_the_desks_secrets(
    repo: Path, run: Run, alice: User, bob: User, erin: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "the secret")
    hook = repo / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\n")
    hook.chmod(0o755)
    publish(POST, alice, bob, erin)
    run("hugo_export", repo, "--commit")
    seen = (tmp_path / "seen").read_text()
    assert "SECRET_KEY" not in seen
    assert "DATABASE_URL" not in seen
