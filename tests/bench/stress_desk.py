"""Editors, syncs, the clock and a person in the folder, all at once, in processes of their own, for a while.

usage: [DATABASE_URL=...] python -m tests.bench.stress_desk [SECONDS] [PUBLISH_HOOK]

The database must be empty. Prints what everybody was told, and what was lost or broke (nothing should be).
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

POSTS, TAGS = 10, 40
Told = Counter[str]
Marks = list[tuple[str, str]]  # path, and a word that was put there


def set_up(room: Path, hook: str) -> None:
    os.environ |= {"DATA_DIR": str(room / "data"), "SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "editorial.settings"}
    os.environ["PUBLISH_HOOK"] = hook
    import django  # noqa: PLC0415 - the environment comes first

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def command(name: str, *args: str) -> str:
    from django.core.management import CommandError, call_command  # noqa: PLC0415

    try:
        call_command(name, *args, verbosity=0, stdout=open(os.devnull, "w"), stderr=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    except SystemExit as error:
        return f"exit {error.code}"
    except CommandError as error:
        return "busy" if "another" in str(error) else f"exit {error.returncode}: {error}"
    return "exit 0"


def repeat(name: str, *args: str) -> Callable[..., tuple[Told, Marks]]:
    def work(until: float, dice: random.Random) -> tuple[Told, Marks]:
        told: Told = Counter()
        while time.time() < until:
            told[f"{name} {command(name, *args)}"] += 1
            time.sleep(dice.uniform(0, 0.3))
        return told, []

    return work


def editor(user: str) -> Callable[..., tuple[Told, Marks]]:
    def work(until: float, dice: random.Random) -> tuple[Told, Marks]:
        from django.contrib.auth import get_user_model  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415
        from django.test.utils import setup_test_environment  # noqa: PLC0415

        from reviews.models import Post  # noqa: PLC0415

        setup_test_environment()  # or answers tell no context
        client, told, marks = Client(raise_request_exception=False), Counter[str](), []
        client.force_login(get_user_model().objects.get(username=user))
        while time.time() < until:
            post = dice.choice(list(Post.objects.filter(kind="page").order_by("path")[:POSTS]))
            place, mark = f"/admin/reviews/post/{post.pk}/", f"{user}{len(marks)}x"
            form = client.get(f"{place}change/").context["adminform"].form
            values: dict[str, Any] = {name: form[name].value() or "" for name in form.fields}
            lines = values["body"].split("\n")
            lines.insert(dice.randrange(len(lines) + 1), f"\n{mark}\n")
            names = dice.sample(range(TAGS), 6)
            values |= {"body": "\r\n".join(lines), "tags": ", ".join(f"t{n} {mark[:5]}" for n in names)}
            if dice.random() < 0.5:
                values["_step"] = dice.choice(["submit", "approve", "publish", "unpublish", "reopen"])
            time.sleep(dice.uniform(0, 0.1))
            answer = client.post(f"{place}change/", values, follow=True)
            said = [f"{each}"[:60] for each in (answer.context or {}).get("messages", [])]
            word = (
                f"status {answer.status_code}"
                if answer.status_code != 200
                else "stale"
                if not answer.redirect_chain
                else "saved"
            )
            told[f"editor {word}"] += 1
            if word == "saved" and not any("changed the same" in each for each in said):
                marks.append((post.path, mark))
        return told, marks

    return work


def writer(root: str) -> Callable[..., tuple[Told, Marks]]:
    def work(until: float, dice: random.Random) -> tuple[Told, Marks]:
        marks: Marks = []
        while time.time() < until:
            file = dice.choice(sorted(Path(root).rglob("p*.md")))
            lines, mark = file.read_text().split("\n"), f"folder{len(marks)}x"
            lines.insert(dice.randrange(8, len(lines) + 1), f"\n{mark}\n")
            before = file.read_bytes()
            new = file.with_name(f".{file.name}.new")
            new.write_text("\n".join(lines))
            if file.read_bytes() == before:  # as near to an editor that looks before it saves as can be
                new.rename(file)
                marks.append((f"content/post/{file.name}", mark))
            time.sleep(dice.uniform(0, 0.4))
        return Counter({"writer wrote": len(marks)}), marks

    return work


def run(room: Path, hook: str, name: str, args: tuple[str, ...], until: float, seed: int, answers: Any) -> None:
    set_up(room, hook)
    makers: dict[str, Callable[..., Any]] = {"repeat": repeat, "editor": editor, "writer": writer}
    try:
        answers.put(makers[name](*args)(until, random.Random(seed)))  # noqa: S311
    except BaseException as error:  # noqa: BLE001 - told to the person who runs this
        answers.put((Counter({f"BROKE {name} {args}: {error!r}"[:500]: 1}), []))


def make_site(site: Path) -> None:
    (site / "content/post").mkdir(parents=True)
    (site / "hugo.toml").write_text('title = "Stress"\n')
    for number in range(POSTS):
        text = f"---\ntitle: Post {number}\ndate: 2024-01-02\ntags: [a]\n---\n" + f"\nA paragraph of {number}.\n" * 30
        (site / f"content/post/p{number}.md").write_text(text)


def lost(site: Path, marks: Marks) -> list[str]:
    """What somebody was told is kept, and is not in the post's history, a conflict, or the file."""
    from reviews.models import Post, Revision  # noqa: PLC0415

    missing = []
    for post in Post.objects.filter(kind="page").select_related("conflict", "head"):
        texts = [bytes(each.source) for each in Revision.objects.filter(post=post).select_related("source")]
        texts += [bytes(post.conflict)] if post.conflict else []
        together, now = b"\n".join(texts), bytes(post.head) + (site / post.path).read_bytes()
        now += bytes(post.conflict) if post.conflict else b""
        for path, mark in marks:
            if path == post.path and mark.encode() + b"\n" not in together.replace(b"\r", b"\n"):
                missing.append(f"never kept: {path} {mark}")
            elif path == post.path and mark.encode() not in now:
                missing.append(f"in the history only: {path} {mark}")
    return missing


def main(seconds: float, hook: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        site = room / "site"
        make_site(site)
        set_up(room, hook)
        from django.contrib.auth import get_user_model  # noqa: PLC0415
        from django.db import connections  # noqa: PLC0415

        command("migrate")
        people = ["anna", "boris", "carla"]
        for name in people:
            get_user_model().objects.create_superuser(name)
        command("hugo_import", str(site))
        connections.close_all()
        until, context = time.time() + seconds, get_context("spawn")
        answers = context.Queue()
        works = [("editor", (name,)) for name in people] + [("writer", (str(site),)), ("repeat", ("publish_due",))]
        works += [("repeat", ("hugo_sync", str(site)))] * 2 + [("repeat", ("hugo_import", str(site), "--full"))]
        crew = [
            context.Process(target=run, args=(room, hook, *work, until, seed, answers))
            for seed, work in enumerate(works)
        ]
        for each in crew:
            each.start()
        told, marks = Counter[str](), Marks()
        for _each in crew:
            more, kept = answers.get()
            told, marks = told + more, marks + kept
        for each in crew:
            each.join()
        told[f"last sync {command('hugo_sync', str(site))}"] += 1
        for what, times in sorted(told.items()):
            print(f"{times:6}  {what}")
        print(len(marks), "words were kept;", "not found:", lost(site, marks))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, sys.argv[2] if len(sys.argv) > 2 else "")
