"""One-time links: what a doctor without an account sees, for how long, and who knows of it (product.md §13)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from emias_app.mock_server.share_page import POLICY
from emias_app.models.access import GrantState
from emias_app.models.auth import TokenLevel
from emias_app.models.growth import BodyMeasures
from emias_app.models.records import RecordRef
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, a_lab, a_visit, an_immunization

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"
SHARES = f"{CARD}/shares"


async def give(world: World, *sections: str, hours: int = 24, name: str = "anna", **headers: str) -> httpx.Response:
    sent = {"Authorization": f"Bearer {await world.token(name)}", **headers}
    return await world.http.post(SHARES, json={"sections": list(sections), "hours": hours}, headers=sent)


async def given(world: World, *sections: str, hours: int = 24) -> dict[str, Any]:
    answer = await give(world, *sections, hours=hours)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def opened(world: World, share: dict[str, Any], code: str | None = None) -> httpx.Response:
    token = share["link"].removeprefix("/s#")
    return await world.http.post("/shares/open", json={"token": token, "code": code or share["code"]})


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def wrong(share: dict[str, Any]) -> str:
    return f"{(int(share['code']) + 1) % 1_000_000:06d}"


async def test_a_doctor_without_an_account_sees_the_chosen_sections(world: World) -> None:
    lab = a_lab()
    await world.add(lab, a_visit())
    share = await given(world, "labs")
    assert re.fullmatch(r"/s#[\w-]{43}", share["link"])
    assert re.fullmatch(r"\d{6}", share["code"])
    answer = await opened(world, share)
    assert answer.status_code == 200
    door = answer.json()
    assert (door["level"], door["sections"], door["patient"]["firstName"]) == ("share", ["labs"], "Артём")
    token = door["accessToken"]
    sections = (await world.get(f"{CARD}/sections", token)).json()["items"]
    assert [one["section"] for one in sections] == ["labs"]
    for path in ("labs", f"labs/{lab.id}", f"labs/{lab.id}/document", f"labs/{lab.id}/document.pdf"):
        assert (await world.get(f"{CARD}/{path}", token)).status_code == 200, path
    for path in (
        "visits", "overview", "access-log", "exports", "export/card.zip", "shares", "diary", "growth", "child-data",
        "child-data/allergies", "vaccination-plan", "search?q=гемоглобин", "lab-trends?code=hb",
    ):  # fmt: skip
        assert told(await world.get(f"{CARD}/{path}", token)) == (404, "not_found"), path
    assert told(await world.get(f"/patients/{OTHER_CHILD}/labs", token)) == (404, "not_found")


async def test_a_guest_writes_nothing_and_is_nobody_elsewhere(world: World) -> None:
    token = await world.guest("labs")
    for method, path in (
        ("POST", f"{CARD}/diary"),
        ("POST", SHARES),
        ("DELETE", f"{CARD}/uploads/{a_lab().id}"),
        ("GET", "/me"),
        ("GET", "/patients"),
        ("GET", "/auth/sessions"),
    ):
        answer = await world.http.request(method, path, headers={"Authorization": f"Bearer {token}"}, json={})
        assert told(answer) == (403, "wrong_audience"), path


async def test_pointers_to_what_is_not_shown_are_left_out(world: World) -> None:
    lab = a_lab()
    visit = a_visit(related=[RecordRef(section=lab.section, id=lab.id, title="Тайный анализ", date=lab.date)])
    await world.add(lab, visit)
    token = await world.guest("visits")
    for path in (f"visits/{visit.id}", f"visits/{visit.id}/document"):
        assert "Тайный анализ" not in (await world.get(f"{CARD}/{path}", token)).text
    both = await world.guest("visits", "labs")
    assert "Тайный анализ" in (await world.get(f"{CARD}/visits/{visit.id}/document", both)).text


async def test_what_the_parents_keep_can_be_shown_and_each_read_is_journaled(world: World) -> None:
    anna = await world.token("anna")
    headers = {"Authorization": f"Bearer {anna}"}
    allergy = {"substance": "Пенициллин", "reaction": "сыпь"}
    assert (await world.http.post(f"{CARD}/child-data/allergies", json=allergy, headers=headers)).status_code == 201
    warm = {"indicator": "temperature", "value": 36.8, "measuredAt": "2026-11-21T08:00:00+03:00"}
    made = await world.http.post(f"{CARD}/diary", json=warm, headers=headers)
    assert made.status_code == 201, made.text
    token = await world.guest("diary", "child-data", "growth", "vaccinations")
    sections = (await world.get(f"{CARD}/sections", token)).json()["items"]
    assert [one["section"] for one in sections] == ["vaccinations", "diary", "child-data"]
    reads = ("diary", f"diary/{made.json()['id']}", "child-data", "child-data/allergies", "growth", "vaccination-plan")
    for path in reads:
        assert (await world.get(f"{CARD}/{path}", token)).status_code == 200, path
    texts = [one["text"] for one in (await world.get(f"{CARD}/access-log", anna)).json()["items"]]
    assert len(texts) == len(reads)
    assert all(text.startswith("По ссылке, которую дали вы") for text in texts)


@pytest.mark.parametrize(
    ("section", "path"),
    [("diary", "child-data"), ("child-data", "diary"), ("growth", "vaccination-plan"), ("vaccinations", "growth"),
     ("diary", "vaccination-plan.ics"), ("vaccinations", "vaccination-certificate.pdf"), ("growth", "diary")],
)  # fmt: skip
async def test_one_part_does_not_open_another(world: World, section: str, path: str) -> None:
    token = await world.guest(section)
    assert told(await world.get(f"{CARD}/{path}", token)) == (404, "not_found")


async def test_a_guest_is_told_who_entered_it_by_name_and_kinship(world: World) -> None:
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    await world.http.post(f"{CARD}/child-data/allergies", json={"substance": "Пенициллин"}, headers=headers)
    token = await world.guest("child-data")
    (entry,) = (await world.get(f"{CARD}/child-data/allergies", token)).json()["items"]
    assert entry["author"].casefold() != "вы"
    assert "," in entry["author"]
    assert not entry["mine"]


async def test_facts_of_the_clinic_that_are_not_shown_stay_away_from_a_guest(world: World) -> None:
    await world.add(an_immunization())
    alone, both = await world.guest("child-data"), await world.guest("child-data", "vaccinations")
    facts = [(await world.get(f"{CARD}/child-data/vaccinations", token)).json()["clinic"] for token in (alone, both)]
    assert (facts[0], len(facts[1])) == ([], 1)
    counts = [
        sum(one["clinicTotal"] for one in (await world.get(f"{CARD}/child-data", token)).json()["items"])
        for token in (alone, both)
    ]
    assert counts == [0, 1]


async def test_growth_by_a_link_names_no_record_that_is_not_shown(world: World) -> None:
    await world.add(a_visit(title="Тайный приём", measures=BodyMeasures(height=131.5)))
    alone, both = await world.guest("growth"), await world.guest("growth", "visits")
    told_alone, told_both = [(await world.get(f"{CARD}/growth", token)).text for token in (alone, both)]
    assert "131.5" in told_alone
    assert "Тайный приём" not in told_alone
    assert "Тайный приём" in told_both


async def test_a_guests_look_is_no_visit_of_the_parent(world: World) -> None:
    anna, token = await world.token("anna"), await world.guest("labs")
    await world.get(f"{CARD}/sections", anna)
    world.clock.advance(timedelta(minutes=40))
    await world.add(a_lab())
    (seen,) = (await world.get(f"{CARD}/sections", token)).json()["items"]
    assert seen["fresh"] == []


async def test_a_link_is_opened_once(world: World) -> None:
    share = await given(world, "labs")
    assert (await opened(world, share)).status_code == 200
    assert told(await opened(world, share)) == (422, "share_dead")


async def test_five_wrong_codes_kill_it_and_the_right_one_comes_too_late(world: World) -> None:
    share = await given(world, "labs")
    for left in (4, 3, 2, 1):
        answer = await opened(world, share, wrong(share))
        assert (*told(answer), answer.json()["remainingAttempts"]) == (422, "wrong_code", left)
    assert told(await opened(world, share, wrong(share))) == (422, "share_dead")
    assert told(await opened(world, share)) == (422, "share_dead")
    listed = (await world.get(SHARES, await world.token("anna"))).json()["items"]
    assert (listed[0]["state"], listed[0]["triesLeft"]) == ("DEAD", 0)


async def test_an_unknown_link_is_as_dead_as_any(world: World) -> None:
    answer = await world.http.post("/shares/open", json={"token": "x" * 43, "code": "123456"})
    assert told(answer) == (422, "share_dead")


@pytest.mark.parametrize("hours", [1, 24, 72])
async def test_it_ends_after_its_hours(world: World, hours: int) -> None:
    share, token = await given(world, "labs", hours=hours), await world.guest("labs", hours=hours)
    world.clock.advance(timedelta(hours=hours) - timedelta(seconds=1))
    assert (await world.get(f"{CARD}/labs", token)).status_code == 200
    world.clock.advance(timedelta(seconds=1))
    assert told(await world.get(f"{CARD}/labs", token)) == (401, "unauthorized")
    assert told(await opened(world, share)) == (422, "share_dead")


async def test_it_ends_by_hand_at_once(world: World) -> None:
    share = await given(world, "labs")
    token = (await opened(world, share)).json()["accessToken"]
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    assert (await world.http.delete(f"{SHARES}/{share['id']}", headers=headers)).status_code == 204
    assert told(await world.get(f"{CARD}/labs", token)) == (401, "unauthorized")
    listed = (await world.http.get(SHARES, headers=headers)).json()["items"]
    assert [one["state"] for one in listed] == ["ENDED"]


async def test_it_ends_with_the_access_of_who_gave_it(world: World) -> None:
    waiting, token = await given(world, "labs"), await world.guest("labs")
    await world.end_access("anna", GrantState.REVOKED, "причина")
    answer = await world.get(f"{CARD}/labs", token)
    assert told(answer) == (401, "unauthorized")
    assert "причина" not in answer.text
    assert told(await opened(world, waiting)) == (422, "share_dead")
    await world.backend.run_due()
    assert told(await world.get(f"{CARD}/labs", token)) == (401, "unauthorized")


async def test_the_journal_says_by_whose_link_beside_what_the_parent_read(world: World) -> None:
    lab = a_lab()
    await world.add(lab)
    anna = await world.token("anna")
    await world.get(f"{CARD}/labs", anna)
    token = await world.guest("labs")
    await world.get(f"{CARD}/labs", token)
    await world.get(f"{CARD}/sections", token)
    texts = [one["text"] for one in (await world.get(f"{CARD}/access-log", anna)).json()["items"]]
    assert len(texts) == 2
    assert texts[0].startswith("По ссылке, которую дали вы, открыли раздел «Анализы»")
    assert texts[1].startswith("Вы открыли раздел «Анализы»")


async def test_a_repeated_request_gives_the_same_link_and_code_though_neither_is_kept(world: World) -> None:
    key = {"Idempotency-Key": "c5b3f0de-6a5f-4a59-9a8f-000000000001"}
    first, second = await give(world, "labs", **key), await give(world, "labs", **key)
    assert first.json() == second.json()
    assert len((await world.get(SHARES, await world.token("anna"))).json()["items"]) == 1
    assert (await opened(world, first.json())).status_code == 200
    other = await give(world, "visits", **key)
    assert told(other) == (409, "idempotency_key_reused")


async def test_the_list_tells_no_secrets(world: World) -> None:
    share = await given(world, "labs", "visits")
    answer = await world.get(SHARES, await world.token("anna"))
    assert share["code"] not in answer.text.replace(share["id"], "")
    (one,) = answer.json()["items"]
    assert (one["link"], one["code"], one["state"], one["sections"]) == (None, None, "WAITING", ["labs", "visits"])


@pytest.mark.parametrize(
    "body",
    [
        {"sections": [], "hours": 1},
        {"sections": ["labs"], "hours": 2},
        {"sections": ["nonsense"], "hours": 1},
        {"sections": ["labs", "overview"], "hours": 1},
        {"sections": ["labs"]},
        {"hours": 1},
    ],
)
async def test_what_cannot_be_shown_is_refused(world: World, body: object) -> None:
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    assert told(await world.http.post(SHARES, json=body, headers=headers)) == (422, "invalid")


async def test_signed_out_and_strangers_give_nothing(world: World) -> None:
    assert told(await world.http.post(SHARES, json={})) == (401, "unauthorized")
    assert told(await give(world, "labs", name="other")) == (404, "not_found")
    assert told(await give(world, "labs", name="ended")) == (403, "access_revoked")
    headers = {"Authorization": f"Bearer {await world.token('anna', TokenLevel.ACCOUNT)}"}
    assert told(await world.http.post(SHARES, json={}, headers=headers))[1] == "medcard_step_up_required"


async def test_not_more_than_ten_links_live_at_once(world: World) -> None:
    for _ in range(10):
        await given(world, "labs")
    assert told(await give(world, "labs")) == (409, "too_many_shares")


async def test_the_page_is_ours_alone(world: World) -> None:
    for path, kind in (("/s", "text/html"), ("/s/page.js", "text/javascript"), ("/s/page.css", "text/css"),
                       ("/s/parts.js", "text/javascript"), ("/s/words.json", "application/json"),
                       ("/s/GolosText-Regular.ttf", "font/ttf")):  # fmt: skip
        answer = await world.http.get(f"http://test{path}")
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
        assert answer.headers["content-security-policy"] == POLICY
        assert "http://" not in answer.text[:200_000].replace("http://www.w3.org", "") or kind == "font/ttf"
    assert (await world.http.get("http://test/s/page.py")).status_code == 404
    assert (await world.http.get("http://test/s/..%2f..%2fpyproject.toml")).status_code == 404
