"""Russian first names in the cases that notices need, by their endings; a name that does not decline stays."""

from __future__ import annotations

from emias_app.models.base import Sex

#: name: (genitive, dative)
_OWN_WAY = {
    "пётр": ("Петра", "Петру"),
    "петр": ("Петра", "Петру"),
    "павел": ("Павла", "Павлу"),
    "лев": ("Льва", "Льву"),
    "любовь": ("Любови", "Любови"),
    "эсфирь": ("Эсфири", "Эсфири"),
}
_VOWELS = "аеёиоуыэюя"
_HUSHING = "гкхжчшщ"


def genitive(name: str, sex: Sex) -> str:
    """«Дарьи», «Артёма»: whose card it is."""
    if own := _OWN_WAY.get(name.casefold()):
        return own[0]
    if name.endswith("я"):
        return name[:-1] + "и"
    if name.endswith("а"):
        return name[:-1] + ("и" if name[-2:-1].casefold() in _HUSHING else "ы")
    if _stays(name, sex):
        return name
    return name[:-1] + "я" if name.endswith(("й", "ь")) else name + "а"


def dative(name: str, sex: Sex) -> str:
    """«Дарье», «Артёму»: who turns 15."""
    if own := _OWN_WAY.get(name.casefold()):
        return own[1]
    if name.endswith("ия"):
        return name[:-1] + "и"
    if name.endswith(("а", "я")):
        return name[:-1] + "е"
    if _stays(name, sex):
        return name
    return name[:-1] + "ю" if name.endswith(("й", "ь")) else name + "у"


def _stays(name: str, sex: Sex) -> bool:
    return sex is Sex.FEMALE or name[-1:].casefold() in _VOWELS
