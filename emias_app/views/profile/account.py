"""The account's data as they are kept."""

from __future__ import annotations

import flet as ft

from emias_app.domain.identifiers import mask_phone
from emias_app.domain.names import full_name
from emias_app.models.account import AccountDocument, CheckState, Me
from emias_app.models.base import Mark, Tone
from emias_app.views.components.card import card, hairline
from emias_app.views.components.pill import pill
from emias_app.views.components.text import text
from emias_app.views.format import long_date
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look, Role, Space

_TONES = {
    CheckState.CHECKING: Tone.INFO,
    CheckState.CONFIRMED: Tone.SUCCESS,
    CheckState.REJECTED: Tone.ERROR,
    CheckState.VISIT_MFC: Tone.WARN,
    CheckState.FAILED_TEMPORARILY: Tone.WARN,
}


def account_card(look: Look, me: Me) -> ft.Control:
    """Name, level, and each datum with the state of its check."""
    p = look.palette
    head = ft.Column(
        [
            text(full_name(me.last_name, me.first_name, me.middle_name), Role.TITLE_LARGE, p.on_surface),
            text(f"{words.ACCOUNT}: {words.LEVELS[me.level.value]}", Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
    )
    rows = [
        _fact(look, words.BORN, long_date(me.birth_date)),
        _fact(look, words.PHONE, mask_phone(me.phone)),
        _fact(look, words.EMAIL, me.email),
    ]
    for label, document in ((words.SNILS, me.snils), (words.PASSPORT, me.passport), (words.INN, me.inn),
                            (words.OMS, me.oms)):
        if document is not None:
            rows.append(_fact(look, label, document.masked_number, _mark(document)))
    lines: list[ft.Control] = [head]
    for row in rows:
        lines += [hairline(look), row]
    return card(
        look,
        ft.Column(lines, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def _mark(document: AccountDocument) -> Mark | None:
    check = document.check
    return Mark(tone=_TONES[check.state], text=words.CHECKS[check.state.value]) if check else None


def _fact(look: Look, label: str, value: str, mark: Mark | None = None) -> ft.Control:
    p = look.palette
    said = ft.Column(
        [text(label, Role.BODY_MEDIUM, p.on_surface_variant), text(value, Role.BODY_LARGE, p.on_surface)],
        spacing=0,
        tight=True,
    )
    return ft.Row(
        [said, *([pill(look, mark)] if mark else [])],
        wrap=True,
        spacing=8,
        run_spacing=4,
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
