"""The national calendar and the next dose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.ages import add_months
from emias_app.domain.vaccination import DOSE_TITLES, CalendarDose, calendar, dose_code, next_dose
from emias_app.models.base import Sex, Tone
from emias_app.models.overview import NextDose

TODAY = date(2026, 11, 22)
SOFIA, ARTEM, DARIA = date(2024, 8, 9), date(2018, 3, 14), date(2012, 10, 30)
Done = list[tuple[str, str, date]]


def given_by_calendar(birth: date, today: date = TODAY, without: tuple[str, ...] = ()) -> Done:
    """Everything that the calendar asks for by that day, on its day, but for the codes in ``without``."""
    return [
        (target, dose.dose, dose.due(birth))
        for dose in calendar()
        if dose.due(birth) <= today and dose.code not in without
        for target in dose.targets
    ]


def ask(birth: date, done: Done, today: date = TODAY) -> NextDose:
    found = next_dose(birth, Sex.FEMALE, done, today)
    assert found is not None
    return found


def test_the_calendar_has_the_doses_of_the_order() -> None:
    codes = [dose.code for dose in calendar()]
    assert len(codes) == len(set(codes)) == 26
    assert [dose.dose for dose in calendar() if dose.series == "dtp"] == ["V1", "V2", "V3", "RV1", "RV2", "RV3"]
    assert [dose.dose for dose in calendar() if dose.series == "polio"] == ["V1", "V2", "V3", "RV1", "RV2", "RV3"]


@pytest.mark.parametrize(
    ("code", "due", "late"),
    [
        ("hepatitis_b-V1", date(2024, 8, 9), date(2024, 9, 9)),
        ("tuberculosis-V", date(2024, 8, 11), date(2024, 9, 11)),
        ("dtp-V2", date(2024, 12, 24), date(2025, 1, 24)),
        ("polio-RV2", date(2026, 4, 9), date(2026, 5, 9)),
        ("mmr-RV", date(2030, 8, 9), date(2031, 8, 9)),
        ("dt-RV2", date(2030, 8, 9), date(2032, 8, 9)),
        ("dt-RV3", date(2038, 8, 9), date(2039, 8, 9)),
    ],
)
def test_a_dose_is_due_and_late_at_its_age(code: str, due: date, late: date) -> None:
    dose = next(dose for dose in calendar() if dose.code == code)
    assert (dose.due(SOFIA), dose.late(SOFIA)) == (due, late)


def test_a_missed_dose_is_overdue_and_says_since_when() -> None:
    found = ask(SOFIA, given_by_calendar(SOFIA, without=("polio-RV2",)))
    assert (found.code, found.title, found.dose) == ("polio-RV2", "Полиомиелит", "2-я ревакцинация")
    assert (found.mark.text, found.mark.tone) == ("просрочена", Tone.ERROR)
    assert found.date == date(2026, 4, 9)
    assert found.reason == "Срок прошёл 7 месяцев назад. Сделать можно сейчас"


def test_a_complete_child_hears_of_the_next_age() -> None:
    found = ask(ARTEM, given_by_calendar(ARTEM))
    assert (found.code, found.date) == ("dt-RV3", date(2032, 3, 14))
    assert (found.mark.text, found.reason) == ("предстоит", "По календарю в 14 лет")


def test_a_dose_of_this_age_is_due() -> None:
    found = ask(DARIA, given_by_calendar(DARIA, without=("dt-RV3",)))
    assert (found.code, found.mark.text, found.mark.tone) == ("dt-RV3", "пора", Tone.WARN)
    assert found.reason == "По календарю с 30 октября 2026\u00a0г."


def test_too_early_says_by_how_much_and_why() -> None:
    birth, today = date(2026, 3, 1), date(2026, 10, 10)
    done = given_by_calendar(birth, date(2026, 7, 10), without=("dtp-V2", "polio-V2", "hib-V2", "pneumococcal-V2"))
    done += [("diphtheria", "V2", date(2026, 9, 1)), ("tetanus", "V2", date(2026, 9, 1)), ("polio", "V2", today),
             ("hib", "V2", today), ("pneumococcal", "V2", today), ("hepatitis_b", "V3", today)]  # fmt: skip
    found = ask(birth, done, today)
    assert (found.code, found.mark.text) == ("dtp-V3", "предстоит")
    assert found.date == date(2026, 10, 16)
    assert found.reason == "Рано на 6 дней: интервал не меньше 45 дней"
    assert found.uncertain


def test_the_order_of_urgency_is_overdue_due_coming() -> None:
    found = ask(DARIA, given_by_calendar(DARIA, without=("dt-RV3", "mmr-RV")))
    assert (found.code, found.mark.text) == ("mmr-RV", "просрочена")


def test_a_later_dose_passes_over_a_lost_one() -> None:
    assert ask(ARTEM, given_by_calendar(ARTEM, without=("polio-V2",))).code == "dt-RV3"


def test_a_vaccine_without_pertussis_counts_for_its_series() -> None:
    done = [entry for entry in given_by_calendar(ARTEM) if entry[0] != "pertussis"]
    assert ask(ARTEM, done).code == "dt-RV3"


def test_measles_alone_does_not_complete_the_triple_vaccine() -> None:
    done = [entry for entry in given_by_calendar(ARTEM) if entry[:2] != ("mumps", "RV")]
    assert ask(ARTEM, done).code == "mmr-RV"


def test_what_is_too_late_to_be_made_up_for_is_not_offered() -> None:
    missed = ("tuberculosis-V", "tuberculosis-RV", "hib-V1", "hib-V2", "hib-V3", "hib-RV",
              "pneumococcal-V1", "pneumococcal-V2", "pneumococcal-RV")  # fmt: skip
    assert ask(ARTEM, given_by_calendar(ARTEM, without=missed)).code == "dt-RV3"


def test_a_late_start_needs_fewer_doses() -> None:
    birth, today = date(2025, 1, 10), TODAY
    rest = given_by_calendar(birth, without=("hib-V1", "hib-V2", "hib-V3", "hib-RV"))
    assert ask(birth, rest).code == "hib-V1"
    found = ask(birth, [*rest, ("hib", "V1", date(2026, 6, 1))])
    assert found.code == "tuberculosis-RV" or found.mark.text == "предстоит"
    assert today < (found.date or today)


def test_the_second_bcg_is_the_doctors_decision() -> None:
    birth = date(2020, 1, 10)
    assert ask(birth, given_by_calendar(birth, without=("tuberculosis-RV",))).uncertain


def test_doses_are_read_as_codes_and_as_written() -> None:
    assert dose_code("2-я ревакцинация") == dose_code("RV2") == "RV2"
    done = [(target, DOSE_TITLES[dose], day) for target, dose, day in given_by_calendar(ARTEM)]
    assert ask(ARTEM, done).code == "dt-RV3"


def test_a_grown_child_with_everything_has_no_next_dose() -> None:
    birth = date(2010, 5, 1)
    assert next_dose(birth, Sex.MALE, given_by_calendar(birth), TODAY) is None


@given(
    st.integers(0, 17 * 12),
    st.sets(st.sampled_from(calendar()), max_size=8),
    st.integers(0, 40),
)
def test_the_word_always_fits_the_date(months: int, missed: set[CalendarDose], delay: int) -> None:
    birth = add_months(TODAY, -months)
    done = [
        (target, dose, min(day + timedelta(days=delay), TODAY))
        for target, dose, day in given_by_calendar(birth, without=tuple(dose.code for dose in missed))
    ]
    found = next_dose(birth, Sex.MALE, done, TODAY)
    if found:
        assert found.date is not None
        assert (found.date > TODAY) == (found.mark.text == "предстоит")
        assert found.code in {dose.code for dose in calendar()}
        assert not any(entry[:2] == (found.code.split("-")[0], found.code.split("-")[1]) for entry in done)
