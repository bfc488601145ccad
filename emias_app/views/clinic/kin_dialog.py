"""«Родственная связь: Добавление»."""

from __future__ import annotations

from typing import Any

import flet as ft

from emias_app.domain.ages import birthday_on
from emias_app.domain.kinship import KIN_WORDS, KinshipForm
from emias_app.models.base import Tone
from emias_app.models.clinic import KinRelation
from emias_app.state._form import FormState
from emias_app.state.clinic_access import PatientDesk
from emias_app.state.clinic_forms import KinForm
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.date_field import DateField
from emias_app.views.components.dialog import WIDTH, form_dialog
from emias_app.views.components.form_field import FormField
from emias_app.views.components.form_page import demo_warning
from emias_app.views.components.select_field import Option, SelectField
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.strings import demo
from emias_app.views.theme import Look, Role, Space

#: An adult; the calendar opens at this age.
_OLDEST, _USUAL = 100, 30


@component
def KinDialog(  # noqa: N802
    look: Look, state: PatientDesk, adding: KinForm, form: FormState[KinshipForm], is_demo: bool
) -> ft.Control:
    """Wires the form; it closes by itself when the relative is kept. ``form`` is the state's own."""

    async def save(_event: object = None) -> None:
        await adding.save()

    def field(name: str, key: str, label: str, **more: Any) -> ft.Control:
        return FormField(  # type: ignore[no-any-return]
            look,
            label,
            form.value(name),
            lambda typed: form.put(name, typed),
            identifier=ids.CLINIC_KIN_FIELD(key),
            error=form.shown.get(name),
            on_blur=lambda _event: form.leave(name),
            on_submit=save,
            **more,
        )

    birth = DateField(
        look,
        words.KIN_BIRTH,
        form.value("birthDate") or "",
        lambda typed: form.put_day("birthDate", typed),
        identifier=ids.CLINIC_KIN_FIELD("birth"),
        pick_id=ids.CLINIC_KIN_PICK,
        day=form.day("birthDate"),
        first=birthday_on(adding.today, -_OLDEST),
        last=adding.today,
        start=birthday_on(adding.today, -_USUAL),
        error=form.shown.get("birthDate"),
        on_blur=lambda _event: form.leave("birthDate"),
    )
    wrong = [tagged(ids.CLINIC_KIN_ERROR, banner(look, Tone.ERROR, form.error), live=True)] if form.error else []
    lead = text(words.KIN_LEAD, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    content = ft.Column(
        [
            lead,
            field("lastName", "last", words.KIN_LAST, autofocus=True),
            field("firstName", "first", words.KIN_FIRST),
            field("middleName", "middle", words.KIN_MIDDLE, helper=words.KIN_MIDDLE_HELPER),
            birth,
            _relation(look, form),
            field("phone", "phone", words.PHONE, keyboard=ft.KeyboardType.PHONE),
            *([demo_warning(look, demo.DATA_WARNING)] if is_demo else []),
            *wrong,
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    ft.use_dialog(
        form_dialog(
            look,
            words.KIN_TITLE,
            content,
            action=words.KIN_SAVE,
            action_id=ids.CLINIC_KIN_SAVE,
            cancel_id=ids.CLINIC_KIN_CANCEL,
            on_action=save,
            on_cancel=lambda _event: state.stop_adding(),
            busy=form.is_busy,
        )
    )
    return ft.Container(width=0, height=0)


def _relation(look: Look, form: FormState[KinshipForm]) -> ft.Control:
    chosen = form.draft.relation

    def option(relation: KinRelation) -> Option:
        return Option(
            ids.CLINIC_KIN_RELATION(relation.value.lower()),
            KIN_WORDS[relation],
            lambda: form.put("relation", relation),
        )

    return SelectField(  # type: ignore[no-any-return]
        look,
        words.KIN_RELATION,
        ids.CLINIC_KIN_RELATION(chosen.value.lower()) if chosen else None,
        [option(one) for one in KinRelation],
        identifier=ids.CLINIC_KIN_RELATIONS,
        width=min(WIDTH, look.width - 32) - 48,
        error=form.shown.get("relation"),
        key="relation",
    )
