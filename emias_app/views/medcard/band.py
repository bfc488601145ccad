"""Whose card is open, and the sheet that switches the child."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from uuid import UUID

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.child import ChildFace
from emias_app.views.components.identity_band import card_band, compact_band, full_band, switcher_sheet
from emias_app.views.components.offline import saved_banner
from emias_app.views.components.pressable import Handler
from emias_app.views.theme import Look


class BandShape(StrEnum):
    """Full on the home of a card, compact on inner screens, a card on top of a desktop's pane."""

    FULL = "FULL"
    COMPACT = "COMPACT"
    CARD = "CARD"


@component
def Band(  # noqa: N802
    look: Look,
    faces: Mapping[UUID, ChildFace],
    current: UUID,
    shape: BandShape,
    on_switch: Callable[[UUID], Awaitable[None]],
    on_back: Handler | None = None,
) -> ft.Control:
    """Only children whose card is open are offered; one child has no switcher. Without a network the age of what is
    shown stands right under it; a window of two panes has that above both."""
    is_open, set_open = ft.use_state(False)

    async def choose(patient_id: UUID) -> None:
        set_open(False)
        if patient_id != current:
            await on_switch(patient_id)

    page = ft.context.page
    dialog = (
        switcher_sheet(
            look,
            tuple(faces.values()),
            current,
            lambda patient_id: page.run_task(choose, patient_id),
            lambda _event: set_open(False),
        )
        if is_open
        else None
    )
    ft.use_dialog(dialog)
    face = faces.get(current)
    if face is None:
        return ft.Container()
    opens = (lambda _event: set_open(True)) if len(faces) > 1 else None
    if shape is BandShape.CARD:
        return card_band(look, face, opens)
    is_full = shape is BandShape.FULL
    band = full_band(look, face, opens) if is_full else compact_band(look, face, on_back, opens)
    if look.saved_when is None or look.is_wide:
        return band
    return ft.Column([band, saved_banner(look, look.saved_when)], spacing=0, tight=True)
