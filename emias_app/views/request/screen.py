"""Asking for a card: one step on the screen, what was entered stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import flet as ft

from emias_app.domain.refusals import REFUSALS
from emias_app.models.account import Me
from emias_app.models.base import Tone
from emias_app.models.requests import Grantee
from emias_app.state.code_entry import CodeEntry
from emias_app.state.photo import PhotoState
from emias_app.state.place import Access, AskStep, FamilyForm, Profile, RequestPage
from emias_app.state.request import AskState, Candidate
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.form_field import FormField
from emias_app.views.components.form_page import demo_warning
from emias_app.views.format import unbroken
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.request.confirm import ConfirmBox
from emias_app.views.request.frame import step_frame
from emias_app.views.request.intro import drafts_group, points
from emias_app.views.request.photo import PhotoBox
from emias_app.views.request.steps import about_me, children_choice, grantee_choice, purpose_choice, summary
from emias_app.views.request.ways import WAYS
from emias_app.views.strings import access as words
from emias_app.views.strings import demo as demo_words
from emias_app.views.theme import Look

#: Where one types or shows who one is.
_PERSONAL = (AskStep.PHOTO, AskStep.PHONE)


@component
def AskScreen(  # noqa: N802
    look: Look, state: AskState, photo: PhotoState, me: Me, step: AskStep, now: datetime, go: Go, is_demo: bool
) -> ft.Control:
    """Wires a step; ``photo`` is the wizard's own, given apart so that its changes are drawn."""

    async def on(_event: object = None) -> None:
        await (state.begin() if step is AskStep.INTRO else state.next(step))

    async def back(_event: object) -> None:
        await (go(Access()) if step is AskStep.INTRO else state.back(step))

    body = _body(look, state, photo, me, step, now, go, on)
    steps = [one for one in state.steps if one is not AskStep.INTRO]
    place = (steps.index(step) + 1, len(steps)) if step in steps else None
    warning = [demo_warning(look, demo_words.DATA_WARNING)] if is_demo and step in _PERSONAL else []
    has_way = step is not AskStep.CONFIRM and not photo.is_shooting
    action = primary_button(
        look,
        _label(step),
        identifier=ids.REQUEST_NEXT,
        on_click=on if not photo.is_busy else None,
        busy=state.is_busy,
        expand=True,
    )
    return step_frame(
        look,
        words.ASK_TITLES[step.value],
        _lead(state, me, step),
        [*body, *warning, *_wrong(look, state, step, go)],
        action=action if has_way else None,
        on_back=back,
        place=place,
        key=f"ask-{step.value}",
    )


def _label(step: AskStep) -> str:
    match step:
        case AskStep.INTRO:
            return words.GET
        case AskStep.CHILD:
            return words.CONTINUE
        case AskStep.PHONE:
            return words.SEND_CODE
        case _:
            return words.NEXT


def _lead(state: AskState, me: Me, step: AskStep) -> str:
    match step:
        case AskStep.INTRO:
            return words.INTRO_LEAD
        case AskStep.ABOUT:
            return words.ABOUT_LEAD
        case AskStep.PHOTO:
            return words.PHOTO_LEAD if AskStep.PHOTO in state.steps else words.PHOTO_NOT_NEEDED
        case AskStep.CHILD:
            return words.CHILD_LEAD
        case AskStep.PHONE:
            return words.PHONE_OTHER_LEAD if state.form.grantee is Grantee.OTHER_PARENT else words.PHONE_LEAD
        case AskStep.CONFIRM:
            return words.CONFIRM_LEAD.format(phone=unbroken(state.code.masked_phone) if state.code else "")
        case AskStep.PURPOSE | AskStep.GRANTEE:
            return ""


def _body(
    look: Look, state: AskState, photo: PhotoState, me: Me, step: AskStep, now: datetime, go: Go,
    on: Callable[..., Awaitable[None]],
) -> list[ft.Control]:  # fmt: skip
    match step:
        case AskStep.INTRO:
            drafts = drafts_group(look, state.drafts, now, state.resume, state.discard, busy=state.is_busy)
            return [*_ahead(look, state, go), *drafts, *points(look)]
        case AskStep.ABOUT:
            profile = text_button(look, words.TO_PROFILE, identifier=ids.REQUEST_PROFILE, on_click=to(go, Profile()))
            has_photo = AskStep.PHOTO in state.steps
            return [
                about_me(look, me, with_photo=has_photo),
                *_ahead(look, state, go, is_linked=False),
                ft.Row([profile]),
            ]
        case AskStep.PHOTO:
            return [PhotoBox(look, photo, state.errors.get("photoId"))] if AskStep.PHOTO in state.steps else []
        case AskStep.CHILD:
            return [_children(look, state, go), *_ahead(look, state, go)]
        case AskStep.PURPOSE:
            return purpose_choice(look, state.form, state.child, state.fill)
        case AskStep.GRANTEE:
            return grantee_choice(look, state.form, me, state.child, state.fill)
        case AskStep.PHONE:
            return [_phone(look, state, on)]
        case AskStep.CONFIRM:
            return [_confirm(look, state, state.code)] if state.code else []


