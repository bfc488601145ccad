"""Which PINs are easily guessed [model]: product.md §4 forbids none of them, so a person is told and decides."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

#: Tried first by whoever finds a phone: columns and corners of the pad, words of the films.
_KNOWN = frozenset(
    {"2580", "0852", "1379", "1397", "147258", "258369", "159753", "159357", "147369", "696969", "007007"}
)


class Weakness(StrEnum):
    """Why a PIN is easily guessed."""

    SAME = "SAME"
    ROW = "ROW"
    REPEATED = "REPEATED"
    KNOWN = "KNOWN"
    BIRTHDAY = "BIRTHDAY"
    PHONE = "PHONE"


def weakness_of(pin: str, birthdays: Iterable[date] = (), phone: str = "") -> Weakness | None:
    """The first reason why ``pin`` is easily guessed; ``birthdays`` and ``phone`` are of those at home."""
    steps = {int(after) - int(before) for before, after in itertools.pairwise(pin)}
    if steps == {0}:
        return Weakness.SAME
    if steps in ({1}, {-1}) or pin in ("567890", "7890", "098765", "0987"):
        return Weakness.ROW
    if any(pin in _of_day(day) for day in birthdays):
        return Weakness.BIRTHDAY
    digits = "".join(sign for sign in phone if sign.isdigit())
    if pin in digits:
        return Weakness.PHONE
    if _is_repeated(pin):
        return Weakness.REPEATED
    return Weakness.KNOWN if pin in _KNOWN else None


def _of_day(day: date) -> frozenset[str]:
    """How people write a birthday in four and in six digits."""
    return frozenset(day.strftime(form) for form in _FORMS) | {f"{day.day:02}{day.year}"}


_FORMS = ("%Y", "%d%m", "%m%d", "%d%m%y", "%y%m%d", "%m%d%y", "%m%Y", "%Y%m", "%Y%d")


def _is_repeated(pin: str) -> bool:
    """«121212», «123123», «112233», «123321»."""
    half = len(pin) // 2
    in_pairs = pin[::2] == pin[1::2] and len(set(pin)) < len(pin)
    return pin in (pin[:2] * half, pin[:half] * 2, pin[:half] + pin[:half][::-1]) or (in_pairs and _is_row(pin[::2]))


def _is_row(digits: str) -> bool:
    return len({int(after) - int(before) for before, after in itertools.pairwise(digits)}) == 1
