"""Drives a Flet page in this process, no browser: the production session over a socket made of two queues.

``async with opened(main) as app`` starts ``main(page)`` just as the web server does and plays Flutter's part:
registers, keeps a :class:`~tests.support.mirror.Mirror`, answers method calls, sends what widgets send.
``await app.tap("login.submit")`` finds controls by their identifiers only. Whatever the app swallows (a dead
update loop, an exception in a task nobody awaits, Flet's own red card) fails the test.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgpack
from flet.messaging.protocol import decode_ext_from_msgpack
from flet_web.fastapi.flet_app import FletApp
from flet_web.fastapi.flet_app_manager import app_manager
from starlette.datastructures import URL
from starlette.websockets import WebSocketDisconnect

from tests.support.mirror import Mirror, Node, through

_REGISTER, _PATCH, _EVENT, _PROPS, _INVOKE, _CRASHED = 1, 2, 3, 4, 5, 6


class Read(str):
    """What can be read; a space is a space, whether a line may end at it or not."""

    def __contains__(self, said: object) -> bool:
        return isinstance(said, str) and _plain(said) in _plain(self)

    def count(self, said: str, *between: int) -> int:  # type: ignore[override]
        return _plain(self).count(_plain(said), *between)


def _plain(said: str) -> str:
    return str.replace(said, "\u00a0", " ")


class AppFault(AssertionError):
    """The app failed in a way that no person would be told of."""


class _Socket:
    """As much of a websocket as a Flet session asks for."""

    class _Peer:
        host = "127.0.0.1"
        port = 1

    def __init__(self, deliver: Callable[[bytes], None], cookies: dict[str, str]) -> None:
        self._deliver = deliver
        self._inbox: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.client = self._Peer()
        self.headers = {"user-agent": "driver"}
        self.cookies = cookies
        self.url = URL("ws://127.0.0.1/ws")
        self.scope: dict[str, Any] = {"type": "websocket", "headers": [], "client": ("127.0.0.1", 1), "state": {}}

    async def accept(self) -> None:
        return None

    async def receive_bytes(self) -> bytes:
        packet = await self._inbox.get()
        if packet is None:
            raise WebSocketDisconnect(1000)
        return packet

    async def send_bytes(self, packet: bytes) -> None:
        self._deliver(packet)

    def push(self, packet: bytes | None) -> None:
        self._inbox.put_nowait(packet)


class _Trap(logging.Handler):
    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        told = record.getMessage()
        if record.exc_info:
            told += "\n" + "".join(traceback.format_exception(*record.exc_info))
        self.faults.append(told)


class App:
    """A running page and the person before it."""

    def __init__(self, *, route: str, width: float, height: float, platform: str, web: bool, dark: bool) -> None:
        insets = {"left": 0, "top": 0, "right": 0, "bottom": 0}
        self._about_me = {
            "route": route,
            "pwa": False,
            "web": web,
            "debug": False,
            "wasm": False,
            "test": False,
            "multi_view": False,
            "pyodide": False,
            "platform_brightness": "dark" if dark else "light",
            "width": width,
            "height": height,
            "platform": platform,
            "window": {"_c": "Window", "_i": 2},
            "media": {
                "padding": insets,
                "view_padding": insets,
                "view_insets": insets,
                "device_pixel_ratio": 1.0,
                "orientation": "portrait",
                "always_use_24_hour_format": True,
            },
        }
        self.mirror = Mirror(self._about_me)
        self.faults: list[str] = []
        self.packets: list[bytes] = []
        self.calls: list[tuple[str, str, Any]] = []
        self.answers: dict[str, Callable[[Any], Any]] = {}
        self.session: Any = None
        self.session_id = ""
        self._registered = asyncio.Event()
        self._socket: _Socket | None = None
        self._handler: asyncio.Task[None] | None = None

    # the wire

    def send(self, action: int, body: Any) -> None:
        assert self._socket is not None, "the app is not connected"
        self._socket.push(b"\x00" + msgpack.packb([action, body]))

    def receive(self, packet: bytes) -> None:
        self.packets.append(packet)
        if packet[0] != 0:
            return
        action, body = msgpack.unpackb(packet[1:], ext_hook=decode_ext_from_msgpack, strict_map_key=False)
        if action == _REGISTER:
            self.session_id = body["session_id"]
            if body.get("error"):
                self.faults.append(body["error"])
            self.mirror.merge(self.mirror.page, self.mirror.page.props, body["page_patch"])
            self._registered.set()
        elif action == _PATCH:
            self.mirror.apply(body["id"], body["patch"])
        elif action == _INVOKE:
            self._answer(body)
        elif action == _CRASHED:
            self.faults.append(body["message"])

    def _answer(self, call: dict[str, Any]) -> None:
        node = self.mirror.index.get(call["control_id"])
        kind, name, args = node.type if node else "?", call["name"], call.get("args") or {}
        self.calls.append((kind, name, args))
        answer = self.answers.get(f"{kind}.{name}")
        reply: dict[str, Any] = {"control_id": call["control_id"], "call_id": call["call_id"]}
        try:
            reply |= {"result": answer(args) if answer else None, "error": None}
        except Exception as error:
            reply |= {"result": None, "error": str(error) or repr(error)}
        self.send(_INVOKE, reply)
        if kind == "Page" and name == "push_route":
            self._route_is(args["route"])

    def _route_is(self, route: str) -> None:
        self.set_props(self.mirror.page, {"route": route})
        self.fire(self.mirror.page, "route_change", {"route": route})

    def set_props(self, node: Node, props: dict[str, Any]) -> None:
        """What a widget does when a person changes it: its properties travel before the event."""
        self.mirror.merge(node, node.props, props)
        self.send(_PROPS, {"id": node.id, "props": props})

    def fire(self, node: Node, event: str, data: Any = None) -> None:
        self.send(_EVENT, {"target": node.id, "name": event, "data": data})

    async def connect(self, main: Callable[..., Any], cookies: dict[str, str]) -> None:
        """Open the socket (again) and register with the known session id."""
        self.mirror = Mirror(self._about_me)
        self._registered.clear()
        self._socket = _Socket(self.receive, cookies)

        def remember(page: Any) -> None:
            self.session = page.session

        flet_app = FletApp(
            loop=asyncio.get_running_loop(),
            executor=app_manager.executor,
            main=main,
            before_main=remember,
            session_timeout_seconds=3600,
        )
        self._handler = asyncio.get_running_loop().create_task(flet_app.handle(self._socket))  # type: ignore[arg-type]
        self.send(_REGISTER, {"session_id": self.session_id, "page_name": "", "page": self._about_me})
        await asyncio.wait_for(self._registered.wait(), 30)
        await self.settle()

    async def disconnect(self) -> None:
        """The network is gone; the session stays on the server."""
        if self._socket is not None and self._handler is not None:
            self._socket.push(None)
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._handler, 2)
        self._socket = None

    async def settle(self, rounds: int = 4000) -> None:
        """Wait until only timers are left; tell of every fault met on the way."""
        loop = asyncio.get_running_loop()
        quiet = 0
        for _ in range(rounds):
            await asyncio.sleep(0)
            if getattr(loop, "threads_at_work", 0):
                await asyncio.sleep(0.001)
                quiet = 0
                continue
            quiet = 0 if getattr(loop, "_ready", ()) else quiet + 1
            if quiet >= 3:
                break
        else:
            raise AppFault("the app keeps itself busy")
        self.check()

    def check(self) -> None:
        worker = getattr(self.session, "_Session__updates_task", None)
        if worker is not None and worker.done() and not worker.cancelled() and worker.exception():
            self.faults.append("the update loop died: " + "".join(traceback.format_exception(worker.exception())))
        if self.faults:
            told, self.faults = self.faults, []
            raise AppFault("\n---\n".join(told))

    # what a person sees

    def find(self, identifier: str) -> Node | None:
        return next((node for node in self.mirror.screen() if node.identifier == identifier), None)

    def get(self, identifier: str) -> Node:
        node = self.find(identifier)
        if node is None:
            raise AssertionError(f"{identifier!r} is not on the screen; there are {sorted(self.identifiers)}")
        return node

    def sees(self, identifier: str) -> bool:
        return self.find(identifier) is not None

    @property
    def identifiers(self) -> list[str]:
        return [node.identifier for node in self.mirror.screen() if node.identifier]

    @property
    def text(self) -> Read:
        """All that can be read now, one piece a line."""
        pieces = [*self.mirror.views[-1].texts] if self.mirror.views else []
        for dialog in self.mirror.dialogs:
            pieces += dialog.texts
        return Read("\n".join(pieces))

    def said(self, identifier: str) -> Read:
        """What can be read inside of what bears the identifier."""
        return Read(" ".join(self.get(identifier).texts))

    @property
    def route(self) -> str:
        return str(self.mirror.page.props.get("route"))

    # what a person does

    def _inner(self, identifier: str, *kinds: str) -> Node:
        for node in self.get(identifier).walk():
            if node.type in kinds:
                return node
        raise AssertionError(f"{identifier!r} holds no {' or '.join(kinds)}")

    async def tap(self, identifier: str) -> None:
        """Tap what bears the identifier: the nearest control, inside or around, that listens."""
        node = self.get(identifier)
        if any(inner.is_disabled for inner in node.walk()):
            raise AssertionError(f"{identifier!r} is disabled")
        for candidate in (*node.walk(), *node.ancestors):
            if await self._tapped(candidate):
                await self.settle()
                return
        raise AssertionError(f"nothing reacts to a tap on {identifier!r}")

    async def _tapped(self, node: Node) -> bool:
        if node.type in ("Checkbox", "Switch"):
            value = not node.props.get("value")
            self.set_props(node, {"value": value})
            self.fire(node, "change", value)
            return True
        if node.type in ("NavigationBarDestination", "NavigationRailDestination"):
            bar = next(above for above in node.ancestors if above.type in ("NavigationBar", "NavigationRail"))
            places = [below for below in bar.walk() if below.type == node.type]
            self.set_props(bar, {"selected_index": places.index(node)})
            self.fire(bar, "change", places.index(node))
            return True
        if node.type == "Segment":
            row = next(above for above in node.ancestors if above.type == "SegmentedButton")
            self.set_props(row, {"selected": [node.props["value"]]})
            self.fire(row, "change", [node.props["value"]])
            return True
        if node.type == "DropdownOption":
            field = next(above for above in node.ancestors if above.type == "Dropdown")
            self.set_props(field, {"value": node.props["key"]})
            self.fire(field, "select", node.props["key"])
            return True
        if node.type == "Chip" and node.listens("select"):
            value = not node.props.get("selected")
            self.set_props(node, {"selected": value})
            self.fire(node, "select", value)
            return True
        for event in ("click", "tap"):
            if node.listens(event):
                self.fire(node, event)
                return True
        return False

    async def enter(self, identifier: str, text: str, *, submit: bool = False) -> None:
        """Replace a field's text, as typing it would."""
        field = self._inner(identifier, "TextField")
        if field.is_disabled or field.props.get("read_only"):
            raise AssertionError(f"{identifier!r} takes no text now")
        if field.listens("focus"):
            self.fire(field, "focus")
        self.set_props(field, {"value": text})
        if field.listens("change"):
            self.fire(field, "change", text)
        await self.settle()
        if submit and field.listens("submit"):
            self.fire(field, "submit", text)
        elif field.listens("blur"):
            self.fire(field, "blur")
        await self.settle()

    async def scroll_to_end(self) -> None:
        """Scroll every list of the top view to its end."""
        for node in [node for node in self.mirror.views[-1].walk() if node.listens("scroll")]:
            self.fire(
                node,
                "scroll",
                {
                    "event_type": "update",
                    "pixels": 10_000.0,
                    "min_scroll_extent": 0.0,
                    "max_scroll_extent": 10_000.0,
                    "viewport_dimension": 800.0,
                    "scroll_delta": 1.0,
                },
            )
        await self.settle()

    async def go(self, route: str) -> None:
        """Type an address, follow a link, or press the browser's back."""
        self._route_is(route)
        await self.settle()

    async def back(self) -> None:
        """The system's back: closes what lies on top, else pops the view."""
        if self.mirror.dialogs:
            await self.dismiss()
            return
        assert len(self.mirror.views) > 1, "there is nothing to go back to"
        top = self.mirror.views[-1]
        self.fire(self.mirror.page, "view_pop", {"route": top.props.get("route")})
        await self.settle()

    async def dismiss(self) -> None:
        """Close the top dialog by its barrier."""
        top = self.mirror.dialogs[-1]
        self.set_props(top, {"open": False})
        self.fire(top, "dismiss")
        await self.settle()

    async def press(self, key: str, **modifiers: bool) -> None:
        pressed = {"key": key, "ctrl": False, "shift": False, "alt": False, "meta": False} | modifiers
        self.fire(self.mirror.page, "keyboard_event", pressed)
        await self.settle()

    async def resize(self, width: float, height: float) -> None:
        size = {"width": width, "height": height}
        self.set_props(self.mirror.page, size)
        self.fire(self.mirror.page, "resize", size)
        await self.settle()

    async def lifecycle(self, *states: str) -> None:
        """hide, show, pause, resume, inactive: as the platform reports them."""
        for state in states:
            self.fire(self.mirror.page, "app_lifecycle_state_change", {"state": state})
        await self.settle()


