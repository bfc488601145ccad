"""What stands on the steps whose fields are choices: about oneself, the child, the purpose, the grantee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import flet as ft

from emias_app.domain.account_levels import LEVEL_WORDS
from emias_app.domain.identifiers import format_phone, mask_phone
from emias_app.domain.names import full_name
from emias_app.domain.registry_checks import check_line
from emias_app.models.account import CheckState, Me
from emias_app.models.base import Mark, Tone
from emias_app.models.requests import Grantee, RequestPurpose
from emias_app.state.request import AskForm, Candidate
from emias_app.views import ids
from emias_app.views.components.card import card
from emias_app.views.components.choice_row import choice_row
from emias_app.views.components.facts import facts
from emias_app.views.components.pill import inline_mark
from emias_app.views.components.text import text
from emias_app.views.format import dotted, long_date
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Role

Fill = Callable[[AskForm], None]

_KINSHIP_TONES = {
    CheckState.CONFIRMED: Tone.SUCCESS,
    CheckState.CHECKING: Tone.INFO,
    CheckState.VISIT_MFC: Tone.WARN,
    CheckState.FAILED_TEMPORARILY: Tone.WARN,
    CheckState.REJECTED: Tone.ERROR,
}


def about_me(look: Look, me: Me, *, with_photo: bool) -> ft.Control:
    """What the request says of its applicant; read only here."""
    passport = me.passport.masked_number if me.passport else words.ABOUT_SHOWN if with_photo else words.ABOUT_NONE
    if me.passport and me.passport.check:
        passport = dotted(passport, check_line(me.passport.check.registry, me.passport.check.state).lower())
    pairs = [
        (words.ABOUT_NAME, full_name(me.last_name, me.first_name, me.middle_name)),
        (words.ABOUT_BORN, long_date(me.birth_date)),
        (words.ABOUT_PHONE, mask_phone(me.phone)),
        (words.ABOUT_LEVEL, LEVEL_WORDS[me.level]),
        (words.ABOUT_SNILS, me.snils.masked_number if me.snils else words.ABOUT_NONE),
        (words.ABOUT_PASSPORT, passport),
    ]
    return card(look, facts(look, pairs))


def children_choice(look: Look, candidates: tuple[Candidate, ...], form: AskForm, fill: Fill) -> list[ft.Control]:
    """Whose card: name, birth date, policy, and how the check of the kinship stands."""

    def choosing(child_id: UUID) -> Callable[..., None]:
        return lambda _event: fill(replace(form, child_id=child_id))

    return [
        choice_row(
            look,
            words.CHILD_OWN if one.is_own else full_name(one.last_name, one.first_name, one.middle_name),
            dotted(long_date(one.birth_date), _policy(one)),
            identifier=ids.REQUEST_CHILD(one.id),
            is_chosen=one.id == form.child_id,
            on_choose=choosing(one.id),
            below=_kinship(look, one),
            key=str(one.id),
        )
        for one in candidates
    ]


def _policy(one: Candidate) -> str:
    if not one.oms:
        return words.CHILD_NO_POLICY
    return words.CHILD_POLICY.format(number=f"•••• {one.oms[-4:]}")


def _kinship(look: Look, one: Candidate) -> ft.Control | None:
    if one.has_access:
        return inline_mark(look, Mark(tone=Tone.SUCCESS, text=words.CHILD_OPEN))
    if one.is_own:
        return None
    said = words.CHILD_KINSHIP[one.kinship.value]
    return inline_mark(look, Mark(tone=_KINSHIP_TONES[one.kinship], text=said))


def purpose_choice(look: Look, form: AskForm, child: Candidate | None, fill: Fill) -> list[ft.Control]:
    """Which card, and what is to be done with the access to it."""
    has_access = child is not None and child.has_access
    name = full_name(child.last_name, child.first_name, child.middle_name) if child else ""

    def row(purpose: RequestPurpose) -> ft.Control:
        title, line = words.PURPOSES[purpose.value]
        is_off = purpose is not RequestPurpose.GRANT and not has_access

        def choose(_event: object) -> None:
            is_other = purpose is RequestPurpose.GRANT and has_access
            fill(replace(form, purpose=purpose, grantee=Grantee.OTHER_PARENT if is_other else Grantee.SELF))

        return choice_row(
            look,
            title,
            words.PURPOSE_NOT_OPEN if is_off else line,
            identifier=ids.REQUEST_PURPOSE(purpose.value.lower()),
            is_chosen=form.purpose is purpose,
            on_choose=None if is_off else choose,
            key=purpose.value,
        )

    which = card(look, facts(look, [(words.PURPOSE_CARD, name)]))
    return [which, *(row(one) for one in RequestPurpose)]


def grantee_choice(look: Look, form: AskForm, me: Me, child: Candidate | None, fill: Fill) -> list[ft.Control]:
    """Oneself or the other parent; giving up and one's own card are one's own business."""
    is_own = child is not None and child.is_own
    only_self = form.purpose is RequestPurpose.CANCEL or is_own

    def row(grantee: Grantee) -> ft.Control:
        title, line = words.GRANTEES[grantee.value]
        if grantee is Grantee.SELF and form.purpose is RequestPurpose.CHANGE:
            title, line = words.GRANTEE_CHANGE_SELF
        if grantee is Grantee.SELF and form.purpose is RequestPurpose.CANCEL:
            line = words.PURPOSES[RequestPurpose.CANCEL.value][1]

        def choose(_event: object) -> None:
            fill(replace(form, grantee=grantee, phone=format_phone(me.phone) if grantee is Grantee.SELF else ""))

        return choice_row(
            look,
            title,
            line,
            identifier=ids.REQUEST_GRANTEE("self" if grantee is Grantee.SELF else "other"),
            is_chosen=form.grantee is grantee,
            on_choose=choose,
            key=grantee.value,
        )

    rows = [row(one) for one in Grantee if one is Grantee.SELF or not only_self]
    note = [text(words.GRANTEE_OWN, Role.BODY_MEDIUM, look.palette.on_surface_variant)] if is_own else []
    return [*rows, *note]


def summary(form: AskForm, child: Candidate | None) -> list[tuple[str, str]]:
    """What is about to be sent, in a line each."""
    name = full_name(child.last_name, child.first_name, child.middle_name) if child else ""
    return [
        (words.SUMMARY, words.PURPOSES[form.purpose.value][0]),
        (words.PURPOSE_CARD, name),
        (words.ASK_TITLES["grantee"], words.GRANTEES[form.grantee.value][0]),
    ]
