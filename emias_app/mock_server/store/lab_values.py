"""How values of показатели are kept with their reports, and how they come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, insert, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from emias_app.domain.lab_trends import values_of
from emias_app.mock_server.store.labs_schema import LabKindRow, LabValueRow
from emias_app.models.records import LabReport

_V, _K = LabValueRow.__table__.c, LabKindRow.__table__.c


@dataclass(frozen=True, slots=True)
class KeptValue:
    """A value as it lies in the store; ``date`` is its report's day."""

    sort_key: str
    low: float | None
    high: float | None
    value_json: str

    @property
    def date(self) -> date:
        return date.fromisoformat(self.sort_key[:10])


@dataclass(frozen=True, slots=True)
class LabKind:
    """A показатель of a card in one unit."""

    code: str
    unit: str
    name: str
    count: int
    newest_json: str


def insert_values(session: Session, reports: Iterable[tuple[LabReport, str]]) -> None:
    """Keep the values of reports that come out; each report with its sort key."""
    rows: list[dict[str, Any]] = []
    names: dict[tuple[UUID, str, str], tuple[str, str, str, int]] = {}
    for report, sort_key in reports:
        for result, value in values_of(report):
            told = value.model_dump_json(by_alias=True)
            rows.append(
                {
                    "patient_id": report.patient_id,
                    "code": result.code,
                    "unit": result.unit,
                    "sort_key": sort_key,
                    "low": value.low,
                    "high": value.high,
                    "value_json": told,
                }
            )
            kind = (report.patient_id, result.code, result.unit)
            newest = names.get(kind)
            count = newest[3] + 1 if newest else 1
            if newest is None or sort_key > newest[1]:
                names[kind] = result.name, sort_key, told, count
            else:
                names[kind] = (*newest[:3], count)
    if not rows:
        return
    session.execute(insert(LabValueRow), rows)
    upsert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    for (patient_id, code, unit), (name, newest_key, newest_json, count) in names.items():
        statement = upsert(LabKindRow).values(
            patient_id=patient_id, code=code, unit=unit, name=name,
            count=count, newest_key=newest_key, newest_json=newest_json,
        )  # fmt: skip
        new = statement.excluded
        is_newer = new.newest_key > _K.newest_key
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["patient_id", "code", "unit"],
                set_={
                    "count": _K.count + new.count,
                    "name": case((is_newer, new.name), else_=_K.name),
                    "newest_json": case((is_newer, new.newest_json), else_=_K.newest_json),
                    "newest_key": case((is_newer, new.newest_key), else_=_K.newest_key),
                },
            )
        )


def kinds_of(session: Session, patient_id: UUID, code: str | None = None) -> list[LabKind]:
    """The показатели of a card (or one of them, in each of its units), the newest first."""
    wanted = select(_K.code, _K.unit, _K.name, _K.count, _K.newest_json).where(_K.patient_id == patient_id)
    if code is not None:
        wanted = wanted.where(_K.code == code)
    return [LabKind(*row) for row in session.execute(wanted.order_by(_K.newest_key.desc(), _K.code))]


def values_page(
    session: Session,
    patient_id: UUID,
    kind: LabKind,
    *,
    since: date | None,
    until: date | None,
    before: str | None,
    limit: int,
) -> tuple[list[KeptValue], int]:
    """At most ``limit`` + 1 values, newest first, older than the key ``before``; and how many the period holds."""
    conditions = [_V.patient_id == patient_id, _V.code == kind.code, _V.unit == kind.unit]
    if since:
        conditions.append(_V.sort_key >= since.isoformat())
    if until:
        # "U" follows the "T" that every key has after its day.
        conditions.append(_V.sort_key < f"{until.isoformat()}U")
    total = kind.count
    if since or until:
        total = session.scalar(select(func.count()).where(*conditions)) or 0
    wanted = select(_V.sort_key, _V.low, _V.high, _V.value_json).where(*conditions)
    if before is not None:
        wanted = wanted.where(_V.sort_key < before)
    found = session.execute(wanted.order_by(_V.sort_key.desc()).limit(limit + 1))
    return [KeptValue(*row) for row in found], total


def values_until(
    session: Session, patient_id: UUID, kinds: Sequence[tuple[str, str]], sort_key: str, most: int
) -> dict[str, list[str]]:
    """The JSON of the newest ``most`` values of each (code, unit) up to and with a report, oldest first."""
    found: dict[str, list[str]] = {}
    for code, unit in kinds:
        rows = session.scalars(
            select(_V.value_json)
            .where(_V.patient_id == patient_id, _V.code == code, _V.unit == unit, _V.sort_key <= sort_key)
            .order_by(_V.sort_key.desc())
            .limit(most)
        )
        found[code] = list(rows)[::-1]
    return found
