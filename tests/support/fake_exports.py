"""Files of a card, made as fast as a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from emias_app.errors import api_error
from emias_app.models.exports import ExportJob, ExportKind, ExportState, ImportReport, SectionPart
from emias_app.models.problem import Problem
from emias_app.models.section import SectionSlug
from emias_app.models.shares import Share, ShareState

if TYPE_CHECKING:
    from tests.support.fake_backend import FakeBackend

NAMES = {
    ExportKind.SUMMARY_PDF: ("Сводка.pdf", "application/pdf"),
    ExportKind.CARD_ZIP: ("Медкарта.zip", "application/zip"),
    ExportKind.IPS: ("Сводка IPS.json", "application/fhir+json"),
    ExportKind.SECTION_ZIP: ("Анализы.zip", "application/zip"),
}


class FakeExports:
    """``pace`` is how many records are done between two looks; ``content`` what every file holds."""

    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend
        self.pace, self.total = 100, 100
        self.content = b"%PDF a file"
        self.kept: list[ExportJob] = []
        self.fails: str | None = None
        self.report = ImportReport(added=12, kept=3, sections={"labs": 12})
        self.brought: list[bytes] = []
        self.links: list[Share] = []

    async def jobs(self, patient_id: UUID) -> Sequence[ExportJob]:
        await self._b.call("exports", patient_id)
        return tuple(self.kept)

    async def start(self, patient_id: UUID, kind: ExportKind, key: str, part: SectionPart | None = None) -> ExportJob:
        await self._b.call("start_export", patient_id, kind, *([part] if part else []))
        name, media_type = NAMES[kind]
        now = self._b.server_now()
        job = ExportJob(
            id=UUID(int=len(self.kept) + 1), kind=kind, part=part, state=ExportState.QUEUED, done=0, total=self.total,
            file_name=name, media_type=media_type, created_at=now,
        )  # fmt: skip
        self.kept = [job, *self.kept]
        return job

    async def job(self, patient_id: UUID, job_id: UUID) -> ExportJob:
        await self._b.call("export", job_id)
        job = self._find(job_id)
        done = min(job.done + self.pace, job.total)
        changes: dict[str, object] = {"state": ExportState.RUNNING, "done": done}
        if self.fails is not None:
            changes = {"state": ExportState.FAILED, "reason": self.fails}
        elif done == job.total:
            until = self._b.server_now() + timedelta(hours=24)
            changes |= {"state": ExportState.READY, "size": len(self.content), "expires_at": until}
        found = job.model_copy(update=changes)
        self.kept = [found if one.id == job_id else one for one in self.kept]
        return found

    async def cancel(self, patient_id: UUID, job_id: UUID) -> None:
        await self._b.call("cancel_export", job_id)
        self.kept = [one for one in self.kept if one.id != job_id]

    async def part(self, patient_id: UUID, job_id: UUID, first: int, last: int) -> bytes:
        await self._b.call("export_part", first, last)
        return self.content[first : last + 1]

    async def shares(self, patient_id: UUID) -> Sequence[Share]:
        await self._b.call("shares", patient_id)
        return tuple(self.links)

    async def give_share(self, patient_id: UUID, sections: Sequence[SectionSlug], hours: int, key: str) -> Share:
        await self._b.call("give_share", tuple(sections), hours)
        now = self._b.server_now()
        share = Share(
            id=UUID(int=100 + len(self.links)), sections=list(sections), hours=hours, state=ShareState.WAITING,
            tries_left=5, created_at=now, expires_at=now + timedelta(hours=hours),
        )  # fmt: skip
        self.links = [share, *self.links]
        return share.model_copy(update={"link": "/s#a-token", "code": "123456"})

    async def end_share(self, patient_id: UUID, share_id: UUID) -> None:
        await self._b.call("end_share", share_id)
        self.links = [one for one in self.links if one.id != share_id]

    async def bring(self, patient_id: UUID, archive: Path, key: str) -> ImportReport:
        content = _content(archive)
        await self._b.call("import", len(content))
        self.brought.append(content)
        return self.report

    def _find(self, job_id: UUID) -> ExportJob:
        for job in self.kept:
            if job.id == job_id:
                return job
        raise api_error(Problem(title="", status=404, code="not_found", detail="Не найдено."))


def _content(archive: Path) -> bytes:
    return archive.read_bytes()
