"""What the journal found: how many, the rows under their head, or that there is nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import flet as ft

from emias_app.state._loadable import Ready
from emias_app.state.clinic_journal import Found, JournalState
from emias_app.views import ids
from emias_app.views.clinic.patient_rows import patients_list
from emias_app.views.components.feedback import empty
from emias_app.views.components.scrolling import INTERVAL
from emias_app.views.components.text import text
from emias_app.views.format import counted
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role


def journal_total(look: Look, journal: JournalState) -> ft.Control | None:
    """«9 пациентов», or «Найдено: 3» of a search."""
    if not isinstance(journal.rows, Ready):
        return None
    count = journal.rows.value.total
    said = words.FOUND.format(count=count) if journal.query else counted(count, words.PATIENTS_FORMS)
    return tagged(ids.CLINIC_TOTAL, text(said, Role.BODY_MEDIUM, look.palette.on_surface_variant), live=True)


def found_rows(
    look: Look,
    journal: JournalState,
    found: Found,
    today: date,
    chosen: object,
    on_open: Any,
    scrolled: Any,
    *,
    has_menu: bool,
) -> ft.Control:
    """The rows; an empty list says why."""
    if not found.patients:
        title, said = (
            (words.NOBODY, words.NOBODY_TEXT) if journal.query else (words.NO_PATIENTS, words.NO_PATIENTS_TEXT)
        )
        return empty(look, ft.Icons.PERSON_SEARCH, title, said, identifier=ids.CLINIC_EMPTY)
    head, lines = patients_list(look, found, journal.marked_id, today, chosen, on_open, has_menu=has_menu)
    rows = ft.ListView(
        lines,
        spacing=0,
        padding=0,
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return ft.Column([*head, rows], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
