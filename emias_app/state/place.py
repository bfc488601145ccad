"""Where in the app a person is: a closed set of places, each of which has one address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emias_app.models.section import SectionSlug


@dataclass(frozen=True)
class Entry:
    """The front door (``/``, ``/login``, ``/unlock``): leads to wherever the person may be now."""


@dataclass(frozen=True)
class Home:
    """«Мои дети»."""


@dataclass(frozen=True)
class MyCards:
    """«Медкарта» with no child chosen: the only child's card, or the choice of one."""


@dataclass(frozen=True)
class Card:
    """The home of one child's card."""

    patient_id: UUID


@dataclass(frozen=True)
class SectionList:
    """One section of a card."""

    patient_id: UUID
    section: SectionSlug


@dataclass(frozen=True)
class RecordPage:
    """One record of a section."""

    patient_id: UUID
    section: SectionSlug
    record_id: UUID


@dataclass(frozen=True)
class Profile:
    """«Профиль»."""


@dataclass(frozen=True)
class DemoInfo:
    """What is simulated here; open to everyone, and there in the demo only."""


@dataclass(frozen=True)
class Nowhere:
    """An address that means nothing."""


Place = Entry | Home | MyCards | Card | SectionList | RecordPage | Profile | DemoInfo | Nowhere
CardPlace = Card | SectionList | RecordPage


def patient_of(place: Place) -> UUID | None:
    """Whose card the place belongs to."""
    return place.patient_id if isinstance(place, Card | SectionList | RecordPage) else None


def above(place: Place) -> Place | None:
    """Where «назад» leads; None where there is nothing above."""
    match place:
        case RecordPage(patient_id, section, _):
            return SectionList(patient_id, section)
        case SectionList(patient_id, _):
            return Card(patient_id)
        case Card() | MyCards() | Profile() | Nowhere():
            return Home()
        case DemoInfo():
            return Entry()
        case Entry() | Home():
            return None


def for_another_child(place: Place, patient_id: UUID) -> CardPlace:
    """The same section of another child's card; a record has no counterpart there, its section has."""
    match place:
        case SectionList(_, section) | RecordPage(_, section, _):
            return SectionList(patient_id, section)
        case _:
            return Card(patient_id)
