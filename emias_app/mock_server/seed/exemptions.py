"""Exemptions from vaccinations and refusals of the demo's children: the same in every seeding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.ages import add_months
from emias_app.domain.vaccination import ExemptionKind
from emias_app.mock_server.seed.people import ChildSpec, an_id
from emias_app.mock_server.store.schema import VaccinationExemptionRow


@dataclass(frozen=True)
class _Spec:
    """Begins ``days_ago``; lasts ``months``, or for good."""

    kind: ExemptionKind
    targets: tuple[str, ...]
    days_ago: int
    months: int | None
    reason: str


_LIVE = ("measles", "rubella", "mumps", "varicella")
_SPECS: dict[str, tuple[_Spec, ...]] = {
    "sofia": (_Spec(ExemptionKind.MEDICAL, _LIVE, 38, 3, "Вводили иммуноглобулин, нужно подождать 3 месяца"),),
    "darya": (_Spec(ExemptionKind.REFUSAL, ("influenza",), 66, None, "По решению родителей"),),
    "mikhail": (
        _Spec(ExemptionKind.MEDICAL, ("tuberculosis",), 900, None, "Келоидный рубец после первой прививки БЦЖ"),
    ),
    "kirill": (
        _Spec(ExemptionKind.MEDICAL, ("influenza",), 12, 1, "Обострение бронхиальной астмы, до ремиссии"),
    ),
}  # fmt: skip


def exemptions(children: Iterable[ChildSpec], today: date) -> Iterator[VaccinationExemptionRow]:
    """The rows of all children."""
    for child in children:
        for number, spec in enumerate(_SPECS.get(child.key, ()), start=1):
            since = max(today - timedelta(days=spec.days_ago), child.born(today))
            yield VaccinationExemptionRow(
                id=an_id("exemption", child.key, str(number)),
                patient_id=child.id,
                kind=spec.kind.value,
                targets=list(spec.targets),
                since=since,
                until=None if spec.months is None else add_months(since, spec.months),
                reason=spec.reason,
            )
