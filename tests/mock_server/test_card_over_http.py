"""Lists, records and sections of a card, over HTTP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from emias_app.domain.sections import COUNTED_SECTIONS, RECORD_SECTIONS
from emias_app.models.base import Page
from emias_app.models.records import LabReport, RecordRow
from emias_app.models.section import Sections, SectionSlug
from tests.support.card_world import World
from tests.support.records import CHILD, DAY, a_lab, a_record, a_visit

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"
LABS = f"{CARD}/labs"


async def test_a_list_is_a_page_of_rows_newest_first(world: World) -> None:
    await world.add(*(a_lab(date=DAY - timedelta(days=n), title=f"№ {n}") for n in range(25)))
    answer = await world.get(LABS, await world.token("anna"))
    assert answer.headers["content-type"] == "application/json"
    page = Page[RecordRow].model_validate_json(answer.content)
    assert [row.title for row in page.items] == [f"№ {n}" for n in range(20)]
    assert page.total == 25
    rest = await world.get(LABS, await world.token("anna"), params={"cursor": page.next_cursor or ""})
    assert [item["title"] for item in rest.json()["items"]] == [f"№ {n}" for n in range(20, 25)]
    assert rest.json()["nextCursor"] is None


async def test_a_list_is_narrowed_by_what_the_address_says(world: World) -> None:
    await world.add(
        a_visit(date=date(2026, 1, 10), title="Январь", speciality="Невролог"),
        a_visit(date=date(2026, 2, 10), title="Февраль", complaints="Ёжится от холода"),
    )
    token = await world.token("anna")
    for query, expected in {
        "from=2026-02-01": ["Февраль"],
        "to=2026-02-01": ["Январь"],
        "from=2026-01-10&to=2026-01-10": ["Январь"],
        "q=ежится": ["Февраль"],
        "q=%20%20": ["Февраль", "Январь"],
        "q=": ["Февраль", "Январь"],
        "speciality=Невролог": ["Январь"],
        "kind=HOME": [],
    }.items():
        answer = await world.get(f"{CARD}/visits?{query}", token)
        assert [item["title"] for item in answer.json()["items"]] == expected, query


WRONG = [
        "limit=0", "limit=-1", "limit=101", "limit=1.5", "limit=NaN", "limit=", "limit=99999999999999999999",
        "cursor=", "cursor=broken", "cursor=%00", "cursor=%F0%9F%99%82",
        "from=2026-02-30", "from=99999-01-01", "from=0", "from=1700000000", "from=", "from=2026-01-01T00:00:00",
        "to=-5000-01-01", "to=%D9%A1%D9%A2%D9%A3%D9%A4-01-01", "from=2026-02-02&to=2026-02-01",
        "q=%00", "q=a%00b", "speciality=%00", "kind=%00",
]  # fmt: skip


async def test_a_wrong_parameter_is_refused_with_a_word_for_the_person(world: World) -> None:
    token = await world.token("anna")
    for query in WRONG:
        answer = await world.get(f"{LABS}?{query}", token)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), query
        assert answer.json()["detail"]


async def test_a_word_too_long_is_refused(world: World) -> None:
    token = await world.token("anna")
    for name in ("q", "kind", "speciality", "cursor", "from"):
        answer = await world.get(LABS, token, params={name: "я" * 10_000})
        assert answer.status_code == 422
        assert "яя" not in answer.text


STRANGE = [
        "q=%27%22%3B--", "q=%F0%9F%92%89", "q=%22*", "q=NEAR(", "q=%5C", "q=%FF",
        "from=0001-01-01", "to=9999-12-31", "q=1&q=2",
]  # fmt: skip


async def test_strange_but_lawful_parameters_are_answered(world: World) -> None:
    await world.add(a_lab())
    token = await world.token("anna")
    for query in STRANGE:
        assert (await world.get(f"{LABS}?{query}", token)).status_code == 200, query


async def test_a_record_comes_whole_and_tagged(world: World) -> None:
    lab = a_lab(abnormal=True)
    await world.add(lab)
    token = await world.token("anna")
    answer = await world.get(f"{LABS}/{lab.id}", token)
    assert LabReport.model_validate_json(answer.content) == lab
    assert answer.headers["etag"] == (await world.get(f"{LABS}/{lab.id}", token)).headers["etag"]
    assert answer.headers["etag"].startswith('"')


async def test_sections_come_in_the_order_of_the_card_with_counts(world: World) -> None:
    await world.add(a_lab(date=date(2026, 3, 1)), a_lab(date=date(2026, 4, 1)), a_visit(date=date(2016, 1, 1)))
    answer = await world.get(f"{CARD}/sections", await world.token("anna"))
    sections = Sections.model_validate_json(answer.content).items
    assert [one.section for one in sections] == [section.slug for section in COUNTED_SECTIONS]
    by_slug = {one.section: one for one in sections}
    assert (by_slug[SectionSlug.LABS].count, by_slug[SectionSlug.LABS].newest) == (2, date(2026, 4, 1))
    assert (by_slug[SectionSlug.VISITS].count, by_slug[SectionSlug.VISITS].newest) == (0, None)
    assert by_slug[SectionSlug.STUDIES].available_from == date(2017, 1, 1)


async def test_what_is_too_old_comes_out_of_no_endpoint(world: World) -> None:
    token = await world.token("anna")
    for section in RECORD_SECTIONS:
        if section.earliest is None:
            continue
        old = a_record(section.slug, date=section.earliest - timedelta(days=1))
        await world.add(old)
        address = f"{CARD}/{section.slug.value}"
        assert (await world.get(f"{address}?from=1990-01-01", token)).json()["total"] == 0
        for tail in ("", "/document", "/document.pdf"):
            assert (await world.get(f"{address}/{old.id}{tail}", token)).status_code == 404
        assert str(old.id) not in (await world.get(f"{CARD}/overview", token)).text
