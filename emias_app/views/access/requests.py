"""«Заявления»: requests under way with their timeline, the earlier ones as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

import flet as ft

from emias_app.models.base import Tone
from emias_app.models.requests import AccessRequest
from emias_app.state.one_request import time_left
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.card import rows_card
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pill import pill
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.components.timeline import timeline
from emias_app.views.format import dotted, near_date, sentence
from emias_app.views.request_words import request_mark, request_title, steps_of
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Radius, Role, Space

Open = Callable[[UUID], Callable[..., object]]


def request_cards(
    look: Look, requests: Sequence[AccessRequest], now: datetime, today: date, on_open: Open
) -> list[ft.Control]:
    """Each whole card leads to its request."""
    return [_card(look, one, now, today, on_open) for one in requests]


def _card(look: Look, request: AccessRequest, now: datetime, today: date, on_open: Open) -> ft.Control:
    p = look.palette
    left = time_left(request, today)
    steps = steps_of(request, now)
    name = text(request_title(request), Role.TITLE_MEDIUM, p.on_surface)
    # Where days are counted, they say that it is being checked.
    title: list[ft.Control] = [name] if left else [name, pill(look, request_mark(request))]
    body: list[ft.Control] = [
        ft.Column(
            [
                ft.Row(title, wrap=True, spacing=8, run_spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER),
                text(request.child_name, Role.BODY_MEDIUM, p.on_surface_variant),
            ],
            spacing=2,
            tight=True,
        )
    ]
    if left:
        body.append(banner(look, Tone.INFO, left, icon=ft.Icons.HOURGLASS_TOP))
    elif request.reason:
        body.append(banner(look, Tone.WARN, request.reason))
    body.append(timeline(look, steps))
    spoken = sentence(
        request_title(request), request.child_name, request_mark(request).text, left or request.reason,
        steps[-1].what if steps else None,
    )  # fmt: skip
    return pressable(
        look,
        ft.Column(body, spacing=Space.MARGIN, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        identifier=ids.ACCESS_ITEM(request.id),
        label=spoken,
        on_click=on_open(request.id),
        radius=Radius.CARD,
        bgcolor=p.card,
        padding=Space.INSIDE,
        key=str(request.id),
    )


def earlier_rows(look: Look, requests: Sequence[AccessRequest], today: date, on_open: Open) -> ft.Control:
    """Requests that are over, one line each."""
    rows = [
        list_row(
            look,
            request_title(one),
            dotted(one.child_name, near_date(one.timeline[-1].at.date(), today) if one.timeline else None),
            identifier=ids.ACCESS_ITEM(one.id),
            on_open=on_open(one.id),
            mark=request_mark(one),
            key=str(one.id),
        )
        for one in requests
    ]
    return rows_card(look, rows)


def earlier_title(look: Look) -> ft.Control:
    label = text(words.EARLIER, Role.TITLE_SMALL, look.palette.on_surface_variant)
    return ft.Container(
        ft.Semantics(header=True, container=True, content=label), padding=ft.Padding.only(left=Space.INSIDE, top=4)
    )
