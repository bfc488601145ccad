"""First names in the dative: «Дарье 15 лет», «Артёму 8 лет»."""

from __future__ import annotations

from emias_app.models.base import Sex

_OWN_WAY = {"Пётр": "Петру", "Павел": "Павлу", "Лев": "Льву", "Любовь": "Любови"}
_VOWELS = "аеёиоуыэюя"


def to_whom(name: str, sex: Sex) -> str:
    """The dative of a first name by its ending; a name that does not decline stays as it is."""
    if name in _OWN_WAY:
        return _OWN_WAY[name]
    if name.endswith("ия"):
        return name[:-1] + "и"
    if name.endswith(("а", "я")):
        return name[:-1] + "е"
    if sex is Sex.FEMALE:
        return name
    if name.endswith(("й", "ь")):
        return name[:-1] + "ю"
    return name if name[-1:].casefold() in _VOWELS else name + "у"
