"""Documents from the real client to the real backend, in one process, at their full size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from emias_app.api import EmiasClient
from emias_app.api.transport import FilePart
from emias_app.config import Seed
from emias_app.errors import Conflict, Invalid, NotFound
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import UploadForm, UploadKind
from tests.api.test_against_backend import SOFIA_AND_ANNA, a_page, in_real_time
from tests.support.papers import a_heavy_picture, a_pdf

SOFIA = CHILDREN["sofia"].id
FORM = UploadForm(kind=UploadKind.OTHER, title="Справка «Ёлка» & сын", date=date(2026, 11, 1), note="Первая\r\nвторая")


@asynccontextmanager
async def at_the_card(folder: Path) -> AsyncIterator[EmiasClient]:
    """Анна's client, София's card open."""
    async with a_page(folder, seed=Seed.DEMO) as page:
        yield await page.sign_in(is_medcard=True, phone=SOFIA_AND_ANNA, password="Demo-2026")


def test_a_form_is_the_same_for_the_same_document_and_another_for_another() -> None:
    one, same, other = (
        FilePart("file", "скан 1.pdf", "application/pdf", content, (("title", "Ёлка"),)).form()
        for content in (b"%PDF-1", b"%PDF-1", b"%PDF-2")
    )
    assert one == same
    assert one[0] != other[0]
    assert 'name="title"\r\n\r\nЁлка\r\n'.encode() in one[1]
    assert 'filename="скан_1.pdf"'.encode() in one[1]


@in_real_time
async def test_twenty_megabytes_go_in_whole_and_a_retry_is_kept_once(tmp_path: Path) -> None:
    async with at_the_card(tmp_path) as client:
        content, key = a_heavy_picture(19.8), str(uuid4())
        made = await client.patients.upload(SOFIA, FORM, "скан.png", "image/png", content, key=key)
        assert (made.title, made.note) == (FORM.title, "Первая\r\nвторая")
        again = await client.patients.upload(SOFIA, FORM, "скан.png", "image/png", content, key=key)
        assert again == made
        with pytest.raises(Conflict):
            await client.patients.upload(SOFIA, FORM, "скан.pdf", "application/pdf", a_pdf(1), key=key)
        assert (await client.patients.document(SOFIA, SectionSlug.UPLOADS, made.id)).mine
        assert (await client.patients.document_pdf(SOFIA, SectionSlug.UPLOADS, made.id)).startswith(b"%PDF")


@in_real_time
async def test_a_document_is_taken_out_and_brought_back(tmp_path: Path) -> None:
    async with at_the_card(tmp_path) as client:
        made = await client.patients.upload(SOFIA, FORM, "a.pdf", "application/pdf", a_pdf(2), key=str(uuid4()))
        await client.patients.remove_upload(SOFIA, made.id)
        with pytest.raises(NotFound):
            await client.patients.document(SOFIA, SectionSlug.UPLOADS, made.id)
        assert await client.patients.restore_upload(SOFIA, made.id) == made


@in_real_time
async def test_a_broken_file_is_told_by_its_field(tmp_path: Path) -> None:
    async with at_the_card(tmp_path) as client:
        with pytest.raises(Invalid) as refused:
            await client.patients.upload(SOFIA, FORM, "a.pdf", "application/pdf", b"%PDF-1.4 no", key=str(uuid4()))
        assert [one.field for one in refused.value.fields] == ["file"]


@in_real_time
async def test_growth_comes_with_its_charts(tmp_path: Path) -> None:
    async with at_the_card(tmp_path) as client:
        growth = await client.patients.growth(SOFIA)
        assert len(growth.charts) == 4
