"""What of a card matters to whoever sees the child for the first time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from emias_app.domain.card_summary import (
    LASTING_GAP,
    LASTING_MEMORY,
    CardContent,
    allergic_diagnoses,
    current_medicines,
    lasting_diagnoses,
    summarise,
    vaccinations_given,
)
from emias_app.domain.documents import Patient
from emias_app.models.base import Sex
from emias_app.models.child_data import OutsideVaccinationDetails
from emias_app.models.records import Diagnosis, HealthInfo, Visit
from tests.support.records import a_health_info, a_lab, a_prescription, a_visit, an_immunization

TODAY = date(2026, 11, 22)
PATIENT = Patient("Тестов", "Артём", "Дмитриевич", date(2018, 3, 14), Sex.MALE)


def seen(code: str, day: date, **values: Any) -> Visit:
    return a_visit(date=day, diagnoses=[Diagnosis(code=code, name=f"Диагноз {code}")], **values)


@pytest.mark.parametrize(
    ("gap", "ago", "is_lasting"),
    [
        (LASTING_GAP, timedelta(0), True),
        (LASTING_GAP - timedelta(days=1), timedelta(0), False),
        (LASTING_GAP, LASTING_MEMORY, True),
        (LASTING_GAP, LASTING_MEMORY + timedelta(days=1), False),
    ],
)
def test_a_diagnosis_lasts_when_it_was_made_again_and_not_too_long_ago(
    gap: timedelta, ago: timedelta, is_lasting: bool
) -> None:
    last = TODAY - ago
    found = lasting_diagnoses([seen("J45.0", last), seen("J45.0", last - gap)], TODAY)
    assert [(one.code, first, end) for one, first, end in found] == (
        [("J45.0", last - gap, last)] if is_lasting else []
    )


@pytest.mark.parametrize("code", ["Z00.1", "J06.9", "J20.9", "A09.9", "S93.4", "R10.4", "H65.0"])
def test_what_passes_by_itself_is_no_lasting_illness(code: str) -> None:
    assert lasting_diagnoses([seen(code, TODAY), seen(code, TODAY - timedelta(days=200))], TODAY) == []


def test_allergic_illnesses_are_told_once_with_the_last_day() -> None:
    visits = [seen("J30.1", TODAY), seen("J30.1", TODAY - timedelta(days=9)), seen("L20.9", date(2020, 1, 1))]
    assert [(one.code, day) for one, day in allergic_diagnoses(visits)] == [
        ("J30.1", TODAY),
        ("L20.9", date(2020, 1, 1)),
    ]


def test_what_is_followed_up_is_not_told_twice() -> None:
    line = a_health_info(kind="FOLLOW_UP", title="Диспансерное наблюдение", value="Астма", note="На учёте, J45.0")
    content = CardContent(health=[line], visits=[seen("J45.0", TODAY), seen("J45.0", TODAY - timedelta(days=90))])
    assert [one.text for one in summarise(PATIENT, content, TODAY).lasting] == ["Астма, «Д»-наблюдение"]


def test_a_follow_up_that_is_over_is_not_told() -> None:
    over: HealthInfo = a_health_info(kind="FOLLOW_UP", value="Астма", until=TODAY - timedelta(days=1))
    assert summarise(PATIENT, CardContent(health=[over]), TODAY).lasting == []


def test_medicines_are_those_that_may_be_taken_now() -> None:
    paper = a_prescription(medicine="А", state="ACTIVE", valid_until=TODAY)
    over = a_prescription(medicine="Б", state="ACTIVE", valid_until=TODAY - timedelta(days=1))
    given = a_prescription(medicine="В", state="DISPENSED", date=TODAY - timedelta(days=60))
    long_ago = a_prescription(medicine="Г", state="DISPENSED", date=TODAY - timedelta(days=61))
    assert [one.medicine for one in current_medicines([paper, over, given, long_ago, paper], TODAY)] == ["А", "В"]


def test_measurements_are_the_last_that_a_doctor_wrote() -> None:
    visits = [
        seen("Z00.1", TODAY, examination="Состояние удовлетворительное."),
        seen("Z00.1", date(2026, 9, 1), examination="Рост 134 см, масса 29,2\u00a0кг. АД 103/68 мм рт. ст."),
        seen("Z00.1", date(2025, 9, 1), examination="Рост 128 см, масса 26 кг."),
    ]
    measures = summarise(PATIENT, CardContent(visits=visits), TODAY).measures
    assert measures == [
        ("Рост", "134\u00a0см, 01.09.2026"),
        ("Масса", "29,2\u00a0кг, 01.09.2026"),
        ("Артериальное давление", "103/68\u00a0мм\u00a0рт.\u00a0ст., 01.09.2026"),
    ]


def test_vaccinations_are_counted_by_infection_and_skin_tests_are_none() -> None:
    first = an_immunization(infections=["Корь", "Краснуха"], date=date(2019, 3, 25))
    second = an_immunization(infections=["Корь"], date=date(2024, 3, 18))
    test = an_immunization(infections=["Туберкулёз"], kind="TUBERCULIN")
    given = vaccinations_given([second, first, test])
    assert [(one.infection, one.text) for one in given] == [
        ("Корь", "2 дозы, 18.03.2024"),
        ("Краснуха", "1 доза, 25.03.2019"),
    ]


def test_vaccinations_that_a_parent_entered_stand_apart_and_say_so() -> None:
    told = [
        OutsideVaccinationDetails(infections=["varicella"], on=date(2026, 6, 23), dose="V1"),
        OutsideVaccinationDetails(infections=["varicella"], on=date(2026, 9, 1), dose="V2"),
    ]
    clinics = an_immunization(date=date(2020, 1, 1), infections=["Ветряная оспа"])
    given = summarise(PATIENT, CardContent(immunizations=[clinics], vaccinations=told), TODAY).given
    assert [(one.infection, one.text) for one in given] == [
        ("Ветряная оспа", "1 доза, 01.01.2020"),
        ("Ветряная оспа", "2 дозы, 01.09.2026, внесено родителем"),
    ]


def test_deviations_are_the_newest_values_of_a_year() -> None:
    good, bad = a_lab(date=date(2026, 11, 1)), a_lab(date=date(2026, 10, 1), abnormal=True)
    assert summarise(PATIENT, CardContent(labs=[good, bad]), TODAY).deviations == []
    told = summarise(PATIENT, CardContent(labs=[bad, good]), TODAY).deviations
    assert told == [("01.10.2026", "Гемоглобин", "104\u00a0г/л", "ниже нормы")]
    assert summarise(PATIENT, CardContent(labs=[a_lab(date=date(2025, 1, 1), abnormal=True)]), TODAY).deviations == []


def test_an_empty_card_has_a_summary_too() -> None:
    summary = summarise(PATIENT, CardContent(), TODAY)
    assert (summary.age, summary.allergies, summary.given) == ("8 лет", [], [])