def _ahead(look: Look, state: AskState, go: Go, *, is_linked: bool = True) -> list[ft.Control]:
    """What would make the request fail, said before it is sent; it may be sent all the same."""
    if not state.obstacles:
        return []
    code = state.obstacles[0]
    why = REFUSALS[code]
    place, label = WAYS.get(code, (None, None))
    return [
        banner(
            look, Tone.WARN, words.NOTE_AHEAD, f"{why.reason}. {why.what_to_do}.",
            action=label if is_linked else None, action_id=ids.REQUEST_FIX, on_action=to(go, place) if place else None,
        )
    ]  # fmt: skip


def _children(look: Look, state: AskState, go: Go) -> ft.Control:
    async def retry(_event: object) -> None:
        await state.refresh()

    add = secondary_button(
        look, words.CHILD_ADD, identifier=ids.REQUEST_CHILD_ADD, on_click=to(go, FamilyForm()),
        icon=ft.Icons.PERSON_ADD_OUTLINED,
    )  # fmt: skip

    def ready(candidates: tuple[Candidate, ...]) -> ft.Control:
        if not candidates:
            return empty(
                look, ft.Icons.FAMILY_RESTROOM, words.CHILD_NONE_TITLE, words.CHILD_NONE_TEXT,
                identifier=ids.REQUEST_ERROR, action=words.CHILD_ADD, action_id=ids.REQUEST_CHILD_ADD,
                on_action=to(go, FamilyForm()),
            )  # fmt: skip
        rows = children_choice(look, candidates, state.form, state.fill)
        return ft.Column([*rows, add], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)

    return when_ready(
        look, state.candidates, ready, on_retry=retry, retry_id=ids.REQUEST_RETRY, error_id=ids.REQUEST_ERROR,
        skeleton=lambda: skeleton_rows(look, 2),
    )  # fmt: skip


def _phone(look: Look, state: AskState, on: Callable[..., Awaitable[None]]) -> ft.Control:
    is_other = state.form.grantee is Grantee.OTHER_PARENT
    return FormField(  # type: ignore[no-any-return]
        look,
        words.PHONE_OTHER_LABEL if is_other else words.PHONE_LABEL,
        state.form.phone,
        lambda typed: state.fill(replace(state.form, phone=typed)),
        identifier=ids.REQUEST_PHONE,
        error=state.errors.get("phone"),
        hint=words.PHONE_HINT,
        keyboard=ft.KeyboardType.PHONE,
        on_submit=on,
        max_length=30,
        key="request-phone",
    )


def _confirm(look: Look, state: AskState, code: CodeEntry) -> ft.Control:
    return ConfirmBox(  # type: ignore[no-any-return]
        look,
        code,
        summary(state.form, state.child),
        state.form.has_consent,
        state.errors.get("consent"),
        lambda value: state.fill(replace(state.form, has_consent=value)),
        state.submit,
        key="confirm",
    )


def _wrong(look: Look, state: AskState, step: AskStep, go: Go) -> list[ft.Control]:
    """What is wrong with the whole step; what is wrong with a field stands beside it."""
    beside = {AskStep.PHOTO: "photoId", AskStep.PHONE: "phone", AskStep.CONFIRM: "consent"}.get(step)
    said = state.trouble or next((message for field, message in state.errors.items() if field != beside), None)
    if not said:
        return []
    clash = state.clash
    shown = banner(
        look, Tone.ERROR, said,
        action=words.CLASH if clash else None, action_id=ids.REQUEST_CLASH,
        on_action=to(go, RequestPage(clash)) if clash else None,
    )  # fmt: skip
    wrong = tagged(ids.REQUEST_ERROR, shown, live=True)
    wrong.key = said
    return [wrong]
