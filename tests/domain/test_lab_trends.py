"""A показатель across years: its values, the norm that steps with age, plain words on what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from emias_app.domain.lab_trends import about, named, norm_steps, values_of
from emias_app.domain.labs import ANALYTES, PANELS, measured, reference
from emias_app.models.base import Sex
from emias_app.models.lab_trend import NormStep
from tests.support.records import a_lab

BIRTH = date(2018, 3, 14)
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Seen:
    date: date
    low: float | None
    high: float | None


def seen(code: str, *days: date, sex: Sex = Sex.MALE) -> list[Seen]:
    found = []
    for day in days:
        norm = reference(ANALYTES[code], BIRTH, sex, day)
        found.append(Seen(day, norm.low if norm else None, norm.high if norm else None))
    return found


def steps(values: list[Seen], code: str = "HGB") -> list[NormStep]:
    return norm_steps(code, values, BIRTH, Sex.MALE, decimals=0, today=TODAY)


def test_the_norm_steps_on_the_day_the_age_does() -> None:
    turns = BIRTH + timedelta(days=2557)
    found = steps(seen("HGB", date(2024, 5, 2), date(2026, 11, 18)))
    assert [(step.since, step.until, step.text) for step in found] == [
        (date(2024, 5, 2), turns - timedelta(days=1), "110–140"),
        (turns, TODAY, "110–145"),
    ]


def test_every_value_lies_in_the_step_of_its_day() -> None:
    days = [BIRTH + timedelta(days=number) for number in range(0, 3100, 37)]
    values = seen("HGB", *days)
    found = steps(values)
    for value in values:
        (step,) = [one for one in found if one.since <= value.date <= one.until]
        assert (step.low, step.high) == (value.low, value.high)


def test_what_another_laboratory_printed_is_not_mixed_with_our_table() -> None:
    values = [Seen(date(2025, 1, 1), 105, 150), Seen(date(2025, 1, 11), 105, 150), Seen(date(2026, 1, 1), 110, 145)]
    found = steps(values)
    assert [(step.low, step.high) for step in found] == [(105, 150), (110, 145)]
    assert found[0].since == date(2025, 1, 1)
    assert found[-1].until == TODAY
    assert all(any(step.since <= one.date <= step.until for step in found) for one in values)


def test_a_value_without_a_norm_makes_no_step() -> None:
    assert steps([Seen(date(2025, 1, 1), None, None)], "NOBODY-KNOWS") == []
    assert steps([]) == []


def test_a_row_of_a_report_is_a_value_in_words() -> None:
    results = [
        measured(ANALYTES["HGB"], 108, BIRTH, Sex.MALE, date(2026, 11, 18)),
        measured(ANALYTES["U_NIT"], ANALYTES["U_NIT"].words[0], BIRTH, Sex.MALE, date(2026, 11, 18)),
    ]
    report = a_lab(results=[*results, results[0]])
    told = [(result.code, value.text, value.reference, value.flag) for result, value in values_of(report)]
    assert told[0] == ("HGB", "108", "110–145", "LOW")
    assert told[1][:2] == ("U_NIT", ANALYTES["U_NIT"].words[0])
    assert len(told) == 2


@pytest.mark.parametrize("code", sorted(ANALYTES))
def test_every_analyte_of_ours_is_explained_in_plain_words_with_a_source(code: str) -> None:
    told = about(code)
    assert told is not None
    text, source = told
    assert 20 <= len(text) <= 140
    assert text.endswith(".")
    assert source
    for word in ("норм", "повыш", "пониж", "призна", "опасн", "болезн"):
        assert word not in text.casefold(), "what a value means, the doctor says"


def test_nothing_is_made_up_of_what_is_not_known() -> None:
    assert about("NOBODY-KNOWS") is None


def test_an_analyte_is_found_by_the_beginning_of_its_words() -> None:
    names = {analyte.code: analyte.name for panel in PANELS.values() for analyte in panel.analytes}
    assert named(names, "гемогл") == ["HGB", "MCH"] or "HGB" in named(names, "гемогл")
    assert "MCV" in named(names, "ОБЪЕМ эритроц")
    assert "TSH" in named(names, "ттг")
    assert "HGB" in named(names, "hgb")
    assert named(names, "💉") == []
    assert named(names, "глобин") == []
