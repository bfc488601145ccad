"""The synthetic electrocardiogram."""

from __future__ import annotations

from itertools import pairwise

import pytest

from emias_app.domain.cardiogram import LEAD_SECONDS, LEADS, STRIP_SECONDS, beats, cardiogram_block, lead
from emias_app.models.document import CardiogramLead
from emias_app.models.records import Cardiogram

SHAPE = Cardiogram(rate=82, pq=130, qrs=70, qt=340, axis=58)


def height(curve: CardiogramLead, moment: int) -> float:
    """Millivolts at a moment in milliseconds."""
    for (x0, y0), (x1, y1) in pairwise(curve.points):
        if x0 <= moment <= x1:
            return (y0 + (y1 - y0) * (moment - x0) / (x1 - x0)) / 1000
    raise AssertionError(moment)


def peaks(curve: CardiogramLead, least: int) -> list[int]:
    """Moments of the local heights above ``least`` microvolts."""
    return [
        now[0]
        for before, now, after in zip(curve.points, curve.points[1:], curve.points[2:], strict=False)
        if before[1] < now[1] > after[1] and now[1] > least
    ]


def test_the_sheet_holds_twelve_leads_and_a_long_strip() -> None:
    block = cardiogram_block(SHAPE)
    assert [one.name for one in block.leads] == list(LEADS)
    assert all(one.points[-1][0] == round(LEAD_SECONDS * 1000) for one in block.leads)
    assert (block.strip.name, block.strip.points[-1][0]) == ("II", round(STRIP_SECONDS * 1000))
    assert "для демонстрации" in block.note


def test_the_same_numbers_draw_the_same_curve() -> None:
    assert lead(SHAPE, "V3") == lead(SHAPE.model_copy(), "V3")


@pytest.mark.parametrize("rate", [60, 82, 120, 150])
def test_so_many_beats_are_drawn_as_are_told(rate: int) -> None:
    shape = Cardiogram(rate=rate, pq=120, qrs=66, qt=300, axis=58, sway=0)
    moments = peaks(lead(shape, "II", 6), 500)
    assert len(moments) in (rate // 10 - 1, rate // 10, rate // 10 + 1)
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert all(abs(pause - 60_000 / rate) < 12 for pause in pauses)


def test_a_breathing_rhythm_has_uneven_pauses() -> None:
    def spread(sway: float) -> float:
        moments = beats(SHAPE.model_copy(update={"sway": sway}), 10)
        pauses = [later - earlier for earlier, later in pairwise(moments)]
        return max(pauses) / min(pauses)

    assert spread(0.0) == pytest.approx(1)
    assert spread(0.16) > 1.25


@pytest.mark.parametrize("axis", [-30, 20, 58, 82, 110])
def test_the_first_and_the_third_lead_make_the_second(axis: int) -> None:
    shape = SHAPE.model_copy(update={"axis": axis})
    first, second, third = (lead(shape, name) for name in ("I", "II", "III"))
    right, left, foot = (lead(shape, name) for name in ("aVR", "aVL", "aVF"))
    for moment in range(0, 3_400, 7):
        assert height(first, moment) + height(third, moment) == pytest.approx(height(second, moment), abs=0.05)
        total = sum(height(one, moment) for one in (right, left, foot))
        assert total == pytest.approx(0, abs=0.05)


def test_an_incomplete_block_shows_a_second_peak_in_the_first_chest_lead() -> None:
    usual, split = lead(SHAPE, "V1"), lead(SHAPE.model_copy(update={"has_second_r": True}), "V1")
    assert len(peaks(split, 100)) == 2 * len(peaks(usual, 100))
