"""The composition root: one graph of objects a page, none of it shared between pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from emias_app import __version__
from emias_app.app_files import Files, share_base
from emias_app.app_offline_client import OfflineClient, join
from emias_app.app_outbox import SealedSteps
from emias_app.app_photos import Photos
from emias_app.app_ports import (
    DemoDesk,
    PageNavigator,
    TurnedClock,
    client_kind,
    device_name,
    open_trust,
    preferences_of,
)
from emias_app.app_services import AppServices
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.place import above
from emias_app.state.ports import Ports
from emias_app.state.root import Phase, RootState
from emias_app.views.components.boundary import install, scope_of
from emias_app.views.root import Root
from emias_app.views.routes import place_at
from emias_app.views.strings import common
from emias_app.views.theme import apply_theme
from emias_app.views.window import Window, theme_mode

log = logging.getLogger(__name__)

#: Seconds that the first picture waits for the way in, so that it is already the screen that stays.
PATIENCE = 0.2
#: Seconds between two looks at the clock for the lock; between two small polls, and where a card is in view.
TICK, POLL, POLL_CLOSELY = 2.0, 15.0, 3.0
#: The same for the history at the clinic: a code redeemed at home shows there while both are on the phone.
CLINIC_POLL = 3.0

#: What a person does, as against what the platform reports by itself.
_TOUCHES = frozenset(
    {
        "click",
        "tap",
        "change",
        "submit",
        "select",
        "scroll",
        "focus",
        "key_down",
        "long_press",
        "hover",
        "dismiss",
        "keyboard_event",
    }
)

Main = Callable[[ft.Page], Awaitable[None]]


def make_main(services: AppServices) -> Main:
    """``main(page)`` for Flet; ``services`` is all that pages of this process have in common."""

    async def main(page: ft.Page) -> None:
        kind = client_kind(page)
        client = _client(services, kind)
        can_play_sensor = services.demo is not None or services.is_test_mode
        sensor = DemoSensorState() if can_play_sensor else None
        opened = await open_trust(services, page, sensor)
        join(client, opened.copy)
        ports = Ports(
            backend=client,
            trust=opened.trust,
            files=Files(services, page),
            navigator=PageNavigator(page),
            preferences=preferences_of(services),
            clock=TurnedClock(services.clock) if services.is_test_mode else services.clock,
            device_name=device_name(page, kind),
            photos=Photos(services, page),
            demo=DemoDesk(services.demo) if services.demo else None,
            open_clinic=lambda: _client(services, kind),
            steps=SealedSteps(opened.copy, services.clock),
            offline=opened.copy,
            share_base=share_base(services, page),
        )
        root = RootState(ports, sensor if opened.is_played else None)

        def gone() -> None:
            closing = asyncio.ensure_future(client.close())
            closing.add_done_callback(lambda done: done.cancelled() or done.exception())

        await draw_page(page, root, is_still=services.is_test_mode, has_fonts=services.has_fonts, on_close=gone)

    return main


def _client(services: AppServices, kind: str) -> OfflineClient:
    if services.backend is not None:
        return OfflineClient.in_process(services.backend, clock=services.clock, client_kind=kind)
    assert services.backend_url is not None, "either an embedded backend or its address"
    return OfflineClient.over_http(services.backend_url, clock=services.clock, client_kind=kind)


async def draw_page(
    page: ft.Page,
    root: RootState,
    *,
    is_still: bool = False,
    has_fonts: bool = False,
    on_close: Callable[[], None] | None = None,
) -> None:
    """Theme, window, events; then the way in; then the views, and the work that goes on behind.

    ``is_still``: nothing moves; ``has_fonts``: the page brought them; ``on_close`` when the session is over.
    """
    scope = scope_of(page)
    window = Window(page)
    page.title = common.APP_NAME
    undress = _dress(page, root, is_still=is_still, has_fonts=has_fonts)
    _listen(page, root, window)

    def reconnected() -> None:
        _let_go_of_dead_sockets(page)
        scope.spawn(_come_back(page, root, window))

    def closed() -> None:
        undress()
        root.close()
        if on_close is not None:
            on_close()

    _let_go_of_dead_sockets(page)
    beginning = scope.spawn(root.start(place_at(page.route or "/")))
    await asyncio.wait({beginning}, timeout=PATIENCE)
    install(page, Root, root, root.show, window, __version__, on_connect=reconnected, on_close=closed)
    scope.spawn(_watch_clock(root))
    scope.spawn(_poll(page, root))
    scope.spawn(_poll_clinic(page, root))


def _dress(page: ft.Page, root: RootState, *, is_still: bool, has_fonts: bool) -> Callable[[], None]:
    """Fonts and themes; the brightness follows the person's choice until the answer is called, and only while somebody
    holds the answer: listeners are kept weakly."""
    apply_theme(page, theme_mode(root.preferences.theme))
    if has_fonts:
        page.fonts = {}
    is_phone = page.platform in (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)
    if is_still or page.web or not is_phone:
        still = ft.PageTransitionsTheme(
            android=ft.PageTransitionTheme.NONE,
            ios=ft.PageTransitionTheme.NONE,
            linux=ft.PageTransitionTheme.NONE,
            macos=ft.PageTransitionTheme.NONE,
            windows=ft.PageTransitionTheme.NONE,
        )
        for theme in (page.theme, page.dark_theme):
            if theme is not None:
                theme.page_transitions = still

    def preferred(_sender: object, field: str | None) -> None:
        if field == "preferences":
            page.theme_mode = theme_mode(root.preferences.theme)

    return root.subscribe(preferred)


def _listen(page: ft.Page, root: RootState, window: Window) -> None:
    """The page's own events. Touches are heard where all events of the session arrive: nothing has to remember it."""

    async def route_changed(event: ft.RouteChangeEvent) -> None:
        await root.arrive(place_at(event.route))

    async def view_popped(_event: ft.ViewPopEvent) -> None:
        under = above(root.place)
        if under is not None:
            await root.go(under)

    async def life_changed(event: ft.AppLifecycleStateChangeEvent) -> None:
        if event.state in (ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE):
            await root.hidden()
        elif event.state in (ft.AppLifecycleState.SHOW, ft.AppLifecycleState.RESUME):
            await root.shown()

    async def resized(_event: object) -> None:
        window.measure(page)
        await root.use_panes(window.look(root.preferences.theme).is_wide)

    def brightness_changed(event: Any) -> None:
        # Flet 1.0.5 sends the value in ``data`` only.
        window.is_system_dark = str(event.data).casefold().endswith("dark")

    page.on_route_change = route_changed
    page.on_view_pop = view_popped
    page.on_app_lifecycle_state_change = life_changed
    page.on_resize = resized
    page.on_platform_brightness_change = brightness_changed
    root.has_two_panes = window.look(root.preferences.theme).is_wide
    dispatch = page.session.dispatch_event

    async def heard(control_id: int, event_name: str, event_data: Any) -> None:
        if event_name in _TOUCHES:
            root.touch()
        await dispatch(control_id, event_name, event_data)

    page.session.dispatch_event = heard  # type: ignore[method-assign]


