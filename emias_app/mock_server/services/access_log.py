"""«Кто смотрел карту» as its people read it (product.md §12): one sentence a row, never an address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.domain.journal import Reader, ReaderKind, actor_words, sentence
from emias_app.domain.people import sex_by_patronymic
from emias_app.mock_server.problems import Refusal, invalid, not_found
from emias_app.mock_server.services.paging import Place, cursor_of
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, JournalQuestionRow, JournalRow, StaffRow
from emias_app.models.base import Page, Sex
from emias_app.models.clinic import StaffRole
from emias_app.models.journal import JournalEntry, ReadKind
from emias_app.models.section import SectionSlug


def page(
    session: Session, patient_id: UUID, account_id: UUID, limit: int, after: Place | None
) -> Page[JournalEntry] | Refusal:
    """The newest reads first."""
    of_card = JournalRow.patient_id == patient_id
    query = select(JournalRow).where(of_card).order_by(JournalRow.seq.desc()).limit(limit + 1)
    if after is not None:
        last = session.scalar(select(JournalRow.seq).where(of_card, JournalRow.id == after.id))
        if last is None:
            return invalid("cursor", "Неверный указатель страницы.")
        query = query.where(JournalRow.seq < last)
    rows = session.scalars(query).all()
    shown = rows[:limit]
    return Page[JournalEntry](
        items=_entries(session, shown, account_id),
        next_cursor=cursor_of(shown[-1].at, shown[-1].id) if len(rows) > limit else None,
        total=session.scalar(select(func.count()).select_from(JournalRow).where(of_card)) or 0,
    )


def question(
    session: Session, patient_id: UUID, account_id: UUID, entry_id: UUID, now: datetime
) -> JournalEntry | Refusal:
    """«Непонятный просмотр»: said once; the row of the journal itself stays as it is."""
    row = session.scalar(select(JournalRow).where(JournalRow.id == entry_id, JournalRow.patient_id == patient_id))
    if row is None:
        return not_found()
    if session.get(JournalQuestionRow, (entry_id, account_id)) is None:
        session.add(JournalQuestionRow(entry_id=entry_id, account_id=account_id, at=now))
        touch_demo(session)
        session.flush()
    return _entries(session, [row], account_id)[0]


def _entries(session: Session, rows: Sequence[JournalRow], account_id: UUID) -> list[JournalEntry]:
    readers = _readers(session, rows, account_id)
    asked = set(
        session.scalars(
            select(JournalQuestionRow.entry_id).where(
                JournalQuestionRow.account_id == account_id, JournalQuestionRow.entry_id.in_([row.id for row in rows])
            )
        )
    )
    return [_entry(row, readers[ReaderKind(row.actor_kind), row.actor_id], row.id in asked) for row in rows]


def _entry(row: JournalRow, reader: Reader, is_questioned: bool) -> JournalEntry:
    what = ReadKind(row.what)
    section = SectionSlug(row.section) if row.section is not None else None
    return JournalEntry(
        id=row.id,
        at=row.at,
        actor=actor_words(reader),
        mine=reader.is_me,
        what=what,
        section=section,
        client=row.client,
        text=sentence(reader, what, section, row.client),
        questioned=is_questioned,
    )


def _readers(session: Session, rows: Iterable[JournalRow], account_id: UUID) -> dict[tuple[ReaderKind, UUID], Reader]:
    """Who read, by how and the id of the account (of a link: whose it is) or of the member of staff."""
    seen = {(ReaderKind(row.actor_kind), row.actor_id) for row in rows}
    staff = [actor_id for kind, actor_id in seen if kind is ReaderKind.STAFF]
    people = [actor_id for kind, actor_id in seen if kind is not ReaderKind.STAFF]
    readers: dict[tuple[ReaderKind, UUID], Reader] = {}
    for account in session.scalars(select(AccountRow).where(AccountRow.id.in_(people))):
        for kind in (ReaderKind.PARENT, ReaderKind.SHARE):
            readers[kind, account.id] = Reader(
                kind, account.last_name, account.first_name, account.middle_name, Sex(account.sex),
                is_me=account.id == account_id,
            )  # fmt: skip
    for one in session.scalars(select(StaffRow).where(StaffRow.id.in_(staff))):
        readers[ReaderKind.STAFF, one.id] = Reader(
            ReaderKind.STAFF, one.last_name, one.first_name, one.middle_name, sex_by_patronymic(one.middle_name),
            role=StaffRole(one.role),
        )  # fmt: skip
    return readers
