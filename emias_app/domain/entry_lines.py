"""What a parent's own entry is called where it is found among records: the diary and «Данные о ребенке»."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from emias_app.domain.child_data import KINDS, RELATIVE_WORDS, SEVERITY_WORDS, infection_words
from emias_app.domain.diary_ranges import value_words
from emias_app.domain.partial_day import since_words, until_words, when_words
from emias_app.domain.vaccination import DOSE_TITLES
from emias_app.domain.wording import long_day, upper_first
from emias_app.models.child_data import (
    AllergyDetails,
    ChildDataKind,
    Details,
    FamilyIllnessDetails,
    InjuryDetails,
    MedicationDetails,
    OutsideVaccinationDetails,
    OutsideVisitDetails,
    SurgeryDetails,
)
from emias_app.models.diary import Indicator

INDICATOR_WORDS = {
    Indicator.TEMPERATURE: "Температура",
    Indicator.HEIGHT: "Рост",
    Indicator.WEIGHT: "Вес",
    Indicator.BLOOD_PRESSURE: "Давление",
    Indicator.PULSE: "Пульс",
    Indicator.GLUCOSE: "Сахар",
    Indicator.OXYGEN: "Кислород",
    Indicator.SEIZURES: "Приступы",
    Indicator.NOTE: "Заметка",
}
#: A longer line is cut: the entry itself is one tap away.
_LONGEST = 140


@dataclass(frozen=True)
class EntryLine:
    """``title`` names the entry, ``line`` stands under it, ``kind`` is its Russian name; ``texts`` is all that a person
    may look for, ``written`` what of it the parent wrote."""

    kind: str
    title: str
    line: str
    texts: tuple[str, ...] = field(repr=False)
    written: tuple[str, ...] = field(repr=False)


def diary_line(
    indicator: Indicator,
    value: float | None,
    value2: float | None,
    *,
    note: str,
    symptoms: Iterable[str],
    medicines: Iterable[str],
) -> EntryLine:
    """«38,2 °C» of a measurement, «Кашель, насморк» of a note."""
    kind, symptoms, medicines = INDICATOR_WORDS[indicator], list(symptoms), list(medicines)
    said = ", ".join([*symptoms[:1], *(one.lower() for one in symptoms[1:])])
    title = value_words(indicator, value, value2) if value is not None else said or kind
    others = [*([] if value is None else symptoms), *medicines]
    written = (*symptoms, *medicines, note)
    return EntryLine(kind, title, _line(", ".join(others), note), (kind, title, *written), written)


def child_data_line(kind: ChildDataKind, details: Details) -> EntryLine:
    """«Аллергия: пенициллин», by the fields of its kind."""
    title, parts = _named(details)
    forms = KINDS[kind].plural
    written = (*parts, *_texts(details))
    return EntryLine(
        upper_first(forms[0]), title, _line(*parts, details.note), (*forms, title, *written), tuple(written)
    )


def _named(details: Details) -> tuple[str, list[str]]:
    """The title of an entry and what tells it from others."""
    match details:
        case AllergyDetails():
            severity = SEVERITY_WORDS[details.severity] if details.severity else ""
            return details.substance, [details.reaction, severity, since_words(details.since) if details.since else ""]
        case MedicationDetails():
            since = since_words(details.since) if details.since else ""
            until = until_words(details.until) if details.until else ""
            return details.medicine, [details.dose, f"{since} {until}".strip(), details.purpose]
        case InjuryDetails():
            return details.what, [_when(details.on), details.treated_at]
        case SurgeryDetails():
            return details.what, [_when(details.on), details.hospital]
        case FamilyIllnessDetails():
            return details.illness, [upper_first(RELATIVE_WORDS[details.relative])]
        case OutsideVaccinationDetails():
            title = ", ".join(infection_words(key) for key in details.infections)
            dose = DOSE_TITLES.get(details.dose, "") if details.dose else ""
            return title, [long_day(details.on), dose, details.product, details.clinic]
        case OutsideVisitDetails():
            return details.speciality, [_when(details.on), details.clinic, details.doctor, details.diagnosis]
        case _:
            raise AssertionError("a kind of child data has no words")


def _texts(details: Details) -> Iterator[str]:
    """Every line that was typed."""
    for name, value in dict(details).items():
        if isinstance(value, str) and name not in ("severity", "relative", "dose"):
            yield value


def _when(partial: str | None) -> str:
    return when_words(partial) if partial else ""


def _line(*parts: str) -> str:
    whole = " · ".join(" ".join(part.split()) for part in parts if part.strip())
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip(" ,·") + "…"
