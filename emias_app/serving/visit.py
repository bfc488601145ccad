"""Who is at the other end of a socket.

The guard puts a :class:`Visit` into the context of every websocket before Flet sees it. Flet starts ``main(page)`` and
every event handler from that socket's own receive loop, and tasks inherit the context, so inside them::

    visit = current_visit()          # None on a phone, on the desktop and in the in-process driver
    address = services.downloads.put(visit.browser_id, "Анализ.pdf", "application/pdf", content)
    visit.allow_large_messages()     # once the person has signed in

Ask when the action runs and do not keep the answer: after a reload the page sits on another socket.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

SMALL_MESSAGE: Final = 1024 * 1024
LARGE_MESSAGE: Final = 32 * 1024 * 1024


@dataclass
class Visit:
    """One open socket: the browser's cookie id and how large a message it may send, in bytes."""

    browser_id: str = field(repr=False)
    message_limit: int = SMALL_MESSAGE

    def allow_large_messages(self) -> None:
        """From now on messages up to 32 MiB pass (photos); for sockets whose person has signed in."""
        self.message_limit = LARGE_MESSAGE

    def allow_small_messages_only(self) -> None:
        """Back to 1 MiB: the person signed out."""
        self.message_limit = SMALL_MESSAGE


_visit: ContextVar[Visit | None] = ContextVar("emias_visit", default=None)


def current_visit() -> Visit | None:
    """The visit that the running handler belongs to, or None where no socket is involved."""
    return _visit.get()


def enter(visit: Visit) -> None:
    """Called by the guard, inside the task of one socket."""
    _visit.set(visit)
