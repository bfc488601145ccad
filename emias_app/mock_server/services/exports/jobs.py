"""Jobs that make a file: who may have which, how they are told, when they go (contract §2).

A job belongs to who asked for it and to the access by which they did: with that access ended, the file is gone.
Numbers are ours [model].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from emias_app.clock import SystemClock, moscow_day
from emias_app.domain.sections import BY_SLUG
from emias_app.mock_server.problems import Refusal, not_found
from emias_app.mock_server.services.closing import is_living
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import ExportJobRow, GrantRow, PatientRow
from emias_app.models.access import GrantState
from emias_app.models.exports import ExportJob, ExportKind, ExportState, SectionPart

#: Where the files lie, inside the data folder.
FOLDER = "exports"
#: How long a file waits to be fetched.
LIFE = timedelta(hours=24)
#: Files of one account for one card; making another drops the oldest that is done.
MOST_KEPT = 6
#: A process that has not said for this long that it is at work is taken for dead. The machine's time.
LEASE = timedelta(seconds=60)
#: A job that its process did not live to end is begun anew this many times.
MOST_ATTEMPTS = 3
INTERRUPTED = "Сервер перезапускался, и файл не удалось закончить. Попробуйте ещё раз."

_NAMES = {
    ExportKind.SUMMARY_PDF: ("Сводка медкарты", "pdf", "application/pdf"),
    ExportKind.CARD_ZIP: ("Медкарта", "zip", "application/zip"),
    ExportKind.IPS: ("Сводка IPS", "json", "application/fhir+json"),
    ExportKind.SECTION_ZIP: ("Раздел медкарты", "zip", "application/zip"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, for whose card, by which access."""

    patient_id: UUID
    account_id: UUID
    grant_id: UUID
    now: datetime


def file_name(kind: ExportKind, who: str, day: datetime, part: SectionPart | None = None) -> str:
    """«Медкарта Морозов Артём 2026-11-22.zip»; of a section by its title."""
    title, suffix, _ = _NAMES[kind]
    title = BY_SLUG[part.section].title if part is not None else title
    return f"{title} {who} {moscow_day(day).isoformat()}.{suffix}"


def media_type(kind: ExportKind) -> str:
    return _NAMES[kind][2]


def part_of(row: ExportJobRow) -> SectionPart | None:
    """The list that a section's file holds; None of any other."""
    return SectionPart.model_validate_json(row.part) if row.part is not None else None


