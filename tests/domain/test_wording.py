"""Numbers, days and ages in Russian."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.ages import Age
from emias_app.domain.wording import (
    age_genitive,
    counted,
    days_span,
    join_words,
    long_day,
    lower_first,
    number,
    printable,
    quantity,
    upper_first,
)

FORMS = ("показатель", "показателя", "показателей")


@pytest.mark.parametrize(
    ("count", "word"),
    [(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (14, 2), (21, 0), (22, 1), (111, 2), (101, 0)],
)
def test_plurals_follow_the_rule(count: int, word: int) -> None:
    assert counted(count, FORMS) == f"{count} {FORMS[word]}"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (36.6, 1, "36,6"),
        (108.0, 0, "108"),
        (4.5, 2, "4,50"),
        (1250, 0, "1\u00a0250"),
        (0.05, None, "0,05"),
        (7, None, "7"),
        (-0.04, 1, "0,0"),
    ],
)
def test_numbers_have_a_comma(value: float, decimals: int | None, text: str) -> None:
    assert number(value, decimals) == text


def test_a_number_holds_to_its_unit() -> None:
    assert quantity(108, "г/л", 0) == "108\u00a0г/л"
    assert quantity(6.5, "") == "6,5"


def test_days_are_written_out() -> None:
    day = date(2026, 3, 12)
    assert long_day(day) == "12 марта 2026\u00a0г."
    assert days_span(date(2026, 3, 3), day) == "3–12 марта 2026\u00a0г."
    assert days_span(day, day) == long_day(day)
    assert days_span(date(2025, 12, 30), day) == "30 декабря 2025\u00a0г. — 12 марта 2026\u00a0г."


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (Age(8, 8, 8), "8 лет"),
        (Age(2, 3, 0), "2 лет"),
        (Age(1, 6, 2), "1 года 6 месяцев"),
        (Age(1, 0, 5), "1 года"),
        (Age(0, 1, 0), "1 месяца"),
        (Age(0, 0, 5), "5 дней"),
        (Age(0, 0, 0), "первых суток жизни"),
    ],
)
def test_an_age_says_whose_norm_it_is(age: Age, text: str) -> None:
    assert age_genitive(age).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["а"], "а"),
        (["а", "б"], "а и б"),
        (["а", "б", "в"], "а, б и в"),
        (["а", "б", "в", "г"], "а, б и ещё 2"),
    ],
)
def test_words_are_joined(words: list[str], text: str) -> None:
    assert join_words(words) == text


def test_only_words_lose_their_capital() -> None:
    for text, lower in [("Средний", "средний"), ("СОЭ", "СОЭ"), ("Т4 свободный", "Т4 свободный"), ("", "")]:
        assert lower_first(text) == lower
    assert upper_first("средний") == "Средний"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Температура 37,8 °C, пульс 92, SpO₂ 98 %", "Температура 37,8\u00a0°C, пульс 92, SpO2 98\u00a0%"),
        ("6,8·10⁹/л, 4·10¹²/л", "6,8·10^9/л, 4·10¹²/л"),
        ("12 марта 2026 г.", "12 марта 2026\u00a0г."),
        ("12 марта 2026\u202fг.", "12 марта 2026\u00a0г."),
        ("поликлиника № 0", "поликлиника №\u00a00"),
        ("250 мг 3 раза в день, при t ≥ 38", "250\u00a0мг 3\u00a0раза в день, при t от 38"),
        ("5 μг", "5 мкг"),
    ],
)
def test_a_text_is_printed_with_signs_that_the_font_has(typed: str, printed: str) -> None:
    assert printable(typed) == printed.replace("5 мкг", "5\u00a0мкг")


@given(st.text(alphabet="⁰¹²³⁴⁵⁶⁷⁸⁹₂≥≤→μµ‰\u202f 0123456789абвгмл№г.\n", max_size=40))
def test_no_missing_sign_survives(text: str) -> None:
    assert not set(printable(text)) & set("⁰⁴⁵⁶⁷⁸⁹₂≥≤→μµ‰\u202f")
