"""The Git repository around a folder: asked and committed to by `git` itself, with explicit arguments; never pushed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

LONGEST_OUTPUT = 2000  # characters of git's and its hooks' words that are told
FEW_PATHS = 200  # so many are named on a command line; for more the whole folder is asked
GRACE = 3.0  # seconds that git has to take its lock files away
# What git and the repository's hooks need of our environment; the desk's secrets and every GIT_* are none of theirs.
KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "XDG_CONFIG_HOME", "SYSTEMROOT")
# Files of a repository that is in the middle of something, and how one gets out of it.
UNFINISHED = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}


class GitError(Exception):
    """What git cannot do here; the text is one line with the remedy."""


@dataclass(frozen=True)
class Person:
    """An author or committer."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


@dataclass(frozen=True)
class Repository:
    """The repository that a site's folder is or lies in. Paths are relative to the folder, posix, as on disk."""

    top: Path
    prefix: str  # the folder's own path in the repository, "" or with a slash at its end
    git_dir: Path
    timeout: float = 600  # seconds; the repository's hooks may build a whole site

    @classmethod
    def around(cls, folder: Path, timeout: float = 600) -> "Repository":
        """The repository of `folder`, which need not be there yet. Raises GitError where there is none."""
        if shutil.which("git") is None:
            raise GitError(_("git is not installed; install it or leave --commit and --since away"))
        place = folder.resolve()
        while not place.is_dir():
            place = place.parent
        top = Path(_one_line(_git(place, "rev-parse", "--show-toplevel", timeout=timeout))).resolve()
        git_dir = Path(_one_line(_git(place, "rev-parse", "--absolute-git-dir", timeout=timeout)))
        inside = folder.resolve().relative_to(top).as_posix()
        return cls(top, "" if inside == "." else f"{inside}/", git_dir, timeout)

    def obstacle(self) -> str:
        """Why nothing can be committed now; "" where it can."""
        for name, what in UNFINISHED.items():
            if (self.git_dir / name).exists():
                told = _("the repository is in the middle of a %(what)s; end it (git %(what)s --continue or --abort)")
                return told % {"what": what}
        if (self.git_dir / "index.lock").exists():
            told = _("another git runs in this repository; if none does, take %(file)s away")
            return told % {"file": self.git_dir / "index.lock"}
        return ""

    def states(self, paths: Collection[str] | None = None) -> dict[str, str]:
        """Git's two letters (index, working tree) for the files of the folder that differ from HEAD."""
        named = [self.prefix + path for path in paths or ()] if paths is not None and len(paths) <= FEW_PATHS else None
        if paths is not None and not paths:
            return {}
        pathspecs = named if named is not None else [self.prefix or "."]
        command = ["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignored=no", "--"]
        found = {}
        for row in _split(self._run(*command, *pathspecs)):
            if row[3:].startswith(self.prefix):
                found[row[3:].removeprefix(self.prefix)] = row[:2]
        return found if paths is None else {path: found[path] for path in paths if path in found}

    def ignored(self, paths: Iterable[str]) -> set[str]:
        """The paths that .gitignore keeps out; tracked files are never ignored."""
        given = b"".join(b"./" + os.fsencode(self.prefix + path) + b"\0" for path in paths)
        if not given:
            return set()
        found = _split(self._run("check-ignore", "-z", "--stdin", stdin=given, may_fail=1))
        return {path.removeprefix("./").removeprefix(self.prefix) for path in found}

    def commit(self, paths: Collection[str], message: str, author: Person) -> str:
        """Commit these files as they stand, and no other; what else is staged stays so. The commit's short id.

        `paths` are tracked or not, changed or gone. Raises GitError with git's words, the repository as it was.
        """
        states = self.states(paths)
        new = [path for path in paths if states.get(path) == "??"]
        listed = ("--pathspec-from-file=-", "--pathspec-file-nul")
        if new:
            self._run("add", "--intent-to-add", *listed, stdin=self._joined(new))
        command = ["commit", "--only", "--quiet", "--no-gpg-sign", "--cleanup=whitespace", "-m", message, *listed]
        try:
            self._run(*command, stdin=self._joined(paths), author=author)
        except GitError:
            with suppress(GitError):
                self._run("update-index", "-z", "--force-remove", "--stdin", stdin=self._joined(new))
            raise
        return _one_line(self._run("rev-parse", "--short", "HEAD"))

    def changed_since(self, revision: str) -> set[str]:
        """Every path of the folder that may differ between `revision` and the working tree, gone ones too."""
        commit = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", may_fail=1)
        if not commit:
            raise GitError(_("“%(revision)s” is no commit of this repository") % {"revision": revision})
        here = self.prefix or "."
        compare = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none"]
        changed = self._mine(self._run(*compare, _one_line(commit), "--", here))
        changed |= self._mine(self._run("ls-files", "-z", "--full-name", "--others", "--", here))
        unseen = _split(self._run("ls-files", "-z", "-v", "--full-name", "--", here))
        return changed | {row[2:].removeprefix(self.prefix) for row in unseen if row[:1].islower() or row[:1] == "S"}

    def _joined(self, paths: Iterable[str]) -> bytes:
        return b"".join(os.fsencode(self.prefix + path) + b"\0" for path in paths)

    def _mine(self, output: bytes) -> set[str]:
        return {path.removeprefix(self.prefix) for path in _split(output) if path.startswith(self.prefix)}

    def _run(
        self, *arguments: str, stdin: bytes = b"", author: Person | None = None, may_fail: int | None = None
    ) -> bytes:
        return _git(self.top, *arguments, stdin=stdin, author=author, may_fail=may_fail, timeout=self.timeout)


