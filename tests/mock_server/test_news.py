"""«Новое в медкарте…»: records that enter a card, and who is told of them (product.md §6, §12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.config import Seed
from emias_app.mock_server.seed import cards
from emias_app.mock_server.services.news import announce
from emias_app.mock_server.store.news_schema import ComingRecordRow
from emias_app.mock_server.store.schema import PatientRow
from emias_app.models.records import Record
from emias_app.models.section import SectionSlug
from tests.support.access_roads import Desk, open_card, redeem
from tests.support.demo_site import ANNA, DMITRY, IGOR, DemoSite, Person, patient_id
from tests.support.records import a_lab, a_record
from tests.support.site import NOW

pytestmark = pytest.mark.anyio

ARTEM, SOFIA = patient_id("artem"), patient_id("sofia")


async def on_the_way(demo: DemoSite, child: str, record: Record, **span: float) -> None:
    """Put a record on its way into a demo child's card."""

    def work(session: Session) -> None:
        patient = session.scalars(select(PatientRow).where(PatientRow.first_name == child)).one()
        body = record.model_copy(update={"patient_id": patient.id}).model_dump_json(by_alias=True)
        session.add(
            ComingRecordRow(
                id=record.id, patient_id=patient.id, due_at=demo.clock.now() + timedelta(**span), body_json=body
            )
        )

    await demo.backend.store.write(work)


async def news(person: Person) -> list[tuple[str, str]]:
    items = (await person.get("/notices"))["items"]
    return [(one["title"], one["text"]) for one in items if one["kind"] == "NEW_RECORDS" and not one["read"]]


async def labs_of(person: Person, child: str = "sofia") -> int:
    answer = await open_card(person, child, "labs")
    return int(answer.json()["total"])


async def test_a_record_enters_the_card_when_it_is_due_and_its_people_are_told_once(demo: DemoSite) -> None:
    await redeem(demo.person(DMITRY), await Desk(demo).send_code("sofia", "Дмитрий"))
    before, at_first = await news(demo.person(ANNA)), await labs_of(demo.person(ANNA))
    await on_the_way(demo, "София", a_lab(), hours=22)
    await demo.pass_time("PT21H")
    assert await news(demo.person(ANNA)) == before
    for _ in range(2):
        await demo.pass_time("PT2H")
    told = ("Новое в медкарте Софии", "Появились записи: «Анализы». Их видно после кода из СМС или ПИН-кода.")
    assert await news(demo.person(ANNA)) == [told, *before]
    assert await news(demo.person(DMITRY)) == [told]
    assert await news(demo.person(IGOR)) == []
    assert await labs_of(demo.person(ANNA)) == at_first + 1
    notice = (await demo.person(ANNA).get("/notices"))["items"][0]
    assert (notice["patientId"], notice["read"]) == (SOFIA, False)
    read = await demo.person(ANNA).ask("POST", f"/notices/{notice['id']}/read")
    assert read.json()["read"] is True
    assert await news(demo.person(ANNA)) == before


async def test_several_records_at_once_are_one_notice_that_names_the_sections_only(demo: DemoSite) -> None:
    for record in (a_lab(), a_lab(), a_record(SectionSlug.VISITS)):
        await on_the_way(demo, "Артём", record, hours=1)
    before = await news(demo.person(ANNA))
    await demo.pass_time("PT1H")
    (told, *older) = await news(demo.person(ANNA))
    assert older == before
    assert told[0] == "Новое в медкарте Артёма"
    assert "«Анализы» (2)" in told[1]
    assert "«Приёмы»" in told[1]


async def test_whose_access_has_ended_hears_nothing(demo: DemoSite) -> None:
    desk, dmitry = Desk(demo), demo.person(DMITRY)
    await redeem(dmitry, await desk.send_code("sofia", "Дмитрий"))
    await desk.revoke("sofia", "Дмитрий")

    def tell(session: Session) -> None:
        patient = session.scalars(select(PatientRow).where(PatientRow.first_name == "София")).one()
        announce(session, patient, [a_lab()], demo.clock.now())

    await demo.backend.store.write(tell)
    assert await news(dmitry) == []


def test_the_demo_s_children_get_news_in_the_days_after_the_seeding() -> None:
    coming = {str(card.patient_id): card.coming for card in cards(Seed.DEMO, NOW)}
    assert {patient for patient, news in coming.items() if news} == {ARTEM, SOFIA}
    assert [(one.record.title, one.at.isoformat()) for one in coming[ARTEM]] == [
        ("Ферритин", "2026-11-23T07:30:00+03:00")
    ]
    assert all(one.record.date <= one.at.date() for news in coming.values() for one in news)
    ids = [one.record.id for news in coming.values() for one in news]
    kept = {record.id for card in cards(Seed.DEMO, NOW) for record in card.records}
    assert not kept & set(ids)
