"""The page about the demo: time that passes, offices that answer, and what was said of it last."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.state._base import Observable
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state.demo_ports import DemoDeskPort, DemoTime, DemoWait
from emias_app.state.troubles import load


class DemoState(Observable):
    """``happened()`` lets the open page take in what was done; ``now()`` is the backend's time after it."""

    def __init__(
        self, desk: DemoDeskPort, happened: Callable[[], Awaitable[None]], now: Callable[[], datetime]
    ) -> None:
        self._desk, self._happened, self._now = desk, happened, now
        self.waiting: Loadable[tuple[DemoWait, ...]] = Loading()
        self.is_old = False
        self.busy_with: UUID | DemoTime | None = None
        self.passed_to: datetime | None = None
        self.answered: str | None = None

    async def refresh(self) -> None:
        """What the offices have to decide now."""
        answer = await load(self._desk.waiting())
        if isinstance(answer, Ready):
            self.waiting = Ready(tuple(answer.value))
        elif isinstance(self.waiting, Loading):
            self.waiting = answer
        await self.look_whether_old()

    async def look_whether_old(self) -> None:
        """Is it the demo of an earlier day?"""
        answer = await load(self._desk.is_old())
        self.is_old = answer.value if isinstance(answer, Ready) else False

    async def pass_time(self, span: DemoTime) -> None:
        """Turn the clock on; what falls due meanwhile is done."""
        if self.busy_with is not None:
            return
        self.busy_with, self.passed_to, self.answered = span, None, None
        try:
            await self._desk.pass_time(span)
            await self._happened()
            self.passed_to = self._now()
        except EmiasError as error:
            self.waiting = Failed(error)
        finally:
            self.busy_with = None
        await self.refresh()

    async def answer(self, wait_id: UUID, *, is_confirmed: bool) -> None:
        """Answer in the name of an office."""
        known = self.waiting.value if isinstance(self.waiting, Ready) else ()
        wait = next((one for one in known if one.id == wait_id), None)
        if wait is None or self.busy_with is not None:
            return
        self.busy_with, self.passed_to, self.answered = wait_id, None, None
        try:
            if await self._desk.answer(wait_id, is_confirmed):
                self.answered = f"{wait.what}: {wait.office}"
            await self._happened()
        finally:
            self.busy_with = None
        await self.refresh()
