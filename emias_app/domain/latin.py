"""Russian words in Latin letters, as a passport writes them (ICAO Doc 9303, приказ МИД № 2113)."""

from __future__ import annotations

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia",
}  # fmt: skip


def in_latin(text: str) -> str:
    """«Морозов Артём» as «Morozov Artem»; what is no Russian letter stays."""
    return "".join(_of(letter) for letter in text)


def _of(letter: str) -> str:
    found = _LETTERS.get(letter.lower())
    if found is None:
        return letter
    return found if letter.islower() else found[:1].upper() + found[1:]
