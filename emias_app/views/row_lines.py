"""The two lines under a record's title, as ``domain.row_parts`` lays them out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from emias_app.domain.row_parts import ROW_PARTS, Part, part_words
from emias_app.domain.validity import is_over
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug
from emias_app.views.format import dotted, list_date, list_span, sentence
from emias_app.views.strings import rows as words
from emias_app.views.strings.card import FROM_ARCHIVE


class RowLines(NamedTuple):
    """What stands under a title; ``second`` may be empty."""

    first: str
    second: str = ""


def row_lines(row: RecordRow, today: date) -> RowLines:
    """What a row of a section's list says; a record from an archive says so on its last line."""
    first, second = (_line(row, parts, today) for parts in ROW_PARTS.get(row.section, ((Part.DAY,), ())))
    if not row.imported_on:
        return RowLines(first, second)
    return RowLines(first, dotted(second, FROM_ARCHIVE)) if second else RowLines(dotted(first, FROM_ARCHIVE))


def found_lines(row: RecordRow, today: date) -> RowLines:
    """The same where the search found it: what parents wrote is told by its kind."""
    match row.section:
        case SectionSlug.DIARY:
            when = sentence(list_date(row.date, today), row.time)
            return RowLines(dotted(when, row.kind_title if row.kind_title != row.title else None, row.subtitle or None))
        case SectionSlug.CHILD_DATA:
            return RowLines(dotted(row.kind_title, row.subtitle or None))
        case _:
            return row_lines(row, today)


def _line(row: RecordRow, parts: tuple[Part, ...], today: date) -> str:
    told: list[str] = []
    for part in parts:
        one = _part(row, part, today)
        if one and told and part is Part.VALID_UNTIL and row.valid_until:
            one = words.UNTIL.format(day=list_date(row.valid_until, today))
        if one:
            told.append(one)
    return dotted(*told)


def _part(row: RecordRow, part: Part, today: date) -> str | None:
    day = list_date(row.date, today)
    match part:
        case Part.DAY:
            return day
        case Part.TIME:
            return row.time.removeprefix("0") if row.time else None
        case Part.PERIOD:
            return list_span(row.admitted, row.date, today) if row.admitted else day
        case Part.PRESCRIBED:
            return words.PRESCRIBED.format(day=day)
        case Part.ISSUED:
            return words.ISSUED.format(day=day)
        case Part.GET_BY:
            return words.GET_BY.format(day=list_date(row.valid_until, today)) if row.valid_until else row.subtitle
        case Part.VALID_UNTIL:
            if row.valid_until is None:
                return None
            said = words.WAS_VALID_UNTIL if is_over(row.valid_until, today) else words.VALID_UNTIL
            return said.format(day=list_date(row.valid_until, today))
        case _:
            return part_words(row, part)
