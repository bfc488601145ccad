"""What the card itself puts into long forms: 026/у-2000 repeats the vaccinations, the specialists, the illnesses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from emias_app.domain.documents import TUBERCULIN
from emias_app.mock_server.seed.chart import Chart
from emias_app.mock_server.seed.language import NBSP, number
from emias_app.models.records import Certificate, FormPart, Immunization, Measurement, Record, Visit

AnyKind = TypeVar("AnyKind", bound=Record)

#: How long before the form the specialists were seen.
_FRESH = timedelta(days=240)
_ILLNESSES = 5


def fill_forms(chart: Chart) -> None:
    """Give every 026/у-2000 its parts, as the card stood on its day."""
    chart.records = [
        record.model_copy(update={"parts": parts_of(chart, record.date)})
        if isinstance(record, Certificate) and record.kind == "FORM_026"
        else record
        for record in chart.records
    ]


def parts_of(chart: Chart, day: date) -> list[FormPart]:
    """The parts of 026/у-2000; an empty one is left out."""
    child = chart.child
    birth = f"{number(child.weight(child.birth), 1)}{NBSP}кг, {number(child.height(child.birth))}{NBSP}см"
    given = _before(chart, Immunization, day)
    visits = _before(chart, Visit, day)
    lines = [
        Measurement(label="При рождении", value=birth),
        Measurement(label="Перенесённые заболевания", value=_illnesses(visits) or "Не отмечены"),
    ]
    parts = [
        FormPart(heading="Анамнестические сведения", facts=lines),
        FormPart(
            heading="Осмотры специалистов", columns=["Специалист", "Дата", "Заключение"],
            rows=_specialists(chart, visits, day),
        ),
        FormPart(
            heading="Профилактические прививки", columns=["Дата", "Прививка", "Доза", "Препарат, серия"],
            rows=[[f"{one.date:%d.%m.%Y}", one.title, one.dose, f"{one.product}, {one.series}"]
                  for one in given if one.kind != TUBERCULIN],
        ),
        FormPart(
            heading="Пробы на туберкулёз", columns=["Дата", "Проба", "Результат"],
            rows=[[f"{one.date:%d.%m.%Y}", one.product or one.title, one.reaction or "—"]
                  for one in given if one.kind == TUBERCULIN],
        ),
    ]  # fmt: skip
    return [part for part in parts if part.facts or part.rows]


def _before(chart: Chart, kind: type[AnyKind], day: date) -> list[AnyKind]:
    found = [record for record in chart.records if isinstance(record, kind) and record.date <= day]
    return sorted(found, key=lambda record: (record.date, record.title))


def _illnesses(visits: Sequence[Visit]) -> str:
    """The names of what the child has been ill with, the newest first, each once."""
    names: dict[str, int] = {}
    for visit in reversed(visits):
        main = visit.diagnoses[0]
        if not main.code.startswith("Z") and main.note != "выздоровление":
            names.setdefault(main.name, visit.date.year)
    return "; ".join(f"{name} ({year})" for name, year in list(names.items())[:_ILLNESSES])


def _specialists(chart: Chart, visits: Sequence[Visit], day: date) -> list[list[str]]:
    """The last visit to each speciality within the months before."""
    newest = {visit.speciality: visit for visit in visits if visit.date >= day - _FRESH and visit.speciality}
    healthy = chart.say("{Здоров|Здорова}")
    return [
        [speciality or "", f"{visit.date:%d.%m.%Y}", _ruling(visit, healthy)]
        for speciality, visit in sorted(newest.items(), key=lambda item: item[1].date)
    ]


def _ruling(visit: Visit, healthy: str) -> str:
    main = visit.diagnoses[0]
    is_well = main.code.startswith("Z") or main.note == "выздоровление"
    return healthy if is_well else f"{main.code} {main.name}"
