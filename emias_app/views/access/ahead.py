"""What ends, or begins, for a family: told months ahead."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.place import TakeAway
from emias_app.views import ids
from emias_app.views.access.words import Ahead
from emias_app.views.components.banner import banner
from emias_app.views.going import Go, to
from emias_app.views.strings import access as words
from emias_app.views.theme import Look

#: An end within so many months is no mere news.
_SOON = 6


def ahead_banners(look: Look, told: Sequence[Ahead], go: Go) -> list[ft.Control]:
    """One for each day; an end leads to the card, while it is open."""
    return [_one(look, one, go) for one in told]


def _one(look: Look, ahead: Ahead, go: Go) -> ft.Control:
    ending = ahead.ending
    is_soon = ending.ends_access and ending.months_left < _SOON
    return banner(
        look,
        Tone.WARN if is_soon else Tone.INFO,
        ending.title,
        ending.text,
        icon=ft.Icons.TODAY if is_soon else ft.Icons.SCHEDULE,
        action=words.TAKE_CARD if ending.ends_access else None,
        action_id=ids.ACCESS_AHEAD(ahead.patient_id),
        on_action=to(go, TakeAway(ahead.patient_id)),
    )
