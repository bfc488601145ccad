"""«Данные о ребенке» (product.md §11): what parents enter, seven kinds, and what the clinic holds of the same.

A kind has its fields (``…Request``, what POST and PUT take) and its entry (the same fields, with who and when).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from emias_app.models.base import Line, Model, Request, Text
from emias_app.models.section import SectionSlug

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}")


class ChildDataKind(StrEnum):
    """The kinds; the value is the piece of the address."""

    ALLERGIES = "allergies"
    MEDICATIONS = "medications"
    INJURIES = "injuries"
    SURGERIES = "surgeries"
    FAMILY_HISTORY = "family-history"
    VACCINATIONS = "vaccinations"
    VISITS = "visits"


class Severity(StrEnum):
    MILD = "MILD"
    MODERATE = "MODERATE"
    SEVERE = "SEVERE"


class Relative(StrEnum):
    """Whose illness it is."""

    MOTHER = "MOTHER"
    FATHER = "FATHER"
    BROTHER = "BROTHER"
    SISTER = "SISTER"
    MATERNAL_GRANDMOTHER = "MATERNAL_GRANDMOTHER"
    MATERNAL_GRANDFATHER = "MATERNAL_GRANDFATHER"
    PATERNAL_GRANDMOTHER = "PATERNAL_GRANDMOTHER"
    PATERNAL_GRANDFATHER = "PATERNAL_GRANDFATHER"
    OTHER = "OTHER"


def _is_calendar(text: str) -> str:
    """A year, a month or a day that the calendar has."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError("дата в виде ГГГГ, ГГГГ-ММ или ГГГГ-ММ-ДД")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError("такой даты нет в календаре") from None
    return text


def _only_whole(value: object) -> object:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise ValueError("дата в виде ГГГГ-ММ-ДД")
    return value


