"""The entries of the diary, day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import flet as ft

from emias_app.domain.diary_queue import Line
from emias_app.state.diary_days import DiaryDay
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.card import rows_card
from emias_app.views.components.list_row import month_title
from emias_app.views.components.pill import inline_mark, pill
from emias_app.views.components.pressable import icon_button, pressable
from emias_app.views.components.text import text
from emias_app.views.diary.faces import (
    ICONS,
    aside_icon,
    aside_mark,
    line_of,
    title_of,
    waiting_icon,
    waiting_mark,
)
from emias_app.views.format import near_date, sentence
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Role, Space

OnLine = Callable[[Line], object]


@component
def DayOfDiary(  # noqa: N802
    look: Look,
    day: DiaryDay,
    today: date,
    birth: date,
    on_open: OnLine | None,
    on_more: OnLine | None,
    *,
    with_name: bool,
    is_sending: bool,
    is_lasting: bool,
) -> ft.Control:
    """One day's entries under its name; without handlers they are for reading alone."""
    name = near_date(day.day, today)
    how: Mapping[str, bool] = {"with_name": with_name, "is_sending": is_sending, "is_lasting": is_lasting}
    rows = [_row(look, line, birth, on_open, on_more, **how) for line in day.lines]
    left = Space.INSIDE + 24 + Space.ICON_TO_TEXT if with_name else Space.INSIDE
    return ft.Column(
        [month_title(look, name[:1].upper() + name[1:]), rows_card(look, rows, divider_left=left)],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _row(
    look: Look,
    line: Line,
    birth: date,
    on_open: OnLine | None,
    on_more: OnLine | None,
    *,
    with_name: bool,
    is_sending: bool,
    is_lasting: bool,
) -> ft.Control:
    p, entry = look.palette, line.entry
    aside, waiting = aside_mark(entry, birth), waiting_mark(line, is_sending=is_sending, is_lasting=is_lasting)
    head: list[ft.Control] = [text(title_of(entry), Role.TITLE_MEDIUM, p.on_surface)]
    if aside is not None:
        head.append(inline_mark(look, aside, aside_icon(aside)))
    if waiting is not None:
        head.append(pill(look, waiting, waiting_icon(line)))
    second = line_of(entry, with_name=with_name)
    said = ft.Column(
        [
            ft.Row(head, wrap=True, spacing=8, run_spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER),
            text(second, Role.BODY_MEDIUM, p.on_surface_variant, max_lines=4),
        ],
        spacing=2,
        tight=True,
        expand=True,
    )
    front = [ft.Icon(ICONS[entry.indicator], size=24, color=p.on_surface_variant)] if with_name else []
    main = pressable(
        look,
        ft.Row([*front, said], spacing=Space.ICON_TO_TEXT, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        identifier=ids.DIARY_ITEM(entry.id),
        label=sentence(
            words.INDICATORS[entry.indicator], title_of(entry), second,
            aside.text if aside else None, waiting.text if waiting else None,
        ),
        on_click=None if on_open is None else lambda _event: on_open(line),
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=12, bottom=12),
        expand=True,
    )  # fmt: skip
    if on_more is None:
        return ft.Row([main], key=str(entry.id))
    more = icon_button(
        look,
        ft.Icons.MORE_VERT,
        identifier=ids.DIARY_MORE(entry.id),
        label=f"{words.ACTIONS}: {title_of(entry)}",
        on_click=lambda _event: on_more(line),
    )
    return ft.Row(
        [main, ft.Container(more, padding=ft.Padding.only(right=4))],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        key=str(entry.id),
    )
