"""The way to a file, folder by folder: each opened by its name in the one above, no link followed.

From one file to the next the folders that both lie in stay open, so many files in the order of their paths cost little.
"""

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Way:
    """Leads below `root`; close it, or use it in a `with`.

    `parts_of` makes a path the names on the way, or raises; `check_root` raises where `root` is another folder by now.
    """

    def __init__(
        self, root: Path, parts_of: Callable[[str], list[str]], check_root: Callable[[int], None] = lambda root: None
    ) -> None:
        self.root = root
        self.parts_of = parts_of
        self.check_root = check_root
        self._open: list[tuple[str, int]] = []  # name and descriptor of the folders
        self._folder: str | None = None  # the path of the innermost of them

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the open folders."""
        self._back_to(0)

    def parent(self, path: str, *, make: bool = False) -> int:
        """A descriptor of the folder that holds `path`, good until the next call; `make`: made where it is missing."""
        folder = path.rpartition("/")[0]
        if folder == self._folder:
            return self._open[-1][1]
        names = ["", *self.parts_of(path)[:-1]]
        shared = 0
        while shared < min(len(names), len(self._open)) and names[shared] == self._open[shared][0]:
            shared += 1
        self._back_to(shared)
        for name in names[shared:]:
            self._open.append((name, self._enter(name, make)))
        self._folder = folder
        return self._open[-1][1]

    def _enter(self, name: str, make: bool) -> int:
        if not self._open:
            root = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                self.check_root(root)
            except BaseException:
                os.close(root)
                raise
            return root
        if make:
            make_folder(name, self._open[-1][1])
        return os.open(name, FOLDER, dir_fd=self._open[-1][1])

    def _back_to(self, depth: int) -> None:
        self._folder = None
        while len(self._open) > depth:
            os.close(self._open.pop()[1])


def make_folder(folder: str, parent: int) -> None:
    """A folder in the open one, with its name on the disk; no error where it is there."""
    try:
        os.mkdir(folder, dir_fd=parent)
    except FileExistsError:
        return
    os.fsync(parent)
