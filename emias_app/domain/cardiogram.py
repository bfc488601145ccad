"""A synthetic electrocardiogram: the same curve for the same numbers, never a person's.

Each wave is a bell; in the limb leads it is a vector seen from the lead's direction, so that Einthoven's law
(I + III = II) holds; the chest leads follow a child's usual progression. The shapes are ours [model].
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from emias_app.models.document import CardiogramBlock, CardiogramLead
from emias_app.models.records import Cardiogram

#: How long a lead and the long strip of lead II are shown, in seconds: two columns fill a sheet of 170 mm.
LEAD_SECONDS, STRIP_SECONDS = 3.4, 6.8
_STEP = 0.004
#: A bell is nothing beyond so many of its widths.
_REACH = 4.2
#: A point this near to its neighbours' line (millivolts) is left out.
_TOLERANCE = 0.012
#: Directions of the limb leads in degrees; the augmented ones are weaker by √3/2.
_LIMB = {"I": 0, "II": 60, "III": 120, "aVR": -150, "aVL": -30, "aVF": 90}
#: Heights in millivolts of q, r, s and t from V1 to V6 in childhood.
_CHEST = {
    "V1": (0.0, 0.45, -0.75, -0.18),
    "V2": (0.0, 0.62, -0.85, -0.12),
    "V3": (0.0, 0.78, -0.62, 0.08),
    "V4": (-0.05, 1.10, -0.40, 0.30),
    "V5": (-0.10, 1.10, -0.25, 0.34),
    "V6": (-0.10, 0.90, -0.12, 0.28),
}
LEADS = (*_LIMB, *_CHEST)


@dataclass(frozen=True)
class _Wave:
    """A bell at ``at`` seconds from the R peak, ``width`` seconds wide, ``height`` millivolts high."""

    at: float
    width: float
    height: float

    def at_time(self, time: float) -> float:
        return self.height * math.exp(-0.5 * ((time - self.at) / self.width) ** 2)


def beats(shape: Cardiogram, seconds: float) -> list[float]:
    """The moments of the R peaks, from one before the start to one after the end."""
    mean = 60 / shape.rate
    moments = [-0.55 * mean]
    while moments[-1] < seconds + mean:
        breath = math.sin(2 * math.pi * moments[-1] / 3.3)
        moments.append(moments[-1] + mean * (1 + shape.sway * breath))
    return moments


def lead(shape: Cardiogram, name: str, seconds: float = LEAD_SECONDS) -> CardiogramLead:
    """One lead as a polyline that keeps every peak."""
    waves = _waves(shape, name)
    heights = [0.0] * (round(seconds / _STEP) + 1)
    for beat in beats(shape, seconds):
        for wave in waves:
            first, last = ((beat + wave.at + side * _REACH * wave.width) / _STEP for side in (-1, 1))
            for place in range(max(math.ceil(first), 0), min(math.floor(last) + 1, len(heights))):
                heights[place] += wave.at_time(place * _STEP - beat)
    samples = [(place * _STEP, height) for place, height in enumerate(heights)]
    kept = _simplified(samples)
    return CardiogramLead(name=name, points=[(round(x * 1000), round(y * 1000)) for x, y in kept])


@lru_cache(maxsize=32)
def cardiogram_block(shape: Cardiogram) -> CardiogramBlock:
    """The sheet: twelve leads and the strip of lead II."""
    return CardiogramBlock(
        heading="Кардиограмма",
        note="Кривая нарисована для демонстрации, 25\u00a0мм/с, 10\u00a0мм/мВ",
        spoken=f"Кардиограмма в двенадцати отведениях, нарисована для демонстрации, {shape.rate} ударов в минуту",
        seconds=LEAD_SECONDS,
        leads=[lead(shape, name) for name in LEADS],
        strip=lead(shape, "II", STRIP_SECONDS),
    )


def _waves(shape: Cardiogram, name: str) -> list[_Wave]:
    """P, q, r, s (and r'), T of one beat."""
    half = shape.qrs / 2000
    p_at = -(shape.pq / 1000 - half) - half + 0.045
    t_at = shape.qt / 1000 - half - 0.075
    narrow = shape.qrs / 1000 / 7
    if name in _LIMB:
        towards = _seen_from(name)
        p, q, r, s, t = (
            strength * towards(angle)
            for strength, angle in (
                (0.13, 55),
                (0.12, shape.axis + 150),
                (1.05, shape.axis),
                (0.22, shape.axis - 150),
                (0.30, shape.axis * 0.6 + 15),
            )
        )
    else:
        q, r, s, t = _CHEST[name]
        p = 0.05 if name == "V1" else 0.09
    waves = [
        _Wave(p_at, 0.021, p),
        _Wave(-half * 0.62, narrow * 0.7, q),
        _Wave(0, narrow, r),
        _Wave(half * 0.68, narrow * 0.9, s),
        _Wave(t_at, 0.043, t),
    ]
    if shape.has_second_r and name == "V1":
        waves.append(_Wave(half * 1.25, narrow * 0.9, 0.42))
    return waves


def _seen_from(name: str) -> Callable[[float], float]:
    share = 1.0 if name in ("I", "II", "III") else math.sqrt(3) / 2

    def projected(angle: float) -> float:
        return share * math.cos(math.radians(angle - _LIMB[name]))

    return projected


def _simplified(samples: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of a curve (Ramer, Douglas, Peucker): what is left lies within the tolerance of what was."""
    kept = {0, len(samples) - 1}
    open_spans = [(0, len(samples) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        (x0, y0), (x1, y1) = samples[first], samples[last]
        slope = (y1 - y0) / (x1 - x0)
        far, worst = 0, _TOLERANCE
        for place in range(first + 1, last):
            x, y = samples[place]
            if (apart := abs(y - y0 - slope * (x - x0))) > worst:
                far, worst = place, apart
        if far:
            kept.add(far)
            open_spans += [(first, far), (far, last)]
    return [samples[place] for place in sorted(kept)]
