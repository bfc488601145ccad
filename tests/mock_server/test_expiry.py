"""An access ends by itself (product.md §6): at 18, at Moscow's midnight, earlier for an emancipated minor."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from emias_app.mock_server.store.schema import PatientRow
from tests.support.access_roads import Desk, open_card, set_clock
from tests.support.demo_site import ANNA, MARIA, SERGEY, DemoSite, patient_id

pytestmark = pytest.mark.anyio


async def emancipate(demo: DemoSite, child: str, on: date) -> None:
    def work(session: Session) -> None:
        session.get_one(PatientRow, UUID(patient_id(child))).emancipated_on = on

    await demo.backend.store.write(work)


async def test_ilyas_card_closes_for_his_father_at_midnight_of_the_birthday(demo: DemoSite) -> None:
    sergey = demo.person(SERGEY)
    await set_clock(demo, "2026-11-22T23:59")
    since = (await sergey.get("/me/changes"))["now"].replace("+", "%2B")
    assert (await open_card(sergey, "ilya")).status_code == 200
    await set_clock(demo, "2026-11-23T00:00")
    closed = await open_card(sergey, "ilya")
    assert (closed.status_code, closed.json()["code"]) == (403, "access_expired")
    assert closed.json()["reason"] == "ребёнку исполнилось 18 лет"
    (ended,) = (await sergey.get(f"/me/changes?since={since}"))["ended"]
    assert (ended["state"], ended["at"]) == ("EXPIRED", "2026-11-22T21:00:00Z")
    (grant,) = (await sergey.get("/access/grants"))["items"]
    assert (grant["state"], grant["end"], grant["reason"]) == (
        "EXPIRED", "2026-11-23", "ребёнку исполнилось 18 лет",
    )  # fmt: skip
    (row,) = await Desk(demo).history("ilya")
    assert (row["isLive"], row["end"], row["reason"]) == (False, "2026-11-23", "ребёнку исполнилось 18 лет")


async def test_it_closes_by_the_clock_even_where_no_job_ran(demo: DemoSite) -> None:
    sergey = demo.person(SERGEY)
    await sergey.tokens()
    demo.advance(hours=15, minutes=30)
    assert (await open_card(sergey, "ilya")).json()["code"] == "access_expired"
    (grant,) = (await sergey.get("/access/grants"))["items"]
    assert grant["state"] == "EXPIRED"
    answer = await sergey.ask("DELETE", f"/access/grants/{grant['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "access_already_ended")


async def test_an_emancipated_minor_closes_the_card_for_parents_and_keeps_the_own(demo: DemoSite) -> None:
    anna, maria = demo.person(ANNA), demo.person(MARIA)
    await emancipate(demo, "darya", date(2026, 11, 25))
    await emancipate(demo, "maria", date(2026, 11, 25))
    assert (await open_card(anna, "darya")).status_code == 200
    await set_clock(demo, "2026-11-25T00:00")
    closed = await open_card(anna, "darya")
    assert (closed.json()["code"], closed.json()["reason"]) == (
        "access_expired", "подросток признан полностью дееспособным",
    )  # fmt: skip
    assert (await open_card(anna, "artem")).status_code == 200
    assert (await open_card(maria, "maria")).status_code == 200
    grants = (await anna.get("/access/grants"))["items"]
    ended = next(one for one in grants if one["patientId"] == patient_id("darya"))
    assert (ended["state"], ended["end"]) == ("EXPIRED", "2026-11-25")


async def test_what_ends_is_told_half_a_year_ahead_and_again_each_step_once(demo: DemoSite) -> None:
    anna = demo.person(ANNA)

    async def told() -> list[str]:
        items = (await anna.get("/notices?limit=100"))["items"]
        return [one["title"] for one in items if one["kind"] == "ACCESS_ENDS_SOON" and "Дарь" in one["title"]]

    assert await told() == []
    await set_clock(demo, "2027-05-01T10:00")
    assert await told() == ["Дарье 15 лет через 5 месяцев"]
    await set_clock(demo, "2027-05-20T10:00")
    assert len(await told()) == 1
    await set_clock(demo, "2027-10-29T10:00")
    assert await told() == ["Дарье 15 лет завтра", "Дарье 15 лет через 5 месяцев"]
    await set_clock(demo, "2030-05-01T10:00")
    assert (await told())[0] == "Доступ к медкарте Дарьи закончится через 5 месяцев"
    await set_clock(demo, "2030-08-01T10:00")
    await set_clock(demo, "2030-08-02T10:00")
    assert len(await told()) == 4
    notice = (await anna.get("/notices?limit=1"))["items"][0]
    assert "Последний день доступа 29 октября 2030" in notice["text"]
    assert notice["patientId"] == patient_id("darya")


async def test_sergey_is_told_on_the_eve(demo: DemoSite) -> None:
    await demo.pass_time("PT1M")
    titles = [title for _, title in await demo.person(SERGEY).notices()]
    assert titles[0] == "Доступ к медкарте Ильи закончится завтра"
    await demo.pass_time("PT1M")
    assert len(await demo.person(SERGEY).notices()) == len(titles)


async def test_a_teenagers_own_card_stays_open_past_eighteen(demo: DemoSite) -> None:
    maria = demo.person(MARIA)
    await set_clock(demo, "2029-01-01T10:00")
    assert (await open_card(maria, "maria")).status_code == 200
