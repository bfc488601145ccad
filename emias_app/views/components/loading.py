"""Hooks: fetch what a screen shows, and run what a tap asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Generic, TypeVar, cast

import flet as ft

from emias_app.errors import EmiasError
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.views.components.boundary import scope_of
from emias_app.views.components.snack import snack
from emias_app.views.strings import common

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Load(Generic[T]):
    """What is known now, and a way to fetch it again (old rows stay meanwhile)."""

    state: Loadable[T]
    reload: Callable[..., None]


@dataclass(frozen=True)
class Action:
    """A handler that cannot run twice at once; ``busy`` is for the button."""

    run: Callable[..., Awaitable[None]]
    busy: bool


def use_kept(make: Callable[[], T]) -> T:
    """An object that is made once and lives as long as the component; changing it draws nothing."""
    return cast(T, ft.use_ref(cast(Any, make)).current)


def call(page: ft.Page, handler: Callable[..., object], *args: object) -> None:
    """Run a handler with values instead of an event; a coroutine becomes a task of the session."""
    outcome = handler(*args)
    if isawaitable(outcome):

        async def awaited() -> None:
            await outcome

        scope_of(page).spawn(awaited())


class _Counter:
    """Numbers the fetches of one component."""

    def __init__(self) -> None:
        self.value = 0

    def next(self) -> int:
        self.value += 1
        return self.value


def use_load(work: Callable[[], Awaitable[T]], ids: Sequence[object] = ()) -> Load[T]:
    """Fetch on mount, when ``ids`` change and on ``reload()``; ended when the component goes.

    The value is kept together with the ids that it belongs to: the very render that gets other ids shows
    ``Loading``, never the previous child's data. Late answers are dropped. Errors of the tree become ``Failed``.
    """
    key = list(ids)
    nothing: tuple[list[object], Loadable[T]] = ([], Loading())
    (belongs_to, state), put = ft.use_state(nothing)
    turn, set_turn = ft.use_state(0)
    generation = use_kept(_Counter)

    async def fetch() -> None:
        mine = generation.next()

        def keep(value: Loadable[T]) -> None:
            if mine == generation.value:
                put((key, value))

        if belongs_to == key and isinstance(state, Ready):
            keep(Ready(state.value, refreshing=True))
        else:
            keep(Loading())
        try:
            keep(Ready(await work()))
        except asyncio.CancelledError:
            raise
        except EmiasError as error:
            keep(Failed(error))
        except Exception as error:
            log.error("a load failed: %s", type(error).__name__, exc_info=True)
            keep(Failed(EmiasError()))

    def forget() -> None:
        generation.next()

    ft.use_effect(fetch, [*key, turn], cleanup=forget)
    shown: Loadable[T] = state if belongs_to == key else Loading()
    return Load(shown, lambda *_: set_turn(lambda n: n + 1))


def use_action(work: Callable[..., Awaitable[Any]], *, on_error: Callable[[EmiasError], None] | None = None) -> Action:
    """Guard a handler against double taps and errors.

    An error of the tree goes to ``on_error`` if given; everything else becomes a snack bar. The guard is a ref:
    a second tap may come before the next render.
    """
    busy, set_busy = ft.use_state(False)
    running = ft.use_ref(False)
    page = ft.context.page

    async def run(*args: Any, **kwargs: Any) -> None:
        if running.current:
            return
        running.current = True
        set_busy(True)
        try:
            await work(*args, **kwargs)
        except asyncio.CancelledError:
            raise
        except EmiasError as error:
            if on_error is None:
                snack(page, common.SOMETHING_WENT_WRONG)
            else:
                on_error(error)
        except Exception as error:
            log.error("an action failed: %s", type(error).__name__, exc_info=True)
            snack(page, common.SOMETHING_WENT_WRONG)
        finally:
            running.current = False
            set_busy(False)

    return Action(run, busy)


def use_delay(seconds: float, ids: Sequence[object] = ()) -> bool:
    """True once ``seconds`` have passed since the component came or ``ids`` changed."""
    key: tuple[object, ...] | None = tuple(ids)
    nothing: tuple[object, ...] | None = None
    passed_for, set_passed_for = ft.use_state(nothing)

    async def wait() -> None:
        await asyncio.sleep(seconds)
        set_passed_for(key)

    ft.use_effect(wait, [*ids], cleanup=lambda: None)
    return passed_for == key
