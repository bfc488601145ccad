"""Every answered read of a card leaves exactly one row (product.md §12)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import cast

import pytest

from emias_app.mock_server.problems import StorageFull
from emias_app.mock_server.services.journal import Journal
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.held import Note
from emias_app.models.auth import TokenLevel
from tests.support.card_world import World, account_id
from tests.support.records import CHILD, DAY, FACTORIES, a_lab, a_record

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


async def test_no_section_forgets_the_journal(world: World) -> None:
    token = await world.token("anna")
    for section in FACTORIES:
        record = a_record(section)
        await world.add(record)
        await world.forget_journal()
        for tail in ("", f"/{record.id}", f"/{record.id}/document", f"/{record.id}/document.pdf"):
            assert (await world.get(f"{CARD}/{section.value}{tail}", token)).status_code == 200
        assert [row.what for row in await world.journal()] == ["LIST", "RECORD", "DOCUMENT", "PDF"]


class FullStore:
    """A store that can be told to have no space left."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_full = True

    async def keep(self, *notes: Note) -> None:
        if self.is_full:
            raise StorageFull
        await self._store.keep(*notes)


async def test_with_no_space_left_reads_go_on_and_their_rows_are_owed(world: World) -> None:
    lab = a_lab()
    await world.add(lab)
    token = await world.token("anna")
    full = FullStore(world.backend.store)
    world.backend._journal = Journal(cast(Store, full))
    for path in (f"{CARD}/labs", f"{CARD}/labs/{lab.id}"):
        assert (await world.get(path, token)).status_code == 200
    assert await world.journal() == []
    full.is_full = False
    assert (await world.get(f"{CARD}/visits", token)).status_code == 200
    assert [(row.what, row.section) for row in await world.journal()] == [
        ("LIST", "labs"),
        ("RECORD", "labs"),
        ("LIST", "visits"),
    ]


async def test_a_row_that_cannot_be_kept_is_a_refusal_of_the_read(world: World) -> None:
    token = await world.token("anna")
    full = FullStore(world.backend.store)
    journal = Journal(cast(Store, full))
    journal.MOST_OWED = 1  # type: ignore[misc]
    world.backend._journal = journal
    assert (await world.get(f"{CARD}/labs", token)).status_code == 200
    answer = await world.get(f"{CARD}/labs", token)
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
