"""Entry cards of a card's home: what has a screen of its own beside the sections."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.overview import Overview
from emias_app.state._loadable import Loadable, Ready
from emias_app.state.place import Growth, ShowSetup, TakeAway
from emias_app.views import ids
from emias_app.views.components.section_card import entry_card
from emias_app.views.going import Go, to
from emias_app.views.growth.faces import entry_line
from emias_app.views.strings import growth as growth_words
from emias_app.views.strings import show as show_words
from emias_app.views.strings import take_away as take_away_words
from emias_app.views.theme import Look, Space


def entry_cards(look: Look, patient_id: UUID, overview: Loadable[Overview], today: date, go: Go) -> ft.Control:
    """Two in a row; one under another beside a pane or with large text."""
    measured = overview.value.measured if isinstance(overview, Ready) else None
    is_row = not look.is_wide and not look.has_large_text
    cards = [
        entry_card(
            look,
            ft.Icons.STRAIGHTEN,
            growth_words.TITLE,
            entry_line(measured, today),
            identifier=ids.MEDCARD_GROWTH,
            on_open=to(go, Growth(patient_id)),
            expand=True if is_row else None,
        ),
        entry_card(
            look,
            ft.Icons.SHARE,
            take_away_words.TITLE,
            take_away_words.ENTRY_LINE,
            identifier=ids.MEDCARD_TAKE_AWAY,
            on_open=to(go, TakeAway(patient_id)),
            expand=True if is_row else None,
        ),
        entry_card(
            look,
            ft.Icons.VISIBILITY_OUTLINED,
            show_words.TITLE,
            show_words.ENTRY_LINE,
            identifier=ids.MEDCARD_SHOW,
            on_open=to(go, ShowSetup(patient_id)),
            expand=True if is_row else None,
        ),
    ]
    if is_row:
        lines = [cards[start : start + 2] for start in range(0, len(cards), 2)]
        rows: list[ft.Control] = [ft.Row(list(line), spacing=Space.BETWEEN_CARDS) for line in lines]
    else:
        rows = list(cards)
    return ft.Column(rows, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
