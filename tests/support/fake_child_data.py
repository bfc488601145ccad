"""«Данные о ребенке» at the backend, played in memory."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from emias_app.models.child_data import (
    ENTRIES,
    Allergy,
    AnyEntry,
    Change,
    ChangeKind,
    ChildDataKind,
    ChildDataSummary,
    ClinicFact,
    Conflict,
    Details,
    KindPage,
    KindSummary,
    OutsideVaccination,
    Severity,
)
from emias_app.models.section import SectionSlug
from tests.support.fake_diary import refusal

if TYPE_CHECKING:
    from tests.support.fake_backend import FakeBackend

_SPACE = UUID("00000000-0000-4000-8000-00000000cda7")
AT = datetime(2026, 11, 1, 17, 10, tzinfo=UTC)


def an_entry_id(name: str) -> UUID:
    return uuid5(_SPACE, name)


def an_allergy(substance: str = "Пыльца берёзы", **other: Any) -> Allergy:
    """An allergy that Анна entered."""
    values: dict[str, Any] = {
        "id": an_entry_id(substance), "version": 1, "substance": substance, "reaction": "Насморк",
        "severity": Severity.MILD, "since": "2023-04", "author": "Вы", "mine": True, "entered_at": AT,
        "history": [Change(at=AT, what=ChangeKind.ENTERED, actor="Вы", mine=True)],
    }  # fmt: skip
    return Allergy(**(values | other))


def an_outside_vaccination(**other: Any) -> OutsideVaccination:
    """A vaccination made elsewhere that Анна entered."""
    values: dict[str, Any] = {
        "id": an_entry_id("варилрикс"), "version": 1, "infections": ["varicella"], "on": date(2026, 6, 1), "dose": "V1",
        "product": "Варилрикс", "author": "Вы", "mine": True, "entered_at": AT,
    }  # fmt: skip
    return OutsideVaccination(**(values | other))


def a_denial(**other: Any) -> ClinicFact:
    """The clinic's record that says of no allergies."""
    values: dict[str, Any] = {
        "title": "Аллергии на лекарства не отмечалось", "date": date(2024, 5, 6), "section": SectionSlug.DISCHARGES,
        "record_id": an_entry_id("discharge"), "organisation": "Детская городская больница № 0", "is_denial": True,
    }  # fmt: skip
    return ClinicFact(**(values | other))


def a_conflict(entry_id: UUID) -> Conflict:
    return Conflict(
        entry_id=entry_id, section=SectionSlug.DISCHARGES, record_id=an_entry_id("discharge"),
        text="В записи поликлиники от 6 мая 2024 г.: «аллергии на лекарства не отмечалось»",
    )  # fmt: skip


class FakeChildData:
    """``entries`` by card and kind, the newest first; ``clinic`` and ``conflicts`` by kind are put there by tests."""

    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend
        self._removed: dict[UUID, AnyEntry] = {}
        self._answers: dict[str, AnyEntry] = {}
        self.entries: dict[tuple[UUID, ChildDataKind], list[AnyEntry]] = defaultdict(list)
        self.clinic: dict[ChildDataKind, list[ClinicFact]] = defaultdict(list)
        self.conflicts: dict[ChildDataKind, list[Conflict]] = defaultdict(list)

    def count(self, patient_id: UUID, section: SectionSlug) -> int:
        if section is not SectionSlug.CHILD_DATA:
            return 0
        return sum(len(kept) for (whose, _), kept in self.entries.items() if whose == patient_id)

    async def summary(self, patient_id: UUID) -> ChildDataSummary:
        await self._b.call("child_data", patient_id)
        return ChildDataSummary(
            items=[
                KindSummary(
                    kind=kind, total=len(kept := self.entries[patient_id, kind]), newest=kept[:3],
                    conflicts=len(self.conflicts[kind]), clinic_total=len(self.clinic[kind]),
                )
                for kind in ChildDataKind
            ]
        )  # fmt: skip

    async def page(
        self, patient_id: UUID, kind: ChildDataKind, *, limit: int = 100, cursor: str | None = None
    ) -> KindPage[AnyEntry]:
        await self._b.call("child_data_page", patient_id, kind)
        kept, begin = self.entries[patient_id, kind], int(cursor or 0)
        return KindPage[AnyEntry](
            items=kept[begin : begin + limit],
            next_cursor=str(begin + limit) if begin + limit < len(kept) else None,
            total=len(kept),
            clinic=self.clinic[kind],
            conflicts=self.conflicts[kind],
        )

    async def add(self, patient_id: UUID, kind: ChildDataKind, details: Details, key: str) -> AnyEntry:
        await self._b.call("add_child_data", patient_id, kind, details, key)
        if key in self._answers:
            return self._answers[key]
        entry = self._made(kind, details, uuid5(_SPACE, key), 1)
        self.entries[patient_id, kind].insert(0, entry)
        self._answers[key] = entry
        return entry

    async def correct(
        self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, details: Details, version: int, key: str
    ) -> AnyEntry:
        await self._b.call("correct_child_data", entry_id, details, version, key)
        kept = self.entries[patient_id, kind]
        at = self._place(kept, entry_id, version)
        kept[at] = self._made(kind, details, entry_id, version + 1)
        return kept[at]

    async def remove(self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, version: int, key: str) -> None:
        await self._b.call("remove_child_data", entry_id, version)
        kept = self.entries[patient_id, kind]
        self._removed[entry_id] = kept.pop(self._place(kept, entry_id, version))

    async def restore(self, patient_id: UUID, kind: ChildDataKind, entry_id: UUID, key: str) -> AnyEntry:
        await self._b.call("restore_child_data", entry_id)
        entry = self._removed.pop(entry_id)
        back: AnyEntry = entry.model_copy(update={"version": entry.version + 2})
        self.entries[patient_id, kind].insert(0, back)
        return back

    def _place(self, kept: list[AnyEntry], entry_id: UUID, version: int) -> int:
        at = next((place for place, one in enumerate(kept) if one.id == entry_id), None)
        if at is None:
            raise refusal(404, "not_found", "Не найдено.")
        if kept[at].version != version:
            raise refusal(412, "precondition_failed", "Данные уже изменились.")
        return at

    def _made(self, kind: ChildDataKind, details: Details, entry_id: UUID, version: int) -> AnyEntry:
        acts = [ChangeKind.ENTERED, *[ChangeKind.CHANGED] * (version - 1)]
        history = [Change(at=self._b.server_now(), what=act, actor="Вы", mine=True) for act in acts]
        made: AnyEntry = ENTRIES[kind](
            **dict(details), id=entry_id, version=version, author="Вы", mine=True, entered_at=self._b.server_now(),
            history=history,
        )  # fmt: skip
        return made
