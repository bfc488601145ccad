"""Where a measurement leads: to the record that tells of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.domain.sections import BY_SLUG
from emias_app.models.section import SectionSlug
from emias_app.state.place import Diary, Place, RecordPage
from emias_app.views.going import Go, to
from emias_app.views.growth.faces import GrowthRow


def opening(
    patient_id: UUID, row: GrowthRow, go: Go, shows: Callable[[Place], bool]
) -> Callable[..., Awaitable[None]] | None:
    """A handler that opens the record, or the diary; None where there is nothing to open or it is not shown."""
    if row.section is SectionSlug.DIARY:
        place: Place = Diary(patient_id)
    elif BY_SLUG[row.section].holds_records:
        place = RecordPage(patient_id, row.section, row.id)
    else:
        return None
    return to(go, place) if shows(place) else None
