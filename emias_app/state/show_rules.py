"""What may be drawn while a card is shown to a doctor: the one rule of the places."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emias_app.models.section import SectionSlug
from emias_app.models.shown import BesideSections, Shown
from emias_app.state.place import (
    Card,
    ChildData,
    ChildDataList,
    Diary,
    Growth,
    LabTrendPage,
    Place,
    RecordPage,
    SectionList,
    patient_of,
)


@dataclass(frozen=True)
class Showing:
    """One child's card, these parts of it, to be read and nothing else; ``order`` among siblings tells the colour."""

    patient_id: UUID
    parts: frozenset[Shown]
    order: int = 0

    def shows(self, place: Place) -> bool:
        """Whether ``place`` may be drawn: the home of the card, and what belongs to a part that is shown.

        The search looks across the whole card, so neither it nor what it found is shown.
        """
        if patient_of(place) != self.patient_id:
            return False
        return isinstance(place, Card) or part_of(place) in self.parts


def part_of(place: Place) -> Shown | None:
    """The part of a card that a place reads; None for what is no reading of a part."""
    match place:
        case SectionList(_, section) | RecordPage(_, section, _, False):
            return section
        case LabTrendPage(_, _, UUID()):
            return SectionSlug.LABS
        case Growth():
            return BesideSections.GROWTH
        case Diary():
            return SectionSlug.DIARY
        case ChildData() | ChildDataList():
            return SectionSlug.CHILD_DATA
        case _:
            return None
