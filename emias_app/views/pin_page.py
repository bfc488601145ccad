"""«ПИН-код» of the profile: the second step where the cards are closed, then a new PIN, or another one."""

from __future__ import annotations

import flet as ft

from emias_app.errors import VaultError
from emias_app.state._loadable import Failed, Ready
from emias_app.state.pin_form import PinFormState
from emias_app.state.place import Profile
from emias_app.state.root import RootState
from emias_app.state.step_up import StepUpState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.feedback import Skeleton, empty, failure, skeleton_rows
from emias_app.views.demo.overlays import SmsBanner, with_sensor, with_sms
from emias_app.views.entry.code import STEPUP_IDS, CodeScreen
from emias_app.views.entry.pin import PinChangeScreen, PinOfferScreen
from emias_app.views.going import to
from emias_app.views.strings import auth, common
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look


@component
def PinPage(look: Look, root: RootState, state: PinFormState) -> ft.Control:  # noqa: N802
    """Wires the place; ``state`` is the root's own, given apart so that its changes are drawn."""

    async def retry(_event: object) -> None:
        await state.begin()

    async def leave(_event: object) -> None:
        await root.go(Profile())

    if isinstance(state.failure, VaultError):
        return empty(
            look, ft.Icons.KEY_OFF_OUTLINED, words.PIN, words.PIN_NOWHERE, identifier=ids.STEPUP_ERROR,
            action=common.RETRY, action_id=ids.STEPUP_RETRY, on_action=retry,
        )  # fmt: skip
    if state.failure is not None:
        return failure(look, state.failure, on_retry=retry, retry_id=ids.STEPUP_RETRY, error_id=ids.STEPUP_ERROR)
    if state.step_up is not None:
        return PinStepUp(look, root, state.step_up, key="pin-step-up")  # type: ignore[no-any-return]
    if state.offer is not None:
        return with_sensor(look, PinOfferScreen(look, state.offer, state.offer.entry, key="pin-offer"), root.sensor)
    if state.change is not None:
        return PinChangeScreen(look, state.change, state.change.entry, leave, key="pin-change")  # type: ignore[no-any-return]
    return _soon(look)


@component
def PinStepUp(look: Look, root: RootState, state: StepUpState) -> ft.Control:  # noqa: N802
    """The code by SMS under which a device is trusted."""

    async def retry(_event: object) -> None:
        await state.begin()

    if isinstance(state.code, Failed):
        error = state.code.error
        return failure(look, error, on_retry=retry, retry_id=ids.STEPUP_RETRY, error_id=ids.STEPUP_ERROR)
    if not isinstance(state.code, Ready):
        return _soon(look)
    code = state.code.value
    screen = CodeScreen(
        look,
        code,
        STEPUP_IDS,
        title=auth.PIN_STEP_UP_TITLE,
        lead=auth.PIN_STEP_UP_LEAD,
        on_back=to(root.go, Profile()),
        key="pin-code",
    )
    return with_sms(screen, SmsBanner(look, state.messages, code, root.now, key="pin-sms"))


def _soon(look: Look) -> ft.Control:
    return Skeleton(look, lambda: ft.Container(skeleton_rows(look, 2), padding=look.margin), key="pin-soon")  # type: ignore[no-any-return]
