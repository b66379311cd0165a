"""A site whose names are the oddest that a Linux folder can hold, and what in it is no file that can be carried."""

import os
import socket
import unicodedata
from pathlib import Path

PAGE = b"---\ntitle: T\n---\n\nbody\n"
_CONFIG = 'title = "x"\n[languages.en]\nweight = 1\n[languages.ko]\nweight = 2\n'

_CARRIED = [
    # Folders named as pages, bundles in bundles, both kinds of index.
    "post/x.md/index.md", "post/x.md/y.md", "post/x.md/z.png", "post/folder.md/only.md", "_index.md",
    "both/index.md", "both/_index.md", "both/a.md", "both/a.png", "both/sub/index.md", "both/sub/_index.md",
    "leaf/index.md", "leaf/in/index.md", "leaf/in/_index.md", "leaf/in/deep/p.png", "leaf/broken.md",
    "branch/_index.md", "branch/branch/_index.md", "branch/branch/leaf/index.md", "branch/branch/leaf/_index.ko.md",
    # Names that differ in case or in how they are composed.
    "Case/A.md", "Case/a.md", "case/a.md", "CASE/A.MD", "Case/B/index.md", "Case/b/index.md",
    unicodedata.normalize("NFD", "nfd/한글 가.md"), unicodedata.normalize("NFC", "nfd/한글 가.md"),
    # As long and as deep as it goes.
    f"long/{'x' * 252}.md", f"long/{'가' * 84}.md", f"long/{'x' * 255}/index.md", "d/" * 150 + "deep.md",
    # What shells, templates, other systems and addresses stumble over.
    "n/a\tb.md", "n/a\nb.md", "n/a\\b.md", "n/ lead.md", "n/trail .md", "n/trail. ", "n/a%20b.md", "n/a%2Fb.md",
    "n/a?b#c.md", "n/<script>.md", 'n/"q".md', "n/'q'.md", "n/&amp;.md", "n/con.md", "n/NUL", "n/a:b.md", "n/*.md",
    "n/..a.md", "n/...md", "n/-rf.md", "n/--.md", "n/\x7f.md", "n/\x01.md", "n/\u202ervl.md", "n/\ufeffbom.md",
    "n/index.md.md", "n/_index.ko.md", "n/index.ko.md.bak", "n/x.ko.en.md", "n/.md", "n/md", "n/_.md", "n/~",
    "n/a~.md", "n/\u2028.md", "n/{{ x }}.md", "n/{% x %}.md", "n/$HOME.md", "n/`id`.md", "n/;ls.md", "n/page/2.md",
    "n/index.xml", "n/index.html", "n/feed.atom", "n/sitemap.xml", "tags/_index.md", "emoji/👩‍👩‍👧.md", "emoji/🇰🇷/index.md",
    # Hidden, and nearly Git's.
    "g/.gitignore", "g/.gitmodules", "g/.hidden.md", "g/.hidden/a.md", "g/.DS_Store", "g/Thumbs.db", "g/git.md",
]  # fmt: skip
_REFUSED = [
    "g/.git/config", "g/.GIT/x", "g/.git./x", "g/git~1/x", "g/.git /x", "g/.g\u200cit/x", "g/.git::$INDEX_ALLOCATION/x",
    "n/latin1-\udce9.md", "n/cut-\udced\udc95.md", "f/" * 230 + "too-deep.md",
]  # fmt: skip
_LINKS = {
    "post/link.md": "y.md",
    "post/passwd.md": "/etc/passwd",
    "root": "/",
    "up": "..",
    "gone.md": "x",
    "o.md": "o.md",
}


def make_odd_names(root: Path) -> set[str]:
    """Fill `root`; the paths of all that can be carried, relative to it."""
    content = os.fsencode(root / "content")
    for name in (*_CARRIED, *_REFUSED):
        path = os.path.join(content, os.fsencode(name))  # noqa: PTH118 - bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        Path(os.fsdecode(path)).write_bytes(b"---\ntitle: [\n" if "broken" in name else PAGE + os.fsencode(name))
    (root / "hugo.toml").write_text(_CONFIG)
    for name, target in _LINKS.items():
        (root / "content" / name).symlink_to(target)
    os.mkfifo(root / "content/fifo.md")
    os.mkfifo(root / "content/post/fifo.png")
    _bind(root / "content", "socket.md")
    _nest(root / "content", "g" * 200, 25)
    (root / "content/empty/inner").mkdir(parents=True)
    return {f"content/{name}" for name in _CARRIED}


def _bind(folder: Path, name: str) -> None:
    """A socket; its path may be no longer than 107 bytes, so it is named from inside."""
    descriptor = os.open(folder, os.O_RDONLY)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(f"/proc/self/fd/{descriptor}/{name}")
    os.close(descriptor)


def _nest(folder: Path, name: str, times: int) -> None:
    """Folders in folders whose path is longer than the system takes in one piece."""
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(times):
        os.mkdir(name, dir_fd=descriptor)
        inner = os.open(name, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    page = os.open("page.md", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor)
    os.write(page, PAGE)
    os.close(page)
    os.close(descriptor)
