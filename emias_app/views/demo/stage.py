"""What the page about the demo turns: stories, time, offices."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import flet as ft

from emias_app.models.base import Tone
from emias_app.state._loadable import Failed, Loading, Ready
from emias_app.state.demo import DemoState
from emias_app.state.demo_ports import DemoPerson, DemoTime, DemoWait
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.card import card, hairline, rows_card
from emias_app.views.components.list_row import list_row
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, text
from emias_app.views.format import long_moment
from emias_app.views.strings import demo as words
from emias_app.views.theme import Look, Role, Space

_ICONS = {
    "card": ft.Icons.FOLDER_SHARED_OUTLINED,
    "request": ft.Icons.VPN_KEY_OUTLINED,
    "mfc": ft.Icons.PLACE,
    "ward": ft.Icons.FAMILY_RESTROOM,
    "policy": ft.Icons.HEALTH_AND_SAFETY_OUTLINED,
    "code": ft.Icons.SMS_OUTLINED,
    "own": ft.Icons.PERSON_OUTLINED,
    "end": ft.Icons.CAKE,
}


def stories_group(look: Look, people: tuple[DemoPerson, ...], begin: Callable[[str], Awaitable[None]]) -> ft.Control:
    """One tap is one story: who, what happens, what to look at."""
    by_name = {person.short_name: person for person in people}

    def row(key: str, person: DemoPerson, title: str, said: str) -> ft.Control:
        async def start(_event: object) -> None:
            await begin(person.login)

        name = f"{person.short_name}. {title}"
        return list_row(
            look, name, said, identifier=ids.DEMO_STORY(key), on_open=start, icon=_ICONS[key], key=f"story-{key}"
        )

    rows = [row(key, by_name[whose], title, said) for key, whose, title, said in words.STORIES if whose in by_name]
    return _group(look, words.STORIES_TITLE, words.STORIES_LEAD, rows_card(look, rows, divider_left=TEXT_LEFT))


def time_group(look: Look, stage: DemoState, now: datetime) -> ft.Control:
    """The clock and the two buttons that turn it on."""

    def button(span: DemoTime, label: str, identifier: str) -> ft.Control:
        async def turn(_event: object) -> None:
            await stage.pass_time(span)

        return secondary_button(
            look,
            label,
            identifier=identifier,
            on_click=turn if stage.busy_with is None else None,
            busy=stage.busy_with is span,
            icon=ft.Icons.UPDATE,
        )

    at = stage.passed_to
    said = [banner(look, Tone.SUCCESS, words.PASSED.format(moment=long_moment(at)), live=True)] if at else []
    now_line = text(words.TIME_NOW.format(moment=long_moment(now)), Role.TITLE_MEDIUM, look.palette.on_surface)
    body = card(
        look,
        ft.Column(
            [
                now_line,
                *said,
                button(DemoTime.DAY, words.DAY, ids.DEMO_DAY),
                button(DemoTime.FIVE_WORKING_DAYS, words.WORKING_DAYS, ids.DEMO_WORKING_DAYS),
            ],
            spacing=Space.BETWEEN_CARDS,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
    )
    return _group(look, words.TIME_TITLE, words.TIME_LEAD, body)


def offices_group(look: Look, stage: DemoState) -> ft.Control:
    """What is being checked, each with both answers."""
    p = look.palette
    answered = (
        [banner(look, Tone.SUCCESS, words.ANSWERED.format(what=stage.answered), live=True)] if stage.answered else []
    )
    match stage.waiting:
        case Loading():
            lines: list[ft.Control] = []
        case Failed():
            lines = [text(words.OFFICES_ERROR, Role.BODY_MEDIUM, p.on_surface_variant)]
        case Ready(waits) if not waits:
            lines = [text(words.OFFICES_NONE, Role.BODY_MEDIUM, p.on_surface_variant)]
        case Ready(waits):
            lines = []
            for number, wait in enumerate(waits):
                lines += [hairline(look)] if number else []
                lines.append(_wait(look, stage, wait))
    column = ft.Column(
        [*answered, *lines],
        spacing=Space.STEP,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return _group(look, words.OFFICES_TITLE, words.OFFICES_LEAD, card(look, column))


def _wait(look: Look, stage: DemoState, wait: DemoWait) -> ft.Control:
    async def yes(_event: object) -> None:
        await stage.answer(wait.id, is_confirmed=True)

    async def no(_event: object) -> None:
        await stage.answer(wait.id, is_confirmed=False)

    is_free = stage.busy_with is None
    confirm = words.YES_OF.get(wait.office) or words.YES.format(office=wait.office)
    refuse = words.NO_OF.get(wait.office) or words.NO
    title = text(words.WAITS.format(who=wait.who, what=wait.what), Role.ROW_TITLE, look.palette.on_surface)
    buttons = ft.Row(
        [
            text_button(
                look, confirm, identifier=ids.DEMO_YES(wait.id), on_click=yes if is_free else None, compact=True
            ),
            text_button(
                look,
                refuse,
                identifier=ids.DEMO_NO(wait.id),
                on_click=no if is_free else None,
                compact=True,
                danger=True,
            ),
        ],
        wrap=True,
        spacing=8,
        run_spacing=0,
    )
    return ft.Column([title, ft.Container(buttons, margin=ft.Margin.only(left=-8))], spacing=0, tight=True)


def _group(look: Look, title: str, lead: str, body: ft.Control) -> ft.Control:
    said = text(lead, Role.BODY_MEDIUM, look.palette.on_surface_variant)
    return ft.Column(
        [ft.Column([heading(look, title), said], spacing=4, tight=True), body],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
