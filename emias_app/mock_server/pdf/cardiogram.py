"""A cardiogram on paper, in vectors and to scale: 25 mm a second, 10 mm a millivolt."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from emias_app.mock_server.pdf.fonts import SEMI_BOLD, plain
from emias_app.mock_server.pdf.style import GRID, GRID_FINE, INK, QUIET, TEXT_WIDTH
from emias_app.models.document import CardiogramBlock, CardiogramLead

_SECOND, _MILLIVOLT = 25 * mm, 10 * mm
_ROW, _STRIP_ROW = 14.5 * mm, 17 * mm
#: Where the zero line lies in a row, from its foot.
_ZERO = 0.42


class CardiogramSheet(Flowable):  # type: ignore[misc]
    """Two columns of six leads, the long strip of lead II under them, on squared paper."""

    def __init__(self, block: CardiogramBlock) -> None:
        super().__init__()
        self._block = block
        self._column = block.seconds * _SECOND
        self.width = 2 * self._column
        self._rows = (len(block.leads) + 1) // 2
        self.height = self._rows * _ROW + _STRIP_ROW

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return TEXT_WIDTH, self.height + 6

    def draw(self) -> None:
        self._grid()
        for place, lead in enumerate(self._block.leads):
            column, row = divmod(place, self._rows)
            self._lead(lead, column * self._column, self.height - (row + 1) * _ROW, _ROW)
        self._lead(self._block.strip, 0, 0, _STRIP_ROW)

    def _grid(self) -> None:
        for step, colour, weight in ((mm, GRID_FINE, 0.25), (5 * mm, GRID, 0.5)):
            self.canv.setStrokeColor(colour)
            self.canv.setLineWidth(weight)
            across = [(n * step, 0, n * step, self.height) for n in range(round(self.width / step) + 1)]
            along = [
                (0, self.height - n * step, self.width, self.height - n * step)
                for n in range(int(self.height / step) + 1)
            ]
            self.canv.lines(across + along)

    def _lead(self, lead: CardiogramLead, left: float, foot: float, height: float) -> None:
        zero = foot + height * _ZERO
        points = [(left + ms / 1000 * _SECOND, zero + uv / 1000 * _MILLIVOLT) for ms, uv in lead.points]
        path: Any = self.canv.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8)
        self.canv.setLineJoin(1)
        self.canv.drawPath(path, stroke=1, fill=0)
        self.canv.setFillColor(QUIET)
        self.canv.setFont(SEMI_BOLD, 8)
        self.canv.drawString(left + 3, foot + height - 9, plain(lead.name))
