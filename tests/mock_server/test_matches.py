"""``match``: why a row was found, of the rows of this answer and of what this viewer may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.mock_server.store.records import hide_record
from emias_app.models.records import FoundRow, RecordPage, RecordRef
from emias_app.models.search import Found
from emias_app.models.section import SectionSlug
from tests.support.card_world import OTHER_CHILD, World
from tests.support.diary import written
from tests.support.records import CHILD, DAY, a_lab, a_prescription, a_visit

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"


async def rows(world: World, query: str, *, path: str = "visits", token: str | None = None) -> list[FoundRow]:
    answer = await world.get(f"{CARD}/{path}?{query}", token or await world.token("anna"))
    assert answer.status_code == 200, answer.text
    return RecordPage.model_validate_json(answer.content).items


async def searched(world: World, words: str) -> list[FoundRow]:
    answer = await world.get(f"{CARD}/search", await world.token("anna"), params={"q": words})
    return [row for group in Found.model_validate_json(answer.content).groups for row in group.items]


def told(row: FoundRow) -> str | None:
    """A match with its marked words in brackets."""
    return "".join(f"[{one.text}]" if one.is_found else one.text for one in row.match) if row.match else None


async def test_a_list_and_a_search_tell_where_the_words_stand(world: World) -> None:
    await world.add(a_visit(title="Педиатр", complaints="Жёсткий кашель по ночам"))
    for found in (await rows(world, "q=жестк каш"), await searched(world, "ЖЕСТК каш")):
        assert [told(row) for row in found] == ["[Жёсткий] [кашель] по ночам"]


async def test_without_words_and_where_the_row_shows_them_nothing_is_told(world: World) -> None:
    await world.add(a_visit(title="Педиатр", doctor="Крылова Е. А.", complaints="Педиатр Крылова назначила"))
    answer = await world.get(f"{CARD}/visits", await world.token("anna"))
    assert "match" not in answer.json()["items"][0]
    for query in ("q=педиатр", "q=Крылова педиатр", "facets=true&q=педи"):
        assert [row.match for row in await rows(world, query)] == [None]
    assert [row.match for row in await searched(world, "педиатр")] == [None]


async def test_it_goes_with_chips_periods_and_later_pages(world: World) -> None:
    await world.add(
        *(a_visit(title=f"№ {n}", complaints="Сухой кашель", date=DAY - timedelta(days=n)) for n in range(5))
    )
    token = await world.token("anna")
    first = RecordPage.model_validate_json(
        (await world.get(f"{CARD}/visits?q=кашель&facets=true&limit=3", token)).content
    )
    further = await rows(world, f"q=кашель&limit=3&cursor={first.next_cursor}")
    assert [told(row) for row in (*first.items, *further)] == ["Сухой [кашель]"] * 5


async def test_a_value_is_told_with_its_name_and_a_paper_of_today_keeps_its_mark(world: World) -> None:
    await world.add(a_lab(abnormal=True), a_prescription(date=DAY - timedelta(days=200), days=30, title="Сироп"))
    (lab,) = await rows(world, "q=гемоглобин", path="labs")
    assert (told(lab) or "").startswith("[Гемоглобин] ")
    (paper,) = await rows(world, "q=поликлиника", path="prescriptions")
    assert "[поликлиника]" in (told(paper) or "")


async def test_an_entry_of_the_diary_is_told_where_its_line_was_cut(world: World) -> None:
    await written(world, value=38.6, confirmed=True, note=f"{'Долго не засыпал. ' * 12}Ночью пришлось вызвать скорую")
    (row,) = await searched(world, "скорую")
    assert (told(row) or "").endswith("Ночью пришлось вызвать [скорую]")


async def test_a_guest_is_told_nothing_of_what_is_not_shown(world: World) -> None:
    lab = a_lab(title="Тайный анализ")
    pointer = RecordRef(section=SectionSlug.LABS, id=lab.id, title=lab.title, date=lab.date)
    await world.add(lab, a_visit(title="Педиатр", complaints="Кашель", related=[pointer]))
    assert [told(row) for row in await rows(world, "q=тайный")] == ["[Тайный] анализ"]
    guest = await world.guest("visits")
    assert [told(row) for row in await rows(world, "q=кашель", token=guest)] == ["[Кашель]"]
    assert [told(row) for row in await rows(world, "q=тайный", token=guest)] == [None]


async def test_another_child_and_what_is_hidden_are_never_told(world: World) -> None:
    gone = a_visit(complaints="Тайное слово")
    await world.add(gone, a_visit(complaints="Тайное слово", patient_id=OTHER_CHILD))
    await world.backend.store.write(lambda session: hide_record(session, gone.id))
    assert await rows(world, "q=тайное") == []
    assert await searched(world, "тайное") == []
    assert (await world.get(f"{CARD}/visits?q=тайное")).status_code == 401
    assert (await world.get(f"{CARD}/visits?q=тайное", await world.token("other"))).status_code == 404


async def test_a_match_is_one_read_of_the_card(world: World) -> None:
    await world.add(a_visit(complaints="Кашель"))
    await world.forget_journal()
    await rows(world, "q=кашель")
    assert [(row.what, row.section) for row in await world.journal()] == [("LIST", "visits")]
