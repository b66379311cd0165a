"""A large Hugo site for measurements: N posts as variations of real ones, always the same for the same N.

python -m tests.bench.make_site FOLDER N      writes FOLDER/hugo.toml, content/, and an `_index.md` per section

Every post has a real file's body and front matter, with a title, a date, tags and a slug of its own. Two in five are
bundles, some one in ten has pictures (small PNGs, no two alike).
"""

import struct
import sys
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reviews.hugo.document import Document
from reviews.hugo.errors import EditRefused

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
OWN = ROOT / "tests/content/foundation-models/index.md"
SECTIONS = ("post", "blog", "docs", "notes", "papers")
KEPT = {
    "title",
    "description",
    "author",
    "authors",
    "categories",
    "keywords",
    "weight",
    "math",
    "arxiv",
    "toc",
    "image",
}
TITLE, DAY, SLUG, TAGS = "7itle 7emplate", "1987-06-05", "5lug-7emplate", ("7ag-one", "7ag-two")
CONFIG = """baseURL = "https://big.example.org/"
title = "Big"
timeZone = "Asia/Seoul"
hasCJKLanguage = true
[permalinks]
post = "/p/:slugorcontentbasename/"
"""


@dataclass(frozen=True)
class Template:
    """A real file whose title, date, slug and tags are marks to be replaced."""

    data: bytes
    title: str

    def text(self, number: int) -> bytes:
        """The file of post `number`."""
        day = date(2006, 1, 1) + timedelta(days=number * 7 % 7300)
        text = self.data.replace(TITLE.encode(), f"{self.title} {number}".encode())
        text = text.replace(DAY.encode(), day.isoformat().encode()).replace(SLUG.encode(), f"own-{number}".encode())
        return text.replace(TAGS[0].encode(), b"tag-%d" % (number % 211)).replace(
            TAGS[1].encode(), b"topic-%d" % (number % 1009)
        )


def templates() -> list[Template]:
    """The real files that can be varied, in the order of their paths; the own test post where no corpora are."""
    places = [*sorted((SHARED / "seed").rglob("*.md")), *sorted((SHARED / "corpora").rglob("*.md"))]
    found = [template(path) for path in places or [OWN] if not path.name.startswith("_index")]
    return [each for each in found if each is not None]


def template(path: Path) -> Template | None:
    """The file with marks; None where it has no front matter that can be edited, or shortcodes that need a theme."""
    document = Document.parse(path.read_bytes(), path.name)
    title = document.get("title")
    if document.error or document.format not in {"toml", "yaml"} or not isinstance(title, str) or "{{" in document.body:
        return None
    try:
        for key in [key for key in document.front_matter if key not in KEPT]:
            document = document.remove((key,))
        document = document.set("title", TITLE).set("date", DAY).set("slug", SLUG).set("tags", list(TAGS))
    except EditRefused:
        return None
    return Template(bytes(document), "".join(c for c in title if c.isalnum() or c in " -,.")[:80].strip())


def png(number: int) -> bytes:
    """A 16 x 16 picture that no other number gives."""
    shade = bytes((number >> shift) & 255 for shift in (16, 8, 0))
    rows = b"".join(b"\0" + bytes((x * y * 8) & 255 for x in range(15) for _ in "rgb") + shade for y in range(16))
    parts = (b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def path_of(number: int) -> str:
    """Where post `number` stands: sections, in them a folder for every thousand, two in five as bundles."""
    stem = f"content/{SECTIONS[number % len(SECTIONS)]}/{number // 1000:03}/p{number}"
    return f"{stem}/index.md" if number % 5 < 2 else f"{stem}.md"


def make_site(root: Path, posts: int) -> None:
    """Write the site."""
    root.mkdir(parents=True)
    (root / "hugo.toml").write_text(CONFIG)
    for section in SECTIONS:
        (root / "content" / section).mkdir(parents=True)
        (root / "content" / section / "_index.md").write_text(f"---\ntitle: {section.title()}\n---\n")
    models = templates()
    for number in range(posts):
        file = root / path_of(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(models[number % len(models)].text(number))
        for picture in range(1 + number % 3 if number % 5 == 1 and number % 2 else 0):
            (file.parent / f"figure{picture + 1}.png").write_bytes(png(number * 4 + picture))


if __name__ == "__main__":
    make_site(Path(sys.argv[1]), int(sys.argv[2]))
