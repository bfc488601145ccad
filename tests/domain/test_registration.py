"""The form of a new account, and the owner's passport."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from emias_app.domain.identifiers import IdentifierError
from emias_app.domain.registration import (
    RegistrationForm,
    check_email,
    passport_date_problem,
    passport_problems,
    password_problem,
    registration_problems,
)
from emias_app.models.base import Sex
from emias_app.models.registration import PassportRequest, RegisterRequest

TODAY = date(2026, 11, 22)
FORM = RegistrationForm(
    "Ильина", "Вера", "Павловна", date(1990, 5, 1), Sex.FEMALE, "+7 900 000-00-42", "vera@example.com", "Demo-2026"
)  # fmt: skip


def test_a_good_form_has_no_problems() -> None:
    assert registration_problems(FORM, TODAY) == {}


def test_an_empty_form_names_each_field_in_its_order() -> None:
    found = registration_problems(RegistrationForm(), TODAY)
    assert list(found) == ["lastName", "firstName", "birthDate", "sex", "phone", "email", "password"]


def test_a_request_carries_the_same_form() -> None:
    request = RegisterRequest(
        last_name="Ильина", first_name="Вера", birth_date=date(1990, 5, 1), sex=Sex.FEMALE, phone="89000000042",
        email="vera@example.com", password=SecretStr("Demo-2026"),
    )  # fmt: skip
    assert registration_problems(RegistrationForm.of(request), TODAY) == {}
    assert "Demo" not in repr(RegistrationForm.of(request))


@pytest.mark.parametrize(
    ("birth", "is_fine"),
    [(date(2011, 11, 22), True), (date(2011, 11, 23), False), (date(2026, 11, 23), False), (date(1900, 1, 1), False)],
)
def test_an_account_is_for_those_who_are_15(birth: date, is_fine: bool) -> None:
    assert ("birthDate" not in registration_problems(replace(FORM, birth_date=birth), TODAY)) is is_fine


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Vera@Example.COM ", "vera@example.com"),
        ("vera.ilyina+med@mail.example.ru", "vera.ilyina+med@mail.example.ru"),
        ("вера@почта.рф", "вера@почта.рф"),
    ],
)
def test_an_email_is_kept_as_logins_are_looked_up(typed: str, kept: str) -> None:
    assert check_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "vera", "vera@", "@example.com", "vera@example", "ve..ra@example.com", ".vera@example.com", "a@b@c.ru",
     "vera@-example.com", "vera@example.1", "a" * 65 + "@example.com", "vera@" + "a." * 120 + "ru"],
)  # fmt: skip
def test_what_is_no_email_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierError):
        check_email(typed)


@given(st.text(max_size=250))
def test_an_email_is_taken_or_refused_and_kept_once(text: str) -> None:
    try:
        kept = check_email(text)
    except IdentifierError:
        return
    assert check_email(kept) == kept


@pytest.mark.parametrize("password", ["Demo-2026", "зелёный чай 7", "Vjq-Gfhjkm-1", "correct horse 4", "tk7!mw2x"])
def test_a_strong_password_is_taken(password: str) -> None:
    assert password_problem(password, ["Ильина", "Вера", "vera", "+79000000042"]) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "Придумайте пароль"),
        ("Ab1", "Нужно не меньше 8 знаков"),
        ("a1" * 101, "Нужно не больше 200 знаков"),
        ("abcdefghi", "Нужны и буквы, и цифры"),
        ("8005553535", "Нужны и буквы, и цифры"),
        ("qwerty123", "Такой пароль легко подобрать"),
        ("Password1", "Такой пароль легко подобрать"),
        ("12345678a", "Такой пароль легко подобрать"),
        ("aaaa1111", "Такой пароль легко подобрать"),
        ("йцукен2026", "Такой пароль легко подобрать"),
        ("ИльинаВ1990", "Пароль не должен повторять ваши имя, почту или телефон"),
        ("мой0000042я", "Пароль не должен повторять ваши имя, почту или телефон"),
        ("Demo-2026\x00", "В пароле есть знаки, которые не сохранить"),
        ("Demo-2026\ud800", "В пароле есть знаки, которые не сохранить"),
    ],
)
def test_a_weak_password_says_why(password: str, why: str) -> None:
    assert password_problem(password, ["Ильина", "Вера", "vera", "+79000000042"]) == why


@given(st.text(max_size=220))
def test_only_a_long_mixed_password_is_ever_taken(text: str) -> None:
    if password_problem(text) is None:
        assert 8 <= len(text) <= 200
        assert any(sign.isalpha() for sign in text)
        assert any(sign.isdigit() for sign in text)
        text.encode()


BIRTH = date(1981, 11, 5)


def test_a_passport_is_checked_by_its_form_and_its_day() -> None:
    good = PassportRequest(series="45 10", number="123456", issued_on=date(2026, 11, 10), issued_by_code="770-001")
    bad = PassportRequest(series="451", number="12345", issued_on=date(2026, 11, 23), issued_by_code="77")
    assert passport_problems(good, birth=BIRTH, today=TODAY) == {}
    assert list(passport_problems(bad, birth=BIRTH, today=TODAY)) == ["series", "number", "issuedOn", "issuedByCode"]


@pytest.mark.parametrize(
    ("issued", "today", "why"),
    [
        (date(1995, 11, 4), TODAY, "Паспорт выдают с 14 лет"),
        (date(1999, 1, 1), TODAY, "Этот паспорт действовал до 20 лет, внесите новый"),
        (date(2001, 11, 20), date(2027, 2, 3), None),
        (date(2001, 11, 20), date(2027, 2, 4), "Этот паспорт действовал до 45 лет, внесите новый"),
        (date(2026, 11, 5), date(2040, 1, 1), None),
    ],
)
def test_a_passport_is_changed_at_20_and_45_within_90_days(issued: date, today: date, why: str | None) -> None:
    assert passport_date_problem(issued, birth=BIRTH, today=today) == why
