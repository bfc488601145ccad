"""Messages inside the app."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal, not_found
from emias_app.mock_server.services.paging import Place, cursor_of
from emias_app.mock_server.store.schema import NoticeRow
from emias_app.models.account import Notice, NoticeKind
from emias_app.models.base import Page

_TICK = timedelta(microseconds=1)
_AN_INSTANT = timedelta(milliseconds=1)


def post_notice(
    session: Session, account_id: UUID, kind: NoticeKind, now: datetime, *, title: str, text: str,
    patient_id: UUID | None = None,
) -> None:  # fmt: skip
    """Tell the account something, within the caller's transaction; of one instant the later one is the newer."""
    of_now = (NoticeRow.account_id == account_id, NoticeRow.at >= now, NoticeRow.at < now + _AN_INSTANT)
    newest = session.scalar(select(func.max(NoticeRow.at)).where(*of_now))
    at = now if newest is None else newest + _TICK
    session.add(
        NoticeRow(id=uuid4(), account_id=account_id, kind=kind, at=at, title=title, text=text,
                  patient_id=patient_id, read_at=None)
    )  # fmt: skip


def list_notices(session: Session, account_id: UUID, limit: int, after: Place | None) -> Page[Notice]:
    """The newest first."""
    mine = NoticeRow.account_id == account_id
    query = select(NoticeRow).where(mine).order_by(NoticeRow.at.desc(), NoticeRow.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(NoticeRow.at, NoticeRow.id) < tuple_(after.at, after.id))
    rows = session.scalars(query).all()
    shown = rows[:limit]
    return Page[Notice](
        items=[_view(row) for row in shown],
        next_cursor=cursor_of(shown[-1].at, shown[-1].id) if len(rows) > limit else None,
        total=session.scalar(select(func.count()).where(mine)) or 0,
    )


def read_notice(session: Session, account_id: UUID, notice_id: UUID, now: datetime) -> Notice | Refusal:
    """Mark one as read; another's does not exist."""
    row = session.get(NoticeRow, notice_id)
    if row is None or row.account_id != account_id:
        return not_found()
    if row.read_at is None:
        row.read_at = now
    return _view(row)


def unread_count(session: Session, account_id: UUID) -> int:
    unread = select(func.count()).where(NoticeRow.account_id == account_id, NoticeRow.read_at.is_(None))
    return session.scalar(unread) or 0


def _view(row: NoticeRow) -> Notice:
    return Notice(
        id=row.id,
        kind=NoticeKind(row.kind),
        at=row.at,
        title=row.title,
        text=row.text,
        patient_id=row.patient_id,
        read=row.read_at is not None,
    )
