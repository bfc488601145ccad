"""The clinic's side as one view: signing in, or the bar of the work place over the place that was asked for."""

from __future__ import annotations

import flet as ft

from emias_app.clock import moscow_day
from emias_app.state.clinic import ClinicState, Desk
from emias_app.state.place import ClinicAccess, ClinicPatientPage, Entry, Place
from emias_app.views.clinic.access import AccessScreen
from emias_app.views.clinic.card import PatientCard
from emias_app.views.clinic.journal import JournalScreen
from emias_app.views.clinic.login import StaffLogin
from emias_app.views.clinic.top_bar import top_bar
from emias_app.views.components.boundary import component
from emias_app.views.going import Go, to
from emias_app.views.theme import Look


@component
def ClinicPage(  # noqa: N802
    look: Look, state: ClinicState, place: Place, go: Go, mark: ft.Control | None = None
) -> ft.Control:
    """Wires a place of the clinic; ``mark`` is the demo's."""

    async def log_out(_event: object) -> None:
        await state.sign_out()

    desk = state.desk
    if desk is None:
        return StaffLogin(look, state, to(go, Entry()), mark, key="staff-login")  # type: ignore[no-any-return]
    return ft.Column(
        [top_bar(look, desk.staff, log_out, mark), ft.Container(_body(look, state, desk, place, go), expand=True)],
        spacing=0,
        expand=True,
    )


def _body(look: Look, state: ClinicState, desk: Desk, place: Place, go: Go) -> ft.Control:
    today = moscow_day(state.backend.server_now())
    patient = desk.patient
    if patient is not None and isinstance(place, ClinicAccess):
        return AccessScreen(  # type: ignore[no-any-return]
            look,
            patient,
            patient.form,
            today,
            go,
            is_doctor=desk.is_doctor,
            is_demo=state.is_demo,
            key=f"access-{patient.patient_id}",
        )
    if patient is not None and isinstance(place, ClinicPatientPage) and desk.is_doctor:
        return PatientCard(  # type: ignore[no-any-return]
            look, patient, desk.child_data, desk.uploads, today, go, key=f"patient-{patient.patient_id}"
        )
    return JournalScreen(  # type: ignore[no-any-return]
        look, desk.journal, patient, today, go, state.close_menu, is_doctor=desk.is_doctor, key="journal"
    )
