"""Part of a file, for players and broken downloads: one range of bytes.

https://www.rfc-editor.org/rfc/rfc9110#name-range-requests . What asks for several ranges at once gets the whole file,
as the rule allows.
"""

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 64 * 1024


def file_answer(request: HttpRequest, file: IO[bytes], size: int, etag: str, content_type: str) -> HttpResponseBase:
    """The whole file, the part that is asked for (206), or that there is none (416). The answer closes the file."""
    wanted = _wanted(request, etag)
    if wanted is None:
        response: HttpResponseBase = FileResponse(file, content_type=content_type)
    else:
        response = _part(file, size, wanted, content_type)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _wanted(request: HttpRequest, etag: str) -> tuple[str, str] | None:
    """First and last byte as they are asked for; None where the whole file is wanted, or the part of another file."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if match is None or match[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    return None if first and last and int(last) < int(first) else (first, last)


def _part(file: IO[bytes], size: int, wanted: tuple[str, str], content_type: str) -> HttpResponseBase:
    first, last = wanted
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_read(file, start, end - start + 1), status=206, content_type=content_type)
    response._resource_closers.append(file.close)  # type: ignore[attr-defined] # as FileResponse does
    response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    response.headers["Content-Length"] = str(end - start + 1)
    return response


def _read(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    file.seek(start)
    while length > 0 and (chunk := file.read(min(_CHUNK, length))):
        length -= len(chunk)
        yield chunk
