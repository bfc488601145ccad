"""Documents inside an archive are judged as if they were brought by hand, and belong to who brought them."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from emias_app.mock_server.services import uploads
from emias_app.mock_server.store.schema import FileRow
from tests.support.archives import CARD, bring, rebuilt, taken, told
from tests.support.card_world import World, account_id, card_world
from tests.support.papers import a_pdf, a_pdf_that_says
from tests.support.records import CHILD, a_lab, an_upload

pytestmark = pytest.mark.anyio

DOCTOR = "Крылова Елена Александровна"


def with_exif() -> bytes:
    picture, out = Image.new("RGB", (60, 40), "white"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "55.7558 N 37.6173 E"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def holds(world: World, media_type: str, content: bytes, **values: Any) -> UUID:
    """A card that holds a document as it is, however it came there."""
    record = an_upload(media_type=media_type, size=len(content), **values)
    row = FileRow(id=uuid4(), record_id=record.id, media_type=media_type, content=content)
    await world.add(record)
    await world.backend.store.write(lambda session: session.add(row))
    return record.id


@pytest.fixture
async def other(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    async with card_world(tmp_path / "other") as opened:
        yield opened


async def listed(world: World, path: str, name: str = "anna") -> list[dict[str, Any]]:
    answer = await world.get(path, await world.token(name))
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def file_of(world: World, record_id: UUID) -> bytes:
    answer = await world.get(f"/clinic/patients/{CHILD}/uploads/{record_id}/file", await world.token("doctor"))
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_a_pdf_with_a_program_is_refused_with_the_whole_archive(world: World, other: World) -> None:
    await other.add(a_lab())
    await holds(other, "application/pdf", a_pdf_that_says(b" /OpenAction << /S /JavaScript /JS (app.alert) >>"))
    answer = await bring(world, await taken(other))
    assert told(answer) == (422, "archive_upload")
    assert "программа или вложение" in answer.json()["detail"]
    assert await listed(world, f"{CARD}/uploads") == []
    assert await listed(world, f"{CARD}/labs") == []


async def test_a_picture_comes_in_without_what_it_says_of_the_place(world: World, other: World) -> None:
    record_id = await holds(other, "image/jpeg", with_exif(), title="Снимок")
    assert (await bring(world, await taken(other))).status_code == 200
    kept = await file_of(world, record_id)
    assert b"55.7558" not in kept
    assert Image.open(io.BytesIO(kept)).size == (60, 40)


async def test_a_document_belongs_to_who_brought_it(world: World, other: World) -> None:
    record_id = await holds(
        other, "application/pdf", a_pdf(), author=DOCTOR, uploaded_at="2020-01-02T03:04:05+03:00",
        organisation="Детская городская поликлиника № 0", doctor_name=DOCTOR, doctor="Крылова Е. А.",
    )  # fmt: skip
    await bring(world, await taken(other))
    (before_doctor,) = await listed(world, f"/clinic/patients/{CHILD}/uploads", "doctor")
    assert before_doctor["author"].startswith("Тестова Anna Петровна")
    assert before_doctor["uploadedAt"].startswith("2026-11-22")
    body = (await world.get(f"{CARD}/uploads/{record_id}", await world.token("anna"))).json()
    assert (body["author"], body["toldAuthor"]) == ("Тестова Anna Петровна", DOCTOR)
    assert (body["organisation"], body["doctor"], body["doctorName"]) == ("Загружено родителем", None, None)
    document = (await world.get(f"{CARD}/uploads/{record_id}/document", await world.token("anna"))).json()
    facts = {one["label"]: one["value"] for block in document["blocks"] for one in block.get("items", [])}
    assert facts["По словам архива, раньше внёс"].startswith(DOCTOR)
    assert (document["author"], document["mine"]) == (None, True)


async def test_who_brought_a_document_can_take_it_out_again(world: World, other: World) -> None:
    record_id = await holds(other, "application/pdf", a_pdf())
    await bring(world, await taken(other))
    await world.open_to("other", CHILD)
    path = f"{CARD}/uploads/{record_id}"
    for name, status in (("other", 404), ("anna", 204)):
        headers = {"Authorization": f"Bearer {await world.token(name)}"}
        assert (await world.http.delete(path, headers=headers)).status_code == status
    assert await listed(world, f"{CARD}/uploads") == []


async def test_a_card_takes_no_more_documents_by_an_archive_than_by_hand(
    world: World, other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    await other.add(a_lab())
    for _ in range(3):
        await holds(other, "application/pdf", a_pdf())
    assert told(await bring(world, await taken(other))) == (409, "uploads_full")
    assert await listed(world, f"{CARD}/labs") == []
    monkeypatch.setattr(uploads, "MOST_FILES", 3)
    assert (await bring(world, await taken(other))).status_code == 200


async def test_what_a_form_would_refuse_an_archive_does_not_bring(world: World, other: World) -> None:
    await holds(other, "application/pdf", a_pdf())

    def later(files: dict[str, bytes]) -> None:
        record = json.loads(files["data/uploads.jsonl"])
        files["data/uploads.jsonl"] = json.dumps(record | {"date": "2031-01-01"}).encode() + b"\n"

    answer = await bring(world, rebuilt(await taken(other), later))
    assert told(answer) == (422, "archive_upload")
    assert "Дата ещё не наступила" in answer.json()["detail"]


async def test_the_sizes_and_pages_are_those_of_the_file(world: World, other: World) -> None:
    record_id = await holds(other, "application/pdf", a_pdf())

    def bigger(files: dict[str, bytes]) -> None:
        record = json.loads(files["data/uploads.jsonl"])
        files["data/uploads.jsonl"] = json.dumps(record | {"size": 1, "pages": 99}).encode() + b"\n"

    assert (await bring(world, rebuilt(await taken(other), bigger))).status_code == 200
    body = (await world.get(f"{CARD}/uploads/{record_id}", await world.token("anna"))).json()
    assert (body["size"], body["pages"]) == (len(a_pdf()), 2)


async def test_a_photo_of_the_diary_is_drawn_anew(world: World, other: World) -> None:
    headers = {"Authorization": f"Bearer {await other.token('anna')}"}
    files = {"file": ("a.jpg", with_exif(), "image/jpeg")}
    photo = (await other.http.post(f"{CARD}/diary/attachments", files=files, headers=headers)).json()["id"]
    body = {
        "indicator": "note", "note": "Сыпь", "attachmentIds": [photo], "measuredAt": "2026-11-21T08:00:00+03:00",
    }  # fmt: skip
    assert (await other.http.post(f"{CARD}/diary", json=body, headers=headers)).status_code == 201
    path = f"files/Дневник {photo}.jpg"

    def placed(files: dict[str, bytes]) -> None:
        assert path in files
        files[path] = with_exif()

    assert (await bring(world, rebuilt(await taken(other), placed))).status_code == 200
    kept = await world.get(f"{CARD}/diary/attachments/{photo}", await world.token("anna"))
    assert kept.status_code == 200
    assert b"55.7558" not in kept.content


async def test_the_journal_of_uploads_names_the_account(world: World, other: World) -> None:
    record_id = await holds(other, "application/pdf", a_pdf())
    await bring(world, await taken(other))

    def mine(session: Session) -> bool:
        return uploads.is_mine(session, account_id("anna"), record_id)

    assert await world.backend.store.read(mine)
