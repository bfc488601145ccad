"""Identifiers: the public vectors, what people really type, and properties."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.identifiers import (
    IdentifierError,
    LoginKind,
    check_birth_certificate,
    check_enp,
    check_inn,
    check_passport,
    check_phone,
    check_snils,
    format_phone,
    mask_phone,
    mask_snils,
    mask_tail,
    normalise_login,
)

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "identifiers.json").read_text(encoding="utf-8"))
CHECKS: list[Callable[[str], str]] = [
    check_snils, check_enp, check_inn, check_passport, check_birth_certificate, check_phone,
]  # fmt: skip


def digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


@pytest.mark.parametrize("snils", VECTORS["snils"]["valid"])
def test_a_right_snils_is_kept_as_digits(snils: str) -> None:
    assert check_snils(snils) == digits(snils)


@pytest.mark.parametrize("snils", [*VECTORS["snils"]["invalid"], "000-000-000 00", "", "112-233-445 9x", "１" * 11])
def test_a_wrong_snils_is_refused(snils: str) -> None:
    with pytest.raises(IdentifierError):
        check_snils(snils)


def test_an_early_snils_needs_no_control_sum() -> None:
    assert check_snils("001-001-998 77") == "00100199877"


@pytest.mark.parametrize("enp", VECTORS["enp"]["valid"])
def test_a_right_policy_is_kept_as_digits(enp: str) -> None:
    assert check_enp(f"{enp[:4]} {enp[4:8]} {enp[8:12]} {enp[12:]}") == enp


@pytest.mark.parametrize("enp", ["7700000000000017", "0" * 16, "770000000000001", "77000000000000166"])
def test_a_wrong_policy_is_refused(enp: str) -> None:
    with pytest.raises(IdentifierError):
        check_enp(enp)


@given(st.sampled_from(VECTORS["enp"]["valid"]), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_of_a_policy_is_always_noticed(enp: str, place: int, shift: int) -> None:
    wrong = enp[:place] + str((int(enp[place]) + shift) % 10) + enp[place + 1 :]
    with pytest.raises(IdentifierError):
        check_enp(wrong)


@pytest.mark.parametrize("inn", VECTORS["inn12"]["valid"])
def test_a_right_inn_is_kept(inn: str) -> None:
    assert check_inn(inn) == inn


@pytest.mark.parametrize("inn", [*VECTORS["inn12"]["invalid"], "000000000000", "7707083893"])
def test_a_wrong_inn_is_refused(inn: str) -> None:
    with pytest.raises(IdentifierError):
        check_inn(inn)


@pytest.mark.parametrize("typed", ["4512 345678", "45 12 345678", "45 12 № 345678", "4512345678"])
def test_a_passport_is_kept_as_ten_digits(typed: str) -> None:
    assert check_passport(typed) == "4512345678"


@pytest.mark.parametrize("typed", ["451234567", "0012 345678", "4512 000000", "IV-МЮ 123456"])
def test_a_wrong_passport_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierError):
        check_passport(typed)


@pytest.mark.parametrize("certificate", VECTORS["birth_certificate"]["examples"])
def test_a_certificate_is_kept_as_printed(certificate: str) -> None:
    assert check_birth_certificate(certificate) == certificate


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("iv-мю 123456", "IV-МЮ 123456"),
        ("1У-МЮ №123456", "IV-МЮ 123456"),
        ("IV МЮ 123456", "IV-МЮ 123456"),
        ("IVМЮ123456", "IV-МЮ 123456"),
        ("Х–AK № 000123", "X-АК 000123"),
        ("V111-мю 654321", "VIII-МЮ 654321"),
    ],
)
def test_look_alikes_in_a_certificate_are_read_as_meant(typed: str, kept: str) -> None:
    assert check_birth_certificate(typed) == kept


@pytest.mark.parametrize("typed", ["", "МЮ 123456", "IIX-МЮ 123456", "IV-М 123456", "IV-QZ 123456", "IV-МЮ 12345"])
def test_a_wrong_certificate_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierError):
        check_birth_certificate(typed)


@pytest.mark.parametrize(
    "typed", ["+7 916 123-45-67", "8 (916) 123-45-67", "9161234567", "79161234567", "+7\u00a0916\u00a01234567"]
)
def test_a_phone_is_kept_in_one_form(typed: str) -> None:
    assert check_phone(typed) == "+79161234567"


@pytest.mark.parametrize("typed", [*VECTORS["phone"]["invalid"], "+7 495 123-45-67", "+375 29 123-45-67", "916", ""])
def test_a_phone_that_gets_no_sms_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierError):
        check_phone(typed)


def test_the_demo_phones_are_real_mobile_numbers() -> None:
    for number in range(1, 10):
        assert check_phone(f"+7900000000{number}") == f"+7900000000{number}"


def test_numbers_are_shown_and_masked_as_agreed() -> None:
    assert format_phone("+79161234567") == "+7 916 123-45-67"
    assert mask_phone("+79000000001") == "+7 900 •••-••-01"
    assert mask_snils("11223344595") == "•••-•••-445 95"
    assert mask_tail("4512345678") == "••••••5678"
    assert mask_tail("12", 0) == "••"


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("+7 900 000-00-01", LoginKind.PHONE, "+79000000001"),
        ("89000000001", LoginKind.PHONE, "+79000000001"),
        ("9000000001", LoginKind.PHONE, "+79000000001"),
        ("112-233-445 95", LoginKind.SNILS, "11223344595"),
        ("11223344595", LoginKind.SNILS, "11223344595"),
        (" Anna@Example.ORG ", LoginKind.EMAIL, "anna@example.org"),
        ("doctor", LoginKind.EMAIL, "doctor"),
        ("112-233-445 96", LoginKind.EMAIL, "112-233-44596"),
    ],
)
def test_a_login_is_recognised(typed: str, kind: LoginKind, value: str) -> None:
    login = normalise_login(typed)
    assert (login.kind, login.value) == (kind, value)


def test_a_login_stays_out_of_its_repr() -> None:
    assert "900" not in repr(normalise_login("+79000000001"))


@given(st.text(max_size=40))
def test_any_text_is_a_login(text: str) -> None:
    assert normalise_login(text).kind in LoginKind


def kept_or_reason(check: Callable[[str], str], text: str) -> tuple[str | None, str]:
    try:
        return check(text), ""
    except IdentifierError as refusal:
        return None, refusal.reason


@given(st.sampled_from(CHECKS), st.text(alphabet="0123456789 -+()№IVXМЮабв\u00a0", max_size=24))
def test_a_check_gives_its_own_normal_form_or_a_reason_without_the_input(
    check: Callable[[str], str], text: str
) -> None:
    kept, reason = kept_or_reason(check, text)
    if kept is not None:
        assert check(kept) == kept
    else:
        assert reason
        assert len(digits(text)) < 7 or digits(text) not in reason
