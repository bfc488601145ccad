"""«Родственная связь: Добавление»."""

from __future__ import annotations

import flet as ft

from emias_app.domain.kinship import KIN_WORDS
from emias_app.models.base import Tone
from emias_app.models.clinic import KinRelation
from emias_app.state.clinic_access import PatientDesk
from emias_app.state.clinic_forms import KinField, KinForm
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.dialog import WIDTH, form_dialog
from emias_app.views.components.form_field import FormField
from emias_app.views.components.select_field import Option, select_field
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

_NAMES = {
    KinField.LAST_NAME: ("last", words.KIN_LAST),
    KinField.FIRST_NAME: ("first", words.KIN_FIRST),
    KinField.MIDDLE_NAME: ("middle", words.KIN_MIDDLE),
    KinField.BIRTH_DATE: ("birth", words.KIN_BIRTH),
    KinField.PHONE: ("phone", words.PHONE),
}


@component
def KinDialog(look: Look, state: PatientDesk, form: KinForm) -> ft.Control:  # noqa: N802
    """Wires the form; it closes by itself when the relative is kept."""

    async def save(_event: object = None) -> None:
        await form.save()

    def field(which: KinField, **more: object) -> ft.Control:
        key, label = _NAMES[which]
        return FormField(  # type: ignore[no-any-return]
            look,
            label,
            form.texts[which],
            lambda typed: form.type(which, typed),
            identifier=ids.CLINIC_KIN_FIELD(key),
            error=form.errors.get(which.value),
            on_blur=lambda _event: form.leave(which),
            on_submit=save,
            **more,
        )

    wrong = [tagged(ids.CLINIC_KIN_ERROR, banner(look, Tone.ERROR, form.error), live=True)] if form.error else []
    lead = text(words.KIN_LEAD, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    content = ft.Column(
        [
            lead,
            field(KinField.LAST_NAME, autofocus=True),
            field(KinField.FIRST_NAME),
            field(KinField.MIDDLE_NAME, helper=words.KIN_MIDDLE_HELPER),
            field(KinField.BIRTH_DATE, hint=words.KIN_BIRTH_HINT, keyboard=ft.KeyboardType.DATETIME),
            _relation(look, form),
            field(KinField.PHONE, keyboard=ft.KeyboardType.PHONE),
            *wrong,
        ],
        spacing=Space.BETWEEN_CARDS,
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


def _relation(look: Look, form: KinForm) -> ft.Control:
    def option(relation: KinRelation) -> Option:
        return Option(
            ids.CLINIC_KIN_RELATION(relation.value.lower()),
            KIN_WORDS[relation],
            lambda _event: form.choose_relation(relation),
            is_chosen=form.relation is relation,
        )

    return select_field(
        look,
        words.KIN_RELATION,
        KIN_WORDS[form.relation] if form.relation else "",
        [option(one) for one in KinRelation],
        identifier=ids.CLINIC_KIN_RELATIONS,
        width=min(WIDTH, look.width - 32) - 48,
        error=form.errors.get(KinField.RELATION.value),
        hint=words.RELATIVE_EMPTY,
    )
