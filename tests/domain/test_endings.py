"""What ends when, months ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.domain.access import access_ends_on
from emias_app.domain.ages import Age, add_months, birthday_on
from emias_app.domain.endings import EndingKind, endings, time_left
from emias_app.models.base import Sex

TODAY = date(2026, 11, 22)
BIRTHS = st.dates(date(2006, 1, 1), TODAY)


def test_darya_turns_15_in_11_months_and_the_access_goes_on() -> None:
    (found,) = endings("Дарья", Sex.FEMALE, date(2012, 10, 30), TODAY)
    assert (found.kind, found.on, found.months_left) == (EndingKind.OWN_CARD, date(2027, 10, 30), 11)
    assert not found.ends_access
    assert found.title == "Дарье 15 лет через 11 месяцев"
    assert found.text.replace("\u00a0", " ") == (
        "С 30 октября 2027 г. у Дарьи может быть своя учётная запись и доступ к своей медкарте. "
        "Ваш доступ останется до 18 лет, до 30 октября 2030 г."
    )


def test_ilya_turns_18_tomorrow_and_the_card_closes() -> None:
    (found,) = endings("Илья", Sex.MALE, date(2008, 11, 23), TODAY)
    assert (found.kind, found.on) == (EndingKind.ADULT, date(2026, 11, 23))
    assert found.ends_access
    assert found.title == "Доступ к медкарте Ильи закончится завтра"
    assert found.text.replace("\u00a0", " ") == (
        "23 ноября 2026 г. Илье исполнится 18 лет, и медкарта для вас закроется. "
        "Последний день доступа 22 ноября 2026 г., до этого её можно скачать целиком"
    )


def test_emancipation_ends_the_access_earlier() -> None:
    on = date(2027, 2, 1)
    (found,) = endings("Илья", Sex.MALE, date(2010, 11, 23), TODAY, emancipated_on=on)
    assert (found.kind, found.on, found.ends_access) == (EndingKind.EMANCIPATED, on, True)
    assert "обладает полной дееспособностью" in found.text


@pytest.mark.parametrize(
    ("birth", "kinds"),
    [
        (date(2018, 3, 14), ()),
        (date(2011, 11, 22), ()),
        (date(2011, 11, 23), (EndingKind.OWN_CARD,)),
        (date(2012, 11, 22), (EndingKind.OWN_CARD,)),
        (date(2012, 11, 23), ()),
        (date(2008, 11, 22), ()),
        (date(2009, 11, 22), (EndingKind.ADULT,)),
        (date(2009, 11, 23), ()),
    ],
)
def test_it_is_told_a_year_ahead_and_no_more_on_the_day(birth: date, kinds: tuple[EndingKind, ...]) -> None:
    assert tuple(found.kind for found in endings("Илья", Sex.MALE, birth, TODAY)) == kinds


@given(BIRTHS, st.none() | st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(1, 240))
def test_what_is_told_lies_ahead_in_order_and_ends_when_the_access_does(
    birth: date, emancipated: date | None, months: int
) -> None:
    found = endings("Дарья", Sex.FEMALE, birth, TODAY, emancipated_on=emancipated, months_ahead=months)
    days = [ending.on for ending in found]
    assert days == sorted(days)
    assert all(TODAY < day <= add_months(TODAY, months) for day in days)
    assert all(ending.on == access_ends_on(birth, emancipated) for ending in found if ending.ends_access)
    assert all(add_months(TODAY, ending.months_left) <= ending.on for ending in found)


@given(BIRTHS)
def test_the_last_day_before_18_still_tells_of_tomorrow(birth: date) -> None:
    eve = birthday_on(birth, 18) - timedelta(days=1)
    (found,) = endings("Дарья", Sex.FEMALE, birth, eve)
    assert found.title.endswith("завтра")


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (Age(1, 0, 0), "через год"), (Age(0, 11, 8), "через 11 месяцев"), (Age(0, 1, 0), "через 1 месяц"),
        (Age(0, 3, 29), "через 3 месяца"), (Age(0, 0, 30), "через 30 дней"), (Age(0, 0, 2), "через 2 дня"),
        (Age(0, 0, 1), "завтра"),
    ],
)  # fmt: skip
def test_the_time_left_is_said_in_months_and_in_days_at_the_end(left: Age, said: str) -> None:
    assert time_left(left) == said
