"""What the tests do with Hugo folders: write a file, run a command, look at its report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from reviews.editing import save_text
from reviews.models import Blob, Post, PostFile

Run = Callable[..., tuple[int, str]]
POST = "content/post/foundation-models/index.md"


def files_of(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and p.name != "hugo.toml"
    }


def report(run: Run, *args: Any) -> tuple[int, dict[str, Any]]:
    code, out = run(*args, "--json")
    return code, json.loads(out)


def actions(found: dict[str, Any]) -> dict[str, str]:
    return {row["path"]: row["action"] for row in found["actions"]}


def put(root: Path, path: str, text: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def live_bundle(imported: Path, run: Run) -> Post:
    put(imported, "content/post/live/index.md", "---\ntitle: Live\n---\n\nfirst\n\nmiddle\n\nlast\n")
    put(imported, "content/post/live/a.png", b"\x89PNG\r\n\x1a\n old")
    run("hugo_import", imported)
    return Post.objects.get(path="content/post/live/index.md")


def upload(post: Post, name: str, data: bytes) -> None:
    blob = Blob.objects.store(data, "image/png")
    PostFile.objects.update_or_create(
        path=f"{post.folder}/{name}", defaults={"post": post, "folder": post.folder, "name": name, "blob": blob}
    )


def status_of(client: Client, url: str) -> int:
    answer = client.get(url)
    answer.getvalue()
    return answer.status_code


def make_conflict(imported: Path, run: Run, by: User) -> bytes:
    """The post's title changed on both sides, and a sync that found it; the folder's text."""
    post = Post.objects.get(path=POST)
    save_text(post, post.document.set("title", "Ours"), by, based_on=post.head_id)
    theirs = (imported / POST).read_bytes().replace(b"Foundation Models", b"Theirs", 1)
    (imported / POST).write_bytes(theirs)
    code, found = report(run, "hugo_sync", imported)
    assert (code, actions(found)[POST]) == (1, "conflict")
    return theirs
