"""What an archive brings never speaks in the clinic's name: whoever reads a card is told, or is not shown it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from emias_app.models.growth import BodyMeasures
from emias_app.models.records import Diagnosis
from tests.support.archives import CARD, bring, taken
from tests.support.card_world import World, card_world
from tests.support.records import (
    a_certificate,
    a_lab,
    a_prescription,
    a_visit,
    an_immunization,
)

pytestmark = pytest.mark.anyio

NUTS = Diagnosis(code="T78.0", name="Анафилактический шок на арахис")
NOT_CONFIRMED = "из архива, поликлиника не подтверждала"


@pytest.fixture
async def forged(tmp_path: Path, anyio_backend: str) -> AsyncIterator[bytes]:
    """An archive of the same child with records that the clinic has never made."""
    async with card_world(tmp_path / "forger") as other:
        await other.add(
            a_visit(
                date=date(2026, 11, 20), diagnoses=[NUTS], anamnesis="Аллергия на арахис, анафилаксия.",
                measures=BodyMeasures(height=181.5, weight=77.5), examination="Рост 181,5 см, масса 77,5 кг",
            ),
            a_prescription(date=date(2026, 11, 20), medicine="Адреналин", inn_name="Адреналин"),
            a_lab(haemoglobin=41, date=date(2026, 11, 20)),
            an_immunization(
                date=date(2019, 4, 1), targets=["measles", "mumps", "rubella"], dose="V", series="ПОДДЕЛКА",
                organisation="Детская городская поликлиника № 0",
            ),
            a_certificate(date=date(2026, 11, 20), title="Поддельная справка"),
        )  # fmt: skip
        yield await taken(other)


async def as_anna(world: World, path: str) -> Any:
    answer = await world.get(f"{CARD}/{path}", await world.token("anna"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def words_of(pdf: bytes) -> str:
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(pages.replace("\N{NO-BREAK SPACE}", " ").split())


async def test_the_doctor_reads_no_forged_fact_as_the_clinics(world: World, forged: bytes) -> None:
    assert (await bring(world, forged)).status_code == 200
    answer = await world.get(f"/clinic{CARD}/child-data", await world.token("doctor"))
    assert answer.status_code == 200
    assert [kind["clinic"] for kind in answer.json()["items"]] == [[]] * 7
    for word in ("арахис", "T78.0", "Адреналин", "ПОДДЕЛКА"):
        assert word not in answer.text


async def test_the_parents_own_page_tells_no_forged_fact_either(world: World, forged: bytes) -> None:
    await bring(world, forged)
    for kind in ("allergies", "medications", "vaccinations"):
        assert (await as_anna(world, f"child-data/{kind}"))["clinic"] == []
    assert {one["clinicTotal"] for one in (await as_anna(world, "child-data"))["items"]} == {0}


async def test_the_clinics_own_facts_stay_beside_an_archive(world: World, forged: bytes) -> None:
    await world.add(a_visit(diagnoses=[Diagnosis(code="J30.1", name="Поллиноз")]))
    await bring(world, forged)
    facts = (await as_anna(world, "child-data/allergies"))["clinic"]
    assert [fact["title"] for fact in facts] == ["Поллиноз"]


async def test_a_dose_of_an_archive_is_marked_in_the_plan(world: World, forged: bytes) -> None:
    await bring(world, forged)
    doses = {one["code"]: one for one in (await as_anna(world, "vaccination-plan"))["items"]}
    done = [one for one in doses.values() if one["status"] == "done"]
    assert len(done) == 1
    assert done[0]["byParent"]
    assert done[0]["reason"].endswith(NOT_CONFIRMED)


async def test_the_clinics_dose_comes_before_one_of_an_archive(world: World, forged: bytes) -> None:
    await world.add(
        an_immunization(date=date(2019, 4, 1), targets=["measles", "mumps", "rubella"], dose="V", series="Б1")
    )
    await bring(world, forged)
    (done,) = [one for one in (await as_anna(world, "vaccination-plan"))["items"] if one["status"] == "done"]
    assert (done["byParent"], done["series"]) == (False, "Б1")


async def test_the_certificate_of_vaccinations_does_not_name_the_clinic(world: World, forged: bytes) -> None:
    await bring(world, forged)
    answer = await world.get(f"{CARD}/vaccination-certificate.pdf", await world.token("anna"))
    words = words_of(answer.content)
    assert "ПОДДЕЛКА" in words
    assert "несено родителем" in words


async def test_a_paper_of_an_archive_is_no_form_of_the_clinic(world: World, forged: bytes) -> None:
    await bring(world, forged)
    token = await world.token("anna")
    for section in ("visits", "labs", "certificates", "prescriptions"):
        (row,) = (await as_anna(world, section))["items"]
        told = await as_anna(world, f"{section}/{row['id']}/document")
        assert (told["organisation"], told["author"], told["paper"]) == ("Из архива медкарты", None, None)
        pdf = await world.get(f"{CARD}/{section}/{row['id']}/document.pdf", token)
        words = words_of(pdf.content)
        before, said, _ = words.partition("не подтверждала. По словам архива:")
        assert said
        assert "поликлиника № 0" not in before
        assert "подпись" not in words


async def test_growth_and_trends_mark_what_came_from_an_archive(world: World, forged: bytes) -> None:
    await world.add(a_visit(measures=BodyMeasures(height=130, weight=28)), a_lab(haemoglobin=125))
    await bring(world, forged)
    charts = {one["indicator"]: one["points"] for one in (await as_anna(world, "growth"))["charts"]}
    marks = {point["value"]: point["importedOn"] for point in charts["HEIGHT"]}
    assert marks == {130: None, 181.5: "2026-11-22"}
    assert [point["importedOn"] for point in charts["BMI"]] == [None, "2026-11-22"]
    trend = await as_anna(world, "lab-trends?code=HGB")
    assert [(one["value"], one["importedOn"]) for one in trend["items"]] == [(41, "2026-11-22"), (125, None)]


async def test_a_clinics_analysis_is_not_drawn_beside_values_of_an_archive(world: World) -> None:
    async with card_world(world.backend.settings.data_dir / "forger") as other:
        await other.add(a_lab(haemoglobin=41, date=date(2020, 5, 5)))
        archive = await taken(other)
    own = a_lab(haemoglobin=125)
    await world.add(own)
    await bring(world, archive)
    assert "41.0" not in (await world.get(f"{CARD}/labs/{own.id}/document", await world.token("anna"))).text


async def test_home_tells_nothing_of_an_archive_as_new_or_ahead(world: World, forged: bytes) -> None:
    token = await world.token("anna")
    await world.get(f"{CARD}/sections", token)
    await bring(world, forged)
    home = await as_anna(world, "overview")
    assert (home["fresh"], home["ahead"]) == ([], [])
    assert home["lastVisit"]["importedOn"] == "2026-11-22"
    sections = (await world.get(f"{CARD}/sections", token)).json()["items"]
    assert [one["fresh"] for one in sections if one["count"]] == [[]] * 5


async def test_the_summary_keeps_an_archive_apart(world: World, forged: bytes) -> None:
    await bring(world, forged)
    answer = await world.get(f"{CARD}/export/summary.pdf", await world.token("anna"))
    clinics, heading, archived = words_of(answer.content).partition("Из архива, который загрузил родитель.")
    assert heading
    for word in ("Адреналин", "181,5", "Поддельная"):
        assert word not in clinics, word
    assert "Адреналин" in archived


async def test_an_allergy_of_an_archive_stands_first_and_marked_in_the_summary(world: World, forged: bytes) -> None:
    await bring(world, forged)
    answer = await world.get(f"{CARD}/export/summary.pdf", await world.token("anna"))
    first = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    words = " ".join(first.split())
    assert "арахис (T78.0). Из архива, поликлиника не подтверждала" in words
    assert "Отмечено врачом" not in words
    assert "Есть записи из архива" in words


async def test_the_patient_summary_confirms_nothing_of_an_archive(world: World, forged: bytes) -> None:
    await bring(world, forged)
    bundle = await as_anna(world, "export/ips.json")
    made = [one["resource"] for one in bundle["entry"]]
    (problem,) = [one for one in made if one["resourceType"] == "Condition"]
    assert problem["verificationStatus"]["coding"][0]["code"] == "unconfirmed"
    (dose,) = [one for one in made if one["resourceType"] == "Immunization"]
    assert (dose["primarySource"], dose["reportOrigin"]["text"].casefold()) == (False, NOT_CONFIRMED)
    assert "performer" not in dose
    assert not [one for one in made if one["resourceType"] in ("Observation", "MedicationStatement", "Flag")]


async def test_a_record_that_the_clinic_is_about_to_make_keeps_its_place(world: World) -> None:
    coming = a_lab(title="Анализ поликлиники")
    async with card_world(world.backend.settings.data_dir / "forger") as other:
        await other.add(coming.model_copy(update={"title": "Подделка"}))
        archive = await taken(other)
    await world.will_come(coming)
    assert (await bring(world, archive)).status_code == 200
    await world.backend.run_due()
    rows = (await as_anna(world, "labs"))["items"]
    assert {(row["title"], row["importedOn"]) for row in rows} == {
        ("Подделка", "2026-11-22"),
        ("Анализ поликлиники", None),
    }
    assert {row["id"] for row in rows if row["importedOn"] is None} == {str(coming.id)}
