"""How far a parent is from what they came for: touches are counted from home."""

from __future__ import annotations

from pathlib import Path

import pytest

from emias_app.mock_server.seed.people import CHILDREN
from tests.journeys.test_identifiers import check
from tests.support.demo_site import ANNA
from tests.support.house import Tab, open_house
from tests.support.virtual_time import on_virtual_time

ARTYOM = CHILDREN["artem"].id
SIZES = pytest.mark.parametrize(("width", "height"), [(412, 915), (1280, 800)], ids=["phone", "desktop"])


class Touches:
    """Counts what a finger does."""

    def __init__(self, tab: Tab) -> None:
        self.tab, self.count = tab, 0

    async def tap(self, identifier: str) -> None:
        self.count += 1
        await self.tab.tap(identifier)


def is_blood_count(tab: Tab, identifier: str) -> bool:
    return any("Общий анализ крови" in words for words in tab.get(identifier).texts)


@SIZES
@on_virtual_time
async def test_the_last_haemoglobin_and_its_trend_in_four_touches(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as anna:
        await anna.signs_in(ANNA)
        touches = Touches(anna)
        await touches.tap(f"home.child.{ARTYOM}")
        await touches.tap("medcard.section.labs")
        reports = [name for name in anna.identifiers if name.startswith("section.item.")]
        await touches.tap(next(name for name in reports if is_blood_count(anna, name)))
        await touches.tap("lab.row.hgb")
        assert touches.count == 4
        assert anna.sees("trend.chart")
        assert "Гемоглобин" in " ".join(anna.get("trend.title").texts)
        assert "г/л" in anna.text
        check(anna, "a trend")
        values = [name for name in anna.identifiers if name.startswith("trend.item.")]
        assert len(values) > 1
        assert await house.asked("lab-trends") == 1
        await anna.tap("trend.period.1y")
        assert await house.asked("lab-trends") == 1, "a period is no second reading of the card"
        await anna.tap(values[0])
        check(anna, "the report of a value")
        assert anna.sees("record.title")


@SIZES
@on_virtual_time
async def test_the_same_by_its_name_in_three_touches(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as anna:
        await anna.signs_in(ANNA)
        touches = Touches(anna)
        await touches.tap(f"home.child.{ARTYOM}")
        await touches.tap("medcard.find")
        check(anna, "a search")
        await anna.enter("find.words", "гемог", submit=True)
        check(anna, "what was found")
        await touches.tap("find.analyte.hgb")
        assert touches.count == 3
        assert anna.sees("trend.chart")
        assert await house.asked("/search") == 1, "one round trip"
        assert not any("null" in words or "None" in words for words in anna.text.splitlines())


@SIZES
@on_virtual_time
async def test_the_summary_of_the_last_stay_in_three_touches(tmp_path: Path, width: int, height: int) -> None:
    async with open_house(tmp_path, "artem") as house, house.tab(width=width, height=height) as anna:
        await anna.signs_in(ANNA)
        touches = Touches(anna)
        await touches.tap(f"home.child.{ARTYOM}")
        await touches.tap("medcard.section.discharges")
        await touches.tap(next(name for name in anna.identifiers if name.startswith("section.item.")))
        assert touches.count == 3
        assert "Выписной эпикриз" in anna.text
        assert anna.sees("record.pdf")
