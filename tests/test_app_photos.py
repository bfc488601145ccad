"""Small pictures for the screen, and files by the platform's dialog."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from emias_app.app_photos import small_picture, turned


def a_picture(kind: str, size: tuple[int, int] = (1600, 1200), *, turned: bool = False) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGBA" if kind == "PNG" else "RGB", size, "teal")
    exif = picture.getexif()
    if turned:
        exif[0x0112] = 6
    picture.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_becomes_a_small_jpeg_without_its_notes(kind: str) -> None:
    small = small_picture(a_picture(kind))
    assert small is not None
    with Image.open(io.BytesIO(small)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (1024, 768))
        assert not opened.getexif()


def test_it_stands_upright() -> None:
    small = small_picture(a_picture("JPEG", turned=True))
    assert small is not None
    with Image.open(io.BytesIO(small)) as opened:
        assert opened.height > opened.width


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\xff\xd8\xff" + b"x" * 500, a_picture("JPEG")[:3000], a_picture("GIF"), b"\x89PNG\r\n\x1a\n" * 9],
)
def test_what_does_not_open_is_no_picture(content: bytes) -> None:
    assert small_picture(content) is None


def test_a_picture_from_a_mirror_is_turned() -> None:
    picture = Image.new("RGB", (64, 32), "white")
    picture.paste("black", (0, 0, 32, 32))
    out = io.BytesIO()
    picture.save(out, "JPEG")
    with Image.open(io.BytesIO(turned(out.getvalue()))) as opened:
        left, right = opened.getpixel((4, 16)), opened.getpixel((60, 16))
    assert left > right  # type: ignore[operator]
    assert turned(b"no picture") == b"no picture"
