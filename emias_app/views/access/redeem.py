"""A code of the clinic: eight cells, one field, what went wrong, and the card that opened."""

from __future__ import annotations

import asyncio
from datetime import datetime

import flet as ft

from emias_app.clock import moscow_day
from emias_app.models.base import Tone
from emias_app.models.requests import Grant
from emias_app.state.place import Access, Card
from emias_app.state.redeem import RedeemState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.card import card
from emias_app.views.components.code_input import LetterCodeInput
from emias_app.views.components.loading import use_kept
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.text import text
from emias_app.views.entry.frame import entry_frame
from emias_app.views.format import clock_time, long_date, near_date, unbroken
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import access as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space


@component
def RedeemScreen(look: Look, state: RedeemState, masked_phone: str, now: datetime, go: Go) -> ft.Control:  # noqa: N802
    """Wires the code; the clipboard is the page's, its answer is what was copied or nothing."""
    clipboard = use_kept(ft.Clipboard)
    locked, set_locked = ft.use_state(state.seconds_locked > 0)

    async def wait_for_the_lock() -> None:
        while state.seconds_locked > 0:
            set_locked(True)
            await asyncio.sleep(min(state.seconds_locked, 5))
        set_locked(False)

    ft.use_effect(wait_for_the_lock, [state.locked_until], cleanup=lambda: None)

    async def submit(_event: object = None) -> None:
        await state.submit()

    async def paste(_event: object) -> None:
        try:
            copied = await clipboard.get()
        except Exception:
            state.cannot_paste()
            return
        state.paste(copied or "")

    if state.granted is not None:
        return opened(look, state.granted, go)
    p = look.palette
    back = icon_button(
        look, ft.Icons.ARROW_BACK, identifier=ids.REDEEM_BACK, label=common.BACK, on_click=to(go, Access())
    )
    cells = LetterCodeInput(
        look,
        state.typed,
        state.code,
        state.type,
        submit,
        identifier=ids.REDEEM_CODE,
        label=words.REDEEM_LABEL,
        is_wrong=state.is_refused,
        busy=state.is_busy,
        key="redeem-code",
    )
    wrong = _wrong(look, state, locked, now)
    head: list[ft.Control] = [
        ft.Row([ft.Container(back, margin=ft.Margin.only(left=-12))]),
        ft.Container(height=8),
        ft.Semantics(
            header=True,
            content=text(
                words.REDEEM_TITLE, Role.TITLE_LARGE if look.has_large_text else Role.HEADLINE_MEDIUM, p.on_surface
            ),
        ),
        ft.Container(height=8),
        text(words.REDEEM_LEAD, Role.BODY_LARGE, p.on_surface_variant),
        ft.Container(height=Space.BETWEEN_GROUPS),
    ]
    body = ft.Column(
        [
            cells,
            *([wrong] if wrong else []),
            primary_button(
                look,
                words.REDEEM_SUBMIT,
                identifier=ids.REDEEM_SUBMIT,
                on_click=submit if not locked else None,
                busy=state.is_busy,
            ),
            text_button(
                look, words.REDEEM_PASTE, identifier=ids.REDEEM_PASTE, on_click=paste,
                icon=ft.Icons.CONTENT_PASTE,
            ),
            _help(look, masked_phone),
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip
    return entry_frame(look, [*head, body])


def _wrong(look: Look, state: RedeemState, locked: bool, now: datetime) -> ft.Control | None:
    said: ft.Control | None = None
    if locked and state.locked_until is not None:
        day, time = near_date(moscow_day(state.locked_until), moscow_day(now)), clock_time(state.locked_until)
        is_today = moscow_day(state.locked_until) == moscow_day(now)
        when = (words.LOCKED_AT if is_today else words.LOCKED_LATER).format(day=day, time=time)
        said = banner(
            look, Tone.ERROR, words.REDEEM_LOCKED, words.REDEEM_LOCKED_TEXT.format(when=when), icon=ft.Icons.LOCK_CLOCK
        )
    elif state.is_refused and not state.tries_left:
        said = banner(look, Tone.ERROR, words.REDEEM_LOCKED, words.REDEEM_LOCKED_SOON, icon=ft.Icons.LOCK_CLOCK)
    elif state.is_refused and state.tries_line:
        said = banner(look, Tone.ERROR, words.REDEEM_WRONG, words.REDEEM_WRONG_TEXT.format(tries=state.tries_line))
    elif state.error:
        said = banner(look, Tone.WARN, state.error)
    if said is None:
        return None
    shown = tagged(ids.REDEEM_ERROR, said, live=True)
    # One message must not turn into another in place: the browser's accessibility node would lose its words.
    shown.key = f"redeem-error-{locked}-{state.tries_left}-{state.error}"
    return shown


def _help(look: Look, masked_phone: str) -> ft.Control:
    p = look.palette

    def line(icon: ft.IconData, said: str) -> ft.Control:
        return ft.Row(
            [
                ft.Icon(icon, size=20, color=p.on_surface_variant),
                text(said, Role.BODY_MEDIUM, p.on_surface, expand=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )

    return card(
        look,
        ft.Column(
            [
                text(words.REDEEM_HELP, Role.TITLE_SMALL, p.on_surface),
                line(ft.Icons.PHONE_OUTLINED, words.REDEEM_HELP_PHONE.format(phone=unbroken(masked_phone))),
                line(ft.Icons.REPLAY, words.REDEEM_HELP_NEW),
            ],
            spacing=8,
            tight=True,
        ),
        radius=Radius.BUTTON,
    )


def opened(look: Look, grant: Grant, go: Go) -> ft.Control:
    """The card opened: whose it is, until when, and the way to it."""
    p = look.palette
    until = words.UNTIL.format(day=long_date(grant.end)) if grant.end else words.NO_END
    circle = ft.Container(
        ft.Icon(ft.Icons.LOCK_OPEN, size=48, color=p.success.on_container),
        width=96,
        height=96,
        border_radius=Radius.FULL,
        bgcolor=p.success.container,
        alignment=ft.Alignment.CENTER,
    )
    said = ft.Column(
        [
            ft.Semantics(
                header=True,
                content=text(words.REDEEM_DONE_TITLE, Role.HEADLINE_MEDIUM, p.on_surface, align=ft.TextAlign.CENTER),
            ),
            text(
                words.REDEEM_DONE_TEXT.format(name=grant.patient_name, until=until),
                Role.BODY_LARGE,
                p.on_surface_variant,
                align=ft.TextAlign.CENTER,
            ),
        ],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    button = primary_button(
        look, words.REDEEM_DONE, identifier=ids.REDEEM_DONE, on_click=to(go, Card(grant.patient_id))
    )
    return entry_frame(
        look,
        [
            ft.Container(height=64),
            circle,
            ft.Container(height=Space.BETWEEN_GROUPS),
            ft.Semantics(live_region=True, content=said),
            ft.Container(height=Space.BETWEEN_GROUPS),
            ft.Row([ft.Container(button, expand=True)]),
        ],
        is_centred=True,
    )
