"""``?facets=true``: what a section's list can be narrowed to, of the whole section and not of the page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from emias_app.mock_server.store.records import hide_record, show_record
from emias_app.models.records import Facets, RecordPage
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, DAY, a_lab, a_study, a_visit

pytestmark = pytest.mark.anyio

VISITS, LABS, STUDIES = (f"/patients/{CHILD}/{slug}" for slug in ("visits", "labs", "studies"))


async def page(world: World, path: str, query: str = "") -> RecordPage:
    answer = await world.get(f"{path}?facets=true&{query}", await world.token("anna"))
    assert answer.status_code == 200, answer.text
    return RecordPage.model_validate_json(answer.content)


async def told(world: World, path: str, query: str = "") -> Facets:
    facets = (await page(world, path, query)).facets
    assert facets is not None
    return facets


def counts(facets: Facets) -> dict[str, int]:
    return {one.key: one.count for one in facets.items}


async def some_visits(world: World) -> None:
    await world.add(
        *(a_visit(date=DAY - timedelta(days=n), speciality="Педиатр") for n in range(30)),
        a_visit(date=date(2026, 3, 1), speciality="Невролог", complaints="Сон"),
        a_visit(date=date(2019, 3, 1), speciality="Хирург"),
        a_visit(date=date(2016, 3, 1), speciality="Окулист"),
        a_visit(date=DAY, speciality="Чужой", patient_id=OTHER_CHILD),
    )


async def test_without_a_session_and_in_somebody_elses_card_nothing_is_told(world: World) -> None:
    await some_visits(world)
    assert (await world.get(f"{VISITS}?facets=true")).status_code == 401
    assert (await world.get(f"{VISITS}?facets=true", await world.token("other"))).status_code == 404


async def test_the_first_page_tells_every_speciality_that_comes_out_the_most_frequent_first(world: World) -> None:
    await some_visits(world)
    facets = await told(world, VISITS, "limit=1")
    assert [(one.key, one.title, one.count) for one in facets.items] == [
        ("Педиатр", "Педиатр", 30), ("Невролог", "Невролог", 1), ("Хирург", "Хирург", 1),
    ]  # fmt: skip
    assert facets.outside is None


async def test_counts_are_what_a_tap_would_leave_besides_all_else_that_was_chosen(world: World) -> None:
    await some_visits(world)
    for query, expected in {
        "from=2026-01-01": {"Педиатр": 30, "Невролог": 1, "Хирург": 0},
        "to=2026-03-01": {"Педиатр": 0, "Невролог": 1, "Хирург": 1},
        "speciality=Невролог": {"Педиатр": 30, "Невролог": 1, "Хирург": 1},
        "q=сон&speciality=Хирург": {"Педиатр": 0, "Невролог": 1, "Хирург": 0},
        "q=💉": {"Педиатр": 0, "Невролог": 0, "Хирург": 0},
    }.items():
        facets = counts(await told(world, VISITS, query))
        assert facets == expected, query
        for speciality, count in facets.items():
            narrowed = "&".join(part for part in query.split("&") if not part.startswith("speciality="))
            assert (await page(world, VISITS, f"{narrowed}&speciality={speciality}")).total == count


async def test_kinds_are_told_with_their_names_and_what_is_outside_its_norm_beside_them(world: World) -> None:
    await world.add(
        a_lab(abnormal=True, kind="BLOOD", kind_title="Кровь"),
        a_lab(kind="BLOOD", kind_title="Кровь"),
        a_lab(abnormal=True, kind="URINE", kind_title="Моча"),
        a_study(kind="ECG", kind_title="ЭКГ"),
    )
    facets = await told(world, LABS)
    assert [(one.key, one.title, one.count) for one in facets.items] == [("BLOOD", "Кровь", 2), ("URINE", "Моча", 1)]
    assert facets.outside == 2
    assert (await told(world, LABS, "kind=URINE")).outside == 1
    assert counts(await told(world, LABS, "outside=true")) == {"BLOOD": 1, "URINE": 1}
    assert counts(await told(world, STUDIES)) == {"ECG": 1}


async def test_later_pages_and_lists_that_were_not_asked_tell_none(world: World) -> None:
    await some_visits(world)
    first = await page(world, VISITS, "limit=5")
    further = await page(world, VISITS, f"limit=5&cursor={first.next_cursor}")
    assert further.facets is None
    assert "facets" not in (await world.get(VISITS, await world.token("anna"))).json()
    assert "facets" not in (await world.get(f"{VISITS}?facets=false", await world.token("anna"))).json()
    assert (await world.get(f"{VISITS}?facets=да", await world.token("anna"))).status_code == 422


async def test_a_list_with_facets_is_one_row_of_the_journal(world: World) -> None:
    await some_visits(world)
    await world.forget_journal()
    await told(world, VISITS, "from=2026-01-01")
    assert [(row.what, row.section) for row in await world.journal()] == [("LIST", "visits")]


async def test_a_hidden_record_leaves_its_facet_and_comes_back_to_it(world: World) -> None:
    gone, other = a_visit(speciality="Педиатр"), a_visit(speciality="Хирург")
    await world.add(gone, other)
    await world.backend.store.write(lambda session: hide_record(session, gone.id))
    assert counts(await told(world, VISITS)) == {"Хирург": 1}
    await world.backend.store.write(lambda session: show_record(session, gone.id))
    assert counts(await told(world, VISITS)) == {"Педиатр": 1, "Хирург": 1}


async def test_a_guest_is_told_the_facets_of_what_was_shown_only(world: World) -> None:
    await some_visits(world)
    token = await world.guest("visits")
    assert len((await world.get(f"{VISITS}?facets=true", token)).json()["facets"]["items"]) == 3
    assert (await world.get(f"{LABS}?facets=true", token)).status_code == 404


@pytest.mark.parametrize("database_url", [None], ids=["sqlite"])
async def test_a_period_is_counted_by_an_index_alone(world: World) -> None:
    await some_visits(world)

    def plan(session: Session) -> str:
        question = (
            "EXPLAIN QUERY PLAN SELECT speciality, count(*) FROM records WHERE patient_id = 'x' AND section = 'visits' "
            "AND is_visible IS 1 AND sort_key >= '2026-01-01' GROUP BY speciality"
        )
        return " ".join(row[-1] for row in session.execute(text(question)))

    assert "COVERING INDEX ix_records_list" in await world.backend.store.read(plan)
