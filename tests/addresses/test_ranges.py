"""Parts of files."""

from pathlib import Path

import pytest
from django.test import Client

from reviews.public import ranges

pytestmark = pytest.mark.django_db
URL, WHOLE = "/mark.txt", b"a mark"


@pytest.mark.parametrize(
    ("asked", "status", "body", "said"),
    [
        ("bytes=0-0", 206, b"a", "bytes 0-0/6"),
        ("bytes=2-", 206, b"mark", "bytes 2-5/6"),
        ("bytes=2-99", 206, b"mark", "bytes 2-5/6"),
        ("bytes=-3", 206, b"ark", "bytes 3-5/6"),
        ("bytes=-99", 206, WHOLE, "bytes 0-5/6"),
        ("bytes=6-", 416, b"", "bytes */6"),
        ("bytes=-0", 416, b"", "bytes */6"),
        ("bytes=3-2", 200, WHOLE, None),
        ("bytes=-", 200, WHOLE, None),
        ("bytes=0-1,3-4", 200, WHOLE, None),
        ("lines=0-1", 200, WHOLE, None),
    ],
)
def test_the_part_that_is_asked_for_is_sent(
    asked: str, status: int, body: bytes, said: str | None, imported: Path, client: Client
) -> None:
    answer = client.get(URL, headers={"Range": asked})
    assert (answer.status_code, answer.getvalue(), answer.headers.get("Content-Range")) == (status, body, said)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Length"] == str(len(body))


def test_a_long_part_is_sent_whole_and_no_further(
    imported: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "_CHUNK", 2)
    assert client.get(URL, headers={"Range": "bytes=0-4"}).getvalue() == b"a mar"


def test_the_part_of_another_file_is_not_sent(imported: Path, client: Client) -> None:
    first = client.get(URL)
    first.getvalue()
    for etag, status in ((first.headers["ETag"], 206), ('"other"', 200)):
        answer = client.get(URL, headers={"Range": "bytes=0-1", "If-Range": etag})
        answer.getvalue()
        assert answer.status_code == status
