"""Tabs: every label is in view, whatever the width and the size of the text."""

from __future__ import annotations

import pytest

from emias_app.views.components.tabs import TabLines, tab_lines
from emias_app.views.palette import LIGHT
from emias_app.views.strings.vaccinations import TAB
from emias_app.views.theme import Look


@pytest.mark.parametrize(
    ("width", "scale", "lines"),
    [
        (412, 1.0, TabLines.WRAPPED),
        (460, 1.0, TabLines.WORDS),
        (360, 1.0, TabLines.WRAPPED),
        (412, 2.0, TabLines.WRAPPED),
        (800, 1.0, TabLines.ONE),
        (1024, 1.0, TabLines.WRAPPED),
        (1280, 1.0, TabLines.WRAPPED),
    ],
)
def test_the_tabs_of_vaccinations_fit(width: int, scale: float, lines: TabLines) -> None:
    assert tab_lines(Look(LIGHT, width, text_scale=scale), list(TAB.values())) is lines