@contextlib.asynccontextmanager
async def opened(
    main: Callable[..., Any],
    *,
    route: str = "/",
    width: float = 412,
    height: float = 915,
    platform: str = "android",
    web: bool = True,
    dark: bool = False,
    cookies: dict[str, str] | None = None,
) -> AsyncIterator[App]:
    """A page of ``main``, open before a person with that screen."""
    app = App(route=route, width=width, height=height, platform=platform, web=web, dark=dark)
    loop = asyncio.get_running_loop()
    trap = _Trap(app.faults)
    loggers = [logging.getLogger(name) for name in ("flet", "flet_web", "asyncio")]
    for logger in loggers:
        logger.addHandler(trap)
    before = set(asyncio.all_tasks())
    loop.set_exception_handler(lambda _, context: app.faults.append(f"{context.get('message')}: {context!r}"))
    try:
        await app.connect(main, cookies or {})
        yield app
        app.check()
    finally:
        await app.disconnect()
        sessions = app_manager._FletAppManager__sessions  # type: ignore[attr-defined]
        for session_id in [key for key, session in sessions.items() if session is app.session]:
            await app_manager.delete_session(session_id)
        for task in asyncio.all_tasks() - before - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)
        loop.set_exception_handler(None)
        for logger in loggers:
            logger.removeHandler(trap)


__all__ = ["App", "AppFault", "opened", "through"]