def start(session: Session, asking: Asking, kind: ExportKind, part: SectionPart | None = None) -> ExportJob:
    """A new job; one of the same kind and list that is still being made is answered instead."""
    kept = part.model_dump_json(by_alias=True, exclude_none=True) if part is not None else None
    living = session.scalar(
        _mine(asking).where(
            ExportJobRow.kind == kind.value,
            ExportJobRow.part.is_(None) if kept is None else ExportJobRow.part == kept,
            ExportJobRow.state.in_([ExportState.QUEUED.value, ExportState.RUNNING.value]),
        )
    )
    if living is not None:
        return told(session, living)
    row = ExportJobRow(
        id=uuid4(), patient_id=asking.patient_id, account_id=asking.account_id, grant_id=asking.grant_id,
        kind=kind.value, part=kept, state=ExportState.QUEUED.value, created_at=asking.now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    over = [ExportState.READY.value, ExportState.FAILED.value]
    for old in session.scalars(_mine(asking).where(ExportJobRow.state.in_(over)).offset(MOST_KEPT - 1)).all():
        session.delete(old)
    touch_demo(session)
    return told(session, row)


def mine(session: Session, asking: Asking) -> list[ExportJob]:
    """My jobs of a card, the newest first."""
    return [told(session, row) for row in session.scalars(_mine(asking)).all()]


def find(session: Session, asking: Asking, job_id: UUID) -> ExportJobRow | None:
    """One of my jobs of this card; another's does not exist."""
    found: ExportJobRow | None = session.scalar(_mine(asking).where(ExportJobRow.id == job_id))
    return found


def one(session: Session, asking: Asking, job_id: UUID) -> ExportJob | None:
    """One of my jobs on the wire."""
    row = find(session, asking, job_id)
    return None if row is None else told(session, row)


def drop(session: Session, asking: Asking, job_id: UUID) -> Refusal | None:
    """Cancel a job, or throw its file away."""
    row = find(session, asking, job_id)
    if row is None:
        return not_found()
    session.delete(row)
    return None


def told(session: Session, row: ExportJobRow) -> ExportJob:
    """A job on the wire."""
    patient = session.get_one(PatientRow, row.patient_id)
    kind, part = ExportKind(row.kind), part_of(row)
    return ExportJob(
        id=row.id, kind=kind, part=part, state=ExportState(row.state), done=row.done, total=row.total,
        file_name=file_name(kind, f"{patient.last_name} {patient.first_name}", row.created_at, part),
        media_type=media_type(kind), size=row.size, sha256=row.sha256, reason=row.reason, created_at=row.created_at,
        expires_at=row.expires_at,
    )  # fmt: skip


def is_open(session: Session, asking: Asking, now: datetime) -> bool:
    """Whether the access by which it was asked for still opens the card."""
    grant = session.get(GrantRow, asking.grant_id)
    return grant is not None and is_living(grant, session.get_one(PatientRow, asking.patient_id), now)


def note_read(session: Session, job_id: UUID, now: datetime) -> None:
    """The file's first part went out."""
    row = session.get(ExportJobRow, job_id)
    if row is not None and row.journalled_at is None:
        row.journalled_at = now


# for the worker


def claim(session: Session, owner: str, *, is_alone: bool) -> ExportJobRow | None:
    """The next job to make, the oldest first; ``is_alone``: no other process works on this database."""
    machine_now = SystemClock().now()
    left = ExportJobRow.state == ExportState.RUNNING.value
    is_free = or_(ExportJobRow.owner.is_(None), ExportJobRow.owner != owner) if is_alone else _is_over(machine_now)
    wanted = select(ExportJobRow).where(or_(ExportJobRow.state == ExportState.QUEUED.value, left & is_free))
    for row in session.scalars(wanted.order_by(ExportJobRow.created_at, ExportJobRow.id)).all():
        if row.attempt >= MOST_ATTEMPTS:
            row.state, row.reason = ExportState.FAILED.value, INTERRUPTED
            continue
        row.state = ExportState.RUNNING.value
        row.owner, row.lease_until = owner, machine_now + LEASE
        row.attempt += 1
        row.done = row.total = 0
        return row
    return None


def is_waiting(session: Session) -> bool:
    """Whether a job is not over, wherever it may be made; only reads."""
    open_states = [ExportState.QUEUED.value, ExportState.RUNNING.value]
    return session.scalar(select(ExportJobRow.id).where(ExportJobRow.state.in_(open_states)).limit(1)) is not None


def progress(session: Session, job_id: UUID, owner: str, done: int, total: int, now: datetime) -> bool:
    """Keep how far it is; False where the job was cancelled or its access has ended."""
    row = session.get(ExportJobRow, job_id)
    if row is None or row.owner != owner:
        return False
    if not _has_access(session, row, now):
        session.delete(row)
        return False
    row.done, row.total = done, total
    row.lease_until = SystemClock().now() + LEASE
    return True


def finish(session: Session, job_id: UUID, size: int, sha256: str, now: datetime) -> bool:
    """The file is whole; False where nobody may have it any more."""
    row = session.get(ExportJobRow, job_id)
    if row is None:
        return False
    if not _has_access(session, row, now):
        session.delete(row)
        return False
    row.state, row.size, row.sha256 = ExportState.READY.value, size, sha256
    row.done = row.total
    row.finished_at, row.expires_at, row.lease_until = now, now + LIFE, None
    return True


def fail(session: Session, job_id: UUID, reason: str, now: datetime) -> None:
    """It could not be made."""
    row = session.get(ExportJobRow, job_id)
    if row is not None:
        row.state, row.reason = ExportState.FAILED.value, reason
        row.finished_at, row.expires_at, row.lease_until = now, now + LIFE, None


def kept_ids(session: Session) -> set[UUID]:
    """The jobs whose file may lie on the disk."""
    return set(session.scalars(select(ExportJobRow.id)).all())


def sweep(session: Session, now: datetime, outside: Outside) -> None:
    """Forget what is over its time, and what was asked for by an access that has ended."""
    session.execute(delete(ExportJobRow).where(ExportJobRow.id.in_(ending(now))))


def ending(now: datetime) -> Select[Any]:
    """The jobs whose file has to go."""
    return (
        select(ExportJobRow.id)
        .join(GrantRow, GrantRow.id == ExportJobRow.grant_id)
        .where(or_(ExportJobRow.expires_at <= now, GrantRow.state != GrantState.ACTIVE.value))
    )


def _mine(asking: Asking) -> Select[Any]:
    return (
        select(ExportJobRow)
        .where(
            ExportJobRow.account_id == asking.account_id,
            ExportJobRow.patient_id == asking.patient_id,
            ExportJobRow.grant_id == asking.grant_id,
            or_(ExportJobRow.expires_at.is_(None), ExportJobRow.expires_at > asking.now),
        )
        .order_by(ExportJobRow.created_at.desc(), ExportJobRow.id)
    )


def _is_over(machine_now: datetime) -> Any:
    return or_(ExportJobRow.lease_until.is_(None), ExportJobRow.lease_until < machine_now)


def _has_access(session: Session, row: ExportJobRow, now: datetime) -> bool:
    grant = session.get(GrantRow, row.grant_id)
    return grant is not None and is_living(grant, session.get_one(PatientRow, row.patient_id), now)
