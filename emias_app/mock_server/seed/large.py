"""A card beyond life, for measuring: ten thousand analyses of one child."""

from __future__ import annotations

from datetime import date, timedelta

from emias_app.domain.ages import add_months
from emias_app.domain.sections import BY_SLUG
from emias_app.mock_server.seed.chart import Chart, is_visible
from emias_app.mock_server.seed.labs import lab
from emias_app.models.section import SectionSlug

#: How many analyses of Максим come out.
LARGE_COUNT = 10_000
_PANELS = (*("glucose",) * 14, "oak", "oak", "oam", "ferritin", "vitd", "tsh", "ige")


def fill_labs(chart: Chart, count: int = LARGE_COUNT) -> None:
    """Add analyses, evenly over the years, until ``count`` of them come out."""
    child, rng = chart.child, chart.rng
    there = sum(record.section is SectionSlug.LABS and is_visible(record) for record in chart.records)
    since = BY_SLUG[SectionSlug.LABS].since or date.min
    first = max(since, add_months(child.birth, 24))
    span, missing = (child.last_day - first).days + 1, max(count - there, 0)
    for place in range(missing):
        lab(chart, rng.choice(_PANELS), first + timedelta(days=place * span // missing))
