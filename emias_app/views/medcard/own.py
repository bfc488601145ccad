"""What the parents fill in themselves, on the home of a card."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from emias_app.domain.sections import BY_SLUG
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.state.place import section_place
from emias_app.views import icons, ids
from emias_app.views.components.section_card import entry_card
from emias_app.views.format import counted
from emias_app.views.going import Go, to
from emias_app.views.strings import child_data as words
from emias_app.views.theme import Look, Space

_OWN = {SectionSlug.DIARY: words.DIARY, SectionSlug.CHILD_DATA: words.TITLE}


def own_cards(look: Look, patient_id: UUID, summaries: Sequence[SectionSummary], go: Go) -> list[ft.Control]:
    """The diary and «Данные о ребенке» with how many entries there are; one under another where the text is large."""
    known = {summary.section: summary for summary in summaries}
    cards: list[ft.Control] = []
    for slug, title in _OWN.items():
        own = known.get(slug)
        if own is None:
            continue
        line = counted(own.count, BY_SLUG[slug].plural) if own.count else words.CARD_EMPTY
        cards.append(
            entry_card(
                look, icons.SECTION[slug], title, line, identifier=ids.MEDCARD_SECTION(slug.value),
                on_open=to(go, section_place(patient_id, slug)),
            )
        )  # fmt: skip
    if not cards:
        return []
    if look.has_large_text:
        return [ft.Row([one]) for one in cards]
    return [ft.Row(cards, spacing=Space.BETWEEN_CARDS)]
