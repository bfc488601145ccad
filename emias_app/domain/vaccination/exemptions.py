"""Медотвод and refusal: what stands between a child and a dose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ExemptionKind(StrEnum):
    """A doctor's exemption (Z28.0), or the parents' refusal (Z28.2; ФЗ № 157, ст. 5)."""

    MEDICAL = "MEDICAL"
    REFUSAL = "REFUSAL"


@dataclass(frozen=True)
class Exemption:
    """From ``since`` to ``until`` inclusive (None = for good, of a refusal: until it is taken back).

    ``targets`` are diseases as in the calendar's file; none = every vaccination. ``is_archived`` =
    told by an archive that a parent brought.
    """

    kind: ExemptionKind
    since: date
    until: date | None
    targets: frozenset[str]
    reason: str
    is_archived: bool = False

    def is_in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def covers(self, targets: Iterable[str], day: date) -> bool:
        """Whether a dose against ``targets`` is kept from being given on a day.

        Pertussis alone stops nothing: АДС is given in place of АКДС (МУ 3.3.1.1095-02).
        """
        return self.is_in_force(day) and (not self.targets or not (self.targets - {"pertussis"}).isdisjoint(targets))


def standing(exemptions: Iterable[Exemption], targets: Iterable[str], day: date) -> Exemption | None:
    """What keeps a dose from being given on a day: the doctor's word before the parents'.

    Of exemptions that follow one another without a gap it is the last one, so that the day after it is free.
    """
    wanted, known = tuple(targets), tuple(exemptions)
    last: Exemption | None = None
    while True:
        found = [one for one in known if one.covers(wanted, day)]
        if not found:
            return last
        last = max(found, key=lambda one: (one.kind is ExemptionKind.MEDICAL, one.until or date.max))
        if last.until is None:
            return last
        day = last.until + timedelta(days=1)
