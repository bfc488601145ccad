"""Where a measurement leads: to the record that tells of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.domain.sections import BY_SLUG
from emias_app.state.place import RecordPage
from emias_app.views.going import Go, to
from emias_app.views.growth.faces import GrowthRow


def opening(patient_id: UUID, row: GrowthRow, go: Go) -> Callable[..., Awaitable[None]] | None:
    """A handler that opens the record; None where the section has no documents."""
    if not BY_SLUG[row.section].holds_records:
        return None
    return to(go, RecordPage(patient_id, row.section, row.id))
