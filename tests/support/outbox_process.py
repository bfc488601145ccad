"""An app without a page in a process of its own: ``python -m tests.support.outbox_process <command> <base> <folder>``.

``write`` signs in with a PIN, loses the network, writes 37,4 into Артём's diary, says so and waits to be killed.
``half`` writes with a network whose answers do not come back. ``send`` unlocks and prints what the diary holds.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx

from emias_app.api.client import TIMEOUT
from emias_app.api.transport import Transport
from emias_app.app_offline import OfflineCopy
from emias_app.app_offline_client import OfflineClient, join
from emias_app.app_outbox import SealedSteps
from emias_app.clock import SystemClock
from emias_app.device_trust import DeviceTrust
from emias_app.models.diary import Indicator
from emias_app.state.place import Diary, Entry
from emias_app.state.ports import KeyPlace, Ports
from emias_app.state.root import RootState
from emias_app.vault import MemoryStore, ScryptCost, StoreKind, Vault
from tests.support.fake_access import FakePhotos
from tests.support.fake_page import FakeFiles, FakeNavigator, FakePreferences
from tests.support.offline_device import ARTYOM, PIN
from tests.support.served import latest_code

ANNA, PASSWORD = "+79000000001", "Demo-2026"


class FileVault(MemoryStore):
    """Secrets in a file, so that the next process finds them as it would in a keyring."""

    kind = StoreKind.DEVICE
    is_persistent = True

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        if file.exists():
            self._values = json.loads(file.read_text())

    async def set(self, key: str, value: str) -> None:
        await super().set(key, value)
        self._file.write_text(json.dumps(self._values))


class Cut(httpx.AsyncHTTPTransport):
    """``is_cut``: nothing goes out; ``loses``: writes are done and their answers do not come back."""

    is_cut = False
    loses = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_cut:
            raise httpx.ConnectError("no network", request=request)
        answer = await super().handle_async_request(request)
        if self.loses and request.method != "GET":
            await answer.aread()
            raise httpx.ReadError("the answer got lost", request=request)
        return answer


async def _at_once(_seconds: float) -> None:
    return


async def run(command: str, base: str, folder: Path) -> None:
    clock, wire = SystemClock(), Cut()
    http = httpx.AsyncClient(transport=wire, base_url=f"{base}/api/v1", timeout=TIMEOUT)
    client = OfflineClient(
        http, clock=clock, transport=Transport(http, clock=clock, client_kind="android", sleep=_at_once)
    )
    copy = OfflineCopy(folder / "offline", clock, is_lasting=True)
    join(client, copy)
    vault = Vault(FileVault(folder / "vault.json"), clock, "n1", cost=ScryptCost(n=2))
    navigator = FakeNavigator()
    ports = Ports(
        backend=client, trust=DeviceTrust(vault, KeyPlace.DEVICE, follower=copy), files=FakeFiles(),
        navigator=navigator, preferences=FakePreferences(), clock=clock, device_name="Телефон", photos=FakePhotos(),
        steps=SealedSteps(copy, clock), offline=copy,
    )  # fmt: skip
    root = RootState(ports)
    navigator.arrive = root.arrive
    await root.start(Entry())
    if command == "send":
        await _send(root)
    else:
        await _write(root, wire, base, is_half=command == "half")


async def _write(root: RootState, wire: Cut, base: str, *, is_half: bool) -> None:
    entry = root.sign_in
    assert entry is not None
    await entry.sign_in(ANNA, PASSWORD)
    assert entry.code is not None, entry.error
    entry.code.type(await asyncio.to_thread(latest_code, base, ANNA))
    await entry.code.submit()
    assert entry.pin is not None
    for digit in PIN + PIN:
        await entry.pin.press(digit)
    await root.go(Diary(ARTYOM))
    diary: Any = root.account and root.account.book.diary
    wire.is_cut, wire.loses = not is_half, is_half
    diary.choose(Indicator.TEMPERATURE)
    diary.begin()
    diary.sheet.put("value", "37,4")
    await diary.save()
    print("written", flush=True)
    await asyncio.Event().wait()


async def _send(root: RootState) -> None:
    for digit in PIN:
        assert root.unlock is not None
        await root.unlock.press(digit)
    await root.go(Diary(ARTYOM))
    account: Any = root.account
    await account.check_changes()
    diary = account.book.diary
    await diary.refresh()
    print(json.dumps({"values": [line.entry.value for line in diary.lines], "wait": len(diary.queue.steps)}))


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
