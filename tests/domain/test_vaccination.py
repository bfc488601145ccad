"""The plan as a whole: what was given, what stands against it, what is next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from emias_app.domain.ages import add_months
from emias_app.domain.vaccination import (
    DOSE_TITLES,
    CalendarDose,
    Child,
    Exemption,
    ExemptionKind,
    Given,
    calendar,
    dose_code,
    moscow_calendar,
    next_of,
    plan,
)
from emias_app.models.base import Sex, Tone
from emias_app.models.overview import NextDose
from emias_app.models.vaccination import DoseStatus
from tests.support.vaccinations import (
    ARTEM,
    DARIA,
    FLU,
    SOFIA,
    TODAY,
    a_child,
    by_calendar,
    doses_of,
    given,
    status_of,
)

DAY = timedelta(days=1)
MEDICAL, REFUSAL = ExemptionKind.MEDICAL, ExemptionKind.REFUSAL


def following(child: Child, today: date = TODAY) -> NextDose:
    found = next_of(plan(child, today))
    assert found is not None
    return found


def test_the_calendar_has_the_doses_of_the_order() -> None:
    codes = [dose.code for dose in calendar()]
    assert len(codes) == len(set(codes)) == 26
    assert [dose.dose for dose in calendar() if dose.series == "dtp"] == ["V1", "V2", "V3", "RV1", "RV2", "RV3"]
    assert [dose.dose for dose in calendar() if dose.series == "polio"] == ["V1", "V2", "V3", "RV1", "RV2", "RV3"]


def test_a_missed_dose_is_overdue_and_says_since_when() -> None:
    found = following(a_child(SOFIA, *by_calendar(SOFIA, without=("polio-RV2",)), FLU))
    assert (found.code, found.title, found.dose) == ("polio-RV2", "Полиомиелит", "2-я ревакцинация")
    assert (found.mark.text, found.mark.tone) == ("просрочена", Tone.ERROR)
    assert found.date == date(2026, 4, 9)
    assert found.reason == "Срок прошёл 7 месяцев назад. Сделать можно сейчас"


def test_a_complete_child_hears_of_the_next_age() -> None:
    found = following(a_child(ARTEM, *by_calendar(ARTEM), FLU))
    assert (found.code, found.date) == ("dt-RV3", date(2032, 3, 14))
    assert (found.mark.text, found.reason) == ("предстоит", "По календарю в 14 лет")


def test_a_dose_of_this_age_is_due() -> None:
    found = following(a_child(DARIA, *by_calendar(DARIA, without=("dt-RV3",)), FLU))
    assert (found.code, found.mark.text, found.mark.tone) == ("dt-RV3", "пора", Tone.WARN)
    assert found.reason == "По календарю с 30 октября 2026\u00a0г."


def test_influenza_is_due_in_autumn() -> None:
    found = following(a_child(ARTEM, *by_calendar(ARTEM)))
    assert (found.code, found.mark.text) == ("influenza-2026", "пора")


def test_the_order_of_urgency_is_overdue_due_coming() -> None:
    child = a_child(DARIA, *by_calendar(DARIA, without=("dt-RV3", "mmr-RV")))
    statuses = [dose.status for dose in plan(child, TODAY)]
    assert list(dict.fromkeys(statuses)) == [DoseStatus.OVERDUE, DoseStatus.DUE, DoseStatus.DONE]
    assert following(child).code == "mmr-RV"


def test_what_the_order_asks_for_comes_before_what_moscow_recommends() -> None:
    child = a_child(DARIA, *by_calendar(DARIA, without=("dt-RV3",)), FLU, moscow=True)
    due = [dose.code for dose in plan(child, TODAY) if dose.status is DoseStatus.DUE]
    assert due[0] == "dt-RV3"
    assert "varicella-V1" in due


def test_done_ones_stand_last_and_the_newest_first() -> None:
    done = [dose.date for dose in plan(a_child(ARTEM, *by_calendar(ARTEM), FLU), TODAY) if dose.date]
    assert done == sorted(done, reverse=True)
    assert done[0] == FLU.day


def test_a_done_dose_tells_the_age_the_product_and_the_place() -> None:
    injection = Given(("polio",), "V1", date(2024, 11, 9), "Полимилекс", "A1B23", "Поликлиника")
    found = doses_of(a_child(SOFIA, injection))["polio-V1"]
    assert (found.status, found.date, found.reason) == (DoseStatus.DONE, date(2024, 11, 9), "Сделана в 3 месяца")
    assert (found.product, found.series, found.organisation) == ("Полимилекс", "A1B23", "Поликлиника")


def test_an_injection_of_the_moscow_layer_is_done_whatever_the_layer() -> None:
    child = a_child(DARIA, given("varicella-V1", date(2014, 1, 10)))
    assert status_of(child, "varicella-V1") is DoseStatus.DONE
    assert status_of(child, "varicella-V2") is None


def test_a_later_dose_passes_over_a_lost_one() -> None:
    child = a_child(ARTEM, *by_calendar(ARTEM, without=("polio-V2",)), FLU)
    assert following(child).code == "dt-RV3"
    assert status_of(child, "polio-V2") is None


def test_a_dose_given_too_early_moves_those_after_it_back() -> None:
    birth = date(2026, 1, 1)
    child = a_child(
        birth,
        given("polio-V1", date(2026, 4, 1)),
        given("polio-V2", date(2026, 4, 30)),
        given("polio-V3", date(2026, 7, 1)),
    )
    found = doses_of(child, date(2026, 7, 2))
    assert found["polio-V2"].date == date(2026, 7, 1)
    assert (found["polio-V3"].status, found["polio-V3"].earliest) == (DoseStatus.COMING, date(2026, 8, 15))


def test_a_dose_repeated_after_one_given_too_early_counts() -> None:
    birth = date(2026, 1, 1)
    days = (date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 20))
    child = a_child(birth, given("polio-V1", days[0]), given("polio-V2", days[1]), given("polio-V2", days[2]))
    assert doses_of(child, days[2])["polio-V2"].date == days[2]


def test_a_vaccine_without_pertussis_counts_for_its_series() -> None:
    adt = [
        Given(tuple(one for one in dose.targets if one != "pertussis"), dose.dose, dose.day)
        for dose in by_calendar(ARTEM)
        if dose.targets != ("pertussis",)
    ]
    assert following(a_child(ARTEM, *adt, FLU)).code == "dt-RV3"


def test_measles_alone_does_not_complete_the_triple_vaccine() -> None:
    only = Given(("measles", "rubella"), "RV", date(2024, 3, 14))
    child = a_child(ARTEM, *by_calendar(ARTEM, without=("mmr-RV",)), only, FLU)
    found = following(child)
    assert found.code == "mmr-RV"
    assert found.reason.startswith("Осталось привить против паротита. ")


def test_separate_vaccines_complete_a_dose_with_the_last_of_them() -> None:
    child = a_child(
        ARTEM,
        Given(("measles", "mumps"), "V", date(2019, 3, 14)),
        Given(("rubella",), "V", date(2019, 4, 20)),
    )
    assert doses_of(child)["mmr-V"].date == date(2019, 4, 20)


def test_what_is_too_late_to_be_made_up_for_is_not_offered() -> None:
    missed = ("tuberculosis-V", "tuberculosis-RV", "hib-V1", "hib-V2", "hib-V3", "hib-RV",
              "pneumococcal-V1", "pneumococcal-V2", "pneumococcal-RV")  # fmt: skip
    assert following(a_child(ARTEM, *by_calendar(ARTEM, without=missed), FLU)).code == "dt-RV3"


def test_doses_after_an_open_one_wait_for_it() -> None:
    found = doses_of(a_child(date(2023, 3, 1)))
    assert found["polio-V1"].status is DoseStatus.OVERDUE
    assert (found["polio-V2"].status, found["polio-V2"].earliest) == (DoseStatus.COMING, TODAY + DAY * 45)
    assert found["polio-V2"].reason == "Сначала 1-я вакцинация, после неё не меньше 45 дней"


def test_a_dose_that_waited_for_its_interval_is_overdue_only_after_a_month() -> None:
    child = a_child(SOFIA, *by_calendar(SOFIA, without=("mmr-V",)), given("mmr-V", TODAY - DAY * 400))
    assert status_of(child, "mmr-RV") is DoseStatus.COMING
    late = a_child(date(2023, 3, 1), given("polio-V1", date(2026, 9, 1)))
    first = date(2026, 10, 16)
    assert doses_of(late, first)["polio-V2"].reason == "Интервал выдержан, можно с 16 октября 2026\u00a0г."
    assert status_of(late, "polio-V2", date(2026, 11, 15)) is DoseStatus.DUE
    assert status_of(late, "polio-V2", date(2026, 11, 16)) is DoseStatus.OVERDUE


def test_the_printed_ages_always_keep_the_intervals() -> None:
    birth = date(2025, 11, 20)  # from 3 to 4½ months there are 43 days
    found = doses_of(a_child(birth, *by_calendar(birth, date(2026, 8, 1))), date(2026, 8, 1))
    assert found["dtp-V2"].status is DoseStatus.DONE
    assert (found["dtp-V2"].date, found["dtp-V1"].date) == (date(2026, 4, 4), date(2026, 2, 20))


def test_doses_are_read_as_codes_and_as_written() -> None:
    assert dose_code("2-я ревакцинация") == dose_code("RV2") == "RV2"
    told = [Given(one.targets, DOSE_TITLES[one.dose], one.day) for one in by_calendar(ARTEM)]
    assert following(a_child(ARTEM, *told, FLU)).code == "dt-RV3"


def test_a_vaccination_whose_dose_nobody_knows_is_the_next_one_of_its_series() -> None:
    child = a_child(SOFIA, *by_calendar(SOFIA, without=("polio-RV2",)),
                    Given(("polio",), "", date(2026, 5, 5), by_parent=True))  # fmt: skip
    found = doses_of(child)["polio-RV2"]
    assert (found.date, found.by_parent) == (date(2026, 5, 5), True)
    assert found.reason == "Сделана в 1 год 8 месяцев, внесено родителем"


def test_a_parents_entry_of_what_the_clinic_has_is_the_same_vaccination() -> None:
    day = date(2024, 11, 9)
    twice = a_child(SOFIA, given("polio-V1", day), Given(("polio",), "другая", day, by_parent=True))
    found = doses_of(twice)
    assert (found["polio-V1"].by_parent, found["polio-V2"].date) == (False, None)
    assert doses_of(a_child(SOFIA, given("polio-V1", day), given("polio-V1", day)))["polio-V2"].date is None


def test_the_clinics_record_of_a_dose_wins_over_a_parents_other_day() -> None:
    child = a_child(SOFIA, given("polio-V1", date(2024, 12, 1)), given("polio-V1", date(2024, 11, 20), by_parent=True))
    found = doses_of(child)
    assert (found["polio-V1"].date, found["polio-V1"].by_parent) == (date(2024, 12, 1), False)
    assert found["polio-V2"].date is None


def test_a_vaccination_of_tomorrow_is_not_given_yet() -> None:
    assert status_of(a_child(SOFIA, given("polio-V1", TODAY + DAY)), "polio-V1") is DoseStatus.OVERDUE


def test_a_grown_child_with_everything_has_no_next_dose() -> None:
    birth = date(2010, 5, 1)
    assert next_of(plan(a_child(birth, *by_calendar(birth), FLU), TODAY)) is None


# medical exemptions and refusals


def exempt(kind: ExemptionKind, until: date | None, *targets: str, since: date = date(2026, 10, 15)) -> Exemption:
    return Exemption(kind, since, until, frozenset(targets), "Вводили иммуноглобулин.")


def test_a_temporary_exemption_says_until_when_and_why() -> None:
    child = a_child(SOFIA, *by_calendar(SOFIA, without=("mmr-V",)), exemptions=[exempt(MEDICAL, date(2027, 1, 15))])
    found = doses_of(child)["mmr-V"]
    assert (found.status, found.until, found.earliest) == (
        DoseStatus.CONTRAINDICATED, date(2027, 1, 15), date(2027, 1, 16))  # fmt: skip
    assert found.reason == "Медотвод до 15 января 2027\u00a0г.: вводили иммуноглобулин"


def test_an_exemption_is_in_force_from_its_first_day_to_its_last() -> None:
    child = a_child(SOFIA, exemptions=[exempt(MEDICAL, date(2027, 1, 15), "measles")])
    days = {day: status_of(child, "mmr-V", day) for day in
            (date(2026, 10, 14), date(2026, 10, 15), date(2027, 1, 15), date(2027, 1, 16))}  # fmt: skip
    late, kept = DoseStatus.OVERDUE, DoseStatus.CONTRAINDICATED
    assert list(days.values()) == [late, kept, kept, late]


def test_an_exemption_that_ends_before_a_dose_is_possible_does_not_touch_it() -> None:
    child = a_child(SOFIA, *by_calendar(SOFIA), exemptions=[exempt(MEDICAL, date(2027, 1, 15))])
    assert status_of(child, "mmr-RV") is DoseStatus.COMING


def test_a_permanent_exemption_stops_every_dose_of_its_diseases_and_no_other() -> None:
    child = a_child(SOFIA, exemptions=[exempt(MEDICAL, None, "measles")])
    found = doses_of(child)
    assert {found["mmr-V"].status, found["mmr-RV"].status} == {DoseStatus.CONTRAINDICATED}
    assert found["mmr-V"].reason == "Постоянный медотвод: вводили иммуноглобулин"
    assert found["polio-V1"].status is DoseStatus.OVERDUE


def test_an_exemption_from_pertussis_means_another_vaccine() -> None:
    child = a_child(SOFIA, exemptions=[exempt(MEDICAL, None, "pertussis")])
    found = doses_of(child)["dtp-V1"]
    assert found.status is DoseStatus.OVERDUE
    assert found.reason.endswith("Из-за медотвода от коклюша вводят АДС")


def test_a_refusal_is_respected_and_may_be_taken_back() -> None:
    child = a_child(SOFIA, exemptions=[exempt(REFUSAL, None, "influenza", "measles")])
    found = doses_of(child)
    assert {found["mmr-V"].status, found["influenza-2026"].status} == {DoseStatus.REFUSED}
    assert found["mmr-V"].reason == (
        "Отказ от 15 октября 2026\u00a0г.: вводили иммуноглобулин. Передумать можно в любой день"
    )


def test_the_doctors_word_comes_before_the_parents() -> None:
    both = [exempt(REFUSAL, None), exempt(MEDICAL, date(2027, 1, 15))]
    child = a_child(SOFIA, exemptions=both)
    assert status_of(child, "mmr-V", TODAY) is not DoseStatus.OVERDUE
    only_medical = a_child(SOFIA, exemptions=[exempt(MEDICAL, None), exempt(REFUSAL, None)])
    assert status_of(only_medical, "mmr-V") is DoseStatus.CONTRAINDICATED


def test_exemptions_that_follow_one_another_are_told_by_the_last() -> None:
    child = a_child(SOFIA, exemptions=[
        exempt(MEDICAL, date(2027, 1, 15)), exempt(MEDICAL, date(2027, 3, 1), since=date(2027, 1, 16))])  # fmt: skip
    found = doses_of(child)["mmr-V"]
    assert (found.until, found.earliest) == (date(2027, 3, 1), date(2027, 3, 2))


def test_what_stands_against_a_dose_is_never_the_next_one() -> None:
    birth = date(2010, 5, 1)
    child = a_child(birth, *by_calendar(birth, without=("mmr-RV",)), FLU, exemptions=[exempt(MEDICAL, None)])
    assert next_of(plan(child, TODAY)) is None


# properties

_TARGETS = st.sampled_from([dose.targets for dose in (*calendar(), *moscow_calendar())] + [("influenza",)])
_DOSES = st.sampled_from([*DOSE_TITLES, "ежегодно", "", "вторая"])


@st.composite
def children(draw: st.DrawFn) -> Child:
    birth = TODAY - timedelta(days=draw(st.integers(0, 18 * 366)))
    day = st.dates(min_value=birth, max_value=TODAY + DAY * 30)
    vaccinations = st.builds(Given, _TARGETS, _DOSES, day, by_parent=st.booleans())
    exemptions = st.builds(
        Exemption,
        st.sampled_from(ExemptionKind),
        day,
        st.none() | st.dates(min_value=TODAY - DAY * 400, max_value=TODAY + DAY * 400),
        st.frozensets(st.sampled_from(["measles", "polio", "pertussis", "influenza"]), max_size=3),
        st.just("Причина"),
    )
    return Child(
        birth,
        draw(st.sampled_from(Sex)),
        tuple(draw(st.lists(vaccinations, max_size=12))),
        tuple(draw(st.lists(exemptions, max_size=3))),
        draw(st.booleans()),
    )


@forall(children())
def test_every_plan_is_told_in_words_that_fit_its_dates(child: Child) -> None:
    found = plan(child, TODAY)
    assert len({dose.code for dose in found}) == len(found)
    for dose in found:
        assert dose.reason
        assert ".." not in dose.reason
        assert (dose.date is not None) == (dose.status is DoseStatus.DONE)
        match dose.status:
            case DoseStatus.DONE:
                assert dose.date is not None
                assert dose.earliest <= dose.date <= TODAY
            case DoseStatus.DUE | DoseStatus.OVERDUE:
                assert dose.earliest <= TODAY
            case DoseStatus.COMING:
                assert dose.earliest > TODAY
            case _:
                assert dose.until is None or dose.until >= min(TODAY, dose.earliest)


@forall(children())
def test_the_next_dose_is_the_first_of_the_plan(child: Child) -> None:
    found = plan(child, TODAY)
    told = next_of(found)
    open_ones = [dose for dose in found if dose.status in ("overdue", "due", "coming")]
    assert (told.code if told else None) == (open_ones[0].code if open_ones else None)


@forall(st.integers(0, 17 * 12), st.sets(st.sampled_from(calendar()), max_size=8), st.integers(0, 5))
def test_what_the_calendar_gave_always_counts(months: int, missed: set[CalendarDose], delay: int) -> None:
    birth = add_months(TODAY, -months)
    history = [
        Given(one.targets, one.dose, min(one.day + DAY * delay, TODAY))
        for one in by_calendar(birth, without=[dose.code for dose in missed])
    ]
    if delay == 0:
        done = {dose.code for dose in plan(a_child(birth, *history), TODAY) if dose.date}
        assert done == {dose.code for dose in calendar() if dose.due(birth) <= TODAY and dose not in missed}


@forall(children(), st.integers(1, 60))
def test_waiting_never_makes_a_dose_possible_earlier(child: Child, days: int) -> None:
    if add_months(child.birth, 216) <= TODAY + DAY * days:
        return
    now = {dose.code: dose for dose in plan(child, TODAY)}
    for dose in plan(child, TODAY + DAY * days):
        before = now.get(dose.code)
        if before and before.status is DoseStatus.COMING and dose.status is DoseStatus.OVERDUE:
            assert dose.earliest >= before.earliest or before.earliest <= TODAY + DAY * days


@pytest.mark.parametrize("sex", list(Sex))
def test_the_plan_is_the_same_whatever_the_order_of_the_records(sex: Sex) -> None:
    history = (*by_calendar(ARTEM), FLU)
    there, back = (plan(a_child(ARTEM, *one, sex=sex), TODAY) for one in (history, tuple(reversed(history))))
    assert there == back
