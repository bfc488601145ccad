"""Dates, ages, numbers and plurals as a Russian reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.views import format as f

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ANALYSES = ("анализ", "анализа", "анализов")


def test_a_long_date_keeps_its_last_two_signs_together() -> None:
    assert f.long_date(date(2026, 3, 12)) == "12\u00a0марта\u00a02026\u00a0г."


def test_a_list_leaves_this_year_out() -> None:
    assert f.list_date(date(2026, 11, 18), TODAY) == "18\u00a0ноября"
    assert f.list_date(date(2025, 11, 18), TODAY) == "18\u00a0ноября\u00a02025\u00a0г."


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 22, 5, 30, tzinfo=UTC), "сегодня, 8:30"),
        (datetime(2026, 11, 21, 17, 15, tzinfo=UTC), "вчера, 20:15"),
        (datetime(2026, 11, 21, 21, 5, tzinfo=UTC), "сегодня, 0:05"),
        (datetime(2026, 11, 18, 11, 5, tzinfo=UTC), "18\u00a0ноября, 14:05"),
        (datetime(2025, 12, 31, 22, 0, tzinfo=UTC), "1\u00a0января, 1:00"),
    ],
)
def test_times_are_moscow_s(at: datetime, told: str) -> None:
    assert f.near_moment(at, NOW) == told


def test_a_document_s_date_may_have_a_time() -> None:
    assert f.day_with_time(date(2026, 11, 16), "09:20") == "16\u00a0ноября\u00a02026\u00a0г., 9:20"
    assert f.day_with_time(date(2026, 11, 16), "00:05") == "16\u00a0ноября\u00a02026\u00a0г., 0:05"
    assert f.day_with_time(date(2026, 11, 16), None) == "16\u00a0ноября\u00a02026\u00a0г."


def test_other_dates() -> None:
    assert f.month_heading(date(2026, 5, 1)) == "Май 2026"
    assert f.short_date(date(2026, 1, 2)) == "02.01.2026"


@pytest.mark.parametrize(
    ("age", "told"),
    [
        ((8, 7, 3), "8\u00a0лет"), ((2, 3, 0), "2\u00a0года"), ((1, 6, 2), "1\u00a0год 6\u00a0месяцев"),
        ((1, 0, 5), "1\u00a0год"), ((0, 5, 1), "5\u00a0месяцев"), ((0, 0, 12), "12\u00a0дней"),
        ((0, 0, 0), "0\u00a0дней"), ((21, 0, 0), "21\u00a0год"),
    ],
)  # fmt: skip
def test_ages_under_two_have_months(age: tuple[int, int, int], told: str) -> None:
    assert f.age_words(*age) == told


@pytest.mark.parametrize(
    ("n", "told"), [(0, "анализов"), (1, "анализ"), (2, "анализа"), (5, "анализов"), (11, "анализов"), (24, "анализа"),
                    (111, "анализов"), (1001, "анализ")]
)  # fmt: skip
def test_plurals_follow_the_rule(n: int, told: str) -> None:
    assert f.plural(n, ANALYSES) == told


def test_numbers_are_russian() -> None:
    assert f.number(36.6) == "36,6"
    assert f.number(10_000) == "10\u00a0000"
    assert f.number(-2.5) == "−2,5"
    assert f.number(4, 1) == "4,0"
    assert f.counted(24, ANALYSES) == "24\u00a0анализа"
    assert f.with_unit("36,6", "°C") == "36,6\u00a0°C"


@pytest.mark.parametrize(("seconds", "told"), [(42, "0:42"), (60, "1:00"), (0.9, "0:00"), (-5, "0:00"), (754, "12:34")])
def test_a_countdown_never_goes_below_zero(seconds: float, told: str) -> None:
    assert f.countdown(seconds) == told


def test_parts_that_are_missing_leave_no_trace() -> None:
    assert f.sentence("Артём", None, "", "8 лет") == "Артём, 8 лет"
    assert f.dotted("16\u00a0ноября", "Крылова Е. А.") == "16\u00a0ноября · Крылова Е. А."


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 10**9))
def test_no_narrow_space_is_left_that_the_font_lacks(day: date, n: int) -> None:
    made = [f.long_date(day), f.day_and_month(day), f.month_heading(day), f.number(n), f.number(n / 1000)]
    assert not any("\u202f" in text for text in made)


def test_the_number_of_a_dose_and_a_shortened_name_are_not_broken() -> None:
    assert f.held_title("АДС-М, 2-я ревакцинация") == "АДС\u2011М, 2\u2011я\u00a0ревакцинация"
    assert f.held_title("Санкт-Петербург, 1-я линия") == "Санкт-Петербург, 1-я линия"


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("Доступ до 28 ноября 2026 г. включительно", "Доступ до 28~ноября~2026~г. включительно"),
        ("Осталось 5 рабочих дней, до 25 ноября", "Осталось 5~рабочих~дней, до 25~ноября"),
        ("Детская городская поликлиника № 12", "Детская городская поликлиника №~12"),
        ("Крылова Е. А., педиатр", "Крылова Е.~А., педиатр"),
        ("интервал не меньше 45 дней", "интервал не меньше 45~дней"),
        ("по 5 мл 3 раза в день", "по 5~мл 3~раза в день"),
        ("АД 110/70 мм рт. ст., 36,6 °C", "АД 110/70~мм~рт.~ст., 36,6~°C"),
        ("в 2019 г. и позже", "в 2019~г. и позже"),
        ("1 и 2 класс, 3 группа", "1 и 2 класс, 3 группа"),
        ("Отправили на +7 900 123", "Отправили на +7 900 123"),
        ("", ""),
    ],
)
def test_no_line_ends_inside_a_date_or_before_a_unit(said: str, held: str) -> None:
    assert f.held(said) == held.replace("~", "\u00a0")


@given(st.text())
def test_holding_a_sentence_changes_spaces_alone_and_once(said: str) -> None:
    assert f.held(said).replace("\u00a0", " ") == said.replace("\u00a0", " ")
    assert f.held(f.held(said)) == f.held(said)
