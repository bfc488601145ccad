"""«Скачать раздел»: the papers of the list in view as a file that is made behind and saved as soon as it is ready."""

from __future__ import annotations

from uuid import UUID, uuid4

from emias_app.errors import EmiasError, NotFound
from emias_app.models.exports import ExportJob, ExportKind, ExportState, SectionPart
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.file_ports import Taken
from emias_app.state.job_file import hand_over_job
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

GONE = "Файл уже убран. Соберите его ещё раз."
FAILED = "Файл не собрался. Попробуйте ещё раз."


class SectionFileState(Guarded):
    """One file at a time. ``job`` is being made or saved; ``share`` of it came (0..1); ``trouble`` = it did not."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._ports = ports
        self.patient_id = patient_id
        self.job: ExportJob | None = None
        self.is_starting = False
        self.share: float | None = None
        self.trouble: str | None = None
        self.taken: Taken | None = None
        self._wish: tuple[SectionPart, str] | None = None

    @property
    def is_making(self) -> bool:
        """Whether it is worth asking how far it is."""
        return self._pass.is_valid and self.job is not None and self.share is None

    @property
    def is_busy(self) -> bool:
        return self.is_starting or self.job is not None

    @allowed
    async def make(self, part: SectionPart) -> None:
        """Ask for the file of a list; another try of the same list is the same wish."""
        if self.is_busy:
            return
        self.is_starting, self.trouble = True, None
        if self._wish is None or self._wish[0] != part:
            self._wish = part, str(uuid4())
        exports = self._ports.backend.exports
        try:
            job = await exports.start(self.patient_id, ExportKind.SECTION_ZIP, self._wish[1], part)
        except EmiasError as error:
            self._fail(error)
        else:
            self._wish = None
            if self._pass.is_valid:
                self.job = job
        finally:
            self.is_starting = False

    @allowed
    async def look(self) -> None:
        """Ask how far it is; save it once it is ready."""
        if self.job is None or self.share is not None:
            return
        try:
            job = await self._ports.backend.exports.job(self.patient_id, self.job.id)
        except NotFound:
            self._end(GONE)
        except EmiasError as error:
            self._pass.report(error)  # the next look may be answered
        else:
            if self.job is None or not self._pass.is_valid:
                return
            self.job = job
            if job.state is ExportState.READY:
                await self._save(job)
            elif job.state is ExportState.FAILED:
                self._end(job.reason or FAILED)

    @allowed
    async def cancel(self) -> None:
        """Do not make it."""
        job, self.job = self.job, None
        if job is None:
            return
        try:
            await self._ports.backend.exports.cancel(self.patient_id, job.id)
        except NotFound:
            pass
        except EmiasError as error:
            self._fail(error)

    def dismiss(self) -> None:
        """What went wrong was read."""
        self.trouble = None

    async def _save(self, job: ExportJob) -> None:
        self.share = 0.0

        def came(share: float) -> None:
            self.share = share

        try:
            self.taken = await hand_over_job(self._ports, self._pass, self.patient_id, job, came)
            self._end(None)
        except NotFound:
            self._end(GONE)
        except EmiasError as error:
            self._end(None)
            self._fail(error)
        finally:
            self.share = None

    def _end(self, trouble: str | None) -> None:
        self.job, self.share, self.trouble = None, None, trouble

    def _fail(self, error: EmiasError) -> None:
        if not self._pass.report(error):
            self.trouble = trouble_of(error, self._ports.backend.server_now()).text
