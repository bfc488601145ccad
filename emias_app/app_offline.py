"""The offline copy and the outbox of one page: answers that were read, and changes that wait, both sealed.

Only with a PIN in a lasting vault, whose OfflineKey seals them. What was opened in the last 30 days stays; it opens for
72 hours after the last contact with the backend; a card's part goes at the first contact after its access ended, before
the answer of that contact reaches a screen (product.md §13).
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

from emias_app.clock import Clock
from emias_app.errors import ApiError, EmiasError, Forbidden, NotFound, Offline, Timeout, Unauthorized
from emias_app.models.access import GrantState
from emias_app.state.ports import Opened
from emias_app.vault.keys import OfflineKey
from emias_app.vault.sealed_folder import SealedFolder, destroy_all
from emias_app.vault.vault import Unlocked

log = logging.getLogger(__name__)

#: How long what was opened stays, and how long after the last contact it opens.
KEPT = timedelta(days=30)
OPENS = timedelta(hours=72)
#: A clock set back by more is not believed.
_SET_BACK = timedelta(minutes=5)
#: The last contact is written down at most this often.
_CONTACT_STEP = timedelta(seconds=30)

ACCOUNT, STEPS, FILES = "account", "#steps", "#files"
#: Files that were opened stay up to so many bytes in all, the oldest go first; a larger one is not kept [model].
MOST_FILES, LARGEST_FILE = 150 << 20, 25 << 20
_PATIENTS = "/patients"
_OF_CARD = re.compile(r"/patients/([0-9a-f-]{36})(/.*)?")
_NOT_KEPT = re.compile(r"/patients/[0-9a-f-]{36}/(access-log|shares|exports?|search|import)\b.*")
_OF_ACCOUNT = frozenset({"/me", _PATIENTS, "/family/children", "/access/grants", "/access/requests", "/notices"})
_FILE = re.compile(
    r"/patients/[0-9a-f-]{36}/(?:[a-z-]+/[0-9a-f-]{36}/document\.pdf|diary/attachments/[0-9a-f-]{36}"
    r"|vaccination-plan\.ics|vaccination-certificate\.pdf)"
)
_DIARY = re.compile(r"(/patients/[0-9a-f-]{36}/diary)(?:/([0-9a-f-]{36})(/restore)?)?")

Send = Callable[[], Awaitable[bytes]]


class BackendTime(Protocol):
    """The backend's clock as the client knows it."""

    def now(self) -> datetime: ...

    def learn(self, header: str | None) -> None: ...


