"""The edge around Flet: no error of a body, of a handler or of the update loop may end a session.

Flet redraws all components of a session in one task; an exception there ends the task and the page stands still for
good. An exception in a handler replaces the whole app by a red card that shows its text. An update that falls between
"socket closed" and "session disconnected" kills the task too. :func:`install` cures all three.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Coroutine
from typing import Any
from weakref import WeakKeyDictionary

import flet as ft

from emias_app.views.components.snack import snack
from emias_app.views.strings import common

log = logging.getLogger(__name__)

Body = Callable[..., Any]

#: How often a session may be redrawn whole after its update loop died; past that it waits for the next change.
_REDRAWS = 20


def apology() -> ft.Control:
    """What stands where a component could not be drawn."""
    return ft.Container(
        key="render-failed",
        padding=16,
        content=ft.Column(
            tight=True, controls=[ft.Text(common.RENDER_FAILED, size=16), ft.Text(common.RENDER_FAILED_TEXT)]
        ),
    )


def view_apology() -> ft.View:
    """The same for a component that must give a view. No hooks here: they are positional."""
    return ft.View(route=ft.context.page.route or "/", controls=[apology()])


def component(body: Body | None = None, *, fallback: Callable[[], Any] = apology) -> Any:
    """``ft.component`` that draws an apology instead of raising: the one broad catch of the views.

    Every component goes through it, since a parent cannot catch its child's error. ``key=`` works as in Flet.
    """

    def decorate(fn: Body) -> Body:
        @functools.wraps(fn)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            try:
                return fn(*args, **kwargs)
            except Exception as error:
                log.error("cannot draw %s: %s", fn.__qualname__, type(error).__name__, exc_info=True)
                return fallback()

        return ft.component(guarded)

    return decorate if body is None else decorate(body)


def screen(body: Body) -> Any:
    """:func:`component` for a body that gives an ``ft.View``."""
    return component(body, fallback=view_apology)


class Scope:
    """Tasks that live as long as a session: polls and watches, cancelled when it closes."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a task; an error in it is logged, never lost."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def cancel(self) -> None:
        for task in list(self._tasks):
            task.cancel()

    @property
    def is_idle(self) -> bool:
        return not self._tasks

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a background task failed", exc_info=task.exception())


_SCOPES: WeakKeyDictionary[Any, Scope] = WeakKeyDictionary()


def scope_of(page: ft.Page) -> Scope:
    """The tasks of this page's session."""
    return _SCOPES.setdefault(page.session, Scope())


def _soften(page: ft.Page) -> None:
    """Errors of handlers, of their tasks and of effects become a snack bar that tells nothing of the exception."""

    def soft_error(_message: str) -> None:
        try:
            snack(page, common.SOMETHING_WENT_WRONG)
        except Exception:
            log.exception("cannot say that something went wrong")

    page.session.error = soft_error  # type: ignore[method-assign,assignment]
    run = page.run_task

    def run_task(work: Callable[..., Coroutine[Any, Any, Any]], *args: Any, **named: Any) -> Any:
        async def told() -> Any:
            try:
                return await work(*args, **named)
            except Exception as error:
                log.error("a handler failed: %s", type(error).__name__, exc_info=True)
                soft_error("")

        return run(told)

    page.run_task = run_task  # type: ignore[method-assign,assignment]


def supervise(page: ft.Page, redraw: Callable[[], None]) -> None:
    """Restart the update loop of a page's session whenever it dies, and redraw what it lost."""
    session = page.session
    left = _REDRAWS

    def arm() -> None:
        task: asyncio.Task[Any] | None = getattr(session, "_Session__updates_task", None)
        if task is not None:
            task.add_done_callback(revive)

    def revive(task: asyncio.Task[Any]) -> None:
        nonlocal left
        error = None if task.cancelled() else task.exception()
        if error is None or getattr(session, "_Session__closed", False):
            return
        log.error("the update loop died", exc_info=error)
        session.start_updates_scheduler()  # type: ignore[no-untyped-call]
        arm()
        if left > 0:
            left -= 1
            redraw()

    arm()


def install(
    page: ft.Page,
    root: Body,
    *args: Any,
    views: bool = True,
    on_connect: Callable[[], None] | None = None,
    on_close: Callable[[], None] | None = None,
) -> None:
    """Draw ``root`` on a page so that nothing can freeze it; call once, at the end of the page's main.

    State that changed while the socket was down is drawn on reconnect; the session's tasks end with it.
    ``views`` = ``root`` gives views (a router), else controls of the first view.
    """
    bump: list[Callable[[], None]] = []

    def redraw() -> None:
        for tick in bump:
            tick()

    @component
    def Root() -> Any:  # noqa: N802
        _, set_tick = ft.use_state(0)
        bump[:] = [lambda: set_tick(lambda n: n + 1)]
        return root(*args)

    def connected(_event: Any) -> None:
        redraw()
        if on_connect:
            on_connect()

    def closed(_event: Any) -> None:
        scope_of(page).cancel()
        if on_close:
            on_close()

    page.on_connect = connected
    page.on_close = closed
    _soften(page)
    (page.render_views if views else page.render)(Root)
    supervise(page, redraw)
