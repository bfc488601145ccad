"""The photo of the applicant with the open passport: judged, then drawn anew, so that only the picture is kept."""

from __future__ import annotations

import asyncio
import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from fastapi import Request
from PIL import Image, ImageOps
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from emias_app.mock_server.problems import Refusal, malformed_body
from emias_app.mock_server.store.schema import AccessPhotoRow, AccessRequestRow
from emias_app.models.requests import Photo

#: «До 10 МБ» (product.md §6).
MAX_BYTES = 10 * 1024 * 1024
#: What surrounds the file in a form.
MAX_BODY = MAX_BYTES + 256 * 1024
#: A picture of more would fill the memory of a phone when it is unpacked.
MAX_PIXELS = 50_000_000
#: The longest side that is kept: a passport is readable on it.
_LONGEST = 3_000
_QUALITY = 88
#: Photos of one account that no request holds yet; older ones go.
_MOST_LOOSE = 5

_FIELD = "file"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn anew as JPEG: no EXIF, no comments, nothing behind its end."""

    content: bytes
    width: int
    height: int


def refused(code: str, message: str) -> Refusal:
    """Why a photo is not taken."""
    return Refusal(422, code, message, fields=[{"field": _FIELD, "message": message}])


def too_large() -> Refusal:
    return refused("photo_too_large", "Фотография больше 10 МБ. Выберите другую или уменьшите её.")


async def uploaded(request: Request) -> bytes:
    """The one file of a form (``multipart/form-data``), whatever its field is called."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise refused("photo_missing", "Приложите фотографию.")
    try:
        await request.body()
        async with request.form(max_files=1, max_fields=8) as form:
            file = next((one for _, one in form.multi_items() if isinstance(one, UploadFile)), None)
            content = await file.read() if file is not None else b""
    except (MultiPartException, KeyError) as error:
        raise malformed_body() from error
    except HTTPException as error:
        raise malformed_body() from error
    if not content:
        raise refused("photo_missing", "Приложите фотографию.")
    if len(content) > MAX_BYTES:
        raise too_large()
    return content


async def judged(content: bytes) -> Picture:
    """Decode a photo beside the event loop, or say why it is not one."""
    return await asyncio.to_thread(redrawn, content)


def redrawn(content: bytes, longest: int = _LONGEST) -> Picture:
    """The picture of a JPEG or PNG that really decodes, upright, at most ``longest`` pixels wide and high."""
    unknown = refused("photo_wrong_type", "Нужна фотография в формате JPEG или PNG.")
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise unknown
    broken = refused("photo_broken", "Файл повреждён и не открывается. Сделайте снимок ещё раз.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise refused("photo_too_many_pixels", "Снимок слишком большой: нужно не больше 50 мегапикселей.")
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                return _drawn(upright, longest)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refused("photo_too_many_pixels", "Снимок слишком большой: нужно не больше 50 мегапикселей.") from error
    except Refusal:
        raise
    except Exception as error:  # Pillow's decoders raise many kinds, each of them says the same
        raise broken from error


def _drawn(picture: Image.Image, longest: int) -> Picture:
    plain = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    plain.thumbnail((longest, longest))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return Picture(out.getvalue(), plain.width, plain.height)


def keep(session: Session, account_id: UUID, picture: Picture, now: datetime) -> Photo:
    """Keep it for a request; of those that no request took only the newest few stay."""
    row = AccessPhotoRow(
        id=uuid4(), account_id=account_id, width=picture.width, height=picture.height, content=picture.content,
        created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    taken = select(AccessRequestRow.photo_id).where(AccessRequestRow.photo_id.is_not(None))
    loose = (
        select(AccessPhotoRow.id)
        .where(AccessPhotoRow.account_id == account_id, AccessPhotoRow.id.not_in(taken), AccessPhotoRow.id != row.id)
        .order_by(AccessPhotoRow.created_at.desc(), AccessPhotoRow.id)
        .offset(_MOST_LOOSE - 1)
    )
    session.execute(delete(AccessPhotoRow).where(AccessPhotoRow.id.in_(list(session.scalars(loose)))))
    return Photo(id=row.id, width=row.width, height=row.height)
