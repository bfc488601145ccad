"""The journal of the work place: a search, the patients, and for the registrar the extra menu of whoever is chosen."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.state.clinic_access import PatientDesk
from emias_app.state.clinic_journal import JournalState
from emias_app.state.place import ClinicPatientPage
from emias_app.views import ids
from emias_app.views.clinic.extra_menu import ExtraMenuSheet, extra_menu
from emias_app.views.clinic.found import found_rows, journal_total
from emias_app.views.clinic.patient_rows import MENU, has_side_menu
from emias_app.views.components.boundary import component
from emias_app.views.components.card import card
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.pressable import Handler
from emias_app.views.components.scrolling import use_scrolling
from emias_app.views.components.search_field import SearchField
from emias_app.views.components.text import screen_title, text
from emias_app.views.going import Go
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

_STEPS = {"Arrow Down": 1, "Arrow Up": -1}


@component
def JournalScreen(  # noqa: N802
    look: Look,
    journal: JournalState,
    patient: PatientDesk | None,
    today: date,
    go: Go,
    close_menu: Handler,
    *,
    is_doctor: bool,
) -> ft.Control:
    """Wires the journal. Arrows walk through the rows wherever the focus is, Enter in the search opens one."""
    page = ft.context.page
    anew, set_anew = ft.use_state(0)
    scrolled = use_scrolling(on_end=journal.more)
    chosen = patient.patient_id if patient is not None else None

    async def open_patient(patient_id: object) -> None:
        await go(ClinicPatientPage(patient_id))  # type: ignore[arg-type]

    async def enter(typed: str) -> None:
        if typed != journal.query:
            await journal.search(typed)
            if len(journal.patients) != 1:
                return
        if journal.marked_id is not None:
            await open_patient(journal.marked_id)

    async def pressed(event: ft.KeyboardEvent) -> None:
        if event.key in _STEPS:
            journal.move(_STEPS[event.key])
        elif event.key == "Escape":
            set_anew(lambda n: n + 1)
            if journal.query:
                await journal.search("")

    def listen() -> None:
        page.on_keyboard_event = pressed

    def stop() -> None:
        page.on_keyboard_event = None

    ft.use_effect(listen, [], cleanup=stop)

    async def retry(_event: object) -> None:
        await journal.retry()

    search = SearchField(
        look,
        words.SEARCH,
        journal.search,
        initial=journal.query,
        identifier=ids.CLINIC_SEARCH,
        clear_id=ids.CLINIC_SEARCH_CLEAR,
        on_enter=enter,
        autofocus=True,
        key=f"search-{anew}",
    )
    rows = when_ready(
        look,
        journal.rows,
        lambda found: found_rows(look, journal, found, today, chosen, open_patient, scrolled, has_menu=not is_doctor),
        on_retry=retry,
        retry_id=ids.CLINIC_RETRY,
        error_id=ids.CLINIC_ERROR,
        skeleton=lambda: ft.Container(skeleton_rows(look, 5), padding=Space.MARGIN),
    )
    title = screen_title(look, words.PATIENTS if is_doctor else words.JOURNAL, journal_total(look, journal))
    hint = text(words.SEARCH_KEYS, Role.BODY_SMALL, look.palette.on_surface_variant)
    head = ft.Column(
        [title, search, *([hint] if look.is_wide else [])],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    body = ft.Column(
        [head, ft.Container(card(look, rows, padding=0), expand=True)],
        spacing=Space.MARGIN,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    side = [] if is_doctor else [_menu(look, patient, today, go, close_menu)]
    return ft.Container(
        ft.Row(
            [ft.Container(body, expand=True), *side],
            spacing=Space.WIDE_MARGIN if look.is_wide else 0,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=look.margin,
        expand=True,
    )


def _menu(look: Look, patient: PatientDesk | None, today: date, go: Go, close: Handler) -> ft.Control:
    """Beside the list where there is room, a sheet over it elsewhere."""
    if has_side_menu(look):
        return ft.Column([extra_menu(look, patient, today, go)], width=MENU)
    return ExtraMenuSheet(look, patient, today, go, close, key="extra-menu")  # type: ignore[no-any-return]
