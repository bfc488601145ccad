"""What «Показать и забрать» needs from the outside world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

from emias_app.models.exports import ExportJob, ExportKind, ImportReport, SectionPart
from emias_app.models.shares import Share
from emias_app.models.shown import Shown


class ExportsPort(Protocol):
    """Files made of a card at the backend, and an archive that comes back."""

    async def jobs(self, patient_id: UUID) -> Sequence[ExportJob]: ...

    async def start(
        self, patient_id: UUID, kind: ExportKind, key: str, part: SectionPart | None = None
    ) -> ExportJob: ...

    async def job(self, patient_id: UUID, job_id: UUID) -> ExportJob: ...

    async def cancel(self, patient_id: UUID, job_id: UUID) -> None: ...

    async def part(self, patient_id: UUID, job_id: UUID, first: int, last: int) -> bytes: ...

    async def shares(self, patient_id: UUID) -> Sequence[Share]: ...

    async def give_share(self, patient_id: UUID, sections: Sequence[Shown], hours: int, key: str) -> Share: ...

    async def end_share(self, patient_id: UUID, share_id: UUID) -> None: ...

    async def bring(self, patient_id: UUID, archive: Path, key: str) -> ImportReport: ...
