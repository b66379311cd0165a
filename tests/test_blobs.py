"""The storage of blobs against the files that name them: what is missing, what nobody names, what may be taken away."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reviews.models import Blob, PostFile
from reviews.models.resources import blob_storage
from reviews.moving import move
from tests.folders import Run, actions, live_bundle, report

pytestmark = pytest.mark.django_db
PICTURE = "content/post/live/a.png"


def age(digest: str) -> None:
    """Make the blob two days old."""
    Blob.objects.filter(sha256=digest).update(kept_at=timezone.now() - timedelta(days=2))
    file = Path(blob_storage().path(Blob(sha256=digest).storage_name))
    os.utime(file, (time.time() - 172_800,) * 2)


@pytest.fixture
def orphan(imported: Path) -> Blob:
    blob = Blob.objects.store(b"nobody's")
    age(blob.sha256)
    return blob


def test_what_nobody_names_is_told_and_goes_when_that_is_asked_for(orphan: Blob, run: Run) -> None:
    before = set(Blob.objects.values_list("pk", flat=True))
    for options in ([], ["--remove", "--dry-run"], ["--remove"], []):
        code, found = report(run, "blobs", *options)
        assert (code, list(actions(found))) == (
            0,
            [orphan.sha256] if blob_storage().exists(orphan.storage_name) or "--remove" in options else [],
        )
    assert not blob_storage().exists(orphan.storage_name)
    assert set(Blob.objects.values_list("pk", flat=True)) == before - {orphan.pk}


def test_what_is_young_stays_for_it_may_be_about_to_be_named(imported: Path, run: Run) -> None:
    blob = Blob.objects.store(b"an upload is under way")
    assert actions(report(run, "blobs", "--remove")[1]) == {blob.sha256: "orphan"}
    age(blob.sha256)
    assert Blob.objects.store(b"an upload is under way").pk == blob.pk  # asked for again: as young as a new one
    assert actions(report(run, "blobs", "--remove")[1]) == {blob.sha256: "orphan"}
    assert blob_storage().exists(blob.storage_name)


def test_bytes_without_a_row_go_too(orphan: Blob, run: Run) -> None:
    orphan.delete()
    assert actions(report(run, "blobs")[1]) == {orphan.sha256: "orphan"}
    assert actions(report(run, "blobs", "--remove")[1]) == {orphan.sha256: "removed"}
    assert not blob_storage().exists(orphan.storage_name)


def test_missing_bytes_are_told_by_the_files_that_name_them(imported: Path, run: Run) -> None:
    live_bundle(imported, run)
    blob_storage().delete(PostFile.objects.get(path=PICTURE).blob.storage_name)
    code, found = report(run, "blobs", "--remove", "--older-than", "0")
    assert (code, actions(found)) == (1, {PICTURE: "missing"})


def test_a_deleted_post_s_files_and_every_used_blob_stay(imported: Path, run: Run, erin: User) -> None:
    post = live_bundle(imported, run)
    for blob in Blob.objects.all():
        age(blob.sha256)
    move(post, "delete", erin)
    run("hugo_export", imported, "--prune")
    assert actions(report(run, "blobs", "--remove")[1]) == {}
    assert all(blob_storage().exists(blob.storage_name) for blob in Blob.objects.all())
