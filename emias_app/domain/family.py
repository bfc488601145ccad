"""«Моя семья»: what may be entered of a child, and who checks it (product.md §5).

The registries and the list of originals are the service's own; the rules marked so are ours [model].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from emias_app.domain.ages import ADULT, birthday_on
from emias_app.domain.identifiers import (
    IdentifierError,
    check_birth_certificate,
    check_enp,
    check_passport,
)
from emias_app.domain.people import (
    FieldProblems,
    birth_problem,
    is_of_age,
    name_problems,
    tidy_name,
)
from emias_app.models.account import Registry, Relation
from emias_app.models.base import Sex
from emias_app.models.family import ChildRequest, DocumentKind

K = DocumentKind

#: From this age a passport is asked for; the certificate still counts while the passport is being made [model].
PASSPORT_FROM = 14
PASSPORT_GRACE = timedelta(days=90)

#: Which documents may prove whom; a ward is known by any paper of identity as well as by the act.
DOCUMENTS_FOR: Mapping[Relation, tuple[DocumentKind, ...]] = {
    Relation.SON: (K.BIRTH_CERTIFICATE, K.FOREIGN_BIRTH_CERTIFICATE, K.PASSPORT),
    Relation.DAUGHTER: (K.BIRTH_CERTIFICATE, K.FOREIGN_BIRTH_CERTIFICATE, K.PASSPORT),
    Relation.WARD: (K.GUARDIANSHIP_ACT, K.BIRTH_CERTIFICATE, K.PASSPORT, K.FOREIGN_BIRTH_CERTIFICATE),
    Relation.SELF: (),
}

DOCUMENT_WORDS: Mapping[DocumentKind, str] = {
    K.BIRTH_CERTIFICATE: "Свидетельство о рождении",
    K.FOREIGN_BIRTH_CERTIFICATE: "Иностранное свидетельство о рождении",
    K.PASSPORT: "Паспорт",
    K.GUARDIANSHIP_ACT: "Акт об опеке или попечительстве",
}

RELATION_WORDS: Mapping[Relation, str] = {
    Relation.SON: "Мой сын",
    Relation.DAUGHTER: "Моя дочь",
    Relation.WARD: "Подопечный",
    Relation.SELF: "Это я",
}

#: What to bring to the МФЦ: the service's own list.
ORIGINALS: tuple[str, ...] = (
    "Документ, удостоверяющий вашу личность",
    "Свидетельство о рождении ребенка или иной документ о рождении и его регистрации, выданный органом "
    "иностранного государства",
    "Документ о смене фамилии, имени или отчества, вашей или ребенка, если они не совпадают с другими документами",
)

_FREE_SERIES = re.compile(r"[\w №/.-]{0,20}")
_FREE_NUMBER = re.compile(r"(?=.*\w)[\w №/.-]{1,30}")


@dataclass(frozen=True, repr=False)
class ChildForm:
    """A child as typed so far; kept out of reprs."""

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    birth_date: date | None = None
    sex: Sex | None = None
    relation: Relation | None = None
    kind: DocumentKind | None = None
    series: str = ""
    number: str = ""
    issued_on: date | None = None
    issued_by: str | None = None
    oms: str | None = None

    @classmethod
    def of(cls, request: ChildRequest) -> ChildForm:
        """The form that a request carries."""
        paper = request.document
        return cls(
            request.last_name, request.first_name, request.middle_name, request.birth_date, request.sex,
            request.relation, paper.kind, paper.series, paper.number, paper.issued_on, paper.issued_by, request.oms,
        )  # fmt: skip


def child_problems(form: ChildForm, *, representative_birth: date, today: date) -> FieldProblems:
    """What keeps a child from being added or corrected, by field; empty where all is well."""
    problems = name_problems(form.last_name, form.first_name, form.middle_name)
    if why := birth_problem(form.birth_date, today) or _age_problem(form.birth_date, representative_birth, today):
        problems["birthDate"] = why
    if form.sex is None:
        problems["sex"] = "Укажите пол"
    if why := _relation_problem(form, representative_birth, today):
        problems["relation"] = why
    problems |= _document_problems(form, today)
    if form.oms and form.oms.strip():
        try:
            check_enp(form.oms)
        except IdentifierError as error:
            problems["oms"] = error.reason
    return problems


def _age_problem(birth: date | None, representative_birth: date, today: date) -> str | None:
    if birth is None:
        return None
    if is_of_age(birth, ADULT, today):
        return "Ребенку уже 18 лет, медкарту взрослого здесь не открыть"
    return "Ребенок не может быть старше вас" if birth <= representative_birth else None


def _relation_problem(form: ChildForm, representative_birth: date, today: date) -> str | None:
    if form.relation is None:
        return "Укажите родство"
    if form.relation is Relation.SELF:
        return "Себя добавлять не нужно: своя медкарта открывается с 15 лет по запросу"
    if not is_of_age(representative_birth, ADULT, today):
        return "Добавить ребенка может представитель старше 18 лет"
    expected = {Relation.SON: Sex.MALE, Relation.DAUGHTER: Sex.FEMALE}.get(form.relation, form.sex)
    return None if form.sex in (None, expected) else "Родство и пол расходятся, проверьте оба поля"


def _document_problems(form: ChildForm, today: date) -> FieldProblems:
    problems: FieldProblems = {}
    if why := _kind_problem(form, today):
        problems["document.kind"] = why
    series, number = form.series.strip(), form.number.strip()
    match form.kind:
        case K.BIRTH_CERTIFICATE:
            if not _is_certificate(f"{series} 100000"):
                problems["document.series"] = "Серия выглядит так: IV-МЮ"
            if not re.fullmatch(r"[0-9]{6}", number):
                problems["document.number"] = "В номере 6 цифр"
        case K.PASSPORT:
            if not _is_passport(f"{series} 100000"):
                problems["document.series"] = "В серии 4 цифры"
            if not _is_passport(f"4510 {number}"):
                problems["document.number"] = "В номере 6 цифр"
        case K.FOREIGN_BIRTH_CERTIFICATE | K.GUARDIANSHIP_ACT:
            if not _FREE_SERIES.fullmatch(series):
                problems["document.series"] = "В серии бывают буквы, цифры и знаки № / . -"
            if not number:
                problems["document.number"] = "Укажите номер документа"
            elif not _FREE_NUMBER.fullmatch(number):
                problems["document.number"] = "В номере бывают буквы, цифры и знаки № / . -"
    if form.issued_on and (why := _issue_problem(form, form.issued_on, today)):
        problems["document.issuedOn"] = why
    return problems


def _kind_problem(form: ChildForm, today: date) -> str | None:
    if form.kind is None:
        return "Выберите документ"
    if form.relation not in (None, Relation.SELF) and form.kind not in DOCUMENTS_FOR[form.relation]:
        return "Акт об опеке нужен, только если ребенок подопечный"
    if form.birth_date is None or form.birth_date > today or is_of_age(form.birth_date, ADULT, today):
        return None
    fourteen = birthday_on(form.birth_date, PASSPORT_FROM)
    if form.kind is K.PASSPORT and today < fourteen:
        return "Паспорт получают в 14 лет, укажите свидетельство о рождении"
    if form.kind is K.BIRTH_CERTIFICATE and today > fourteen + PASSPORT_GRACE:
        return "С 14 лет нужен паспорт"
    return None


def _issue_problem(form: ChildForm, issued: date, today: date) -> str | None:
    if issued > today:
        return "Этот день ещё не наступил"
    if form.birth_date is None:
        return None
    if issued < form.birth_date:
        return "Документ не мог быть выдан до рождения ребенка"
    if form.kind is K.PASSPORT and issued < birthday_on(form.birth_date, PASSPORT_FROM):
        return "Паспорт выдают с 14 лет"
    return None


def _is_certificate(text: str) -> bool:
    try:
        check_birth_certificate(text)
    except IdentifierError:
        return False
    return True


def _is_passport(text: str) -> bool:
    try:
        check_passport(text)
    except IdentifierError:
        return False
    return True


def tidy_child(form: ChildForm) -> ChildForm:
    """A form without problems as it is kept: names tidied, «IV-МЮ» and «123456», digits of the policy."""
    series, number = " ".join(form.series.split()), " ".join(form.number.split())
    match form.kind:
        case K.BIRTH_CERTIFICATE:
            series, number = check_birth_certificate(f"{series} {number}").split(" ")
        case K.PASSPORT:
            passport = check_passport(f"{series} {number}")
            series, number = passport[:4], passport[4:]
        case K.FOREIGN_BIRTH_CERTIFICATE | K.GUARDIANSHIP_ACT | None:
            pass
    return replace(
        form,
        last_name=tidy_name(form.last_name),
        first_name=tidy_name(form.first_name),
        middle_name=tidy_name(form.middle_name),
        series=series,
        number=number,
        oms=check_enp(form.oms) if form.oms and form.oms.strip() else None,
    )


def registry_for(relation: Relation, kind: DocumentKind) -> Registry:
    """Who confirms the child: ДТСЗН for a ward, the МФЦ for a birth registered abroad, else ЗАГС."""
    if relation is Relation.WARD or kind is K.GUARDIANSHIP_ACT:
        return Registry.DTSZN
    return Registry.MFC if kind is K.FOREIGN_BIRTH_CERTIFICATE else Registry.ZAGS
