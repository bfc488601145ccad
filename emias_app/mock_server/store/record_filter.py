"""What a list of a section is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from emias_app.domain.sections import BY_SLUG
from emias_app.models.section import SectionSlug


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """``since`` and ``until`` are inclusive Moscow days."""

    since: date | None = None
    until: date | None = None
    query: str | None = None
    speciality: str | None = None
    kind: str | None = None
    only_outside: bool = False

    @property
    def is_empty(self) -> bool:
        return self == RecordFilter()

    def chosen(self, section: SectionSlug) -> str | None:
        """The facet of the section that is chosen: its kind, or its speciality."""
        return self.kind if BY_SLUG[section].by_kind else self.speciality

    def besides_facets(self, section: SectionSlug) -> RecordFilter:
        """All else that was chosen: without the section's facet and the norm."""
        facet = "kind" if BY_SLUG[section].by_kind else "speciality"
        return replace(self, only_outside=False, **{facet: None})
