"""Taking a card away and bringing an archive back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.disk import FileOnDisk
from emias_app.api.pages import all_of
from emias_app.models.base import Page
from emias_app.models.exports import ExportBody, ExportJob, ExportKind, ImportReport, SectionPart
from emias_app.models.shares import Share
from emias_app.models.shown import Shown

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_JOB, _SHARE = TypeAdapter(ExportJob), TypeAdapter(Share)
_JOBS: TypeAdapter[Page[ExportJob]] = TypeAdapter(Page[ExportJob])
_SHARES: TypeAdapter[Page[Share]] = TypeAdapter(Page[Share])
_REPORT, _NOTHING = TypeAdapter(ImportReport), TypeAdapter(None)


class ExportsResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def jobs(self, patient_id: UUID) -> list[ExportJob]:
        """My files of a card, the newest first."""
        return await all_of(self._client, _JOBS, f"/patients/{patient_id}/exports")

    async def start(self, patient_id: UUID, kind: ExportKind, key: str, part: SectionPart | None = None) -> ExportJob:
        """Ask for a file; it is made behind. ``key`` stays the same over the tries of one wish, ``part`` is the list
        of a section's file."""
        path, body = f"/patients/{patient_id}/exports", ExportBody(kind=kind, part=part)
        told = body.model_dump(mode="json", by_alias=True, exclude_none=True)
        return await self._client.request(_JOB, "POST", path, json=told, key=key)

    async def job(self, patient_id: UUID, job_id: UUID) -> ExportJob:
        """How far a file is."""
        return await self._client.request(_JOB, "GET", f"/patients/{patient_id}/exports/{job_id}")

    async def cancel(self, patient_id: UUID, job_id: UUID) -> None:
        """Stop making it, or throw it away."""
        await self._client.request(_NOTHING, "DELETE", f"/patients/{patient_id}/exports/{job_id}")

    async def part(self, patient_id: UUID, job_id: UUID, first: int, last: int) -> bytes:
        """Bytes ``first`` to ``last`` of a file, both included."""
        return await self._client.download(f"/patients/{patient_id}/exports/{job_id}/file", span=(first, last))

    async def shares(self, patient_id: UUID) -> list[Share]:
        """My one-time links to a card, without their secrets."""
        return await all_of(self._client, _SHARES, f"/patients/{patient_id}/shares")

    async def give_share(self, patient_id: UUID, sections: Sequence[Shown], hours: int, key: str) -> Share:
        """A new link with its code, told this once; the same ``key`` gives the same one."""
        body = {"sections": [slug.value for slug in sections], "hours": hours}
        return await self._client.request(_SHARE, "POST", f"/patients/{patient_id}/shares", json=body, key=key)

    async def end_share(self, patient_id: UUID, share_id: UUID) -> None:
        """End a link at once."""
        await self._client.request(_NOTHING, "DELETE", f"/patients/{patient_id}/shares/{share_id}")

    async def bring(self, patient_id: UUID, archive: Path, key: str) -> ImportReport:
        """Bring an archive back into the card; it is read from disk while it travels."""
        path = f"/patients/{patient_id}/import"
        return await self._client.request(_REPORT, "POST", path, raw=FileOnDisk("application/zip", archive), key=key)
