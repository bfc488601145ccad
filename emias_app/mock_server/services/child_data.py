"""«Данные о ребенке» (product.md §11): what parents enter, change, take away and bring back.

Whoever may see the card may correct what the other wrote; the history says who did. Nothing of the clinic's is ever
touched: its facts are read beside (:mod:`emias_app.mock_server.services.child_facts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from fastapi import Request
from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.child_data import KINDS, MOST_ENTRIES, problems_of, tidied
from emias_app.mock_server.problems import Refusal, invalid_fields, not_found
from emias_app.mock_server.services.conditions import staleness_of_tag
from emias_app.mock_server.services.paging import Place
from emias_app.mock_server.store.entry_words import keep_child_data_words
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import (
    ChildDataChangeRow,
    ChildDataRow,
    PatientRow,
    SectionCountRow,
    StoredRecord,
)
from emias_app.models.child_data import (
    ENTRIES,
    REQUESTS,
    AnyEntry,
    Change,
    ChangeKind,
    ChildDataEntry,
    ChildDataKind,
    Details,
    OutsideVaccination,
)
from emias_app.models.section import SectionSlug

#: How an account is called by whoever looks: its words, and whether it is the one who looks.
Naming = Callable[[Session, Iterable[UUID]], Mapping[UUID, tuple[str, bool]]]

_ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(AnyEntry)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes into whose card, and how people are called for them."""

    patient_id: UUID
    birth: date
    account_id: UUID
    now: datetime
    naming: Naming


def find(
    session: Session, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, *, removed: bool = False
) -> ChildDataRow | None:
    """The entry of that card and kind; one that was taken away only where it is wanted."""
    row = session.get(ChildDataRow, entry_id)
    if row is None or row.patient_id != patient_id or row.kind != kind.value:
        return None
    return row if removed or row.removed_at is None else None


def entries(
    session: Session, patient_id: UUID, naming: Naming, kind: ChildDataKind | None = None
) -> dict[ChildDataKind, list[Any]]:
    """The entries of a kind, or of all, the newest first."""
    wanted = select(ChildDataRow).where(ChildDataRow.patient_id == patient_id, ChildDataRow.removed_at.is_(None))
    if kind is not None:
        wanted = wanted.where(ChildDataRow.kind == kind.value)
    rows = session.scalars(wanted.order_by(ChildDataRow.entered_at.desc(), ChildDataRow.id)).all()
    found: dict[ChildDataKind, list[Any]] = {one: [] for one in KINDS if kind in (None, one)}
    for entry in _views(session, rows, naming):
        found[entry.kind].append(entry)
    return found


def places(items: Sequence[ChildDataEntry]) -> list[Place]:
    return [Place(item.entered_at, item.id) for item in items]


def view(session: Session, row: ChildDataRow, naming: Naming) -> Any:
    """One entry as a model of its kind."""
    return _views(session, [row], naming)[0]


