"""The diary as it is read: periods, days, what stands out, and a chart that stays readable."""

from __future__ import annotations

from datetime import date, timedelta

from emias_app.domain.diary_queue import Line
from emias_app.models.diary import Indicator
from emias_app.state.diary_days import Aside, DiaryPeriod, aside, by_day, chart_of, charted, narrowed
from tests.support.fake_diary import MORNING, an_entry

BIRTH = date(2018, 3, 14)
FEVER = Indicator.TEMPERATURE


def test_a_week_holds_seven_days_and_today() -> None:
    today = date(2026, 11, 22)
    assert DiaryPeriod.WEEK.since(today) == date(2026, 11, 16)
    assert DiaryPeriod.MONTH.since(today) == date(2026, 10, 22)
    assert DiaryPeriod.ALL.since(today) is None


def test_days_are_moscows_and_only_so_many_rows_are_drawn() -> None:
    late = an_entry("late", measured_at=MORNING.replace(hour=21, minute=30))
    lines = [Line(late), Line(an_entry())]
    assert [(one.day, len(one.lines)) for one in by_day(lines, 5)] == [(date(2026, 11, 23), 1), (date(2026, 11, 22), 1)]
    assert sum(len(one.lines) for one in by_day(lines, 1)) == 1


def test_an_indicator_and_a_period_narrow_the_diary() -> None:
    old = an_entry("old", measured_at=MORNING - timedelta(days=9))
    pulse = an_entry("pulse", indicator=Indicator.PULSE, value=90)
    lines = [Line(pulse), Line(old)]
    assert [line.entry for line in narrowed(lines, FEVER, None)] == [old]
    assert narrowed(lines, FEVER, date(2026, 11, 16)) == ()
    assert charted(lines, None) is Indicator.PULSE
    assert charted(lines, Indicator.NOTE) is None


def test_a_value_is_above_or_below_what_is_usual() -> None:
    assert aside(an_entry(value=37.3), BIRTH) is Aside.ABOVE
    assert aside(an_entry(value=35.5), BIRTH) is Aside.BELOW
    assert aside(an_entry(), BIRTH) is None
    assert aside(an_entry(indicator=Indicator.NOTE, value=None), BIRTH) is None


def test_a_chart_of_thousands_keeps_the_extremes_and_the_newest() -> None:
    values = [36.6 + (3 if number == 777 else number % 7 / 10) for number in range(5_000)]
    entries = [
        an_entry(str(number), value=value, measured_at=MORNING + timedelta(hours=number))
        for number, value in enumerate(values)
    ]
    chart = chart_of(FEVER, entries, 90)
    assert chart is not None
    assert chart.is_thinned
    assert len(chart.entries) <= 90
    assert max(one.value or 0 for one in chart.entries) == 39.6
    assert chart.entries[-1] is entries[-1]
    lowest = chart_of(Indicator.OXYGEN, [one.model_copy(update={"value": 100 - (one.value or 0)}) for one in entries])
    assert lowest
    assert min(one.value or 0 for one in lowest.entries) == 100 - 39.6
    assert chart_of(FEVER, []) is None
    same = chart_of(FEVER, [an_entry(str(number)) for number in range(200)])
    assert same
    assert len(same.entries) == 2
