"""Lists narrowed by words, kind, norm and days at once: rows, totals and chips as a look at every record gives them."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.records import (
    Listed,
    RecordFilter,
    hide_record,
    insert_records,
    list_records,
    section_facets,
    show_record,
)
from emias_app.models.records import LabReport, Visit
from emias_app.models.section import SectionSlug
from tests.mock_server.test_word_pages import store  # noqa: F401 (a fixture)
from tests.support.records import CHILD, a_lab, a_visit

FIRST_DAY = date(2024, 1, 1)
KINDS = {"BLOOD": "Кровь", "URINE": "Моча", "STOOL": "Кал"}
CREATED = datetime(2026, 11, 22, tzinfo=UTC)


def some_labs() -> list[LabReport]:
    """Every second one of iron, every fifth outside its norm, most of them of blood, a few of no kind."""
    kinds = itertools.cycle(("BLOOD", "BLOOD", "URINE", "BLOOD", "STOOL", None))
    return [
        a_lab(
            abnormal=index % 5 == 0,
            date=FIRST_DAY + timedelta(days=index // 4),
            kind=kind,
            kind_title=KINDS.get(kind or ""),
            title="Железо" if index % 2 else "Глюкоза",
        )
        for index, kind in zip(range(90), kinds, strict=False)
    ]


def holds(one: LabReport, narrowed: RecordFilter) -> bool:
    return (
        (narrowed.since is None or one.date >= narrowed.since)
        and (narrowed.query is None or one.title.casefold().startswith(narrowed.query))
        and (narrowed.kind is None or one.kind == narrowed.kind)
        and (not narrowed.only_outside or one.abnormal_count > 0)
    )


QUERIES, SINCE = (None, "желе", "глюкоза", "нет"), (None, date(2024, 1, 10))
CHOICES = [
    RecordFilter(since=since, query=query, kind=kind, only_outside=outside)
    for query in QUERIES
    for since in SINCE
    for kind in (None, "BLOOD", "URINE", "OTHER")
    for outside in (False, True)
]


def listed(store: Store, section: SectionSlug, narrowed: RecordFilter) -> Listed:  # noqa: F811
    return store.read_now(lambda session: list_records(session, CHILD, section, narrowed, limit=3))


def check(store: Store, labs: list[LabReport], narrowed: RecordFilter) -> None:  # noqa: F811
    left = sorted((one for one in labs if holds(one, narrowed)), key=lambda one: (one.date, str(one.id)), reverse=True)
    page = listed(store, SectionSlug.LABS, narrowed)
    told = [(json.loads(row)["date"], json.loads(row)["id"]) for row in page.rows]
    assert [one[0] for one in told] == [str(one.date) for one in left[:3]], narrowed
    assert page.total == len(left), narrowed
    facets, total = store.read_now(lambda session: section_facets(session, CHILD, SectionSlug.LABS, narrowed))
    assert total == len(left), narrowed
    norm = RecordFilter(narrowed.since, query=narrowed.query, only_outside=narrowed.only_outside)
    kinds = Counter(one.kind for one in labs if holds(one, norm))
    assert {one.key: one.count for one in facets.items} == {kind: kinds[kind] for kind in KINDS}, narrowed
    outside = RecordFilter(narrowed.since, query=narrowed.query, kind=narrowed.kind, only_outside=True)
    assert facets.outside == sum(holds(one, outside) for one in labs), narrowed


@pytest.mark.parametrize("has_no_kind", [False, True], ids=["all-have-a-kind", "some-have-none"])
def test_rows_totals_and_chips_are_those_of_every_record_looked_at(store: Store, has_no_kind: bool) -> None:  # noqa: F811
    labs = [one for one in some_labs() if one.kind or has_no_kind]
    store.write_now(lambda session: insert_records(session, labs, created_at=CREATED))
    for narrowed in CHOICES:
        check(store, labs, narrowed)


def test_what_is_hidden_leaves_every_chip_and_comes_back_to_it(store: Store) -> None:  # noqa: F811
    labs = [one for one in some_labs() if one.kind]
    store.write_now(lambda session: insert_records(session, labs, created_at=CREATED))
    gone = next(one for one in labs if one.kind == "URINE" and one.title == "Глюкоза" and one.abnormal_count)
    store.write_now(lambda session: hide_record(session, gone.id))
    for narrowed in (RecordFilter(query="глюкоза"), RecordFilter(kind="URINE", only_outside=True)):
        check(store, [one for one in labs if one != gone], narrowed)
    store.write_now(lambda session: show_record(session, gone.id))
    for narrowed in (RecordFilter(query="глюкоза"), RecordFilter(kind="URINE", only_outside=True)):
        check(store, labs, narrowed)


def test_signs_of_what_lists_are_narrowed_by_are_never_found_as_words(store: Store) -> None:  # noqa: F811
    store.write_now(
        lambda session: insert_records(
            session, [a_lab(abnormal=True, kind="BLOOD"), a_visit(speciality="Педиатр")], created_at=CREATED
        )
    )
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789":
        for section in (SectionSlug.LABS, SectionSlug.VISITS):
            assert listed(store, section, RecordFilter(query=f"z{letter}")).total == 0


def test_very_many_specialities_are_all_counted(store: Store) -> None:  # noqa: F811
    visits: list[Visit] = [
        a_visit(speciality=f"Специальность {number}", date=FIRST_DAY + timedelta(days=number % 7), complaints="Кашель")
        for number in range(230)
    ]
    store.write_now(lambda session: insert_records(session, visits, created_at=CREATED))
    narrowed = RecordFilter(query="кашель", speciality="Специальность 7")
    facets, total = store.read_now(lambda session: section_facets(session, CHILD, SectionSlug.VISITS, narrowed))
    assert {one.count for one in facets.items} == {1}
    assert (len(facets.items), total) == (230, 1)
