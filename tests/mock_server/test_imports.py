"""An archive comes back into a card: nothing is lost, nothing of the clinic's is touched, nothing hostile comes in."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import zipfile
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from emias_app.mock_server.services.exports.importing import ArchiveImport
from emias_app.mock_server.store.schema import PatientRow
from emias_app.models.auth import TokenLevel
from emias_app.models.records import RecordRef
from emias_app.models.section import SectionSlug
from tests.support.archives import CARD, a_jpeg, bring, rebuilt, taken, told
from tests.support.card_world import OTHER_CHILD, World, card_world
from tests.support.diary import written
from tests.support.papers import a_pdf
from tests.support.records import FACTORIES, a_lab, a_record, a_visit

pytestmark = pytest.mark.anyio

#: What an import leaves out or writes anew: see docs/decisions/0006. Pictures are drawn anew: sizes may differ.
STATED = {"importedOn", "patientId", "author", "uploadedAt", "toldAuthor", "toldAt", "size"}


@pytest.fixture
async def empty(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    """Another backend with the same child and an empty card."""
    async with card_world(tmp_path / "another") as opened:
        yield opened


def data_of(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The archive's data by section, without what an import writes anew."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {
        name: [
            {key: value for key, value in json.loads(line).items() if key not in STATED}
            for line in archive.read(name).decode().splitlines()
        ]
        for name in archive.namelist()
        if name.startswith("data/")
    }


def files_of(content: bytes) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    listed = json.loads(archive.read("manifest.json"))["files"]
    return {one["path"]: one["sha256"] for one in listed if one["kind"] in ("upload", "photo")}


async def uploaded(world: World, title: str, name: str, content: bytes) -> str:
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    form = {"kind": "OTHER", "title": title, "date": "2026-11-18"}
    answer = await world.http.post(f"{CARD}/uploads", data=form, files={"file": (name, content)}, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def a_full_card(world: World) -> None:
    """A record of every section, an upload with its file, the diary with a photo, child data with the upload."""
    lab = a_lab()
    ref = RecordRef(section=lab.section, id=lab.id, title=lab.title, date=lab.date)
    await world.add(lab, a_visit(related=[ref]))
    for section in FACTORIES:
        if section not in (SectionSlug.LABS, SectionSlug.VISITS, SectionSlug.UPLOADS):
            await world.add(a_record(section))
    jpeg = a_jpeg()
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    scan, _ = [await uploaded(world, title, name, kept) for title, name, kept in
               (("Снимок", "scan.jpg", jpeg), ("Справка", "paper.pdf", a_pdf()))]  # fmt: skip
    photo = await world.http.post(
        f"{CARD}/diary/attachments", files={"file": ("a.jpg", jpeg, "image/jpeg")}, headers=headers
    )
    assert photo.status_code in (200, 201), photo.text
    await written(world, indicator="note", value=None, note="Кашель", attachmentIds=[photo.json()["id"]])
    await written(world, value=37.4)
    allergy = {"substance": "Арахис", "reaction": "Крапивница", "attachmentIds": [scan]}
    answer = await world.http.post(f"{CARD}/child-data/allergies", json=allergy, headers=headers)
    assert answer.status_code in (200, 201), answer.text


async def test_an_archive_comes_back_into_an_empty_card_and_nothing_is_lost(world: World, empty: World) -> None:
    await a_full_card(world)
    archive = await taken(world)
    answer = await bring(empty, archive)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report["kept"] == 0
    assert report["added"] == sum(len(lines) for lines in data_of(archive).values())
    assert report["sections"] | {"diary": 2, "child-data": 1, "uploads": 2} == report["sections"]
    again = await taken(empty)
    assert data_of(again) == data_of(archive)
    assert set(files_of(again)) == set(files_of(archive))
    papers = {path for path in files_of(archive) if path.endswith(".pdf")}
    assert {path: files_of(again)[path] for path in papers} == {path: files_of(archive)[path] for path in papers}


async def test_it_comes_back_under_another_number_of_the_same_child_too(world: World, empty: World) -> None:
    await a_full_card(world)

    def rename(session: Session) -> None:
        child = session.get_one(PatientRow, OTHER_CHILD)
        child.birth_date = date(2018, 3, 14)

    await empty.backend.store.write(rename)
    archive = await taken(world)
    answer = await bring(empty, archive, "other", OTHER_CHILD)
    assert answer.status_code == 200, answer.text
    token = await empty.token("other")
    visit = (await empty.get(f"/patients/{OTHER_CHILD}/visits", token)).json()["items"][0]
    body = (await empty.get(f"/patients/{OTHER_CHILD}/visits/{visit['id']}", token)).json()
    lab = body["related"][0]["id"]
    assert (await empty.get(f"/patients/{OTHER_CHILD}/labs/{lab}", token)).status_code == 200
    assert (await bring(empty, archive, "other", OTHER_CHILD)).json()["added"] == 0


async def test_brought_twice_it_adds_nothing_and_what_is_there_stays_the_clinics(world: World) -> None:
    await a_full_card(world)
    archive = await taken(world)
    report = (await bring(world, archive)).json()
    assert (report["added"], report["sections"]) == (0, {})
    rows = (await world.get(f"{CARD}/labs", await world.token("anna"))).json()["items"]
    assert [row["importedOn"] for row in rows] == [None]


async def test_what_came_from_an_archive_says_so_in_list_and_paper(world: World, empty: World) -> None:
    await world.add(a_lab())
    await bring(empty, await taken(world))
    token = await empty.token("anna")
    row = (await empty.get(f"{CARD}/labs", token)).json()["items"][0]
    assert row["importedOn"] == "2026-11-22"
    document = (await empty.get(f"{CARD}/labs/{row['id']}/document", token)).json()
    assert document["blocks"][0]["heading"] == "Из архива"
    assert "не подтверждала" in document["blocks"][0]["text"]


async def test_signed_out_and_strangers_bring_nothing(world: World) -> None:
    archive = await taken(world)
    address = f"{CARD}/import"
    assert told(await world.http.post(address, content=archive)) == (401, "unauthorized")
    assert told(await bring(world, archive, "other")) == (404, "not_found")
    assert told(await bring(world, archive, "ended")) == (403, "access_revoked")
    headers = {"Authorization": f"Bearer {await world.token('anna', TokenLevel.ACCOUNT)}"}
    assert told(await world.http.post(address, content=archive, headers=headers))[1] == "medcard_step_up_required"


async def test_another_childs_archive_is_refused(world: World) -> None:
    archive = await taken(world)
    assert told(await bring(world, archive, "other", OTHER_CHILD)) == (422, "archive_of_another_child")


async def test_the_same_key_gives_the_same_answer(world: World, empty: World) -> None:
    await world.add(a_lab())
    archive, key = await taken(world), {"Idempotency-Key": "one"}
    first = await bring(empty, archive, **key)
    assert first.json()["added"] == 1
    assert (await bring(empty, archive, **key)).json() == first.json()
    await world.add(a_lab())
    other = await bring(empty, await taken(world), **key)
    assert told(other) == (409, "idempotency_key_reused")


async def test_a_key_that_comes_with_another_archive_has_no_effect(world: World, empty: World) -> None:
    await world.add(a_lab())
    key = {"Idempotency-Key": "one"}
    assert (await bring(empty, await taken(world), **key)).json()["added"] == 1
    await world.add(a_lab())
    assert told(await bring(empty, await taken(world), **key)) == (409, "idempotency_key_reused")
    assert (await empty.get(f"{CARD}/labs", await empty.token("anna"))).json()["total"] == 1


async def test_a_key_is_held_while_its_archive_comes_in(world: World, empty: World) -> None:
    await world.add(a_lab())
    first = await taken(world)
    await world.add(a_lab())
    key = {"Idempotency-Key": "one"}
    answers = await asyncio.gather(bring(empty, first, **key), bring(empty, await taken(world), **key))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (done,) = [answer.json()["added"] for answer in answers if answer.status_code == 200]
    assert (await empty.get(f"{CARD}/labs", await empty.token("anna"))).json()["total"] == done


async def test_a_refused_archive_gives_its_key_free(world: World, empty: World) -> None:
    await world.add(a_lab())
    key = {"Idempotency-Key": "one"}
    assert told(await bring(empty, b"PK", **key)) == (422, "archive_broken")
    assert (await bring(empty, await taken(world), **key)).json()["added"] == 1


async def test_an_import_that_was_cut_short_goes_on_under_its_key(
    world: World, empty: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.add(a_lab())
    archive, key = await taken(world), {"Idempotency-Key": "one"}

    async def cut(_: ArchiveImport) -> None:
        raise ConnectionError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(ArchiveImport, "run", cut)
        with pytest.raises(ConnectionError):
            await bring(empty, archive, **key)
    await world.add(a_lab())
    assert told(await bring(empty, await taken(world), **key)) == (409, "idempotency_key_reused")
    assert (await bring(empty, archive, **key)).json()["added"] == 1


# hostile archives


def edited(key: str, value: object) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        record = json.loads(files["data/labs.jsonl"])
        record[key] = value
        files["data/labs.jsonl"] = json.dumps(record).encode() + b"\n"

    return change


def put(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files[name] = content

    return change


def listed(name: str) -> Callable[[dict[str, bytes]], None]:
    """A file of a wicked name that the manifest knows."""

    def change(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        manifest["files"].append({"path": name, "size": 1, "sha256": "", "kind": "document"})
        files["manifest.json"] = json.dumps(manifest).encode()
        files[name] = b"x"

    return change


BROKEN: dict[str, Callable[[dict[str, bytes]], None]] = {
    "no manifest": lambda files: files.pop("manifest.json") and None,
    "manifest is no JSON": put("manifest.json", b"{"),
    "manifest is a list": put("manifest.json", b"[]"),
    "manifest has NaN": put("manifest.json", b'{"format": NaN}'),
    "manifest is deep": put("manifest.json", b"[" * 200_000),
    "a file more": put("more.txt", b"x"),
    "a file less": lambda files: files.pop("data/labs.jsonl") and None,
    "out of the folder": listed("../../evil"),
    "absolute": listed("/etc/evil"),
    "windows": listed("C:\\evil"),
    "backslash": listed("a\\..\\evil"),
    "a folder": listed("folder/"),
    "a line is no JSON": put("data/labs.jsonl", b"{\n"),
    "a line is a list": put("data/labs.jsonl", b"[]\n"),
    "a line is deep": put("data/labs.jsonl", b"[" * 100_000),
    "NUL in a text": edited("title", "a\x00b"),
    "a lone surrogate": edited("title", "\ud800"),
    "another section": edited("section", "visits"),
    "another patient": edited("patientId", str(OTHER_CHILD)),
    "an id that is none": edited("id", "../1"),
    "a time that is none": edited("time", "99:99#'; DROP TABLE records"),
    "a day that is none": edited("date", "2026-02-30"),
    "the same record twice": lambda files: files.update({"data/labs.jsonl": files["data/labs.jsonl"] * 2}),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
async def test_a_wicked_or_broken_archive_is_refused_whole(
    world: World, empty: World, change: Callable[[dict[str, bytes]], None]
) -> None:
    await world.add(a_lab())
    archive = rebuilt(await taken(world), change)
    assert told(await bring(empty, archive)) == (422, "archive_broken")
    assert (await empty.get(f"{CARD}/labs", await empty.token("anna"))).json()["total"] == 0


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.4", b"\x00" * 1000, b"PK\x05\x06" + b"\x00" * 18])
async def test_what_is_no_archive_is_refused(world: World, content: bytes) -> None:
    assert told(await bring(world, content)) == (422, "archive_broken")


async def test_changed_files_are_found_by_their_checksums(world: World, empty: World) -> None:
    await world.add(a_lab())
    archive = rebuilt(await taken(world), edited("title", "Другой анализ"), seal=False)
    assert told(await bring(empty, archive)) == (422, "archive_checksum")


async def test_a_newer_archive_asks_for_an_update(world: World) -> None:
    def newer(files: dict[str, bytes]) -> None:
        files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | {"version": 3}).encode()

    assert told(await bring(world, rebuilt(await taken(world), newer))) == (422, "archive_newer")


async def test_a_bomb_is_not_unpacked(world: World) -> None:
    """It says that it unpacks to 4 GB; and one that lies about its size is broken."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", b"0" * 1_000_000)
    bomb = bytearray(out.getvalue())
    at = bomb.rindex(b"PK\x01\x02") + 24
    for size, code in ((4_000_000_000, "archive_too_large"), (10, "archive_broken")):
        bomb[at : at + 4] = struct.pack("<I", size)
        assert told(await bring(world, bytes(bomb))) == (422, code)


async def test_an_uploaded_file_must_be_what_its_record_says(world: World, empty: World) -> None:
    await a_full_card(world)
    content = await taken(world)
    scan = next(path for path in files_of(content) if path.startswith("files/") and "Снимок" in path)
    for fake in (b"MZ an exe", b"\xff\xd8\xff no picture"):
        assert told(await bring(empty, rebuilt(content, put(scan, fake)))) == (422, "archive_upload")
