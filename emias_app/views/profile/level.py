"""The account's level: what it is, what is missing for the next one, and what that is worth."""

from __future__ import annotations

import flet as ft

from emias_app.domain.account_levels import STEP_WORDS, NextLevel, Step
from emias_app.models.account import Me
from emias_app.state.levels import LevelsState, level_above
from emias_app.state.place import Paper, PaperForm
from emias_app.views import ids
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.card import card
from emias_app.views.components.text import text
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


def level_card(look: Look, me: Me, levels: LevelsState, go: Go) -> ft.Control:
    """The level with the steps to the next one, each with what leads on."""
    p = look.palette
    above = level_above(me)
    name = words.LEVEL_NOW.format(level=words.LEVEL_NAMES[me.level.value])
    head = ft.Semantics(header=True, content=text(name, Role.TITLE_MEDIUM, p.on_primary_container))
    if above is None:
        body: list[ft.Control] = [text(words.LEVEL_DONE, Role.BODY_MEDIUM, p.on_primary_container)]
    else:
        body = _steps(look, above, levels, go)
    column = ft.Column(
        [
            ft.Row(
                [
                    ft.Icon(ft.Icons.WORKSPACE_PREMIUM_OUTLINED, size=24, color=p.on_primary_container),
                    ft.Container(head, expand=True),
                ],
                spacing=12,
            ),
            *body,
        ],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    shown = card(look, column)
    shown.bgcolor = p.primary_container
    return tagged(ids.PROFILE_LEVEL, shown)


def _steps(look: Look, above: NextLevel, levels: LevelsState, go: Go) -> list[ft.Control]:
    p = look.palette
    worth = words.LEVEL_NEXT.format(level=words.LEVEL_GENITIVE[above.level.value])
    return [
        ft.Column(
            [
                text(worth, Role.TITLE_SMALL, p.on_primary_container),
                text(f"{above.worth}.", Role.BODY_MEDIUM, p.on_primary_container),
            ],
            spacing=0,
            tight=True,
        ),
        *(_step(look, step, levels, go, is_first=not number) for number, step in enumerate(above.steps)),
    ]


def _step(look: Look, step: Step, levels: LevelsState, go: Go, *, is_first: bool) -> ft.Control:
    p = look.palette
    icon = ft.Icon(_ICONS.get(step, ft.Icons.RADIO_BUTTON_UNCHECKED), size=20, color=p.on_primary_container)
    said = text(STEP_WORDS[step], Role.BODY_MEDIUM, p.on_primary_container, expand=True)
    line = ft.Row([icon, said], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START)
    action = _action(look, step, levels, go, is_first=is_first)
    return ft.Column(
        [line, *([action] if action else [])],
        spacing=Space.STEP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _action(look: Look, step: Step, levels: LevelsState, go: Go, *, is_first: bool) -> ft.Control | None:
    if step is Step.RETRY_PASSPORT:

        async def again(_event: object) -> None:
            await levels.recheck(Paper.PASSPORT)

        is_busy = levels.busy_with is Paper.PASSPORT
        return secondary_button(
            look, words.RECHECK, identifier=ids.PROFILE_STEP("recheck"), on_click=again, busy=is_busy
        )
    paper = _FORMS.get(step)
    if paper is None:
        return None
    name = words.CORRECT if step is Step.CORRECT_PASSPORT else words.ADD_PAPERS[paper.value]
    open_form = to(go, PaperForm(paper))
    if is_first:
        return secondary_button(look, name, identifier=ids.PROFILE_STEP(paper.value), on_click=open_form)
    link = text_button(look, name, identifier=ids.PROFILE_STEP(paper.value), on_click=open_form, compact=True)
    return ft.Row([ft.Container(link, margin=ft.Margin.only(left=24))])
