"""Days that are remembered in part."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.domain.partial_day import (
    first_day,
    last_day,
    read_partial,
    since_words,
    until_words,
    when_words,
    written_partial,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2021", "2021"),
        (" 2021 год ", "2021"),
        ("2021 г.", "2021"),
        ("04.2021", "2021-04"),
        ("4/2021", "2021-04"),
        ("2021-04", "2021-04"),
        ("апрель 2021", "2021-04"),
        ("Апреля 2021 г.", "2021-04"),
        ("май 2020", "2020-05"),
        ("марта 2020", "2020-03"),
        ("12 апреля 2021 г.", "2021-04-12"),
        ("12.04.2021", "2021-04-12"),
        ("12042021", "2021-04-12"),
        ("2021-04-12", "2021-04-12"),
    ],
)
def test_a_year_a_month_or_a_day_is_understood(typed: str, read: str) -> None:
    assert read_partial(typed) == read


@pytest.mark.parametrize("typed", ["", "весной", "21", "13.2021", "31.02.2021", "40 мая 2021", "0021", "летом 2021"])
def test_anything_else_is_not(typed: str) -> None:
    assert read_partial(typed) is None


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02-05", date(2024, 2, 5), date(2024, 2, 5)),
    ],
)
def test_it_may_mean_any_day_of_what_is_remembered(partial: str, first: date, last: date) -> None:
    assert (first_day(partial), last_day(partial)) == (first, last)


@pytest.mark.parametrize(
    ("partial", "field", "when", "since", "until"),
    [
        ("2021", "2021", "2021\u00a0год", "с 2021\u00a0года", "до 2021\u00a0года"),
        ("2021-04", "04.2021", "апрель 2021\u00a0г.", "с апреля 2021\u00a0г.", "до апреля 2021\u00a0г."),
        (
            "2021-04-12", "12.04.2021", "12 апреля 2021\u00a0г.", "с 12 апреля 2021\u00a0г.",
            "до 12 апреля 2021\u00a0г.",
        ),
    ],
)  # fmt: skip
def test_it_is_said_and_typed_as_exactly_as_it_is_known(
    partial: str, field: str, when: str, since: str, until: str
) -> None:
    assert (written_partial(partial), when_words(partial)) == (field, when)
    assert (since_words(partial), until_words(partial)) == (since, until)
    assert read_partial(written_partial(partial)) == partial
