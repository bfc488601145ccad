"""Makes the files that were asked for, behind everything else: one at a time in a process, a record at a time.

The table holds all state. A job whose process died is begun anew by the next one that looks: at start, when a job is
asked for, and when somebody asks how far one is. Nobody looks in between, so an idle backend does nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal, StorageFull
from emias_app.mock_server.services.exports import jobs
from emias_app.mock_server.services.exports.archive import card_archive
from emias_app.mock_server.services.exports.section_file import section_archive
from emias_app.mock_server.services.exports.source import ExportedCard, card_patient
from emias_app.mock_server.services.exports.summary import ips_json, summary_pdf
from emias_app.models.exports import ExportKind, SectionPart

if TYPE_CHECKING:
    from emias_app.mock_server.backend import Backend

log = logging.getLogger("emias_app.mock_server.exports")

#: Records between two looks whether it is still wanted.
_RECORDS_BETWEEN_LOOKS = 20
_NO_SPACE = "На сервере закончилось место. Попробуйте позже."
_FAILED = "Не удалось собрать файл. Попробуйте ещё раз."


class _NotWantedError(Exception):
    """Cancelled, or the access has ended."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: UUID
    kind: ExportKind
    patient_id: UUID
    part: SectionPart | None


class ExportWorker:
    """One of a backend; ``folder`` holds the files, each under its job's id."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._owner = uuid4().hex
        self._task: asyncio.Task[None] | None = None
        self.folder = backend.settings.data_dir / jobs.FOLDER

    def wake(self) -> None:
        """See to what waits, unless that is being done already."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def idle(self) -> None:
        """Wait until nothing is left to make here."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """Leave the work where it is; whoever starts next begins it anew."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def path(self, job_id: UUID) -> Path:
        """Where a job's file lies."""
        return self.folder / job_id.hex

    async def tidy(self) -> None:
        """Remove the files that no job stands for."""
        names = await asyncio.to_thread(self._names)
        if names:
            kept = await self._backend.store.read(jobs.kept_ids)
            known = {job_id.hex for job_id in kept}
            await asyncio.to_thread(self._remove, [name for name in names if name.partition(".")[0] not in known])

    async def _work(self) -> None:
        backend = self._backend
        is_alone = backend.settings.worker_count == 1
        while True:
            try:
                claimed = await backend.store.write(partial(self._claim, is_alone=is_alone))
            except StorageFull:
                return
            if claimed is None:
                return
            await self._make(claimed)

    def _claim(self, session: Session, *, is_alone: bool) -> _Claimed | None:
        row = jobs.claim(session, self._owner, is_alone=is_alone)
        return None if row is None else _Claimed(row.id, ExportKind(row.kind), row.patient_id, jobs.part_of(row))

    async def _make(self, job: _Claimed) -> None:
        backend, store = self._backend, self._backend.store
        half = self.folder / f"{job.id.hex}.part"
        try:
            await backend.card_ready(job.patient_id)
            patient = await store.read(lambda session: card_patient(session, job.patient_id))
            card = ExportedCard(store, patient, backend.clock.now())
            size, sha256 = await self._write(half, self._parts(job, card))
            await asyncio.to_thread(os.replace, half, self.path(job.id))
            now = backend.clock.now()
            if not await store.write(lambda session: jobs.finish(session, job.id, size, sha256, now)):
                raise _NotWantedError
        except _NotWantedError:
            await asyncio.to_thread(self._remove, [half.name, job.id.hex])
        except Exception as error:  # whatever it was, the person is told and the next job is not held up
            await asyncio.to_thread(self._remove, [half.name, job.id.hex])
            is_full = isinstance(error, StorageFull) or (isinstance(error, OSError) and error.errno == 28)
            log.error("export failed: %s", type(error).__name__)
            now, reason = backend.clock.now(), _NO_SPACE if is_full else _FAILED
            with suppress(Refusal):
                await store.write(lambda session: jobs.fail(session, job.id, reason, now))

    async def _parts(self, job: _Claimed, card: ExportedCard) -> AsyncIterator[bytes]:
        async def tell(done: int, total: int) -> None:
            if done % _RECORDS_BETWEEN_LOOKS == 0:
                now = self._backend.clock.now()
                keep = partial(jobs.progress, job_id=job.id, owner=self._owner, done=done, total=total, now=now)
                if not await self._backend.store.write(keep):
                    raise _NotWantedError

        match job.kind:
            case ExportKind.CARD_ZIP:
                async with aclosing(card_archive(card, tell)) as parts:  # type: ignore[type-var]
                    async for part in parts:
                        yield part
            case ExportKind.SECTION_ZIP if job.part is not None:
                async with aclosing(section_archive(card, job.part, tell)) as parts:  # type: ignore[type-var]
                    async for part in parts:
                        yield part
            case ExportKind.SUMMARY_PDF:
                yield await summary_pdf(card)
            case ExportKind.IPS:
                yield await ips_json(card)

    async def _write(self, path: Path, parts: AsyncIterator[bytes]) -> tuple[int, str]:
        """Write the parts to a file that only its owner reads; its size and SHA-256."""
        digest, size = hashlib.sha256(), 0
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True, mode=0o700)
        file = await asyncio.to_thread(os.open, path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            async for part in parts:
                digest.update(part)
                size += len(part)
                await asyncio.to_thread(_write_all, file, part)
            await asyncio.to_thread(os.fsync, file)
        finally:
            os.close(file)
        return size, digest.hexdigest()

    def _names(self) -> list[str]:
        return [one.name for one in self.folder.iterdir()] if self.folder.is_dir() else []

    def _remove(self, names: list[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)


def _write_all(file: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]
