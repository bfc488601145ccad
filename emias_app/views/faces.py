"""What models look like in words: children, sections, rows. The screens only place these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.domain.ages import ADULT, OWN_CARD, age_in, birthday_on
from emias_app.domain.declension import dative
from emias_app.domain.sections import BY_SLUG, RECORD_SECTIONS
from emias_app.models.access import GrantState
from emias_app.models.account import PatientSummary, Relation
from emias_app.models.base import Mark, Tone
from emias_app.models.overview import NextDose, Overview
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.views import icons
from emias_app.views.components.child import ChildFace
from emias_app.views.components.child_card import CardLine
from emias_app.views.components.section_card import SectionFace
from emias_app.views.format import (
    DAYS,
    MONTHS,
    YEARS,
    age_words,
    counted,
    dotted,
    list_date,
    long_date,
    number,
)
from emias_app.views.strings import card as words
from emias_app.views.strings import common
from emias_app.views.theme import ChildKey, child_key

#: Letters that stand beside a mark in one line of a child's card on a phone.
SHORT = 28

NEW = Mark(tone=Tone.INFO, text=words.NEW)


def child_faces(
    children: Sequence[PatientSummary], colours: Mapping[str, str], today: date
) -> Mapping[UUID, ChildFace]:
    """A face for every child, in the order of adding; a chosen colour wins over the order's."""
    return {child.id: _face(child, order, colours, today) for order, child in enumerate(children)}


def _face(child: PatientSummary, order: int, colours: Mapping[str, str], today: date) -> ChildFace:
    chosen = colours.get(str(child.id))
    colour = ChildKey(chosen) if chosen in list(ChildKey) else child_key(order)
    age = age_in(child.birth_date, max(today, child.birth_date))
    return ChildFace(
        child.id, child.first_name, age_words(age.years, age.months, age.days), long_date(child.birth_date), colour
    )


def home_lines(
    child: PatientSummary, overview: Loadable[Overview] | None, *, is_open: bool, today: date
) -> tuple[CardLine, ...]:
    """Under the name on home: what is new, next vaccination, last visit; or why there is nothing of it."""
    if child.access.state is not GrantState.ACTIVE:
        return (_lock(words.HOME_CLOSED.format(reason=child.access.reason or "")),)
    if not is_open:
        return (_lock(words.HOME_OPEN_TO_SEE),)
    match overview:
        case Ready(value):
            return _overview_lines(value, today)
        case Failed():
            return (CardLine(ft.Icons.CLOUD_OFF, words.HOME_FAILED),)
        case Loading() | None:
            return (CardLine(ft.Icons.HOURGLASS_EMPTY, words.HOME_LOADING),)


def _lock(line: str) -> CardLine:
    return CardLine(ft.Icons.LOCK_OUTLINED, line)


def _overview_lines(overview: Overview, today: date) -> tuple[CardLine, ...]:
    if overview.fresh:
        newest = overview.fresh[0]
        when = list_date(newest.date, today)
        lines = [CardLine(icons.SECTION[newest.section], f"{newest.title}, {when}", newest.mark or NEW)]
    else:
        lines = [CardLine(ft.Icons.CHECK, words.HOME_NOTHING_NEW)]
    if overview.next_dose:
        dose = overview.next_dose
        lines.append(CardLine(icons.SECTION[SectionSlug.VACCINATIONS], _short_dose(dose, today), dose.mark))
    visit = overview.last_visit
    last = words.HOME_LAST_VISIT.format(day=long_date(visit.date)) if visit else words.HOME_NO_VISITS
    last = dotted(last, words.FROM_ARCHIVE if visit and visit.imported_on else None)
    lines.append(CardLine(ft.Icons.EVENT_OUTLINED, last))
    return tuple(lines)


def dose_title(dose: NextDose, today: date) -> str:
    """«АДС-М, 14 марта 2032 г.»; what is due now carries no date."""
    return f"{dose.title}, {list_date(dose.date, today)}" if dose.date and dose.date > today else dose.title


