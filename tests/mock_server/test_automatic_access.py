"""The first road to a card: it opens by itself, or says why not (product.md §6)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.seed import numbers
from emias_app.mock_server.store.schema import AccountRow, GrantRow, PatientRow
from tests.support.demo_site import (
    ANNA,
    DMITRY,
    ELENA,
    IGOR,
    MARIA,
    OLGA,
    TIMUR,
    DemoSite,
    Person,
    a_child,
    a_passport,
    patient_id,
)
from tests.support.site import bearer

pytestmark = pytest.mark.anyio


async def opens(demo: DemoSite, person: Person, key: str) -> int:
    """The status of a card's sections after the second step."""
    raised = await demo.step_up(await person.tokens(), person.phone)
    return (await demo.http.get(f"/patients/{patient_id(key)}/sections", headers=bearer(raised))).status_code


async def test_a_confirmed_child_of_a_full_account_opens_at_once_and_everybody_is_told(demo: DemoSite) -> None:
    dmitry, anna = demo.person(DMITRY), demo.person(ANNA)
    assert await opens(demo, dmitry, "sofia") == 404
    before = len(await demo.inbox(ANNA))
    await dmitry.add_child(a_child("sofia"))
    assert "София" not in await dmitry.accesses()
    await demo.pass_time("PT1H")

    assert (await dmitry.accesses())["София"] == ("ACTIVE", "AUTO")
    assert await opens(demo, dmitry, "sofia") == 200
    assert (await dmitry.notices())[0] == ("ACCESS_OPENED", "Открыт доступ к медкарте Софии")
    (newcomer, *_) = (await anna.get("/notices"))["items"]
    assert (newcomer["kind"], newcomer["patientId"]) == ("SOMEONE_GOT_ACCESS", patient_id("sofia"))
    assert "Морозов Д.\u00a0А." in newcomer["text"]
    told = [one["text"] for one in await demo.inbox(ANNA) if one["code"] is None]
    assert len(await demo.inbox(ANNA)) > before
    assert told[0].startswith("К медкарте вашего ребенка получил доступ ещё один человек")
    assert "София" not in told[0]


