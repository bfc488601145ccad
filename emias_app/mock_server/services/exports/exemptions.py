"""Medical exemptions and refusals in an archive and back out of it, where they are marked as the archive's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy.orm import Session

from emias_app.domain.vaccination import ExemptionKind
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.vaccinations import exemption_rows
from emias_app.mock_server.store.schema import VaccinationExemptionRow
from emias_app.models.base import Line, Request, Text

EXEMPTIONS = "vaccination-exemptions"


class ToldExemption(Request):
    """A line: what stands against which vaccinations (none = all) from ``since`` to ``until`` (None = for good)."""

    id: UUID
    kind: ExemptionKind
    targets: Annotated[list[Annotated[Line, Field(max_length=60)]], Field(max_length=60)]
    since: date
    until: date | None = None
    reason: Text

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> ToldExemption:
        if self.until is not None and self.until < self.since:
            raise ValueError("the end is before the beginning")
        return self


def exemption_lines(session: Session, patient_id: UUID) -> list[str]:
    """What stands against vaccinations of a card, the oldest first."""
    return [
        ToldExemption(
            id=row.id, kind=ExemptionKind(row.kind), targets=row.targets, since=row.since, until=row.until,
            reason=row.reason,
        ).model_dump_json(by_alias=True)
        for row in exemption_rows(session, patient_id)
    ]  # fmt: skip


def restore_exemptions(
    session: Session, viewer: Viewer, told: Sequence[ToldExemption], renamed: Mapping[UUID, UUID]
) -> int:
    """Keep those that are not known yet, as the archive's. How many are new."""
    added = 0
    for one in told:
        own_id = renamed.get(one.id, one.id)
        if session.get(VaccinationExemptionRow, own_id) is None:
            session.add(
                VaccinationExemptionRow(
                    id=own_id, patient_id=viewer.patient.id, kind=one.kind.value, targets=one.targets,
                    since=one.since, until=one.until, reason=one.reason, imported_on=viewer.today,
                )
            )  # fmt: skip
            session.flush()
            added += 1
    return added
