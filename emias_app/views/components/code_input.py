"""A code from an SMS: cells that are drawn, one clear field over them that takes keys, paste and autofill.

:class:`CodeInput` takes digits, :class:`LetterCodeInput` the letters and digits of a clinic, four by four.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.loading import call, use_kept
from emias_app.views.components.text import capped_text, text
from emias_app.views.components.typing import use_typing
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role, text_style

_CELL, _GAP, _NARROW_GAP = 64, 8, 6
_CLEAR = ft.Colors.TRANSPARENT


class _Sent:
    """The code that was handed over, so that one code is never handed over twice in a row."""

    def __init__(self) -> None:
        self.code = ""


@component
def CodeInput(  # noqa: N802
    look: Look,
    value: str,
    on_change: Callable[[str], object],
    on_complete: Callable[[str], object],
    *,
    identifier: str,
    length: int = 6,
    is_wrong: bool = False,
    busy: bool = False,
    autofocus: bool = True,
) -> ft.Control:
    """Digits only, also out of a pasted message. The last one hands the code over by itself; Enter does too.

    ``value`` is the screen's state and every change goes to ``on_change``; ``is_wrong`` reddens all cells, the words
    stand beside. Clear ``value`` to let the same code be tried again.
    """
    sent = use_kept(_Sent)
    typing = use_typing()
    has_focus, set_focus = ft.use_state(autofocus)
    page = ft.context.page
    if not value:
        sent.code = ""

    def hand_over(code: str) -> None:
        if len(code) != length or busy or code == sent.code:
            return
        sent.code = code
        call(page, on_complete, code)

    def changed(event: Any) -> None:
        code = digits_of(typing.heard(event), length)
        on_change(code)
        hand_over(code)

    height = max(_CELL, 40 * look.text_scale)
    field = _clear_field(
        height,
        value=typing.shown(value),
        on_change=changed,
        on_submit=lambda event: hand_over(digits_of(event.control.value or "", length)),
        on_focus=lambda _event: set_focus(True),
        on_blur=lambda _event: set_focus(False),
        autofocus=autofocus,
        read_only=busy,
        keyboard_type=ft.KeyboardType.NUMBER,
        autofill_hints=[ft.AutofillHint.ONE_TIME_CODE],
        input_filter=ft.InputFilter(rf"^(?:[0-9]{{0,{length}}}|\D*(?:[0-9]\D*){{{length}}})$"),
    )
    typing.drawn(field)
    cells = _cells(look, value, (length,), height, has_focus, is_wrong)
    return _covered(cells, field, identifier, common.CODE_LABEL, height)


@component
def LetterCodeInput(  # noqa: N802
    look: Look,
    typed: str,
    shown: str,
    on_change: Callable[[str], object],
    on_submit: Callable[..., object],
    *,
    identifier: str,
    label: str,
    groups: tuple[int, ...] = (4, 4),
    is_wrong: bool = False,
    busy: bool = False,
    autofocus: bool = True,
) -> ft.Control:
    """``typed`` is what the field holds and goes to ``on_change`` as it is; ``shown`` is what the cells make of it.

    The two differ by case, spaces and dashes: a field that a page rewrites while it is typed into would lose keys. A
    whole message may be pasted. Only Enter hands the code over: its tries are few.
    """
    has_focus, set_focus = ft.use_state(autofocus)
    typing = use_typing()
    page = ft.context.page
    length = sum(groups)
    height = max(_CELL, 40 * look.text_scale)
    sign = r"[0-9A-Za-zА-Яа-яЁё]"
    field = _clear_field(
        height,
        value=typing.shown(typed),
        on_change=lambda event: on_change(typing.heard(event)),
        on_submit=lambda _event: call(page, on_submit),
        on_focus=lambda _event: set_focus(True),
        on_blur=lambda _event: set_focus(False),
        autofocus=autofocus,
        read_only=busy,
        input_filter=ft.InputFilter(rf"^(?:(?:{sign}[^0-9A-Za-zА-Яа-яЁё]*){{0,{length}}}|\s*|[\s\S]{{20,500}})$"),
    )
    typing.drawn(field)
    return _covered(_cells(look, shown, groups, height, has_focus, is_wrong), field, identifier, label, height)


def digits_of(value: str, length: int) -> str:
    """The digits of what was typed or pasted, at most ``length``."""
    return "".join(sign for sign in value if sign in "0123456789")[:length]


def _clear_field(height: float, **props: Any) -> ft.TextField:
    """A field of which nothing is seen."""
    return ft.TextField(
        border=ft.NoInputBorder(),
        bgcolor=_CLEAR,
        filled=False,
        text_style=text_style(Role.CODE_DIGIT, _CLEAR),
        cursor_color=_CLEAR,
        selection_color=_CLEAR,
        show_cursor=False,
        enable_suggestions=False,
        autocorrect=False,
        content_padding=0,
        height=height,
        label=None,
        **props,
    )


def _covered(cells: ft.Control, field: ft.Control, identifier: str, label: str, height: float) -> ft.Control:
    """The cells, silent for the screen reader, under the one field."""
    over = ft.Container(
        tagged(identifier, ft.MergeSemantics(ft.Semantics(label=label, content=field))),
        left=0,
        right=0,
        top=0,
        height=height,
    )
    return ft.Stack([ft.Semantics(exclude_semantics=True, content=cells), over], height=height)


def _cells(
    look: Look, value: str, groups: tuple[int, ...], height: float, has_focus: bool, is_wrong: bool
) -> ft.Control:
    p = look.palette
    length = sum(groups)

    def cell(number: int) -> ft.Control:
        is_current = has_focus and number == min(len(value), length - 1)
        color = p.error if is_wrong else p.primary if is_current else p.outline
        shown: ft.Control | None = None
        if number < len(value):
            # Eight letters share a phone's width: they grow with the text as far as their cells let them.
            shown = (
                text(value[number], Role.CODE_DIGIT, p.on_surface, tabular=True)
                if len(groups) == 1
                else capped_text(look, value[number], Role.CODE_DIGIT, p.on_surface, most=1.3)
            )
        elif is_current:
            shown = ft.Container(width=2, height=28, bgcolor=p.primary)
        return ft.Container(
            shown,
            expand=True,
            height=height,
            bgcolor=p.field_fill,
            border=ft.Border.all(2 if is_wrong or is_current else 1, color),
            border_radius=Radius.FIELD,
            alignment=ft.Alignment.CENTER,
        )

    if len(groups) == 1:
        return ft.Row([cell(number) for number in range(length)], spacing=_GAP)
    row: list[ft.Control] = []
    for group in groups:
        if row:
            row.append(ft.Container(width=12, height=2, bgcolor=p.outline))
        begin = sum(1 for one in row if one.expand)
        row += [cell(number) for number in range(begin, begin + group)]
    return ft.Row(row, spacing=_NARROW_GAP, vertical_alignment=ft.CrossAxisAlignment.CENTER)
