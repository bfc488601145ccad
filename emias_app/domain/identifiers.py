"""Numbers that identify people and papers: checked, and written in one way.

Each ``check_*`` takes what a person typed and gives the number as we keep it, or raises
:class:`IdentifierError` whose text is Russian, fit to show, and never repeats the input.

Sources: СНИЛС: the Pension Fund's control sum; ИНН: the order of ФНС (``stdnum.ru.inn``); ЕНП: приказ ФФОМС № 79
(2011), HL7 Mod10 = Luhn; certificate of birth: Roman numeral, two letters, six digits; phones: the numbering plan
in ``phonenumberslite``. A passport has no control sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.ru import inn as stdnum_inn

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−.()]+")
_DIGITS = re.compile(r"[0-9]+")
#: Up to this number СНИЛС carried no control sum.
_LAST_SNILS_WITHOUT_CONTROL = 1_001_998
_SNILS_AS_PRINTED = re.compile(r"\s*[0-9]{3}[-‐‑–—][0-9]{3}[-‐‑–—][0-9]{3}[\s\-‐‑–—]*[0-9]{2}\s*")
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_CERTIFICATE = re.compile(r"([1IІVУXХ]{1,7})[-‐‑–—\s]*([А-ЯЁA-Z]{2})[-‐‑–—\s]*№?\s*([0-9]{6})")
_SERIES = re.compile("[А-ЯЁ]{2}")
#: What people type in place of a Roman numeral, and Latin letters in place of Cyrillic ones.
_TO_ROMAN = str.maketrans("1ІУХ", "IIVX")
_TO_CYRILLIC = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")


class IdentifierError(ValueError):
    """The number cannot be right; the text says why, in Russian."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


def _digits(text: str, count: int, reason: str) -> str:
    bare = _SEPARATORS.sub("", text)
    if len(bare) != count or not _DIGITS.fullmatch(bare):
        raise IdentifierError(reason)
    return bare


def _snils_control(number: str) -> int:
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(number))
    return total % 101 % 100


def check_snils(text: str) -> str:
    """11 digits of a СНИЛС; numbers up to 001-001-998 carry no control sum."""
    snils = _digits(text, 11, "В СНИЛС должно быть 11 цифр")
    number, control = snils[:9], int(snils[9:])
    if not int(number):
        raise IdentifierError("Такого СНИЛС не бывает")
    if int(number) > _LAST_SNILS_WITHOUT_CONTROL and _snils_control(number) != control:
        raise IdentifierError("Контрольное число СНИЛС не сходится, проверьте цифры")
    return snils


def check_enp(text: str) -> str:
    """16 digits of the policy of ОМС (ЕНП), the last one by Luhn."""
    enp = _digits(text, 16, "В номере полиса ОМС должно быть 16 цифр")
    if not int(enp) or not luhn.is_valid(enp):
        raise IdentifierError("Контрольная цифра полиса не сходится, проверьте номер")
    return enp


def check_inn(text: str) -> str:
    """12 digits of a person's ИНН."""
    inn = _digits(text, 12, "В ИНН человека должно быть 12 цифр")
    try:
        stdnum_inn.validate(inn)
    except ValidationError:
        raise IdentifierError("Контрольные цифры ИНН не сходятся, проверьте номер") from None
    if inn.startswith("00"):
        raise IdentifierError("Такого ИНН не бывает")
    return inn


def check_passport(text: str) -> str:
    """10 digits of a passport: four of the series, six of the number; there is no control sum."""
    passport = _digits(text.replace("№", ""), 10, "В паспорте 4 цифры серии и 6 цифр номера")
    if passport.startswith("00") or not int(passport[4:]):
        raise IdentifierError("Таких серии и номера паспорта не бывает")
    return passport


def check_birth_certificate(text: str) -> str:
    """«IV-МЮ 123456»; look-alikes (1, У, Х, Latin letters, any dash) are read as what was meant."""
    match = _CERTIFICATE.fullmatch(text.strip().upper())
    roman = match[1].translate(_TO_ROMAN) if match else ""
    letters = match[2].translate(_TO_CYRILLIC) if match else ""
    if not match or not _ROMAN.fullmatch(roman) or not _SERIES.fullmatch(letters):
        raise IdentifierError("Серия и номер свидетельства выглядят так: IV-МЮ 123456")
    return f"{roman}-{letters} {match[3]}"


def check_phone(text: str) -> str:
    """+7XXXXXXXXXX of a Russian mobile phone; 8XXXXXXXXXX and ten bare digits are read alike."""
    bare = _e164(text)
    if bare is None:
        raise IdentifierError("Нужен российский номер: +7 и 10 цифр")
    number = phonenumbers.parse(bare, "RU")
    mobile = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in mobile:
        raise IdentifierError("Нужен номер мобильного телефона, на него придёт СМС")
    return bare


def _e164(text: str) -> str | None:
    """Ten digits behind +7, 8 or nothing; None where it is no Russian number by its form."""
    bare = _SEPARATORS.sub("", text)
    match = re.fullmatch(r"(?:\+7|7|8)?([0-9]{10})", bare)
    return f"+7{match[1]}" if match else None


def format_phone(phone: str) -> str:
    """+79161234567 as «+7 916 123-45-67»."""
    return f"+7 {phone[2:5]} {phone[5:8]}-{phone[8:10]}-{phone[10:12]}"


def mask_phone(phone: str) -> str:
    """+79000000001 as «+7 900 •••-••-01»."""
    return f"+7 {phone[2:5]} •••-••-{phone[-2:]}"


def mask_snils(snils: str) -> str:
    """11223344595 as «•••-•••-445 95»."""
    return f"•••-•••-{snils[6:9]} {snils[9:]}"


def mask_tail(number: str, shown: int = 4) -> str:
    """All but the last ``shown`` signs as dots: passport, ИНН, policy."""
    return "•" * max(len(number) - shown, 0) + (number[-shown:] if shown else "")


class LoginKind(StrEnum):
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    SNILS = "SNILS"


@dataclass(frozen=True)
class Login:
    """A login as it is looked up; the value is personal and stays out of reprs."""

    kind: LoginKind
    value: str = field(repr=False)


def normalise_login(text: str) -> Login:
    """What was typed as a login: a phone, a СНИЛС or an e-mail. Never raises.

    A number printed like a СНИЛС (112-233-445 95) is one; eleven digits from 7 or 8 and ten digits are a phone;
    other eleven digits with a right control sum are a СНИЛС. Anything else is looked up as an e-mail that nobody has.
    """
    if "@" not in text:
        if not _SNILS_AS_PRINTED.fullmatch(text) and (phone := _e164(text)):
            return Login(LoginKind.PHONE, phone)
        try:
            return Login(LoginKind.SNILS, check_snils(text))
        except IdentifierError:
            pass
    return Login(LoginKind.EMAIL, "".join(text.split()).casefold())
