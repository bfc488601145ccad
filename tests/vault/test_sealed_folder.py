"""Encrypted files whose names reveal nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from emias_app.vault.keys import OfflineKey
from emias_app.vault.sealed_folder import SealedFolder, destroy_all

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
CHILD, SECRET = "686344e0-49c3-5bef-a6cf-2f69ab245e89", "Анемия средней тяжести"


def everything(root: Path) -> bytes:
    """All names and bytes under a folder."""
    files = sorted(root.rglob("*"))
    return b"\n".join(
        str(one.relative_to(root)).encode() + (one.read_bytes() if one.is_file() else b"") for one in files
    )


def files_of(root: Path) -> list[Path]:
    return [one for one in root.rglob("*") if one.is_file()]


async def test_what_is_put_comes_back_with_its_name_and_time(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path, OfflineKey.generate())
    await folder.put(CHILD, "GET /labs", SECRET.encode(), NOW, durable=True)
    sealed = await folder.get(CHILD, "GET /labs")
    assert sealed is not None
    assert (sealed.name, sealed.at, sealed.content.decode()) == ("GET /labs", NOW, SECRET)
    assert await folder.get(CHILD, "GET /visits") is None
    assert await folder.rooms() == [CHILD]


async def test_nothing_readable_lies_on_disk(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path, OfflineKey.generate())
    await folder.put(CHILD, f"GET /patients/{CHILD}/labs", SECRET.encode(), NOW)
    lying = everything(tmp_path)
    assert lying
    for word in (SECRET.encode(), CHILD.encode(), b"labs", b"patients", b"2026", b"GET"):
        assert word not in lying, word


async def test_another_key_sees_nothing_and_can_sweep_what_it_cannot_open(tmp_path: Path) -> None:
    mine, other = SealedFolder(tmp_path, OfflineKey.generate()), SealedFolder(tmp_path, OfflineKey.generate())
    await mine.put(CHILD, "a", b"1", NOW)
    assert await other.get(CHILD, "a") is None
    assert await other.rooms() == []
    await other.put(CHILD, "b", b"2", NOW)
    await other.keep_only_this_home()
    assert await mine.get(CHILD, "a") is None
    assert await other.get(CHILD, "b") is not None


async def test_a_file_that_was_changed_or_moved_does_not_open(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path, OfflineKey.generate())
    await folder.put(CHILD, "a", b"1", NOW)
    await folder.put("another", "a", b"2", NOW)
    for file in files_of(tmp_path):
        file.write_bytes(file.read_bytes()[:-1] + bytes([file.read_bytes()[-1] ^ 1]))
    assert await folder.get(CHILD, "a") is None
    assert await folder.get("another", "a") is None


async def test_a_childs_room_is_destroyed_by_itself(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path, OfflineKey.generate())
    await folder.put(CHILD, "a", b"1", NOW)
    await folder.put("account", "me", b"2", NOW)
    await folder.destroy(CHILD)
    assert await folder.get(CHILD, "a") is None
    assert await folder.get("account", "me") is not None
    assert await folder.rooms() == ["account"]
    destroy_all(tmp_path)
    assert files_of(tmp_path) == []


async def test_what_is_old_goes_but_for_what_waits(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path, OfflineKey.generate())
    old = NOW - timedelta(days=31)
    await folder.put(CHILD, "get|old", b"1", old)
    await folder.put(CHILD, "step|old", b"2", old)
    await folder.put(CHILD, "get|new", b"3", NOW)
    await folder.forget_older(NOW - timedelta(days=30), but="step|")
    assert [one.name for one in await folder.all(CHILD)] == ["get|new", "step|old"]
    assert [one.name for one in await folder.all(CHILD, "step|")] == ["step|old"]


async def test_a_draft_that_a_killed_process_left_is_taken_away(tmp_path: Path) -> None:
    folder = SealedFolder(tmp_path, OfflineKey.generate())
    await folder.put(CHILD, "a", b"1", NOW)
    room = files_of(tmp_path)[0].parent
    (room / ".half.new").write_bytes(b"half")
    assert [one.name for one in await folder.all(CHILD)] == ["a"]
    assert [one for one in files_of(tmp_path) if one.name == ".half.new"] == []