def _git(
    place: Path,
    *arguments: str,
    timeout: float,
    stdin: bytes = b"",
    author: Person | None = None,
    may_fail: int | None = None,
) -> bytes:
    """What git answers. Its words go to files, so that a process which a hook left behind keeps nobody waiting."""
    literal = [] if arguments[0] == "check-ignore" else ["--literal-pathspecs"]  # which it does not know
    command = ["git", *literal, "-C", str(place), *arguments]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as problems:
        given.write(stdin)
        given.seek(0)
        process = subprocess.Popen(
            command, stdin=given, stdout=out, stderr=problems, env=_environment(author), start_new_session=True
        )
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            _end(process)
            told = _("git %(command)s did not end within %(seconds)s seconds; a hook of the repository may hang")
            raise GitError(told % {"command": arguments[0], "seconds": f"{timeout:g}"}) from error
        for stream in (out, problems):
            stream.seek(0)
        answer = out.read()
        if code not in (0, may_fail):
            raise GitError(_told(arguments[0], answer + b"\n" + problems.read()))
    return answer if code == 0 else b""


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End git and its hooks: politely first, so that git takes its lock files away."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
            return


def _environment(author: Person | None) -> dict[str, str]:
    """Nothing that asks a person, and the desk as the committer."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    quiet = {"LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_OPTIONAL_LOCKS": "0"}
    name, email = settings.GIT_COMMITTER
    people = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
    if author is not None:
        people |= {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email}
    return kept | quiet | people


def _told(command: str, output: bytes) -> str:
    words = " ".join(output.decode("utf-8", "replace").split())[:LONGEST_OUTPUT]
    if "dubious ownership" in words:
        where = words.split("repository at", 1)[-1].split("'")
        place = where[1] if len(where) > 1 else "DIR"
        told = _("the repository belongs to another user; git config --global --add safe.directory '%(place)s'")
        return told % {"place": place}
    if "not a git repository" in words:
        return _("the folder lies in no Git repository; git init makes one")
    return _("git %(command)s failed: %(words)s") % {"command": command, "words": words or "?"}


def _split(output: bytes) -> list[str]:
    return [os.fsdecode(row) for row in output.split(b"\0") if row]


def _one_line(output: bytes) -> str:
    return os.fsdecode(output.removesuffix(b"\n"))
