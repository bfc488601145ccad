"""The account's level: what it is, what is missing for the next one, and what that is worth."""

from __future__ import annotations

import flet as ft

from emias_app.domain.account_levels import STEP_WORDS, Step
from emias_app.models.account import Me
from emias_app.models.base import Tone
from emias_app.state.levels import LevelsState, level_above
from emias_app.state.place import Paper, PaperForm
from emias_app.views import ids
from emias_app.views.components.card import chevron, rows_card, tile
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import account as words
from emias_app.views.theme import Look, Role, Space

#: Which form a step leads to; a step without one is waited for.
_FORMS = {
    Step.ADD_SNILS: Paper.SNILS,
    Step.ADD_PASSPORT: Paper.PASSPORT,
    Step.CORRECT_PASSPORT: Paper.PASSPORT,
    Step.ADD_INN: Paper.INN,
}
_ICONS = {
    Step.WAIT_FOR_PASSPORT: ft.Icons.HOURGLASS_TOP,
    Step.RETRY_PASSPORT: ft.Icons.REFRESH,
    Step.CORRECT_PASSPORT: ft.Icons.ERROR_OUTLINE,
}
_TONES = {Step.RETRY_PASSPORT: Tone.WARN, Step.CORRECT_PASSPORT: Tone.ERROR}


def level_card(look: Look, me: Me, levels: LevelsState, go: Go) -> ft.Control:
    """The level with the steps to the next one, each with what leads on."""
    p = look.palette
    above = level_above(me)
    name = words.LEVEL_NOW.format(level=words.LEVEL_NAMES[me.level.value])
    worth = f"{above.worth}." if above else words.LEVEL_DONE
    goal = words.LEVEL_NEXT.format(level=words.LEVEL_GENITIVE[above.level.value]) if above else None
    said = ft.Column(
        [
            ft.Semantics(header=True, content=text(name, Role.TITLE_MEDIUM, p.on_surface)),
            *([text(goal, Role.TITLE_SMALL, p.on_surface)] if goal else []),
            text(worth, Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        spacing=4,
        tight=True,
        expand=True,
    )
    head = ft.Container(
        ft.Row(
            [tile(look, ft.Icons.WORKSPACE_PREMIUM_OUTLINED), said],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.START,
        ),
        padding=Space.INSIDE,
    )
    steps = [_step(look, step, levels, go) for step in above.steps] if above else []
    return tagged(ids.PROFILE_LEVEL, rows_card(look, [head, *steps], divider_left=TEXT_LEFT))


def _step(look: Look, step: Step, levels: LevelsState, go: Go) -> ft.Control:
    """One thing to do, or to wait for; the whole row is the target."""
    if step is Step.RETRY_PASSPORT:

        async def again(_event: object) -> None:
            await levels.recheck(Paper.PASSPORT)

        is_busy = levels.busy_with is Paper.PASSPORT
        return _row(look, step, "recheck", None if is_busy else again, words.RECHECK)
    paper = _FORMS.get(step)
    if paper is None:
        return _row(look, step, "", None, None)
    return _row(look, step, paper.value, to(go, PaperForm(paper)), None)


def _row(look: Look, step: Step, key: str, on_click: Handler | None, action: str | None) -> ft.Control:
    p = look.palette
    shade = p.tone(_TONES.get(step, Tone.INFO))
    icon = ft.Container(
        ft.Icon(_ICONS.get(step, ft.Icons.ADD_CIRCLE_OUTLINE), size=24, color=shade.text),
        width=40,
        alignment=ft.Alignment.CENTER,
    )
    lines: list[ft.Control] = [text(STEP_WORDS[step], Role.ROW_TITLE, p.on_surface)]
    if action:
        lines.append(text(action, Role.TITLE_SMALL, p.primary))
    said = ft.Column(lines, spacing=2, tight=True, expand=True)
    row = ft.Row(
        [icon, said, *([chevron(look)] if on_click else [])],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
    padding = ft.Padding.only(left=Space.INSIDE, right=8, top=12, bottom=12)
    if on_click is None:
        return ft.Container(row, padding=padding)
    return pressable(
        look,
        row,
        identifier=ids.PROFILE_STEP(key),
        label=sentence(STEP_WORDS[step], action),
        on_click=on_click,
        padding=padding,
        key=key,
    )
