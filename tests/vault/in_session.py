"""What the tests run in a process of its own: ``python -m tests.vault.in_session <command> <namespace> …``.

Commands print what came of it in one line.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from emias_app.clock import SystemClock
from emias_app.errors import VaultError
from emias_app.vault import DeviceKey, Place, ScryptCost, Unlocked, Vault, open_store
from emias_app.vault.keyring_store import KeyringStore

CHEAP = ScryptCost(n=2)
DEVICE = UUID("11111111-1111-4111-8111-111111111111")
PIN = "135790"


class DiesBeforeItKnows(Vault):
    """Says that the try is written, and waits to be killed before it is tested."""

    async def _save(self, record: object) -> None:
        await super()._save(record)  # type: ignore[arg-type]
        print("written", flush=True)
        await asyncio.Event().wait()


async def run(command: str, namespace: str, *arguments: str) -> str:
    if command == "open":
        choice = await open_store(Place.KEYRING)
        return f"{choice.store and choice.store.kind} {choice.note} {choice.reason}"
    lock_file = Path(arguments[1]) if len(arguments) > 1 else None
    store = await KeyringStore.detect(lock_file=lock_file, patience=20)
    vault = Vault(store, SystemClock(), namespace, cost=CHEAP)
    match command:
        case "enrol":
            key = DeviceKey.generate()
            await vault.enrol(PIN, display_name="Анна", device_id=DEVICE, key=key)
            return key.public_key
        case "unlock":
            result = await vault.unlock(arguments[0])
            return result.key.public_key if isinstance(result, Unlocked) else repr(result)
        case "unlock-many":
            results = await asyncio.gather(*(vault.unlock(arguments[0]) for _ in range(3)))
            return " ".join(map(repr, results))
        case "unlock-and-hang":
            await DiesBeforeItKnows(store, SystemClock(), namespace, cost=CHEAP).unlock(arguments[0])
        case "status":
            status = await vault.status()
            return f"{status.is_enrolled} {status.display_name} {status.tries_left} damaged={status.is_damaged}"
        case "damage":
            await store.set(f"{namespace}.record", '{"v": 1, "device": ')
            return "damaged"
        case "erase":
            await vault.erase()
            return "erased"
    return "?"


def main() -> None:
    try:
        print(asyncio.run(run(*sys.argv[1:])))
    except VaultError as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    main()
