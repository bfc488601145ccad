"""What Анна and Дмитрий entered of their children: a few entries of each kind, some of which the clinic disputes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.domain.ages import add_months
from emias_app.mock_server.seed.people import CHILDREN, an_id
from emias_app.mock_server.services.child_data import details_json, recount
from emias_app.mock_server.store.entry_words import keep_child_data_words
from emias_app.mock_server.store.schema import ChildDataChangeRow, ChildDataRow
from emias_app.models.child_data import REQUESTS, ChangeKind, ChildDataKind
from emias_app.models.section import SectionSlug

K = ChildDataKind


@dataclass(frozen=True)
class _Entered:
    """One entry: by whom and how many days ago; ``corrected`` = who changed it later, days ago, and to what."""

    child: str
    kind: ChildDataKind
    by: str
    ago: int
    fields: Mapping[str, Any]
    corrected: tuple[str, int, Mapping[str, Any]] | None = None


def seed_child_data(session: Session, now: datetime) -> None:
    """Write the entries with their history; the patients and accounts must be there."""
    today = moscow_day(now)
    for place, one in enumerate(_entries(today)):
        entry_id = an_id("child-data", one.child, one.kind.value, str(place))
        first = details_json(one.kind, REQUESTS[one.kind](**one.fields))
        entered_at = _at(today, one.ago, now)
        acts = [(one.by, ChangeKind.ENTERED, first, entered_at)]
        if one.corrected is not None:
            who, ago, other = one.corrected
            fields = REQUESTS[one.kind](**{**one.fields, **other})
            acts.append((who, ChangeKind.CHANGED, details_json(one.kind, fields), _at(today, ago, now)))
        row = ChildDataRow(
            id=entry_id, patient_id=CHILDREN[one.child].id, kind=one.kind.value, details_json=acts[-1][2],
            entered_at=entered_at, removed_at=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        keep_child_data_words(session, row)
        for who, what, details, at in acts:
            session.add(
                ChildDataChangeRow(
                    entry_id=entry_id, account_id=an_id("account", who), what=what.value, details_json=details, at=at
                )
            )
    session.flush()
    for child in {one.child for one in _entries(today)}:
        recount(session, CHILDREN[child].id)


def _at(today: date, ago: int, now: datetime) -> datetime:
    day = today - timedelta(days=ago)
    return min(datetime(day.year, day.month, day.day, 20, 10 + ago % 45, tzinfo=MOSCOW), now)


def _upload(child: str, number: int) -> list[UUID]:
    """A file of the seeded card."""
    return [an_id("record", child, SectionSlug.UPLOADS.value, str(number))]


def _entries(today: date) -> Iterator[_Entered]:
    yield from _artem(today)
    yield from _sofia(today)
    yield from _darya(today)


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _spring(day: date) -> str:
    """April of that year."""
    return f"{day.year:04d}-04"


def _artem(today: date) -> Iterator[_Entered]:
    birth = CHILDREN["artem"].born(today)
    yield _Entered(
        "artem", K.ALLERGIES, "anna", 812,
        {
            "substance": "Пыльца берёзы", "reaction": "Насморк, слезятся глаза", "severity": "MILD",
            "since": _spring(add_months(birth, 62)),
        },
    )  # fmt: skip
    yield _Entered(
        "artem",
        K.ALLERGIES,
        "anna",
        700,
        {"substance": "Амоксициллин", "reaction": "Крапивница", "severity": "MODERATE", "since": f"{birth.year + 3}"},
        ("dmitry", 120, {"reaction": "Крапивница, отёк губ", "severity": "SEVERE"}),
    )
    yield _Entered(
        "artem", K.INJURIES, "anna", 640,
        {
            "what": "Перелом лучевой кости", "icd10": "S52.5", "on": f"{birth.year + 6}",
            "treated_at": "Травмпункт, гипс на 4 недели", "note": "Упал с самоката, левая рука",
        },
    )  # fmt: skip
    yield _Entered(
        "artem",
        K.FAMILY_HISTORY,
        "anna",
        600,
        {"relative": "PATERNAL_GRANDFATHER", "illness": "Артериальная гипертензия", "icd10": "I10"},
    )
    yield _Entered(
        "artem",
        K.FAMILY_HISTORY,
        "anna",
        600,
        {"relative": "MOTHER", "illness": "Бронхиальная астма", "icd10": "J45.9"},
    )
    yield _Entered(
        "artem", K.VISITS, "anna", 389,
        {
            "speciality": "Ортодонт", "on": (today - timedelta(days=390)).isoformat(), "clinic": "Клиника «Образец»",
            "conclusion": "Прикус без патологии, осмотр через год.", "attachment_ids": _upload("artem", 1),
        },
    )  # fmt: skip
    yield _Entered(
        "artem", K.VACCINATIONS, "dmitry", 150,
        {
            "infections": ["varicella"], "on": (today - timedelta(days=152)).isoformat(), "dose": "V1",
            "product": "Варилрикс", "clinic": "Клиника «Образец»",
        },
    )  # fmt: skip
    yield _Entered(
        "artem", K.VACCINATIONS, "anna", 33,
        {
            "infections": ["tick_borne_encephalitis"], "on": (today - timedelta(days=33)).isoformat(), "dose": "V1",
            "product": "Клещ-Э-Вак", "clinic": "Клиника «Образец»", "attachment_ids": _upload("artem", 2),
        },
    )  # fmt: skip
    yield _Entered(
        "artem", K.MEDICATIONS, "anna", 5,
        {
            "medicine": "Назонекс (мометазон)", "dose": "по 1 дозе в каждую половину носа 1 раз в день",
            "since": (today - timedelta(days=5)).isoformat(), "until": (today + timedelta(days=23)).isoformat(),
            "purpose": "Аденоиды, заложенность носа",
        },
    )  # fmt: skip


def _sofia(today: date) -> Iterator[_Entered]:
    birth = CHILDREN["sofia"].born(today)
    yield _Entered(
        "sofia", K.ALLERGIES, "anna", 500,
        {
            "substance": "Белок коровьего молока", "reaction": "Сыпь на щеках", "severity": "MODERATE",
            "since": _month(add_months(birth, 5)),
        },
    )  # fmt: skip
    yield _Entered("sofia", K.FAMILY_HISTORY, "anna", 498, {"relative": "BROTHER", "illness": "Аллергический ринит"})
    yield _Entered(
        "sofia",
        K.MEDICATIONS,
        "anna",
        40,
        {"medicine": "Аквадетрим (колекальциферол)", "dose": "2 капли утром", "since": f"{birth.year}"},
    )


def _darya(today: date) -> Iterator[_Entered]:
    birth = CHILDREN["darya"].born(today)
    operated = add_months(birth, 128) + timedelta(days=9)
    yield _Entered(
        "darya", K.SURGERIES, "anna", 420,
        {
            "what": "Аппендэктомия", "icd10": "K35.8", "on": _month(operated),
            "hospital": "Детская городская больница № 0",
        },
    )  # fmt: skip
    yield _Entered(
        "darya", K.FAMILY_HISTORY, "anna", 419, {"relative": "MOTHER", "illness": "Близорукость", "icd10": "H52.1"}
    )