class OfflineCopy:
    """An ``AnswerCopy`` of the client and the ``OfflinePort`` of the states.

    ``check`` reads the list of cards at the backend, ``reopen`` signs in with the device's key; both raise the tree of
    errors. ``lost`` is told that this device is trusted no more. ``time`` is the backend's clock.
    """

    def __init__(self, root: Path, clock: Clock, *, is_lasting: bool) -> None:
        self._root, self._clock, self._is_lasting = root, clock, is_lasting
        self._turn = asyncio.Lock()
        self._contact_kept: datetime | None = None
        self._is_checked = False
        self._opened: Opened | None = None
        self.folder: SealedFolder | None = None
        self.on_change: Callable[[], None] | None = None
        self.check: Callable[[], Awaitable[bytes]] | None = None
        self.reopen: Callable[[Opened], Awaitable[None]] | None = None
        self.lost: Callable[[], None] | None = None
        self.time: BackendTime | None = None
        self.is_away = False
        self.as_of: datetime | None = None

    # the vault

    async def unlocked(self, opened: Opened, *, is_new: bool) -> None:
        """The vault was opened: what its key seals can be read. A new key leaves nothing of older ones."""
        keys = opened.keys
        if not self._is_lasting or not isinstance(keys, Unlocked):
            return
        self._open(keys.offline_key)
        if self.folder is not None:
            if is_new:
                await self._quietly(self.folder.keep_only_this_home())
            await self._forget_old()

    async def erased(self) -> None:
        """The vault's record is gone: so is all that its key seals."""
        self.close()
        await asyncio.to_thread(destroy_all, self._root)

    def close(self) -> None:
        """A lock."""
        self.folder, self._opened, self._contact_kept = None, None, None
        self._is_checked = False
        self._be(is_away=False, as_of=None)

    def _open(self, key: OfflineKey) -> None:
        self.folder = SealedFolder(self._root, key)
        self._is_checked, self._contact_kept = False, None

    # without a network

    @property
    def is_open_offline(self) -> bool:
        """The copy is shown to a person whom only the vault knows; the backend was not asked yet."""
        return self._opened is not None

    async def open_without_network(self, opened: object) -> bool:
        if not isinstance(opened, Opened) or not isinstance(opened.keys, Unlocked) or not self._is_lasting:
            return False
        self._open(opened.keys.offline_key)
        at = await self._last_contact()
        if at is None or self.folder is None or await self.folder.get(ACCOUNT, _key("/me", {})) is None:
            return False
        await self._forget_old()
        await self._remember_time()
        self._opened = opened
        self._be(is_away=True, as_of=at)
        return True

    async def _forget_old(self) -> None:
        if self.folder is not None:
            await self._quietly(self.folder.forget_older(self._clock.now() - KEPT, but="step|"))

    async def _remember_time(self) -> None:
        """The backend's clock goes on from the last contact: what is written meanwhile is not dated by a wrong one."""
        sealed = await self.folder.get(ACCOUNT, "contact") if self.folder is not None else None
        if sealed is not None and sealed.content and self.time is not None:
            then = datetime.fromisoformat(sealed.content.decode())
            self.time.learn((then + (self._clock.now() - sealed.at)).isoformat())

    # the client

    async def through(self, method: str, path: str, params: Mapping[str, str], send: Send) -> bytes:
        """Ask the backend; where it cannot be reached, answer a read from what was kept."""
        if self.folder is None:
            return await send()
        kept_first = self.is_away and method == "GET" and _room_of(path) is not None
        if kept_first:
            kept = await self._kept(path, params)
            if kept is not None:
                return kept
        try:
            await self._reopen()
            content = await send()
            await self._in_contact(is_read=method == "GET")
        except (Offline, Timeout):
            self._is_checked = False
            self._be(is_away=True, as_of=self.as_of)
            kept = await self._kept(path, params) if method == "GET" else None
            if kept is None:
                raise
            return kept
        except ApiError as error:
            await self._refused(path, error)
            raise
        await self._learn(method, path, params, content)
        self._be(is_away=False, as_of=None)
        return content

    async def _refused(self, path: str, error: ApiError) -> None:
        """A refusal is a contact too."""
        card = _OF_CARD.fullmatch(path)
        if card and isinstance(error, Forbidden) and error.code in ("access_revoked", "access_expired"):
            await self.forget_card(UUID(card[1]))
        if not isinstance(error, Unauthorized) and error.status < 500:
            try:
                await self._in_contact()
            except EmiasError:
                return
            self._be(is_away=False, as_of=None)

    async def _reopen(self) -> None:
        """The network is back for somebody whom only the vault knows: open a session before anything is asked."""
        async with self._turn:
            if self._opened is None or self.reopen is None:
                return
            try:
                await self.reopen(self._opened)
            except (Unauthorized, NotFound):
                await self.erased()
                if self.lost is not None:
                    self.lost()
                raise
            self._opened = None

    async def _in_contact(self, *, is_read: bool = True) -> None:
        """The first answer after a time without: whose access ended is found out before anything else is told.

        A write that is done is not called lost because that question was.
        """
        async with self._turn:
            if self.folder is None:
                return
            if not self._is_checked and self.check is not None:
                try:
                    await self._purge(await self.check())
                except (Offline, Timeout):
                    if is_read:
                        raise
                    return
                self._is_checked = True
            now = self._clock.now()
            if self._contact_kept is None or now - self._contact_kept >= _CONTACT_STEP:
                self._contact_kept = now
                told = self.time.now().isoformat().encode() if self.time is not None else b""
                await self._quietly(self.folder.put(ACCOUNT, "contact", told, now))

    async def _learn(self, method: str, path: str, params: Mapping[str, str], content: bytes) -> None:
        if self.folder is None:
            return
        if method == "GET" and path == _PATIENTS:
            await self._purge(content)
        elif method == "GET" and path == "/me/changes":
            for ended in json.loads(content).get("ended", ()):
                await self.forget_card(UUID(ended["patientId"]))
        room = _room_of(path)
        if method == "GET" and room is not None and self.folder is not None:
            await self._keep(self.folder, room, _key(path, params), content)
        elif method != "GET" and (changed := _DIARY.fullmatch(path)):
            await self._change_diary(method, changed[1], changed[2], content)

    async def _keep(self, folder: SealedFolder, room: str, name: str, content: bytes) -> None:
        """Seal what was read. Files have a room of their own beside each child's, whose size is bounded."""
        is_file = room.endswith(FILES)
        if is_file and len(content) > LARGEST_FILE:
            return
        await self._quietly(folder.put(room, name, content, self._clock.now()))
        if is_file:
            await self._quietly(folder.shed(FILES, MOST_FILES))

    async def _change_diary(self, method: str, path: str, entry_id: str | None, content: bytes) -> None:
        """What was sent to a diary stands in its copy too, so that it does not vanish with the network."""
        room = _room_of(path)
        if self.folder is None or room is None:
            return
        entry = json.loads(content) if content else {"id": entry_id}
        pages = [one for one in await self.folder.all(room, f"get|{path}?") if "cursor=" not in one.name]
        for page in pages:
            told = json.loads(page.content)
            others = [one for one in told["items"] if one["id"] != entry["id"]]
            told["items"] = others if method == "DELETE" else [entry, *others]
            await self._quietly(self.folder.put(room, page.name, json.dumps(told).encode(), page.at))

    async def _purge(self, patients: bytes) -> None:
        """Of cards that are not open any more nothing stays."""
        if self.folder is None:
            return
        listed = json.loads(patients)
        is_whole = listed.get("nextCursor") is None
        states = {one["id"]: one["access"]["state"] for one in listed["items"]}
        for room in await self.folder.rooms():
            patient_id = room.partition("#")[0]
            is_closed = patient_id not in states if is_whole else False
            if patient_id != ACCOUNT and (is_closed or states.get(patient_id, GrantState.ACTIVE) != GrantState.ACTIVE):
                await self.folder.destroy(room)

    async def forget_card(self, patient_id: UUID) -> None:
        """An access ended."""
        if self.folder is not None:
            for beside in ("", STEPS, FILES):
                await self.folder.destroy(f"{patient_id}{beside}")

    async def _kept(self, path: str, params: Mapping[str, str]) -> bytes | None:
        room = _room_of(path)
        if room is None or self.folder is None or await self._last_contact() is None:
            return None
        sealed = await self.folder.get(room, _key(path, params))
        if sealed is None or self._clock.now() - sealed.at > KEPT:
            return None
        is_beside = room == ACCOUNT or room.endswith(FILES)  # not what the screen shows
        if not is_beside or self.as_of is None:
            self._be(is_away=True, as_of=sealed.at)
        return sealed.content

    async def _last_contact(self) -> datetime | None:
        """When the backend last answered; None when that is too long ago, or the clock was set back."""
        sealed = await self.folder.get(ACCOUNT, "contact") if self.folder is not None else None
        if sealed is None or not -_SET_BACK <= self._clock.now() - sealed.at <= OPENS:
            return None
        return sealed.at

    def _be(self, *, is_away: bool, as_of: datetime | None) -> None:
        if (self.is_away, self.as_of) != (is_away, as_of):
            self.is_away, self.as_of = is_away, as_of
            if self.on_change is not None:
                self.on_change()

    async def _quietly(self, work: Awaitable[Any]) -> None:
        """A copy that the disk refuses is no obstacle."""
        try:
            await work
        except OSError as error:
            log.warning("the offline copy was not kept: %s", type(error).__name__)


def _room_of(path: str) -> str | None:
    """Where an answer is kept; None for what is not."""
    card = _OF_CARD.fullmatch(path)
    if card and card[2] and not _NOT_KEPT.fullmatch(path):
        return f"{card[1]}{FILES}" if _FILE.fullmatch(path) else card[1]
    return ACCOUNT if path in _OF_ACCOUNT else None


def _key(path: str, params: Mapping[str, str]) -> str:
    return f"get|{path}?{urlencode(sorted(params.items()))}"
