"""What happened, what goes on, what is ahead: icons on a line, words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import flet as ft

from emias_app.views.components.text import text
from emias_app.views.theme import Look, Role


class Moment(StrEnum):
    """What a line of a timeline is."""

    DONE = "DONE"
    NOW = "NOW"
    AHEAD = "AHEAD"
    REFUSED = "REFUSED"
    STUCK = "STUCK"
    STOPPED = "STOPPED"


_ICONS = {
    Moment.DONE: ft.Icons.CHECK_CIRCLE,
    Moment.NOW: ft.Icons.PENDING,
    Moment.AHEAD: ft.Icons.RADIO_BUTTON_UNCHECKED,
    Moment.REFUSED: ft.Icons.ERROR,
    Moment.STUCK: ft.Icons.WARNING,
    Moment.STOPPED: ft.Icons.BLOCK,
}


@dataclass(frozen=True)
class TimelineStep:
    """One line: what, and when in words."""

    moment: Moment
    what: str
    when: str


def timeline(look: Look, steps: Sequence[TimelineStep]) -> ft.Control:
    """The oldest on top; the line between two icons stretches with the words."""
    last = len(steps) - 1
    rows = [_row(look, step, is_last=number == last) for number, step in enumerate(steps)]
    return ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _row(look: Look, step: TimelineStep, *, is_last: bool) -> ft.Control:
    p = look.palette
    words = ft.Column(
        [
            text(step.what, Role.ROW_TITLE, p.on_surface),
            *([text(step.when, Role.BODY_MEDIUM, p.on_surface_variant)] if step.when else []),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    row = ft.Row(
        [
            ft.Icon(_ICONS[step.moment], size=24, color=_color(look, step.moment)),
            ft.Container(words, expand=True, padding=ft.Padding.only(bottom=0 if is_last else 12)),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    line = ft.Container(left=11, top=28, bottom=4, width=2, bgcolor=p.outline_variant)
    return ft.Stack([*([] if is_last else [line]), row])


def _color(look: Look, moment: Moment) -> str:
    p = look.palette
    match moment:
        case Moment.DONE:
            return p.success.text
        case Moment.NOW:
            return p.primary
        case Moment.REFUSED:
            return p.error
        case Moment.STUCK:
            return p.warn.text
        case Moment.AHEAD | Moment.STOPPED:
            return p.on_surface_variant
