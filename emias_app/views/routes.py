"""The addresses: one function each way, nothing else knows how an address is written."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from emias_app.domain.sections import BY_SLUG
from emias_app.models.section import SectionSlug
from emias_app.state.place import (
    Card,
    DemoInfo,
    Entry,
    Home,
    MyCards,
    Nowhere,
    Place,
    Profile,
    RecordPage,
    SectionList,
)

HOME, LOGIN, UNLOCK, MEDCARD, PROFILE, DEMO = "/home", "/login", "/unlock", "/medcard", "/profile", "/demo"


def address_of(place: Place) -> str:
    """The address of a place, path only."""
    match place:
        case Home():
            return HOME
        case MyCards():
            return MEDCARD
        case Card(patient_id):
            return f"{MEDCARD}/{patient_id}"
        case SectionList(patient_id, section):
            return f"{MEDCARD}/{patient_id}/{section.value}"
        case RecordPage(patient_id, section, record_id):
            return f"{MEDCARD}/{patient_id}/{section.value}/{record_id}"
        case Profile():
            return PROFILE
        case DemoInfo():
            return DEMO
        case Entry() | Nowhere():
            return "/"


def place_at(address: str) -> Place:
    """The place of an address as it came from outside; anything odd is :class:`Nowhere`."""
    match [part for part in urlsplit(address).path.split("/") if part]:
        case [] | ["login"] | ["unlock"]:
            return Entry()
        case ["home"]:
            return Home()
        case ["medcard"]:
            return MyCards()
        case ["profile"]:
            return Profile()
        case ["demo"]:
            return DemoInfo()
        case ["medcard", patient, *rest] if len(rest) <= 2:
            return _card_place(patient, rest)
        case _:
            return Nowhere()


def _card_place(patient: str, rest: list[str]) -> Place:
    try:
        patient_id = UUID(patient)
        if not rest:
            return Card(patient_id)
        section = SectionSlug(rest[0])
        if not BY_SLUG[section].holds_records:
            return Nowhere()
        return RecordPage(patient_id, section, UUID(rest[1])) if len(rest) == 2 else SectionList(patient_id, section)
    except ValueError:
        return Nowhere()
