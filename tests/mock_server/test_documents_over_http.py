"""Readable documents and PDFs, over HTTP."""

from __future__ import annotations

import io
from datetime import date, timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy.orm import Session

from emias_app.mock_server.store.schema import FileRow
from emias_app.models.document import Document, LabTableBlock
from emias_app.models.records import Upload
from emias_app.models.section import SectionSlug
from tests.support.card_world import World
from tests.support.records import CHILD, DAY, FACTORIES, a_lab, a_record, an_upload

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def test_a_record_of_every_section_can_be_read_and_printed(world: World) -> None:
    for section in FACTORIES:
        await can_be_read_and_printed(world, section)


async def can_be_read_and_printed(world: World, section: SectionSlug) -> None:
    record = a_record(section)
    await world.add(record)
    token = await world.token("anna")
    address = f"{CARD}/{section.value}/{record.id}/document"
    answer = await world.get(address, token)
    document = Document.model_validate_json(answer.content)
    assert (document.id, document.patient_id, document.section) == (record.id, CHILD, section)
    assert document.blocks
    printed = await world.get(f"{address}.pdf", token)
    assert printed.headers["content-type"] == "application/pdf"
    assert answer.headers["etag"] != printed.headers["etag"]
    text = text_of(printed.content)
    assert "Тестов Артём Дмитриевич" in text
    assert "Синтетические данные" in text
    assert "стр. 1 из" in text


async def test_a_pdf_is_saved_under_a_russian_name(world: World) -> None:
    lab = a_lab(title='Анализ "крови" / общий')
    await world.add(lab)
    answer = await world.get(f"{CARD}/labs/{lab.id}/document.pdf", await world.token("anna"))
    disposition = answer.headers["content-disposition"]
    assert disposition.isascii()
    assert disposition.startswith("attachment; filename=\"document.pdf\"; filename*=UTF-8''")
    assert unquote(disposition.split("''", 1)[1]) == "Анализ крови общий 2026-11-18.pdf"


async def test_the_pdf_of_a_record_is_the_same_each_time(world: World) -> None:
    lab = a_lab()
    await world.add(lab)
    token = await world.token("anna")
    first, second = [await world.get(f"{CARD}/labs/{lab.id}/document.pdf", token) for _ in range(2)]
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


async def test_a_trend_holds_the_values_of_any_panel_up_to_that_day_six_at_most(world: World) -> None:
    days = [DAY - timedelta(days=30 * n) for n in range(9)]
    labs = [a_lab(date=day, haemoglobin=130 - n) for n, day in enumerate(days)]
    other_panel = a_lab(date=DAY - timedelta(days=45), kind="IRON", panel="IRON", haemoglobin=99)
    await world.add(*labs, other_panel)
    answer = await world.get(f"{CARD}/labs/{labs[1].id}/document", await world.token("anna"))
    blocks = Document.model_validate_json(answer.content).blocks
    table = next(block for block in blocks if isinstance(block, LabTableBlock))
    trends = {row.code: row.trend for row in table.rows}
    assert trends["HGB"] == [125, 126, 127, 128, 99, 129]
    assert trends["COL"] == []


async def with_file(world: World, media_type: str, content: bytes) -> Upload:
    upload = an_upload(media_type=media_type, size=len(content), date=date(2026, 10, 1))
    await world.add(upload)

    def work(session: Session) -> None:
        session.add(FileRow(id=uuid4(), record_id=upload.id, media_type=media_type, content=content))

    await world.backend.store.write(work)
    return upload


async def test_an_uploaded_pdf_goes_out_as_it_came(world: World) -> None:
    content = b"%PDF-1.4\n% any bytes \x00\xff\n%%EOF"
    upload = await with_file(world, "application/pdf", content)
    answer = await world.get(f"{CARD}/uploads/{upload.id}/document.pdf", await world.token("anna"))
    assert (answer.status_code, answer.content) == (200, content)


async def test_an_uploaded_picture_becomes_a_page(world: World) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(picture, "PNG")
    upload = await with_file(world, "image/png", picture.getvalue())
    answer = await world.get(f"{CARD}/uploads/{upload.id}/document.pdf", await world.token("anna"))
    assert len(PdfReader(io.BytesIO(answer.content)).pages[0].images) == 1


async def test_a_picture_that_cannot_be_read_leaves_its_description(world: World) -> None:
    upload = await with_file(world, "image/png", b"not a picture")
    answer = await world.get(f"{CARD}/uploads/{upload.id}/document.pdf", await world.token("anna"))
    assert answer.status_code == 200
    assert "Справка из сада" in text_of(answer.content)
