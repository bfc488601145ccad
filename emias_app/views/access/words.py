"""Accesses in words: the line under a name, the mark, all that is known of one, and what ends ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.ages import ADULT, birthday_on
from emias_app.domain.endings import Ending, endings
from emias_app.models.access import GrantState
from emias_app.models.account import PatientSummary, Relation
from emias_app.models.base import Mark, Tone
from emias_app.models.requests import Grant
from emias_app.views.format import long_date, sentence
from emias_app.views.strings import access as words


def in_family_order(grants: Iterable[Grant], children: Iterable[PatientSummary]) -> tuple[Grant, ...]:
    """The cards as they stand everywhere else: in the order in which the children were added."""
    order = {child.id: number for number, child in enumerate(children)}
    return tuple(sorted(grants, key=lambda grant: order.get(grant.patient_id, len(order))))


def grant_mark(grant: Grant) -> Mark:
    """«открыт», «отозван»."""
    tone = Tone.SUCCESS if grant.state is GrantState.ACTIVE else Tone.NEUTRAL
    return Mark(tone=tone, text=words.STATES[grant.state.value])


def grant_line(grant: Grant) -> str:
    """«Вы, до 9 августа 2042 г.»; of one that ended, when."""
    return sentence(words.YOU if grant.mine else grant.holder, _until(grant))


def _until(grant: Grant) -> str | None:
    if grant.end is None:
        return words.NO_END if grant.state is GrantState.ACTIVE else None
    form = words.UNTIL if grant.state is GrantState.ACTIVE else words.ENDED_ON
    return form.format(day=long_date(grant.end))


def grant_facts(grant: Grant, child: PatientSummary | None) -> list[tuple[str, str]]:
    """All that is known of one access, for its sheet."""
    found = [
        (words.WHO, words.YOU if grant.mine else grant.holder),
        (words.HOW, words.SOURCES[grant.source.value]),
        (words.SINCE, long_date(moscow_day(grant.start))),
    ]
    if grant.state is GrantState.ACTIVE:
        found.append((words.END, _end(grant, child)))
    elif grant.end is not None:
        found.append((words.ENDED, long_date(grant.end)))
    if grant.reason:
        found.append((words.WHY, grant.reason))
    return found


def _end(grant: Grant, child: PatientSummary | None) -> str:
    if grant.end is None:
        return words.NO_END
    day = long_date(grant.end)
    is_birthday = child is not None and birthday_on(child.birth_date, ADULT) == grant.end
    return words.END_18.format(day=day) if is_birthday else day


@dataclass(frozen=True)
class Ahead:
    """What is told months ahead of one child's card."""

    patient_id: UUID
    ending: Ending


def endings_ahead(children: Iterable[PatientSummary], mine: Iterable[Grant], today: date) -> tuple[Ahead, ...]:
    """The nearest first; nothing of one's own card, which does not end by age."""
    ends: Mapping[UUID, date | None] = {grant.patient_id: grant.end for grant in mine}
    found: list[Ahead] = []
    for child in children:
        if child.relation is Relation.SELF:
            continue
        end = ends.get(child.id)
        early = end if end is not None and end < birthday_on(child.birth_date, ADULT) else None
        told = endings(child.first_name, child.sex, child.birth_date, today, emancipated_on=early)
        found += [Ahead(child.id, one) for one in told]
    return tuple(sorted(found, key=lambda one: one.ending.on))
