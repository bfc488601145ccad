"""Why no entry is shown: never any, none of this indicator, none in this period."""

from __future__ import annotations

import flet as ft

from emias_app.clock import moscow_day
from emias_app.state.diary import DiaryState
from emias_app.state.diary_days import DiaryPeriod, narrowed
from emias_app.views import ids
from emias_app.views.components.feedback import empty
from emias_app.views.format import long_date
from emias_app.views.strings import diary as words
from emias_app.views.theme import Look


def empty_diary(look: Look, state: DiaryState) -> ft.Control:
    """Three different messages."""
    of_indicator = narrowed(state.lines, state.indicator, None)
    if of_indicator:
        newest = long_date(moscow_day(of_indicator[0].entry.measured_at))
        return empty(
            look,
            ft.Icons.EDIT_NOTE_OUTLINED,
            words.EMPTY_PERIOD[state.period.value],
            words.EMPTY_PERIOD_TEXT.format(day=newest),
            identifier=ids.DIARY_EMPTY,
            action=words.SHOW_ALL,
            action_id=ids.DIARY_SHOW_ALL,
            on_action=lambda _event: state.choose_period(DiaryPeriod.ALL),
        )
    title, body = words.EMPTY_OF, words.EMPTY_OF_TEXT
    if state.indicator is None:
        title, body = words.EMPTY_TITLE, words.EMPTY_TEXT
    return empty(look, ft.Icons.EDIT_NOTE_OUTLINED, title, body, identifier=ids.DIARY_EMPTY)
