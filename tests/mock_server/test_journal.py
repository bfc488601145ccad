"""Every answered read of a card leaves exactly one row (product.md §12)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from emias_app.models.auth import TokenLevel
from emias_app.models.section import SectionSlug
from tests.support.card_world import World, account_id
from tests.support.records import CHILD, DAY, a_lab, a_record

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"


async def test_each_kind_of_read_leaves_its_row(world: World) -> None:
    lab = a_lab()
    await world.add(lab)
    token = await world.token("anna", client="android")
    reads = {
        f"{CARD}/labs": ("LIST", "labs", None),
        f"{CARD}/labs?q=кровь&from=2026-01-01": ("LIST", "labs", None),
        f"{CARD}/visits": ("LIST", "visits", None),
        f"{CARD}/labs/{lab.id}": ("RECORD", "labs", lab.id),
        f"{CARD}/labs/{lab.id}/document": ("DOCUMENT", "labs", lab.id),
        f"{CARD}/labs/{lab.id}/document.pdf": ("PDF", "labs", lab.id),
        f"{CARD}/overview": ("OVERVIEW", None, None),
    }
    for path, expected in reads.items():
        await world.forget_journal()
        assert (await world.get(path, token)).status_code == 200
        rows = await world.journal()
        assert [(row.what, row.section, row.record_id) for row in rows] == [expected]
        assert (rows[0].patient_id, rows[0].actor_id, rows[0].client) == (CHILD, account_id("anna"), "android")


async def test_counts_patients_and_next_pages_leave_none(world: World) -> None:
    await world.add(*(a_lab(date=DAY - timedelta(days=n)) for n in range(5)))
    token = await world.token("anna")
    first = await world.get(f"{CARD}/labs?limit=2", token)
    await world.forget_journal()
    second = await world.get(f"{CARD}/labs", token, params={"limit": 2, "cursor": first.json()["nextCursor"]})
    assert len(second.json()["items"]) == 2
    for path in ("/patients", f"{CARD}/sections"):
        assert (await world.get(path, token)).status_code == 200
    assert await world.journal() == []


async def test_refusals_leave_none(world: World) -> None:
    lab = a_lab()
    await world.add(lab)
    anna = await world.token("anna")
    refused = [
        (f"{CARD}/labs", None),
        (f"{CARD}/labs", await world.token("anna", TokenLevel.ACCOUNT)),
        (f"{CARD}/labs/{lab.id}", await world.token("other")),
        (f"{CARD}/overview", await world.token("ended")),
        (f"{CARD}/labs?limit=0", anna),
        (f"{CARD}/labs?cursor=broken", anna),
        (f"{CARD}/visits/{lab.id}/document.pdf", anna),
        (f"{CARD}/nonsense", anna),
    ]
    for path, token in refused:
        assert (await world.get(path, token)).status_code >= 400
    assert await world.journal() == []


async def test_many_reads_at_once_leave_one_row_each(world: World) -> None:
    labs = [a_lab(date=DAY - timedelta(days=n)) for n in range(30)]
    await world.add(*labs)
    tokens = [await world.token(name) for name in ("anna", "anna")]
    answers = await asyncio.gather(
        *(world.get(f"{CARD}/labs/{lab.id}", tokens[index % 2]) for index, lab in enumerate(labs))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(str(row.record_id) for row in await world.journal()) == sorted(str(lab.id) for lab in labs)


@pytest.mark.parametrize("section", list(SectionSlug))
async def test_no_section_forgets_the_journal(world: World, section: SectionSlug) -> None:
    if section in (SectionSlug.DIARY, SectionSlug.CHILD_DATA):
        pytest.skip("holds no records")
    record = a_record(section)
    await world.add(record)
    token = await world.token("anna")
    for tail in ("", f"/{record.id}", f"/{record.id}/document", f"/{record.id}/document.pdf"):
        assert (await world.get(f"{CARD}/{section.value}{tail}", token)).status_code == 200
    assert [row.what for row in await world.journal()] == ["LIST", "RECORD", "DOCUMENT", "PDF"]
