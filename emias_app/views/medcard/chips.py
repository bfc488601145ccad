"""The chips that narrow a section's list: all kinds or specialities of the whole section, each with its count."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import flet as ft

from emias_app.models.records import Facet, Facets
from emias_app.state.section import SectionState
from emias_app.views.components.boundary import component
from emias_app.views.components.filter_chips import Chip, filter_chips
from emias_app.views.medcard.latin import latin
from emias_app.views.strings import card as words
from emias_app.views.theme import Look

ALL, OUTSIDE, MORE = "all", "outside", "more"
#: So many kinds stand on a wide screen, where a row cannot be drawn along by a finger; the rest is one tap away.
SHOWN, SHOWN_LARGE = 5, 2


class Run(Protocol):
    """Runs an intention of the state."""

    def __call__(self, work: Callable[..., Awaitable[None]], *args: object) -> None: ...


def section_chips(look: Look, state: SectionState, run: Run) -> list[ft.Control]:
    """The row of chips; nothing where there is nothing to choose."""
    kinds = state.filters if len(state.facets.items) > 1 else ()
    if not kinds and not state.section.tells_outside:
        return []
    return [SectionChips(look, state, state.facets, kinds, run, key=f"chips-{state.patient_id}-{state.slug}")]


@component
def SectionChips(  # noqa: N802
    look: Look, state: SectionState, facets: Facets, kinds: Sequence[Facet], run: Run
) -> ft.Control:
    """«Все», «С отклонениями» and the kinds: what is outside its norm goes together with a kind."""
    is_whole, set_whole = ft.use_state(False)
    choice = state.choice
    keys = {latin(one.key): one.key for one in kinds}
    most = SHOWN_LARGE if look.has_large_text else SHOWN
    is_short = look.is_compact or is_whole or len(kinds) <= most + 1
    shown = kinds if is_short else _first(kinds, most, choice.filter_key)
    outside = [Chip(OUTSIDE, words.OUTSIDE, facets.outside)] if state.section.tells_outside else []
    more = [Chip(MORE, words.MORE_KINDS.format(count=len(kinds) - len(shown)))] if len(shown) < len(kinds) else []
    chips = [
        Chip(ALL, words.ALL_KINDS),
        *outside,
        *(Chip(latin(one.key), one.title, one.count) for one in shown),
        *more,
    ]
    chosen = [latin(choice.filter_key)] if choice.filter_key else []
    chosen += [OUTSIDE] if choice.only_outside else []

    def choose(key: str) -> None:
        if key == MORE:
            set_whole(True)
        elif key == ALL:
            run(state.choose_every_kind)
        elif key == OUTSIDE:
            run(state.choose_outside, not choice.only_outside)
        else:
            run(state.choose_filter, None if keys[key] == choice.filter_key else keys[key])

    return filter_chips(look, chips, chosen or [ALL], choose, wrap=not look.is_compact)


def _first(kinds: Sequence[Facet], most: int, chosen: str | None) -> Sequence[Facet]:
    """The first few, and the chosen one wherever it stands."""
    return [one for place, one in enumerate(kinds) if place < most or one.key == chosen]
