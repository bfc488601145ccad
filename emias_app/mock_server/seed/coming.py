"""What enters the cards of Анна's children in the days after the seeding: a card that lives brings news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from emias_app.clock import MOSCOW
from emias_app.mock_server.seed.chart import Chart, Coming
from emias_app.mock_server.seed.child import workday
from emias_app.mock_server.seed.labs import lab

#: When a laboratory sends out what it found the day before.
_MORNING = time(7, 30)


def coming(chart: Chart) -> list[Coming]:
    """Written last, so that nothing by chance before it changes; the chart itself stays as it was."""
    tell = _NEWS.get(chart.child.spec.key)
    if tell is None:
        return []
    kept = len(chart.records)
    days = tell(chart)
    fresh = chart.records[kept:]
    del chart.records[kept:]
    morning = chart.child.today
    for _ in range(days):
        morning = workday(morning + timedelta(days=1))
    at = datetime.combine(morning, _MORNING, MOSCOW)
    return [Coming(record, at) for record in fresh]


def _artem(chart: Chart) -> int:
    """Blood was taken before the weekend: iron is still low, less than in autumn."""
    lab(chart, "ferritin", workday(chart.child.today - timedelta(days=1), -1), values={"FERR": 9.4})
    return 1


def _sofia(chart: Chart) -> int:
    day = workday(chart.child.today - timedelta(days=1), -1)
    lab(chart, "oak", day)
    lab(chart, "oam", day)
    return 2


#: Writes the records and gives in how many working days they arrive.
_NEWS: dict[str, Callable[[Chart], int]] = {"artem": _artem, "sofia": _sofia}
