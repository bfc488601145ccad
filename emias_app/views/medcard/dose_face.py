"""What a dose of the plan looks like in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from emias_app.domain.vaccination import mark_of
from emias_app.domain.wording import lower_first
from emias_app.models.base import Mark
from emias_app.models.vaccination import DoseStatus, Layer, PlannedDose
from emias_app.state.vaccinations import Injection
from emias_app.views.format import NBSP, dotted, long_date
from emias_app.views.strings import vaccinations as words

#: A hyphen at which no line ends: «АДС-М», «2-я».
_HYPHEN = "\u2011"


@dataclass(frozen=True)
class DoseFace:
    """``when`` is the line under the title, ``why`` the quiet one; ``is_weak`` = «уточните у врача»."""

    title: str
    when: str
    why: str
    mark: Mark
    is_weak: bool = False


def dose_face(dose: PlannedDose) -> DoseFace:
    """A dose that is not given yet."""
    title = f"{dose.title.replace('-', _HYPHEN)}, {_held(dose.dose_title)}"
    return DoseFace(title, _when(dose), dose.reason, mark_of(dose.status), dose.uncertain)


def _held(dose_title: str) -> str:
    """«2-я ревакцинация» stays in one line; «сезон 2026/27, 1-я доза» may end one at its comma."""
    return ", ".join(part.replace(" ", NBSP).replace("-", _HYPHEN) for part in dose_title.split(", "))


def _when(dose: PlannedDose) -> str:
    """The day that matters; nothing where the reason tells it already, or there is none."""
    day = long_date(dose.earliest)
    is_recommended = dose.layer is Layer.MOSCOW and dose.status is DoseStatus.DUE
    is_for_good = dose.status is DoseStatus.CONTRAINDICATED and dose.until is None
    if dose.status is DoseStatus.REFUSED or is_for_good or is_recommended:
        return ""
    if dose.status is DoseStatus.DUE and dose.until is not None:
        return words.UNTIL.format(day=long_date(dose.until))
    if day in dose.reason:
        return ""
    return (words.FROM if dose.status is DoseStatus.COMING else words.SINCE).format(day=day)


def injection_face(injection: Injection) -> DoseFace:
    """One vaccination of the past with all that it was against, its day and age, product and series."""
    first = injection.first
    titles = list(dict.fromkeys(dose.title.replace("-", _HYPHEN) for dose in injection.doses))
    names = ", ".join([titles[0], *(lower_first(title) for title in titles[1:])])
    doses = list(dict.fromkeys(dose.dose_title for dose in injection.doses))
    title = f"{names}, {_held(doses[0])}" if len(doses) == 1 else names
    lot = first.product or ""
    if first.product and first.series:
        lot = words.LOT.format(product=first.product, series=first.series)
    day = long_date(first.date or first.earliest)
    when = f"{day} {first.reason.removeprefix(words.GIVEN)}"
    return DoseFace(title, when, dotted(lot, first.organisation), mark_of(DoseStatus.DONE))


def short_title(dose: PlannedDose) -> str:
    """«полиомиелит, 2-я ревакцинация»: inside a sentence."""
    return f"{lower_first(dose.title)}, {dose.dose_title}"


def day_words(day: date) -> str:
    return long_date(day)
