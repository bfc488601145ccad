"""«Доступ к ЭМК ребенка»: the form at the left, the history at the right; under 1024 one under the other."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.models.clinic import ClinicPatient
from emias_app.state.clinic_access import AccessForm, PatientDesk
from emias_app.state.place import Clinic, ClinicPatientPage
from emias_app.views import ids
from emias_app.views.clinic.access_form import AccessFormCard
from emias_app.views.clinic.history import History
from emias_app.views.clinic.kin_dialog import KinDialog
from emias_app.views.clinic.revoke_dialog import RevokeDialog
from emias_app.views.clinic.top_bar import patient_band
from emias_app.views.components.boundary import component
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.going import Go, to
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Size, Space

#: The form's card; the history takes the rest.
FORM = 360


@component
def AccessScreen(  # noqa: N802
    look: Look, state: PatientDesk, form: AccessForm, today: date, go: Go, *, is_doctor: bool, is_demo: bool
) -> ft.Control:
    """Wires the form of one patient; ``form`` is the state's own, given apart so that its changes are drawn."""

    async def retry(_event: object) -> None:
        await state.retry(with_access=True)

    def ready(patient: ClinicPatient) -> ft.Control:
        back, above = (words.TO_CARD, ClinicPatientPage(patient.id)) if is_doctor else (words.TO_JOURNAL, Clinic())
        band = patient_band(look, patient, today, back=back, on_back=to(go, above))
        is_beside = look.is_wide and not look.has_large_text
        card = AccessFormCard(look, state, form, _room(look, is_beside), is_tall=is_beside, is_demo=is_demo, key="form")
        rows = History(look, state, is_tall=is_beside, key="history")
        dialogs: list[ft.Control] = []
        if state.adding is not None:
            dialogs.append(KinDialog(look, state, state.adding, state.adding.form, is_demo, key="adding"))
        if state.revoking is not None:
            dialogs.append(RevokeDialog(look, state, state.revoking, patient, is_demo, key="revoking"))
        body = _beside(look, card, rows) if is_beside else _below(look, card, rows)
        return ft.Column([band, body, *dialogs], spacing=0, expand=True)

    return when_ready(
        look,
        state.patient,
        ready,
        on_retry=retry,
        retry_id=ids.CLINIC_RETRY,
        error_id=ids.CLINIC_ERROR,
        skeleton=lambda: ft.Container(skeleton_rows(look), padding=look.margin),
    )


def _room(look: Look, is_beside: bool) -> float:
    """How wide the form is."""
    return FORM if is_beside else min(look.width - 2 * look.margin, Size.COLUMN)


def _beside(look: Look, form: ft.Control, rows: ft.Control) -> ft.Control:
    return ft.Container(
        ft.Row(
            [ft.Container(form, width=FORM), ft.Container(rows, expand=True)],
            spacing=Space.WIDE_MARGIN,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=look.margin,
        expand=True,
    )


def _below(look: Look, form: ft.Control, rows: ft.Control) -> ft.Control:
    column = ft.Container(
        ft.Column(
            [form, rows],
            spacing=Space.BETWEEN_GROUPS,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        width=_room(look, False),
    )
    return ft.ListView([ft.Row([column], alignment=ft.MainAxisAlignment.CENTER)], padding=look.margin, expand=True)
