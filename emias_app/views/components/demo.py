"""What only the demo shows: its mark, and the SMS that comes as on a phone."""

from __future__ import annotations

import flet as ft

from emias_app.views import ids
from emias_app.views.components.pressable import Handler, icon_button, pressable
from emias_app.views.components.text import capped_text, text
from emias_app.views.format import sentence
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role


def demo_mark(look: Look, on_about: Handler) -> ft.Control:
    """A quiet «Демо»; leads to the page that says what is simulated."""
    p = look.palette
    return pressable(
        look,
        _badge(look),
        identifier=ids.DEMO_ABOUT,
        label=common.DEMO_ABOUT,
        on_click=on_about,
        radius=Radius.FULL,
        padding=ft.Padding.symmetric(vertical=12, horizontal=6),
        tooltip=common.DEMO_ABOUT,
        bgcolor=ft.Colors.with_opacity(0, p.surface),
    )


def _badge(look: Look) -> ft.Control:
    p = look.palette
    return ft.Container(
        capped_text(look, common.DEMO, Role.LABEL_MEDIUM, p.on_secondary_container, most=1.3),
        bgcolor=p.secondary_container,
        border_radius=Radius.FULL,
        padding=ft.Padding.symmetric(vertical=4, horizontal=10),
    )


def sms_banner(
    look: Look,
    body: str,
    code: str | None,
    when: str,
    *,
    on_tap: Handler | None,
    on_close: Handler,
    identifier: str = ids.DEMO_SMS,
    close_id: str = ids.DEMO_SMS_CLOSE,
) -> ft.Control:
    """A message at the top of the screen, marked «Демо»; a tap puts its code in."""
    p = look.palette
    words = ft.Column(
        [
            ft.Row(
                [
                    text(common.DEMO_SMS, Role.TITLE_SMALL, p.on_inverse_surface),
                    text(when, Role.BODY_SMALL, p.on_inverse_surface),
                    _badge(look),
                ],
                wrap=True,
                spacing=8,
                run_spacing=4,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            text(body, Role.BODY_MEDIUM, p.on_inverse_surface),
            *([text(common.DEMO_SMS_TAP.format(code=code), Role.TITLE_SMALL, p.inverse_primary)] if code else []),
        ],
        spacing=4,
        tight=True,
        expand=True,
    )
    message = pressable(
        look,
        ft.Row(
            [ft.Icon(ft.Icons.SMS_OUTLINED, size=24, color=p.on_inverse_surface), words],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        identifier=identifier,
        label=sentence(common.DEMO, common.DEMO_SMS, body, common.DEMO_SMS_TAP.format(code=code) if code else None),
        on_click=on_tap,
        radius=Radius.BUTTON,
        padding=ft.Padding.only(left=16, right=8, top=12, bottom=12),
        expand=True,
    )
    close = icon_button(
        look,
        ft.Icons.CLOSE,
        identifier=close_id,
        label=common.CLOSE,
        on_click=on_close,
        color=p.on_inverse_surface,
    )
    return ft.Container(
        ft.Semantics(
            live_region=True,
            content=ft.Row([message, close], spacing=0, vertical_alignment=ft.CrossAxisAlignment.START),
        ),
        key=identifier,
        bgcolor=p.inverse_surface,
        border_radius=Radius.BUTTON,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        width=min(look.width - 16, 480),
        shadow=ft.BoxShadow(blur_radius=16, color=p.scrim, offset=ft.Offset(0, 4), spread_radius=-6),
    )
