"""The front door: signing in, a new account, a forgotten password, and the page about the demo."""

from __future__ import annotations

import flet as ft

from emias_app.state.place import Clinic, DemoInfo, Entry, Forgotten, Place, Registering
from emias_app.state.registration import ForgottenState
from emias_app.state.root import RootState
from emias_app.state.sign_in import SignInState, SignInStep
from emias_app.views.components.boundary import component
from emias_app.views.components.logo import logo
from emias_app.views.demo.info import DemoScreen
from emias_app.views.demo.overlays import SmsBanner, SmsNote, with_sensor, with_sms
from emias_app.views.entry.code import LOGIN_IDS, CodeScreen
from emias_app.views.entry.login import LoginScreen
from emias_app.views.entry.pin import PinOfferScreen
from emias_app.views.going import to
from emias_app.views.registration.forgotten import ForgottenScreen, NewPasswordScreen
from emias_app.views.registration.register import RegisterScreen
from emias_app.views.strings import account, auth
from emias_app.views.theme import Look


def demo_page(look: Look, root: RootState) -> ft.Control:
    """The page about the demo, for whoever asks."""
    demo = root.demo
    if demo is None:
        return ft.Container(logo(look, 72), alignment=ft.Alignment.CENTER, expand=True)
    back = to(root.go, Clinic() if root.clinic is not None else Entry())
    return DemoScreen(look, root, demo, root.stage, back, key="demo")  # type: ignore[no-any-return]


@component
def SignIn(look: Look, root: RootState, state: SignInState, place: Place) -> ft.Control:  # noqa: N802
    """The step of signing in that the person is at, with the demo's SMS over it."""
    about = to(root.go, DemoInfo()) if root.demo is not None else None

    async def back_to_pin(_event: object) -> None:
        await root.back_to_pin()

    if state.step is SignInStep.PIN and state.pin is not None:
        return with_sensor(look, PinOfferScreen(look, state.pin, state.pin.entry, key="pin-offer"), root.sensor)
    if state.step is SignInStep.CODE and state.code is not None:

        def start_over(_event: object) -> None:
            state.start_over()

        screen = CodeScreen(
            look,
            state.code,
            LOGIN_IDS,
            title=account.REGISTER_CODE_TITLE if isinstance(place, Registering) else auth.CODE_TITLE,
            lead=auth.CODE_SENT,
            on_back=start_over,
            on_other=None if isinstance(place, Registering) else start_over,
            key="code",
        )
        return with_sms(screen, SmsBanner(look, state.messages, state.code, root.now, key="sms"))
    if isinstance(place, Registering):
        new = state.registration
        is_demo = root.demo is not None
        leave = to(root.go, Entry())
        return RegisterScreen(look, new, new.form, root.today, leave, is_demo=is_demo, key="register")  # type: ignore[no-any-return]
    if isinstance(place, Forgotten):
        return Forgetful(look, root, state.forgotten, key="forgotten")  # type: ignore[no-any-return]
    return LoginScreen(  # type: ignore[no-any-return]
        look,
        state,
        about,
        back_to_pin if state.can_return else None,
        to(root.go, Clinic()),
        on_register=to(root.go, Registering()),
        on_forgot=to(root.go, Forgotten()),
        key="login",
    )


@component
def Forgetful(look: Look, root: RootState, state: ForgottenState) -> ft.Control:  # noqa: N802
    """The step of setting a new password that the person is at."""
    code = state.code
    if code is None:
        return ForgottenScreen(look, state, to(root.go, Entry()), key="forgot-ask")  # type: ignore[no-any-return]

    async def use(typed: str) -> None:
        code.type(typed)

    screen = NewPasswordScreen(look, state, code, state.password, key="forgot-set")
    return with_sms(screen, SmsNote(look, state.messages, use, root.now, key="forgot-sms"))
