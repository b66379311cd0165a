"""A folder that people write in is taken in as its files change: looked at again and again, by size and time."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reviews.hugo.folder import Folder
from reviews.hugo.walk import TEMPORARY

Stamp = tuple[int, int, int]  # size, time of change in nanoseconds, number of the file
CONFIGURATION = ("hugo.", "config.")
# What editors put beside a file while it is being written: Vim's probe, JetBrains' and browsers' halves.
LEFTOVERS = ("~", ".tmp", ".swp", ".swo", ".swx", ".part", ".crdownload", "___jb_tmp___", "___jb_old___")
PROBE = "4913"


def is_leftover(path: str) -> bool:
    """Whether the path is an editor's temporary file or in a hidden folder: never a reason to import, nor imported."""
    *_folders, name = parts = path.split("/")
    return any(part.startswith((".", "#")) for part in parts) or name.endswith(LEFTOVERS) or name == PROBE


@dataclass
class Watch:
    """One folder's files, as they were last taken in and as they were last seen."""

    folder: Folder
    taken: dict[str, Stamp] = field(default_factory=dict)
    seen: dict[str, Stamp] = field(default_factory=dict)

    def begin(self) -> None:
        """What stands now is going to be taken by a whole import."""
        self.seen = self.scan()
        self.taken = dict(self.seen)

    def look(self) -> set[str]:
        """The paths (as the desk names them) that have changed and stand still since the last look.

        Raises OSError where the folder is away.
        """
        now, before = self.scan(), self.seen
        self.seen = now
        changed = {path for path in now.keys() | self.taken.keys() if now.get(path) != self.taken.get(path)}
        return {path for path in changed if now.get(path) == before.get(path)}

    def settle(self, paths: set[str]) -> None:
        """These were taken in as they stood at the last look."""
        for path in paths:
            if path in self.seen:
                self.taken[path] = self.seen[path]
            else:
                self.taken.pop(path, None)

    def scan(self) -> dict[str, Stamp]:
        """Every file of the site that can matter, by one look at each folder."""
        root, config = self.folder.root, self.folder.config
        found: dict[str, Stamp] = {}
        contents = [root] if self.folder.is_bare else [root / each for each in config.content_dirs]
        if not any(each.is_dir() for each in contents):
            raise FileNotFoundError(f"{contents[0]} is away")
        if self.folder.is_bare:
            _scan(root, "content", found)
            return found
        with os.scandir(root) as items:
            tops = {item.name: item for item in items if not is_leftover(item.name)}
        for name, item in tops.items():
            if name.startswith(CONFIGURATION) and item.is_file():
                found[name] = _stamp(item)
        for source in sorted({*config.content_dirs, *config.static_dirs, "content", "config"}):
            if (root / source).is_dir():
                _scan(root / source, source, found)
        return found


def _scan(place: Path | str, path: str, found: dict[str, Stamp]) -> None:
    try:
        with os.scandir(place) as items:
            for item in items:
                inner = f"{path}/{item.name}"
                if item.name.startswith(TEMPORARY) or is_leftover(item.name):
                    continue
                if item.is_dir(follow_symlinks=False):
                    _scan(item.path, inner, found)
                else:
                    found[inner] = _stamp(item)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # it went away meanwhile, or is none of ours: an import names what it cannot read


def _stamp(item: "os.DirEntry[str]") -> Stamp:
    found = item.stat(follow_symlinks=False)
    return found.st_size, found.st_mtime_ns, found.st_ino


def rounds(watch: Watch, pause: float, ended: threading.Event, away: Callable[[str], None]) -> Iterator[set[str]]:
    """What is to be taken in, round by round, until `ended` is set. `away` is told once each time the folder goes."""
    is_away = False
    while not ended.wait(pause):
        try:
            changed = watch.look()
        except OSError as error:
            if not is_away:
                away(str(error))
            is_away = True
            continue
        is_away = False
        if changed:
            yield changed
