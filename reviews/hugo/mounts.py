"""Which folders of a site Hugo reads as content or serves as they are, and where in the site they stand.

Rules: https://gohugo.io/configuration/module/#mounts . One mount to `content` replaces the default content folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reviews.hugo.config_values import as_folder, as_list, as_mapping, as_text
from reviews.hugo.globs import matches
from reviews.hugo.languages import Language


@dataclass(frozen=True)
class Mount:
    """A folder of the site (posix path from its root) that is read as content or served as it is.

    `target` is its place within the content ("" = the top), `language` the language of its files ("" = the default),
    `files` Hugo's filter: patterns on the path within the folder, `! ` before one that keeps files out.
    """

    source: str
    target: str = ""
    language: str = ""
    files: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Whether Hugo reads the file of that path within the folder."""
        wanted = [each for each in self.files if not each.startswith("! ")]
        unwanted = [each[2:] for each in self.files if each.startswith("! ")]
        if any(matches(pattern.lower(), path.lower()) for pattern in unwanted):
            return False
        return not wanted or any(matches(pattern.lower(), path.lower()) for pattern in wanted)


def read_mounts(
    raw: Mapping[str, Any], languages: Sequence[Language], default: str
) -> tuple[tuple[Mount, ...], tuple[str, ...]]:
    """The content mounts of a configuration, and the sources that lie outside the site and are left out."""
    configured = [as_mapping(each) for each in as_list(as_mapping(raw.get("module")).get("mounts"))]
    content = [each for each in configured if as_folder(each.get("target")).split("/")[0] == "content"]
    if not content:
        return _content_folders(raw, languages), ()
    mounts = [_mount(each, languages, default) for each in content]
    return (
        tuple(mount for mount in mounts if _is_inside(mount.source)),
        tuple(mount.source for mount in mounts if not _is_inside(mount.source)),
    )


def read_static_mounts(raw: Mapping[str, Any], languages: Sequence[Language]) -> tuple[Mount, ...]:
    """The folders whose files are served as they are; `target` is the path below the site's root that they get."""
    configured = [as_mapping(each) for each in as_list(as_mapping(raw.get("module")).get("mounts"))]
    mounts = [
        Mount(as_folder(each.get("source")), as_folder(each.get("target")).removeprefix("static").strip("/"))
        for each in configured
        if as_folder(each.get("target")).split("/")[0] == "static"
    ]
    if not mounts:
        own = [folder for each in languages for folder in as_list(each.raw.get("staticdir"))]
        mounts = [Mount(as_folder(each)) for each in (*as_list(raw.get("staticdir", "static")), *own)]
    return tuple(dict.fromkeys(mount for mount in mounts if _is_inside(mount.source)))


def _is_inside(source: str) -> bool:
    return bool(source) and ".." not in source.split("/")


def _mount(value: dict[str, Any], languages: Sequence[Language], default: str) -> Mount:
    source = as_text(value.get("source"))
    inside = ".." if source.startswith("/") else as_folder(source)
    target = as_folder(value.get("target")).removeprefix("content").strip("/")
    files = [as_text(each) for each in as_list(value.get("files") or value.get("includefiles"))]
    files += [f"! {as_text(each)}" for each in as_list(value.get("excludefiles"))]
    return Mount(inside, target, _mount_language(value, languages, default), tuple(files))


def _mount_language(value: dict[str, Any], languages: Sequence[Language], default: str) -> str:
    """The default language where the mount takes it, else the first that it takes."""
    matrix = as_mapping(as_mapping(value.get("sites")).get("matrix"))
    patterns = [as_text(each).lower() for each in as_list(matrix.get("languages") or value.get("lang"))]
    taken = [each.code for each in languages if any(matches(pattern, each.code) for pattern in patterns)]
    return "" if not taken or default in taken else taken[0]


def _content_folders(raw: Mapping[str, Any], languages: Sequence[Language]) -> tuple[Mount, ...]:
    own = [Mount(each.content_dir, "", each.code) for each in languages if each.raw.get("contentdir")]
    if len(own) == len(languages):
        return tuple(own)
    return (*own, Mount(as_folder(raw.get("contentdir")) or "content"))
