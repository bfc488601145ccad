"""What is new since a person's last visit to a card: each parent has a visit of their own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from emias_app.mock_server.store.records import insert_records
from emias_app.mock_server.store.schema import GrantRow
from emias_app.models.records import Record
from emias_app.models.section import Sections
from tests.support.card_world import World, account_id
from tests.support.records import CHILD, a_lab, a_visit

pytestmark = pytest.mark.anyio


async def fresh(world: World, name: str = "anna") -> dict[str, list[UUID]]:
    answer = await world.get(f"/patients/{CHILD}/sections", await world.token(name))
    assert answer.status_code == 200
    items = Sections.model_validate_json(answer.content).items
    return {one.section.value: one.fresh for one in items if one.fresh}


async def enters(world: World, *records: Record) -> None:
    now = world.clock.now()
    await world.backend.store.write(lambda session: insert_records(session, records, created_at=now))


async def later(world: World, **passed: float) -> None:
    world.clock.advance(timedelta(**passed))


async def opens_to(world: World, name: str) -> None:
    """Another account sees the same card."""

    def work(session: Session) -> None:
        session.add(
            GrantRow(
                id=UUID(int=77), patient_id=CHILD, account_id=account_id(name), source="AUTO", state="ACTIVE",
                start=world.clock.now(), ends_on=None, ended_at=None, reason=None,
            )
        )  # fmt: skip

    await world.backend.store.write(work)


async def test_at_the_first_visit_nothing_is_new(world: World) -> None:
    await enters(world, a_lab())
    assert await fresh(world) == {}


async def test_what_entered_since_the_last_visit_is_new_by_section_for_the_whole_visit(world: World) -> None:
    await fresh(world)
    await later(world, days=1)
    lab, visit = a_lab(), a_visit()
    await enters(world, lab, visit)
    await later(world, hours=1)
    expected = {"labs": [lab.id], "visits": [visit.id]}
    assert await fresh(world) == expected
    await later(world, minutes=20)
    assert await fresh(world) == expected
    await later(world, minutes=20)
    assert await fresh(world) == expected, "a visit lasts while one looks"


async def test_in_the_next_visit_it_is_new_no_more(world: World) -> None:
    await fresh(world)
    await later(world, days=1)
    await enters(world, a_lab())
    await later(world, hours=1)
    assert await fresh(world)
    await later(world, minutes=31)
    assert await fresh(world) == {}


async def test_two_parents_have_each_their_own_last_visit(world: World) -> None:
    await opens_to(world, "other")
    await fresh(world)
    await fresh(world, "other")
    await later(world, days=1)
    lab = a_lab()
    await enters(world, lab)
    await later(world, hours=1)
    assert await fresh(world) == {"labs": [lab.id]}
    await later(world, days=1)
    assert await fresh(world) == {}
    assert await fresh(world, "other") == {"labs": [lab.id]}


async def test_what_never_comes_out_is_no_news(world: World) -> None:
    await fresh(world)
    await later(world, days=1)
    await enters(world, a_lab(date=world.clock.now().date().replace(year=2018)))
    await later(world, hours=1)
    assert await fresh(world) == {}


async def test_a_look_is_no_read_of_the_card(world: World) -> None:
    await fresh(world)
    assert await world.journal() == []