async def test_who_was_revoked_by_the_clinic_stays_shut_out(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.add_child(a_child("artem"))
    await demo.pass_time("PT1H")
    (child,) = await dmitry.children()
    assert (child["check"]["state"], child["patientId"]) == ("CONFIRMED", patient_id("artem"))
    assert (await dmitry.accesses())["Артём"] == ("REVOKED", "CODE")
    assert await opens(demo, dmitry, "artem") == 403
    (notice, *_) = (await dmitry.get("/notices"))["items"]
    assert (notice["kind"], notice["title"]) == ("ACCESS_REFUSED", "Доступ к медкарте Артёма не открыт")
    assert "только новый код" in notice["text"]


async def test_a_standard_account_asks_and_a_full_one_need_not(demo: DemoSite) -> None:
    igor = demo.person(IGOR)
    assert await opens(demo, igor, "mikhail") == 404
    await demo.make_full(igor)
    assert await igor.accesses() == {"Михаил": ("ACTIVE", "AUTO")}
    assert await opens(demo, igor, "mikhail") == 200
    assert (await igor.notices())[0] == ("ACCESS_OPENED", "Открыт доступ к медкарте Михаила")


async def test_a_policy_of_another_region_opens_nothing_and_says_so(demo: DemoSite) -> None:
    olga = demo.person(OLGA)
    await demo.make_full(olga)
    assert await olga.accesses() == {}
    (notice, *_) = (await olga.get("/notices"))["items"]
    assert (notice["kind"], notice["title"]) == ("ACCESS_REFUSED", "Доступ к медкарте Петра не открыт")
    assert notice["text"].startswith("Полис ОМС ребенка зарегистрирован не в Москве.")


async def test_a_slip_in_the_policy_is_told_as_such_and_corrected(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    added = await dmitry.add_child(a_child("sofia", oms=numbers.enp(777)))
    await demo.pass_time("PT1H")
    assert "София" not in await dmitry.accesses()
    (notice, *_) = (await dmitry.get("/notices"))["items"]
    assert notice["text"].startswith("Полис ОМС с таким номером не найден.")
    await dmitry.put(f"/family/children/{added['id']}", a_child("sofia"))
    await demo.pass_time("PT5M")
    assert (await dmitry.accesses())["София"] == ("ACTIVE", "AUTO")


async def test_the_office_confirms_a_child_born_abroad_and_the_card_opens(demo: DemoSite) -> None:
    timur = demo.person(TIMUR)
    await demo.make_full(timur)
    assert await timur.accesses() == {}
    (amina,) = await timur.children()
    await demo.decide("mfc", amina["check"]["id"], "CONFIRMED")
    assert await timur.accesses() == {"Амина": ("ACTIVE", "AUTO")}


async def test_a_guardian_gets_the_card_of_the_ward(demo: DemoSite) -> None:
    elena = demo.person(ELENA)
    await demo.make_full(elena)
    await demo.pass_time("P1D")
    assert await elena.accesses() == {"Кирилл": ("ACTIVE", "AUTO")}


async def test_all_confirmed_children_open_with_the_one(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.put("/me/passport", a_passport(66))
    for key in ("sofia", "darya"):
        other: dict[str, Any] = {}
        if key == "darya":
            other["document"] = {"kind": "PASSPORT", "series": "4526", "number": "000103"}
        await dmitry.add_child(a_child(key, **other))
    await demo.pass_time("PT1H")
    assert set(await dmitry.accesses()) == {"Артём"}
    await demo.pass_time("PT23H")
    accesses = await dmitry.accesses()
    assert (accesses["София"], accesses["Дарья"]) == (("ACTIVE", "AUTO"), ("ACTIVE", "AUTO"))
    assert accesses["Артём"] == ("REVOKED", "CODE")


async def test_a_removed_child_closes_the_own_automatic_access_and_nobody_elses(demo: DemoSite) -> None:
    anna, dmitry = demo.person(ANNA), demo.person(DMITRY)
    await dmitry.add_child(a_child("sofia"))
    await demo.pass_time("PT1H")
    sofia = next(child for child in await anna.children() if child["firstName"] == "София")
    before = (await anna.get("/me/changes"))["now"]
    assert (await anna.ask("DELETE", f"/family/children/{sofia['id']}")).status_code == 204

    assert (await anna.accesses())["София"] == ("CANCELLED", "AUTO")
    assert await opens(demo, anna, "sofia") == 403
    assert (await dmitry.accesses())["София"] == ("ACTIVE", "AUTO")
    (ended,) = (await anna.get(f"/me/changes?since={before}"))["ended"]
    assert (ended["patientId"], ended["state"]) == (patient_id("sofia"), "CANCELLED")

    await anna.add_child(a_child("sofia"))
    await demo.pass_time("PT1H")
    assert (await anna.accesses())["София"] == ("ACTIVE", "AUTO")


async def test_an_access_given_up_is_not_opened_again_by_another_child(demo: DemoSite) -> None:
    anna = demo.person(ANNA)

    def give_up(session: Session) -> None:
        mine = select(GrantRow).join(AccountRow, AccountRow.id == GrantRow.account_id)
        wanted = mine.where(AccountRow.phone == ANNA, GrantRow.patient_id == UUID(patient_id("sofia")))
        grant = session.scalars(wanted).one()
        grant.state, grant.ended_at = "CANCELLED", demo.clock.now()

    await demo.backend.store.write(give_up)
    artem = next(child for child in await anna.children() if child["firstName"] == "Артём")
    await anna.put(f"/family/children/{artem['id']}", a_child("artem", oms=None))
    await anna.put(f"/family/children/{artem['id']}", a_child("artem"))
    await demo.pass_time("PT1H")
    assert (await anna.accesses())["София"] == ("CANCELLED", "AUTO")


async def test_a_card_opens_once_however_often_it_is_confirmed(demo: DemoSite) -> None:
    anna = demo.person(ANNA)
    sofia = (await anna.children())[0]
    await anna.put(f"/family/children/{sofia['id']}", a_child("sofia", middleName="Денисовна"))
    await anna.put(f"/family/children/{sofia['id']}", a_child("sofia"))
    await demo.pass_time("PT1H")

    def count(session: Session) -> int:
        mine = select(GrantRow.id).join(AccountRow, AccountRow.id == GrantRow.account_id)
        return len(session.scalars(mine.where(AccountRow.phone == ANNA)).all())

    assert await demo.backend.store.read(count) == 3
    assert "SOMEONE_GOT_ACCESS" not in {kind for kind, _ in await anna.notices()}


async def test_an_access_ends_on_the_eighteenth_birthday_whatever_the_road(demo: DemoSite) -> None:
    dmitry = demo.person(DMITRY)
    await dmitry.add_child(a_child("sofia"))
    await demo.pass_time("PT1H")
    items = (await dmitry.get("/patients"))["items"]
    born = date.fromisoformat(a_child("sofia")["birthDate"])
    (end,) = [one["access"]["end"] for one in items if one["firstName"] == "София"]
    assert end == born.replace(year=born.year + 18).isoformat()


async def test_a_teenager_with_a_full_account_opens_the_own_card(demo: DemoSite) -> None:
    def take_away(session: Session) -> None:
        patient = session.get_one(PatientRow, UUID(patient_id("maria")))
        session.delete(session.scalars(select(GrantRow).where(GrantRow.patient_id == patient.id)).one())
        patient.account_id = None

    await demo.backend.store.write(take_away)
    maria = demo.person(MARIA)
    assert await maria.accesses() == {}
    await demo.make_full(maria)
    assert await maria.accesses() == {}, "the policy is not hers"
    await maria.number("oms", numbers.enp(104))
    await demo.pass_time("PT5M")
    assert await maria.accesses() == {"Мария": ("ACTIVE", "AUTO")}
    (one,) = (await maria.get("/patients"))["items"]
    assert (one["relation"], one["access"]["end"]) == ("SELF", None)
    assert (await maria.notices())[0] == ("ACCESS_OPENED", "Открыт доступ к вашей медкарте")
