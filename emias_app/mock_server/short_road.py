"""The road past the framework's layers for the hottest answer: a section's list (``GET /patients/{pid}/{section}``).

The same functions are called in the same order as by the framework (:mod:`plain_route`), so it is
:func:`~emias_app.mock_server.services.access.viewer_of` that decides here too; what is spared is the matching of
every route and four layers of middleware around it.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from emias_app.domain.sections import RECORD_SECTIONS
from emias_app.mock_server.deps import PREFIX
from emias_app.mock_server.plain_route import plain_step
from emias_app.mock_server.problems import Refusal

_START = f"{PREFIX}/patients/"
_PARTS = 6
_SLUGS = frozenset(section.slug.value for section in RECORD_SECTIONS)


class ShortRoad:
    """Pure ASGI; whatever is not the list of a section that holds records goes on to the framework."""

    def __init__(self, app: ASGIApp, route: APIRoute) -> None:
        step = plain_step(route.dependant)
        assert step is not None, "the route needs the framework's judgement"
        self._app = app
        self._route = route
        self._step = step

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith(_START):
            parts = scope["path"].split("/")
            if len(parts) == _PARTS and parts[4] and parts[5] in _SLUGS:
                await self._list(scope, receive, send, parts[4], parts[5])
                return
        await self._app(scope, receive, send)

    async def _list(self, scope: Scope, receive: Receive, send: Send, pid: str, section: str) -> None:
        scope["route"] = self._route
        scope["path_params"] = {"pid": pid, "section": section}
        try:
            answer = await self._step.run(Request(scope, receive), {})
        except Refusal as refusal:
            answer = refusal.answer()
        await answer(scope, receive, send)
