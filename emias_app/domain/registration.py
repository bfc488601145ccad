"""What may stand in the form of a new account and in the papers added to it (product.md §3).

The same checks run while somebody types and on the backend. Rules that the sources do not give are marked [model].
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.account_levels import AccountRole, account_role
from emias_app.domain.ages import birthday_on
from emias_app.domain.identifiers import IdentifierError, check_passport, check_phone
from emias_app.domain.people import FieldProblems, birth_problem, name_problems
from emias_app.models.base import Sex
from emias_app.models.registration import PassportRequest, RegisterRequest

#: Shortest and longest password [model].
MIN_PASSWORD = 8
MAX_PASSWORD = 200
#: A passport is given from this age.
PASSPORT_AGE = 14
#: At these ages it is to be changed, within 90 days (постановление Правительства РФ № 2267 от 23.12.2023).
PASSPORT_CHANGES = (20, 45)
PASSPORT_GRACE = timedelta(days=90)

_EMAIL = re.compile(r"(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@"
                    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")  # fmt: skip
_ISSUER = re.compile(r"\d{3}[-‐‑–— ]?\d{3}", re.ASCII)
#: What is tried first by those who guess, without digits and signs.
_GUESSED = frozenset({"password", "passwd", "qwerty", "qwertyuiop", "qwertyu", "asdfgh", "abcdefgh", "admin",
                      "letmein", "iloveyou", "welcome", "parol", "пароль", "йцукен", "йцукенг", "привет"})  # fmt: skip
_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
         "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")  # fmt: skip


@dataclass(frozen=True, repr=False)
class RegistrationForm:
    """The form as typed so far; kept out of reprs."""

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    phone: str = ""
    email: str = ""
    password: str = ""

    @classmethod
    def of(cls, request: RegisterRequest) -> RegistrationForm:
        """The form that a request carries."""
        return cls(
            request.last_name, request.first_name, request.middle_name, request.birth_date, request.sex,
            request.phone, request.email, request.password.get_secret_value(),
        )  # fmt: skip


def registration_problems(form: RegistrationForm, today: date) -> FieldProblems:
    """What keeps the account from being made, by field; empty where all is well."""
    problems = name_problems(form.last_name, form.first_name, form.middle_name)
    if why := birth_problem(form.birth_date, today) or _age_problem(form.birth_date, today):
        problems["birthDate"] = why
    if form.sex is None:
        problems["sex"] = "Укажите пол"
    for name, check, text in (("phone", check_phone, form.phone), ("email", check_email, form.email)):
        try:
            check(text)
        except IdentifierError as error:
            problems[name] = error.reason
    own = (form.last_name, form.first_name, form.email.partition("@")[0], form.phone)
    if why := password_problem(form.password, own):
        problems["password"] = why
    return problems


def _age_problem(birth: date | None, today: date) -> str | None:
    if birth and account_role(birth, today) is AccountRole.TOO_YOUNG:
        return "Своя учётная запись бывает с 15 лет, до этого медкарту ведут родители"
    return None


def check_email(text: str) -> str:
    """An address as logins are looked up: no spaces, no case. Raises IdentifierError."""
    email = "".join(text.split()).casefold()
    if not email:
        raise IdentifierError("Укажите электронную почту")
    if len(email) > 200 or not _EMAIL.fullmatch(email):
        raise IdentifierError("Адрес почты выглядит так: anna@example.ru")
    return email


def password_problem(password: str, own_words: Iterable[str] = ()) -> str | None:
    """Why the password is too weak [model]: short, of one kind of sign, a guessed word, or made of ``own_words``."""
    if not password:
        return "Придумайте пароль"
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Cn") for sign in password):
        return "В пароле есть знаки, которые не сохранить"
    if len(password) < MIN_PASSWORD:
        return f"Нужно не меньше {MIN_PASSWORD} знаков"
    if len(password) > MAX_PASSWORD:
        return f"Нужно не больше {MAX_PASSWORD} знаков"
    if not (any(sign.isalpha() for sign in password) and any(sign.isdigit() for sign in password)):
        return "Нужны и буквы, и цифры"
    folded = password.casefold()
    letters = "".join(sign for sign in folded if sign.isalpha())
    if letters in _GUESSED or len(set(folded)) < 5 or len(_without_runs(folded)) < 4:
        return "Такой пароль легко подобрать"
    if any(word in folded for word in _own(own_words)):
        return "Пароль не должен повторять ваши имя, почту или телефон"
    return None


def _without_runs(text: str) -> str:
    """What is left when «123», «qwerty» and the like are taken out."""
    left, at = "", 0
    while at < len(text):
        length = next((size for size in range(len(text) - at, 2, -1) if _is_run(text[at : at + size])), 0)
        left += "" if length else text[at]
        at += length or 1
    return left


def _is_run(text: str) -> bool:
    return any(text in run for run in _RUNS)


def _own(words: Iterable[str]) -> list[str]:
    found = []
    for word in words:
        bare = "".join(sign for sign in word.casefold() if sign.isalnum())
        if bare.isdigit():
            bare = bare[-7:]
        if len(bare) >= 4:
            found.append(bare)
    return found


def passport_problems(request: PassportRequest, *, birth: date, today: date) -> FieldProblems:
    """What is wrong with the owner's passport, by field. There is no control sum: МВД tells the rest."""
    problems: FieldProblems = {}
    for name, series, number in (("series", request.series, "100000"), ("number", "4510", request.number)):
        try:
            check_passport(f"{series} {number}")
        except IdentifierError:
            problems[name] = "В серии 4 цифры" if name == "series" else "В номере 6 цифр"
    if why := passport_date_problem(request.issued_on, birth=birth, today=today):
        problems["issuedOn"] = why
    if not _ISSUER.fullmatch(request.issued_by_code.strip()):
        problems["issuedByCode"] = "Код подразделения выглядит так: 770-001"
    return problems


def passport_date_problem(issued: date, *, birth: date, today: date) -> str | None:
    """Why a passport of that day is not, or no longer, good."""
    if issued > today:
        return "Этот день ещё не наступил"
    if issued < birthday_on(birth, PASSPORT_AGE):
        return f"Паспорт выдают с {PASSPORT_AGE} лет"
    for age in PASSPORT_CHANGES:
        changed = birthday_on(birth, age)
        if issued < changed and today > changed + PASSPORT_GRACE:
            return f"Этот паспорт действовал до {age} лет, внесите новый"
    return None
