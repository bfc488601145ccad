"""The kinds of «Данные о ребенке» and what may be kept of each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from emias_app.domain.child_data import (
    KINDS,
    RELATIVE_WORDS,
    SEVERITY_WORDS,
    infection_words,
    problems_of,
    tidied,
)
from emias_app.models.child_data import ENTRIES, REQUESTS, ChildDataKind, Relative, Severity

K = ChildDataKind
BIRTH, TODAY = date(2018, 3, 14), date(2026, 11, 22)


def problems(kind: ChildDataKind, **fields: Any) -> dict[str, str]:
    return problems_of(kind, REQUESTS[kind](**fields), birth=BIRTH, today=TODAY)


@pytest.mark.parametrize("kind", list(K))
def test_a_kind_names_every_field_of_its_model(kind: ChildDataKind) -> None:
    beyond_the_form = {"icd10", "attachment_ids"}
    assert {field.name for field in KINDS[kind].fields} == set(REQUESTS[kind].model_fields) - beyond_the_form
    assert set(REQUESTS[kind].model_fields) < set(ENTRIES[kind].model_fields)


@pytest.mark.parametrize("kind", list(K))
def test_a_field_is_called_on_the_wire_as_the_model_calls_it(kind: ChildDataKind) -> None:
    wire = {name: field.alias for name, field in REQUESTS[kind].model_fields.items()}
    assert all(wire[field.name] == field.wire for field in KINDS[kind].fields)


def test_every_choice_has_its_words() -> None:
    assert set(SEVERITY_WORDS) == set(Severity)
    assert set(RELATIVE_WORDS) == set(Relative)
    assert infection_words("measles") == "Корь"


@pytest.mark.parametrize(
    ("since", "why"),
    [
        ("2018-03-13", "Это раньше дня рождения ребенка"),
        ("2018-03-14", None),
        ("2018", None),
        ("2017", "Это раньше дня рождения ребенка"),
        ("2026-11-22", None),
        ("2026-11-23", "Этот день ещё не наступил"),
        ("2026-11", None),
        ("2026", None),
        ("2026-12", "Этот месяц ещё не наступил"),
        ("2099", "Этот год ещё не наступил"),
        ("2099-01", "Этот месяц ещё не наступил"),
        ("2099-01-01", "Этот день ещё не наступил"),
    ],
)
def test_a_day_lies_between_birth_and_today_as_far_as_it_is_known(since: str, why: str | None) -> None:
    assert problems(K.ALLERGIES, substance="Соя", since=since).get("since") == why


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2026-11", "2026-11", None),
        ("2026-11-05", "2026-11", None),
        ("2026-11-05", "2026-11-04", "Конец раньше начала"),
        ("2026", "2027-02-18", None),
        ("2026", "2046", None),
        ("2026", "2047", "Проверьте год"),
    ],
)
def test_a_course_ends_after_its_beginning_and_may_end_ahead(since: str, until: str, why: str | None) -> None:
    assert problems(K.MEDICATIONS, medicine="Мальтофер", since=since, until=until).get("until") == why


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_form() -> None:
    found = problems(K.VACCINATIONS, infections=["plague"], on=date(2030, 1, 1), dose="V9")
    assert list(found) == ["infections", "on", "dose"]


def test_lines_are_tidied_choices_and_days_stay() -> None:
    details = REQUESTS[K.ALLERGIES](substance=" Соя\t и \n рыба ", severity="MILD", note="  раз\n два ")
    kept = tidied(details)
    assert (kept["substance"], kept["severity"], kept["note"]) == ("Соя и рыба", Severity.MILD, "раз\n два")
