"""«Укажите причину отзыва права доступа»: the consequence first, then the reason."""

from __future__ import annotations

import flet as ft

from emias_app.domain.declension import genitive
from emias_app.models.base import Tone
from emias_app.models.clinic import ClinicPatient
from emias_app.state.clinic_access import PatientDesk
from emias_app.state.clinic_forms import Revocation
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.dialog import form_dialog
from emias_app.views.components.form_field import FormField
from emias_app.views.components.form_page import demo_warning
from emias_app.views.components.snack import snack
from emias_app.views.components.text import text
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.strings import demo
from emias_app.views.theme import Look, Role, Space


@component
def RevokeDialog(  # noqa: N802
    look: Look, state: PatientDesk, revocation: Revocation, patient: ClinicPatient, is_demo: bool
) -> ft.Control:
    """Wires the dialog of one row; it closes by itself when the access is revoked."""
    p = look.palette
    page = ft.context.page
    row = revocation.row

    async def confirm(_event: object = None) -> None:
        done = state.revoked_count
        await revocation.confirm()
        if state.revoked_count > done:
            snack(page, words.REVOKED)

    about = words.REVOKE_TEXT if row.grant_id is not None else words.REVOKE_CODE_TEXT
    child = genitive(patient.first_name, patient.sex)
    wrong = (
        [tagged(ids.CLINIC_REVOKE_ERROR, banner(look, Tone.ERROR, revocation.error), live=True)]
        if revocation.error
        else []
    )
    content = ft.Column(
        [
            text(about.format(name=row.relative, child=child), Role.BODY_LARGE, p.on_surface_variant),
            ft.Semantics(header=True, content=text(words.REVOKE_ASK, Role.TITLE_SMALL, p.on_surface)),
            FormField(
                look,
                words.REASON,
                revocation.reason,
                revocation.type,
                identifier=ids.CLINIC_REASON,
                error=revocation.reason_error,
                hint=words.REASON_HINT,
                autofocus=True,
                lines=2,
            ),
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
            words.REVOKE_TITLE,
            content,
            action=words.REVOKE,
            action_id=ids.CLINIC_REVOKE_CONFIRM,
            cancel_id=ids.CLINIC_REVOKE_CANCEL,
            on_action=confirm,
            on_cancel=lambda _event: state.stop_revoking(),
            danger=True,
            busy=revocation.is_busy,
        )
    )
    return ft.Container(width=0, height=0)
