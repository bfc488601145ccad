"""The search over a card finds what parents wrote themselves, and the index follows every change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from emias_app.mock_server.seed.child_data import seed_child_data
from emias_app.mock_server.seed.diary import seed_diary
from emias_app.mock_server.store.entry_words import keep_child_data_words, keep_diary_words
from emias_app.mock_server.store.records import hide_record, show_record
from emias_app.mock_server.store.schema import ChildDataRow, DiaryRow, EntryWordsRow
from emias_app.models.search import Found, FoundSection
from emias_app.models.section import SectionSlug
from tests.support.card_world import OTHER_CHILD, World, card_world
from tests.support.demo_site import DemoSite
from tests.support.diary import DIARY, ask, written
from tests.support.records import CHILD, a_visit, an_upload

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"
ALLERGIES = f"{CARD}/child-data/allergies"
BIRCH = {"substance": "Пыльца берёзы", "reaction": "Насморк", "severity": "MILD", "since": "2023-04"}


async def found(world: World, words: str) -> Found:
    answer = await world.get(f"{CARD}/search", await world.token("anna"), params={"q": words})
    assert answer.status_code == 200, answer.text
    return Found.model_validate_json(answer.content)


async def groups(world: World, words: str) -> dict[SectionSlug, FoundSection]:
    return {group.section: group for group in (await found(world, words)).groups}


async def done(answer: httpx.Response, *statuses: int) -> Any:
    assert answer.status_code in statuses, answer.text
    return answer.json() if answer.content else None


async def test_an_entry_of_the_diary_is_found_by_indicator_note_symptom_medicine_and_value(world: World) -> None:
    fever = await written(world, value=38.6, note="Ёжится от холода", confirmed=True)
    ill = await written(
        world, indicator="note", value=None, symptoms=["Кашель", "Насморк"], medicines=["Ибупрофен, 5 мл"]
    )
    for words, entry in {
        "ТЕМПЕР": fever, "ежится": fever, "ЁЖИТСЯ ХОЛОД": fever, "38 6": fever,
        "кашель": ill, "ибупр": ill, "заметка": ill,
    }.items():  # fmt: skip
        group = (await groups(world, words))[SectionSlug.DIARY]
        assert [row.id for row in group.items] == [UUID(entry["id"])], words
    row = (await groups(world, "кашель"))[SectionSlug.DIARY].items[0]
    assert (row.title, row.subtitle, row.kind, row.kind_title) == (
        "Кашель, насморк", "Ибупрофен, 5 мл", "NOTE", "Заметка",
    )  # fmt: skip


async def test_an_entry_of_child_data_is_found_by_its_kind_and_all_that_was_typed(world: World) -> None:
    await done(await ask(world, "POST", ALLERGIES, BIRCH), 201)
    visit = {"speciality": "Ортодонт", "on": "2025-10-28", "conclusion": "Прикус ровный", "clinic": "Улыбка"}
    await done(await ask(world, "POST", f"{CARD}/child-data/visits", visit), 201)
    given = {"infections": ["varicella"], "on": "2026-06-01", "product": "Варилрикс"}
    await done(await ask(world, "POST", f"{CARD}/child-data/vaccinations", given), 201)
    for words, title in {
        "берез": "Пыльца берёзы", "аллергии": "Пыльца берёзы", "лёгкая": "Пыльца берёзы",
        "прикус": "Ортодонт", "улыбка ортодонт": "Ортодонт",
        "варил": "Ветряная оспа", "ветрян": "Ветряная оспа",
    }.items():  # fmt: skip
        group = (await groups(world, words))[SectionSlug.CHILD_DATA]
        assert [row.title for row in group.items] == [title], words
    row = (await groups(world, "берез"))[SectionSlug.CHILD_DATA].items[0]
    assert (row.kind, row.kind_title) == ("ALLERGIES", "Аллергия")
    assert "с апреля 2023" in row.subtitle


async def test_what_parents_wrote_stands_after_the_records_in_one_answer_and_one_row_of_the_journal(
    world: World,
) -> None:
    await world.add(a_visit(title="Педиатр", complaints="Насморк"), an_upload(title="Насморк"))
    await done(await ask(world, "POST", ALLERGIES, BIRCH), 201)
    await written(world, note="насморк")
    await world.forget_journal()
    answer = await found(world, "насморк")
    assert [group.section for group in answer.groups] == [
        SectionSlug.VISITS, SectionSlug.UPLOADS, SectionSlug.DIARY, SectionSlug.CHILD_DATA,
    ]  # fmt: skip
    assert answer.total == 4
    assert [(row.what, row.section) for row in await world.journal()] == [("SEARCH", None)]


async def test_the_search_follows_a_correction_a_deletion_and_its_undoing(world: World) -> None:
    entry = await written(world, note="сыпь")
    path = f"{DIARY}/{entry['id']}"
    body = {"indicator": "temperature", "value": 36.9, "measuredAt": entry["measuredAt"], "note": "чисто"}
    await done(await ask(world, "PUT", path, body), 200)
    assert await groups(world, "сыпь") == {}
    assert len((await groups(world, "чисто"))[SectionSlug.DIARY].items) == 1
    await done(await ask(world, "DELETE", path), 204)
    assert await groups(world, "чисто") == {}
    await done(await ask(world, "POST", f"{path}/restore"), 200)
    assert len((await groups(world, "чисто"))[SectionSlug.DIARY].items) == 1

    allergy = await done(await ask(world, "POST", ALLERGIES, BIRCH), 201)
    path = f"{ALLERGIES}/{allergy['id']}"
    await done(await ask(world, "PUT", path, BIRCH | {"substance": "Пыльца ольхи"}), 200)
    assert await groups(world, "берез") == {}
    await done(await ask(world, "DELETE", path), 204)
    assert await groups(world, "ольхи") == {}
    await done(await ask(world, "POST", f"{path}/restore"), 200)
    assert len((await groups(world, "ольхи"))[SectionSlug.CHILD_DATA].items) == 1


async def test_a_document_that_was_taken_out_is_not_found_until_it_is_brought_back(world: World) -> None:
    first, second = an_upload(title="Насморк один"), an_upload(title="Насморк два")
    await world.add(first, second)
    await world.backend.store.write(lambda session: hide_record(session, first.id))
    group = (await groups(world, "насморк"))[SectionSlug.UPLOADS]
    assert ([row.title for row in group.items], group.total) == (["Насморк два"], 1)
    await world.backend.store.write(lambda session: show_record(session, first.id))
    assert (await groups(world, "насморк"))[SectionSlug.UPLOADS].total == 2


async def test_entries_of_another_card_are_not_found(world: World) -> None:
    token = await world.token("other")
    body = {"indicator": "note", "note": "Чужая тайна", "measuredAt": "2026-11-22T08:30:00+03:00"}
    answer = await world.http.post(
        f"/patients/{OTHER_CHILD}/diary", json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 201
    assert (await found(world, "тайна")).total == 0
    assert (await world.get(f"{CARD}/search?q=тайна", token)).status_code == 404


@pytest.fixture
async def another(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    async with card_world(tmp_path / "another") as opened:
        yield opened


async def test_what_comes_in_from_an_archive_is_found(world: World, another: World) -> None:
    await written(world, note="жаропонижающее")
    await done(await ask(world, "POST", ALLERGIES, BIRCH), 201)
    archive = (await world.get(f"{CARD}/export/card.zip", await world.token("anna"))).content
    headers = {"Authorization": f"Bearer {await another.token('anna')}", "Content-Type": "application/zip"}
    assert (await another.http.post(f"{CARD}/import", content=archive, headers=headers)).status_code in (200, 201)
    assert SectionSlug.DIARY in await groups(another, "жаропонижающее")
    assert SectionSlug.CHILD_DATA in await groups(another, "берёзы")


async def test_of_many_entries_the_newest_twenty_are_told_and_all_counted(world: World) -> None:
    for number in range(23):
        await written(world, note="проба", measuredAt=f"2026-10-{number + 1:02d}T08:30:00+03:00")
    group = (await groups(world, "проба"))[SectionSlug.DIARY]
    assert (len(group.items), group.total) == (20, 23)
    assert group.items[0].date.day == 23


async def test_the_seeds_keep_the_words_of_what_they_write(demo: DemoSite) -> None:
    def told(session: Session) -> list[tuple[Any, ...]]:
        kept = EntryWordsRow
        return [tuple(row) for row in session.execute(select(kept.entry_id, kept.row_json, kept.search_text))]

    def anew(session: Session) -> None:
        seed_diary(session, demo.clock.now())
        if session.scalar(select(func.count()).select_from(ChildDataRow)) == 0:
            seed_child_data(session, demo.clock.now())
        session.flush()
        written = sorted(told(session))
        diary, entries = session.scalars(select(DiaryRow)).all(), session.scalars(select(ChildDataRow)).all()
        for row in diary:
            keep_diary_words(session, row)
        for entry in entries:
            keep_child_data_words(session, entry)
        session.flush()
        assert sorted(told(session)) == written
        assert len(written) == len(diary) + len(entries) > 25

    await demo.backend.store.write(anew)


@pytest.mark.parametrize("database_url", [None], ids=["sqlite"])
async def test_the_index_of_sqlite_holds_after_changes(world: World) -> None:
    for number in range(3):
        entry = await written(world, note=f"сыпь {number}")
    await done(await ask(world, "DELETE", f"{DIARY}/{entry['id']}"), 204)

    def check(session: Session) -> int:
        session.execute(text("INSERT INTO records_fts(records_fts) VALUES ('integrity-check')"))
        return session.scalar(select(func.count()).select_from(EntryWordsRow)) or 0

    assert await world.backend.store.write(check) == 2
