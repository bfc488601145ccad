"""Which store a place gets, and what is never loaded there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from emias_app.vault import MemoryStore, Place, StoreKind, StoreNote, namespace_of, open_store
from emias_app.vault.device_store import DeviceStore
from emias_app.vault.keyring_store import KeyringStore
from tests.support.virtual_time import on_virtual_time


@on_virtual_time
async def test_a_kiosk_has_no_place_for_secrets() -> None:
    choice = await open_store(Place.NONE)
    assert (choice.store, choice.note) == (None, None)


@on_virtual_time
async def test_each_page_of_others_has_a_memory_of_its_own() -> None:
    first, second = await open_store(Place.MEMORY), await open_store(Place.MEMORY)
    assert first.store is not None
    assert second.store is not None
    assert first.store.kind is StoreKind.MEMORY
    await first.store.set("key", "value")
    assert await second.store.get("key") is None


def test_the_names_are_bound_to_folder_and_backend(tmp_path: Path) -> None:
    names = {
        namespace_of(folder, backend)
        for folder in (tmp_path / "a", tmp_path / "b")
        for backend in ("embedded", "https://emias.example")
    }
    assert len(names) == 4
    assert namespace_of(tmp_path, "embedded") == namespace_of(tmp_path, "embedded")
    assert str(tmp_path) not in "".join(names)


@pytest.mark.parametrize("module", ["keyring", "flet", "flet_secure_storage", "flet_local_auth"])
def test_no_platform_is_loaded_before_it_is_chosen(module: str) -> None:
    code = f"import sys, emias_app.vault; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_store_and_note_speaks_russian() -> None:
    described = [MemoryStore().describe(), KeyringStore(object()).describe(), DeviceStore.describe(object())]  # type: ignore[arg-type]
    told = [text for one in described for text in (one.name, one.place, one.protects_from, one.not_from)]
    for text in [*told, *(note.message for note in StoreNote)]:
        assert any("а" <= letter.lower() <= "я" for letter in text)