async def _come_back(page: ft.Page, root: RootState, window: Window) -> None:
    """After a reload or a lost network: the address or the window may be another, the lock may be due."""
    window.measure(page)
    await root.come_back(place_at(page.route or "/"))
    await root.use_panes(window.look(root.preferences.theme).is_wide)
    if root.phase is Phase.OPEN and root.account is not None and root.account.card is not None:
        await root.account.card.look_again()


def _let_go_of_dead_sockets(page: ft.Page) -> None:
    """Flet 1.0.5 raises in the update loop when a socket has closed and the session does not know yet. What is not sent
    then is not missed: the page comes back with the whole tree."""
    connection = page.session.connection
    if connection is None:
        return
    send = connection.send_message

    def sent(message: Any) -> None:
        try:
            send(message)
        except AttributeError:
            log.info("the socket has gone; the page will be drawn anew")

    connection.send_message = sent  # type: ignore[method-assign]


async def _watch_clock(root: RootState) -> None:
    while True:
        await asyncio.sleep(TICK)
        await root.tick()


async def _poll(page: ft.Page, root: RootState) -> None:
    """An access that ended closes its card within seconds; nobody is asked while no page is there to show it."""
    waited = 0.0
    while True:
        await asyncio.sleep(POLL_CLOSELY)
        waited += POLL_CLOSELY
        account = root.account
        if root.phase is not Phase.OPEN or account is None or page.session.connection is None or root.is_covered:
            continue
        if waited >= POLL or account.is_watched_closely:
            waited = 0.0
            await account.check_changes()


async def _poll_clinic(page: ft.Page, root: RootState) -> None:
    while True:
        await asyncio.sleep(CLINIC_POLL)
        if root.clinic is not None and page.session.connection is not None:
            await root.clinic.refresh()
