"""«Кто смотрел карту»: one read in one Russian sentence (product.md §12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from emias_app.domain.names import NBSP, initials, polite_name
from emias_app.domain.sections import BY_SLUG
from emias_app.models.base import Sex
from emias_app.models.clinic import StaffRole
from emias_app.models.journal import ReadKind
from emias_app.models.section import SectionSlug


class ReaderKind(StrEnum):
    """As whom a person read: with an account, at the clinic's work place, or by a one-time link."""

    PARENT = "PARENT"
    STAFF = "STAFF"
    SHARE = "SHARE"


@dataclass(frozen=True, repr=False)
class Reader:
    """Who read. ``is_me``: it is the one who reads the journal. Of a SHARE: whose link it was."""

    kind: ReaderKind
    last_name: str
    first_name: str
    middle_name: str = ""
    sex: Sex | None = None
    is_me: bool = False
    role: StaffRole | None = None


#: What kind of app, never where: parents may live apart.
CLIENT_WORDS: Mapping[str, str] = {
    "web": "в браузере",
    "desktop": "в приложении на компьютере",
    "android": "в приложении на телефоне",
    "ios": "в приложении на телефоне",
    "kiosk": "на терминале самообслуживания",
}
_AT_WORK = "в программе поликлиники"
_ROLES: Mapping[StaffRole, str] = {StaffRole.DOCTOR: "Врач", StaffRole.REGISTRAR: "Регистратор"}

#: he, she, and «вы» or nobody in particular
_OPENED = ("открыл", "открыла", "открыли")
_SEEN = ("посмотрел", "посмотрела", "посмотрели")
_SAVED = ("скачал", "скачала", "скачали")
#: What was done: the verb, its object with {} for the section's title, and the object where no section is known.
_READS: Mapping[ReadKind, tuple[tuple[str, str, str], str, str]] = {
    ReadKind.LIST: (_OPENED, "раздел «{}»", "раздел медкарты"),
    ReadKind.RECORD: (_OPENED, "запись в разделе «{}»", "запись медкарты"),
    ReadKind.DOCUMENT: (_OPENED, "документ в разделе «{}»", "документ медкарты"),
    ReadKind.PDF: (_SAVED, "PDF из раздела «{}»", "PDF из медкарты"),
    ReadKind.OVERVIEW: (_SEEN, "главный экран медкарты", "главный экран медкарты"),
    ReadKind.TREND: (_SEEN, "график в разделе «{}»", "график показателя"),
    ReadKind.PLAN: (_SEEN, "план прививок", "план прививок"),
    ReadKind.GROWTH: (_SEEN, "рост и вес", "рост и вес"),
    ReadKind.SEARCH: (("искал", "искала", "искали"), "в разделе «{}»", "по медкарте"),
    ReadKind.EXPORT: (("сохранил", "сохранила", "сохранили"), "раздел «{}» в файл", "медкарту в файл"),
}


def actor_words(reader: Reader) -> str:
    """«Вы», «Анна Сергеевна М.», «Врач Крылова Е. А.», or whose link was used."""
    match reader.kind:
        case ReaderKind.STAFF:
            name = initials(reader.last_name, reader.first_name, reader.middle_name)
            return f"{_ROLES[reader.role]} {name}" if reader.role else f"Сотрудник {name}"
        case ReaderKind.SHARE:
            return f"По ссылке, которую {'дали вы' if reader.is_me else f'{_gave(reader)} {_in_short(reader)}'}"
        case ReaderKind.PARENT:
            return "Вы" if reader.is_me else _in_short(reader)


def _in_short(reader: Reader) -> str:
    """«Анна Сергеевна М.»: enough for the family, less than the whole name."""
    name = polite_name(reader.first_name, reader.middle_name)
    return f"{name}{NBSP}{reader.last_name[0].upper()}." if reader.last_name else name


def _gave(reader: Reader) -> str:
    return "дала" if reader.sex is Sex.FEMALE else "дал"


def client_words(client: str) -> str:
    """«в приложении на телефоне»: by what kind of app."""
    return CLIENT_WORDS.get(client, "в приложении")


def sentence(reader: Reader, what: ReadKind, section: SectionSlug | None, client: str) -> str:
    """«Анна Сергеевна М. открыла раздел «Анализы» в приложении на телефоне»."""
    verbs, within, without = _READS[what]
    done = within.format(BY_SLUG[section].title) if section else without
    who = actor_words(reader)
    match reader.kind:
        case ReaderKind.SHARE:
            return f"{who}, {verbs[2]} {done} {client_words(client)}"
        case ReaderKind.STAFF:
            return f"{who} {_by_sex(verbs, reader)} {done} {_AT_WORK}"
        case ReaderKind.PARENT:
            return f"{who} {_by_sex(verbs, reader)} {done} {client_words(client)}"


def _by_sex(verbs: tuple[str, str, str], reader: Reader) -> str:
    if reader.is_me:
        return verbs[2]
    return verbs[1] if reader.sex is Sex.FEMALE else verbs[0]
