"""Where a content file stands in the site: its language, its bundle, its logical path, its section.

Hugo reads all of it from the file's name: `posts/Paper Review/index.ko.md` is the leaf bundle `/posts/paper-review`
in Korean, where Korean is configured. Observed with Hugo 0.168 (tests/hugo/test_content_path.py).
"""

from dataclasses import dataclass

from reviews.hugo.site import Mount, SiteConfig
from reviews.hugo.terms import path_key

PAGE_EXTENSIONS = frozenset(
    ("md", "markdown", "mdown", "html", "htm", "org", "adoc", "ad", "asciidoc", "rst", "pandoc", "pdc")
)


_INDEX_NAMES = {"index": "leaf", "_index": "branch"}


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name taken apart: `a.v1.ko.md` is stem `a.v1`, language `ko`, extension `md`.

    `bundle` is "leaf" for an `index` page, "branch" for an `_index` page, else "".
    """

    stem: str
    language: str
    extension: str
    is_page: bool
    bundle: str


def _file_name(stem: str, language: str, extension: str) -> FileName:
    is_page = extension in PAGE_EXTENSIONS
    return FileName(stem, language, extension, is_page, _INDEX_NAMES.get(stem.lower(), "") if is_page else "")


def split_name(name: str, languages: frozenset[str]) -> FileName:
    """Take a file's name apart; a part between dots is a language only where that language is configured.

    What stands right of the language, before the extension, is lost to Hugo: `d.ko.v1.md` is the page `d`.
    """
    parts = name.split(".")
    if len(parts) == 1:
        return _file_name(name, "", "")
    extension = parts[-1].lower()
    for position in range(len(parts) - 2, 0, -1):
        if parts[position].lower() in languages:
            return _file_name(".".join(parts[:position]), parts[position].lower(), extension)
    return _file_name(".".join(parts[:-1]), "", extension)


@dataclass(frozen=True, slots=True)
class ContentPath:
    """One content file's place.

    `spelled` is its logical path as the disk spells it (`/posts/Paper Review`), `logical` is Hugo's `.Path`
    (`/posts/paper-review`). `base_name` is the file's name without language and extension, a bundle's its folder's.
    `section` is the first part of the path; a page at the top level has none.
    """

    path: str
    name: FileName
    language: str
    spelled: str
    logical: str
    base_name: str
    section: str

    @property
    def bundle(self) -> str:
        return self.name.bundle


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
    spelled = "/" + folder if name.bundle else f"/{folder}/{name.stem}" if folder else "/" + name.stem
    logical = path_key(spelled)
    first, _, rest = logical[1:].partition("/")
    return ContentPath(
        path=path,
        name=name,
        language=name.language or mount.language or config.default_language,
        spelled=spelled,
        logical=logical,
        base_name=spelled.rpartition("/")[2],
        section=first if rest or name.bundle == "branch" else "",
    )


def _mount_of(config: SiteConfig, path: str) -> Mount:
    for mount in config.mounts_by_depth:
        if path.startswith(mount.source + "/"):
            return mount
    raise ValueError(f"{path} lies in none of the content folders {', '.join(config.content_dirs)}")
