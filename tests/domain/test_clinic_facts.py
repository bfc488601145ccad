"""The clinic's own facts beside a parent's entries, and where the two cannot both be right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from emias_app.domain.clinic_facts import clinic_facts, conflicts_of
from emias_app.models.child_data import (
    Allergy,
    ChildDataEntry,
    ChildDataKind,
    FamilyIllness,
    Medication,
    OutsideVaccination,
    Relative,
    Surgery,
)
from emias_app.models.records import Course, Diagnosis, Record
from tests.support.records import a_discharge, a_prescription, a_visit, an_ambulance_call, an_immunization

K = ChildDataKind
TODAY = date(2026, 11, 22)


def who() -> dict[str, Any]:
    return {"id": uuid4(), "version": 1, "author": "Вы", "mine": True, "entered_at": datetime(2026, 1, 1, tzinfo=UTC)}


def titles(kind: ChildDataKind, *records: Record) -> list[str]:
    return [fact.title for fact in clinic_facts(kind, records, today=TODAY)]


def said(kind: ChildDataKind, entry: ChildDataEntry, *records: Record) -> list[str]:
    found = conflicts_of(kind, [entry], records, today=TODAY)
    assert all(one.entry_id == entry.id for one in found)
    return [one.text for one in found]


def told(anamnesis: str, day: date = date(2024, 5, 6)) -> Record:
    return a_visit(anamnesis=anamnesis, date=day)


class TestAllergies:
    @pytest.mark.parametrize(
        ("sentence", "is_denial"),
        [
            ("Аллергии на лекарства не отмечалось", True),
            ("Аллергия на белок коровьего молока в первый год жизни", False),
            ("Аллергоанамнез не отягощён", True),
            ("Аллергологический анамнез без особенностей", True),
            ("Мама аллергию отрицает", True),
        ],
    )
    def test_a_sentence_on_allergies_is_a_fact(self, sentence: str, is_denial: bool) -> None:
        (fact,) = clinic_facts(K.ALLERGIES, [told(f"Заболел вчера. {sentence}. Привит.")], today=TODAY)
        assert (fact.title, fact.is_denial, fact.date) == (sentence, is_denial, date(2024, 5, 6))

    def test_a_diet_or_a_doctor_is_none(self) -> None:
        assert titles(K.ALLERGIES, told("Гипоаллергенная диета. Наблюдается у аллерголога.")) == []

    def test_diagnoses_of_allergies_are_facts_and_stand_once(self) -> None:
        pollen = Diagnosis(code="J30.1", name="Аллергический ринит, вызванный пыльцой растений")
        visits = [a_visit(diagnoses=[pollen], date=date(year, 5, 1)) for year in (2023, 2024)]
        (fact,) = clinic_facts(K.ALLERGIES, visits, today=TODAY)
        assert (fact.title, fact.detail, fact.date) == (pollen.name, "МКБ-10 J30.1", date(2024, 5, 1))

    def test_a_medicine_that_the_clinic_says_is_borne_is_a_conflict(self) -> None:
        entry = Allergy(substance="Амоксициллин", since="2021", **who())
        assert said(K.ALLERGIES, entry, told("Аллергии на лекарства не отмечалось.")) == [
            "В записи поликлиники от 6 мая 2024\u00a0г.: «аллергии на лекарства не отмечалось»"
        ]

    def test_pollen_says_nothing_against_a_denial_of_medicines_but_against_one_of_all(self) -> None:
        entry = Allergy(substance="Пыльца берёзы", **who())
        assert said(K.ALLERGIES, entry, told("Аллергии на лекарства не отмечалось.")) == []
        assert len(said(K.ALLERGIES, entry, told("Аллергии нет."))) == 1

    @pytest.mark.parametrize(("since", "count"), [("2024-05-06", 1), ("2024-05-07", 0), ("2024", 1), ("2025", 0)])
    def test_what_was_denied_before_it_was_noticed_is_no_conflict(self, since: str, count: int) -> None:
        entry = Allergy(substance="Цефиксим", since=since, **who())
        assert len(said(K.ALLERGIES, entry, told("Аллергии нет."))) == count

    def test_a_prescription_of_a_related_substance_since_then_is_a_conflict(self) -> None:
        entry = Allergy(substance="Антибиотики пенициллинового ряда", since="2025", **who())
        before, after = a_prescription(date=date(2024, 12, 31)), a_prescription(date=date(2026, 2, 1))
        assert said(K.ALLERGIES, entry, before) == []
        assert said(K.ALLERGIES, entry, before, after) == [
            "1 февраля 2026\u00a0г. выписан рецепт: амоксициллин. Покажите эту запись врачу"
        ]
        assert said(K.ALLERGIES, Allergy(substance="Арахис", **who()), after) == []


class TestOtherKinds:
    def test_one_injury_is_one_fact_however_often_it_was_looked_at(self) -> None:
        arm = Diagnosis(code="S52.5", name="Перелом нижнего конца лучевой кости")
        days = (date(2024, 6, 1), date(2024, 6, 20), date(2025, 7, 1))
        facts = clinic_facts(K.INJURIES, [a_visit(diagnoses=[arm], date=day) for day in days], today=TODAY)
        assert [fact.date for fact in facts] == [date(2025, 7, 1), date(2024, 6, 1)]

    def test_an_ambulance_brings_injuries_too_and_a_reaction_is_none(self) -> None:
        head = Diagnosis(code="S06.0", name="Сотрясение головного мозга")
        food = Diagnosis(code="T78.1", name="Другие проявления патологической реакции на пищу")
        assert titles(K.INJURIES, an_ambulance_call(diagnosis=head), a_visit(diagnoses=[food])) == [head.name]

    def test_operations_are_read_from_the_treatment_in_hospital(self) -> None:
        treatment = [
            Course(name="Лапароскопическая аппендэктомия", dose="под общей анестезией", days="1 день"),
            Course(name="Цефтриаксон", dose="50 мг/кг", days="5 дней"),
        ]
        assert titles(K.SURGERIES, a_discharge(treatment=treatment)) == ["Лапароскопическая аппендэктомия"]

    @pytest.mark.parametrize(("on", "count"), [("2023", 1), ("2024-05-05", 1), ("2024-05", 0), (None, 0)])
    def test_an_operation_before_the_day_on_which_there_was_none_is_a_conflict(
        self, on: str | None, count: int
    ) -> None:
        entry = Surgery(what="Аденотомия", on=on, **who())
        assert len(said(K.SURGERIES, entry, told("Рвота. Операций раньше не было."))) == count

    def test_medicines_of_the_last_three_months_may_still_be_taken(self) -> None:
        assert titles(K.MEDICATIONS, a_prescription(date=date(2026, 8, 22))) == ["Амоксициллин, суспензия 250 мг/5 мл"]
        assert titles(K.MEDICATIONS, a_prescription(date=date(2026, 8, 21))) == []

    @pytest.mark.parametrize(
        ("dose", "count"), [("5 мл 3 раза", 0), ("по 5 мл трижды", 0), ("10 мл 3 раза в день", 1), ("", 0)]
    )
    def test_another_dose_than_the_prescribed_is_a_conflict(self, dose: str, count: int) -> None:
        entry = Medication(medicine="Флемоксин", dose=dose, since="2026-11", **who())
        assert len(said(K.MEDICATIONS, entry, a_prescription())) == count

    def test_what_is_told_of_the_family_is_a_fact(self) -> None:
        assert titles(K.FAMILY_HISTORY, told("Наблюдается год. У отца язвенная болезнь.")) == [
            "У отца язвенная болезнь"
        ]
        entry = FamilyIllness(relative=Relative.FATHER, illness="Гастрит", **who())
        assert said(K.FAMILY_HISTORY, entry, told("У отца язвенная болезнь.")) == []

    def test_skin_tests_are_no_vaccinations(self) -> None:
        assert titles(K.VACCINATIONS, an_immunization(), an_immunization(kind="TUBERCULIN")) == [
            "Корь, краснуха, паротит"
        ]

    @pytest.mark.parametrize(
        ("infection", "dose", "day", "count"),
        [
            ("measles", "V", date(2026, 11, 14), 1),
            ("measles", "V", date(2026, 11, 15), 0),
            ("measles", "RV", date(2026, 11, 1), 0),
            ("varicella", "V", date(2026, 11, 1), 0),
            ("measles", None, date(2026, 11, 1), 0),
        ],
    )
    def test_the_same_dose_on_another_day_is_a_conflict(
        self, infection: str, dose: str | None, day: date, count: int
    ) -> None:
        entry = OutsideVaccination(infections=[infection], dose=dose, on=day, **who())
        given = an_immunization(targets=["measles", "rubella", "mumps"])
        assert len(said(K.VACCINATIONS, entry, given)) == count