#: «2021», «2021-04» or «2021-04-12»: as exactly as a parent remembers.
PartialDay = Annotated[
    str,
    AfterValidator(_is_calendar),
    Field(max_length=10, json_schema_extra={"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
#: A whole day; nothing else that a lenient parser would take for one.
WholeDay = Annotated[date, BeforeValidator(_only_whole)]
#: A code of МКБ-10, «S52.5»; chosen from the suggestions, never typed.
Icd10 = Annotated[
    str,
    Field(max_length=6, pattern=r"^[A-Z][0-9]{2}(\.[0-9]{1,2})?$"),
]


class Details(Model):
    """What every kind has: a note and files of this card's «Загруженные документы»."""

    note: Text = ""
    attachment_ids: Annotated[list[UUID], Field(max_length=10)] = []


class AllergyDetails(Details):
    """``substance``: to what; ``since``: when it was noticed."""

    substance: Line
    reaction: Line = ""
    severity: Severity | None = None
    since: PartialDay | None = None


class InjuryDetails(Details):
    what: Line
    icd10: Icd10 | None = None
    on: PartialDay | None = None
    treated_at: Line = ""


class SurgeryDetails(Details):
    what: Line
    icd10: Icd10 | None = None
    on: PartialDay | None = None
    hospital: Line = ""


class MedicationDetails(Details):
    """``until`` None: still taken, or nobody said until when."""

    medicine: Line
    dose: Line = ""
    since: PartialDay | None = None
    until: PartialDay | None = None
    purpose: Line = ""


class FamilyIllnessDetails(Details):
    relative: Relative
    illness: Line
    icd10: Icd10 | None = None


class OutsideVaccinationDetails(Details):
    """``infections`` are keys of the calendar's targets («measles»); ``dose`` is a key like V1 or RV."""

    infections: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=8)]
    on: WholeDay
    dose: Annotated[str, Field(max_length=4)] | None = None
    product: Line = ""
    series: Line = ""
    clinic: Line = ""


class OutsideVisitDetails(Details):
    speciality: Line
    on: PartialDay | None = None
    clinic: Line = ""
    doctor: Line = ""
    diagnosis: Line = ""
    icd10: Icd10 | None = None
    conclusion: Text = ""


class AllergyRequest(AllergyDetails, Request):
    """Аллергия."""


class InjuryRequest(InjuryDetails, Request):
    """Травма."""


class SurgeryRequest(SurgeryDetails, Request):
    """Операция."""


class MedicationRequest(MedicationDetails, Request):
    """Лекарство."""


class FamilyIllnessRequest(FamilyIllnessDetails, Request):
    """Болезнь в семье."""


class OutsideVaccinationRequest(OutsideVaccinationDetails, Request):
    """Прививка в другой клинике."""


class OutsideVisitRequest(OutsideVisitDetails, Request):
    """Приём в другой клинике."""


class ChangeKind(StrEnum):
    ENTERED = "ENTERED"
    CHANGED = "CHANGED"
    REMOVED = "REMOVED"
    RESTORED = "RESTORED"


class Change(Model):
    """One line of an entry's history; ``actor`` is «Вы» or a name, for the doctor the whole name and kinship."""

    at: datetime
    what: ChangeKind
    actor: str
    mine: bool


class ChildDataEntry(Details):
    """An entry: its kind's fields, who entered it, who changed it last; ``version`` is its ETag.

    ``told_author`` and ``told_at`` are an archive's words of who had entered it and when, for which nobody vouches.
    """

    id: UUID
    version: int
    author: str
    mine: bool
    entered_at: datetime
    told_author: str | None = None
    told_at: datetime | None = None
    changed_by: str | None = None
    changed_at: datetime | None = None
    history: list[Change] = []


class Allergy(AllergyDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.ALLERGIES] = ChildDataKind.ALLERGIES


class Injury(InjuryDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.INJURIES] = ChildDataKind.INJURIES


class Surgery(SurgeryDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.SURGERIES] = ChildDataKind.SURGERIES


class Medication(MedicationDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.MEDICATIONS] = ChildDataKind.MEDICATIONS


class FamilyIllness(FamilyIllnessDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.FAMILY_HISTORY] = ChildDataKind.FAMILY_HISTORY


class OutsideVaccination(OutsideVaccinationDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.VACCINATIONS] = ChildDataKind.VACCINATIONS


class OutsideVisit(OutsideVisitDetails, ChildDataEntry):
    kind: Literal[ChildDataKind.VISITS] = ChildDataKind.VISITS


AnyEntry = Annotated[
    Allergy | Injury | Surgery | Medication | FamilyIllness | OutsideVaccination | OutsideVisit,
    Field(discriminator="kind"),
]
AnyDetails = (
    AllergyRequest
    | InjuryRequest
    | SurgeryRequest
    | MedicationRequest
    | FamilyIllnessRequest
    | OutsideVaccinationRequest
    | OutsideVisitRequest
)


class ClinicFact(Model):
    """What the clinic's own record says of a kind; ``is_denial``: it says that there is none."""

    title: str
    detail: str = ""
    date: date
    section: SectionSlug
    record_id: UUID
    organisation: str
    doctor: str | None = None
    is_denial: bool = False


class Conflict(Model):
    """An entry and a record of the clinic that cannot both be right; both stay as they are. ``text`` is Russian."""

    entry_id: UUID
    section: SectionSlug
    record_id: UUID
    text: str


T = TypeVar("T")


class KindPage(Model, Generic[T]):
    """One page of a kind. ``clinic`` and ``conflicts`` come with the first page and are whole."""

    items: list[T]
    next_cursor: str | None = None
    total: int
    clinic: list[ClinicFact] = []
    conflicts: list[Conflict] = []


class KindSummary(Model):
    """A kind on the home of child data: how many entries, the newest few, how many conflicts."""

    kind: ChildDataKind
    total: int
    newest: list[AnyEntry]
    conflicts: int
    clinic_total: int


class ChildDataSummary(Model):
    items: list[KindSummary]


class ClinicKind(Model):
    """A kind before the doctor: what the parents entered and what the clinic holds, side by side."""

    kind: ChildDataKind
    items: list[AnyEntry]
    clinic: list[ClinicFact]
    conflicts: list[Conflict]


class ClinicChildData(Model):
    items: list[ClinicKind]


#: What POST and PUT take, by kind.
REQUESTS: dict[ChildDataKind, type[Any]] = {
    ChildDataKind.ALLERGIES: AllergyRequest,
    ChildDataKind.MEDICATIONS: MedicationRequest,
    ChildDataKind.INJURIES: InjuryRequest,
    ChildDataKind.SURGERIES: SurgeryRequest,
    ChildDataKind.FAMILY_HISTORY: FamilyIllnessRequest,
    ChildDataKind.VACCINATIONS: OutsideVaccinationRequest,
    ChildDataKind.VISITS: OutsideVisitRequest,
}
#: What comes out, by kind.
ENTRIES: dict[ChildDataKind, type[Any]] = {
    ChildDataKind.ALLERGIES: Allergy,
    ChildDataKind.MEDICATIONS: Medication,
    ChildDataKind.INJURIES: Injury,
    ChildDataKind.SURGERIES: Surgery,
    ChildDataKind.FAMILY_HISTORY: FamilyIllness,
    ChildDataKind.VACCINATIONS: OutsideVaccination,
    ChildDataKind.VISITS: OutsideVisit,
}
