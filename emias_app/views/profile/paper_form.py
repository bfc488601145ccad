"""The forms of «Профиль»: one paper, the phone, the password."""

from __future__ import annotations

from datetime import date
from typing import Any

import flet as ft

from emias_app.domain.ages import birthday_on
from emias_app.domain.registration import PASSPORT_AGE
from emias_app.models.account import Me
from emias_app.state._form import FormState
from emias_app.state.levels import LevelsState
from emias_app.state.place import Paper
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.form_page import demo_warning, fields_card, form_page, form_trouble, page_head
from emias_app.views.components.inputs import day_input, digits_left, text_input
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.entry.code import ResendLine
from emias_app.views.strings import account as words
from emias_app.views.strings import common, demo
from emias_app.views.theme import Look, Role

_WANTED = {Paper.SNILS: 11, Paper.INN: 12, Paper.OMS: 16}
_NUMBER = ft.KeyboardType.NUMBER


@component
def PaperScreen(  # noqa: N802
    look: Look,
    levels: LevelsState,
    form: FormState[Any],
    paper: Paper,
    me: Me,
    today: date,
    on_back: Handler,
    *,
    is_demo: bool,
) -> ft.Control:
    """Wires a form; ``form`` is the state's own, given apart so that its changes are drawn."""

    async def save(_event: object = None) -> None:
        await levels.save()

    p = look.palette
    warns = is_demo and paper is not Paper.PASSWORD
    head = [
        page_head(look, words.PAPER_TITLES[paper.value], back_id=ids.PAPER_BACK, on_back=on_back),
        text(words.PAPER_LEADS[paper.value], Role.BODY_LARGE, p.on_surface_variant),
        *([demo_warning(look, demo.DATA_WARNING)] if warns else []),
    ]
    action = primary_button(look, _action(levels, paper), identifier=ids.PAPER_SAVE, on_click=save, busy=form.is_busy)
    return form_page(
        look,
        head,
        [fields_card(look, _fields(look, levels, form, paper, me, today, save))],
        form_trouble(look, form.error, form.shown, words.PAPER_FIELDS, ids.PAPER_ERROR),
        action,
    )


def _action(levels: LevelsState, paper: Paper) -> str:
    if paper is Paper.PHONE:
        return words.CHANGE_PHONE if levels.has_codes else words.SEND_CODES
    return common.SAVE


def _fields(
    look: Look, levels: LevelsState, form: FormState[Any], paper: Paper, me: Me, today: date, save: Handler
) -> list[ft.Control]:
    match paper:
        case Paper.SNILS | Paper.INN | Paper.OMS:
            typed = form.value("number")
            return [
                text_input(look, form, "number", words.NUMBER_LABELS[paper.value],
                           identifier=ids.PAPER_FIELD("number"), hint=words.NUMBER_HINTS[paper.value],
                           helper=digits_left(typed, _WANTED[paper]), keyboard=_NUMBER, max_length=40,
                           on_submit=save),
            ]  # fmt: skip
        case Paper.PASSPORT:
            return _passport(look, form, me, today, save)
        case Paper.PHONE:
            return _phone(look, levels, form, save)
        case Paper.PASSWORD:
            return [
                text_input(look, form, "current", words.CURRENT_PASSWORD, identifier=ids.PAPER_FIELD("current"),
                           reveal_id=ids.PAPER_REVEAL("current"), autofill=[ft.AutofillHint.PASSWORD]),
                text_input(look, form, "password", words.NEW_PASSWORD, identifier=ids.PAPER_FIELD("password"),
                           reveal_id=ids.PAPER_REVEAL("password"), helper=words.PASSWORD_HELP,
                           autofill=[ft.AutofillHint.NEW_PASSWORD], on_submit=save),
            ]  # fmt: skip


def _passport(look: Look, form: FormState[Any], me: Me, today: date, save: Handler) -> list[ft.Control]:
    return [
        text_input(look, form, "series", words.SERIES, identifier=ids.PAPER_FIELD("series"), keyboard=_NUMBER,
                   helper=digits_left(form.value("series"), 4), max_length=10),
        text_input(look, form, "number", words.NUMBER, identifier=ids.PAPER_FIELD("number"), keyboard=_NUMBER,
                   helper=digits_left(form.value("number"), 6), max_length=12),
        day_input(look, form, "issuedOn", words.ISSUED_ON, identifier=ids.PAPER_FIELD("issued"),
                  pick_id=ids.PAPER_PICK, first=min(birthday_on(me.birth_date, PASSPORT_AGE), today), last=today),
        text_input(look, form, "issuedByCode", words.ISSUER, identifier=ids.PAPER_FIELD("issuer"), keyboard=_NUMBER,
                   hint=words.ISSUER_HINT, max_length=10, on_submit=save),
    ]  # fmt: skip


def _phone(look: Look, levels: LevelsState, form: FormState[Any], save: Handler) -> list[ft.Control]:
    sent = levels.sent
    if sent is None:
        return [
            text_input(look, form, "phone", words.NEW_PHONE, identifier=ids.PAPER_FIELD("phone"),
                       hint=words.PHONE_HINT, keyboard=ft.KeyboardType.PHONE, max_length=30, on_submit=save),
        ]  # fmt: skip

    def another(_event: object) -> None:
        levels.change_number()

    p = look.palette
    link = text_button(look, words.OTHER_NUMBER, identifier=ids.PAPER_OTHER, on_click=another, compact=True)
    codes = [("codeOld", words.CODE_OLD, sent.masked_old, "old"), ("codeNew", words.CODE_NEW, sent.masked_new, "new")]
    return [
        ft.Row(
            [text(form.value("phone"), Role.TITLE_LARGE, p.on_surface), link],
            wrap=True,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        *(
            text_input(look, form, field, label, identifier=ids.PAPER_CODE(key), keyboard=_NUMBER,
                       helper=words.CODE_WHERE.format(phone=where), max_length=20, on_submit=save)
            for field, label, where, key in codes
        ),
        ResendLine(look, levels, ids.PAPER_RESEND, key=f"resend-{levels.round}"),
    ]  # fmt: skip
