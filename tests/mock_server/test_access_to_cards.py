"""Who may open a card, and in what order refusals come (contract §2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from emias_app.models.access import GrantState
from emias_app.models.auth import TokenLevel
from tests.support.card_world import GROWN, OTHER_CHILD, REASON, World
from tests.support.records import CHILD, a_lab

pytestmark = pytest.mark.anyio

LABS = f"/patients/{CHILD}/labs"


async def code_of(world: World, path: str, token: str | None) -> tuple[int, str]:
    answer = await world.get(path, token)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def test_without_a_living_session_there_is_no_answer(world: World) -> None:
    for token in (None, "", "garbage", "я\x7f", await world.token("anna", ended=True)):
        assert await code_of(world, LABS, token) == (401, "unauthorized")


async def test_staff_has_no_business_here(world: World) -> None:
    assert await code_of(world, LABS, await world.token("registrar")) == (403, "wrong_audience")
    assert await code_of(world, "/patients", await world.token("registrar")) == (403, "wrong_audience")


async def test_before_the_second_step_every_card_asks_for_it_known_or_not(world: World) -> None:
    token = await world.token("anna", TokenLevel.ACCOUNT)
    for pid in (CHILD, OTHER_CHILD, uuid4(), "nonsense", "%00"):
        assert await code_of(world, f"/patients/{pid}/labs?limit=-1", token) == (403, "medcard_step_up_required")


async def test_anothers_card_and_an_unknown_one_are_not_told_apart(world: World) -> None:
    token = await world.token("other")
    answers = [(await world.get(f"/patients/{pid}/labs", token)).json() for pid in (CHILD, uuid4(), "nonsense")]
    assert answers[0]["status"] == 404
    assert answers[0] == answers[1] == answers[2]


async def test_a_revoked_parent_is_told_so_with_the_reason(world: World) -> None:
    answer = await world.get(LABS, await world.token("ended"))
    assert (answer.status_code, answer.json()["code"]) == (403, "access_revoked")
    assert answer.json()["reason"] == REASON
    assert REASON in answer.json()["detail"]


async def test_an_access_given_up_is_closed_with_a_reason(world: World) -> None:
    answer = await world.get(LABS, await world.token("cancelled"))
    assert (answer.status_code, answer.json()["code"]) == (403, "access_revoked")
    assert answer.json()["reason"]


async def test_a_revocation_closes_an_open_card_at_the_next_request(world: World) -> None:
    token = await world.token("anna")
    assert (await world.get(LABS, token)).status_code == 200
    await world.end_access("anna", GrantState.REVOKED, REASON)
    assert await code_of(world, LABS, token) == (403, "access_revoked")


async def test_a_parents_access_ends_at_moscows_midnight_of_the_eighteenth_birthday(world: World) -> None:
    path = f"/patients/{GROWN}/labs"
    world.clock.set(datetime(2026, 11, 21, 20, 59, 59, tzinfo=UTC))
    token = await world.token("adult")
    assert (await world.get(path, token)).status_code == 200
    world.clock.advance(timedelta(seconds=1))
    answer = await world.get(path, token)
    assert (answer.status_code, answer.json()["code"]) == (403, "access_expired")
    assert "18" in answer.json()["reason"]


async def test_ones_own_card_does_not_end_with_majority(world: World) -> None:
    assert (await world.get(f"/patients/{GROWN}/labs", await world.token("teen"))).status_code == 200


async def test_emancipation_ends_a_parents_access_earlier(world: World) -> None:
    token = await world.token("anna")
    await world.emancipate(CHILD, date(2026, 11, 23))
    assert (await world.get(LABS, token)).status_code == 200
    await world.emancipate(CHILD, date(2026, 11, 22))
    assert await code_of(world, LABS, token) == (403, "access_expired")


async def test_access_is_looked_at_before_the_section_and_both_before_the_parameters(world: World) -> None:
    other, anna = await world.token("other"), await world.token("anna")
    assert await code_of(world, f"/patients/{CHILD}/labs?limit=0", other) == (404, "not_found")
    assert await code_of(world, f"/patients/{CHILD}/nonsense?limit=0", anna) == (404, "not_found")
    assert await code_of(world, f"/patients/{CHILD}/labs?limit=0", anna) == (422, "invalid")
    assert await code_of(world, f"/patients/{CHILD}/labs?limit=0", await world.token("ended")) == (
        403,
        "access_revoked",
    )


async def test_a_record_under_anothers_card_or_section_is_not_found(world: World) -> None:
    mine, foreign = a_lab(), a_lab(patient_id=OTHER_CHILD)
    await world.add(mine, foreign)
    token = await world.token("anna")
    assert (await world.get(f"/patients/{CHILD}/labs/{mine.id}", token)).status_code == 200
    for path in (f"labs/{foreign.id}", f"visits/{mine.id}", f"labs/{uuid4()}", "labs/nonsense", "labs/%00"):
        for tail in ("", "/document", "/document.pdf"):
            assert await code_of(world, f"/patients/{CHILD}/{path}{tail}", token) == (404, "not_found")


async def test_the_second_step_wears_off_after_thirty_minutes_without_a_card(world: World) -> None:
    token = await world.token("anna")
    for path in (LABS, f"/patients/{CHILD}/sections", f"/patients/{CHILD}/overview", f"{LABS}?kind=CBC"):
        world.clock.advance(timedelta(minutes=29))
        assert (await world.get(path, token)).status_code == 200
    world.clock.advance(timedelta(minutes=31))
    assert await code_of(world, LABS, token) == (403, "medcard_step_up_required")


async def test_my_patients_are_those_whose_card_is_or_was_open_to_me(world: World) -> None:
    found = {}
    for name in ("anna", "ended", "adult", "teen", "nobody"):
        answer = await world.get("/patients", await world.token(name, TokenLevel.ACCOUNT))
        assert answer.status_code == 200
        page = answer.json()
        assert page["total"] == len(page["items"])
        found[name] = [(item["id"], item["relation"], item["access"]["state"]) for item in page["items"]]
    assert found == {
        "anna": [(str(CHILD), "SON", "ACTIVE")],
        "ended": [(str(CHILD), "SON", "REVOKED")],
        "adult": [(str(GROWN), "SON", "EXPIRED")],
        "teen": [(str(GROWN), "SELF", "ACTIVE")],
        "nobody": [],
    }


async def test_the_list_of_patients_says_when_an_access_ends_and_nothing_medical(world: World) -> None:
    item = (await world.get("/patients", await world.token("anna"))).json()["items"][0]
    assert set(item) == {"id", "lastName", "firstName", "middleName", "birthDate", "sex", "relation", "access"}
    assert (item["access"]["source"], item["access"]["end"]) == ("AUTO", "2036-03-14")


async def test_a_wrong_page_of_patients_is_refused(world: World) -> None:
    token = await world.token("anna")
    for query in ("limit=0", "limit=101", "limit=x", "cursor=zzz", "cursor=", "cursor=%F0%9F%99%82"):
        assert (await world.get(f"/patients?{query}", token)).status_code == 422, query


async def test_a_reason_that_ends_in_a_full_stop_is_told_with_one(world: World) -> None:
    await world.end_access("anna", GrantState.REVOKED, "Заявление матери от 2 ноября 2026 г.")
    answer = await world.get(f"/patients/{CHILD}/sections", await world.token("anna"))
    assert answer.json()["detail"] == "Доступ к медкарте закрыт: Заявление матери от 2 ноября 2026 г."
    assert answer.json()["reason"] == "Заявление матери от 2 ноября 2026 г."
