"""«Данные о ребенке»: what parents enter, and who sees it (product.md §11)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from emias_app.mock_server.services.child_data import parent_vaccinations
from emias_app.models.child_data import ChildDataKind
from emias_app.models.records import Diagnosis
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, a_discharge, a_prescription, a_visit, an_immunization, an_upload

pytestmark = pytest.mark.anyio

MINUTE = timedelta(minutes=1)
HOME = f"/patients/{CHILD}/child-data"
ALLERGIES = f"{HOME}/allergies"
BIRCH = {"substance": "Пыльца берёзы", "reaction": "Насморк", "severity": "MILD", "since": "2023-04"}
#: A body of each kind that may be kept.
BODIES: dict[str, dict[str, Any]] = {
    "allergies": BIRCH,
    "medications": {"medicine": "Мальтофер", "dose": "5 мл", "since": "2026-11-01", "until": "2027-02"},
    "injuries": {"what": "Перелом лучевой кости", "icd10": "S52.5", "on": "2024"},
    "surgeries": {"what": "Аденотомия", "icd10": "J35.2", "on": "2023-06", "hospital": "ДГКБ № 0"},
    "family-history": {"relative": "MOTHER", "illness": "Бронхиальная астма"},
    "vaccinations": {"infections": ["varicella"], "on": "2026-06-01", "dose": "V1", "product": "Варилрикс"},
    "visits": {"speciality": "Ортодонт", "on": "2025-10-28", "conclusion": "Здоров.\nЧерез год."},
}


async def ask(
    world: World, method: str, path: str, body: object = None, *, name: str = "anna", **headers: str
) -> httpx.Response:
    head = {key.replace("_", "-"): value for key, value in headers.items()}
    head["Authorization"] = f"Bearer {await world.token(name)}"
    return await world.http.request(method, path, json=body, headers=head)


async def enter(world: World, kind: str = "allergies", name: str = "anna", **other: Any) -> dict[str, Any]:
    answer = await ask(world, "POST", f"{HOME}/{kind}", BODIES[kind] | other, name=name)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def listed(world: World, kind: str = "allergies", name: str = "anna") -> dict[str, Any]:
    answer = await ask(world, "GET", f"{HOME}/{kind}", name=name)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def fields_of(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {one["field"]: one["message"] for one in answer.json()["fields"]}


async def test_without_a_token_nothing_is_told(world: World) -> None:
    for method, path in (("GET", HOME), ("GET", ALLERGIES), ("POST", ALLERGIES), ("PUT", f"{ALLERGIES}/{uuid4()}")):
        answer = await world.http.request(method, path, content=b"{")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), path


async def test_anothers_child_has_no_data(world: World) -> None:
    entry = await enter(world)
    for method, path in (
        ("GET", HOME), ("GET", ALLERGIES), ("POST", ALLERGIES), ("PUT", f"{ALLERGIES}/{entry['id']}"),
        ("DELETE", f"{ALLERGIES}/{entry['id']}"), ("POST", f"{ALLERGIES}/{entry['id']}/restore"),
        ("GET", f"/patients/{OTHER_CHILD}/child-data/allergies/{entry['id']}"),
        ("PUT", f"/patients/{OTHER_CHILD}/child-data/allergies/{entry['id']}"),
    ):  # fmt: skip
        answer = await ask(world, method, path, {"nonsense": 1}, name="other")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, path)
    assert (await listed(world))["total"] == 1


@pytest.mark.parametrize("kind", list(ChildDataKind))
async def test_an_entry_of_each_kind_is_kept_as_it_was_typed(world: World, kind: ChildDataKind) -> None:
    entry = await enter(world, kind.value)
    assert {key: entry[key] for key in BODIES[kind]} == BODIES[kind]
    assert (entry["kind"], entry["mine"], entry["author"]) == (kind.value, True, "Вы")
    assert (entry["enteredAt"], entry["changedAt"], entry["changedBy"]) == ("2026-11-22T06:00:00Z", None, None)
    page = await listed(world, kind.value)
    assert (page["items"], page["total"], page["nextCursor"]) == ([entry], 1, None)
    one = await ask(world, "GET", f"{HOME}/{kind.value}/{entry['id']}")
    assert one.json() == entry
    summary = (await ask(world, "GET", HOME)).json()["items"]
    assert [one["kind"] for one in summary] == [one.value for one in ChildDataKind]
    assert [one["total"] for one in summary if one["kind"] == kind.value] == [1]
    assert sum(one["total"] for one in summary) == 1


async def test_an_unknown_kind_or_entry_is_not_found_before_the_body_is_judged(world: World) -> None:
    entry = await enter(world)
    for method, path in (
        ("GET", f"{HOME}/nonsense"), ("POST", f"{HOME}/nonsense"), ("GET", f"{ALLERGIES}/{uuid4()}"),
        ("PUT", f"{ALLERGIES}/nonsense"), ("PUT", f"{HOME}/injuries/{entry['id']}"),
        ("DELETE", f"{HOME}/injuries/{entry['id']}"), ("POST", f"{HOME}/injuries/{entry['id']}/restore"),
    ):  # fmt: skip
        answer = await ask(world, method, path, {"wrong": 1})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, path)


@pytest.mark.parametrize(
    ("kind", "other", "expected"),
    [
        ("allergies", {"substance": "  "}, {"substance": "Укажите, на что аллергия"}),
        ("allergies", {"since": "2027"}, {"since": "Этот год ещё не наступил"}),
        ("allergies", {"since": "2017-12"}, {"since": "Это раньше дня рождения ребенка"}),
        ("allergies", {"since": "2023-13"}, {"since": "Такой даты нет в календаре."}),
        ("allergies", {"since": "весной"}, {"since": "Дата в виде ГГГГ, ГГГГ-ММ или ГГГГ-ММ-ДД."}),
        ("allergies", {"severity": "TERRIBLE"}, {"severity": "Недопустимое значение."}),
        ("allergies", {"substance": "я" * 201}, {"substance": "Слишком длинно."}),
        ("medications", {"until": "2026-10"}, {"until": "Конец раньше начала"}),
        ("medications", {"until": "2126"}, {"until": "Проверьте год"}),
        ("vaccinations", {"infections": ["plague"]}, {"infections": "Выберите инфекцию из списка"}),
        ("vaccinations", {"dose": "V9"}, {"dose": "Выберите дозу из списка"}),
        ("vaccinations", {"on": "2026-11-23"}, {"on": "Этот день ещё не наступил"}),
        ("vaccinations", {"on": "1781913600"}, {"on": "Дата в виде ГГГГ-ММ-ДД."}),
        ("family-history", {"relative": "NEIGHBOUR"}, {"relative": "Недопустимое значение."}),
        ("injuries", {"icd10": "52"}, {"icd10": "Неверное значение."}),
        ("visits", {"attachmentIds": [str(uuid4())]}, {"attachmentIds": "Такого файла нет в «Загруженных документах»"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_right_is_said_beside_its_field(
    world: World, kind: str, other: dict[str, Any], expected: dict[str, str]
) -> None:
    answer = await ask(world, "POST", f"{HOME}/{kind}", BODIES[kind] | other)
    assert fields_of(answer) == expected
    assert (await listed(world, kind))["total"] == 0


@pytest.mark.parametrize("body", [None, [], "text", 1, {}, {"substance": None}, {"substance": "a", "evil": 1}])
async def test_a_body_that_nobody_would_write_is_refused(world: World, body: object) -> None:
    answer = await ask(world, "POST", ALLERGIES, body)
    assert answer.status_code == 422
    assert "evil" not in answer.text


async def test_text_that_no_database_keeps_is_refused(world: World) -> None:
    head = {"Authorization": f"Bearer {await world.token('anna')}", "Content-Type": "application/json"}
    for content in (b'{"substance": "a\\u0000b"}', b'{"substance": NaN}', b'{"substance": "\\ud800"}', b"{"):
        answer = await world.http.post(ALLERGIES, content=content, headers=head)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed_body")


async def test_typed_lines_are_tidied_and_paragraphs_are_kept(world: World) -> None:
    entry = await enter(world, "visits", speciality="  Детский   ортодонт ", note=" Первая строка\nвторая ")
    assert (entry["speciality"], entry["note"]) == ("Детский ортодонт", "Первая строка\nвторая")


async def test_the_other_parent_sees_and_corrects_and_the_history_says_who(world: World) -> None:
    await world.open_to("nobody", CHILD)
    entry = await enter(world)
    seen = (await listed(world, name="nobody"))["items"][0]
    assert (seen["author"], seen["mine"]) == ("Anna Петровна\u00a0Т.", False)
    answer = await ask(world, "PUT", f"{ALLERGIES}/{entry['id']}", BIRCH | {"severity": "SEVERE"}, name="nobody")
    assert (answer.status_code, answer.json()["severity"], answer.json()["changedBy"]) == (200, "SEVERE", "Вы")
    mine = (await listed(world))["items"][0]
    assert (mine["author"], mine["changedBy"]) == ("Вы", "Nobody Петровна\u00a0Т.")
    assert [(one["what"], one["actor"], one["mine"]) for one in mine["history"]] == [
        ("ENTERED", "Вы", True), ("CHANGED", "Nobody Петровна\u00a0Т.", False),
    ]  # fmt: skip


async def test_a_correction_that_changes_nothing_is_no_change(world: World) -> None:
    entry = await enter(world)
    answer = await ask(world, "PUT", f"{ALLERGIES}/{entry['id']}", BIRCH)
    assert (answer.status_code, answer.json()) == (200, entry)


async def test_a_correction_of_an_older_state_is_refused(world: World) -> None:
    entry = await enter(world)
    path = f"{ALLERGIES}/{entry['id']}"
    tag = (await ask(world, "GET", path)).headers["ETag"]
    first = await ask(world, "PUT", path, BIRCH | {"note": "раз"}, If_Match=tag)
    assert first.status_code == 200
    for method, body in (("PUT", BIRCH | {"note": "два"}), ("DELETE", None)):
        stale = await ask(world, method, path, body, If_Match=tag)
        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert (await ask(world, "GET", path)).headers["ETag"] == first.headers["ETag"]
    again = await ask(world, "PUT", path, BIRCH | {"note": "два"}, If_Match=first.headers["ETag"])
    assert (again.status_code, again.json()["note"]) == (200, "два")


async def test_of_corrections_at_once_over_one_state_one_is_kept(world: World) -> None:
    entry = await enter(world)
    path = f"{ALLERGIES}/{entry['id']}"
    tag = (await ask(world, "GET", path)).headers["ETag"]
    answers = await asyncio.gather(
        *(ask(world, "PUT", path, BIRCH | {"note": f"{number}"}, If_Match=tag) for number in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 5]


async def test_what_is_taken_away_is_gone_and_comes_back_whole(world: World) -> None:
    entry = await enter(world)
    path, key = f"{ALLERGIES}/{entry['id']}", str(uuid4())
    statuses = [(await ask(world, "DELETE", path, Idempotency_Key=key)).status_code for _ in range(2)]
    assert statuses == [204, 204]
    assert (await listed(world))["items"] == []
    for method, body in (("GET", None), ("PUT", BIRCH), ("DELETE", None)):
        assert (await ask(world, method, path, body)).status_code == 404
    back = await ask(world, "POST", f"{path}/restore")
    assert (back.status_code, back.json()["substance"]) == (200, "Пыльца берёзы")
    assert [one["what"] for one in back.json()["history"]] == ["ENTERED", "REMOVED", "RESTORED"]
    again = await ask(world, "POST", f"{path}/restore")
    assert again.json() == back.json()


async def test_an_entry_sent_twice_with_one_key_is_one_entry(world: World) -> None:
    key = str(uuid4())
    answers = await asyncio.gather(*(ask(world, "POST", ALLERGIES, BIRCH, Idempotency_Key=key) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert (await listed(world))["total"] == 1
    other = await ask(world, "POST", ALLERGIES, BIRCH | {"note": "другая"}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_the_newest_stands_first_and_pages_follow(world: World) -> None:
    names = ["Арахис", "Соя", "Рыба"]
    for name in names:
        await enter(world, substance=name)
        world.clock.advance(MINUTE)
    first = (await ask(world, "GET", f"{ALLERGIES}?limit=2")).json()
    assert ([one["substance"] for one in first["items"]], first["total"]) == (["Рыба", "Соя"], 3)
    rest = (await ask(world, "GET", f"{ALLERGIES}?limit=2&cursor={first['nextCursor']}")).json()
    assert ([one["substance"] for one in rest["items"]], rest["nextCursor"]) == (["Арахис"], None)
    assert (await ask(world, "GET", f"{ALLERGIES}?cursor=nonsense")).status_code == 422


async def test_the_tile_of_the_card_counts_what_was_entered(world: World) -> None:
    async def told() -> tuple[int, str | None]:
        items = (await ask(world, "GET", f"/patients/{CHILD}/sections")).json()["items"]
        (tile,) = [one for one in items if one["section"] == "child-data"]
        return tile["count"], tile["newest"]

    assert await told() == (0, None)
    entry = await enter(world)
    await enter(world, "injuries")
    assert await told() == (2, "2026-11-22")
    await ask(world, "DELETE", f"{ALLERGIES}/{entry['id']}")
    assert await told() == (1, "2026-11-22")


async def test_a_file_is_one_of_this_cards_uploads(world: World) -> None:
    mine, theirs, visit = an_upload(), an_upload(patient_id=OTHER_CHILD), a_visit()
    await world.add(mine, theirs, visit)
    entry = await enter(world, "vaccinations", attachmentIds=[str(mine.id), str(mine.id)])
    assert entry["attachmentIds"] == [str(mine.id)]
    for wrong in (theirs.id, visit.id):
        answer = await ask(
            world, "POST", f"{HOME}/vaccinations", BODIES["vaccinations"] | {"attachmentIds": [str(wrong)]}
        )
        assert list(fields_of(answer)) == ["attachmentIds"]


async def test_a_first_page_an_entry_and_the_summary_are_one_read_each(world: World) -> None:
    for number in range(3):
        await enter(world, substance=f"Орех {number}")
    entry = await enter(world)
    await world.forget_journal()
    first = await ask(world, "GET", f"{ALLERGIES}?limit=1")
    await ask(world, "GET", f"{ALLERGIES}?limit=1&cursor={first.json()['nextCursor']}")
    await ask(world, "GET", f"{ALLERGIES}/{entry['id']}")
    await ask(world, "GET", HOME)
    await ask(world, "PUT", f"{ALLERGIES}/{entry['id']}", BIRCH)
    rows = [(row.what, row.section, row.record_id and str(row.record_id)) for row in await world.journal()]
    assert rows == [
        ("LIST", "child-data", None), ("RECORD", "child-data", entry["id"]), ("LIST", "child-data", None),
    ]  # fmt: skip


async def test_there_is_an_end_to_entries(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emias_app.mock_server.services.child_data.MOST_ENTRIES", 2)
    for _ in range(2):
        await enter(world)
    over = await ask(world, "POST", ALLERGIES, BIRCH)
    assert (over.status_code, over.json()["code"]) == (409, "too_many_entries")


class TestBesideTheClinic:
    """The clinic's own facts, and where the two disagree."""

    async def test_the_clinics_record_stands_beside_and_a_conflict_is_named(self, world: World) -> None:
        denial = a_visit(date=date(2024, 5, 6), anamnesis="Болен третий день. Аллергии на лекарства не отмечалось.")
        await world.add(denial)
        drug = await enter(world, substance="Амоксициллин", since="2021")
        await enter(world)
        page = await listed(world)
        (fact,) = page["clinic"]
        assert (fact["title"], fact["isDenial"], fact["recordId"]) == (
            "Аллергии на лекарства не отмечалось", True, str(denial.id),
        )  # fmt: skip
        (conflict,) = page["conflicts"]
        assert (conflict["entryId"], conflict["recordId"]) == (drug["id"], str(denial.id))
        assert "6 мая 2024" in conflict["text"]

    async def test_what_the_parent_writes_leaves_the_clinics_record_as_it_was(self, world: World) -> None:
        visit = a_visit(anamnesis="Аллергии нет.")
        await world.add(visit)
        before = (await ask(world, "GET", f"/patients/{CHILD}/visits/{visit.id}")).content
        entry = await enter(world)
        await ask(world, "DELETE", f"{ALLERGIES}/{entry['id']}")
        assert (await ask(world, "GET", f"/patients/{CHILD}/visits/{visit.id}")).content == before

    async def test_facts_and_conflicts_come_with_the_first_page_only(self, world: World) -> None:
        await world.add(a_visit(anamnesis="Аллергии нет."))
        for number in range(2):
            await enter(world, substance=f"Рыба {number}")
        first = (await ask(world, "GET", f"{ALLERGIES}?limit=1")).json()
        assert (len(first["clinic"]), len(first["conflicts"])) == (1, 2)
        rest = (await ask(world, "GET", f"{ALLERGIES}?limit=1&cursor={first['nextCursor']}")).json()
        assert (rest["clinic"], rest["conflicts"]) == ([], [])

    async def test_each_kind_finds_its_records_in_the_card(self, world: World) -> None:
        arm = Diagnosis(code="S52.5", name="Перелом нижнего конца лучевой кости")
        treated = a_discharge().treatment[0].model_copy(update={"name": "Лапароскопическая аппендэктомия"})
        await world.add(
            a_visit(diagnoses=[arm], anamnesis="Упал. У матери близорукость."), a_discharge(treatment=[treated]),
            a_prescription(), an_immunization(), an_immunization(patient_id=OTHER_CHILD),
        )  # fmt: skip
        found = {kind: [fact["title"] for fact in (await listed(world, kind))["clinic"]] for kind in BODIES}
        assert found == {
            "allergies": [],
            "medications": ["Амоксициллин, суспензия 250 мг/5 мл"],
            "injuries": ["Перелом нижнего конца лучевой кости"],
            "surgeries": ["Лапароскопическая аппендэктомия"],
            "family-history": ["У матери близорукость"],
            "vaccinations": ["Корь, краснуха, паротит"],
            "visits": [],
        }


