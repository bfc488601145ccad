"""An event loop whose clock jumps: ``await asyncio.sleep(60)`` costs nothing and keeps its order."""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any


class _JumpingSelector(selectors.DefaultSelector):
    """Never waits for a timer: moves the loop's clock to it, unless a thread is still at work."""

    loop: VirtualTimeLoop

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self.loop.threads_at_work:
            return super().select(0.001)
        if timeout is None:
            return super().select(0.05)
        self.loop.skip(timeout)
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """A loop on virtual time."""

    def __init__(self) -> None:
        selector = _JumpingSelector()
        super().__init__(selector)
        selector.loop = self
        self._virtual_now = 0.0
        self.threads_at_work = 0
        self._clock_resolution = 1e-9

    def time(self) -> float:
        return self._virtual_now

    def skip(self, seconds: float) -> None:
        self._virtual_now += seconds

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        self.threads_at_work += 1
        future = super().run_in_executor(executor, func, *args)

        def done(_: object) -> None:
            self.threads_at_work -= 1

        future.add_done_callback(done)
        return future


def on_virtual_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an ``async def test_…`` on a :class:`VirtualTimeLoop`; fixtures and parameters work as usual."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run
