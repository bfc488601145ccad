"""Running a server to its clean end: the port taken first, Ctrl-C and SIGTERM both lead to exit code 0."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import os
import signal
import socket
import threading
from collections.abc import Coroutine, Iterator
from types import FrameType
from typing import Any, Final

import uvicorn

from emias_app.errors import StartupError
from emias_app.serving.visit import LARGE_MESSAGE

GRACE_SECONDS: Final = 2
#: Our settings of uvicorn, which by itself believes any caller on this machine what it says of its address: a proxy
#: in front has to be named in FORWARDED_ALLOW_IPS. No access log: addresses carry launch tokens. Its errors go the way
#: of ours (``logs.py``).
SERVER_OPTIONS: Final[dict[str, Any]] = {
    "ws": "websockets-sansio",
    "ws_max_size": LARGE_MESSAGE,
    "ws_per_message_deflate": False,
    "timeout_graceful_shutdown": GRACE_SECONDS,
    "timeout_keep_alive": 30,
    "log_level": "warning",
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "forwarded_allow_ips": os.environ.get("FORWARDED_ALLOW_IPS", ""),
}
COLLECT_EVERY: Final = (20_000, 20, 10)
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def take_port(host: str, port: int) -> socket.socket:
    """A listening socket, taken before anything else is done; StartupError says what to do."""
    if not 0 <= port <= 65_535:
        raise StartupError(f"Порта {port} не бывает: укажите --port от 1 до 65535.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError, OverflowError):
        raise StartupError(f"Адрес {host}:{port} не подходит: проверьте --host и --port.") from None
    taken = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(2048)
    except (OSError, OverflowError) as error:
        taken.close()
        raise StartupError(_why_not(error, host, port)) from None
    taken.set_inheritable(True)
    return taken


def _why_not(error: Exception, host: str, port: int) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
        return f"Порт {port} занят: остановите другую программу или укажите свободный, например --port {port + 1}."
    if code == errno.EACCES:
        return f"Порт {port} открыть не разрешено: укажите порт больше 1023, например --port 8550."
    return f"На этой машине нет адреса {host}: укажите другой --host, например 127.0.0.1."


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on the loop that uvicorn takes for its own workers: uvloop where there is one, else asyncio's."""
    with asyncio.Runner(loop_factory=config_of(None).get_loop_factory()) as runner:
        runner.run(work)


def spare_the_collector() -> None:
    """Let the collector of garbage alone with what lives as long as the process, and look for more less often.

    A server makes hundreds of objects a request and nearly no cycles: looking through everything again and again
    was an eighth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)


def config_of(app: Any, **more: Any) -> uvicorn.Config:
    """Our settings of uvicorn for an app."""
    return uvicorn.Config(app, **SERVER_OPTIONS, **more)


class QuietServer(uvicorn.Server):
    """A server that takes Ctrl-C and SIGTERM as a wish to end, not as a failure: no traceback, exit code 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, self._end) for one in _SIGNALS}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True
