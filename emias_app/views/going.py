"""Handlers that lead somewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from emias_app.state.place import Place

#: Changes the address.
Go = Callable[[Place], Awaitable[None]]


def to(go: Go, place: Place) -> Callable[..., Awaitable[None]]:
    """A handler that leads to ``place``."""

    async def handler(_event: object = None) -> None:
        await go(place)

    return handler
