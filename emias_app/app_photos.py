"""Where photos come from on this machine: a file dialog, the camera's bytes, and small pictures made of them."""

from __future__ import annotations

import asyncio
import io
import logging
from importlib.util import find_spec
from pathlib import Path

import flet as ft
from PIL import Image, ImageOps

from emias_app.app_services import AppServices
from emias_app.state.ports import Picked

log = logging.getLogger(__name__)

#: The longest side of a picture on the screen, in pixels, and what is not unpacked here at all.
_SIDE, _MAX_PIXELS = 1_024, 50_000_000
_WAIT_SECONDS = 110
_DOCUMENTS = ["pdf", "jpg", "jpeg", "png"]


class Photos:
    """A file by the platform's dialog. In a served page it comes by an address of its own, not over the socket."""

    def __init__(self, services: AppServices, page: ft.Page) -> None:
        self._services, self._page = services, page
        self._picker: ft.FilePicker | None = None

    @property
    def has_camera(self) -> bool:
        """Phones and browsers; a browser asks its person, and only over https or on this machine."""
        if find_spec("flet_camera") is None:
            return False
        return bool(self._page.web) or self._page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)

    def expect_large(self) -> None:
        visit = self._services.visit()
        if visit is not None:
            visit.allow_large_messages()

    async def pick(self, most: int) -> Picked | None:
        # The type is judged by what is inside: a person may call a picture whatever they like.
        return await self._pick(most, ft.FilePickerFileType.IMAGE)

    async def pick_document(self, most: int) -> Picked | None:
        return await self._pick(most, ft.FilePickerFileType.CUSTOM, _DOCUMENTS)

    async def _pick(self, most: int, kind: ft.FilePickerFileType, endings: list[str] | None = None) -> Picked | None:
        if self._picker is None:
            self._picker = ft.FilePicker()
        is_served = self._services.uploads is not None and self._services.visit() is not None
        chosen = await self._picker.pick_files(
            file_type=kind, allowed_extensions=endings, with_data=not is_served, cancel_upload_on_window_blur=False
        )
        if not chosen:
            return None
        file = chosen[0]
        if file.size > most:
            return Picked(file.name, file.size, None)
        if is_served:
            return Picked(file.name, file.size, await self._fetched(file, most))
        if file.bytes is None and file.path:
            return Picked(file.name, file.size, await asyncio.to_thread(_read, file.path))
        return Picked(file.name, file.size, file.bytes)

    async def _fetched(self, file: ft.FilePickerFile, most: int) -> bytes | None:
        visit, uploads = self._services.visit(), self._services.uploads
        if visit is None or uploads is None or self._picker is None:
            return None
        upload = uploads.expect(visit.browser_id, most)
        await self._picker.upload([ft.FilePickerUploadFile(upload_url=upload.address, id=file.id, name=file.name)])
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                return await upload.content
        except TimeoutError:
            log.warning("a chosen file did not come")
            return None

    async def unmirrored(self, content: bytes) -> bytes:
        return await asyncio.to_thread(turned, content)

    async def thumbnail(self, content: bytes) -> bytes | None:
        return await asyncio.to_thread(small_picture, content)


def turned(content: bytes) -> bytes:
    """A JPEG with left and right exchanged; what does not open stays as it is."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            mirrored = ImageOps.mirror(ImageOps.exif_transpose(opened).convert("RGB"))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return content
    out = io.BytesIO()
    mirrored.save(out, "JPEG", quality=92)
    return out.getvalue()


def small_picture(content: bytes) -> bytes | None:
    """An upright JPEG at most 1,024 pixels wide and high; None when ``content`` is no JPEG or PNG that opens."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                return None
            opened.draft("RGB", (_SIDE * 2, _SIDE * 2))
            opened.load()
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    upright.thumbnail((_SIDE, _SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82)
    return out.getvalue()


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
