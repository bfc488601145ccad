"""A device of a parent's over a real backend, with a network that can be cut: vault, copy, outbox and root state."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from emias_app.api.client import TIMEOUT
from emias_app.api.in_process import InProcessTransport
from emias_app.api.transport import Transport
from emias_app.app_offline import OfflineCopy
from emias_app.app_offline_client import OfflineClient, join
from emias_app.app_outbox import SealedSteps
from emias_app.clock import FixedClock
from emias_app.device_trust import DeviceTrust
from emias_app.mock_server.seed import PASSWORD
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.models.diary import Indicator
from emias_app.state.diary import DiaryState
from emias_app.state.place import Diary, Entry, Home, Place
from emias_app.state.ports import KeyPlace, Ports
from emias_app.state.root import Phase, RootState
from emias_app.vault import MemoryStore, ScryptCost, StoreKind, Vault
from tests.support.demo_site import DemoSite
from tests.support.fake_access import FakePhotos
from tests.support.fake_page import FakeFiles, FakeNavigator, FakePreferences

PIN = "482913"
ARTYOM, SOFIA = CHILDREN["artem"].id, CHILDREN["sofia"].id


class Wire:
    """The way to the backend. ``is_cut``: nothing gets there; ``loses``: so many answers do not come back."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.is_cut = False
        self.loses = 0
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.is_cut:
            raise ConnectionError("no network")
        self.asked.append(f"{scope['method']} {scope['path'].removeprefix('/api/v1')}")

        async def nowhere(message: Any) -> None:
            del message

        if self.loses and scope["method"] != "GET":
            self.loses -= 1
            await self._app(scope, receive, nowhere)
            raise ConnectionError("the answer got lost")
        await self._app(scope, receive, send)


class LastingMemory(MemoryStore):
    """A vault that outlives the process, without a keyring."""

    kind = StoreKind.DEVICE
    is_persistent = True


class Device:
    """``root`` is the page of the running app; :meth:`start` is the app started anew on the same device.

    ``machine`` is the device's own clock; without one it goes with the backend's.
    """

    def __init__(self, site: DemoSite, folder: Path, phone: str, machine: FixedClock | None = None) -> None:
        self.site, self.folder, self.phone = site, folder, phone
        self.wire = Wire(site.app)
        self.store = LastingMemory()
        self.machine = site.clock if machine is None else machine

    async def start(self, place: Place | None = None) -> RootState:
        """Nothing of the former process is left but what is on disk and in the vault."""
        clock = self.machine
        http = httpx.AsyncClient(
            transport=InProcessTransport(self.wire), base_url="http://emias.local/api/v1", timeout=TIMEOUT
        )
        transport = Transport(http, clock=clock, client_kind="android", sleep=_at_once)
        self.client = OfflineClient(http, clock=clock, transport=transport)
        self.copy = OfflineCopy(self.folder, clock, is_lasting=True)
        join(self.client, self.copy)
        vault = Vault(self.store, clock, "n1", cost=ScryptCost(n=2))
        trust = DeviceTrust(vault, KeyPlace.DEVICE, follower=self.copy)
        self.navigator = FakeNavigator()
        ports = Ports(
            backend=self.client, trust=trust, files=FakeFiles(), navigator=self.navigator,
            preferences=FakePreferences(), clock=clock, device_name="Телефон", photos=FakePhotos(),
            steps=SealedSteps(self.copy, clock), offline=self.copy,
        )  # fmt: skip
        self.root = RootState(ports)
        self.navigator.arrive = self.root.arrive
        await self.root.start(place or Entry())
        return self.root

    async def sign_in(self) -> None:
        """The first time: password, SMS, and a PIN."""
        await self.start()
        entry = self.root.sign_in
        assert entry is not None
        await entry.sign_in(self.phone, PASSWORD)
        assert entry.code is not None, entry.error
        entry.code.type(await self.site.code(self.phone))
        await entry.code.submit()
        assert entry.pin is not None
        for digit in PIN + PIN:
            await entry.pin.press(digit)
        assert self.root.phase is Phase.OPEN

    async def unlock(self, pin: str = PIN) -> None:
        assert self.root.unlock is not None
        for digit in pin:
            if self.root.unlock is not None:
                await self.root.unlock.press(digit)

    async def restart(self, place: Place | None = None) -> None:
        """The process is killed and the app started again and unlocked."""
        await self.start(place or Home())
        await self.unlock()

    async def diary(self, patient_id: UUID = ARTYOM) -> DiaryState:
        """The open diary of a child."""
        await self.root.go(Diary(patient_id))
        account = self.root.account
        assert account is not None
        assert account.book.diary is not None, account.ended
        return account.book.diary

    async def write(self, value: str, patient_id: UUID = ARTYOM) -> None:
        diary = await self.diary(patient_id)
        diary.choose(Indicator.TEMPERATURE)
        diary.begin()
        assert diary.sheet is not None
        diary.sheet.put("value", value)
        await diary.save()
        assert diary.sheet is None

    async def poll(self) -> None:
        """What the app does every few seconds."""
        account = self.root.account
        assert account is not None
        await account.check_changes()

    def on_disk(self) -> bytes:
        """All names and bytes of the copy."""
        files = sorted(self.folder.rglob("*"))
        told = [
            str(one.relative_to(self.folder)).encode() + (one.read_bytes() if one.is_file() else b"") for one in files
        ]
        return b"\n".join(told)


async def _at_once(_seconds: float) -> None:
    return
