"""``GET /patients/{pid}/search``: words in any section, grouped, one round trip, one row of the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.models.base import Mark, Tone
from emias_app.models.records import LabResult
from emias_app.models.search import Found
from emias_app.models.section import SectionSlug
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, DAY, a_lab, a_prescription, a_study, a_visit

pytestmark = pytest.mark.anyio

PATH = f"/patients/{CHILD}/search"


async def found(world: World, words: str) -> Found:
    answer = await world.get(PATH, await world.token("anna"), params={"q": words})
    assert answer.status_code == 200, answer.text
    return Found.model_validate_json(answer.content)


def titles(answer: Found) -> dict[SectionSlug, list[str]]:
    return {group.section: [row.title for row in group.items] for group in answer.groups}


async def test_without_a_session_nothing_is_searched(world: World) -> None:
    assert (await world.get(f"{PATH}?q=кашель")).status_code == 401


async def test_somebody_elses_card_is_not_searched_however_it_is_asked(world: World) -> None:
    for query in ("", "?q=кашель", "?q=%00"):
        answer = await world.get(f"{PATH}{query}", await world.token("other"))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert await world.journal() == []


async def test_words_are_found_in_every_section_and_grouped_in_the_card_s_order(world: World) -> None:
    await world.add(
        a_study(title="УЗИ", conclusion="Жёлчный пузырь без особенностей"),
        a_visit(title="Педиатр", complaints="Жёлчь, тошнота"),
        a_visit(title="Хирург", complaints="Ушиб"),
        a_visit(title="Чужой", complaints="Жёлчь", patient_id=OTHER_CHILD),
    )
    answer = await found(world, "ЖЕЛЧ")
    assert titles(answer) == {SectionSlug.VISITS: ["Педиатр"], SectionSlug.STUDIES: ["УЗИ"]}
    assert [group.title for group in answer.groups] == ["Приёмы", "Исследования"]
    assert (answer.total, answer.has_more, answer.query) == (2, False, "ЖЕЛЧ")


async def test_every_word_must_be_there(world: World) -> None:
    await world.add(a_visit(title="Педиатр", complaints="Сухой кашель"), a_visit(title="Лор", complaints="Кашель"))
    assert titles(await found(world, "каш сух")) == {SectionSlug.VISITS: ["Педиатр"]}


async def test_a_section_tells_its_newest_five_and_how_many_there_are(world: World) -> None:
    await world.add(*(a_visit(date=DAY - timedelta(days=n), title=f"№ {n}", complaints="Кашель") for n in range(130)))
    (group,) = (await found(world, "кашель")).groups
    assert [row.title for row in group.items] == ["№ 0", "№ 1", "№ 2", "№ 3", "№ 4"]
    assert (group.total, group.has_more) == (100, True)


async def test_an_analyte_is_found_by_name_with_its_newest_value(world: World) -> None:
    def result(value: float) -> list[LabResult]:
        return [LabResult(code="HGB", name="Гемоглобин", value=value, unit="г/л", decimals=0, low=110, high=145)]

    await world.add(a_lab(date=DAY - timedelta(days=90), results=result(121)), a_lab(date=DAY, results=result(108)))
    (analyte,) = (await found(world, "гемо")).analytes
    assert (analyte.code, analyte.text, analyte.unit, analyte.date, analyte.flag) == ("HGB", "108", "г/л", DAY, "LOW")


async def test_a_paper_that_ended_says_so(world: World) -> None:
    mark = Mark(tone=Tone.SUCCESS, text="действует")
    await world.add(a_prescription(date=DAY - timedelta(days=200), days=30, title="Амоксициллин", mark=mark))
    ((row,),) = [group.items for group in (await found(world, "амокси")).groups]
    assert row.mark is not None
    assert row.mark.text != "действует"


async def test_a_search_is_one_row_of_the_journal(world: World) -> None:
    await world.add(a_visit(complaints="Кашель"))
    await world.forget_journal()
    await found(world, "кашель")
    await found(world, "нет такого слова")
    assert [(row.what, row.section, row.record_id) for row in await world.journal()] == [("SEARCH", None, None)] * 2


async def test_signs_without_a_letter_find_nothing(world: World) -> None:
    await world.add(a_visit())
    for words in ("💉", '"', "*", "--", "()"):
        assert (await found(world, words)).total == 0


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=%00", "?q=" + "a" * 201])
async def test_a_question_without_words_is_refused(world: World, query: str) -> None:
    answer = await world.get(PATH + query, await world.token("anna"))
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "q")
    assert await world.journal() == []
