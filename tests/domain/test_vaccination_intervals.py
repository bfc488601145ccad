"""Intervals, least ages and late beginnings, both sides of each boundary by a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from emias_app.domain.vaccination import INTERVALS, Given
from emias_app.models.base import Sex
from emias_app.models.vaccination import DoseStatus
from tests.support.vaccinations import a_child, dose_of, doses_of, given, status_of

BIRTH = date(2020, 3, 10)
DAY = timedelta(days=1)
DONE, COMING, OVERDUE, DUE = DoseStatus.DONE, DoseStatus.COMING, DoseStatus.OVERDUE, DoseStatus.DUE
Doses = tuple[tuple[str, date], ...]


def d(text: str) -> date:
    return date.fromisoformat(text)


#: What was given (late enough for the interval to decide), the next dose, its first day, the interval, and the first
#: day on which it counts.
SPACED: list[tuple[Doses, str, date, str, date]] = [
    ((("hepatitis_b-V1", d("2020-06-01")),), "hepatitis_b-V2", d("2020-07-01"), "1 месяца", d("2020-07-01")),
    ((("hepatitis_b-V1", d("2020-06-01")), ("hepatitis_b-V2", d("2020-07-01"))),
     "hepatitis_b-V3", d("2020-12-01"), "6 месяцев", d("2020-10-01")),
    ((("hepatitis_b-V1", d("2020-06-01")), ("hepatitis_b-V2", d("2020-11-15"))),
     "hepatitis_b-V3", d("2021-01-15"), "2 месяцев", d("2021-01-15")),
    ((("dtp-V1", d("2020-07-01")),), "dtp-V2", d("2020-08-15"), "45 дней", d("2020-08-15")),
    ((("dtp-V1", d("2020-06-10")), ("dtp-V2", d("2020-09-01"))), "dtp-V3", d("2020-10-16"), "45 дней",
     d("2020-10-16")),
    ((("dtp-V1", d("2020-06-10")), ("dtp-V2", d("2020-07-25")), ("dtp-V3", d("2020-11-02"))),
     "dtp-RV1", d("2021-11-02"), "12 месяцев", d("2021-11-02")),
    ((("dtp-V1", d("2020-06-10")), ("dtp-V2", d("2020-07-25")), ("dtp-V3", d("2020-09-10")),
      ("dtp-RV1", d("2023-05-05"))), "dt-RV2", d("2027-05-05"), "4 лет", d("2027-05-05")),
    ((("dt-RV2", d("2031-02-03")),), "dt-RV3", d("2036-02-03"), "5 лет", d("2036-02-03")),
    ((("polio-V1", d("2020-07-01")),), "polio-V2", d("2020-08-15"), "45 дней", d("2020-08-15")),
    ((("polio-V1", d("2020-06-10")), ("polio-V2", d("2020-09-01"))), "polio-V3", d("2020-10-16"), "45 дней",
     d("2020-10-16")),
    ((("polio-V3", d("2021-06-01")),), "polio-RV1", d("2021-12-01"), "6 месяцев", d("2021-12-01")),
    ((("polio-RV1", d("2021-12-01")),), "polio-RV2", d("2022-02-01"), "2 месяцев", d("2022-02-01")),
    ((("polio-RV2", d("2026-01-05")),), "polio-RV3", d("2026-07-05"), "6 месяцев", d("2026-07-05")),
    ((("hib-V1", d("2020-07-01")),), "hib-V2", d("2020-07-31"), "30 дней", d("2020-07-31")),
    ((("hib-V1", d("2020-07-01")), ("hib-V2", d("2020-08-31"))), "hib-V3", d("2020-09-30"), "30 дней",
     d("2020-09-30")),
    ((("hib-V1", d("2020-07-01")), ("hib-V2", d("2020-08-31")), ("hib-V3", d("2021-04-01"))), "hib-RV",
     d("2021-10-01"), "6 месяцев", d("2021-10-01")),
    ((("pneumococcal-V1", d("2020-08-01")),), "pneumococcal-V2", d("2020-09-26"), "56 дней", d("2020-09-26")),
    ((("pneumococcal-V1", d("2020-10-10")),), "pneumococcal-V2", d("2020-11-07"), "28 дней", d("2020-11-07")),
    ((("pneumococcal-V1", d("2021-03-10")),), "pneumococcal-V2", d("2021-05-05"), "56 дней", d("2021-05-05")),
    ((("pneumococcal-V1", d("2020-08-01")), ("pneumococcal-V2", d("2021-03-01"))), "pneumococcal-RV",
     d("2021-07-01"), "4 месяцев", d("2021-07-01")),
    ((("mmr-V", d("2026-01-20")),), "mmr-RV", d("2026-04-20"), "3 месяцев", d("2026-04-20")),
    ((("rotavirus-V1", d("2020-05-20")),), "rotavirus-V2", d("2020-06-17"), "28 дней", d("2020-06-17")),
    ((("rotavirus-V1", d("2020-05-20")), ("rotavirus-V2", d("2020-07-20"))), "rotavirus-V3", d("2020-08-17"),
     "28 дней", d("2020-08-17")),
    ((("meningococcal-V1", d("2021-02-02")),), "meningococcal-V2", d("2021-05-02"), "3 месяцев", d("2021-05-02")),
    ((("varicella-V1", d("2026-03-01")),), "varicella-V2", d("2026-04-12"), "42 дней", d("2026-04-12")),
    ((("hepatitis_a-V1", d("2022-01-15")),), "hepatitis_a-V2", d("2022-07-15"), "6 месяцев", d("2022-07-15")),
    ((("hpv-V1", d("2032-05-01")),), "hpv-V2", d("2032-11-01"), "6 месяцев", d("2032-11-01")),
    ((("hpv-V1", d("2035-03-10")),), "hpv-V2", d("2035-05-10"), "2 месяцев", d("2035-05-10")),
    ((("hpv-V1", d("2035-03-10")), ("hpv-V2", d("2035-05-10"))), "hpv-V3", d("2035-09-10"), "6 месяцев",
     d("2035-09-10")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "code", "first", "text", "counts"), SPACED, ids=lambda value: str(value)[-40:])
def test_a_dose_waits_for_its_interval_to_the_day(
    before: Doses, code: str, first: date, text: str, counts: date
) -> None:
    child = a_child(BIRTH, *(given(one, day) for one, day in before), moscow=True)
    waiting = doses_of(child, first - DAY)[code]
    assert (waiting.status, waiting.earliest) == (COMING, first)
    assert waiting.reason.startswith(f"Рано на 1 день: интервал не меньше {text}")
    assert counts <= first
    assert status_of(child, code, first) in (DUE, OVERDUE)


@pytest.mark.parametrize(("before", "code", "first", "text", "counts"), SPACED, ids=lambda value: str(value)[-40:])
def test_a_dose_given_a_day_too_early_does_not_count_and_says_so(
    before: Doses, code: str, first: date, text: str, counts: date
) -> None:
    history = [given(one, day) for one, day in before]
    is_risk_scheme = counts < first  # a day earlier is a scheme of its own, tried below
    kept = a_child(BIRTH, *history, given(code, counts), moscow=True)
    assert status_of(kept, code, counts) is DONE
    if is_risk_scheme:
        return
    early = a_child(BIRTH, *history, given(code, counts - DAY), moscow=True)
    found = doses_of(early, first - DAY)[code]
    assert found.status is COMING, text
    assert " не засчитана: рано на 1 день, интервал не меньше " in found.reason
    assert status_of(early, code, first) in (DUE, OVERDUE)


def test_every_interval_stands_in_the_table() -> None:
    told = {(dose_of(code).series, dose_of(code).dose) for _, code, *_ in SPACED}
    # A child who had БЦЖ late is past eight years before it could be given again.
    assert {(rule.series, rule.dose) for rule in INTERVALS} - told == {("tuberculosis", "RV")}


def test_the_third_hepatitis_dose_is_possible_six_months_after_the_first_and_counts_after_four() -> None:
    first, second = given("hepatitis_b-V1", BIRTH), given("hepatitis_b-V2", d("2020-04-10"))
    assert status_of(a_child(BIRTH, first, second), "hepatitis_b-V3", d("2020-09-09")) is COMING
    third = given("hepatitis_b-V3", d("2020-07-10"))
    assert status_of(a_child(BIRTH, first, second, third), "hepatitis_b-V3", d("2020-07-10")) is DONE


def test_the_third_hepatitis_dose_within_two_and_four_months_is_the_scheme_of_risk_groups() -> None:
    history = (given("hepatitis_b-V1", BIRTH), given("hepatitis_b-V2", d("2020-04-10")))
    fast = a_child(BIRTH, *history, given("hepatitis_b-V3", d("2020-05-10")))
    found = doses_of(fast, d("2021-03-09"))
    assert found["hepatitis_b-V3"].status is DONE
    assert (found["hepatitis_b-V4"].status, found["hepatitis_b-V4"].earliest) == (COMING, d("2021-03-10"))
    assert status_of(fast, "hepatitis_b-V4", d("2021-03-10")) is DUE
    too_fast = a_child(BIRTH, *history, given("hepatitis_b-V3", d("2020-05-09")))
    found = doses_of(too_fast, d("2020-05-20"))
    assert "не засчитана: рано на 62 дня" in found["hepatitis_b-V3"].reason
    assert "hepatitis_b-V4" not in found


#: The first day on which a first dose counts.
LEAST_AGES = [
    ("pneumococcal-V1", d("2020-05-10"), "2 месяцев"),
    ("dtp-V1", d("2020-06-10"), "3 месяцев"),
    ("polio-V1", d("2020-06-10"), "3 месяцев"),
    ("hib-V1", d("2020-06-10"), "3 месяцев"),
    ("mmr-V", d("2021-03-10"), "12 месяцев"),
    ("tuberculosis-RV", d("2026-03-10"), "6 лет"),
]


@pytest.mark.parametrize(("code", "first", "text"), LEAST_AGES)
def test_a_dose_before_its_least_age_does_not_count(code: str, first: date, text: str) -> None:
    before = (given("tuberculosis-V", d("2020-03-12")),) if code == "tuberculosis-RV" else ()
    kept = a_child(BIRTH, *before, given(code, first))
    assert status_of(kept, code, first) is DONE
    early = a_child(BIRTH, *before, given(code, first - DAY))
    found = doses_of(early, first - DAY)[code]
    assert (found.status, found.uncertain) == (COMING, True)
    assert f"не засчитана: рано на 1 день, делают с {text}" in found.reason


def test_the_first_rotavirus_dose_is_offered_to_twelve_weeks_and_the_last_to_thirty_two() -> None:
    child = a_child(BIRTH, moscow=True)
    assert status_of(child, "rotavirus-V1", BIRTH + timedelta(days=84)) is DUE
    found = doses_of(child, BIRTH + timedelta(days=85))
    assert not [code for code in found if code.startswith("rotavirus")]
    begun = a_child(BIRTH, given("rotavirus-V1", d("2020-05-10")), given("rotavirus-V2", d("2020-06-10")), moscow=True)
    assert status_of(begun, "rotavirus-V3", BIRTH + timedelta(days=224)) is DUE
    assert status_of(begun, "rotavirus-V3", BIRTH + timedelta(days=225)) is None


@pytest.mark.parametrize("series", ["hib", "pneumococcal"])
def test_hib_and_pneumococcal_are_offered_to_five_years(series: str) -> None:
    assert status_of(a_child(BIRTH), f"{series}-V1", d("2025-03-09")) is OVERDUE
    assert status_of(a_child(BIRTH), f"{series}-V1", d("2025-03-10")) is None


#: The day of the first dose, and what is asked for then.
LATE = [
    ("hib", d("2020-09-09"), ("V1", "V2", "V3", "RV")),
    ("hib", d("2020-09-10"), ("V1", "V2", "RV")),
    ("hib", d("2021-04-09"), ("V1", "V2", "RV")),
    ("hib", d("2021-04-10"), ("V1",)),
    ("pneumococcal", d("2020-10-09"), ("V1", "V2", "RV")),
    ("pneumococcal", d("2021-03-09"), ("V1", "V2", "RV")),
    ("pneumococcal", d("2021-03-10"), ("V1", "V2")),
    ("pneumococcal", d("2022-03-09"), ("V1", "V2")),
    ("pneumococcal", d("2022-03-10"), ("V1",)),
    ("dtp", d("2024-03-09"), ("V1", "V2", "V3", "RV1", "RV2", "RV3")),
    ("dtp", d("2024-03-10"), ("V1", "V2", "RV1", "RV2", "RV3")),
    ("dtp", d("2026-03-09"), ("V1", "V2", "RV1", "RV2", "RV3")),
    ("dtp", d("2026-03-10"), ("V1", "V2", "RV1", "RV3")),
    ("meningococcal", d("2022-03-09"), ("V1", "V2")),
    ("meningococcal", d("2022-03-10"), ("V1",)),
    ("hpv", d("2035-03-09"), ("V1", "V2")),
    ("hpv", d("2035-03-10"), ("V1", "V2", "V3")),
]


@pytest.mark.parametrize(("series", "start", "doses"), LATE)
def test_a_late_start_needs_other_doses(series: str, start: date, doses: tuple[str, ...]) -> None:
    child = a_child(BIRTH, given(f"{series}-V1", start), moscow=True)
    found = sorted(doses_of(child, start).values(), key=lambda dose: dose.earliest if dose.date is None else dose.date)
    codes = ("dt", series) if series == "dtp" else (series,)
    assert tuple(dose.dose for dose in found if dose.code.rsplit("-", 1)[0] in codes) == doses


def test_hib_needs_no_revaccination_after_a_second_dose_at_thirteen_months() -> None:
    first = given("hib-V1", d("2020-12-01"))
    early = a_child(BIRTH, first, given("hib-V2", d("2021-04-09")))
    assert status_of(early, "hib-RV", d("2021-04-10")) is COMING
    late = a_child(BIRTH, first, given("hib-V2", d("2021-04-10")))
    assert status_of(late, "hib-RV", d("2021-04-10")) is None


@pytest.mark.parametrize(("start", "second", "first_day", "text"), [
    (d("2024-03-10"), d("2024-05-01"), d("2025-02-01"), "9 месяцев"),
    (d("2026-03-10"), d("2026-05-01"), d("2026-11-01"), "6 месяцев"),
])  # fmt: skip
def test_those_who_begin_late_get_adt_and_wait_for_the_revaccination(
    start: date, second: date, first_day: date, text: str
) -> None:
    child = a_child(BIRTH, given("dtp-V1", start), given("dtp-V2", second))
    found = doses_of(child, first_day - DAY)["dtp-RV1"]
    assert (found.status, found.earliest, found.uncertain) == (COMING, first_day, True)
    assert found.reason == f"Рано на 1 день: интервал не меньше {text}. С 4 лет вместо АКДС вводят АДС"
    assert status_of(child, "dtp-RV1", first_day) is DUE


def test_from_four_years_adt_takes_the_place_of_dtp() -> None:
    child = a_child(BIRTH)
    assert "АДС" not in doses_of(child, d("2024-03-09"))["dtp-V1"].reason
    found = doses_of(child, d("2024-03-10"))["dtp-V1"]
    assert (found.reason.endswith("С 4 лет вместо АКДС вводят АДС"), found.uncertain) == (True, True)


def test_two_live_vaccines_of_different_days_are_four_weeks_apart() -> None:
    varicella = given("varicella-V1", d("2021-03-08"))
    child = a_child(BIRTH, varicella)
    found = doses_of(child, d("2021-04-04"))["mmr-V"]
    assert (found.status, found.earliest, found.uncertain) == (COMING, d("2021-04-05"), True)
    assert found.reason == "Рано на 1 день: после другой живой вакцины не меньше 28 дней"
    assert status_of(child, "mmr-V", d("2021-04-05")) is DUE
    early = a_child(BIRTH, varicella, given("mmr-V", d("2021-04-04")))
    assert "после другой живой вакцины" in doses_of(early, d("2021-04-05"))["mmr-V"].reason
    for day in (d("2021-04-05"), d("2021-03-08") + DAY * 28):
        assert status_of(a_child(BIRTH, varicella, given("mmr-V", day)), "mmr-V", day) is DONE


def test_two_live_vaccines_of_one_day_count_both() -> None:
    day = d("2021-03-10")
    child = a_child(BIRTH, given("mmr-V", day), given("varicella-V1", day))
    assert {status_of(child, "mmr-V", day), status_of(child, "varicella-V1", day)} == {DONE}


def test_a_vaccine_by_mouth_disturbs_no_other() -> None:
    child = a_child(BIRTH, given("polio-V1", d("2021-03-01")))
    assert status_of(child, "mmr-V", d("2021-03-10")) is DUE


def test_bcg_waits_for_a_month_after_any_other_vaccination() -> None:
    child = a_child(BIRTH, given("dtp-V1", d("2020-06-15")))
    found = doses_of(child, d("2020-07-14"))["tuberculosis-V"]
    assert (found.status, found.earliest) == (COMING, d("2020-07-15"))
    assert found.reason.startswith("Рано на 1 день: интервал не меньше 1 месяца после другой прививки")
    assert status_of(child, "tuberculosis-V", d("2020-07-15")) is OVERDUE


def test_influenza_of_the_first_time_under_three_years_takes_two_doses_four_weeks_apart() -> None:
    def flu(day: str) -> Given:
        return Given(("influenza",), "ежегодно", d(day))

    child = a_child(d("2024-01-10"), flu("2026-10-01"))
    found = doses_of(child, d("2026-10-28"))["influenza-2026-2"]
    assert (found.status, found.earliest, found.uncertain) == (COMING, d("2026-10-29"), True)
    assert found.reason == "Рано на 1 день: интервал не меньше 28 дней"
    assert status_of(child, "influenza-2026-2", d("2026-10-29")) is DUE
    kept = a_child(d("2024-01-10"), flu("2026-10-01"), flu("2026-10-29"))
    assert status_of(kept, "influenza-2026-2", d("2026-10-29")) is DONE
    early = a_child(d("2024-01-10"), flu("2026-10-01"), flu("2026-10-28"))
    assert doses_of(early, d("2026-10-28"))["influenza-2026-2"].reason.startswith("Сделанная 28 октября")
    for older in (a_child(d("2023-10-01"), flu("2026-10-01")), a_child(d("2024-01-10"), flu("2025-10-01"))):
        assert "influenza-2026-2" not in doses_of(older, d("2026-11-22"))
    assert "influenza-2026-2" in doses_of(a_child(d("2023-10-02"), flu("2026-10-01")), d("2026-11-22"))


def test_hpv_is_for_girls() -> None:
    assert "hpv-V1" in doses_of(a_child(BIRTH, moscow=True, sex=Sex.FEMALE), d("2032-03-10"))
    assert "hpv-V1" not in doses_of(a_child(BIRTH, moscow=True, sex=Sex.MALE), d("2032-03-10"))


def test_the_moscow_layer_recommends_and_is_never_overdue() -> None:
    found = doses_of(a_child(BIRTH, moscow=True), d("2030-01-01"))
    moscow = [dose for dose in found.values() if dose.layer == "MOSCOW"]
    assert moscow
    assert all(dose.uncertain and dose.status is not OVERDUE for dose in moscow)
    assert not [dose for dose in doses_of(a_child(BIRTH), d("2030-01-01")).values() if dose.layer == "MOSCOW"]


@pytest.mark.parametrize(("code", "due"), [
    ("rotavirus-V1", d("2020-05-10")), ("meningococcal-V1", d("2020-12-10")), ("varicella-V1", d("2021-03-10")),
    ("hepatitis_a-V1", d("2023-03-10")), ("hpv-V1", d("2032-03-10")),
])  # fmt: skip
def test_a_dose_of_the_moscow_layer_is_due_at_its_age(code: str, due: date) -> None:
    child = a_child(BIRTH, moscow=True)
    assert status_of(child, code, due - DAY) is COMING
    assert status_of(child, code, due) is DUE
