"""A search field that waits for the end of a word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.form_field import outline
from emias_app.views.components.loading import call, use_kept
from emias_app.views.components.pressable import Handler, icon_button, pressable
from emias_app.views.components.text import text
from emias_app.views.components.typing import use_typing
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, text_style

#: Seconds without a key before the search is told.
PAUSE = 0.3


def search_entry(look: Look, label: str, *, identifier: str, on_open: Handler) -> ft.Control:
    """What looks like the field and leads to the screen that has it."""
    p = look.palette
    return pressable(
        look,
        ft.Row(
            [
                ft.Icon(ft.Icons.SEARCH, color=p.on_surface_variant, size=24),
                text(label, Role.BODY_LARGE, p.on_surface_variant, expand=True),
            ],
            spacing=12,
        ),
        identifier=identifier,
        label=label,
        on_click=on_open,
        radius=Radius.CARD + 4,
        bgcolor=p.surface_container_high,
        padding=ft.Padding.symmetric(vertical=16, horizontal=16),
    )


@component
def SearchField(  # noqa: N802
    look: Look,
    hint: str,
    on_search: Callable[[str], object],
    *,
    initial: str = "",
    identifier: str = ids.SECTION_SEARCH,
    clear_id: str = ids.SECTION_SEARCH_CLEAR,
    on_enter: Callable[[str], object] | None = None,
    autofocus: bool = False,
) -> ft.Control:
    """``on_search`` gets the trimmed words after a pause, at once on Enter and when cleared.

    The text lives here, so that a redraw of the list never touches what is being typed; give another ``key``
    to start anew (another child, another section).
    """
    page = ft.context.page
    p = look.palette
    words, set_words = ft.use_state(initial)
    typing = use_typing()
    told = ft.use_ref(initial.strip())
    ref = use_kept(ft.Ref[ft.TextField])

    def tell(value: str) -> None:
        if value.strip() != told.current:
            told.current = value.strip()
            call(page, on_search, value.strip())

    async def wait() -> None:
        await asyncio.sleep(PAUSE)
        tell(words)

    ft.use_effect(wait, [words], cleanup=lambda: None)

    def typed(event: Any) -> None:
        set_words(typing.heard(event))

    async def submitted(_event: Any) -> None:
        if on_enter is None:
            tell(words)
            return
        told.current = words.strip()
        call(page, on_enter, words.strip())
        if ref.current is not None:
            await ref.current.focus()  # type: ignore[no-untyped-call]

    def clear(_event: Any) -> None:
        set_words("")
        tell("")

    field = ft.TextField(
        ref=ref,
        value=typing.shown(words),
        autofocus=autofocus,
        hint_text=hint,
        on_change=typed,
        on_submit=submitted,
        prefix_icon=ft.Icon(ft.Icons.SEARCH, color=p.on_surface_variant, size=24),
        border=outline(ft.Colors.TRANSPARENT, p.primary, Radius.CARD + 4),
        filled=True,
        fill_color=p.surface_container_high,
        hover_color=ft.Colors.TRANSPARENT,
        text_style=text_style(Role.BODY_LARGE, p.on_surface),
        hint_style=text_style(Role.BODY_LARGE, p.on_surface_variant),
        cursor_color=p.primary,
        content_padding=ft.Padding.symmetric(vertical=16, horizontal=16),
        max_length=200,
        counter="",
        autocorrect=False,
        enable_ime_personalized_learning=False,
    )
    typing.drawn(field)
    layers: list[ft.Control] = [ft.Row([ft.Container(tagged(identifier, field), expand=True)])]
    if words:
        button = icon_button(look, ft.Icons.CLOSE, identifier=clear_id, label=common.CLEAR_SEARCH, on_click=clear)
        layers.append(ft.Container(button, right=4, top=4))
    return ft.Stack(layers)
