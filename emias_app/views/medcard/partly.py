"""«Загрузилось не всё»: which sections of a card did not load, and of when the rest is."""

from __future__ import annotations

import flet as ft

from emias_app.domain.sections import BY_SLUG
from emias_app.state.card import CardState
from emias_app.views import ids
from emias_app.views.components.banner import partial_banner
from emias_app.views.components.pressable import Handler
from emias_app.views.format import clock_time, counted
from emias_app.views.strings import card as words
from emias_app.views.theme import Look


def partly_loaded(look: Look, state: CardState, on_retry: Handler) -> list[ft.Control]:
    """Nothing where all is loaded, or where the network is away and that is said already."""
    failed = sorted(BY_SLUG[slug].title for slug in state.failed)
    if look.saved_when is not None or not (failed or state.last_failure):
        return []
    time = clock_time(state.loaded_at) if state.loaded_at else None
    if len(failed) == 1:
        title = words.NOT_LOADED_ONE.format(title=failed[0])
    elif failed:
        title = words.NOT_LOADED_SOME.format(count=counted(len(failed), words.SECTION_FORMS))
    else:
        title = words.STALE_TITLE
    rest = words.REST_LOADED if failed else words.ALL_LOADED
    body = rest.format(time=time) if time else ""
    return [partial_banner(look, title, body, action_id=ids.MEDCARD_PARTLY_RETRY, on_retry=on_retry)]
