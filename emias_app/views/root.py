"""What the page draws for each phase: one entry screen, or the open page as a stack of views.

The phase decides; the address only says where in an open page the person is. A locked or anonymous page never holds a
control of a card, not even under the top view.
"""

from __future__ import annotations

import flet as ft

from emias_app.state.account import AccountState
from emias_app.state.place import AskAccess, DemoInfo, Entry, Forgotten, Home, Nowhere, Place, Registering, above
from emias_app.state.root import Phase, RootState
from emias_app.state.show import ShowMode
from emias_app.views.clinic.page import ClinicPage
from emias_app.views.components.boundary import component
from emias_app.views.components.demo import demo_mark
from emias_app.views.components.logo import logo
from emias_app.views.components.text_scale import text_scale_probe
from emias_app.views.demo.overlays import SensorSheet
from emias_app.views.entry.pin import UnlockScreen
from emias_app.views.front_door import SignIn, demo_page
from emias_app.views.going import to
from emias_app.views.open_page import OpenPage
from emias_app.views.routes import DEMO, LOGIN, UNLOCK, address_of
from emias_app.views.show.page import GateScreen, ShowPage
from emias_app.views.theme import Look
from emias_app.views.window import Window

#: The address of the cover that hides everything while the app is in the background.
COVER = "/covered"


@component
def Root(root: RootState, show: ShowMode, window: Window, version: str) -> list[ft.View]:  # noqa: N802
    """The views of the page, the top one last; ``show`` is the root's, given apart so that changes are drawn."""
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
        return [
            _view(look, window, LOGIN if isinstance(place, Entry) else address_of(place),
                  SignIn(look, root, root.sign_in, place, key=f"sign-in-{place}"))
            for place in _doors(look, root.place)
        ]  # fmt: skip
    if root.account is None:
        return [_view(look, window, "/", _cover(look))]
    if root.show.is_on:
        views = _shown(look, window, root, show, root.account)
    else:
        views = [
            _view(
                look,
                window,
                address_of(place),
                OpenPage(look, root, root.account, root.offline, show, place, version, key=f"page-{place}"),
            )
            for place in _stack(look, root.place)
        ]
    return [*views, _view(look, window, COVER, _cover(look))] if root.is_covered else views


def _shown(look: Look, window: Window, root: RootState, show: ShowMode, account: AccountState) -> list[ft.View]:
    """What a doctor sees; while somebody wants to leave, the PIN and nothing under it."""
    if show.gate is not None:
        gate = GateScreen(look, show, show.gate, show.gate.entry, key="show-gate")
        return [_view(look, window, UNLOCK, gate)]
    return [
        _view(
            look,
            window,
            address_of(place),
            ShowPage(look, root, show, account, root.offline, place, key=f"show-{place}"),
        )
        for place in _stack(look, root.place)
        if show.shows(place)
    ]


def _doors(look: Look, place: Place) -> list[Place]:
    """The sign-in; a new account or a password that was forgotten lies over it."""
    if not isinstance(place, Registering | Forgotten):
        return [Entry()]
    return [Entry(), place] if look.is_compact else [place]


def _stack(look: Look, place: Place) -> list[Place]:
    """On a phone what lies under the place, so that the system's back works; one view elsewhere."""
    if not look.is_compact or isinstance(place, Nowhere | Entry):
        return [place if not isinstance(place, Entry) else Home()]
    stack: list[Place] = [place]
    under = above(place) if not isinstance(place, DemoInfo) else Home()
    while under is not None:
        # Of a wizard the step in view alone: its «назад» leads to the step before.
        if not (isinstance(under, AskAccess) and isinstance(place, AskAccess)):
            stack.insert(0, under)
        under = above(under)
    return stack


def _view(look: Look, window: Window, route: str, *body: ft.Control) -> ft.View:
    # A Stack is as large as its largest unplaced child: one invisible thing left unplaced would shrink it to nothing.
    layers = [ft.Container(one, left=0, right=0, top=0, bottom=0) for one in body[:1]]
    unseen = [ft.Container(one, left=0, top=0) for one in (*body[1:], text_scale_probe(window.scale_text))]
    return ft.View(
        route=route,
        key=route,
        controls=[ft.Stack([*layers, *unseen], expand=True)],
        padding=0,
        spacing=0,
        bgcolor=look.palette.surface,
    )


def _cover(look: Look) -> ft.Control:
    return ft.Container(logo(look, 72), alignment=ft.Alignment.CENTER, expand=True)
