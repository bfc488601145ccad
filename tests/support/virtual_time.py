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
        return self.waiting_for(super().run_in_executor(executor, func, *args))

    def waiting_for(self, future: asyncio.Future[Any]) -> asyncio.Future[Any]:
        """Stand still until a thread has answered."""
        self.threads_at_work += 1

        def done(_: object) -> None:
            self.threads_at_work -= 1

        future.add_done_callback(done)
        return future


_wrap_future = asyncio.wrap_future


def _counted_wrap_future(future: Any, *, loop: Any = None) -> Any:
    """``asyncio.wrap_future`` that lets a virtual loop know that a thread is at work (the store's writer is one)."""
    loop = loop or asyncio.get_event_loop()
    wrapped = _wrap_future(future, loop=loop)
    return (
        loop.waiting_for(wrapped)
        if isinstance(loop, VirtualTimeLoop) and not isinstance(future, asyncio.Future)
        else wrapped
    )


def on_virtual_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an ``async def test_…`` on a :class:`VirtualTimeLoop`; fixtures and parameters work as usual."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.wrap_future = _counted_wrap_future
        try:
            with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
                runner.run(test(*args, **kwargs))
        finally:
            asyncio.wrap_future = _wrap_future

    return run
