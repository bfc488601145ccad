"""What one process shares among all pages it draws. Nothing here is reactive and nothing belongs to a person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from emias_app.clock import Clock
from emias_app.vault.opening import Place

if TYPE_CHECKING:
    from fastapi import FastAPI


#: Where secrets may lie, decided by who can see the page: ``KEYRING`` for a window or a page that only its own user's
#: machine serves, ``DEVICE`` for a phone, ``MEMORY`` for a page served to other people's browsers.
VaultPlace = Place


class ShownPerson(Protocol):
    """A demo person as the sign-in screen lists them."""

    @property
    def login(self) -> str: ...

    @property
    def short_name(self) -> str: ...

    @property
    def line(self) -> str: ...


@dataclass(frozen=True)
class ShownSms:
    """An SMS of the demo, for the banner at the top of the screen."""

    text: str
    code: str | None
    sent_at: datetime


class ShownWait(Protocol):
    """A check that an office has not decided: whose, what, and by whom."""

    @property
    def id(self) -> UUID: ...

    @property
    def who(self) -> str: ...

    @property
    def what(self) -> str: ...

    @property
    def office(self) -> str: ...


class DemoControls(Protocol):
    """The other side of the demo: ``mock_server/control/desk.py``."""

    async def waiting(self) -> Sequence[ShownWait]: ...

    async def answer(self, check_id: UUID, *, is_confirmed: bool) -> bool: ...

    async def pass_day(self) -> None: ...

    async def pass_working_days(self, count: int) -> None: ...

    async def is_old(self) -> bool: ...

    async def begin_anew(self) -> None: ...


@dataclass(frozen=True)
class Demo:
    """What the demo adds to the sign-in screen; there is none with ``--backend`` or in production builds.

    ``latest_sms(phone, from_clinic)``: ask only for the phone that this very page is signing in; ``sms_of(ticket)``
    where the page knows no phone, only the ticket that it holds. ``controls`` turn the demo's time, offices and
    content; None where other people use the same data.
    """

    people: tuple[ShownPerson, ...]
    password: str = field(repr=False)
    latest_sms: Callable[[str, bool], Awaitable[ShownSms | None]]
    sms_of: Callable[[str], Awaitable[ShownSms | None]]
    controls: DemoControls | None = None
    #: Who may sign in at the clinic by one tap.
    staff: tuple[ShownPerson, ...] = ()


class FilesForBrowsers(Protocol):
    """Where a served page leaves a file for its browser; ``serving/downloads.py``."""

    def put(self, owner: str, file_name: str, media_type: str, content: bytes) -> str:
        """Keep a file for the browser ``owner`` and answer its address: one use, one minute."""

    def put_file(self, owner: str, file_name: str, media_type: str, path: Path, size: int) -> str:
        """The same for a file on disk, which is removed once it was taken or its minute is over."""


class AwaitedFile(Protocol):
    """A file on its way from a browser; ``content`` ends as None where it never came whole."""

    @property
    def address(self) -> str: ...

    @property
    def content(self) -> Awaitable[bytes | None]: ...


class AwaitedOnDisk(Protocol):
    """A large file on its way from a browser; ``begun`` is set when it has begun to come, or never will."""

    @property
    def address(self) -> str: ...

    @property
    def begun(self) -> asyncio.Event: ...

    @property
    def content(self) -> Awaitable[Path | None]: ...


class FilesFromBrowsers(Protocol):
    """How a served page takes a file of megabytes; ``serving/uploads.py``."""

    def expect(self, owner: str, most: int) -> AwaitedFile:
        """An address for one file of at most ``most`` bytes from the browser ``owner``."""

    def expect_on_disk(self, owner: str, most: int) -> AwaitedOnDisk:
        """The same for a file that is too large to be held; whoever takes it removes it."""


class PageVisit(Protocol):
    """Who is at the other end of the socket of the running handler; ``serving/visit.py``."""

    @property
    def browser_id(self) -> str: ...

    def allow_large_messages(self) -> None:
        """From now on messages up to 32 MiB pass (photos); for sockets whose person has signed in."""

    def allow_small_messages_only(self) -> None:
        """Back to 1 MiB: the person signed out."""


def no_visit() -> PageVisit | None:
    """No socket is involved: phones, the desktop window, the in-process driver."""
    return None


@dataclass(frozen=True)
class AppServices:
    """Given to ``make_main``; one of ``backend`` (embedded, in-process) and ``backend_url`` is set.

    ``vault_namespace`` binds the vault's record to the data folder and the backend. ``downloads`` is None where no page
    is served (phones, the desktop window): there files are saved by the platform. ``visit`` answers who is at the other
    end of the socket of the running handler; see ``serving/visit.py``.
    """

    clock: Clock
    data_dir: Path
    vault_place: VaultPlace
    vault_namespace: str
    backend: FastAPI | None = None
    backend_url: str | None = None
    demo: Demo | None = None
    is_test_mode: bool = False
    downloads: FilesForBrowsers | None = None
    uploads: FilesFromBrowsers | None = None
    visit: Callable[[], PageVisit | None] = no_visit
    #: The served page brings Golos Text with the engine; elsewhere ``page.fonts`` must name it.
    has_fonts: bool = False
