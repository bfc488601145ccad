"""The sheet in which an entry is written: value with «−» and «+», when, how the child is, photos."""

from __future__ import annotations

from typing import Any

import flet as ft

from emias_app.domain.diary_ranges import MEASURES
from emias_app.models.base import Tone
from emias_app.models.diary import Indicator
from emias_app.state._form import FormState
from emias_app.state.diary import DiaryState
from emias_app.state.diary_sheet import DiarySheet, read_time
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.date_field import DateField
from emias_app.views.components.filter_chips import Chip, ChipRow
from emias_app.views.components.form_field import FormField
from emias_app.views.components.form_page import demo_warning, form_trouble
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.components.time_field import TimeField
from emias_app.views.diary.photos import photo_row
from emias_app.views.diary.symptoms import symptom_chips
from emias_app.views.diary.value_field import ValueRow
from emias_app.views.ids import tagged
from emias_app.views.strings import demo
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look, Role, Space

#: What may be written, in the order of the chips.
KINDS = (*MEASURES, Indicator.NOTE)


@component
def WritingSheet(  # noqa: N802
    look: Look, state: DiaryState, writing: DiarySheet, form: FormState[Any], name: str, is_demo: bool
) -> ft.Control:
    """Wires the sheet; ``form`` is its own, given apart so that its changes are drawn."""

    async def save(_event: object = None) -> None:
        await state.save()

    async def photo(_event: object) -> None:
        await writing.add_photo()

    indicator = writing.indicator
    fields: list[ft.Control] = [_head(look, state, writing, name)]
    if writing.is_brought_back:
        fields.append(_brought_back(look, state))
    if writing.can_choose:
        fields.append(_kinds(look, writing))
    if indicator is Indicator.BLOOD_PRESSURE:
        fields.append(ValueRow(look, writing, "value", words.UPPER_LABEL, ids.DIARY_VALUE, key="upper"))
        fields.append(ValueRow(look, writing, "value2", words.LOWER_LABEL, ids.DIARY_VALUE2, key="lower"))
    elif indicator is not Indicator.NOTE:
        fields.append(ValueRow(look, writing, "value", words.VALUE, ids.DIARY_VALUE, key=indicator.value))
    if writing.question is not None:
        asked = banner(look, Tone.WARN, writing.question.question, writing.question.advice, live=True)
        fields.append(tagged(ids.DIARY_QUESTION, asked))
    fields.append(_when(look, writing, form))
    if indicator is Indicator.NOTE:
        fields += [symptom_chips(look, writing), _medicines(look, writing, form)]
    fields.append(_note(look, writing, form, photo))
    fields += photo_row(look, writing)
    if is_demo:
        fields.append(demo_warning(look, demo.DATA_WARNING))
    labels = words.LABELS_OF_PRESSURE if indicator is Indicator.BLOOD_PRESSURE else words.LABELS
    fields += form_trouble(look, form.error, form.shown, labels, ids.DIARY_FORM_ERROR)
    label = words.SAVE_ANYWAY if writing.question is not None else words.SAVE
    fields.append(primary_button(look, label, identifier=ids.DIARY_SAVE, on_click=save, busy=form.is_busy))
    body = ft.Column(fields, spacing=Space.MARGIN, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    ft.use_dialog(sheet(look, [body], on_dismiss=lambda _event: state.close_sheet(), is_form=True))
    return ft.Container()


def _head(look: Look, state: DiaryState, writing: DiarySheet, name: str) -> ft.Control:
    title = words.SHEET_NEW.format(indicator=words.INDICATORS[writing.indicator], name=name)
    label = ft.Semantics(
        header=True, container=True, content=text(title, Role.TITLE_LARGE, look.palette.on_surface), expand=True
    )
    close = icon_button(
        look, ft.Icons.CLOSE, identifier=ids.DIARY_CLOSE, label=words.CLOSE, on_click=lambda _event: state.close_sheet()
    )
    return ft.Row([label, close], spacing=8, vertical_alignment=ft.CrossAxisAlignment.CENTER)


def _brought_back(look: Look, state: DiaryState) -> ft.Control:
    async def start_anew(_event: object) -> None:
        await state.start_anew()

    return banner(
        look, Tone.INFO, words.BROUGHT_BACK, action=words.START_ANEW, action_id=ids.DIARY_ANEW, on_action=start_anew
    )


def _kinds(look: Look, writing: DiarySheet) -> ft.Control:
    by_key = {kind.value.lower(): kind for kind in KINDS}
    return ChipRow(  # type: ignore[no-any-return]
        look,
        [Chip(key, words.INDICATORS[kind]) for key, kind in by_key.items()],
        writing.indicator.value.lower(),
        lambda key: writing.choose(by_key[key]),
        identifier=ids.DIARY_KIND,
    )


def _when(look: Look, writing: DiarySheet, form: FormState[Any]) -> ft.Control:
    day = DateField(
        look,
        words.DAY,
        form.value("day") or "",
        writing.put_day,
        identifier=ids.DIARY_DAY,
        pick_id=ids.DIARY_DAY_PICK,
        day=form.day("day"),
        first=writing.earliest,
        last=writing.latest,
        error=form.shown.get("day"),
        on_blur=lambda _event: writing.leave("day"),
        key="day",
    )
    at = TimeField(
        look,
        words.TIME,
        form.draft.time,
        lambda typed: writing.put("time", typed),
        identifier=ids.DIARY_TIME,
        pick_id=ids.DIARY_TIME_PICK,
        pick=words.PICK_TIME,
        hint=words.TIME_HINT,
        at=read_time(form.draft.time),
        error=form.shown.get("time"),
        on_blur=lambda _event: writing.leave("time"),
        key="time",
    )
    if look.has_large_text:
        return ft.Column([day, at], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Row(
        [ft.Container(day, expand=3), ft.Container(at, expand=2)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _medicines(look: Look, writing: DiarySheet, form: FormState[Any]) -> ft.Control:
    return FormField(  # type: ignore[no-any-return]
        look,
        words.MEDICINES,
        form.draft.medicines,
        lambda typed: writing.put("medicines", typed),
        identifier=ids.DIARY_MEDICINES,
        hint=words.MEDICINES_HINT,
        helper=words.MEDICINES_HELP,
        max_length=1_000,
        key="medicines",
    )


def _note(look: Look, writing: DiarySheet, form: FormState[Any], photo: Any) -> ft.Control:
    is_note = writing.indicator is Indicator.NOTE
    field = FormField(
        look,
        words.NOTE,
        form.draft.note,
        lambda typed: writing.put("note", typed),
        identifier=ids.DIARY_NOTE,
        hint=words.NOTE_HINT,
        error=form.shown.get("note"),
        max_length=4_000,
        lines=3 if is_note else 1,
        room=56,
        key="note",
    )
    button = icon_button(
        look,
        ft.Icons.PHOTO_CAMERA_OUTLINED,
        identifier=ids.DIARY_PHOTO,
        label=words.ADD_PHOTO,
        on_click=None if writing.is_adding_photo else photo,
    )
    return ft.Stack([ft.Row([ft.Container(field, expand=True)]), ft.Container(button, right=4, top=4)])
