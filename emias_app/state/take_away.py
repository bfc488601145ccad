"""«Показать и забрать» of one child: files being made, saved in parts, and an archive that comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from emias_app.domain.archives import MOST_ARCHIVE
from emias_app.errors import EmiasError, NotFound
from emias_app.models.exports import ExportJob, ExportKind, ExportState, ImportReport
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing, settled
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.file_ports import PickedArchive, Taken
from emias_app.state.job_file import hand_over_job
from emias_app.state.ports import Ports
from emias_app.state.sharing import SharingState
from emias_app.state.troubles import trouble_of

#: What is made of a whole card; a section's file is asked for where its list is.
CARD_KINDS = (ExportKind.SUMMARY_PDF, ExportKind.CARD_ZIP, ExportKind.IPS)
ARCHIVE_TOO_LARGE = "Архив больше 512 МБ. Такой загрузить не получится."
ARCHIVE_LOST = "Файл не удалось прочитать. Выберите его ещё раз."
FILE_GONE = "Файл уже убран. Соберите его ещё раз."


class TakeAwayState(Guarded):
    """One file of a kind at a time; a file that is ready is saved at once, and may be saved again for a day.

    ``saving`` is how much of which job is fetched (0..1); ``wanted`` are the jobs that are to be saved when ready.
    """

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._ports = ports
        self.patient_id = patient_id
        base = ports.share_base
        self.sharing = SharingState(ports, right, patient_id, base) if base is not None else None
        self.jobs: Loadable[tuple[ExportJob, ...]] = Loading()
        self.troubles: Mapping[ExportKind, str] = MappingProxyType({})
        self.starting: frozenset[ExportKind] = frozenset()
        self.wanted: frozenset[UUID] = frozenset()
        self.saving: tuple[UUID, float] | None = None
        self.taken: Taken | None = None
        self.is_bringing = False
        self.report: ImportReport | None = None
        self.import_trouble: str | None = None
        self._keys: dict[ExportKind, str] = {}

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    def job_of(self, kind: ExportKind) -> ExportJob | None:
        """The newest file of a kind, if there is one."""
        jobs = self.jobs.value if isinstance(self.jobs, Ready) else ()
        return next((job for job in jobs if job.kind is kind), None)

    @property
    def is_making(self) -> bool:
        """Whether something is being made, so that it is worth asking how far it is."""
        jobs = self.jobs.value if isinstance(self.jobs, Ready) else ()
        return any(job.state in (ExportState.QUEUED, ExportState.RUNNING) for job in jobs)

    @property
    def is_wished_for(self) -> bool:
        """Whether a file that is still being made is to be saved as soon as it is ready."""
        return self._pass.is_valid and bool(self.wanted) and self.is_making

    @allowed
    async def ensure(self) -> None:
        work = [] if isinstance(self.jobs, Ready) else [self.refresh()]
        if self.sharing is not None:
            work.append(self.sharing.ensure())
        await asyncio.gather(*work)

    @allowed
    async def refresh(self) -> None:
        """(Re)load my files; what is shown stays meanwhile."""
        shown = self.jobs
        self.jobs = renewing(shown)
        answer = await self.fetch(self._ports.backend.exports.jobs(self.patient_id))
        if isinstance(answer, Ready):
            self.jobs = Ready(tuple(answer.value))
            await self._save_what_is_ready()
        elif isinstance(answer, Failed):
            self.jobs = settled(shown, answer)

    @allowed
    async def make(self, kind: ExportKind) -> None:
        """Ask for a file of a kind; it is saved as soon as it is ready."""
        if kind in self.starting:
            return
        self.starting |= {kind}
        self._tell(kind, None)
        key = self._keys.setdefault(kind, str(uuid4()))
        try:
            job = await self._ports.backend.exports.start(self.patient_id, kind, key)
        except EmiasError as error:
            self._fail(kind, error)
        else:
            del self._keys[kind]
            if self._pass.is_valid:
                self.wanted |= {job.id}
                self._keep(job)
        finally:
            self.starting -= {kind}
        if self._pass.is_valid and kind not in self.troubles:
            await self.look()

    @allowed
    async def look(self) -> None:
        """Ask how far the files are that are being made."""
        if not isinstance(self.jobs, Ready):
            return
        for job in self.jobs.value:
            if job.state in (ExportState.QUEUED, ExportState.RUNNING):
                try:
                    found = await self._ports.backend.exports.job(self.patient_id, job.id)
                except NotFound:
                    self._drop(job.id)
                except EmiasError as error:
                    if self._pass.report(error):
                        return
                else:
                    if self._pass.is_valid:
                        self._keep(found)
        await self._save_what_is_ready()

    @allowed
    async def cancel(self, kind: ExportKind) -> None:
        """Stop making it, or throw the file away."""
        job = self.job_of(kind)
        if job is None:
            return
        try:
            await self._ports.backend.exports.cancel(self.patient_id, job.id)
        except NotFound:
            pass
        except EmiasError as error:
            self._fail(kind, error)
            return
        self._tell(kind, None)
        self._drop(job.id)

    @allowed
    async def save(self, kind: ExportKind) -> None:
        """Save a file that is ready (once more)."""
        job = self.job_of(kind)
        if job is not None and job.state is ExportState.READY:
            await self._save(job)

    @allowed
    async def bring(self) -> None:
        """Choose an archive and bring it into the card."""
        if self.is_bringing:
            return
        self.report, self.import_trouble = None, None
        picked = await self._ports.files.pick_archive(MOST_ARCHIVE)
        if picked is None:
            return
        try:
            await self._bring(picked)
        finally:
            await self._ports.files.forget(picked)

    async def _bring(self, picked: PickedArchive) -> None:
        if not self._pass.is_valid:
            return
        if picked.path is None:
            self.import_trouble = ARCHIVE_TOO_LARGE if picked.size > MOST_ARCHIVE else ARCHIVE_LOST
            return
        self.is_bringing = True
        try:
            report = await self._ports.backend.exports.bring(self.patient_id, picked.path, str(uuid4()))
        except EmiasError as error:
            if not self._pass.report(error):
                self.import_trouble = trouble_of(error, self._ports.backend.server_now()).text
        except OSError:  # it was taken away while it was read
            self.import_trouble = ARCHIVE_LOST
        else:
            if self._pass.is_valid:
                self.report = report
        finally:
            self.is_bringing = False

    # how it is done

    async def _save_what_is_ready(self) -> None:
        if not isinstance(self.jobs, Ready):
            return
        for job in self.jobs.value:
            if job.id in self.wanted and job.state in (ExportState.READY, ExportState.FAILED):
                self.wanted -= {job.id}
                if job.state is ExportState.READY:
                    await self._save(job)

    async def _save(self, job: ExportJob) -> None:
        if self.saving is not None or job.size is None:
            return
        self.saving, self.taken = (job.id, 0.0), None
        self._tell(job.kind, None)

        def came(share: float) -> None:
            self.saving = (job.id, share)

        try:
            self.taken = await hand_over_job(self._ports, self._pass, self.patient_id, job, came)
        except NotFound:
            self._drop(job.id)
            self._tell(job.kind, FILE_GONE)
        except EmiasError as error:
            self._fail(job.kind, error)
        finally:
            self.saving = None

    def _keep(self, job: ExportJob) -> None:
        jobs = self.jobs.value if isinstance(self.jobs, Ready) else ()
        others = tuple(one for one in jobs if one.id != job.id)
        known = [one.id for one in jobs]
        if job.id in known:
            self.jobs = Ready(tuple(job if one.id == job.id else one for one in jobs))
        else:
            self.jobs = Ready((job, *others))

    def _drop(self, job_id: UUID) -> None:
        jobs = self.jobs.value if isinstance(self.jobs, Ready) else ()
        self.jobs = Ready(tuple(one for one in jobs if one.id != job_id))
        self.wanted -= {job_id}

    def _fail(self, kind: ExportKind, error: EmiasError) -> None:
        if not self._pass.report(error):
            self._tell(kind, trouble_of(error, self._ports.backend.server_now()).text)

    def _tell(self, kind: ExportKind, trouble: str | None) -> None:
        others = {one: text for one, text in self.troubles.items() if one is not kind}
        self.troubles = MappingProxyType(others | ({kind: trouble} if trouble else {}))
