"""The doctor's door: the patient's card with its toolbar."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.domain.identifiers import format_phone
from emias_app.models.clinic import ClinicPatient, Kinship
from emias_app.state._loadable import Ready
from emias_app.state.clinic_access import PatientDesk
from emias_app.state.clinic_child_data import PatientChildData
from emias_app.state.clinic_uploads import PatientUploads
from emias_app.state.place import Clinic, ClinicAccess
from emias_app.views import ids
from emias_app.views.clinic.child_data import ParentsData
from emias_app.views.clinic.faces import kin_line, kin_name, patient_age, patient_name
from emias_app.views.clinic.top_bar import patient_band
from emias_app.views.clinic.uploads import ParentsUploads
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.format import long_date, sentence
from emias_app.views.going import Go, to
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space


@component
def PatientCard(  # noqa: N802
    look: Look,
    state: PatientDesk,
    child_data: PatientChildData | None,
    uploads: PatientUploads | None,
    today: date,
    go: Go,
) -> ft.Control:
    """Wires the card to one patient."""

    async def retry(_event: object) -> None:
        await state.retry(with_access=False)

    def ready(patient: ClinicPatient) -> ft.Control:
        kin = state.kin.value if isinstance(state.kin, Ready) else None
        band = patient_band(look, patient, today, back=words.TO_PATIENTS, on_back=to(go, Clinic()))
        button = primary_button(
            look,
            words.ACCESS,
            identifier=ids.CLINIC_ACCESS,
            on_click=to(go, ClinicAccess(patient.id)),
            icon=ft.Icons.VPN_KEY,
            compact=True,
        )
        title = screen_title(look, words.CARD, None if look.is_compact else button)
        body = ft.ListView(
            [
                title,
                *([button] if look.is_compact else []),
                _groups(look, patient, kin, today),
                *([ParentsData(look, child_data, key=f"parents-{patient.id}")] if child_data is not None else []),
                *([ParentsUploads(look, uploads, key=f"uploads-{patient.id}")] if uploads is not None else []),
            ],
            spacing=Space.MARGIN,
            padding=look.margin,
            expand=True,
        )
        return ft.Column([band, ft.Container(body, expand=True)], spacing=0, expand=True)

    return when_ready(
        look,
        state.patient,
        ready,
        on_retry=retry,
        retry_id=ids.CLINIC_RETRY,
        error_id=ids.CLINIC_ERROR,
        skeleton=lambda: ft.Container(skeleton_rows(look), padding=look.margin),
    )


def _groups(look: Look, patient: ClinicPatient, kin: tuple[Kinship, ...] | None, today: date) -> ft.Control:
    facts = [
        (words.NAME, patient_name(patient)),
        (words.BORN, sentence(long_date(patient.birth_date), patient_age(patient, today))),
        (words.SEX, words.SEXES[patient.sex.value]),
        (words.OMS, grouped_oms(patient.oms) if patient.oms else words.OMS_NONE),
    ]
    left = _group(look, words.PASSPORT, _lines(look, [_fact(look, *fact) for fact in facts]))
    right = _group(look, words.KIN, _kin(look, kin))
    if look.is_wide and not look.has_large_text:
        return ft.Row(
            [ft.Container(left, expand=True), ft.Container(right, expand=True)],
            spacing=Space.BETWEEN_GROUPS,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    return ft.Column(
        [left, right],
        spacing=Space.BETWEEN_GROUPS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _group(look: Look, title: str, body: ft.Control) -> ft.Control:
    return ft.Column(
        [heading(look, title), card(look, body)],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def grouped_oms(oms: str) -> str:
    """«7700 0000 0000 4417»"""
    return " ".join(oms[at : at + 4] for at in range(0, len(oms), 4))


def _kin(look: Look, kin: tuple[Kinship, ...] | None) -> ft.Control:
    p = look.palette
    if not kin:
        said = words.KIN_NONE if kin is not None else words.DASH
        return text(said, Role.BODY_MEDIUM, p.on_surface_variant)
    return _lines(
        look,
        [_fact(look, sentence(kin_line(one), format_phone(one.phone)), kin_name(one), flipped=True) for one in kin],
    )


def _lines(look: Look, facts: list[ft.Control]) -> ft.Control:
    lines: list[ft.Control] = []
    for number, fact in enumerate(facts):
        lines += [hairline(look), fact] if number else [fact]
    return ft.Column(lines, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _fact(look: Look, label: str, value: str, *, flipped: bool = False) -> ft.Control:
    p = look.palette
    said: list[ft.Control] = [
        text(label, Role.BODY_MEDIUM, p.on_surface_variant),
        text(value, Role.ROW_TITLE if flipped else Role.BODY_LARGE, p.on_surface),
    ]
    return ft.Column(said[::-1] if flipped else said, spacing=0, tight=True)
