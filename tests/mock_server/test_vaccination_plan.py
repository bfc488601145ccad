"""The plan over HTTP, its calendar file and the certificate: signed out, someone else's, success."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar, Component
from pypdf import PdfReader

from emias_app.domain.vaccination import ExemptionKind
from emias_app.mock_server.store.schema import VaccinationExemptionRow
from emias_app.models.overview import Overview
from emias_app.models.vaccination import DoseStatus, PlannedDose, VaccinationPlan
from tests.support.card_world import OTHER_CHILD, World
from tests.support.records import CHILD, an_immunization

pytestmark = pytest.mark.anyio

PLAN = f"/patients/{CHILD}/vaccination-plan"
ICS = f"{PLAN}.ics"
CERTIFICATE = f"/patients/{CHILD}/vaccination-certificate.pdf"
ALL = (PLAN, ICS, CERTIFICATE)
TODAY = date(2026, 11, 22)


async def exempt(world: World, kind: ExemptionKind, until: date | None, *targets: str) -> None:
    row = VaccinationExemptionRow(
        id=uuid4(), patient_id=CHILD, kind=kind.value, targets=list(targets), since=TODAY - timedelta(days=10),
        until=until, reason="По решению родителей",
    )  # fmt: skip
    await world.backend.store.write(lambda session: session.add(row))


async def plan_of(world: World, query: str = "") -> dict[str, PlannedDose]:
    answer = await world.get(PLAN + query, await world.token("anna"))
    assert answer.status_code == 200, answer.text
    found = VaccinationPlan.model_validate_json(answer.content)
    assert found.total == len(found.items)
    return {dose.code: dose for dose in found.items}


async def events_of(world: World, query: str = "") -> dict[str, Component]:
    answer = await world.get(ICS + query, await world.token("anna"))
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("path", ALL)
async def test_nothing_is_told_to_whoever_is_signed_out(world: World, path: str) -> None:
    assert (await world.get(path)).status_code == 401


@pytest.mark.parametrize("path", ALL)
async def test_anothers_child_is_not_found(world: World, path: str) -> None:
    other = path.replace(str(CHILD), str(OTHER_CHILD))
    assert (await world.get(other, await world.token("anna"))).status_code == 404
    assert await world.journal() == []


@pytest.mark.parametrize("path", [PLAN, ICS])
async def test_a_broken_query_is_refused_in_russian_after_the_access(world: World, path: str) -> None:
    answer = await world.get(f"{path}?moscow=%00maybe", await world.token("anna"))
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "moscow")
    assert (await world.get(f"{path}?moscow=maybe", await world.token("other"))).status_code == 404


async def test_the_plan_tells_every_dose_with_its_reason(world: World) -> None:
    await world.add(an_immunization(date=date(2024, 11, 20), targets=["polio"], dose="V1", product="Полимилекс"))
    found = await plan_of(world)
    done = found["polio-V1"]
    assert (done.status, done.product, done.date) == (DoseStatus.DONE, "Полимилекс", date(2024, 11, 20))
    assert done.record_id is not None
    assert all(dose.reason for dose in found.values())
    assert found["polio-V2"].status in (DoseStatus.OVERDUE, DoseStatus.DUE)


async def test_statuses_are_lower_case_on_the_wire(world: World) -> None:
    answer = await world.get(PLAN, await world.token("anna"))
    items = answer.json()["items"]
    assert {item["status"] for item in items} <= {"done", "due", "overdue", "coming", "contraindicated", "refused"}
    assert {"code", "dose", "status", "reason", "earliest", "date", "uncertain"} <= set(items[0])
    assert answer.headers["etag"]


async def test_the_moscow_layer_is_asked_for(world: World) -> None:
    assert not [dose for dose in (await plan_of(world)).values() if dose.layer == "MOSCOW"]
    assert [dose for dose in (await plan_of(world, "?moscow=true")).values() if dose.layer == "MOSCOW"]


async def test_a_medical_exemption_and_a_refusal_are_respected(world: World) -> None:
    await exempt(world, ExemptionKind.MEDICAL, TODAY + timedelta(days=30), "measles")
    await exempt(world, ExemptionKind.REFUSAL, None, "influenza")
    found = await plan_of(world)
    assert (found["mmr-V"].status, found["mmr-V"].until) == (
        DoseStatus.CONTRAINDICATED, TODAY + timedelta(days=30))  # fmt: skip
    assert found["influenza-2026"].status is DoseStatus.REFUSED


async def test_a_tuberculin_test_is_no_vaccination(world: World) -> None:
    await world.add(an_immunization(date=date(2025, 1, 1), kind="TUBERCULIN", targets=["polio"], dose="V1"))
    assert (await plan_of(world))["polio-V1"].status is not DoseStatus.DONE


@pytest.mark.parametrize("query", ["", "?moscow=true"])
async def test_the_overview_and_the_plan_agree_on_the_next_dose(world: World, query: str) -> None:
    await world.add(an_immunization(date=date(2024, 11, 20), targets=["polio"], dose="V1"))
    answer = await world.get(f"/patients/{CHILD}/overview{query}", await world.token("anna"))
    told = Overview.model_validate_json(answer.content).next_dose
    first = next(iter((await plan_of(world, query)).values()))
    assert told is not None
    assert (told.code, told.title, told.dose, told.reason) == (
        first.code, first.title, first.dose_title, first.reason)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "what", "section"),
    [(PLAN, "PLAN", None), (ICS, "PLAN", None), (CERTIFICATE, "PDF", "vaccinations")],
)
async def test_a_read_leaves_one_row_in_the_journal(world: World, path: str, what: str, section: str | None) -> None:
    assert (await world.get(path, await world.token("anna"))).status_code == 200
    assert [(row.what, row.section) for row in await world.journal()] == [(what, section)]


async def test_the_calendar_file_holds_whole_days_with_reminders(world: World) -> None:
    found, events = await plan_of(world), list((await events_of(world)).values())
    coming = [dose for dose in found.values() if dose.status is DoseStatus.COMING]
    days = {event.decoded("DTSTART") for event in events}
    assert all(not isinstance(day, datetime) for day in days)
    assert {dose.earliest for dose in coming} <= days
    assert min(days) == TODAY
    for event in events:
        assert event.decoded("DTEND") == event.decoded("DTSTART") + timedelta(days=1)
        assert str(event["SUMMARY"]).startswith("Прививка: ")
        alarms = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
        is_now = event.decoded("DTSTART") == TODAY
        assert alarms == (
            [timedelta(hours=9)] if is_now else [timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)]
        )
        assert all(alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"] for alarm in event.walk("VALARM"))


async def test_an_events_uid_outlives_the_day_and_the_day_moves(world: World) -> None:
    before = await events_of(world)
    await world.add(an_immunization(date=date(2026, 11, 20), targets=["polio"], dose="V1"))
    after = await events_of(world)
    moved = [uid for uid in set(before) & set(after) if before[uid]["DTSTART"].dt != after[uid]["DTSTART"].dt]
    assert moved
    assert len(before) - len(after) == 1


async def test_what_is_done_refused_or_never_possible_is_not_reminded_of(world: World) -> None:
    before = await events_of(world)
    await exempt(world, ExemptionKind.REFUSAL, None, "influenza")
    await exempt(world, ExemptionKind.MEDICAL, None, "measles")
    titles = " ".join(str(event["SUMMARY"]) for event in (await events_of(world)).values())
    assert "Грипп" not in titles
    assert "Корь" not in titles
    assert "Грипп" in " ".join(str(event["SUMMARY"]) for event in before.values())


async def test_a_dose_that_waits_for_an_exemption_is_reminded_of_the_day_after(world: World) -> None:
    await exempt(world, ExemptionKind.MEDICAL, TODAY + timedelta(days=30), "measles")
    events = (await events_of(world)).values()
    days = {event.decoded("DTSTART") for event in events if "Корь" in str(event["SUMMARY"])}
    assert min(days) == TODAY + timedelta(days=31)


async def test_the_calendar_file_is_a_calendar_by_its_headers(world: World) -> None:
    answer = await world.get(ICS, await world.token("anna"))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "filename*=UTF-8''%D0%9F%D1%80" in answer.headers["content-disposition"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


async def test_the_certificate_holds_what_was_given_in_two_languages(world: World) -> None:
    await world.add(
        an_immunization(date=date(2024, 11, 20), targets=["polio"], dose="RV1", product="Полимилекс", series="A1"),
        an_immunization(date=date(2025, 1, 1), kind="TUBERCULIN", targets=["tuberculosis"], dose="проба"),
    )
    answer = await world.get(CERTIFICATE, await world.token("anna"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)
    for word in ("Сертификат о профилактических прививках", "Certificate of vaccination", "Полиомиелит",
                 "Poliomyelitis", "1-я ревакцинация", "booster 1", "Полимилекс", "серия A1", "20.11.2024"):  # fmt: skip
        assert word in words, word
    assert "проба" not in words


async def test_a_certificate_of_nothing_says_so(world: World) -> None:
    answer = await world.get(CERTIFICATE, await world.token("anna"))
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Записей о прививках нет" in words


async def test_a_vaccination_that_a_parent_entered_counts_and_is_marked(world: World) -> None:
    token = await world.token("anna")
    body = {
        "infections": ["polio"],
        "on": "2024-11-20",
        "dose": "V1",
        "product": "Полимилекс",
        "clinic": "Клиника «Мир»",
    }
    entered = await world.http.post(
        f"/patients/{CHILD}/child-data/vaccinations", headers={"Authorization": f"Bearer {token}"}, json=body
    )
    assert entered.status_code == 201, entered.text
    found = (await plan_of(world))["polio-V1"]
    assert (found.status, found.date, found.by_parent) == (DoseStatus.DONE, date(2024, 11, 20), True)
    assert (found.product, found.organisation, found.record_id) == ("Полимилекс", "Клиника «Мир»", None)
    assert str(found.entry_id) == entered.json()["id"]
    assert found.reason.endswith(", внесено родителем")
    pdf = await world.get(CERTIFICATE, token)
    words = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages).split())
    assert "Reported by the parent" in words
    removed = await world.http.delete(
        f"/patients/{CHILD}/child-data/vaccinations/{entered.json()['id']}",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert removed.status_code in (200, 204)
    assert (await plan_of(world))["polio-V1"].status is not DoseStatus.DONE
