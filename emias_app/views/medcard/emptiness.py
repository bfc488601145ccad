"""Why a list is empty: never anything, nothing in this period, nothing found."""

from __future__ import annotations

import flet as ft

from emias_app.models.section import SectionSlug
from emias_app.state.section import Emptiness, SectionState
from emias_app.views import icons, ids
from emias_app.views.components.feedback import empty
from emias_app.views.format import long_date
from emias_app.views.strings import card as words
from emias_app.views.strings import uploads
from emias_app.views.theme import Look


def empty_list(look: Look, state: SectionState) -> ft.Control:
    """Three different messages, each with the way out that there is."""

    async def show_all(_event: object) -> None:
        await state.show_everything()

    section = state.section
    things = state.plural[2]
    since = words.EMPTY_SINCE.format(since=section.since_words) if section.since else ""
    match state.emptiness:
        case Emptiness.PERIOD:
            newest = state.summary.newest if state.summary else None
            last = words.EMPTY_LAST.format(day=long_date(newest)) if newest else ""
            return empty(
                look,
                icons.SECTION[state.slug],
                words.EMPTY_PERIOD[state.choice.period.value].format(things=things),
                f"{last} {since}".strip(),
                identifier=ids.SECTION_EMPTY,
                action=words.SHOW_ALL,
                action_id=ids.SECTION_SHOW_ALL,
                on_action=show_all,
            )
        case Emptiness.SEARCH:
            return empty(
                look,
                ft.Icons.SEARCH_OFF,
                words.EMPTY_SEARCH,
                words.EMPTY_SEARCH_TEXT,
                identifier=ids.SECTION_EMPTY,
                action=words.CLEAR,
                action_id=ids.SECTION_SHOW_ALL,
                on_action=show_all,
            )
        case _:
            title = words.EMPTY_NEVER.format(things=things)
            return empty(
                look,
                icons.SECTION[state.slug],
                title[:1].upper() + title[1:],
                since or (uploads.EMPTY if state.slug is SectionSlug.UPLOADS else words.EMPTY_ALWAYS),
                identifier=ids.SECTION_EMPTY,
            )
