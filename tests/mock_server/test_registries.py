"""The slow registries as a tester turns them (contract §2, ``/mock/v1/registries``)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from emias_app.config import ServerSettings
from emias_app.mock_server.registries.pace import AS_IN_LIFE, IN_THE_DEMO, pace_of
from emias_app.mock_server.seed import numbers
from emias_app.mock_server.services.jobs import is_anything_due
from emias_app.models.account import Registry
from tests.support.demo_site import ANNA, DMITRY, ELENA, IGOR, MOCK, DemoSite, a_child, a_passport

pytestmark = pytest.mark.anyio


async def test_nothing_is_decided_that_is_not_there(demo: DemoSite) -> None:
    (kirill,) = await demo.person(ELENA).children()
    for registry, check_id in (
        ("dtszn", str(uuid4())), ("dtszn", "nonsense"), ("zags", kirill["check"]["id"]), ("kgb", kirill["check"]["id"]),
    ):  # fmt: skip
        answer = await demo.decide(registry, check_id, "CONFIRMED")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_tester_decides_in_the_name_of_a_registry_at_once(demo: DemoSite) -> None:
    elena = demo.person(ELENA)
    (kirill,) = await elena.children()
    answer = await demo.decide("dtszn", kirill["check"]["id"], "REJECTED", "Опека прекращена")
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (
        200, "REJECTED", "Опека прекращена",
    )  # fmt: skip
    assert (await elena.children())[0]["check"]["reason"] == "Опека прекращена"
    again = await demo.decide("dtszn", kirill["check"]["id"], "CONFIRMED")
    assert (again.status_code, again.json()["code"]) == (409, "check_is_over")


@pytest.mark.parametrize(
    ("outcome", "reason"), [("FAILED_TEMPORARILY", "МВД не ответило. Повторите попытку позже"), ("CONFIRMED", None)]
)
async def test_the_ministry_answers_as_it_is_told(demo: DemoSite, outcome: str, reason: str | None) -> None:
    igor = demo.person(IGOR)
    check = (await igor.put("/me/passport", a_passport(2)))["passport"]["check"]
    answer = await demo.decide("MVD", check["id"], outcome)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, outcome, reason)
    assert (await igor.get("/me"))["passport"]["check"]["state"] == outcome


async def test_an_office_visit_is_confirmed_or_refused_and_does_not_fail_in_passing(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    foreign = {"kind": "FOREIGN_BIRTH_CERTIFICATE", "series": "AZ", "number": "7"}
    check = (await dmitry.add_child(a_child("sofia", document=foreign)))["check"]
    assert (check["registry"], check["state"]) == ("MFC", "VISIT_MFC")
    odd = await demo.decide("mfc", check["id"], "FAILED_TEMPORARILY")
    assert (odd.status_code, odd.json()["code"]) == (409, "check_is_over")
    assert (await demo.decide("mfc", check["id"], "CONFIRMED")).status_code == 200


async def test_a_child_whom_no_clinic_knows_gets_an_empty_card(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    paper = {"kind": "BIRTH_CERTIFICATE", "series": "II-АБ", "number": "123456"}
    added = await anna.add_child(a_child("artem", firstName="Нил", birthDate="2020-02-02", document=paper,
                                         oms=numbers.enp(777)))  # fmt: skip
    await demo.decide("oms", added["omsCheck"]["id"], "CONFIRMED")
    assert (await demo.decide("zags", added["check"]["id"], "CONFIRMED")).status_code == 200
    assert (await anna.children())[-1]["patientId"]
    assert (await anna.accesses())["Нил"] == ("ACTIVE", "AUTO")


@pytest.mark.parametrize("body", [{}, {"outcome": "MAYBE"}, {"outcome": "CONFIRMED", "evil": 1}])
async def test_a_word_that_is_no_outcome_is_refused(demo: DemoSite, body: dict[str, object]) -> None:
    (kirill,) = await demo.person(ELENA).children()
    answer = await demo.http.post(f"{MOCK}/registries/dtszn/{kirill['check']['id']}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_the_running_demo_sees_that_somebody_waits_for_an_answer(demo: DemoSite) -> None:
    async def is_due() -> bool:
        return await demo.backend.store.read(lambda session: is_anything_due(session, demo.clock.now()))

    await demo.person(DMITRY).add_child(a_child("sofia", oms=None))
    assert not await is_due()
    demo.advance(hours=1)
    assert await is_due()
    await demo.backend.run_due()
    assert not await is_due()


async def test_what_is_due_is_done_once(demo: DemoSite) -> None:
    elena = demo.person(ELENA)
    await demo.pass_time("P2D")
    before = await elena.get("/me/changes")
    await demo.pass_time("PT0S")
    await demo.backend.run_due()
    assert (await elena.get(f"/me/changes?since={before['now']}"))["checks"] == []


def test_the_demo_waits_a_minute_at_most_and_test_mode_as_long_as_in_life() -> None:
    assert max(IN_THE_DEMO.values()) <= timedelta(minutes=1)
    assert pace_of(ServerSettings(demo=True)) is IN_THE_DEMO
    assert pace_of(ServerSettings(demo=True, test_mode=True)) is pace_of(ServerSettings()) is AS_IN_LIFE
    assert set(AS_IN_LIFE) == set(IN_THE_DEMO) == set(Registry) - {Registry.MFC}
