"""How records are kept and how lists come out of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, insert, text
from sqlalchemy.orm import Session

from emias_app.config import ServerSettings
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.records import (
    BrokenCursor,
    Listed,
    RecordFilter,
    find_record,
    insert_records,
    list_records,
    parse_record,
    section_counts,
)
from emias_app.mock_server.store.schema import PatientRow, StoredRecord
from emias_app.models.records import Record, RecordRow
from emias_app.models.section import SectionSlug
from tests.support.records import CHILD, FACTORIES, a_lab, a_record, a_study, a_visit

AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
EVERYTHING = RecordFilter()
OTHER_CHILD = UUID("00000000-0000-4000-8000-000000000002")


@pytest.fixture
def store(tmp_path: Path, database_url: str | None) -> Iterator[Store]:
    opened = Store.open(
        ServerSettings(data_dir=tmp_path, database_url=SecretStr(database_url) if database_url else None)
    )
    opened.write_now(_add_patients)
    yield opened
    opened.close()


def _add_patients(session: Session) -> None:
    for patient_id in (CHILD, OTHER_CHILD):
        session.execute(
            insert(PatientRow).values(
                id=patient_id, last_name="Тестова", first_name="Мария", middle_name="Олеговна",
                birth_date=date(2016, 5, 1), sex="FEMALE", oms=None, oms_is_moscow=True, emancipated_on=None,
                account_id=None, organisation="Детская городская поликлиника № 0",
            )
        )  # fmt: skip


def keep(store: Store, *records: Record) -> None:
    store.write_now(lambda session: insert_records(session, records, created_at=AT))


def listed(
    store: Store,
    section: SectionSlug = SectionSlug.LABS,
    narrowed: RecordFilter = EVERYTHING,
    *,
    patient: UUID = CHILD,
    limit: int = 20,
    cursor: str | None = None,
) -> Listed:
    return store.read_now(lambda session: list_records(session, patient, section, narrowed, limit=limit, cursor=cursor))


def titles(page: Listed) -> list[str]:
    return [json.loads(row)["title"] for row in page.rows]


def test_a_record_of_every_section_comes_back_as_it_was_kept(store: Store) -> None:
    records = [a_record(section) for section in FACTORIES]
    keep(store, *records)
    for record in records:
        found = partial(find_record, patient_id=CHILD, section=record.section, record_id=record.id)
        assert parse_record(store.read_now(found) or "") == record


def test_a_row_of_a_list_holds_the_rows_fields_and_nothing_of_the_record(store: Store) -> None:
    lab = a_lab(abnormal=True)
    keep(store, lab)
    row = json.loads(listed(store).rows[0])
    assert set(row) == {"id", "section", "date", "time", "title", "subtitle", "organisation", "kind", "kindTitle",
                        "speciality", "doctor", "mark", "validUntil", "admitted", "ageText",
                        "importedOn"}  # fmt: skip
    of_the_record = lab.model_dump(include=set(RecordRow.model_fields))
    assert RecordRow.model_validate(row) == RecordRow.model_validate(of_the_record)


def test_a_page_is_valid_json(store: Store) -> None:
    keep(store, *(a_lab(date=date(2026, 1, day)) for day in range(1, 6)))
    page = json.loads(listed(store, limit=2).to_json())
    assert (len(page["items"]), page["total"], bool(page["nextCursor"])) == (2, 5, True)
    assert json.loads(listed(store, SectionSlug.VISITS).to_json()) == {"items": [], "nextCursor": None, "total": 0}


def test_pages_follow_each_other_newest_first_with_no_gap_and_no_repeat(store: Store) -> None:
    days = [date(2026, 1, 1) + timedelta(days=index // 3) for index in range(25)]
    keep(store, *(a_lab(date=day, title=f"№ {index}") for index, day in enumerate(days)))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = listed(store, limit=7, cursor=cursor)
        assert page.total == 25
        seen += [json.loads(row)["id"] for row in page.rows]
        dates = [json.loads(row)["date"] for row in page.rows]
        assert dates == sorted(dates, reverse=True)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25


def test_a_record_written_meanwhile_moves_no_page(store: Store) -> None:
    keep(store, *(a_lab(date=date(2026, 1, day), title=str(day)) for day in (1, 2, 3, 4)))
    first = listed(store, limit=2)
    keep(store, a_lab(date=date(2026, 2, 1), title="новый"))
    assert titles(listed(store, limit=2, cursor=first.next_cursor)) == ["2", "1"]


def test_records_of_one_day_are_ordered_by_their_time(store: Store) -> None:
    times = {"без времени": None, "вечер": "18:00", "утро": "08:00"}
    keep(store, *(a_lab(time=time, title=title) for title, time in times.items()))
    assert titles(listed(store)) == ["вечер", "утро", "без времени"]


def test_nothing_before_the_sections_first_day_comes_out(store: Store) -> None:
    early = a_lab(date=date(2018, 12, 31))
    keep(store, early, a_lab(date=date(2019, 1, 1), title="первый"))
    page = listed(store)
    assert (titles(page), page.total) == (["первый"], 1)
    assert store.read_now(lambda session: find_record(session, CHILD, SectionSlug.LABS, early.id)) is None
    assert listed(store, narrowed=RecordFilter(since=date(2018, 1, 1), until=date(2018, 12, 31))).total == 0
    assert listed(store, narrowed=RecordFilter(query="гемоглобин")).total == 1
    assert store.read_now(lambda session: section_counts(session, CHILD)) == {SectionSlug.LABS: (1, date(2019, 1, 1))}


def test_an_ultrasound_is_shown_since_2017_and_an_x_ray_since_2019(store: Store) -> None:
    day = date(2017, 6, 1)
    keep(store, a_study(date=day, title="узи"), a_study(date=day, kind="XRAY", title="рентген"))
    assert titles(listed(store, SectionSlug.STUDIES)) == ["узи"]


def test_a_card_holds_only_its_own_records(store: Store) -> None:
    mine, other = a_lab(title="мой"), a_lab(patient_id=OTHER_CHILD, title="чужой")
    keep(store, mine, other)
    assert titles(listed(store)) == ["мой"]
    assert titles(listed(store, narrowed=RecordFilter(query="чужой"))) == []
    assert store.read_now(lambda session: find_record(session, CHILD, SectionSlug.LABS, other.id)) is None
    assert store.read_now(lambda session: find_record(session, CHILD, SectionSlug.VISITS, mine.id)) is None


def test_the_count_of_a_section_grows_with_each_write(store: Store) -> None:
    keep(store, a_lab(date=date(2026, 3, 1)), a_visit(date=date(2026, 3, 2)))
    keep(store, a_lab(date=date(2026, 1, 1)))
    keep(store, a_lab(date=date(2026, 4, 1)))
    assert store.read_now(lambda session: section_counts(session, CHILD)) == {
        SectionSlug.LABS: (3, date(2026, 4, 1)),
        SectionSlug.VISITS: (1, date(2026, 3, 2)),
    }


def test_a_list_is_narrowed_by_period_speciality_and_kind(store: Store) -> None:
    keep(
        store,
        a_visit(date=date(2026, 1, 1), title="январь", speciality="Педиатр"),
        a_visit(date=date(2026, 2, 1), title="февраль", speciality="Невролог"),
        a_visit(date=date(2026, 3, 1), title="март", speciality="Педиатр", kind="HOME"),
    )

    def found(narrowed: RecordFilter) -> list[str]:
        page = listed(store, SectionSlug.VISITS, narrowed)
        assert page.total == len(page.rows)
        return titles(page)

    assert found(RecordFilter(since=date(2026, 2, 1))) == ["март", "февраль"]
    assert found(RecordFilter(until=date(2026, 2, 1))) == ["февраль", "январь"]
    assert found(RecordFilter(speciality="Педиатр")) == ["март", "январь"]
    assert found(RecordFilter(kind="HOME")) == ["март"]
    assert found(RecordFilter(since=date(2026, 1, 1), until=date(2026, 2, 15), speciality="Педиатр")) == ["январь"]


def test_the_total_of_a_narrowed_list_counts_every_page(store: Store) -> None:
    keep(store, *(a_lab(date=date(2026, 1, day), kind="CBC" if day % 2 else "URINE") for day in range(1, 11)))
    first = listed(store, narrowed=RecordFilter(kind="CBC"), limit=2)
    assert (len(first.rows), first.total) == (2, 5)
    assert listed(store, narrowed=RecordFilter(kind="CBC"), limit=2, cursor=first.next_cursor).total == 5


def test_a_broken_cursor_is_refused(store: Store) -> None:
    for cursor in ("", "!!!", "AAAA", "я", "🙂", "' OR 1=1 --", "MjAyNi0wMS0wMQ", "A" * 200, "=" * 7, "\ud800"):
        with pytest.raises(BrokenCursor):
            listed(store, cursor=cursor)


def test_a_thousand_records_are_kept_in_well_under_a_second(store: Store) -> None:
    records = [a_lab(id=uuid4(), date=date(2020, 1, 1) + timedelta(days=index)) for index in range(1_000)]
    keep(store, *records)
    assert listed(store).total == 1_000


def test_a_removed_record_is_found_by_no_word(store: Store) -> None:
    lab = a_lab(title="Редкость")
    keep(store, lab)
    store.write_now(lambda session: session.execute(delete(StoredRecord).where(StoredRecord.id == lab.id)) and None)
    assert listed(store, narrowed=RecordFilter(query="редкость")).rows == []
    if store.is_sqlite:
        check = "INSERT INTO records_fts(records_fts, rank) VALUES ('integrity-check', 1)"
        store.write_now(lambda session: session.execute(text(check)) and None)
