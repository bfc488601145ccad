"""What home tells of a child after the second step."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from emias_app.models.base import Mark, Model
from emias_app.models.growth import LastMeasured
from emias_app.models.records import RecordRow


class NextDose(Model):
    """The next vaccination: what, when, and a mark («просрочена», «пора», «предстоит») with its reason."""

    code: str
    title: str
    dose: str
    date: date | None
    mark: Mark
    reason: str
    uncertain: bool = False


class Overview(Model):
    """``fresh`` = newest records of the last 90 days but for health info, newest first, at most 6;
    ``ahead`` = what is still valid or due (referrals, prescriptions); ``measured`` = the last height and weight."""

    patient_id: UUID
    fresh: list[RecordRow]
    ahead: list[RecordRow]
    next_dose: NextDose | None
    last_visit: RecordRow | None
    measured: LastMeasured | None = None
    generated_at: datetime
