"""What the page draws for each phase: one entry screen, or the open page as a stack of views.

The phase decides; the address only says where in an open page the person is. A locked or anonymous page never holds a
control of a card, not even under the top view.
"""

from __future__ import annotations

import flet as ft

from emias_app.state.place import Clinic, DemoInfo, Entry, Home, Nowhere, Place, above
from emias_app.state.root import Phase, RootState
from emias_app.state.sign_in import SignInState, SignInStep
from emias_app.views.clinic.page import ClinicPage
from emias_app.views.components.boundary import component
from emias_app.views.components.demo import demo_mark
from emias_app.views.components.logo import logo
from emias_app.views.components.text_scale import text_scale_probe
from emias_app.views.demo.info import DemoScreen
from emias_app.views.demo.overlays import SensorSheet, SmsBanner, with_sms
from emias_app.views.entry.code import LOGIN_IDS, CodeScreen
from emias_app.views.entry.login import LoginScreen
from emias_app.views.entry.pin import PinOfferScreen, UnlockScreen
from emias_app.views.going import to
from emias_app.views.open_page import OpenPage
from emias_app.views.routes import DEMO, LOGIN, UNLOCK, address_of
from emias_app.views.strings import auth
from emias_app.views.theme import Look
from emias_app.views.window import Window

#: The address of the cover that hides everything while the app is in the background.
COVER = "/covered"


@component
def Root(root: RootState, window: Window, version: str) -> list[ft.View]:  # noqa: N802
    """The views of the page, the top one last."""
    look = window.look(root.preferences.theme)
    if root.phase is Phase.STARTING:
        return [_view(look, window, "/", _cover(look))]
    if isinstance(root.place, DemoInfo) and root.demo is not None and root.account is None:
        return [_view(look, window, DEMO, demo_page(look, root))]
    if root.clinic is not None:
        mark = demo_mark(look, to(root.go, DemoInfo())) if root.demo is not None else None
        page = ClinicPage(look, root.clinic, root.place, root.go, mark, key="clinic")
        return [_view(look, window, address_of(root.place), page)]
    if root.phase is Phase.LOCKED and root.unlock is not None:
        body = [UnlockScreen(look, root.unlock, root.unlock.entry, key="unlock")]
        if root.sensor is not None:
            body.append(SensorSheet(look, root.sensor, key="sensor"))
        return [_view(look, window, UNLOCK, *body)]
    if root.phase is Phase.ANONYMOUS and root.sign_in is not None:
        return [_view(look, window, LOGIN, SignIn(look, root, root.sign_in, key="sign-in"))]
    if root.account is None:
        return [_view(look, window, "/", _cover(look))]
    views = [
        _view(look, window, address_of(place), OpenPage(look, root, root.account, place, version, key=f"page-{place}"))
        for place in _stack(look, root.place)
    ]
    return [*views, _view(look, window, COVER, _cover(look))] if root.is_covered else views


def _stack(look: Look, place: Place) -> list[Place]:
    """On a phone what lies under the place, so that the system's back works; one view elsewhere."""
    if not look.is_compact or isinstance(place, Nowhere | Entry):
        return [place if not isinstance(place, Entry) else Home()]
    stack: list[Place] = [place]
    under = above(place) if not isinstance(place, DemoInfo) else Home()
    while under is not None:
        stack.insert(0, under)
        under = above(under)
    return stack


def _view(look: Look, window: Window, route: str, *body: ft.Control) -> ft.View:
    # A Stack is as large as its largest unplaced child: one invisible thing left unplaced would shrink it to nothing.
    layers = [ft.Container(one, left=0, right=0, top=0, bottom=0) for one in body[:1]]
    unseen = [ft.Container(one, left=0, top=0) for one in (*body[1:], text_scale_probe(window.scale_text))]
    return ft.View(
        route=route,
        controls=[ft.Stack([*layers, *unseen], expand=True)],
        padding=0,
        spacing=0,
        bgcolor=look.palette.surface,
    )


def _cover(look: Look) -> ft.Control:
    return ft.Container(logo(look, 72), alignment=ft.Alignment.CENTER, expand=True)


def demo_page(look: Look, root: RootState) -> ft.Control:
    """The page about the demo, for whoever asks."""
    demo = root.demo
    if demo is None:
        return _cover(look)
    return DemoScreen(  # type: ignore[no-any-return]
        look,
        demo.people,
        demo.password,
        to(root.go, Clinic() if root.clinic is not None else Entry()),
        root.reset_demo if demo.can_reset else None,
    )


@component
def SignIn(look: Look, root: RootState, state: SignInState) -> ft.Control:  # noqa: N802
    """The step of signing in that the person is at, with the demo's SMS over it."""
    about = to(root.go, DemoInfo()) if root.demo is not None else None

    async def back_to_pin(_event: object) -> None:
        await root.back_to_pin()

    if state.step is SignInStep.PIN and state.pin is not None:
        layers = [PinOfferScreen(look, state.pin, state.pin.entry, key="pin-offer")]
        if root.sensor is not None:
            layers.append(SensorSheet(look, root.sensor, key="sensor"))
        return _layered(layers)
    if state.step is SignInStep.CODE and state.code is not None:

        def start_over(_event: object) -> None:
            state.start_over()

        screen = CodeScreen(
            look,
            state.code,
            LOGIN_IDS,
            title=auth.CODE_TITLE,
            lead=auth.CODE_SENT,
            on_back=start_over,
            on_other=start_over,
            key="code",
        )
        return with_sms(screen, SmsBanner(look, state.messages, state.code, root.now, key="sms"))
    return LoginScreen(  # type: ignore[no-any-return]
        look, state, about, back_to_pin if state.can_return else None, to(root.go, Clinic()), key="login"
    )


def _layered(layers: list[ft.Control]) -> ft.Control:
    first, *over = layers
    return ft.Stack([ft.Container(first, left=0, right=0, top=0, bottom=0), *over], expand=True)

