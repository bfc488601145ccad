"""Who is what to a patient, as the clinic writes it (product.md §7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from emias_app.domain.ages import ADULT, birthday_on
from emias_app.domain.identifiers import IdentifierError, check_phone
from emias_app.domain.people import FieldProblems, Person, birth_problem, is_of_age, is_same_person, name_problems
from emias_app.models.account import Relation
from emias_app.models.base import Sex
from emias_app.models.clinic import KinRelation, KinshipRequest

#: «Род.связь» in the clinic's tables and in the print form.
KIN_WORDS: Mapping[KinRelation, str] = {
    KinRelation.MOTHER: "мать",
    KinRelation.FATHER: "отец",
    KinRelation.GUARDIAN: "опекун",
    KinRelation.TRUSTEE: "попечитель",
    KinRelation.ADOPTER: "усыновитель",
}

#: Guardianship (опека) turns into trusteeship (попечительство) at this age (ГК РФ, ст. 32–33, 40).
TRUSTEESHIP = 14


def kin_of(relation: Relation, holder: Sex, *, child_birth: date, today: date) -> KinRelation | None:
    """What the owner of an account is to a child of «Моя семья»; None for the own card."""
    match relation:
        case Relation.SON | Relation.DAUGHTER:
            return KinRelation.MOTHER if holder is Sex.FEMALE else KinRelation.FATHER
        case Relation.WARD:
            return KinRelation.TRUSTEE if today >= birthday_on(child_birth, TRUSTEESHIP) else KinRelation.GUARDIAN
        case Relation.SELF:
            return None


@dataclass(frozen=True, repr=False)
class KinshipForm:
    """«Родственная связь: Добавление» as typed so far; kept out of reprs."""

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    birth_date: date | None = None
    relation: KinRelation | None = None
    phone: str = ""

    @classmethod
    def of(cls, request: KinshipRequest) -> KinshipForm:
        """The form that a request carries."""
        return cls(
            request.last_name, request.first_name, request.middle_name, request.birth_date, request.relation,
            request.phone,
        )  # fmt: skip


def kinship_problems(form: KinshipForm, *, child_birth: date, today: date) -> FieldProblems:
    """What keeps a relative from being added, by field."""
    problems = name_problems(form.last_name, form.first_name, form.middle_name)
    if why := birth_problem(form.birth_date, today):
        problems["birthDate"] = why
    elif form.birth_date is not None:
        if not is_of_age(form.birth_date, ADULT, today):
            problems["birthDate"] = "Представителю должно быть 18 лет"
        elif form.birth_date >= child_birth:
            problems["birthDate"] = "Представитель не может быть младше ребенка"
    if form.relation is None:
        problems["relation"] = "Укажите родственную связь"
    try:
        check_phone(form.phone)
    except IdentifierError as error:
        problems["phone"] = error.reason
    return problems


def fits_account(kin: Person, code_phone: str, holder: Person, holder_phone: str) -> bool:
    """Is the account the person whom the clinic meant: name, birth date and the confirmed phone, all of them?

    Nobody is told which one differs. Both phones are +7XXXXXXXXXX.
    """
    return is_same_person(kin, holder) and code_phone == holder_phone
