"""Putting one process together: the backend (embedded or elsewhere) and what all pages share.

Used by the commands (``cli.py``) and by ``main.py``, which ``flet run`` and packaged apps start.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from emias_app.app_services import (
    AppServices,
    Demo,
    FilesForBrowsers,
    FilesFromBrowsers,
    PageVisit,
    ShownSms,
    VaultPlace,
    no_visit,
)
from emias_app.clock import SystemClock
from emias_app.config import ServerSettings, default_data_dir
from emias_app.errors import StartupError
from emias_app.vault.opening import namespace_of

if TYPE_CHECKING:
    import flet as ft
    from fastapi import FastAPI

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Choice:
    """What the commands and the environment chose for the app with its screens."""

    data_dir: Path
    backend_url: str | None = None
    is_test_mode: bool = False
    mock_token: str | None = None
    reset: bool = False


def check_backend_url(url: str) -> str:
    """The backend's address without a trailing slash; http is taken to loopback alone."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - an impossible port raises here
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise StartupError(
            "Адрес бэкенда не подходит: укажите --backend в виде https://адрес или http://127.0.0.1:8600."
        )
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise StartupError("По http бэкенд может быть только на этой машине: укажите --backend с https://.")
    return url.rstrip("/")


def prepare_folder(folder: Path) -> None:
    """Make the data folder, readable by its user alone, and try to write there."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".probe"
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
    except OSError as error:
        raise folder_error(error, folder) from None


def folder_error(error: OSError, folder: Path) -> StartupError:
    """The one line that says what is wrong with the folder and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StartupError(
            f"На диске нет места для данных: освободите место или укажите другую папку: --data-dir ({folder})."
        )
    return StartupError(f"В папку {folder} нельзя записать данные: укажите другую папку: --data-dir ПАПКА.")


class Process:
    """The embedded backend, if any, and the services for ``make_main``."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.app: FastAPI | None = None
        if choice.backend_url is None:
            from emias_app.mock_server.app import create_app

            settings = ServerSettings(
                data_dir=choice.data_dir,
                demo=True,
                test_mode=choice.is_test_mode,
                mock_token=SecretStr(choice.mock_token) if choice.mock_token else None,
                reset=choice.reset,
            )
            self.app = create_app(settings)

    @property
    def _backend(self) -> Any:
        return self.app.state.backend if self.app is not None else None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The backend started (people seeded, cards following behind) and stopped at the end."""
        if self._backend is None:
            yield
            return
        await self._backend.start()
        try:
            yield
        finally:
            await self._backend.stop()

    def services(
        self,
        place: VaultPlace,
        *,
        downloads: FilesForBrowsers | None = None,
        uploads: FilesFromBrowsers | None = None,
        visit: Callable[[], PageVisit | None] = no_visit,
    ) -> AppServices:
        """What all pages of this process share."""
        choice = self.choice
        return AppServices(
            # The demo's clock may be turned on; the lock and the timers go by the machine's all the same.
            clock=self._backend.clock if choice.is_test_mode and self._backend is not None else SystemClock(),
            data_dir=choice.data_dir,
            vault_place=place,
            vault_namespace=namespace_of(choice.data_dir, choice.backend_url or "embedded"),
            backend=self.app,
            backend_url=choice.backend_url,
            demo=self._demo(is_shared=place is VaultPlace.MEMORY),
            is_test_mode=choice.is_test_mode,
            downloads=downloads,
            uploads=uploads,
            visit=visit,
            has_fonts=downloads is not None,
        )

    def _demo(self, *, is_shared: bool) -> Demo | None:
        if self._backend is None:
            return None
        from emias_app.mock_server.control.desk import Desk
        from emias_app.mock_server.seed.people import DEMO_PEOPLE, DEMO_STAFF, PASSWORD

        async def latest_sms(phone: str, from_clinic: bool) -> ShownSms | None:
            found = await self._backend.latest_sms(phone, from_clinic=from_clinic)
            return None if found is None else ShownSms(*found)

        async def sms_of(ticket: str) -> ShownSms | None:
            found = await self._backend.sms_of(ticket)
            return None if found is None else ShownSms(*found)

        controls = None if is_shared else Desk(self._backend)
        return Demo(tuple(DEMO_PEOPLE), PASSWORD, latest_sms, sms_of, controls, staff=tuple(DEMO_STAFF))


def packaged_main(backend_file: Path | None = None) -> Callable[[ft.Page], Awaitable[None]]:
    """``main(page)`` for ``flet run`` and for packaged apps: the backend lives in this process and opens no port.

    A production build is one that holds ``backend_file``: its one line is the address of the backend, and then there
    is no backend in the app, no demo people and no SMS on the screen. Raises StartupError for an address that is none.
    """
    backend_url = None
    if backend_file is not None and backend_file.exists():
        backend_url = check_backend_url(backend_file.read_text(encoding="utf-8").strip())
    process: Process | None = None
    life = contextlib.AsyncExitStack()
    starting = asyncio.Lock()

    async def main(page: ft.Page) -> None:
        nonlocal process
        from emias_app.app import make_main

        async with starting:
            if process is None:
                folder = default_data_dir()
                prepare_folder(folder)
                fresh = Process(Choice(folder, backend_url))
                await life.enter_async_context(fresh.running())
                process = fresh
        is_phone = page.platform is not None and page.platform.is_mobile()
        place = VaultPlace.MEMORY if page.web else VaultPlace.DEVICE if is_phone else VaultPlace.KEYRING
        await make_main(process.services(place))(page)

    return main
