"""How a parent's entries are kept for the search, in the transaction that writes them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete
from sqlalchemy.orm import Session

from emias_app.clock import moscow, moscow_day
from emias_app.domain.entry_lines import EntryLine, child_data_line, diary_line
from emias_app.mock_server.store.schema import ChildDataRow, DiaryRow, EntryWordsRow
from emias_app.mock_server.store.search import searchable
from emias_app.mock_server.store.word_index import scope
from emias_app.models.child_data import REQUESTS, ChildDataKind
from emias_app.models.diary import Indicator
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug

_ROW = TypeAdapter(RecordRow)


def keep_diary_words(session: Session, row: DiaryRow) -> None:
    """The words of an entry of the diary, as it is now."""
    indicator, told = Indicator(row.indicator), row.told
    line = diary_line(
        indicator, row.value, row.value2, note=told["note"], symptoms=told["symptoms"], medicines=told["medicines"]
    )
    _keep(
        session, row.patient_id, SectionSlug.DIARY, row.id, indicator.name, line, row.measured_at,
        is_there=row.removed_at is None,
    )  # fmt: skip


def keep_child_data_words(session: Session, row: ChildDataRow) -> None:
    """The words of an entry of «Данные о ребенке», as it is now."""
    kind = ChildDataKind(row.kind)
    line = child_data_line(kind, REQUESTS[kind].model_validate_json(row.details_json))
    _keep(
        session, row.patient_id, SectionSlug.CHILD_DATA, row.id, kind.name, line, row.entered_at,
        is_there=row.removed_at is None,
    )  # fmt: skip


def _keep(
    session: Session,
    patient_id: UUID,
    section: SectionSlug,
    entry_id: UUID,
    kind: str,
    line: EntryLine,
    at: datetime,
    *,
    is_there: bool,
) -> None:
    kept = EntryWordsRow
    session.execute(
        delete(kept).where(kept.patient_id == patient_id, kept.section == section.value, kept.entry_id == entry_id)
    )
    if not is_there:
        return
    day, time = moscow_day(at), f"{moscow(at):%H:%M}"
    row = RecordRow(
        id=entry_id, section=section, date=day, time=time, title=line.title, subtitle=line.line, organisation="",
        kind=kind, kind_title=line.kind,
    )  # fmt: skip
    session.add(
        EntryWordsRow(
            patient_id=patient_id, section=section.value, entry_id=entry_id, date=day,
            sort_key=f"{day.isoformat()}T{time}#{entry_id}", row_json=_ROW.dump_json(row, by_alias=True).decode(),
            told="\n".join(" ".join(text.split()) for text in line.written),
            search_text=searchable(scope(patient_id, section), line.texts),
        )
    )  # fmt: skip
