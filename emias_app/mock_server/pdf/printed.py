"""What goes onto paper, told without the library that prints: whose paper it is, and a card's summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from emias_app.domain.card_summary import CardSummary
from emias_app.models.base import Sex
from emias_app.models.vaccination import PlannedDose


@dataclass(frozen=True)
class PrintedPatient:
    """Whose document it is, as its header says."""

    full_name: str
    birth_date: date
    sex: Sex

    @property
    def sex_word(self) -> str:
        return "мужской" if self.sex is Sex.MALE else "женский"

    @property
    def short_line(self) -> str:
        """«Морозов Артём Дмитриевич, 14.03.2018»: what every further page repeats."""
        return f"{self.full_name}, {self.birth_date:%d.%m.%Y}"


@dataclass(frozen=True, repr=False)
class PrintedSummary:
    """What is printed, about whom, as of which day."""

    patient: PrintedPatient
    organisation: str
    day: date
    summary: CardSummary
    ahead: Sequence[PlannedDose]
