"""A показатель across years: what a report adds to it, and the norm that changes with age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

from emias_app.domain.document_labs import bounds_words, flag_of, reference_words
from emias_app.domain.labs import ANALYTES, Analyte, Range
from emias_app.domain.reference import lab_about
from emias_app.domain.text import terms
from emias_app.domain.wording import number, printable
from emias_app.models.base import Sex
from emias_app.models.lab_trend import LabValue, NormStep
from emias_app.models.records import LabReport, LabResult


class Measured(Protocol):
    """A value's day and the bounds that its report printed."""

    @property
    def date(self) -> date: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...


def values_of(report: LabReport) -> Iterator[tuple[LabResult, LabValue]]:
    """What each row of a report is in its trend; a code that stands twice counts once, the first."""
    seen: set[str] = set()
    for result in report.results:
        if result.code not in seen:
            seen.add(result.code)
            yield result, _value(report, result)


def _value(report: LabReport, result: LabResult) -> LabValue:
    norm = Range.of(result.low, result.high)
    low, high = bounds_words(norm, result.decimals)
    flag = flag_of(result)
    is_number = result.value is not None
    return LabValue(
        record_id=report.id,
        date=report.date,
        time=report.time,
        title=report.title,
        imported_on=report.imported_on,
        value=result.value,
        text=number(result.value, result.decimals) if result.value is not None else printable(result.value_text or ""),
        decimals=result.decimals,
        low=norm.low if norm else None,
        high=norm.high if norm else None,
        reference=reference_words(low, high) if is_number else printable(result.reference_text or ""),
        flag=flag.value if flag else None,
    )


def norm_steps(
    code: str, values: Sequence[Measured], birth: date, sex: Sex, *, decimals: int, today: date
) -> list[NormStep]:
    """The norm over the time of ``values`` (oldest first) and until ``today``.

    The table of the показатель by age and sex is the answer as long as every report printed what it says of that day;
    else what the reports printed holds, each from the middle between its day and the day before it. A норма of another
    laboratory is never mixed with ours.
    """
    if not values:
        return []
    analyte = ANALYTES.get(code)
    steps = _by_table(analyte, values[0].date, max(today, values[-1].date), birth, sex) if analyte else []
    if not all(_agrees(steps, one) for one in values):
        steps = _by_reports(values, today)
    return [_step(since, until, norm, decimals) for since, until, norm in steps]


def _by_table(analyte: Analyte, since: date, until: date, birth: date, sex: Sex) -> list[tuple[date, date, Range]]:
    found = []
    for row in analyte.ranges:
        if row.sex not in (None, sex):
            continue
        begin, end = birth + timedelta(days=row.from_days), birth + timedelta(days=row.to_days)
        if begin <= until and end >= since:
            found.append((max(begin, since), min(end, until), row.range))
    return _joined(sorted(found, key=lambda step: step[0]))


def _by_reports(values: Sequence[Measured], today: date) -> list[tuple[date, date, Range]]:
    found = []
    for index, one in enumerate(values):
        norm = Range.of(one.low, one.high)
        if norm is None:
            continue
        before, after = values[max(index - 1, 0)].date, values[min(index + 1, len(values) - 1)].date
        since = before + (one.date - before) / 2 + timedelta(days=1) if index else one.date
        until = one.date + (after - one.date) / 2 if index + 1 < len(values) else max(today, one.date)
        found.append((min(since, one.date), until, norm))
    return _joined(found)


def _joined(steps: Sequence[tuple[date, date, Range]]) -> list[tuple[date, date, Range]]:
    joined: list[tuple[date, date, Range]] = []
    for since, until, norm in steps:
        if joined and joined[-1][2] == norm and since <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], until, norm)
        else:
            joined.append((since, until, norm))
    return joined


def _agrees(steps: Sequence[tuple[date, date, Range]], one: Measured) -> bool:
    table = next((norm for since, until, norm in steps if since <= one.date <= until), None)
    return Range.of(one.low, one.high) == table


def _step(since: date, until: date, norm: Range, decimals: int) -> NormStep:
    return NormStep(
        since=since,
        until=until,
        low=norm.low,
        high=norm.high,
        text=reference_words(*bounds_words(norm, decimals)),
    )


def about(code: str) -> tuple[str, str] | None:
    """One plain line on what a показатель is, and its source; never what a value means."""
    told = lab_about()
    text = told["items"].get(code)
    return (text, told["source"]) if text else None


def named(names: Mapping[str, str], query: str) -> list[str]:
    """The codes, of code → name, each word of ``query`` begins a word of whose name (short, full or its code)."""
    asked = terms(query)
    if not asked:
        return []
    found = []
    for code, name in names.items():
        held = _words_of(code, name)
        if all(any(word.startswith(one) for word in held) for one in asked):
            found.append(code)
    return found


@lru_cache(1_000)
def _words_of(code: str, name: str) -> tuple[str, ...]:
    analyte = ANALYTES.get(code)
    return tuple(terms(f"{name} {analyte.name_full if analyte else ''} {code}", limit=100))
