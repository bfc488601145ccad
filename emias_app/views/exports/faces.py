"""What «Показать и забрать» says of its files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from emias_app.domain.wording import counted, number
from emias_app.models.exports import ExportJob, ExportKind, ExportState, ImportReport
from emias_app.state.take_away import TakeAwayState
from emias_app.views.format import near_moment
from emias_app.views.strings import take_away as words


@dataclass(frozen=True)
class ExportFace:
    """One kind on the screen. ``share`` 0..1 draws a bar (0 = nobody knows yet), None draws none."""

    kind: ExportKind
    title: str
    about: str
    state_line: str | None = None
    share: float | None = None
    is_ready: bool = False
    is_making: bool = False
    is_busy: bool = False
    is_trouble: bool = False

    @property
    def key(self) -> str:
        return self.kind.value.lower().replace("_", "-")


def face_of(state: TakeAwayState, kind: ExportKind) -> ExportFace:
    """The newest file of a kind, or that there is none."""
    job, trouble = state.job_of(kind), state.troubles.get(kind)
    base = ExportFace(kind, words.NAMES[kind], words.ABOUT[kind])
    if trouble is not None:
        is_ready = job is not None and job.state is ExportState.READY
        return _with(base, state_line=trouble, is_trouble=True, is_ready=is_ready)
    if job is None or kind in state.starting:
        return _with(base, is_busy=kind in state.starting)
    if state.saving is not None and state.saving[0] == job.id:
        share = state.saving[1]
        line = words.SAVING.format(percent=round(share * 100))
        return _with(base, state_line=line, share=share, is_ready=True, is_busy=True)
    match job.state:
        case ExportState.QUEUED:
            return _with(base, state_line=words.QUEUED, share=0.0, is_making=True)
        case ExportState.RUNNING:
            line = words.RUNNING.format(done=number(job.done), total=number(job.total)) if job.total else words.STARTED
            return _with(base, state_line=line, share=job.done / job.total if job.total else 0.0, is_making=True)
        case ExportState.FAILED:
            return _with(base, state_line=words.FAILED.format(reason=job.reason or ""), is_trouble=True)
        case ExportState.READY:
            return _with(base, state_line=_ready_line(state, job), is_ready=True)


def _ready_line(state: TakeAwayState, job: ExportJob) -> str:
    until = near_moment(job.expires_at, state.now) if job.expires_at else ""
    return words.READY.format(when=near_moment(job.created_at, state.now), size=size_of(job.size or 0), until=until)


def size_of(count: int) -> str:
    """«340 КБ», «1,2 МБ»."""
    if count < 1_000_000:
        return words.KILOBYTES.format(count=number(max(round(count / 1_000), 1), 0))
    return words.MEGABYTES.format(count=number(count / 1_000_000, 1))


def report_lines(report: ImportReport) -> tuple[str, str]:
    """What came in, and what was there already."""
    kept = words.IMPORTED_KEPT.format(kept=counted(report.kept, words.ITEMS)) if report.kept else ""
    if not report.added:
        return words.IMPORTED_NONE, kept
    return words.IMPORTED.format(added=counted(report.added, words.ITEMS)), kept


def _with(face: ExportFace, **changes: object) -> ExportFace:
    return replace(face, **changes)  # type: ignore[arg-type]
