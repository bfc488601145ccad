"""«Моя семья»: children, their checks, corrections (product.md §5)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.support.demo_site import ANNA, DMITRY, ELENA, IGOR, MARIA, OLGA, TIMUR, DemoSite, a_child, a_key, patient_id
from tests.support.site import in_memory

pytestmark = pytest.mark.anyio

FAMILY = "/family/children"


async def test_without_a_token_there_is_no_family(demo: DemoSite) -> None:
    for method, path in (("GET", FAMILY), ("POST", FAMILY), ("PUT", f"{FAMILY}/{uuid4()}")):
        answer = await demo.http.request(method, path, content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_anothers_child_does_not_exist(demo: DemoSite) -> None:
    theirs = (await demo.person(ANNA).children())[0]["id"]
    igor = demo.person(IGOR)
    for child_id in (theirs, str(uuid4()), "nonsense"):
        for method, suffix in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/recheck")):
            answer = await igor.ask(method, f"{FAMILY}/{child_id}{suffix}", {"wrong": "body"})
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, suffix)
    assert len(await demo.person(ANNA).children()) == 3


async def test_the_family_is_listed_in_the_order_of_entry_with_its_checks(demo: DemoSite) -> None:
    children = await demo.person(ANNA).children()
    assert [child["firstName"] for child in children] == ["София", "Артём", "Дарья"]
    assert {child["check"]["state"] for child in children} == {"CONFIRMED"}
    assert children[0]["patientId"] == patient_id("sofia")
    assert children[0]["whatToDo"] is None
    page = await demo.person(ANNA).get(f"{FAMILY}?limit=2")
    assert (page["total"], len(page["items"])) == (3, 2)
    rest = await demo.person(ANNA).get(f"{FAMILY}?limit=2&cursor={page['nextCursor']}")
    assert [child["firstName"] for child in rest["items"]] == ["Дарья"]


async def test_a_check_starts_by_itself_and_confirms_what_the_registry_holds(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    added = await dmitry.add_child(a_child("sofia"))
    assert (added["check"]["registry"], added["check"]["state"]) == ("ZAGS", "CHECKING")
    assert added["check"]["due"] == "2026-11-22T07:00:00Z"
    assert (added["omsCheck"]["registry"], added["omsCheck"]["state"]) == ("OMS", "CHECKING")
    assert added["patientId"] is None

    await demo.pass_time("PT59M")
    assert (await dmitry.children())[0]["check"]["state"] == "CHECKING"
    await demo.pass_time("PT1M")
    (child,) = await dmitry.children()
    assert (child["check"]["state"], child["check"]["due"], child["patientId"]) == (
        "CONFIRMED", None, patient_id("sofia"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"birthDate": "2018-03-15"}, "birthDate", "Дата рождения не совпадает"),
        ({"firstName": "Артемий"}, "firstName", "Имя не совпадает"),
        ({"lastName": "Морозко"}, "lastName", "Фамилия не совпадает"),
        ({"middleName": "Данилович"}, "middleName", "Отчество не совпадает"),
        (
            {"document": {"kind": "BIRTH_CERTIFICATE", "series": "IV-МЮ", "number": "000999"}},
            "document.number", "Серия и номер документа не совпадают",
        ),
    ],
)  # fmt: skip
async def test_a_rejection_names_the_field_that_differs_and_not_what_the_registry_holds(
    demo: DemoSite, wrong: dict[str, Any], field: str, reason: str
) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.add_child(a_child("artem", **wrong))
    await demo.pass_time("PT1H")
    (child,) = await dmitry.children()
    assert (child["check"]["state"], child["check"]["fields"]) == ("REJECTED", [field])
    assert child["check"]["reason"] == reason
    assert "исправьте" in child["whatToDo"]
    assert child["patientId"] is None
    assert (await dmitry.notices())[0] == ("ACCESS_REFUSED", f"Данные {genitive(wrong)}: не подтверждено")


def genitive(wrong: dict[str, Any]) -> str:
    return "Артемия" if "firstName" in wrong else "Артёма"


async def test_a_child_whom_no_registry_knows_is_not_found(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    paper = {"kind": "BIRTH_CERTIFICATE", "series": "II-АБ", "number": "123456"}
    await igor.add_child(a_child("artem", firstName="Нил", birthDate="2020-02-02", document=paper, oms=None))
    await demo.pass_time("PT1H")
    child = (await igor.children())[-1]
    assert (child["check"]["state"], child["check"]["reason"]) == ("REJECTED", "Запись с такими данными не найдена")
    assert child["omsCheck"] is None


async def test_a_stranger_is_told_that_he_is_no_representative(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    await igor.add_child(a_child("artem"))
    await demo.pass_time("PT1H")
    child = (await igor.children())[-1]
    assert (child["check"]["state"], child["check"]["reason"]) == ("REJECTED", "Вы не указаны представителем ребенка")
    assert "Артём" not in await igor.accesses()


async def test_a_corrected_child_is_checked_again(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    added = await dmitry.add_child(a_child("darya", birthDate="2012-10-31", document=passport("4526", "000103")))
    await demo.pass_time("PT1H")
    corrected = await dmitry.put(f"{FAMILY}/{added['id']}", a_child("darya", document=passport("45 26", "000103")))
    assert (corrected["check"]["state"], corrected["check"]["reason"]) == ("CHECKING", None)
    assert corrected["check"]["id"] == added["check"]["id"]
    assert corrected["document"]["series"] == "4526"
    await demo.pass_time("PT1H")
    assert (await dmitry.children())[0]["patientId"] == patient_id("darya")


def passport(series: str, number: str) -> dict[str, str]:
    return {"kind": "PASSPORT", "series": series, "number": number}


async def test_a_confirmed_child_stays_so_while_only_the_policy_is_corrected(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    (mikhail,) = await igor.children()
    corrected = await igor.put(f"{FAMILY}/{mikhail['id']}", a_child("mikhail", oms=None))
    assert (corrected["check"]["state"], corrected["oms"], corrected["omsCheck"]) == ("CONFIRMED", None, None)
    corrected = await igor.put(f"{FAMILY}/{mikhail['id']}", a_child("mikhail"))
    assert (corrected["check"]["state"], corrected["omsCheck"]["state"]) == ("CONFIRMED", "CHECKING")
    corrected = await igor.put(f"{FAMILY}/{mikhail['id']}", a_child("mikhail", firstName="Миша"))
    assert (corrected["check"]["state"], corrected["patientId"]) == ("CHECKING", None)


async def test_a_rejected_check_can_be_tried_again_and_a_running_or_confirmed_one_cannot(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    (mikhail,) = await igor.children()
    over = await igor.ask("POST", f"{FAMILY}/{mikhail['id']}/recheck")
    assert (over.status_code, over.json()["code"]) == (409, "check_is_over")

    added = await igor.add_child(a_child("artem", oms=None))
    running = await igor.ask("POST", f"{FAMILY}/{added['id']}/recheck")
    assert (running.status_code, running.json()["code"]) == (409, "check_is_running")
    await demo.pass_time("PT1H")
    again = await igor.ask("POST", f"{FAMILY}/{added['id']}/recheck")
    assert (again.status_code, again.json()["check"]["state"]) == (200, "CHECKING")


async def test_what_cannot_be_right_is_said_by_field_and_nothing_is_kept(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    body = a_child(
        "artem", lastName="Morozov", birthDate="2030-01-01", sex="FEMALE", relation="SON", oms="1234567890123456",
        document={"kind": "BIRTH_CERTIFICATE", "series": "??", "number": "1"},
    )  # fmt: skip
    answer = await dmitry.ask("POST", FAMILY, body)
    problems = {one["field"]: one["message"] for one in answer.json()["fields"]}
    assert answer.status_code == 422
    assert set(problems) == {"lastName", "birthDate", "relation", "document.series", "document.number", "oms"}
    assert problems["oms"] == "Контрольная цифра полиса не сходится, проверьте номер"
    assert "Morozov" not in answer.text
    assert await dmitry.children() == []


async def test_a_teenager_represents_nobody(demo: DemoSite) -> None:
    answer = await demo.person(MARIA).ask("POST", FAMILY, a_child("sofia"))
    assert [one["field"] for one in answer.json()["fields"]] == ["relation"]


async def test_a_child_is_entered_once_and_there_is_an_end_to_children(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.add_child(a_child("artem"))
    twice = await dmitry.ask("POST", FAMILY, a_child("artem", firstName=" АРТЕМ ", oms=None))
    assert (twice.status_code, twice.json()["code"]) == (409, "child_exists")
    sofia = await dmitry.add_child(a_child("sofia"))
    into = await dmitry.ask("PUT", f"{FAMILY}/{sofia['id']}", a_child("artem"))
    assert (into.status_code, into.json()["code"]) == (409, "child_exists")
    assert (await dmitry.get(f"{FAMILY}/{sofia['id']}"))["firstName"] == "София"
    for number in range(18):
        await dmitry.add_child(a_child("artem", birthDate=f"2019-01-{number + 1:02d}", oms=None))
    over = await dmitry.ask("POST", FAMILY, a_child("darya", oms=None, document=passport("4526", "000103")))
    assert (over.status_code, over.json()["code"]) == (409, "too_many_children")


async def test_a_correction_thought_out_over_an_older_state_is_refused(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    (mikhail,) = await igor.children()
    path = f"{FAMILY}/{mikhail['id']}"
    tag = (await igor.ask("GET", path)).headers["ETag"]
    first = await igor.ask("PUT", path, a_child("mikhail", oms=None), If_Match=tag)
    assert first.status_code == 200
    for method, body in (("PUT", a_child("mikhail")), ("DELETE", None)):
        stale = await igor.ask(method, path, body, If_Match=tag)
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert (await igor.ask("PUT", path, a_child("mikhail"), If_Match=first.headers["ETag"])).status_code == 200
    assert (await igor.ask("DELETE", path, If_Match=f'"x", {(await igor.ask("GET", path)).headers["ETag"]}')).is_success


async def test_a_child_sent_twice_with_one_key_is_one_child(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.tokens()
    key, body = a_key(), a_child("sofia")
    answers = await asyncio.gather(*(dmitry.ask("POST", FAMILY, body, Idempotency_Key=key) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(await dmitry.children()) == 1
    other = await dmitry.ask("POST", FAMILY, a_child("artem"), Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_removed_child_is_gone_and_its_key_answers_as_before(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    (mikhail,) = await igor.children()
    path, key = f"{FAMILY}/{mikhail['id']}", a_key()
    statuses = [(await igor.ask("DELETE", path, Idempotency_Key=key)).status_code for _ in range(2)]
    assert statuses == [204, 204]
    assert (await igor.ask("DELETE", path)).status_code == 404
    assert (await igor.ask("GET", path)).status_code == 404
    assert await igor.children() == []


async def test_a_form_that_nobody_would_write_is_refused(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    strange = a_child("artem", birthDate="0001-01-01"), a_child("artem", lastName="А" * 81)
    bodies: tuple[object, ...] = (None, [], {"document": {}}, *strange)
    for body in bodies:
        answer = await anna.ask("POST", FAMILY, body)
        assert answer.status_code == 422, body


class TestStories:
    """What happens to the demo people."""

    async def test_a_guardian_is_confirmed_by_the_department_of_social_protection(self, demo: DemoSite) -> None:
        elena = demo.person(ELENA)
        (kirill,) = await elena.children()
        assert (kirill["check"]["registry"], kirill["check"]["state"]) == ("DTSZN", "CHECKING")
        await demo.pass_time("P1DT23H")
        assert (await elena.children())[0]["check"]["state"] == "CHECKING"
        await demo.pass_time("PT1H")
        (kirill,) = await elena.children()
        assert (kirill["check"]["state"], kirill["patientId"]) == ("CONFIRMED", patient_id("kirill"))
        assert await elena.accesses() == {}

    async def test_a_birth_registered_abroad_waits_for_the_visit_however_long(self, demo: DemoSite) -> None:
        timur = demo.person(TIMUR)
        (amina,) = await timur.children()
        assert (amina["check"]["state"], amina["check"]["due"]) == ("VISIT_MFC", None)
        assert len(amina["originals"]) == 3
        assert "МФЦ" in amina["whatToDo"]
        await demo.pass_time("P60D")
        assert (await timur.children())[0]["check"]["state"] == "VISIT_MFC"

        done = await demo.decide("mfc", amina["check"]["id"], "CONFIRMED")
        assert (done.status_code, done.json()["state"]) == (200, "CONFIRMED")
        (amina,) = await timur.children()
        assert (amina["check"]["state"], amina["patientId"], amina["originals"]) == (
            "CONFIRMED", patient_id("amina"), [],
        )  # fmt: skip

    async def test_a_policy_of_another_region_is_found_as_such(self, demo: DemoSite) -> None:
        olga = demo.person(OLGA)
        (petr,) = await olga.children()
        assert petr["omsCheck"]["state"] == "REJECTED"
        corrected = await olga.put(f"{FAMILY}/{petr['id']}", a_child("petr"))
        assert corrected["omsCheck"]["state"] == "CHECKING"
        await demo.pass_time("PT5M")
        checked = (await olga.children())[0]["omsCheck"]
        assert corrected["check"]["state"] == "CONFIRMED"
        assert (checked["state"], checked["reason"], checked["fields"]) == (
            "REJECTED", "Полис ОМС зарегистрирован не в Москве", ["oms"],
        )  # fmt: skip

    async def test_the_poll_tells_of_a_check_that_moved_even_while_the_clock_stands(self, demo: DemoSite) -> None:
        timur = demo.person(TIMUR)
        (amina,) = await timur.children()
        before = await timur.get("/me/changes")
        quiet = await timur.ask("GET", f"/me/changes?since={before['now'].replace('+', '%2B')}")
        assert quiet.json()["checks"] == []
        await demo.decide("mfc", amina["check"]["id"], "REJECTED", "Нет оригинала свидетельства")
        told = (await timur.ask("GET", f"/me/changes?since={before['now']}")).json()
        assert [(one["id"], one["state"]) for one in told["checks"]] == [(amina["check"]["id"], "REJECTED")]
        assert told["unreadNotices"] == before["unreadNotices"] + 1
        after = (await timur.ask("GET", f"/me/changes?since={told['now']}")).json()
        assert after["checks"] == []


async def test_the_family_is_the_same_from_another_address(demo: DemoSite) -> None:
    tokens = await demo.person(ANNA).tokens()
    async with in_memory(demo.app, "192.0.2.9") as elsewhere:
        answer = await elsewhere.get(FAMILY, headers={"Authorization": f"Bearer {tokens['accessToken']}"})
    assert answer.json()["total"] == 3