class TestTheDoctor:
    """``/clinic/patients/{pid}/child-data``."""

    PATH = f"/clinic/patients/{CHILD}/child-data"

    async def test_without_a_token_or_as_a_parent_there_is_nothing(self, world: World) -> None:
        assert (await world.get(self.PATH)).status_code == 401
        assert (await ask(world, "GET", self.PATH)).status_code == 404

    async def test_the_registrar_is_refused_and_nothing_is_read(self, world: World) -> None:
        await enter(world)
        await world.forget_journal()
        answer = await ask(world, "GET", self.PATH, name="registrar")
        assert (answer.status_code, answer.json()["code"]) == (403, "doctor_only")
        assert await world.journal() == []

    async def test_an_unknown_patient_is_not_found(self, world: World) -> None:
        for pid in (uuid4(), "nonsense"):
            answer = await ask(world, "GET", f"/clinic/patients/{pid}/child-data", name="doctor")
            assert answer.status_code == 404

    async def test_the_doctor_sees_at_once_who_entered_what_and_it_is_journalled(self, world: World) -> None:
        await world.add(a_visit(anamnesis="Аллергии нет."))
        entry = await enter(world)
        await world.forget_journal()
        answer = await ask(world, "GET", self.PATH, name="doctor")
        kinds = {one["kind"]: one for one in answer.json()["items"]}
        assert list(kinds) == [kind.value for kind in ChildDataKind]
        (seen,) = kinds["allergies"]["items"]
        assert (seen["id"], seen["author"], seen["mine"]) == (
            entry["id"], "Тестова Anna Петровна, законный представитель", False,
        )  # fmt: skip
        assert len(kinds["allergies"]["clinic"]) == len(kinds["allergies"]["conflicts"]) == 1
        assert [(row.what, row.section) for row in await world.journal()] == [("LIST", "child-data")]

    async def test_the_parent_reads_in_the_journal_that_the_doctor_looked(self, world: World) -> None:
        await ask(world, "GET", self.PATH, name="doctor")
        newest = (await ask(world, "GET", f"/patients/{CHILD}/access-log")).json()["items"][0]
        assert newest["text"] == "Врач Тестова О.\u00a0И. открыла раздел «Данные о ребенке» в программе поликлиники"


async def test_the_plan_gets_the_vaccinations_that_parents_entered_oldest_first(world: World) -> None:
    await enter(world, "vaccinations", on="2026-06-01")
    gone = await enter(world, "vaccinations", on="2025-01-09")
    await enter(world, "vaccinations", on="2024-03-02", infections=["hepatitis_a"], dose=None)
    await ask(world, "DELETE", f"{HOME}/vaccinations/{gone['id']}")
    given = await world.backend.store.read(lambda session: parent_vaccinations(session, CHILD))
    assert [(one.on, one.infections, one.dose) for one in given] == [
        (date(2024, 3, 2), ["hepatitis_a"], None), (date(2026, 6, 1), ["varicella"], "V1"),
    ]  # fmt: skip
