"""Banners: what happened, what it means, at most one thing to do."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Tone
from emias_app.views import icons
from emias_app.views.components.buttons import text_button
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, Space


def banner(
    look: Look,
    tone: Tone,
    title: str,
    body: str = "",
    *,
    icon: ft.IconData | None = None,
    action: str | None = None,
    action_id: str = "",
    on_action: Handler | None = None,
    live: bool = False,
) -> ft.Control:
    """A message on its tone's container; in a low window only its title. ``live`` is announced politely."""
    shade = look.palette.tone(tone)
    front = look.palette.on_surface if tone is Tone.NEUTRAL else shade.on_container
    words: list[ft.Control] = [text(title, Role.TITLE_SMALL, front)]
    if body and not look.is_low:
        words.append(text(body, Role.BODY_MEDIUM, front))
    said: ft.Control = ft.Column(words, spacing=4, tight=True)
    said = ft.Semantics(live_region=True, content=said) if live else said
    column: list[ft.Control] = [said]
    if action and on_action:
        link = text_button(look, action, identifier=action_id, on_click=on_action, color=front, compact=True)
        column.append(ft.Container(link, margin=ft.Margin.only(left=-8, bottom=-12)))
    return ft.Container(
        ft.Row(
            [
                ft.Icon(icon or icons.TONE[tone], size=24, color=front),
                ft.Column(column, spacing=0, tight=True, expand=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        bgcolor=shade.container,
        border_radius=Radius.BUTTON,
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
    )


def offline_banner(look: Look, saved_when: str | None = None) -> ft.Control:
    """Full width, no radius, right under the band: «Нет сети. Показываем сохранённое вчера в 21:40»."""
    p = look.palette
    words: list[ft.Control] = [text(common.OFFLINE_TITLE, Role.TITLE_SMALL, p.on_surface)]
    if saved_when:
        words.append(text(common.OFFLINE_SAVED.format(when=saved_when), color=p.on_surface))
    return ft.Container(
        ft.Row(
            [
                ft.Icon(ft.Icons.WIFI_OFF, size=24, color=p.on_surface),
                ft.Semantics(live_region=True, expand=True, content=ft.Column(words, spacing=0, tight=True)),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        bgcolor=p.surface_container_high,
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
    )


def partial_banner(look: Look, title: str, body: str, *, action_id: str, on_retry: Handler) -> ft.Control:
    """«Не загрузились 2 раздела. Остальное обновлено в 14:05.»"""
    return banner(
        look,
        Tone.WARN,
        title,
        body,
        icon=ft.Icons.SYNC_PROBLEM,
        action=common.RETRY,
        action_id=action_id,
        on_action=on_retry,
        live=True,
    )
