"""The health diary over HTTP (product.md §10)."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.config import Seed
from emias_app.domain.diary_ranges import Fine, judge
from emias_app.domain.growth_charts import Sizes, charts_of
from emias_app.mock_server.seed import cards
from emias_app.mock_server.seed.diary import seed_diary
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.mock_server.services.growth import sizes_of
from emias_app.mock_server.store.records import insert_records, section_counts
from emias_app.mock_server.store.schema import DiaryRow
from emias_app.models.access import GrantState
from emias_app.models.diary import Indicator
from emias_app.models.growth import BodyMeasures
from emias_app.models.section import SectionSlug
from tests.support.access_roads import a_photo
from tests.support.card_world import OTHER_CHILD, World
from tests.support.demo_site import DemoSite
from tests.support.diary import DIARY, a_measurement, an_own_id, ask, written
from tests.support.records import CHILD, a_visit

pytestmark = pytest.mark.anyio


async def test_without_a_token_there_is_no_diary(world: World) -> None:
    for method, path in (("GET", DIARY), ("POST", DIARY), ("PUT", f"{DIARY}/{uuid4()}"), ("DELETE", f"{DIARY}/1")):
        answer = await world.http.request(method, path, content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_anothers_diary_does_not_exist(world: World) -> None:
    entry = await written(world)
    stranger = await world.token("other")
    for method, tail in (("GET", ""), ("POST", ""), ("GET", f"/{entry['id']}"), ("PUT", f"/{entry['id']}"),
                         ("DELETE", f"/{entry['id']}"), ("POST", f"/{entry['id']}/restore")):  # fmt: skip
        assert (await ask(world, method, DIARY + tail, {}, token=stranger)).status_code == 404, (method, tail)
    under_another = f"/patients/{OTHER_CHILD}/diary/{entry['id']}"
    assert (await ask(world, "GET", under_another, token=stranger)).status_code == 404


async def test_an_entry_is_kept_as_it_was_written_with_its_author(world: World) -> None:
    entry = await written(
        world, note="  после прогулки ", symptoms=["кашель", "насморк"], medicines=["Ибупрофен, 5 мл"], unit="°C"
    )
    assert (entry["value"], entry["unit"], entry["measuredAt"]) == (36.8, "°C", "2026-11-22T05:30:00Z")
    assert (entry["note"], entry["symptoms"]) == ("после прогулки", ["кашель", "насморк"])
    assert (entry["medicines"], entry["author"]) == (["Ибупрофен, 5 мл"], "Anna Петровна")
    answer = await ask(world, "GET", f"{DIARY}/{entry['id']}")
    assert (answer.json(), answer.headers["etag"]) == (entry, '"1"')


async def test_the_newest_measurement_comes_first_page_by_page(world: World) -> None:
    for hour in (3, 1, 2):
        await written(world, measuredAt=f"2026-11-22T0{hour}:00:00Z", value=36 + hour / 10)
    first = (await ask(world, "GET", f"{DIARY}?limit=2")).json()
    rest = (await ask(world, "GET", f"{DIARY}?limit=2&cursor={first['nextCursor']}")).json()
    assert [one["value"] for one in first["items"] + rest["items"]] == [36.3, 36.2, 36.1]
    assert (first["total"], rest["nextCursor"]) == (3, None)


async def test_the_list_is_narrowed_by_indicator_and_by_moscow_days(world: World) -> None:
    await written(world, measuredAt="2026-11-20T21:30:00Z", value=37.0)
    await written(world, indicator="pulse", value=90, measuredAt="2026-11-19T10:00:00Z")
    for query, expected in {
        "indicator=pulse": [90], "from=2026-11-21": [37.0], "to=2026-11-20": [90], "indicator=weight": [],
    }.items():  # fmt: skip
        assert [one["value"] for one in (await ask(world, "GET", f"{DIARY}?{query}")).json()["items"]] == expected
    for wrong in ("indicator=mood", "from=2026-11-21&to=2026-11-20", "limit=0", "cursor=%00", "from=yesterday"):
        assert (await ask(world, "GET", f"{DIARY}?{wrong}")).status_code == 422, wrong


async def test_only_the_first_page_and_a_whole_entry_are_reads_of_the_card(world: World) -> None:
    entry = await written(world)
    await written(world)
    assert await world.journal() == []
    page = (await ask(world, "GET", f"{DIARY}?limit=1")).json()
    await ask(world, "GET", f"{DIARY}?limit=1&cursor={page['nextCursor']}")
    await ask(world, "GET", f"{DIARY}/{entry['id']}")
    assert [(one.what, one.section) for one in await world.journal()] == [("LIST", "diary"), ("RECORD", "diary")]


async def test_a_rare_value_is_asked_about_and_kept_once_it_is_confirmed(world: World) -> None:
    fever = a_measurement(value=40.6)
    answer = await ask(world, "POST", DIARY, fever)
    assert (answer.status_code, answer.json()["code"]) == (422, "confirmation_needed")
    assert answer.json()["detail"].startswith("Всё верно? Так высоко бывает редко.")
    assert (await ask(world, "GET", DIARY)).json()["total"] == 0
    entry = await written(world, value=40.6, confirmed=True)
    assert (entry["value"], entry["confirmed"]) == (40.6, True)


def a_size(indicator: str, value: float, day: str, **changes: Any) -> dict[str, Any]:
    return a_measurement(indicator=indicator, value=value, measuredAt=f"{day}T08:00:00+03:00", **changes)


async def test_a_change_that_cannot_be_is_asked_about_beside_the_diary_on_both_sides_of_its_day(world: World) -> None:
    await written(world, **a_size("weight", 27, "2026-11-20"))
    for day in ("2026-11-21", "2026-11-20", "2026-11-19"):
        answer = await ask(world, "POST", DIARY, a_size("weight", 45, day))
        assert (answer.status_code, answer.json().get("code")) == (422, "confirmation_needed"), day
        assert answer.json()["fields"][0]["field"] == "value"
    assert (await written(world, **a_size("weight", 27.4, "2026-11-21")))["confirmed"] is False
    kept = await written(world, **a_size("weight", 45, "2026-11-19", confirmed=True))
    assert kept["value"] == 45


@pytest.mark.parametrize(("indicator", "usual", "odd"), [("height", 135.5, 160), ("weight", 30, 45)])
async def test_a_change_that_cannot_be_is_asked_about_beside_the_clinics_measurement(
    world: World, indicator: str, usual: float, odd: float
) -> None:
    await world.add(a_visit(date=date(2026, 11, 16), measures=BodyMeasures(height=135, weight=29.7)))
    answer = await ask(world, "POST", DIARY, a_size(indicator, odd, "2026-11-20"))
    assert (answer.status_code, answer.json()["code"]) == (422, "confirmation_needed")
    assert (await written(world, **a_size(indicator, usual, "2026-11-20")))["value"] == usual


async def test_an_entry_is_not_compared_with_itself_nor_judged_again_when_it_is_sent_twice(world: World) -> None:
    own = an_own_id()
    body = a_size("weight", 27, "2026-11-20", id=own)
    entry = await written(world, **body)
    await written(world, **a_size("weight", 31, "2026-11-20", confirmed=True))
    assert (await ask(world, "POST", DIARY, body)).json() == entry
    await ask(world, "DELETE", f"{DIARY}/{own}")
    alone = await written(world, **a_size("weight", 31.5, "2026-11-21"))
    corrected = a_size("weight", 32, "2026-11-21")
    assert (await ask(world, "PUT", f"{DIARY}/{alone['id']}", corrected)).status_code == 200


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"value": 366}, "value"), ({"value": -1, "confirmed": True}, "value"), ({"value": 36.66}, "value"),
    ({"value": None}, "value"), ({"value2": 30}, "value2"), ({"unit": "кг"}, "unit"),
    ({"indicator": "bloodPressure", "value": 110}, "value2"),
    ({"indicator": "bloodPressure", "value": 110, "value2": 110}, "value2"),
    ({"indicator": "pulse", "value": 80.5}, "value"), ({"indicator": "note", "value": None}, "note"),
    ({"indicator": "note", "value": 1, "note": "x"}, "value"),
    ({"measuredAt": "2026-11-22T10:00:00+03:00"}, "measuredAt"),
    ({"measuredAt": "2018-03-13T12:00:00+03:00"}, "measuredAt"), ({"measuredAt": "2026-11-22"}, "measuredAt"),
    ({"measuredAt": "2026-11-22T08:30:00"}, "measuredAt"), ({"measuredAt": 1_700_000_000}, "measuredAt"),
    ({"measuredAt": "0001-01-01T00:00:00+14:00"}, "measuredAt"),
    ({"attachmentIds": [str(uuid4())]}, "attachmentIds"), ({"attachmentIds": ["1"]}, "attachmentIds.0"),
    ({"value": "36.6"}, "value"), ({"value": True}, "value"), ({"indicator": "mood"}, "indicator"),
    ({"symptoms": [""]}, "symptoms.0"), ({"id": "1"}, "id"),
]  # fmt: skip


async def test_what_cannot_be_is_refused_with_its_field(world: World) -> None:
    token = await world.token("anna")
    for changes, field in WRONG:
        answer = await ask(world, "POST", DIARY, a_measurement(**changes), token=token)
        assert answer.status_code == 422, changes
        assert [one["field"] for one in answer.json()["fields"]] == [field], (changes, answer.json())


async def test_a_pair_of_pressures_and_a_note_are_entries_too(world: World) -> None:
    pair = await written(world, indicator="bloodPressure", value=110, value2=70, unit="mmHg")
    assert (pair["value"], pair["value2"], pair["unit"]) == (110, 70, "мм рт. ст.")
    note = await written(world, indicator="note", value=None, note="Ел хорошо")
    assert (note["value"], note["unit"], note["note"]) == (None, "", "Ел хорошо")


async def test_an_entry_sent_twice_is_kept_once(world: World) -> None:
    own = an_own_id()
    first = await written(world, id=own)
    assert first["id"] == own
    assert await written(world, id=own) == first
    both = await asyncio.gather(*(written(world, id=own) for _ in range(10)))
    assert all(one == first for one in both)
    answer = await ask(world, "POST", DIARY, a_measurement(id=own, value=37.0))
    assert (answer.status_code, answer.json()["code"]) == (409, "entry_exists")
    assert (await ask(world, "GET", DIARY)).json()["total"] == 1


async def test_an_idempotency_key_keeps_an_entry_without_an_id_single(world: World) -> None:
    body, token = a_measurement(), await world.token("anna")
    once = await ask(world, "POST", DIARY, body, token=token, idempotency_key="k")
    again = await ask(world, "POST", DIARY, body, token=token, idempotency_key="k")
    assert (once.json(), once.headers["etag"]) == (again.json(), again.headers["etag"])
    assert (await ask(world, "GET", DIARY)).json()["total"] == 1


async def test_a_change_over_an_older_state_is_a_412_and_changes_nothing(world: World) -> None:
    entry = await written(world)
    address = f"{DIARY}/{entry['id']}"
    changed = await ask(world, "PUT", address, a_measurement(value=37.1), if_match='"1"')
    assert (changed.status_code, changed.json()["version"], changed.headers["etag"]) == (200, 2, '"2"')
    for method, body in (("PUT", a_measurement(value=38)), ("DELETE", None)):
        stale = await ask(world, method, address, body, if_match='"1"')
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert (await ask(world, "GET", address)).json()["value"] == 37.1
    assert (await ask(world, "PUT", address, a_measurement(id=an_own_id()))).status_code == 422


async def test_a_deleted_entry_is_gone_and_comes_back(world: World) -> None:
    entry = await written(world, id=an_own_id())
    address = f"{DIARY}/{entry['id']}"
    assert (await ask(world, "DELETE", address, if_match='"1"')).status_code == 204
    assert (await ask(world, "GET", address)).status_code == 404
    assert (await ask(world, "GET", DIARY)).json()["total"] == 0
    late = await ask(world, "POST", DIARY, a_measurement(id=entry["id"]))
    assert (late.status_code, late.json()["code"]) == (409, "entry_removed")
    back = await ask(world, "POST", f"{address}/restore")
    assert (back.status_code, back.json()["version"], back.json()["value"]) == (200, 3, 36.8)
    assert (await ask(world, "POST", f"{address}/restore")).json()["version"] == 3
    assert (await ask(world, "POST", f"{DIARY}/{uuid4()}/restore")).status_code == 404


async def test_the_cards_tile_counts_the_diary(world: World) -> None:
    async def tile() -> tuple[int, str | None]:
        items = (await ask(world, "GET", f"/patients/{CHILD}/sections")).json()["items"]
        (found,) = (one for one in items if one["section"] == "diary")
        return found["count"], found["newest"]

    assert await tile() == (0, None)
    entry = await written(world, measuredAt="2026-11-20T21:30:00Z")
    await written(world, measuredAt="2026-11-19T10:00:00Z")
    assert await tile() == (2, "2026-11-21")
    await ask(world, "DELETE", f"{DIARY}/{entry['id']}")
    assert await tile() == (1, "2026-11-19")


async def _photo(world: World, token: str) -> Any:
    sent = {"Authorization": f"Bearer {token}"}
    files = {"file": ("p.jpg", a_photo(), "image/jpeg")}
    return await world.http.post(f"{DIARY}/attachments", headers=sent, files=files)


async def test_a_photo_is_kept_for_one_entry_of_its_card(world: World) -> None:
    token = await world.token("anna")
    added = await _photo(world, token)
    assert added.status_code == 201, added.text
    photo = added.json()["id"]
    entry = await written(world, indicator="note", value=None, attachmentIds=[photo])
    assert entry["attachmentIds"] == [photo]
    picture = await ask(world, "GET", f"{DIARY}/attachments/{photo}", token=token)
    assert (picture.headers["content-type"], picture.content[:2]) == ("image/jpeg", b"\xff\xd8")
    again = await ask(world, "POST", DIARY, a_measurement(attachmentIds=[photo]))
    assert again.json()["fields"][0]["field"] == "attachmentIds"
    stranger = await world.token("other")
    theirs = f"/patients/{OTHER_CHILD}/diary"
    assert (await ask(world, "GET", f"{theirs}/attachments/{photo}", token=stranger)).status_code == 404
    taken = await ask(world, "POST", theirs, a_measurement(attachmentIds=[photo]), token=stranger)
    assert taken.status_code == 422


async def test_what_is_no_photo_is_not_attached(world: World) -> None:
    sent = {"Authorization": f"Bearer {await world.token('anna')}"}
    broken = {"file": ("p.jpg", b"\xff\xd8\xff broken", "image/jpeg")}
    answer = await world.http.post(f"{DIARY}/attachments", headers=sent, files=broken)
    assert (answer.status_code, answer.json()["code"]) == (422, "photo_broken")


async def test_an_access_that_ended_closes_the_diary_with_the_reason(world: World) -> None:
    token = await world.token("anna")
    await world.end_access("anna", GrantState.REVOKED, "по решению суда")
    for method in ("GET", "POST"):
        answer = await ask(world, method, DIARY, a_measurement(), token=token)
        assert (answer.status_code, answer.json()["reason"]) == (403, "по решению суда")


async def test_the_demos_diary_holds_what_one_could_have_written(demo: DemoSite) -> None:
    now = demo.backend.clock.now()
    await demo.backend.store.write(lambda session: seed_diary(session, now))
    rows = await demo.backend.store.read(lambda session: session.scalars(select(DiaryRow)).all())
    birth = CHILDREN["artem"].born(moscow_day(now))
    for row in rows:
        verdict = judge(Indicator(row.indicator), row.value, row.value2, birth, moscow_day(row.measured_at))
        assert isinstance(verdict, Fine), (row.indicator, row.value)
    counts = await demo.backend.store.read(lambda session: section_counts(session, CHILDREN["artem"].id))
    assert counts[SectionSlug.DIARY] == (len(rows), moscow_day(now))


@pytest.mark.parametrize("key", ["artem", "sofia", "darya"])
async def test_no_measurement_of_the_demo_is_asked_about(demo: DemoSite, key: str) -> None:
    now = demo.backend.clock.now()
    child, today = CHILDREN[key], moscow_day(now)
    (card,) = [card for card in cards(Seed.DEMO, now) if card.patient_id == child.id]

    def fill(session: Session) -> list[Sizes]:
        insert_records(session, card.records, created_at=now)
        seed_diary(session, now)
        return sizes_of(session, child.id, 400)

    measured = await demo.backend.store.write(fill)
    assert {one.section for one in measured} >= (
        {SectionSlug.VISITS, SectionSlug.DIARY} if key == "artem" else {SectionSlug.VISITS}
    )
    for chart in charts_of(measured, sex=child.sex, birth=child.born(today), today=today):
        assert [point.question for point in chart.points if point.question] == [], chart.indicator
