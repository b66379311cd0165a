"""Where a content file stands in the site: its language, its bundle, its logical path, its section.

Hugo reads all of it from the file's name: `posts/Paper Review/index.ko.md` is the leaf bundle `/posts/paper-review`
in Korean, where Korean is configured. Observed with Hugo 0.168 (tests/hugo/test_content_path.py).
"""

from dataclasses import dataclass
from functools import cached_property

from reviews.hugo.site import Mount, SiteConfig
from reviews.hugo.terms import path_key

PAGE_EXTENSIONS = frozenset(
    ("md", "markdown", "mdown", "html", "htm", "org", "adoc", "ad", "asciidoc", "rst", "pandoc", "pdc")
)


@dataclass(frozen=True)
class FileName:
    """A file's name taken apart: `a.v1.ko.md` is stem `a.v1`, language `ko`, extension `md`."""

    stem: str
    language: str
    extension: str

    @property
    def is_page(self) -> bool:
        return self.extension in PAGE_EXTENSIONS

    @property
    def bundle(self) -> str:
        """ "leaf", "branch" or "" """
        if not self.is_page:
            return ""
        return {"index": "leaf", "_index": "branch"}.get(self.stem.lower(), "")


def split_name(name: str, languages: frozenset[str]) -> FileName:
    """Take a file's name apart; a part between dots is a language only where that language is configured.

    What stands right of the language, before the extension, is lost to Hugo: `d.ko.v1.md` is the page `d`.
    """
    parts = name.split(".")
    if len(parts) == 1:
        return FileName(name, "", "")
    extension = parts[-1].lower()
    for position in range(len(parts) - 2, 0, -1):
        if parts[position].lower() in languages:
            return FileName(".".join(parts[:position]), parts[position].lower(), extension)
    return FileName(".".join(parts[:-1]), "", extension)


@dataclass(frozen=True)
class ContentPath:
    """One content file's place. `folder` and `name` keep the spelling of the disk; `logical` is Hugo's `.Path`."""

    path: str
    folder: str
    file: str
    name: FileName
    language: str

    @property
    def bundle(self) -> str:
        return self.name.bundle

    @cached_property
    def spelled(self) -> str:
        """The logical path as it is spelled on disk: `/posts/Paper Review`."""
        if self.bundle:
            return "/" + self.folder
        return f"/{self.folder}/{self.name.stem}" if self.folder else "/" + self.name.stem

    @cached_property
    def logical(self) -> str:
        return path_key(self.spelled)

    @property
    def base_name(self) -> str:
        """The file's name without language and extension; a bundle's is its folder's."""
        return self.spelled.rpartition("/")[2]

    @cached_property
    def section(self) -> str:
        """The first part of the path, for a page at the top level the empty text."""
        first, _, rest = self.logical[1:].partition("/")
        return first if rest or self.bundle == "branch" else ""


def locate(config: SiteConfig, path: str) -> ContentPath:
    """The place of the file at `path` (posix, from the site's root, inside one of the content folders).

    Raises ValueError where the path lies in no content folder.
    """
    mount = _mount_of(config, path)
    inside = path[len(mount.source) + 1 :]
    folder, _, file = inside.rpartition("/")
    if mount.target:
        folder = f"{mount.target}/{folder}".rstrip("/")
    name = split_name(file, config.language_codes)
    language = name.language or mount.language or config.default_language
    return ContentPath(path, folder, file, name, language)


def _mount_of(config: SiteConfig, path: str) -> Mount:
    for mount in config.mounts_by_depth:
        if path.startswith(mount.source + "/"):
            return mount
    raise ValueError(f"{path} lies in none of the content folders {', '.join(config.content_dirs)}")
