"""What the fakes of a page are about: a day, Anna's account, children, rows; ids are made of names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from emias_app.errors import EmiasError, api_error
from emias_app.models.access import AccessView, GrantSource, GrantState
from emias_app.models.account import PatientSummary, Relation
from emias_app.models.base import Sex
from emias_app.models.problem import Problem
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CODE = "407135"
PASSWORD = "Demo-2026"
PHONE = "+79000000001"
_SPACE = UUID("00000000-0000-4000-8000-000000000000")


def an_id(name: str) -> UUID:
    return uuid5(_SPACE, name)


def a_problem(status: int, code: str, detail: str = "не вышло", **extra: Any) -> EmiasError:
    return api_error(Problem(title=code, status=status, code=code, detail=detail, **extra), "7f3a21ff")


def a_child(
    name: str = "Артём", birth: date = date(2018, 3, 14), sex: Sex = Sex.MALE, state: GrantState = GrantState.ACTIVE
) -> PatientSummary:
    return PatientSummary(
        id=an_id(name),
        last_name="Морозов",
        first_name=name,
        middle_name="Дмитриевич",
        birth_date=birth,
        sex=sex,
        relation=Relation.SON if sex is Sex.MALE else Relation.DAUGHTER,
        access=AccessView(
            state=state,
            source=GrantSource.AUTO,
            start=NOW,
            reason=None if state is GrantState.ACTIVE else "по заявлению матери",
        ),
    )


def a_row(
    title: str, day: date, section: SectionSlug = SectionSlug.LABS, *, kind: str | None = None, whose: str = "Артём"
) -> RecordRow:
    return RecordRow(
        id=an_id(f"{whose} {section} {title} {day}"),
        section=section,
        date=day,
        title=title,
        subtitle="Детская городская поликлиника № 0",
        organisation="Детская городская поликлиника № 0",
        kind=kind,
        kind_title=kind.title() if kind else None,
    )


def rows_of(whose: str, section: SectionSlug, count: int) -> list[RecordRow]:
    """So many rows, a week between two, newest first; their titles tell whose they are."""
    newest = date(2026, 11, 18)
    return [
        a_row(
            f"{whose}: запись {number}",
            newest - timedelta(weeks=number),
            section,
            kind="BLOOD" if number % 2 else "URINE",
            whose=whose,
        )
        for number in range(count)
    ]
