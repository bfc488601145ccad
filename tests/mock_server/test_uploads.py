"""``POST /patients/{pid}/uploads``: what is taken, what is refused and why, who may take it out again."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from sqlalchemy import func, select, update

from emias_app.domain.uploads import MOST_BYTES
from emias_app.mock_server.services import uploads
from emias_app.mock_server.store.schema import FileRow, GrantRow, StoredRecord, UploadRow
from emias_app.models.document import Document
from emias_app.models.records import Upload
from emias_app.models.section import SectionSlug
from tests.support.card_world import NOW, OTHER_CHILD, World, account_id
from tests.support.papers import a_heavy_picture, a_locked_pdf, a_pdf, a_pdf_with_attachment, a_picture
from tests.support.records import CHILD, a_record

pytestmark = pytest.mark.anyio

FIELDS = {"kind": "VISIT", "title": "Консультация ортодонта", "date": "2026-11-18", "note": "Прикус без патологии"}


async def put(
    world: World, content: bytes | None = None, *, name: str = "скан.pdf", who: str = "anna", key: str | None = None,
    **fields: Any,
) -> httpx.Response:  # fmt: skip
    headers = {"Authorization": f"Bearer {await world.token(who)}"} | ({"Idempotency-Key": key} if key else {})
    files = {} if content is None else {"file": (name, content, "application/octet-stream")}
    data = {**FIELDS, **fields}
    return await world.http.post(f"/patients/{CHILD}/uploads", headers=headers, data=data, files=files or None)


async def ask(world: World, method: str, path: str, who: str = "anna", **headers: str) -> httpx.Response:
    token = {"Authorization": f"Bearer {await world.token(who)}"}
    return await world.http.request(method, f"/patients/{CHILD}/uploads{path}", headers={**token, **headers})


async def count_of(world: World) -> int:
    answer = await world.get(f"/patients/{CHILD}/sections", await world.token("anna"))
    return next(one["count"] for one in answer.json()["items"] if one["section"] == "uploads")


async def let_in(world: World, who: str) -> None:
    """The other parent sees the card too."""
    mine = update(GrantRow).where(GrantRow.account_id == account_id(who)).values(patient_id=CHILD)
    await world.backend.store.write(lambda session: session.execute(mine) and None)


async def test_signed_out_nothing_is_read(world: World) -> None:
    files = {"file": ("a.pdf", b"x" * 3_000_000, "application/pdf")}
    answer = await world.http.post(f"/patients/{CHILD}/uploads", files=files)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_into_a_strangers_card_nothing_is_put(world: World) -> None:
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    answer = await world.http.post(f"/patients/{OTHER_CHILD}/uploads", headers=headers, content=b"{")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_pdf_becomes_a_record_and_goes_out_as_it_came(world: World) -> None:
    content = a_pdf(3)
    answer = await put(world, content, name="C:\\Temp\\выписка: итог.PDF")
    assert answer.status_code == 201
    record = Upload.model_validate_json(answer.content)
    assert (record.title, record.kind_title, record.date.isoformat()) == (FIELDS["title"], "Приём", "2026-11-18")
    assert (record.file_name, record.media_type, record.size, record.pages) == (
        "выписка  итог.pdf", "application/pdf", len(content), 3,
    )  # fmt: skip
    assert (record.author, record.uploaded_at) == ("Тестова Anna Петровна", NOW)
    token = await world.token("anna")
    listed = (await world.get(f"/patients/{CHILD}/uploads", token)).json()
    assert [row["id"] for row in listed["items"]] == [str(record.id)]
    printed = await world.get(f"/patients/{CHILD}/uploads/{record.id}/document.pdf", token)
    assert printed.content == content
    assert await count_of(world) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(world: World, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone with an address"
    exif[0x0112] = 6
    answer = await put(world, a_picture(kind, (320, 200), exif=exif) + b"<?php tail ?>", name="фото.png")
    record = Upload.model_validate_json(answer.content)
    assert (record.file_name, record.media_type, record.pages) == ("фото.jpg", "image/jpeg", 1)
    (stored,) = await world.backend.store.read(lambda session: session.scalars(select(FileRow.content)).all())
    assert len(stored) == record.size
    assert b"php" not in stored
    with Image.open(io.BytesIO(stored)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (200, 320), {})
    printed = await world.get(f"/patients/{CHILD}/uploads/{record.id}/document.pdf", await world.token("anna"))
    assert printed.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "upload_missing"),
        (b"", "upload_missing"),
        (b"MZ\x90\x00", "upload_wrong_type"),
        (b"\xff\xd8\xff\xe0 nothing more", "upload_broken"),
        (a_picture("GIF"), "upload_wrong_type"),
        (a_picture("PNG", (9_000, 9_000)), "upload_too_many_pixels"),
        (a_pdf()[:-300], "upload_broken"),
        (a_locked_pdf(), "upload_locked"),
        (a_pdf_with_attachment(), "upload_active"),
        (a_pdf(501), "upload_too_many_pages"),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused_in_plain_words(
    world: World, content: bytes | None, code: str
) -> None:
    answer = await put(world, content)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert problem["fields"] == [{"field": "file", "message": problem["detail"]}]
    assert not problem["detail"].isascii()
    assert await count_of(world) == 0


async def test_more_than_twenty_megabytes_are_refused_before_they_are_all_read(world: World) -> None:
    answer = await put(world, b"%PDF-1.4" + b"x" * (MOST_BYTES + 300_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
    answer = await put(world, b"%PDF-1.4" + b"x" * MOST_BYTES)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")


async def test_nearly_twenty_megabytes_are_taken(world: World) -> None:
    answer = await put(world, a_heavy_picture(19.5), name="скан.png")
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "   "}, "title"),
        ({"title": "я" * 121}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"date": "2026-11-23"}, "date"),
        ({"date": "2018-03-13"}, "date"),
        ({"date": "18.11.2026"}, "date"),
        ({"kind": "LAB"}, "kind"),
        ({"note": "я" * 1001}, "note"),
    ],
)
async def test_wrong_fields_are_told_beside_them(world: World, fields: dict[str, str], field: str) -> None:
    answer = await put(world, a_pdf(1), **fields)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["fields"]] == [field]


async def test_what_is_no_form_is_refused(world: World) -> None:
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    path = f"/patients/{CHILD}/uploads"
    for body, kind in ((b"{}", "application/json"), (b"x", "multipart/form-data; boundary=a"), (b"x", "text/plain")):
        answer = await world.http.post(path, headers={**headers, "Content-Type": kind}, content=body)
        assert answer.status_code == 422, kind


async def test_sent_twice_it_is_kept_once(world: World) -> None:
    key, boundary = str(uuid4()), "one-boundary"
    body = httpx.Request("POST", "http://t", data=FIELDS, files={"file": ("a.pdf", a_pdf(1), "application/pdf")},
                         headers={"Content-Type": f"multipart/form-data; boundary={boundary}"})  # fmt: skip
    content = body.read()
    answers = []
    for _ in range(2):
        headers = {"Authorization": f"Bearer {await world.token('anna')}", "Idempotency-Key": key,
                   "Content-Type": f"multipart/form-data; boundary={boundary}"}  # fmt: skip
        answers.append(await world.http.post(f"/patients/{CHILD}/uploads", headers=headers, content=content))
    assert answers[0].json() == answers[1].json()
    assert await count_of(world) == 1
    other = await put(world, a_pdf(2), key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_full_card_takes_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 1)
    assert (await put(world, a_pdf(1))).status_code == 201
    answer = await put(world, a_pdf(1))
    assert (answer.status_code, answer.json()["code"]) == (409, "uploads_full")


async def test_the_other_parent_sees_it_and_who_put_it_in_but_cannot_take_it_out(world: World) -> None:
    await let_in(world, "other")
    record = (await put(world, a_pdf(1))).json()
    for who, mine in (("anna", True), ("other", False)):
        answer = await ask(world, "GET", f"/{record['id']}/document", who)
        document = Document.model_validate_json(answer.content)
        facts = {one.label: one.value for block in document.blocks if block.type == "facts" for one in block.items}
        assert document.mine is mine
        assert facts["Внёс родитель"] == "Тестова Anna Петровна"
        assert facts["Внесено"] == "22 ноября 2026\u00a0г., 9:00"
    answer = await ask(world, "DELETE", f"/{record['id']}", "other")
    assert (answer.status_code, await count_of(world)) == (404, 1)


async def test_ones_own_document_is_taken_out_and_brought_back(world: World) -> None:
    older, record = (await put(world, a_pdf(1), date="2026-01-10")).json(), (await put(world, a_pdf(1))).json()
    assert (await ask(world, "DELETE", f"/{record['id']}")).status_code == 204
    assert (await ask(world, "GET", f"/{record['id']}")).status_code == 404
    assert (await ask(world, "GET", f"/{record['id']}/document.pdf")).status_code == 404
    assert (await ask(world, "DELETE", f"/{record['id']}")).status_code == 404
    listed = (await ask(world, "GET", "")).json()
    assert ([row["id"] for row in listed["items"]], listed["total"]) == ([older["id"]], 1)
    sections = (await world.get(f"/patients/{CHILD}/sections", await world.token("anna"))).json()["items"]
    assert next(one["newest"] for one in sections if one["section"] == "uploads") == "2026-01-10"
    back = await ask(world, "POST", f"/{record['id']}/restore")
    assert (back.status_code, back.json()) == (200, record)
    assert (await ask(world, "POST", f"/{record['id']}/restore")).status_code == 200
    assert (await ask(world, "GET", f"/{record['id']}")).json() == record
    assert await count_of(world) == 2


async def test_a_day_later_it_is_gone_for_good_with_its_bytes(world: World) -> None:
    record = (await put(world, a_pdf(1))).json()
    await ask(world, "DELETE", f"/{record['id']}")
    world.clock.advance(timedelta(hours=24))
    assert (await ask(world, "POST", f"/{record['id']}/restore")).status_code == 404
    await world.backend.run_due()
    for table in (FileRow, UploadRow, StoredRecord):
        wanted = select(func.count()).select_from(table)
        assert await world.backend.store.read(lambda session, wanted=wanted: session.scalar(wanted)) == 0


async def test_a_stale_if_match_takes_nothing_out(world: World) -> None:
    made = await put(world, a_pdf(1))
    seen = await ask(world, "GET", f"/{made.json()['id']}")
    assert seen.headers["etag"] == made.headers["etag"]
    stale = await ask(world, "DELETE", f"/{made.json()['id']}", **{"If-Match": '"old"'})
    assert stale.status_code == 412
    fresh = await ask(world, "DELETE", f"/{made.json()['id']}", **{"If-Match": seen.headers["etag"]})
    assert fresh.status_code == 204


async def test_a_document_of_the_clinic_cannot_be_taken_out(world: World) -> None:

    theirs = a_record(SectionSlug.UPLOADS)
    await world.add(theirs)
    assert (await ask(world, "DELETE", f"/{theirs.id}")).status_code == 404
    assert (await ask(world, "GET", f"/{theirs.id}")).status_code == 200


async def test_putting_in_and_taking_out_are_no_reads(world: World) -> None:
    record = (await put(world, a_pdf(1))).json()
    await ask(world, "DELETE", f"/{record['id']}")
    await ask(world, "POST", f"/{record['id']}/restore")
    assert await world.journal() == []
