"""One child of «Моя семья»: how the check goes, what to do, what was entered."""

from __future__ import annotations

import flet as ft

from emias_app.domain.names import full_name
from emias_app.domain.way_to_card import Way
from emias_app.models.base import Tone
from emias_app.models.family import Child
from emias_app.state.account import AccountState
from emias_app.state.family import FamilyState
from emias_app.state.place import FamilyForm
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.text import heading, text
from emias_app.views.family.faces import NextStep, document_line
from emias_app.views.family.steps import step_actions
from emias_app.views.format import long_date
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import family as words
from emias_app.views.theme import Look, Role, Space


@component
def ChildScreen(  # noqa: N802
    look: Look, account: AccountState, family: FamilyState, child: Child, face: ChildFace, step: NextStep, go: Go
) -> ft.Control:
    """Wires one child; gives the parts of its page, the head is the caller's."""
    is_asking, set_asking = ft.use_state(False)

    async def remove(_event: object) -> None:
        await family.remove(child.id)
        set_asking(False)

    is_open = step.way is Way.OPEN
    is_busy = family.busy_with == child.id
    ft.use_dialog(
        confirm_dialog(
            look,
            words.REMOVE_ASK.format(name=child.first_name),
            words.REMOVE_OPEN if is_open else words.REMOVE_CLOSED,
            action=words.REMOVE_ACTION,
            action_id=ids.FAMILY_REMOVE_CONFIRM,
            cancel_id=ids.FAMILY_REMOVE_CANCEL,
            on_action=remove,
            on_cancel=lambda _event: set_asking(False),
            danger=True,
            busy=is_busy,
        )
        if is_asking
        else None
    )
    level = account.me_known.level if account.me_known else None
    actions = step_actions(look, child, step, level, go, family.recheck, is_busy=is_busy) if level is not None else []
    has_edit = step.way in (Way.CORRECT, Way.RETRY, Way.POLICY)
    edit = text_button(
        look, words.EDIT, identifier=ids.FAMILY_EDIT, on_click=to(go, FamilyForm(child.id)), icon=ft.Icons.EDIT_OUTLINED
    )
    out = text_button(
        look,
        words.REMOVE,
        identifier=ids.FAMILY_REMOVE,
        on_click=None if is_busy else lambda _event: set_asking(True),
        icon=ft.Icons.PERSON_REMOVE_OUTLINED,
        danger=True,
    )
    wrong = [banner(look, Tone.ERROR, family.error, live=True)] if family.error else []
    return ft.Column(
        [
            _who(look, face),
            tagged(ids.FAMILY_STATE, banner(look, step.tone, step.title, step.text, icon=step.icon), live=True),
            *_originals(look, child),
            *wrong,
            *actions,
            heading(look, words.WHAT_ENTERED),
            _entered(look, child),
            ft.Row([*([] if has_edit else [edit]), out], wrap=True, spacing=8, run_spacing=0),
        ],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _who(look: Look, face: ChildFace) -> ft.Control:
    colour = face.colours(look)
    words_of = ft.Column(
        [
            text(face.name, Role.TITLE_LARGE, colour.on_container),
            text(face.age_and_birth, Role.BODY_MEDIUM, colour.on_container),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    shown = card(look, ft.Row([avatar(look, face, 48), words_of], spacing=Space.ICON_TO_TEXT))
    shown.bgcolor = colour.container
    return shown


def _originals(look: Look, child: Child) -> list[ft.Control]:
    """What to bring to the МФЦ."""
    if not child.originals:
        return []
    p = look.palette
    lines: list[ft.Control] = [
        ft.Row(
            [
                ft.Icon(ft.Icons.DESCRIPTION_OUTLINED, size=20, color=p.on_surface_variant),
                text(line, Role.BODY_LARGE, p.on_surface, expand=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for line in child.originals
    ]
    title = ft.Semantics(header=True, content=text(words.ORIGINALS, Role.TITLE_MEDIUM, p.on_surface))
    return [card(look, ft.Column([title, *lines], spacing=Space.BETWEEN_CARDS, tight=True))]


def _entered(look: Look, child: Child) -> ft.Control:
    """What was entered; what a registry holds otherwise is named, never what it holds."""
    differs = {*child.check.fields, *(child.oms_check.fields if child.oms_check else ())}
    sex = words.SEXES[child.sex.value]
    facts = [
        (words.NAME, full_name(child.last_name, child.first_name, child.middle_name),
         ("lastName", "firstName", "middleName")),
        (words.BORN_AND_SEX, f"{long_date(child.birth_date)}, {sex}", ("birthDate", "sex")),
        (words.RELATION, words.RELATIONS[child.relation.value], ("relation",)),
        (words.DOCUMENT, document_line(child.document), ("document.number",)),
        (words.OMS, child.oms or words.NO_OMS, ("oms",)),
    ]  # fmt: skip
    lines: list[ft.Control] = []
    for number, (label, value, fields) in enumerate(facts):
        if number:
            lines.append(hairline(look))
        lines.append(_fact(look, label, value, [words.FIELDS.get(field, "") for field in fields if field in differs]))
    column = ft.Column(lines, spacing=Space.STEP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return card(look, column)


def _fact(look: Look, label: str, value: str, wrong: list[str]) -> ft.Control:
    p = look.palette
    said: list[ft.Control] = [
        text(label, Role.BODY_MEDIUM, p.on_surface_variant),
        text(value, Role.BODY_LARGE, p.on_surface),
    ]
    if wrong:
        why = text(words.DIFFERS.format(what=", ".join(wrong)), Role.BODY_MEDIUM, p.error, expand=True)
        said.append(ft.Row([ft.Icon(ft.Icons.ERROR, size=16, color=p.error), why], spacing=4))
    return ft.Column(said, spacing=0, tight=True)
