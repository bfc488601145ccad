"""Pages of records that hold words: the same rows in the same order as a look at every record would give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert
from sqlalchemy.orm import Session

from emias_app.config import ServerSettings
from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.records import (
    Listed,
    RecordFilter,
    cursor_of,
    hide_record,
    insert_records,
    list_records,
    show_record,
)
from emias_app.mock_server.store.schema import PatientRow
from emias_app.models.records import LabReport
from emias_app.models.section import SectionSlug
from tests.support.records import CHILD, a_lab

FIRST_DAY = date(2020, 1, 1)


def a_series(count: int) -> list[LabReport]:
    """Several a day at turning hours; every second one of iron, every seventh of a rare thing."""
    return [
        a_lab(
            date=FIRST_DAY + timedelta(days=index // 5),
            time=f"{index * 7 % 24:02}:00",
            title="Железо" if index % 2 else "Глюкоза",
            subtitle="редкость" if index % 7 == 0 else "обычное",
        )
        for index in range(count)
    ]


@pytest.fixture
def store(tmp_path: Path, database_url: str | None) -> Iterator[Store]:
    opened = Store.open(
        ServerSettings(data_dir=tmp_path, database_url=SecretStr(database_url) if database_url else None)
    )
    opened.write_now(_add_child)
    yield opened
    opened.close()


def _add_child(session: Session) -> None:
    session.execute(
        insert(PatientRow).values(
            id=CHILD, last_name="Тестова", first_name="Мария", middle_name="Олеговна", birth_date=date(2016, 5, 1),
            sex="FEMALE", oms=None, oms_is_moscow=True, emancipated_on=None, account_id=None,
            organisation="Детская городская поликлиника № 0",
        )
    )  # fmt: skip


def listed(store: Store, narrowed: RecordFilter, *, limit: int = 7, cursor: str | None = None) -> Listed:
    return store.read_now(
        lambda session: list_records(session, CHILD, SectionSlug.LABS, narrowed, limit=limit, cursor=cursor)
    )


def walked(store: Store, narrowed: RecordFilter, limit: int) -> tuple[list[str], set[int]]:
    """The ids of all pages in their order, and the totals that they told."""
    ids: list[str] = []
    totals = set()
    cursor = None
    while True:
        page = listed(store, narrowed, limit=limit, cursor=cursor)
        ids += [json.loads(row)["id"] for row in page.rows]
        totals.add(page.total)
        cursor = page.next_cursor
        if cursor is None:
            return ids, totals


@pytest.mark.parametrize("limit", [1, 7, 100])
@pytest.mark.parametrize(
    ("since", "until"), [(None, None), (date(2020, 1, 9), None), (None, date(2020, 1, 20)), (date(2020, 1, 9),) * 2]
)
def test_all_pages_together_are_what_holds_the_words_newest_first(
    store: Store, since: date | None, until: date | None, limit: int
) -> None:
    series = a_series(150)
    store.write_now(lambda session: insert_records(session, series, created_at=datetime(2026, 11, 22, tzinfo=UTC)))
    for query, holds in (("желе", "Железо"), ("глюк редк", "редкость"), ("глюкоза", "Глюкоза")):
        expected = sorted(
            (
                one
                for one in series
                if holds in (one.title, one.subtitle)
                and (query[:4] != "глюк" or one.title == "Глюкоза")
                and (since is None or one.date >= since)
                and (until is None or one.date <= until)
            ),
            key=lambda one: f"{one.date}T{one.time}#{one.id}",
            reverse=True,
        )
        ids, totals = walked(store, RecordFilter(since, until, query), limit)
        assert ids == [str(one.id) for one in expected]
        assert totals == {len(expected)}


def test_a_hidden_record_is_neither_listed_nor_counted(store: Store) -> None:
    series = a_series(60)
    store.write_now(lambda session: insert_records(session, series, created_at=datetime(2026, 11, 22, tzinfo=UTC)))
    hidden = series[1].id
    store.write_now(lambda session: hide_record(session, hidden))
    ids, totals = walked(store, RecordFilter(query="железо"), 7)
    assert str(hidden) not in ids
    assert (len(ids), totals) == (29, {29})
    store.write_now(lambda session: show_record(session, hidden))
    assert listed(store, RecordFilter(query="железо")).total == 30


def test_a_made_up_place_in_the_list_breaks_nothing(store: Store) -> None:
    series = a_series(10)
    store.write_now(lambda session: insert_records(session, series, created_at=datetime(2026, 11, 22, tzinfo=UTC)))
    cursor = cursor_of(f"9999-99-99T00:00#{series[0].id}")
    assert listed(store, RecordFilter(query="железо"), cursor=cursor).total == 5


def test_a_whole_calendar_is_a_period(store: Store) -> None:
    store.write_now(
        lambda session: insert_records(session, a_series(10), created_at=datetime(2026, 11, 22, tzinfo=UTC))
    )
    page = listed(store, RecordFilter(date.min, date.max, "железо"), limit=2)
    assert page.total == 5
    told = json.loads(page.to_json())
    assert (len(told["items"]), told["total"], bool(told["nextCursor"])) == (2, 5, True)
