"""Pictures for readers: sizes out of the file, narrower copies of what is published, and nothing of what is not."""

import io
import re
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image, ImageOps

from reviews import pictures
from reviews.media import MOST_PIXELS, NO_IMAGE, Facts, image_type, measure, smaller
from reviews.models import Blob, Edition, EditionText, Site
from reviews.models.columns import address_key
from reviews.typesetting import text_of
from tests.folders import status_of

Run = Callable[..., tuple[int, str]]
Publication = Callable[..., None]
CONFIG = 'baseURL = "https://example.org/"\ntitle = "P"\n[permalinks]\npost = "/p/:contentbasename/"\n'
GPS, ORIENTATION = 0x8825, 0x0112


def picture(width: int, height: int, kind: str = "PNG", **options: Any) -> bytes:
    output = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(output, kind, **options)
    return output.getvalue()


def turned(width: int, height: int) -> bytes:
    """A JPEG out of a camera that lay on its side, with the place where it was taken; its left half is black."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[GPS] = 6, {1: "N", 2: (37.0, 33.0, 59.0)}
    image = Image.new("RGB", (width, height), "white")
    image.paste("black", (0, 0, width // 2, height))
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif)
    return output.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def moving() -> bytes:
    frames = [Image.new("P", (900, 600), colour) for colour in (1, 2)]
    output = io.BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    return output.getvalue()


@pytest.fixture
def publication(db: None, tmp_path: Path, run: Run) -> Publication:
    """A site with the bundle `a`, its front matter and text, and the files given by path."""

    def make(files: dict[str, bytes], more: str = "", body: str = "![A picture](a.png)") -> None:
        root = tmp_path / "site"
        text = f"---\ntitle: A\ndate: 2024-01-01\n{more}---\n{body}\n"
        here = {
            f"content/post/a/{name}": data
            for name, data in files.items()
            if not name.startswith(("static/", "content/"))
        }
        rooted = {name: data for name, data in files.items() if name.startswith(("static/", "content/"))}
        for path, data in {**here, **rooted, "content/post/a/index.md": text.encode()}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        (root / "hugo.toml").write_text(CONFIG)
        assert run("hugo_import", root)[0] == 0
        call_command("search_index")

    return make


def html() -> str:
    return text_of(Site.load(), Edition.objects.select_related("text", "source").get(path__contains="/a/")).html


def url_of(width: int) -> str:
    return f"/_image/{Blob.objects.get(media_type__startswith='image').sha256}-{width}"


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (picture(800, 600), Facts(800, 600, True)),
        (picture(800, 600, "JPEG"), Facts(800, 600, True)),
        (picture(800, 600, "AVIF"), Facts(800, 600, True)),
        (turned(800, 600), Facts(600, 800, True)),
        (moving(), Facts(900, 600, False)),
        (picture(900, 10, "GIF"), Facts(900, 10, False)),
        (bomb(60_000, 60_000), NO_IMAGE),
        (bomb(12_000, 9_000)[:60], Facts(12_000, 9_000, False)),
        (b"\x89PNG\r\n\x1a\n", NO_IMAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_IMAGE),
        (b"", NO_IMAGE),
    ],
)
def test_the_head_of_a_file_says_its_size(data: bytes, facts: Facts) -> None:
    assert measure(io.BytesIO(data)) == facts


def test_a_copy_is_upright_and_says_nothing_of_where_it_was_taken() -> None:
    for kind in ("webp", "avif"):
        made = smaller(io.BytesIO(turned(1200, 800)), 480, kind)
        assert made is not None and b"Exif" not in made
        with Image.open(io.BytesIO(made)) as copy:
            assert (copy.size, dict(copy.getexif())) == ((480, 720), {})
            upright = ImageOps.exif_transpose(Image.open(io.BytesIO(turned(1200, 800)))).convert("L")
            assert copy.convert("L").getpixel((240, 50)) < 60 and upright.getpixel((400, 80)) < 60  # type: ignore[operator]
            assert copy.convert("L").getpixel((240, 700)) > 200  # type: ignore[operator]


@pytest.mark.parametrize(
    "data",
    [bomb(60_000, 60_000), bomb(MOST_PIXELS, 2), bomb(1000, 1000), moving(), picture(900, 600)[:200], b"no picture"],
)
def test_what_is_a_bomb_or_broken_or_moves_has_no_copy(data: bytes) -> None:
    assert smaller(io.BytesIO(data), 480, "webp") is None


def test_what_breaks_the_decoder_is_no_picture() -> None:
    broken = picture(600, 8, "AVIF").replace(b"pitm", b"xitm", 1)  # its decoder raises a RuntimeError
    assert (image_type(broken), measure(io.BytesIO(broken)), smaller(io.BytesIO(broken), 480, "webp")) == (
        "", NO_IMAGE, None,
    )  # fmt: skip


def test_transparency_stays() -> None:
    output = io.BytesIO()
    Image.new("RGBA", (800, 800), (255, 0, 0, 0)).save(output, "PNG")
    made = smaller(output, 480, "webp")
    assert made is not None
    with Image.open(io.BytesIO(made)) as copy:
        assert copy.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_picture_in_the_text_has_its_size_and_its_copies(publication: Publication, client: Client) -> None:
    publication({"a.png": picture(1200, 800)})
    shown = html()
    assert 'width="1200" height="800"' in shown
    assert f'srcset="{url_of(480)} 480w, {url_of(960)} 960w, /p/a/a.png 1200w"' in shown
    assert 'sizes="' in shown and 'loading="lazy"' in shown and 'alt="A picture"' in shown
    answer = client.get(url_of(480), headers={"Accept": "image/avif,image/webp,*/*"})
    assert answer.headers["Content-Type"] == "image/avif"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept" in answer.headers["Vary"]
    with Image.open(io.BytesIO(answer.getvalue())) as copy:
        assert (copy.size, copy.format) == ((480, 320), "AVIF")
    other = client.get(url_of(480), headers={"Accept": "image/webp"})
    assert (other.headers["Content-Type"], other.getvalue()[8:12]) == ("image/webp", b"WEBP")
    assert other.headers["ETag"] != answer.headers["ETag"]
    assert status_of(client, url_of(1440)) == 404  # it would be wider than the picture
    assert client.get("/p/a/a.png").getvalue() == picture(1200, 800)


def test_a_small_picture_has_a_size_only(publication: Publication, client: Client) -> None:
    publication({"a.png": picture(300, 200)}, body="![](a.png) ![](gone.png) ![](https://example.com/c.png)")
    assert 'width="300" height="200"' in html()
    assert "srcset" not in html()


def test_a_file_of_the_site_has_copies_at_its_own_address(publication: Publication, client: Client) -> None:
    publication({"static/b.png": picture(2000, 1000)}, body="![](/b.png)")
    address = f"/_image/{address_key('/b.png')}"
    assert 'width="2000" height="1000"' in html()
    assert f'srcset="{address}-480 480w, {address}-960 960w, {address}-1440 1440w, /b.png 2000w"' in html()
    answer = client.get(f"{address}-960", headers={"Accept": "image/avif"})
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/avif", "public, max-age=300")
    with Image.open(io.BytesIO(answer.getvalue())) as copy:
        assert copy.size == (960, 480)
    again = client.get(f"{address}-960", headers={"Accept": "image/avif", "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert status_of(client, f"/_image/{Blob.objects.get(width=2000).sha256}-480") == 404


def test_a_file_of_the_site_may_be_replaced(publication: Publication, client: Client) -> None:
    publication({"static/b.png": picture(2000, 1000)}, body="![](/b.png)")
    address = f"/_image/{address_key('/b.png')}-960"
    answer = client.get(address)
    assert answer.getvalue()
    before = answer.headers["ETag"]
    publication({"static/b.png": picture(1800, 1200)}, body="![](/b.png)")
    answer = client.get(address, headers={"If-None-Match": before})
    with Image.open(io.BytesIO(answer.getvalue())) as copy:
        assert copy.size == (960, 640)
    publication({"static/b.png": picture(600, 300)}, body="![](/b.png)")
    answer = client.get(address)
    assert answer.getvalue() == picture(600, 300)  # there is no copy any more: the picture itself


def test_what_is_no_picture_or_beside_drafts_only_has_no_copy(publication: Publication, client: Client) -> None:
    loose = {"static/a.txt": b"a" * 100, "content/post/deep/b.png": picture(1200, 800)}
    publication(loose)
    assert status_of(client, f"/_image/{address_key('/a.txt')}-480") == 404
    address = f"/_image/{address_key('/post/deep/b.png')}-480"
    publication({**loose, "content/post/deep/c.md": b"---\ntitle: C\n---\n"})
    assert status_of(client, address) == 200
    publication({**loose, "content/post/deep/c.md": b"---\ntitle: C\ndraft: true\n---\n"})
    assert status_of(client, address) == 404


def test_a_part_of_a_copy(publication: Publication, client: Client) -> None:
    publication({"a.png": picture(1200, 800)})
    whole = client.get(url_of(480)).getvalue()
    part = client.get(url_of(480), headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.getvalue()) == (206, whole[10:20])


@pytest.mark.parametrize("more", ["draft: true\n", "publishDate: 2999-01-01\n", "expiryDate: 2020-01-01\n"])
def test_a_picture_that_is_not_public_has_no_copy(more: str, publication: Publication, client: Client) -> None:
    publication({"a.png": picture(1200, 800)}, more)
    unknown = client.get(f"/_image/{'0' * 64}-480")
    answer = client.get(url_of(480))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert answer.content == unknown.content


def test_a_withdrawn_picture_s_copy_is_gone(publication: Publication, client: Client) -> None:
    publication({"a.png": picture(1200, 800)})
    assert status_of(client, url_of(480)) == 200
    publication({"a.png": picture(1200, 800)}, "draft: true\n")
    assert status_of(client, url_of(480)) == 404


def test_other_widths_are_not_made(publication: Publication, client: Client) -> None:
    publication({"a.png": picture(1000, 800)})
    for width in ("1440", "1000", "481", "0", "480.webp", "480/"):
        assert status_of(client, url_of(480).replace("480", width)) == 404, width


def test_a_replaced_picture_is_shown_in_its_new_size(publication: Publication, client: Client) -> None:
    publication({"a.png": picture(1200, 800)})
    assert "1200w" in html()
    publication({"a.png": picture(900, 500)})
    assert EditionText.objects.filter(html__contains='width="900"').exists()
    address = re.search(r"/_image/\w+-480", html())
    assert address and status_of(client, address[0]) == 200


def test_two_who_ask_at_once_get_one_copy(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    publication({"a.png": picture(1200, 800)})
    blob, made = Blob.objects.get(media_type="image/png"), []

    def slow(*args: Any) -> bytes | None:
        made.append(1)
        threading.Event().wait(0.3)
        return smaller(*args)

    monkeypatch.setattr(pictures, "smaller", slow)
    names: list[str | None] = []
    threads = [threading.Thread(target=lambda: names.append(pictures.kept_copy(blob, 480, "webp"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(names)), None in names) == (1, 1, False)


def test_what_cannot_be_made_is_not_tried_with_each_request(
    publication: Publication, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication({"a.png": bomb(1200, 800)})
    tried: list[int] = []
    monkeypatch.setattr(pictures, "smaller", lambda *args: tried.append(1))
    assert [status_of(client, url_of(480)) for _ in range(3)] == [404, 404, 404]
    assert len(tried) == 1


def test_a_cover_has_its_size_and_its_copies(publication: Publication, client: Client) -> None:
    publication({"cover.png": picture(1200, 600)}, "image: cover.png\n", body="text")
    shown = client.get("/p/a/").content.decode()
    assert f'width="1200" height="600" srcset="{url_of(480)} 480w, {url_of(960)} 960w, /p/a/cover.png 1200w"' in shown
