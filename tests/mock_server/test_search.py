"""Search by words, alike on both databases."""

from __future__ import annotations

import pytest

from emias_app.mock_server.store.engine import Store
from emias_app.mock_server.store.records import RecordFilter
from emias_app.models.section import SectionSlug
from tests.mock_server.test_records import keep, listed, store, titles  # noqa: F401 (a fixture)
from tests.support.records import a_lab, a_visit

SHELF = (
    a_visit(title="Педиатр", complaints="Жёсткий кашель, боль в горле"),
    a_visit(title="Невролог", complaints="Головная боль", recommendations="МРТ 3.0 Тл, контроль 26.11.2026"),
    a_visit(title="Офтальмолог", complaints="Ёж уколол палец; it's O'Brien 100% \"ok\""),
)


def found(store: Store, query: str) -> set[str]:  # noqa: F811
    page = listed(store, SectionSlug.VISITS, RecordFilter(query=query))
    assert page.total == len(page.rows)
    return set(titles(page))


@pytest.fixture
def shelf(store: Store) -> Store:  # noqa: F811
    keep(store, *SHELF)
    return store


FOUND: dict[str, set[str]] = {
    "кашель": {"Педиатр"},
    "КАШЕЛЬ": {"Педиатр"},
    "каш": {"Педиатр"},
    "жесткий": {"Педиатр"},
    "ЖЁСТКИЙ": {"Педиатр"},
    "боль": {"Педиатр", "Невролог"},
    "боль гол": {"Невролог"},
    "горле боль": {"Педиатр"},
    "ашель": set(),
    "еж": {"Офтальмолог"},
    "ёж палец": {"Офтальмолог"},
    "J06.9": {"Педиатр", "Невролог", "Офтальмолог"},
    "26.11": {"Невролог"},
    "o'brien": {"Офтальмолог"},
    "100%": {"Офтальмолог"},
    "крылова": {"Педиатр", "Невролог", "Офтальмолог"},
    "   ": {"Педиатр", "Невролог", "Офтальмолог"},
}
HOSTILE = [
        '"', "'", "*", "(", "💉", "--", "кашель OR боль NOT 1", "NEAR(кашель боль)", "search_text:кашель",
        "'; DROP TABLE records", "кашель & | !", ":*", "\\", "%_%", "^каш", "{кашель}", "\ufeff",
        "я" * 200, "a b c d e f g h i j k l m n o p",
]  # fmt: skip


def test_a_query_finds_records_with_words_that_begin_so(shelf: Store) -> None:
    for query, expected in FOUND.items():
        assert found(shelf, query) == expected, query


def test_signs_of_a_query_language_are_harmless(shelf: Store) -> None:
    for query in HOSTILE:
        assert found(shelf, query) <= {"Педиатр", "Невролог", "Офтальмолог"}, query


def test_a_query_without_a_letter_or_digit_finds_nothing(shelf: Store) -> None:
    for query in ("💉", '"', "--", "*"):
        assert found(shelf, query) == set(), query


def test_a_query_does_not_look_into_ids_and_keys(store: Store) -> None:  # noqa: F811
    lab = a_lab()
    keep(store, lab)
    for query in (str(lab.id)[:8], "labs", "NORMAL", "hgb0"):
        assert listed(store, narrowed=RecordFilter(query=query)).rows == []
