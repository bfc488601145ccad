"""The right to act: given when a page opens, taken back at a lock, checked wherever an action runs.

A client can fire events of controls that are hidden, disabled or gone, so what is drawn protects nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from emias_app.errors import EmiasError
from emias_app.state._base import Observable
from emias_app.state._loadable import Failed, Ready
from emias_app.state.troubles import load

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Guarded")


class Pass:
    """Valid until it or what it came from is revoked. ``report(error)`` answers True when it dealt with the error."""

    def __init__(self, parent: Pass | None = None, report: Callable[[EmiasError], bool] | None = None) -> None:
        self._parent, self._report, self._revoked = parent, report, False

    @property
    def is_valid(self) -> bool:
        return not self._revoked and (self._parent is None or self._parent.is_valid)

    def revoke(self) -> None:
        """For good: a new right is a new pass."""
        self._revoked = True

    def child(self, report: Callable[[EmiasError], bool] | None = None) -> Pass:
        """A right within this one."""
        return Pass(self, report)

    def report(self, error: EmiasError) -> bool:
        """Tell who gave the pass; they may close it."""
        if self._report is not None and self._report(error):
            return True
        return self._parent.report(error) if self._parent is not None else False


class Guarded(Observable):
    """A state whose intentions run only under a valid pass."""

    def __init__(self, right: Pass) -> None:
        self._pass = right

    async def fetch(self, work: Awaitable[T]) -> Ready[T] | Failed | None:
        """Load under the pass; None when the answer came too late, or its error was dealt with above."""
        answer = await load(work)
        if not self._pass.is_valid:
            return None
        if isinstance(answer, Failed) and self._pass.report(answer.error):
            return None
        return answer


def allowed(
    action: Callable[Concatenate[S, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, None]]:
    """An intention that does nothing once its pass is gone."""

    @functools.wraps(action)
    async def guarded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self._pass.is_valid:
            await action(self, *args, **kwargs)

    return guarded
