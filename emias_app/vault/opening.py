"""Which store this machine gets, and why a lesser one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from emias_app.errors import NoVault, VaultError, VaultLocked
from emias_app.vault.memory_store import MemoryStore
from emias_app.vault.store import SecretStore

__all__ = ["Place", "StoreChoice", "StoreNote", "namespace_of", "open_store"]


class Place(StrEnum):
    """Where secrets may lie, as whoever starts the app decides it.

    KEYRING: a desktop, or a page for its own user only; DEVICE: a phone; MEMORY: a page for other people's browsers;
    NONE: the kiosk.
    """

    KEYRING = "keyring"
    DEVICE = "device"
    MEMORY = "memory"
    NONE = "none"


class StoreNote(StrEnum):
    """Why the store is only the memory of this run; ``message`` is for the person."""

    NO_KEYRING = "no_keyring"
    LOCKED = "locked"

    @property
    def message(self) -> str:
        return _MESSAGES[self]


_MESSAGES = {
    StoreNote.NO_KEYRING: "На этом компьютере нет связки ключей: код-пароль будет действовать до закрытия приложения.",
    StoreNote.LOCKED: "Связка ключей заблокирована: код-пароль будет действовать до закрытия приложения.",
}


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """The store, None where no PIN is offered. ``note``: why not the keyring; ``reason``: what that said."""

    store: SecretStore | None
    note: StoreNote | None = None
    reason: str | None = None


def namespace_of(data_dir: Path, backend: str) -> str:
    """A short name for one data folder and one backend, the same at every start."""
    return "n" + hashlib.sha256(f"{data_dir.absolute()}|{backend}".encode()).hexdigest()[:16]


async def open_store(place: Place, *, lock_file: Path | None = None) -> StoreChoice:
    """The best store of the place. A keyring that is missing or locked leaves the memory of this run, with a note;
    never a plain file. Call it again after the person has unlocked the keyring.

    On a phone it has to run inside a page's handler.
    """
    match place:
        case Place.NONE:
            return StoreChoice(None)
        case Place.MEMORY:
            return StoreChoice(MemoryStore())
        case Place.DEVICE:
            from emias_app.vault.device_store import DeviceStore, phone_storage

            return StoreChoice(DeviceStore(phone_storage()))
        case Place.KEYRING:
            return await _keyring_or_memory(lock_file)


async def _keyring_or_memory(lock_file: Path | None) -> StoreChoice:
    try:
        from emias_app.vault.keyring_store import KeyringStore

        return StoreChoice(await KeyringStore.detect(lock_file=lock_file))
    except ImportError:
        return StoreChoice(MemoryStore(), StoreNote.NO_KEYRING)
    except VaultLocked as error:
        return StoreChoice(MemoryStore(), StoreNote.LOCKED, str(error))
    except (NoVault, VaultError) as error:
        return StoreChoice(MemoryStore(), StoreNote.NO_KEYRING, str(error))
