"""What is drawn and not written: marks with their signs, reference bars, QR codes, lines to sign on."""

from __future__ import annotations

from typing import Any

import segno
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from emias_app.mock_server.pdf.fonts import REGULAR, SEMI_BOLD, plain
from emias_app.mock_server.pdf.style import ACCENT, INK, PAPER, QUIET, TONES, TRACK, ZONE
from emias_app.models.base import Mark, Tone


class QrCode(Flowable):  # type: ignore[misc]
    """A QR code drawn as squares, ``side`` points wide with its quiet zone."""

    def __init__(self, data: str, side: float = 120) -> None:
        super().__init__()
        self._modules = tuple(segno.make_qr(data, error="m").matrix_iter(border=2))
        self.width = self.height = side

    def draw(self) -> None:
        size = self.width / len(self._modules)
        self.canv.setFillColor(INK)
        for y, line in enumerate(self._modules):
            for x, is_dark in enumerate(line):
                if is_dark:
                    # A hair wider than the module, so that no white seam shows between neighbours.
                    self.canv.rect(x * size, self.height - (y + 1) * size, size * 1.02, size * 1.02, stroke=0, fill=1)


class MarkLine(Flowable):  # type: ignore[misc]
    """A mark as its sign and its word: a ticked circle where all is well, an arrow or a diamond where it is not."""

    def __init__(self, mark: Mark, size: float = 9) -> None:
        super().__init__()
        self._tone, self._word, self._size = mark.tone, plain(mark.text), size
        self.height = size + 4
        self.width = size + 5 + pdfmetrics.stringWidth(self._word, SEMI_BOLD, size)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return min(self.width, width), self.height

    def draw(self) -> None:
        ink = TONES[self._tone][1]
        middle, radius = self.height / 2 - 0.5, self._size * 0.43
        is_low, is_high = (self._word.startswith(word) for word in ("ниже", "выше"))
        if is_low or is_high:
            _draw_arrow(self.canv, ink, radius, middle, radius if is_high else -radius)
        else:
            draw_sign(self.canv, self._tone, radius, middle, radius)
        self.canv.setFillColor(ink)
        self.canv.setFont(SEMI_BOLD, self._size)
        self.canv.drawString(self._size + 4, middle - self._size * 0.36, self._word)


class ReferenceBar(Flowable):  # type: ignore[misc]
    """Where a value stands against its norm; the normal zone takes the middle half, an open side reaches the end."""

    def __init__(self, position: float, *, has_low: bool, has_high: bool, is_normal: bool) -> None:
        super().__init__()
        self._position = min(max(position, 0.0), 1.0)
        self._zone = (0.25 if has_low else 0.0, 0.75 if has_high else 1.0)
        self._is_normal = is_normal
        self.height = 12

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        inset, middle = 3.5, 5.5
        room = self.width - 2 * inset
        start, end = self._zone
        self.canv.setFillColor(TRACK)
        self.canv.roundRect(inset, middle - 1.6, room, 3.2, 1.6, stroke=0, fill=1)
        self.canv.setFillColor(ZONE)
        self.canv.rect(inset + room * start, middle - 1.6, room * (end - start), 3.2, stroke=0, fill=1)
        tone = Tone.SUCCESS if self._is_normal else Tone.WARN
        draw_marker(self.canv, tone, inset + room * self._position, middle, 3.4)


class Blank(Flowable):  # type: ignore[misc]
    """A line to sign on with a word under it."""

    def __init__(self, word: str, filled: str = "") -> None:
        super().__init__()
        self._word = word
        self._filled = filled

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        return width, 22

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.7)
        self.canv.line(0, 11, self.width, 11)
        self.canv.setFillColor(INK)
        self.canv.setFont(REGULAR, 9.5)
        self.canv.drawCentredString(self.width / 2, 14, self._filled)
        self.canv.setFillColor(QUIET)
        self.canv.setFont(REGULAR, 7.5)
        self.canv.drawCentredString(self.width / 2, 2, self._word)


class Emblem(Flowable):  # type: ignore[misc]
    """Our own mark of a children's card: a sheet with a heart; no official sign."""

    def __init__(self, side: float = 26) -> None:
        super().__init__()
        self.width = self.height = side

    def draw(self) -> None:
        side = self.width
        self.canv.setFillColor(ACCENT)
        self.canv.roundRect(0, 0, side, side, side * 0.26, stroke=0, fill=1)
        self.canv.setFillColor(PAPER)
        self.canv.roundRect(side * 0.24, side * 0.2, side * 0.52, side * 0.6, side * 0.1, stroke=0, fill=1)
        self.canv.setFillColor(ACCENT)
        path = self.canv.beginPath()
        left, bottom, unit = side * 0.34, side * 0.36, side * 0.32
        path.moveTo(left + unit / 2, bottom)
        path.curveTo(
            left - unit * 0.25, bottom + unit * 0.55, left + unit * 0.2, bottom + unit * 1.15,
            left + unit / 2, bottom + unit * 0.72,
        )  # fmt: skip
        path.curveTo(
            left + unit * 0.8, bottom + unit * 1.15, left + unit * 1.25, bottom + unit * 0.55, left + unit / 2, bottom
        )
        path.close()
        self.canv.drawPath(path, stroke=0, fill=1)


def draw_sign(canvas: Any, tone: Tone, x: float, y: float, radius: float) -> None:
    """The sign of a tone around a point: a ticked circle, a diamond with «!», or a plain dot."""
    draw_marker(canvas, tone, x, y, radius)
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(radius * 0.28)
    if tone is Tone.SUCCESS:
        canvas.line(x - radius * 0.45, y, x - radius * 0.1, y - radius * 0.38)
        canvas.line(x - radius * 0.1, y - radius * 0.38, x + radius * 0.5, y + radius * 0.38)
    elif tone in (Tone.WARN, Tone.ERROR):
        canvas.line(x, y + radius * 0.5, x, y - radius * 0.1)
        canvas.line(x, y - radius * 0.35, x, y - radius * 0.5)


def _draw_arrow(canvas: Any, ink: Any, x: float, y: float, reach: float) -> None:
    """An arrow through a point: up for a positive ``reach``, down for a negative one."""
    wing = abs(reach) * 0.75
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(1.2)
    canvas.line(x, y - reach, x, y + reach)
    canvas.line(x, y + reach, x - wing, y + reach * 0.2)
    canvas.line(x, y + reach, x + wing, y + reach * 0.2)


def draw_marker(canvas: Any, tone: Tone, x: float, y: float, radius: float) -> None:
    """A shape that tells the tone without its colour: a diamond outside the norm, a circle otherwise."""
    canvas.setFillColor(TONES[tone][1])
    if tone not in (Tone.WARN, Tone.ERROR):
        canvas.circle(x, y, radius, stroke=0, fill=1)
        return
    reach = radius * 1.2
    path = canvas.beginPath()
    path.moveTo(x, y + reach)
    for right, up in ((reach, 0), (0, -reach), (-reach, 0)):
        path.lineTo(x + right, y + up)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
