"""The photo with the open passport: what is taken, what is refused and why, what is kept of it."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import select

from emias_app.mock_server.store.schema import AccessPhotoRow
from tests.support.access_roads import a_photo, add_photo
from tests.support.demo_site import IGOR, DemoSite
from tests.support.site import bearer

pytestmark = pytest.mark.anyio

PHOTOS = "/access/photos"


async def kept(demo: DemoSite) -> list[bytes]:
    query = select(AccessPhotoRow.content).order_by(AccessPhotoRow.created_at)
    return list(await demo.backend.store.read(lambda session: session.scalars(query).all()))


def a_png_of(width: int, height: int) -> bytes:
    """A valid head that promises that many pixels, and next to nothing behind it."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_gif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "GIF")
    return out.getvalue()


async def test_without_a_token_no_photo_is_even_read(demo: DemoSite) -> None:
    answer = await demo.http.post(PHOTOS, files={"file": ("p.jpg", b"x" * 12_000_000, "image/jpeg")})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(demo: DemoSite, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Телефон с адресом"
    exif[0x0112] = 6  # turned by a quarter
    content = a_photo(kind, (300, 200), exif=exif) + b"<?php tail ?>"
    answer = await add_photo(demo.person(IGOR), content)
    assert (answer.status_code, answer.json()["width"], answer.json()["height"]) == (201, 200, 300)
    (stored,) = await kept(demo)
    with Image.open(io.BytesIO(stored)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (200, 300), {})
    assert b"<?php tail" not in stored


async def test_a_large_picture_is_made_readable_not_huge(demo: DemoSite) -> None:
    out = io.BytesIO()
    Image.new("RGB", (6_000, 4_000), "white").save(out, "JPEG")
    answer = await add_photo(demo.person(IGOR), out.getvalue())
    assert (answer.json()["width"], answer.json()["height"]) == (3_000, 2_000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_gif(), "photo_wrong_type"),
        (b"%PDF-1.7 not a picture", "photo_wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_wrong_type"),
        (a_photo()[:3_000], "photo_broken"),
        (a_photo("PNG")[:3_000], "photo_broken"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "photo_broken"),
        (a_png_of(40, 40), "photo_broken"),
        (a_png_of(30_000, 30_000), "photo_too_many_pixels"),
        (a_png_of(8_000, 7_000), "photo_too_many_pixels"),
        (a_photo() + b"\x00" * 10_500_000, "photo_too_large"),
        (b"", "photo_missing"),
    ],
    ids=["gif", "pdf", "svg", "cut jpeg", "cut png", "no jpeg", "no pixels", "bomb", "giant", "11 MB", "empty"],
)
async def test_what_is_no_photo_is_refused_with_the_reason(demo: DemoSite, content: bytes, code: str) -> None:
    answer = await add_photo(demo.person(IGOR), content)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert problem["fields"][0]["field"] == "file"
    assert problem["detail"] == problem["fields"][0]["message"]
    assert await kept(demo) == []


async def test_a_photo_of_twenty_megabytes_is_refused_before_it_is_all_read(demo: DemoSite) -> None:
    answer = await add_photo(demo.person(IGOR), b"\xff\xd8\xff" + b"\x00" * 20_000_000)
    assert (answer.status_code, answer.json()["code"]) == (422, "photo_too_large")


async def test_a_body_that_is_no_form_is_refused(demo: DemoSite) -> None:
    head = bearer(await demo.person(IGOR).tokens())
    for kind, body in (
        ("application/json", b"{}"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data", b"abc"),
        ("multipart/form-data; boundary=x", b""),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\nplain\r\n--x--\r\n",
        ),
    ):
        answer = await demo.http.post(PHOTOS, content=body, headers=head | {"Content-Type": kind})
        assert answer.status_code == 422, (kind, answer.text)


async def test_photos_that_no_request_took_do_not_pile_up(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    for _ in range(9):
        demo.advance(seconds=1)
        assert (await add_photo(igor)).status_code == 201
    assert len(await kept(demo)) == 5