def _short_dose(dose: NextDose, today: date) -> str:
    """The same where room is scarce: without the date if both would not stand beside a mark."""
    whole = dose_title(dose, today)
    return whole if len(whole) <= SHORT else dose.title


def dose_line(dose: NextDose) -> str:
    """The second line of the next vaccination: the dose and why now."""
    return dotted(dose.dose, dose.reason)


def section_faces(
    summaries: Sequence[SectionSummary], failed: frozenset[SectionSlug] = frozenset()
) -> tuple[SectionFace, ...]:
    """The sections that hold records, in the order of the card; ``failed`` did not load."""
    known = {summary.section: summary for summary in summaries}
    shown = [known[section.slug] for section in RECORD_SECTIONS if section.slug in known]
    return tuple(section_face(one, has_failed=one.section in failed) for one in shown)


def section_face(summary: SectionSummary, *, has_failed: bool = False) -> SectionFace:
    section = BY_SLUG[summary.section]
    if summary.newest:
        newest = long_date(summary.newest)
    elif section.since:
        newest = words.NO_RECORDS_SINCE.format(since=section.since_words)
    else:
        newest = words.NO_RECORDS
    mark = None
    if summary.fresh:
        several = common.NEW_COUNT.format(count=number(len(summary.fresh)))
        mark = Mark(tone=Tone.INFO, text=several) if len(summary.fresh) > 1 else NEW
    if has_failed:
        mark = Mark(tone=Tone.WARN, text=words.NOT_LOADED)
    return SectionFace(
        summary.section, section.title, number(summary.count), newest, counted(summary.count, section.plural), mark,
        has_failed=has_failed,
    )  # fmt: skip


@dataclass(frozen=True)
class Milestone:
    """A birthday that matters: 15 opens the child's own card, 18 ends the parents' access.

    ``leaves`` is the child whose card can still be taken away before it closes.
    """

    title: str
    text: str
    is_ending: bool
    leaves: UUID | None = None


def milestones(children: Iterable[PatientSummary], today: date) -> tuple[Milestone, ...]:
    """What to say months ahead, the nearest first: 18 within half a year, 15 within a year; birthdays on the day."""
    found: list[tuple[date, Milestone]] = []
    for child in children:
        for years, months_ahead in ((ADULT, 6), (OWN_CARD, 12)):
            day = birthday_on(child.birth_date, years)
            if today <= day and age_in(today, day).total_months < months_ahead:
                found.append((day, _milestone(child, years, day, today)))
                break
        else:
            years = age_in(child.birth_date, max(today, child.birth_date)).years
            if years and birthday_on(child.birth_date, years) == today:
                whom = dative(child.first_name, child.sex)
                title = words.BORN_TODAY.format(whom=whom, age=counted(years, YEARS))
                found.append((today, Milestone(title, words.CONGRATULATION, False)))
    return tuple(milestone for _, milestone in sorted(found, key=lambda pair: pair[0]))


def _milestone(child: PatientSummary, years: int, day: date, today: date) -> Milestone:
    whom = dative(child.first_name, child.sex)
    title = words.TURNS.format(whom=whom, age=counted(years, YEARS), when=when_words(day, today))
    if years == ADULT:
        leaves = child.id if child.access.state is GrantState.ACTIVE and child.relation is not Relation.SELF else None
        return Milestone(title, words.TURNS_18.format(day=long_date(day)), True, leaves)
    text = words.TURNS_15_OWN if child.relation is Relation.SELF else words.TURNS_15
    return Milestone(title, text.format(day=long_date(day)), False)


def when_words(day: date, today: date) -> str:
    """«сегодня», «завтра», «через 12 дней», «через 11 месяцев»."""
    left = (day - today).days
    if left <= 1:
        return words.WHEN_TODAY if left <= 0 else words.WHEN_TOMORROW
    months = age_in(today, day).total_months
    return words.WHEN_IN.format(span=counted(months, MONTHS) if months else counted(left, DAYS))
