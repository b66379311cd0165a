"""A post is deleted at the desk, and restored: readers and lists lose it; its text, files and history stay."""

from django.utils import timezone

from reviews.editing import bring_back
from reviews.models import Post, PostFile
from reviews.publishing import withdraw


def delete(post: Post) -> None:
    """Leave a tombstone: the row with all that hangs on it. Its file goes from the folder by `--prune` alone.

    The caller holds the transaction and the lock, and writes the row that says who and why.
    """
    withdraw([post])
    post.deleted_at = timezone.now()
    post.save(update_fields=["deleted_at"])
    _leave_files(post)


def restore(post: Post) -> None:
    """The post as it was, for readers' eyes not yet; where its file has gone, it is a new one to the folder."""
    post.deleted_at = None
    post.save(update_fields=["deleted_at"])
    bring_back(post)
    if post.bundle:
        PostFile.objects.filter(folder=post.folder, post__in=Post.objects.deleted()).update(post=post)


def _leave_files(post: Post) -> None:
    """The bundle's files that stand in the folder belong to its other languages from now on, where it has any."""
    heir = Post.objects.standing().filter(folder=post.folder).exclude(bundle="").exclude(pk=post.pk).first()
    if heir is not None and post.bundle:
        PostFile.objects.filter(post=post).exclude(synced=None).update(post=heir)
