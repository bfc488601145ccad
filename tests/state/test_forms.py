"""Forms: when a problem is told, what is kept, what a refusal does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from emias_app.domain.people import FieldProblems
from emias_app.errors import Offline
from emias_app.state._form import WRONG_DAY, FormState
from tests.support.fake_account import field_problem

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Draft:
    first_name: str = ""
    issued_on: date | None = None
    number: str = ""


def judge(draft: Draft) -> FieldProblems:
    problems: FieldProblems = {}
    if not draft.first_name:
        problems["firstName"] = "Укажите имя"
    if draft.issued_on is None:
        problems["document.issuedOn"] = "Укажите дату"
    if not draft.number.isdigit():
        problems["document.number"] = "Только цифры"
    return problems


def a_form() -> FormState[Draft]:
    return FormState(Draft(), judge, whole={"document.number": 4}, tidy={"firstName": str.title})


def test_nothing_is_complained_of_before_it_was_typed() -> None:
    form = a_form()
    form.leave("firstName")
    form.put("document.number", "a")
    assert form.shown == {}


def test_a_field_is_judged_when_it_is_left_and_from_then_on_at_every_key() -> None:
    form = a_form()
    form.put("document.number", "a")
    form.leave("document.number")
    assert form.shown == {"document.number": "Только цифры"}
    form.put("document.number", "1")
    assert form.shown == {}
    form.put("document.number", "1б")
    assert form.shown == {"document.number": "Только цифры"}


def test_a_number_typed_whole_is_judged_at_once() -> None:
    form = a_form()
    form.put("document.number", "12а")
    assert form.shown == {}
    form.put("document.number", "12а4")
    assert form.shown == {"document.number": "Только цифры"}


def test_a_day_is_typed_in_its_own_words_and_spelt_when_left() -> None:
    form = a_form()
    form.put_day("document.issuedOn", "1 2 2")
    assert form.value("document.issuedOn") == "1 2 2"
    assert form.shown == {}
    form.put_day("document.issuedOn", "31.02.2020")
    assert form.shown == {"document.issuedOn": WRONG_DAY}
    form.put_day("document.issuedOn", "1.2.2020")
    form.leave("document.issuedOn")
    assert form.day("document.issuedOn") == date(2020, 2, 1)
    assert form.value("document.issuedOn") == "01.02.2020"


def test_a_good_value_is_spelt_when_it_is_left() -> None:
    form = a_form()
    form.put("firstName", "анна")
    form.leave("firstName")
    assert form.draft.first_name == "Анна"


def test_sending_shows_every_problem() -> None:
    form = a_form()
    assert not form.check()
    assert set(form.shown) == {"firstName", "document.issuedOn", "document.number"}


def test_a_refusal_stands_beside_its_field_until_that_is_changed() -> None:
    form = a_form()
    form.put("firstName", "Анна")
    form.take_refusal(field_problem("firstName", "Такое имя не подходит"), NOW)
    assert form.shown == {"firstName": "Такое имя не подходит"}
    assert form.error is None
    form.put("firstName", "Анн")
    assert form.shown == {}


def test_any_other_failure_stands_above_the_button_and_loses_nothing() -> None:
    form = a_form()
    form.put("firstName", "Анна")
    form.take_refusal(Offline(), NOW)
    assert form.error is not None
    assert "Нет сети" in form.error
    assert form.draft.first_name == "Анна"
    form.put("firstName", "Анн")
    assert form.error is None


def test_nothing_changes_while_it_is_being_sent() -> None:
    form = a_form()
    form.is_busy = True
    form.put("firstName", "Анна")
    assert form.draft.first_name == ""
