"""Pictures into a post's bundle: the type from the decoded bytes, the name from the type, the bytes as they came."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews.desk.access import post_for
from reviews.desk.names import stem_of
from reviews.media import image_type
from reviews.models import Blob, Post, PostFile

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif"}


@require_POST
def upload(request: HttpRequest, pk: int) -> JsonResponse:
    """Take the file `image`; answer the Markdown that shows it, or why not (status 400)."""
    post = post_for(request, pk, to_change=True)
    file = request.FILES.get("image")
    if file is None:
        return _refused(_("No file was sent."))
    if not post.bundle:
        return _refused(
            _(
                "This post is a single file and has no folder of its own; "
                "move it to a bundle (name/index.md) to give it pictures."
            )
        )
    if (file.size or 0) > settings.IMAGE_UPLOAD_MAX_BYTES:
        return _refused(
            _("The picture is larger than %(size)s MB.") % {"size": settings.IMAGE_UPLOAD_MAX_BYTES // 2**20}
        )
    data = file.read()
    kind = image_type(data)
    if not kind:
        return _refused(_("This is no picture that can be shown: png, jpeg, gif, webp and avif are."))
    row = _put(
        post,
        Blob.objects.store(data, kind),
        stem_of(PurePosixPath((file.name or "").replace("\\", "/")).stem, "image"),
        EXTENSIONS[kind],
    )
    return JsonResponse({"image_code": f"![]({row.name})", "name": row.name})


def _refused(reason: str) -> JsonResponse:
    return JsonResponse({"error": reason}, status=400)


@transaction.atomic
def _put(post: Post, blob: Blob, stem: str, extension: str) -> PostFile:
    """A new file; the same bytes under the same name are the same file, another picture gets a number."""
    Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    number = 1
    while True:
        name = f"images/{stem}{f'-{number}' if number > 1 else ''}.{extension}"
        row = PostFile.objects.filter(folder=post.folder, name=name).first()
        if row is None:
            return PostFile.objects.create(
                post=post, folder=post.folder, name=name, path=f"{post.folder}/{name}", blob=blob
            )
        if row.blob_id == blob.pk:
            return row
        number += 1
