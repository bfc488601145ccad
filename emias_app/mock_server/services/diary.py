"""The health diary: entries of a card, kept once however often they are sent (product.md §10)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

from fastapi import Request
from pydantic import Field
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session
from starlette.responses import Response

from emias_app.clock import MOSCOW, moscow_day
from emias_app.domain.diary_ranges import Doubtful, Impossible, judge, unit_as_kept
from emias_app.domain.names import polite_name
from emias_app.mock_server.problems import Refusal, invalid, not_found, stale
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.card import Day, ListQuery
from emias_app.mock_server.services.diary_photos import attach, attachments_problem
from emias_app.mock_server.services.growth import measured_around
from emias_app.mock_server.services.paging import cursor_of, place_of
from emias_app.mock_server.store.entry_words import keep_diary_words
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, DiaryRow, SectionCountRow
from emias_app.models.base import Line, Page
from emias_app.models.base import Request as Body
from emias_app.models.diary import DiaryEntry, DiaryRequest, Indicator
from emias_app.models.section import SectionSlug

#: A clock that goes ahead of ours by less is no reason to refuse [model].
AHEAD = timedelta(minutes=5)
#: What an entry that came from an archive keeps of it, whatever is corrected.
OF_ARCHIVE = ("told_author", "told_at")
#: Entries of one card; more is no diary.
MOST_ENTRIES = 20_000


class DiaryQuery(Body):
    """What an address says of the diary: its period (inclusive Moscow days), its indicator, its page."""

    model_config = ListQuery.model_config

    since: Day | None = Field(None, alias="from", description="The first day, inclusive.")
    until: Day | None = Field(None, alias="to", description="The last day, inclusive.")
    indicator: Indicator | None = Field(None, description="Only entries of this indicator.")
    limit: int = Field(20, ge=1, le=100, description="Rows a page.")
    cursor: Line | None = Field(None, description="The nextCursor of the page before.")


def list_entries(session: Session, viewer: Viewer, query: DiaryQuery) -> Page[DiaryEntry]:
    """One page, the newest measurement first."""
    if query.since and query.until and query.since > query.until:
        raise invalid("from", "Начало периода позже его конца.")
    after = place_of(query.cursor)
    kept = [DiaryRow.patient_id == viewer.patient.id, DiaryRow.removed_at.is_(None), *_narrowed(query)]
    total = session.scalar(select(func.count()).select_from(DiaryRow).where(*kept)) or 0
    page = select(DiaryRow, AccountRow).join(AccountRow, AccountRow.id == DiaryRow.account_id).where(*kept)
    if after is not None:
        same_moment = and_(DiaryRow.measured_at == after.at, DiaryRow.id < after.id)
        page = page.where(or_(DiaryRow.measured_at < after.at, same_moment))
    page = page.order_by(DiaryRow.measured_at.desc(), DiaryRow.id.desc()).limit(query.limit + 1)
    found = [view(row, author) for row, author in session.execute(page)]
    shown = found[: query.limit]
    more = cursor_of(shown[-1].measured_at, shown[-1].id) if len(found) > query.limit else None
    return Page(items=shown, next_cursor=more, total=total)


def _narrowed(query: DiaryQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.indicator is not None:
        wanted.append(DiaryRow.indicator == query.indicator.value)
    if query.since is not None and query.since.year > 1:
        wanted.append(DiaryRow.measured_at >= datetime.combine(query.since, time(), MOSCOW))
    if query.until is not None and query.until.year < 9999:
        wanted.append(DiaryRow.measured_at < datetime.combine(query.until + timedelta(days=1), time(), MOSCOW))
    return wanted


def living(session: Session, patient_id: UUID, entry_id: UUID) -> DiaryRow | None:
    """An entry of that card that is not deleted."""
    row = session.get(DiaryRow, (patient_id, entry_id))
    return row if row is not None and row.removed_at is None else None


def read(session: Session, patient_id: UUID, entry_id: UUID) -> DiaryEntry | Refusal:
    row = living(session, patient_id, entry_id)
    return _view(session, row) if row is not None else not_found()


def add(session: Session, viewer: Viewer, body: DiaryRequest) -> DiaryEntry | Refusal:
    """Keep a new entry. The same body with the same id again is the same entry; another body is a 409."""
    entry_id, origin = body.id or uuid4(), _origin(body)
    known = session.get(DiaryRow, (viewer.patient.id, entry_id))
    if known is not None and known.origin == origin and known.removed_at is None:
        return _view(session, known)  # what was kept once is not judged again beside what came after
    refusal = _judged(session, viewer, body, None)
    if refusal is not None:
        return refusal
    if known is not None:
        if known.origin != origin:
            return Refusal(409, "entry_exists", "Запись с этим номером уже есть.")
        return Refusal(409, "entry_removed", "Эту запись уже удалили.")
    if _count(session, viewer.patient.id) >= MOST_ENTRIES:
        return Refusal(409, "diary_is_full", "В дневнике слишком много записей. Удалите ненужные.")
    row = DiaryRow(
        patient_id=viewer.patient.id, id=entry_id, account_id=viewer.account_id, version=1, origin=origin,
        created_at=viewer.now, removed_at=None,
    )  # fmt: skip
    _fill(row, body, viewer.now)
    session.add(row)
    return _done(session, viewer, row)


def correct(
    session: Session, request: Request, viewer: Viewer, entry_id: UUID, body: DiaryRequest
) -> DiaryEntry | Refusal:
    """Change an entry."""
    row = living(session, viewer.patient.id, entry_id)
    if row is None:
        return not_found()
    if body.id is not None and body.id != entry_id:
        return invalid("id", "Номер записи не меняется.")
    refusal = _judged(session, viewer, body, entry_id)
    if refusal is None and not _names(request, row):
        refusal = stale()
    if refusal is not None:
        return refusal
    row.version += 1
    _fill(row, body, viewer.now)
    return _done(session, viewer, row)


def remove(session: Session, request: Request, viewer: Viewer, entry_id: UUID) -> Refusal | None:
    """Delete an entry; :func:`restore` brings it back."""
    row = living(session, viewer.patient.id, entry_id)
    if row is None:
        return not_found()
    if not _names(request, row):
        return stale()
    row.version += 1
    row.removed_at = row.updated_at = viewer.now
    _done(session, viewer, row)
    return None


def restore(session: Session, request: Request, viewer: Viewer, entry_id: UUID) -> DiaryEntry | Refusal:
    """Bring a deleted entry back; one that is there stays as it is."""
    row = session.get(DiaryRow, (viewer.patient.id, entry_id))
    if row is None:
        return not_found()
    if not _names(request, row):
        return stale()
    if row.removed_at is not None:
        row.version += 1
        row.removed_at, row.updated_at = None, viewer.now
        return _done(session, viewer, row)
    return _view(session, row)


def tagged(response: Response) -> Response:
    """The answer with the ETag of the entry: its version, which a list tells too."""
    if response.status_code < 300 and response.body:
        response.headers["ETag"] = f'"{json.loads(bytes(response.body))["version"]}"'
    return response


def view(row: DiaryRow, author: AccountRow) -> DiaryEntry:
    """An entry as it goes out."""
    return DiaryEntry(
        id=row.id, indicator=Indicator(row.indicator), value=row.value, value2=row.value2,
        measured_at=row.measured_at, confirmed=row.confirmed, author=polite_name(author.first_name, author.middle_name),
        version=row.version, created_at=row.created_at, updated_at=row.updated_at, **row.told,
    )  # fmt: skip


def _view(session: Session, row: DiaryRow) -> DiaryEntry:
    return view(row, session.get_one(AccountRow, row.account_id))


def _judged(session: Session, viewer: Viewer, body: DiaryRequest, entry_id: UUID | None) -> Refusal | None:
    """Why an entry is not kept as it is: a field is wrong, or a value wants a second look."""
    if unit_as_kept(body.indicator, body.unit) is None:
        return invalid("unit", "Этот показатель записывают в других единицах.")
    at = body.measured_at.astimezone(UTC)
    if at > viewer.now + AHEAD:
        return invalid("measuredAt", "Это время ещё не наступило.")
    day = moscow_day(at)
    if day < viewer.patient.birth_date:
        return invalid("measuredAt", "Это раньше дня рождения.")
    told = (body.note.strip(), body.attachment_ids, [*body.symptoms, *body.medicines])
    if body.indicator is Indicator.NOTE and not any(told):
        return invalid("note", "Напишите заметку или приложите фотографию.")
    others = measured_around(session, viewer.patient.id, body.indicator, day, entry_id)
    verdict = judge(
        body.indicator, body.value, body.value2, viewer.patient.birth_date, day, others, viewer.patient.sex
    )  # fmt: skip
    if isinstance(verdict, Impossible):
        return invalid(verdict.field, verdict.without_value)
    if isinstance(verdict, Doubtful) and not body.confirmed:
        said = f"{verdict.told} {verdict.advice}"
        return Refusal(422, "confirmation_needed", said, fields=[{"field": "value", "message": said}])
    return attachments_problem(session, viewer, body.attachment_ids, entry_id)


def _fill(row: DiaryRow, body: DiaryRequest, now: datetime) -> None:
    row.indicator, row.value, row.value2 = body.indicator.value, body.value, body.value2
    row.measured_at, row.updated_at = body.measured_at.astimezone(UTC), now
    row.confirmed = body.confirmed
    kept = {key: row.told[key] for key in OF_ARCHIVE if row.told and key in row.told}
    row.told = {
        **kept,
        "unit": unit_as_kept(body.indicator, body.unit) or "",
        "note": body.note.strip(),
        "symptoms": _tidy(body.symptoms),
        "medicines": _tidy(body.medicines),
        "attachment_ids": [str(one) for one in dict.fromkeys(body.attachment_ids)],
    }


def _tidy(lines: Sequence[str]) -> list[str]:
    return [line for line in dict.fromkeys(" ".join(one.split()) for one in lines) if line]


def _done(session: Session, viewer: Viewer, row: DiaryRow) -> DiaryEntry:
    """After a change: photos know their entry, the search its words, the card's tile its count."""
    session.flush()
    attach(session, viewer.patient.id, row.id, [UUID(one) for one in row.told["attachment_ids"]])
    keep_diary_words(session, row)
    newest = session.scalar(
        select(func.max(DiaryRow.measured_at)).where(
            DiaryRow.patient_id == viewer.patient.id, DiaryRow.removed_at.is_(None)
        )
    )
    session.merge(
        SectionCountRow(
            patient_id=viewer.patient.id, section=SectionSlug.DIARY.value,
            count=_count(session, viewer.patient.id), newest=moscow_day(newest) if newest else None,
        )
    )  # fmt: skip
    touch_demo(session)
    return _view(session, row)


def _count(session: Session, patient_id: UUID) -> int:
    kept = (DiaryRow.patient_id == patient_id, DiaryRow.removed_at.is_(None))
    return session.scalar(select(func.count()).select_from(DiaryRow).where(*kept)) or 0


def _names(request: Request, row: DiaryRow) -> bool:
    """Whether ``If-Match``, where it is given, names the present version."""
    wanted = request.headers.get("if-match")
    return wanted is None or bool({tag.strip() for tag in wanted.split(",")} & {"*", f'"{row.version}"'})


def _origin(body: DiaryRequest) -> str:
    return hashlib.sha256(body.model_dump_json(by_alias=True, exclude={"id"}).encode()).hexdigest()
