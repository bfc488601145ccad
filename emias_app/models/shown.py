"""What of a card can be shown to a doctor: its sections, and what has a screen of its own beside them."""

from __future__ import annotations

from enum import StrEnum

from emias_app.models.section import SectionSlug


class BesideSections(StrEnum):
    """Parts of a card that are no section; the plan of vaccinations belongs to the section of vaccinations."""

    GROWTH = "growth"


#: A part of a card that can be chosen.
Shown = SectionSlug | BesideSections
