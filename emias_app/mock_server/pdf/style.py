"""Sizes, colours and paragraph styles of a printed document."""

from __future__ import annotations

from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from emias_app.mock_server.pdf.fonts import BOLD, MEDIUM, REGULAR, SEMI_BOLD, register_fonts
from emias_app.models.base import Tone

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE, TOP, BOTTOM = 18 * mm, 26 * mm, 20 * mm
#: The first page begins with the letterhead, higher than the others with their running head.
FIRST_TOP = 14 * mm
TEXT_WIDTH = PAGE_WIDTH - 2 * SIDE

INK, QUIET, ACCENT, LINE, SHADE = (HexColor(value) for value in ("#14232A", "#4A5B63", "#0B5F74", "#D0DADE", "#F1F5F6"))
PAPER, TRACK, ZONE = HexColor("#FFFFFF"), HexColor("#DCE4E8"), HexColor("#458561")
#: The squares of a cardiogram's paper: every five millimetres, every one.
GRID, GRID_FINE = HexColor("#BFCDD3"), HexColor("#E3EAED")

#: Background and text of a mark, by what it means.
TONES: dict[Tone, tuple[Any, Any]] = {
    Tone.SUCCESS: (HexColor("#DCF1E3"), HexColor("#0F4B28")),
    Tone.WARN: (HexColor("#FDEBCD"), HexColor("#5E3800")),
    Tone.ERROR: (HexColor("#FBE3E0"), HexColor("#7C1811")),
    Tone.INFO: (HexColor("#D5EAF0"), HexColor("#06353F")),
    Tone.NEUTRAL: (HexColor("#E2E9EC"), INK),
}


@cache
def styles() -> dict[str, Any]:
    """The paragraph styles by name: body, label, value, strong, heading, title, number and a few of one place."""
    register_fonts()

    def style(name: str, font: str, size: float, leading: float, colour: Any = INK, **more: Any) -> Any:
        return ParagraphStyle(
            name, fontName=font, fontSize=size, leading=leading, textColor=colour, splitLongWords=1, **more
        )

    made = [
        style("title", BOLD, 17, 22, spaceAfter=1),
        style("organisation", SEMI_BOLD, 10.5, 13, ACCENT),
        style("paper", REGULAR, 8, 10.5, QUIET, alignment=TA_RIGHT),
        style("over", MEDIUM, 9, 12, QUIET, spaceAfter=1),
        style("stamp", REGULAR, 7.5, 9.5, ACCENT, alignment=TA_CENTER),
        style("heading", SEMI_BOLD, 11.5, 15, ACCENT, spaceBefore=12, spaceAfter=4, keepWithNext=1),
        style("table heading", SEMI_BOLD, 11.5, 15, ACCENT, spaceBefore=12, spaceAfter=4),
        style("conclusion heading", SEMI_BOLD, 10, 13, ACCENT),
        style("conclusion", MEDIUM, 10, 14.5),
        style("body", REGULAR, 10, 14.5, spaceAfter=3),
        style("small", REGULAR, 8.5, 12, QUIET),
        style("label", REGULAR, 9.5, 13, QUIET),
        style("value", REGULAR, 9.5, 13),
        style("strong", SEMI_BOLD, 9.5, 13),
        style("column", MEDIUM, 8.5, 11, QUIET),
        style("number column", MEDIUM, 8.5, 11, QUIET, alignment=TA_RIGHT),
        style("number", SEMI_BOLD, 9.5, 13, alignment=TA_RIGHT),
    ]
    return {one.name: one for one in made}
