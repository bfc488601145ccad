"""How files leave this machine's app and come in: the browser's download, «сохранить как», a file dialog."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import flet as ft

from emias_app.app_services import AppServices
from emias_app.state.file_ports import PickedArchive, Taken

log = logging.getLogger(__name__)

#: For the first byte of a chosen file, and for all of it over a slow network.
_WAIT_SECONDS, _WAIT_WHOLE_SECONDS = 110, 30 * 60
_PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


class Files:
    """A download in a browser; «сохранить как» in a window and on a phone, where a file can also be shared."""

    def __init__(self, services: AppServices, page: ft.Page) -> None:
        self._services, self._page = services, page
        self._picker: ft.FilePicker | None = None
        self._launcher: ft.UrlLauncher | None = None
        self._sheet: ft.Share | None = None

    async def hand_over(self, file_name: str, media_type: str, content: bytes) -> Taken | None:
        visit = self._services.visit()
        if self._services.downloads is not None and visit is not None:
            await self._launch(self._services.downloads.put(visit.browser_id, file_name, media_type, content))
            return Taken(file_name, by_browser=True)
        return self._kept(file_name, await self._dialog().save_file(file_name=file_name, src_bytes=content))

    async def hand_over_parts(
        self, file_name: str, media_type: str, size: int, part: Callable[[int], Awaitable[bytes]]
    ) -> Taken | None:
        visit = self._services.visit()
        if self._services.downloads is not None and visit is not None:
            path = await self._spooled(size, part)
            await self._launch(self._services.downloads.put_file(visit.browser_id, file_name, media_type, path, size))
            return Taken(file_name, by_browser=True)
        if self._page.platform in _PHONES:  # the platform takes a file from memory only
            content = bytearray()
            while len(content) < size:
                content += await part(len(content))
            return self._kept(file_name, await self._dialog().save_file(file_name=file_name, src_bytes=bytes(content)))
        chosen = await self._dialog().save_file(file_name=file_name)
        if chosen is not None:
            await _written(Path(chosen), size, part)
        return self._kept(file_name, chosen)

    def _kept(self, file_name: str, chosen: str | None) -> Taken | None:
        """Under the name and in the folder that the person chose; a phone's answer names neither in words."""
        if chosen is None:
            return None
        if self._page.web or self._page.platform in _PHONES:
            return Taken(file_name)
        path = Path(chosen)
        return Taken(path.name, folder=str(path.parent))

    @property
    def can_share(self) -> bool:
        """Phones only: the sheets of the others cannot take a file made a moment ago."""
        return not self._page.web and self._page.platform in _PHONES

    async def share(self, file_name: str, media_type: str, content: bytes) -> None:
        if self._sheet is None:
            self._sheet = ft.Share()
        await self._sheet.share_files([ft.ShareFile.from_bytes(content, mime_type=media_type, name=file_name)])

    async def pick_archive(self, most: int) -> PickedArchive | None:
        is_served = self._services.uploads is not None and self._services.visit() is not None
        chosen = await self._dialog().pick_files(
            file_type=ft.FilePickerFileType.CUSTOM, allowed_extensions=["zip"], cancel_upload_on_window_blur=False,
        )  # fmt: skip
        if not chosen:
            return None
        file = chosen[0]
        if file.size > most:
            return PickedArchive(file.name, file.size, None)
        if is_served:
            return PickedArchive(file.name, file.size, await self._fetched(file, most), is_copy=True)
        path = Path(file.path) if file.path else None
        is_there = path is not None and await asyncio.to_thread(os.access, path, os.R_OK)
        return PickedArchive(file.name, file.size, path if is_there else None)

    async def forget(self, picked: PickedArchive) -> None:
        if picked.is_copy and picked.path is not None:
            await asyncio.to_thread(picked.path.unlink, missing_ok=True)

    def _dialog(self) -> ft.FilePicker:
        if self._picker is None:
            self._picker = ft.FilePicker()
        return self._picker

    async def _launch(self, address: str) -> None:
        if self._launcher is None:
            self._launcher = ft.UrlLauncher()
        # In the page's own window: a download does not leave it, and no pop-up is blocked.
        await self._launcher.launch_url(address, web_only_window_name=ft.UrlTarget.SELF.value)

    async def _spooled(self, size: int, part: Callable[[int], Awaitable[bytes]]) -> Path:
        """The file on disk, for the minute until its browser has it."""
        handle, name = await asyncio.to_thread(tempfile.mkstemp, ".part", "emias-")
        os.close(handle)
        path = Path(name)
        await _written(path, size, part)
        return path

    async def _fetched(self, file: ft.FilePickerFile, most: int) -> Path | None:
        """The file on this machine's disk; None where it did not begin to come, or broke off."""
        visit, uploads = self._services.visit(), self._services.uploads
        if visit is None or uploads is None:
            return None
        upload = uploads.expect_on_disk(visit.browser_id, most)
        named = ft.FilePickerUploadFile(upload_url=upload.address, id=file.id, name=file.name)
        await self._dialog().upload([named])
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_WAIT_SECONDS):
                await upload.begun.wait()
            async with asyncio.timeout(_WAIT_WHOLE_SECONDS):
                return await upload.content
        log.warning("a chosen file did not come")
        return None


async def _written(path: Path, size: int, part: Callable[[int], Awaitable[bytes]]) -> None:
    """Write a file part by part; what broke off in the middle is not left behind."""
    file = await asyncio.to_thread(path.open, "wb")
    try:
        done = 0
        while done < size:
            content = await part(done)
            await asyncio.to_thread(file.write, content)
            done += len(content)
    except BaseException:
        file.close()
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise
    await asyncio.to_thread(file.close)


def share_base(services: AppServices, page: ft.Page) -> str | None:
    """Where a link to the backend leads others: its own address, or the page's that serves it; None in one process."""
    if services.backend_url is not None:
        return services.backend_url
    parts = urlsplit(page.url or "")  # of the socket: ws, or wss behind https
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    if services.visit() is None or scheme not in ("http", "https") or not parts.netloc:
        return None
    return f"{scheme}://{parts.netloc}"
