"""``GET /patients/{pid}/lab-trends``: all values of a показатель, its norm by age, one row of the journal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from emias_app.models.lab_trend import LabTrend
from emias_app.models.records import LabReport, LabResult
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, DAY, a_lab

pytestmark = pytest.mark.anyio

PATH = f"/patients/{CHILD}/lab-trends"


def a_report(day: date, value: float | None, *, unit: str = "г/л", low: float | None = 110, **more: Any) -> LabReport:
    result = LabResult(code="HGB", name="Гемоглобин", value=value, unit=unit, decimals=0, low=low, high=145)
    return a_lab(date=day, results=[result], **more)


async def trend(world: World, **query: object) -> LabTrend:
    answer = await world.get(PATH, await world.token("anna"), params={"code": "HGB", **query})
    assert answer.status_code == 200, answer.text
    return LabTrend.model_validate_json(answer.content)


async def test_without_a_session_there_is_no_trend(world: World) -> None:
    assert (await world.get(f"{PATH}?code=HGB")).status_code == 401


async def test_somebody_elses_trend_is_not_found_however_it_is_asked(world: World) -> None:
    await world.add(a_report(DAY, 108))
    for query in ("", "?code=HGB", "?code=HGB&limit=x"):
        answer = await world.get(f"{PATH}{query}", await world.token("other"))
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_values_come_newest_first_with_their_reports_and_the_norm_of_their_day(world: World) -> None:
    reports = [a_report(DAY - timedelta(days=400 * n), 100.0 + n, title=f"№ {n}") for n in range(3)]
    theirs = a_report(DAY, 99, patient_id=OTHER_CHILD)
    await world.add(*reports, theirs)
    found = await trend(world)
    assert [value.record_id for value in found.items] == [report.id for report in reports]
    assert [(value.text, value.reference, value.flag) for value in found.items] == [
        ("100", "110–145", "LOW"),
        ("101", "110–145", "LOW"),
        ("102", "110–145", "LOW"),
    ]
    assert (found.total, found.unit, found.units, found.next_cursor) == (3, "г/л", ["г/л"], None)
    assert found.name == "Гемоглобин"
    assert found.about
    assert found.source
    assert found.norms[-1].until >= DAY


async def test_one_reading_is_one_row_of_the_journal_and_the_next_page_none(world: World) -> None:
    await world.add(*(a_report(DAY - timedelta(days=n), 120) for n in range(5)))
    await world.forget_journal()
    first = await trend(world, limit=2)
    await trend(world, limit=2, cursor=first.next_cursor)
    assert [(row.what, row.section, row.record_id) for row in await world.journal()] == [("TREND", "labs", None)]


async def test_pages_follow_one_another_without_gap_or_double(world: World) -> None:
    await world.add(*(a_report(DAY - timedelta(days=n), 100.0 + n) for n in range(7)))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await trend(world, limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [value.text for value in page.items]
        assert page.total == 7
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [str(100 + n) for n in range(7)]


async def test_different_units_are_never_joined(world: World) -> None:
    await world.add(
        a_report(DAY, 108),
        a_report(DAY - timedelta(days=9), 12.1, unit="г/дл", low=11),
        a_report(DAY - timedelta(days=20), 121),
    )
    newest = await trend(world)
    assert (newest.unit, newest.units, newest.total) == ("г/л", ["г/л", "г/дл"], 2)
    other = await trend(world, unit="г/дл")
    assert ([value.value for value in other.items], other.total) == ([12.1], 1)


async def test_a_period_narrows_values_and_their_number(world: World) -> None:
    await world.add(*(a_report(DAY - timedelta(days=100 * n), 100.0 + n) for n in range(5)))
    found = await trend(world, **{"from": (DAY - timedelta(days=200)).isoformat(), "to": DAY.isoformat()})
    assert ([value.text for value in found.items], found.total) == (["100", "101", "102"], 3)


async def test_a_report_that_never_comes_out_adds_nothing(world: World) -> None:
    await world.add(a_report(date(2018, 12, 31), 100), a_report(date(2019, 1, 1), 101))
    assert [value.text for value in (await trend(world)).items] == ["101"]


@pytest.mark.parametrize("query", ["", "?code=", "?code=HGB&limit=0", "?code=HGB&limit=101", "?code=HGB&cursor=%F0",
                                   "?code=HGB&from=2026-02-30", "?code=HGB&from=2026-03-01&to=2026-02-01", "?code=%00",
                                   "?code=" + "x" * 201])  # fmt: skip
async def test_an_odd_question_is_refused_in_words(world: World, query: str) -> None:
    await world.add(a_report(DAY, 108))
    answer = await world.get(PATH + query, await world.token("anna"))
    assert answer.status_code == 422
    assert answer.json()["fields"]


async def test_a_code_or_unit_that_the_card_lacks_is_not_found(world: World) -> None:
    await world.add(a_report(DAY, 108))
    for query in ("?code=FERR", "?code=nonsense", "?code=HGB&unit=кг"):
        assert (await world.get(PATH + query, await world.token("anna"))).status_code == 404
    assert await world.journal() == []


async def test_only_analyses_with_something_outside_its_norm(world: World) -> None:
    await world.add(a_lab(title="Норма"), a_lab(abnormal=True, title="Вне", kind="BLOOD"))
    token = await world.token("anna")

    async def titles(query: str) -> list[str]:
        return [row["title"] for row in (await world.get(f"/patients/{CHILD}/labs{query}", token)).json()["items"]]

    assert await titles("?outside=true") == ["Вне"]
    assert sorted(await titles("?outside=false")) == ["Вне", "Норма"]
    assert await titles("?outside=true&kind=URINE") == []
    assert await titles("?outside=true&kind=BLOOD&q=вне") == ["Вне"]
    answer = await world.get(f"/patients/{CHILD}/labs?outside=yes", token)
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "outside")
