"""Children whose card is not open yet, on home: what is waited for, or what to do next."""

from __future__ import annotations

from datetime import date, datetime

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.account_levels import AccountRole, account_role
from emias_app.domain.ages import is_adult
from emias_app.domain.way_to_card import Way, access_of
from emias_app.models.access import GrantState
from emias_app.models.account import PatientSummary
from emias_app.models.base import Tone
from emias_app.models.family import Child
from emias_app.models.requests import RequestState
from emias_app.state.account import AccountState
from emias_app.state.place import AskAccess, FamilyChild, FamilyForm, Paper, PaperForm, Place, Redeem, RequestPage
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.buttons import secondary_button, text_button
from emias_app.views.components.card import chevron
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.family.faces import NextStep, child_face, next_step
from emias_app.views.format import sentence
from emias_app.views.going import Go, to
from emias_app.views.strings import family as words
from emias_app.views.theme import Look, Radius, Role, Space


def waiting_children(account: AccountState, today: date) -> tuple[Child, ...]:
    """The family's children whose card is not open yet; an adult's never will be."""
    patients = account.patients_known
    return tuple(
        child
        for child in account.household.family.known
        if not is_adult(child.birth_date, today)
        and ((access := access_of(child, patients)) is None or access.state is not GrantState.ACTIVE)
    )


def closed_alone(
    account: AccountState, children: tuple[PatientSummary, ...], today: date
) -> tuple[PatientSummary, ...]:
    """The list of cards without those that stand among :func:`waiting_children`."""
    ways = waiting_children(account, today)
    told = {(child.last_name, child.first_name, child.birth_date) for child in ways}
    return tuple(
        child
        for child in children
        if child.access.state is GrantState.ACTIVE or (child.last_name, child.first_name, child.birth_date) not in told
    )


def may_add(account: AccountState, now: datetime) -> bool:
    """Representatives only: a teenager has the own card."""
    me = account.me_known
    return me is not None and account_role(me.birth_date, moscow_day(now)) is AccountRole.REPRESENTATIVE


def code_banner(look: Look, account: AccountState, go: Go) -> list[ft.Control]:
    """A clinic has sent a code that was not looked at yet."""
    if account.household.notices.code_sent is None:
        return []
    return [
        banner(
            look,
            Tone.INFO,
            words.HOME_CODE_TITLE,
            words.HOME_CODE_TEXT,
            icon=ft.Icons.VPN_KEY,
            action=words.HOME_CODE,
            action_id=ids.HOME_CODE,
            on_action=to(go, Redeem()),
            live=True,
        )
    ]


def add_link(look: Look, go: Go, *, is_short: bool = False) -> ft.Control:
    """«Добавить ребенка»."""
    return text_button(
        look,
        words.ADD_SHORT if is_short else words.ADD,
        identifier=ids.FAMILY_ADD,
        on_click=to(go, FamilyForm()),
        icon=ft.Icons.PERSON_ADD_OUTLINED,
        compact=is_short,
    )


def way_cards(look: Look, account: AccountState, order: int, now: datetime, go: Go) -> list[ft.Control]:
    """A card for each child whose card is not open; ``order`` is how many children stand before."""
    me = account.me_known
    if me is None:
        return []
    requests = account.roads.access.under_way
    cards = []
    for number, child in enumerate(waiting_children(account, moscow_day(now))):
        face = child_face(child, order + number, moscow_day(now))
        step = next_step(child, me.level, account.patients_known, requests, now)
        cards.append(_card(look, child, face, step, go))
    return cards


def _card(look: Look, child: Child, face: ChildFace, step: NextStep, go: Go) -> ft.Control:
    p = look.palette
    colour = face.colours(look)
    names = ft.Column(
        [
            text(face.name, Role.TITLE_LARGE, colour.on_container),
            text(face.age_and_birth, Role.BODY_MEDIUM, colour.on_container),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    head = pressable(
        look,
        ft.Row(
            [avatar(look, face, 48), names, chevron(look, colour.on_container)],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=ids.HOME_WAY(child.id),
        label=sentence(face.name, face.age, step.title),
        on_click=to(go, FamilyChild(child.id)),
        bgcolor=colour.container,
        padding=ft.Padding.symmetric(vertical=12, horizontal=Space.INSIDE),
    )
    shade = p.tone(step.tone)
    said = ft.Column(
        [
            text(step.title, Role.TITLE_SMALL, p.on_surface),
            *([text(step.text, Role.BODY_MEDIUM, p.on_surface_variant)] if step.text else []),
        ],
        spacing=4,
        tight=True,
        expand=True,
    )
    line = ft.Row(
        [ft.Icon(step.icon, size=24, color=shade.text), said],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    action = _action(look, child, step, go)
    body = ft.Container(
        ft.Column(
            [ft.Semantics(live_region=True, content=line), *([action] if action else [])],
            spacing=Space.BETWEEN_CARDS,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        padding=Space.INSIDE,
    )
    return ft.Container(
        ft.Column([head, body], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=p.card,
        border_radius=Radius.CARD,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        key=f"way-{child.id}",
    )


def _action(look: Look, child: Child, step: NextStep, go: Go) -> ft.Control | None:
    found = _leads(child, step)
    if found is None:
        return None
    label, place = found
    return secondary_button(look, label, identifier=ids.HOME_STEP(child.id), on_click=to(go, place))


def _leads(child: Child, step: NextStep) -> tuple[str, Place] | None:
    """The one thing to do from home; None where there is only waiting."""
    request = step.request
    match step.way:
        case Way.REQUEST | Way.POLICY if request is not None:
            is_draft = request.state in (RequestState.DRAFT, RequestState.CODE_SENT)
            return words.SEE_REQUEST, AskAccess() if is_draft else RequestPage(request.id)
        case Way.REQUEST:
            return words.REQUEST, AskAccess()
        case Way.RAISE_LEVEL:
            return words.RAISE_LEVEL, PaperForm(Paper.SNILS)
        case Way.CLINIC_CODE:
            return words.ENTER_CODE, Redeem()
        case Way.CORRECT:
            return words.EDIT, FamilyForm(child.id)
        case Way.VISIT_MFC:
            return words.WHAT_TO_BRING, FamilyChild(child.id)
        case Way.RETRY | Way.POLICY:
            return words.SEE_CHILD, FamilyChild(child.id)
        case Way.WAIT | Way.OPEN | Way.ADULT:
            return None
