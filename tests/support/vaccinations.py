"""Children and what they were given, for the tests of the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from emias_app.domain.vaccination import (
    DOSE_TITLES,
    CalendarDose,
    Child,
    Exemption,
    Given,
    calendar,
    moscow_calendar,
    plan,
    risk_calendar,
)
from emias_app.domain.vaccination.calendar import TITLES
from emias_app.models.base import Sex
from emias_app.models.vaccination import DoseStatus, Layer, PlannedDose

TODAY = date(2026, 11, 22)
SOFIA, ARTEM, DARIA = date(2024, 8, 9), date(2018, 3, 14), date(2012, 10, 30)
#: Whoever is vaccinated by the calendar has had this autumn's influenza too.
FLU = Given(("influenza",), "ежегодно", date(2026, 10, 1))

_ALL = {dose.code: dose for dose in (*calendar(), *risk_calendar(), *moscow_calendar())}


def dose_of(code: str) -> CalendarDose:
    return _ALL[code]


def given(code: str, day: date, *, by_parent: bool = False, product: str | None = None) -> Given:
    """A dose of the calendar by its code."""
    dose = dose_of(code)
    return Given(dose.targets, dose.dose, day, by_parent=by_parent, product=product)


def by_calendar(birth: date, until: date = TODAY, without: Collection[str] = ()) -> tuple[Given, ...]:
    """Everything that the national calendar asks for by that day, on its day, but for the codes in ``without``."""
    return tuple(
        Given(dose.targets, dose.dose, dose.due(birth))
        for dose in calendar()
        if dose.due(birth) <= until and dose.code not in without
    )


def a_child(
    birth: date,
    *vaccinations: Given,
    exemptions: Iterable[Exemption] = (),
    moscow: bool = False,
    sex: Sex = Sex.FEMALE,
) -> Child:
    return Child(birth, sex, vaccinations, tuple(exemptions), moscow)


def doses_of(child: Child, today: date = TODAY) -> dict[str, PlannedDose]:
    """The plan by code."""
    found = plan(child, today)
    codes = {dose.code: dose for dose in found}
    assert len(codes) == len(found), "a code repeats"
    return codes


def status_of(child: Child, code: str, today: date = TODAY) -> DoseStatus | None:
    found = doses_of(child, today).get(code)
    return found.status if found else None


def a_planned_dose(
    code: str,
    status: DoseStatus,
    earliest: date,
    *,
    day: date | None = None,
    until: date | None = None,
    layer: Layer = Layer.NATIONAL,
    reason: str = "По календарю в 6 лет",
    uncertain: bool = False,
    product: str | None = None,
    record_id: UUID | None = None,
    entry_id: UUID | None = None,
) -> PlannedDose:
    """A dose as the backend tells it."""
    disease, _, dose = code.rpartition("-")
    return PlannedDose(
        code=code,
        title=TITLES.get(disease, disease),
        dose=dose,
        dose_title=DOSE_TITLES.get(dose, f"сезон {dose}"),
        layer=layer,
        status=status,
        reason="Сделана в 6 лет" if status is DoseStatus.DONE else reason,
        earliest=earliest,
        date=day,
        until=until,
        uncertain=uncertain,
        product=product,
        record_id=record_id,
        by_parent=entry_id is not None,
        entry_id=entry_id,
    )
