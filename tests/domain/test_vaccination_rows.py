"""Every row of the order, both sides of each boundary by a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from emias_app.domain.vaccination import Given, calendar, plan
from emias_app.models.vaccination import DoseStatus, Layer
from tests.support.vaccinations import a_child, by_calendar, dose_of, doses_of, given, status_of

BIRTH = date(2020, 3, 10)
ADULT = date(2038, 3, 10)
DAY = timedelta(days=1)
COMING, DUE, OVERDUE, DONE = DoseStatus.COMING, DoseStatus.DUE, DoseStatus.OVERDUE, DoseStatus.DONE

#: Row of приложение 1, the dose, its first day, and the day from which it is overdue.
ROWS = [
    (1, "hepatitis_b-V1", date(2020, 3, 10), date(2020, 4, 10)),
    (2, "tuberculosis-V", date(2020, 3, 12), date(2020, 4, 12)),
    (3, "hepatitis_b-V2", date(2020, 4, 10), date(2020, 5, 10)),
    (4, "pneumococcal-V1", date(2020, 5, 10), date(2020, 6, 10)),
    (5, "dtp-V1", date(2020, 6, 10), date(2020, 7, 10)),
    (5, "polio-V1", date(2020, 6, 10), date(2020, 7, 10)),
    (5, "hib-V1", date(2020, 6, 10), date(2020, 7, 10)),
    (6, "dtp-V2", date(2020, 7, 25), date(2020, 8, 25)),
    (6, "hib-V2", date(2020, 7, 25), date(2020, 8, 25)),
    (6, "polio-V2", date(2020, 7, 25), date(2020, 8, 25)),
    (6, "pneumococcal-V2", date(2020, 7, 25), date(2020, 8, 25)),
    (7, "dtp-V3", date(2020, 9, 10), date(2020, 10, 10)),
    (7, "hepatitis_b-V3", date(2020, 9, 10), date(2020, 10, 10)),
    (7, "polio-V3", date(2020, 9, 10), date(2020, 10, 10)),
    (7, "hib-V3", date(2020, 9, 10), date(2020, 10, 10)),
    (8, "mmr-V", date(2021, 3, 10), date(2021, 4, 10)),
    (9, "pneumococcal-RV", date(2021, 6, 10), date(2021, 7, 10)),
    (10, "dtp-RV1", date(2021, 9, 10), date(2021, 10, 10)),
    (10, "polio-RV1", date(2021, 9, 10), date(2021, 10, 10)),
    (10, "hib-RV", date(2021, 9, 10), date(2021, 10, 10)),
    (11, "polio-RV2", date(2021, 11, 10), date(2021, 12, 10)),
    (12, "mmr-RV", date(2026, 3, 10), date(2027, 3, 10)),
    (12, "polio-RV3", date(2026, 3, 10), date(2027, 3, 10)),
    (13, "dt-RV2", date(2026, 3, 10), date(2028, 3, 10)),
    (13, "tuberculosis-RV", date(2026, 3, 10), None),
    (14, "dt-RV3", date(2034, 3, 10), date(2035, 3, 10)),
]


def missing(code: str) -> tuple[Given, ...]:
    """By the calendar until the day before the dose, and nothing of its day."""
    return by_calendar(BIRTH, dose_of(code).due(BIRTH) - DAY)


@pytest.mark.parametrize(("row", "code", "due", "late"), ROWS)
def test_a_dose_of_the_order_comes_is_due_and_is_overdue_at_its_age(
    row: int, code: str, due: date, late: date | None
) -> None:
    child = a_child(BIRTH, *missing(code))
    if due > BIRTH:
        before = doses_of(child, due - DAY)[code]
        assert (before.status, before.earliest) == (COMING, due), row
        assert before.reason.startswith("По календарю в ")
    assert status_of(child, code, due) is DUE
    if late is not None:
        assert status_of(child, code, late - DAY) is DUE
        overdue = doses_of(child, late)[code]
        assert (overdue.status, overdue.earliest) == (OVERDUE, due)
        assert overdue.reason.startswith("Срок прошёл ")


@pytest.mark.parametrize(("row", "code", "due", "late"), ROWS)
def test_a_dose_given_on_its_day_is_done_and_the_day_before_it_is_not_there(
    row: int, code: str, due: date, late: date | None
) -> None:
    child = a_child(BIRTH, *missing(code), given(code, due))
    done = doses_of(child, due)[code]
    assert (done.status, done.date, done.earliest) == (DONE, due, due), (row, late)
    if due > BIRTH:
        assert status_of(child, code, due - DAY) is COMING


def test_the_calendar_is_the_rows_of_the_order() -> None:
    assert [row[1] for row in ROWS] == [dose.code for dose in calendar()]


def test_a_newborn_hears_of_every_dose_to_eighteen_years() -> None:
    found = doses_of(a_child(BIRTH), BIRTH)
    assert {dose.code for dose in calendar()} <= set(found)
    assert all(dose.layer is Layer.NATIONAL for dose in found.values())


def test_row_13_offers_bcg_again_up_to_eight_years() -> None:
    child = a_child(BIRTH, *missing("tuberculosis-RV"))
    last = date(2028, 3, 9)
    assert status_of(child, "tuberculosis-RV", last) is DUE
    assert status_of(child, "tuberculosis-RV", last + DAY) is None
    assert doses_of(child, last)["tuberculosis-RV"].uncertain


def test_row_2_missed_is_made_up_for_until_seven_years_after_a_skin_test() -> None:
    child = a_child(BIRTH, *by_calendar(BIRTH, date(2026, 1, 1), without=("tuberculosis-V",)))
    found = doses_of(child, date(2027, 3, 9))["tuberculosis-V"]
    assert (found.status, found.uncertain) == (OVERDUE, True)
    assert found.reason.endswith("До 7 лет, после отрицательной пробы Манту")
    assert status_of(child, "tuberculosis-V", date(2027, 3, 10)) is None
    assert status_of(child, "tuberculosis-RV", date(2027, 3, 10)) is None


def test_row_15_begins_with_adults_and_nothing_is_planned_for_them() -> None:
    assert plan(a_child(BIRTH), ADULT) == ()
    assert plan(a_child(BIRTH), ADULT - DAY) != ()


def test_row_16_makes_up_for_hepatitis_b_from_one_year_to_seventeen() -> None:
    for today in (date(2021, 3, 10), ADULT - DAY):
        found = doses_of(a_child(BIRTH), today)["hepatitis_b-V1"]
        assert found.status is OVERDUE
    assert status_of(a_child(BIRTH), "hepatitis_b-V1", ADULT) is None


@pytest.mark.parametrize(("row", "disease"), [(17, "rubella"), (18, "measles")])
def test_rows_17_and_18_ask_for_what_a_single_vaccine_left_open(row: int, disease: str) -> None:
    others = tuple(one for one in ("measles", "rubella", "mumps") if one != disease)
    child = a_child(BIRTH, Given(others, "V", date(2021, 3, 10)))
    for today in (date(2021, 4, 10), ADULT - DAY):
        found = doses_of(child, today)["mmr-V"]
        assert found.status is OVERDUE, row
        word = {"rubella": "краснухи", "measles": "кори"}[disease]
        assert found.reason.startswith(f"Осталось привить против {word}. ")
    whole = a_child(BIRTH, *child.given, Given((disease,), "V", date(2021, 6, 1)))
    assert doses_of(whole, ADULT - DAY)["mmr-V"].date == date(2021, 6, 1)


@pytest.mark.parametrize("row", [17, 18])
def test_rows_17_and_18_ask_for_the_second_dose_of_those_who_had_one(row: int) -> None:
    child = a_child(BIRTH, given("mmr-V", date(2037, 12, 9)))
    assert status_of(child, "mmr-RV", date(2038, 3, 8)) is COMING, row
    found = doses_of(child, date(2038, 3, 9))["mmr-RV"]
    assert (found.status, found.earliest) == (DUE, date(2038, 3, 9))


def test_row_19_begins_at_six_months() -> None:
    child = a_child(date(2026, 4, 15))
    before = doses_of(child, date(2026, 10, 14))["influenza-2026"]
    assert (before.status, before.earliest) == (COMING, date(2026, 10, 15))
    assert before.reason == "Каждый год с 6 месяцев, осенью"
    assert status_of(child, "influenza-2026", date(2026, 10, 15)) is DUE


def test_row_19_is_due_from_september_and_best_until_the_end_of_november() -> None:
    child = a_child(BIRTH)
    assert status_of(child, "influenza-2026", date(2026, 8, 31)) is COMING
    found = doses_of(child, date(2026, 9, 1))["influenza-2026"]
    assert (found.status, found.until, found.uncertain) == (DUE, date(2026, 11, 30), False)
    assert (found.title, found.dose_title) == ("Грипп", "сезон 2026/27")
    assert found.reason == "Каждый год с 6 месяцев, лучше до начала зимы"
    assert doses_of(child, date(2026, 11, 30))["influenza-2026"].until == date(2026, 11, 30)
    late = doses_of(child, date(2026, 12, 1))["influenza-2026"]
    assert (late.status, late.until, late.uncertain) == (DUE, None, True)
    assert status_of(child, "influenza-2026", date(2027, 3, 31)) is DUE
    assert status_of(child, "influenza-2026", date(2027, 4, 1)) is None
    assert status_of(child, "influenza-2027", date(2027, 4, 1)) is COMING


def test_row_19_ends_with_the_eighteenth_birthday() -> None:
    born = date(2009, 9, 1)
    assert status_of(a_child(born), "influenza-2027", date(2027, 4, 1)) is None
    assert status_of(a_child(born + DAY), "influenza-2027", date(2027, 4, 1)) is COMING