def add(session: Session, writer: Writer, kind: ChildDataKind, details: Details) -> Any:
    """Keep a new entry."""
    kept = _judged(session, writer, kind, details)
    if isinstance(kept, Refusal):
        return kept
    _lock(session, writer.patient_id)
    if _count(session, writer.patient_id, kind) >= MOST_ENTRIES:
        return Refusal(409, "too_many_entries", f"В разделе помещается {MOST_ENTRIES} записей.")
    row = ChildDataRow(
        id=uuid4(), patient_id=writer.patient_id, kind=kind.value, details_json=kept, entered_at=writer.now,
        removed_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _done(session, writer, row, ChangeKind.ENTERED)


def change(
    session: Session, writer: Writer, kind: ChildDataKind, entry_id: UUID, details: Details, request: Request
) -> Any:
    """Put other fields in place of an entry's."""
    kept = _judged(session, writer, kind, details)
    if isinstance(kept, Refusal):
        return kept
    row = _present(session, writer, kind, entry_id, request)
    if isinstance(row, Refusal):
        return row
    if row.details_json == kept:
        return view(session, row, writer.naming)
    row.details_json = kept
    return _done(session, writer, row, ChangeKind.CHANGED)


def remove(session: Session, writer: Writer, kind: ChildDataKind, entry_id: UUID, request: Request) -> Refusal | None:
    """Take an entry away; :func:`restore` brings it back."""
    row = _present(session, writer, kind, entry_id, request)
    if isinstance(row, Refusal):
        return row
    row.removed_at = writer.now
    _done(session, writer, row, ChangeKind.REMOVED)
    return None


def restore(session: Session, writer: Writer, kind: ChildDataKind, entry_id: UUID, request: Request) -> Any:
    """«Вернуть»: the entry as it was; one that is there stays as it is."""
    _lock(session, writer.patient_id)
    row = find(session, writer.patient_id, kind, entry_id, removed=True)
    if row is None:
        return not_found()
    stale = staleness_of_tag(request, tag_of(_version(session, row)))
    if stale is not None:
        return stale
    if row.removed_at is None:
        return view(session, row, writer.naming)
    row.removed_at = None
    return _done(session, writer, row, ChangeKind.RESTORED)


def _present(
    session: Session, writer: Writer, kind: ChildDataKind, entry_id: UUID, request: Request
) -> ChildDataRow | Refusal:
    """The entry as it is now, held until the transaction ends; refused where it was thought to be another."""
    _lock(session, writer.patient_id)
    row = find(session, writer.patient_id, kind, entry_id)
    if row is None:
        return not_found()
    return staleness_of_tag(request, tag_of(_version(session, row))) or row


def tag_of(version: int) -> str:
    """The ETag of an entry: its version, which a list tells too."""
    return f'"{version}"'


def _version(session: Session, row: ChildDataRow) -> int:
    acts = select(func.count()).where(ChildDataChangeRow.entry_id == row.id)
    return session.scalar(acts) or 0


def _lock(session: Session, patient_id: UUID) -> None:
    """Writes to one card's child data come one after another, so that counts and ``If-Match`` hold."""
    session.execute(select(PatientRow.id).where(PatientRow.id == patient_id).with_for_update())


def _judged(session: Session, writer: Writer, kind: ChildDataKind, details: Details) -> str | Refusal:
    """The fields as they are kept."""
    problems = problems_of(kind, details, birth=writer.birth, today=moscow_day(writer.now))
    if details.attachment_ids and not _are_uploads(session, writer.patient_id, details.attachment_ids):
        problems["attachmentIds"] = "Такого файла нет в «Загруженных документах»"
    if problems:
        return invalid_fields(problems)
    return details_json(kind, details)


def details_json(kind: ChildDataKind, details: Details) -> str:
    """The fields of a kind as the database holds them."""
    kept = REQUESTS[kind](**tidied(details))
    return str(kept.model_dump_json(by_alias=True))


def _are_uploads(session: Session, patient_id: UUID, ids: Sequence[UUID]) -> bool:
    held = session.scalars(
        select(StoredRecord.id).where(
            StoredRecord.id.in_(ids),
            StoredRecord.patient_id == patient_id,
            StoredRecord.section == SectionSlug.UPLOADS.value,
        )
    )
    return set(held) >= set(ids)


def _done(session: Session, writer: Writer, row: ChildDataRow, what: ChangeKind) -> Any:
    session.add(
        ChildDataChangeRow(
            entry_id=row.id, account_id=writer.account_id, what=what.value, details_json=row.details_json, at=writer.now
        )
    )
    session.flush()
    keep_child_data_words(session, row)
    recount(session, row.patient_id)
    touch_demo(session)
    return view(session, row, writer.naming)


def _count(session: Session, patient_id: UUID, kind: ChildDataKind) -> int:
    living = select(func.count()).where(
        ChildDataRow.patient_id == patient_id, ChildDataRow.kind == kind.value, ChildDataRow.removed_at.is_(None)
    )
    return session.scalar(living) or 0


def recount(session: Session, patient_id: UUID) -> None:
    """Tell the card's tile how many entries there are and when the newest was entered."""
    living = select(func.count(), func.max(ChildDataRow.entered_at)).where(
        ChildDataRow.patient_id == patient_id, ChildDataRow.removed_at.is_(None)
    )
    count, newest = session.execute(living).one()
    session.merge(
        SectionCountRow(
            patient_id=patient_id, section=SectionSlug.CHILD_DATA.value, count=count,
            newest=moscow_day(newest) if newest else None,
        )
    )  # fmt: skip


def _views(session: Session, rows: Sequence[ChildDataRow], naming: Naming) -> list[Any]:
    changes: dict[UUID, list[ChildDataChangeRow]] = defaultdict(list)
    of_rows = ChildDataChangeRow.entry_id.in_([row.id for row in rows])
    for one in session.scalars(select(ChildDataChangeRow).where(of_rows).order_by(ChildDataChangeRow.seq)):
        changes[one.entry_id].append(one)
    names = naming(session, {one.account_id for acts in changes.values() for one in acts})
    return [_view(row, changes[row.id], names) for row in rows]


def _view(row: ChildDataRow, acts: Sequence[ChildDataChangeRow], names: Mapping[UUID, tuple[str, bool]]) -> Any:
    kind = ChildDataKind(row.kind)
    details = REQUESTS[kind].model_validate_json(row.details_json)
    author, is_mine = names[acts[0].account_id]
    later = next((act for act in reversed(acts) if act.what == ChangeKind.CHANGED.value), None)
    history = [
        Change(at=act.at, what=ChangeKind(act.what), actor=names[act.account_id][0], mine=names[act.account_id][1])
        for act in acts
    ]
    return ENTRIES[kind](
        **dict(details), id=row.id, version=len(acts), author=author, mine=is_mine, entered_at=row.entered_at,
        told_author=row.told_author, told_at=row.told_at,
        changed_by=names[later.account_id][0] if later else None, changed_at=later.at if later else None,
        history=history,
    )  # fmt: skip


def parent_vaccinations(session: Session, patient_id: UUID) -> list[OutsideVaccination]:
    """The vaccinations made elsewhere that parents entered, oldest first, for the plan of vaccinations.

    ``infections`` are keys of the calendar's targets, ``on`` the Moscow day, ``dose`` a key like V1 or None. Who is
    called how does not matter to a plan, so ``author`` is empty.
    """
    found = entries(session, patient_id, lambda _, ids: dict.fromkeys(ids, ("", False)), ChildDataKind.VACCINATIONS)
    given: list[OutsideVaccination] = found[ChildDataKind.VACCINATIONS]
    return sorted(given, key=lambda one: (one.on, one.id))
