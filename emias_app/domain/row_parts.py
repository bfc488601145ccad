"""What a row of a list says under its title: one table for all sections (product.md §8, «a row shows»).

A row is read on a phone: two lines at most where words allow it, and nothing that the title or the mark beside it has
said already. Days are written by whoever draws the row; all other words come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from emias_app.domain.wording import long_day
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug


class Part(StrEnum):
    """One thing that a row tells."""

    DAY = "DAY"
    TIME = "TIME"
    PERIOD = "PERIOD"
    PRESCRIBED = "PRESCRIBED"
    GET_BY = "GET_BY"
    ISSUED = "ISSUED"
    VALID_UNTIL = "VALID_UNTIL"
    DOCTOR = "DOCTOR"
    SPECIALITY = "SPECIALITY"
    ORGANISATION = "ORGANISATION"
    KIND = "KIND"
    AGE = "AGE"
    SUBTITLE = "SUBTITLE"


P, S = Part, SectionSlug

#: The two lines under the title of each section's rows. What lists hold no records for is told where it is found.
ROW_PARTS: dict[SectionSlug, tuple[tuple[Part, ...], tuple[Part, ...]]] = {
    S.VISITS: ((P.DAY, P.DOCTOR), (P.SPECIALITY, P.ORGANISATION)),
    S.LABS: ((P.DAY,), ()),
    S.COVID_TESTS: ((P.DAY,), (P.KIND, P.SUBTITLE)),
    S.VACCINATIONS: ((P.DAY, P.AGE), (P.SUBTITLE,)),
    S.STUDIES: ((P.DAY, P.DOCTOR), (P.KIND, P.ORGANISATION)),
    S.DISCHARGES: ((P.PERIOD, P.SUBTITLE), (P.ORGANISATION,)),
    S.HOSPITALIZATIONS: ((P.PERIOD,), (P.ORGANISATION,)),
    S.DAY_HOSPITAL: ((P.PERIOD, P.DOCTOR), (P.SUBTITLE,)),
    S.CERTIFICATES: ((P.DAY, P.DOCTOR), (P.SUBTITLE, P.VALID_UNTIL)),
    S.PRESCRIPTIONS: ((P.PRESCRIBED,), (P.GET_BY,)),
    S.REFERRALS: ((P.ISSUED,), (P.VALID_UNTIL,)),
    S.AMBULANCE: ((P.DAY, P.TIME), (P.SUBTITLE,)),
    S.HEALTH_INFO: ((P.DAY, P.SUBTITLE), ()),
    S.UPLOADS: ((P.DAY, P.SUBTITLE), ()),
}

#: The days and hours of a row: no words of the record.
WHEN = frozenset({P.DAY, P.TIME, P.PERIOD, P.PRESCRIBED, P.GET_BY, P.ISSUED, P.VALID_UNTIL})

#: How a title calls a speciality where it does not use its name.
_CALLED = {"Оториноларинголог": "лора"}
#: That many first letters of a word tell it in any of its forms.
_STEM = 5


def part_words(row: RecordRow, part: Part) -> str | None:
    """What a part that is no day says of a row; None where it is unknown or was said already."""
    match part:
        case Part.DOCTOR:
            return row.doctor
        case Part.SPECIALITY:
            return _unless_in_title(row, row.speciality)
        case Part.ORGANISATION:
            return row.organisation or None
        case Part.KIND:
            return _unless_in_title(row, row.kind_title)
        case Part.AGE:
            return row.age_text
        case Part.SUBTITLE:
            return _subtitle(row)
        case _:
            return None


def row_words(row: RecordRow) -> Iterator[str]:
    """All words that a record's row shows, days and hours apart."""
    yield row.title
    if row.mark is not None:
        yield row.mark.text
    for line in ROW_PARTS.get(row.section, ()):
        for part in line:
            if part not in WHEN and (told := part_words(row, part)):
                yield told


def _unless_in_title(row: RecordRow, name: str | None) -> str | None:
    if not name:
        return None
    title = row.title.casefold()
    called = _CALLED.get(name)
    if called and called in title.split():
        return None
    stems = (word[:_STEM] for word in re.findall(r"\w+", name.casefold()))
    return None if any(stem in title for stem in stems) else name


def _subtitle(row: RecordRow) -> str | None:
    """The subtitle, unless another part of the row says it."""
    told = row.subtitle
    if not told or told in (row.title, row.organisation, row.doctor):
        return None
    if row.mark is not None and told.casefold() == row.mark.text.casefold():
        return None
    if row.valid_until is not None and told.endswith(long_day(row.valid_until)):
        return None
    return told
