"""The road past the framework's layers for the hottest answer: a section's list (``GET /patients/{pid}/{section}``).

The same functions are called in the same order as by the framework, so it is
:func:`~emias_app.mock_server.services.access.viewer_of` that decides here too; what is spared is the matching of
every route and the layers around it.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from emias_app.domain.sections import RECORD_SECTIONS
from emias_app.mock_server.deps import PREFIX, card_caller_of
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import card
from emias_app.mock_server.services.access import viewer_of
from emias_app.mock_server.services.card import list_query, section_of

_START = f"{PREFIX}/patients/"
_PARTS, _PID, _SECTION = 6, 4, 5
_SLUGS = frozenset(section.slug.value for section in RECORD_SECTIONS)


def is_list(scope: Scope) -> bool:
    """Whether a request is for the list of a section that holds records; all others go through the framework."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_START):
        return False
    parts = scope["path"].split("/")
    return len(parts) == _PARTS and bool(parts[_PID]) and parts[_SECTION] in _SLUGS


class Lists:
    """Pure ASGI, for requests that :func:`is_list`."""

    def __init__(self, route: APIRoute) -> None:
        self._route = route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        parts = scope["path"].split("/")
        pid, section = parts[_PID], parts[_SECTION]
        scope["route"] = self._route
        scope["path_params"] = {"pid": pid, "section": section}
        request = Request(scope, receive)
        try:
            viewer = await viewer_of(request, await card_caller_of(request), pid)
            body = await card.page(viewer, section_of(section), list_query(scope["query_string"]))
        except Refusal as refusal:
            await refusal.answer()(scope, receive, send)
            return
        headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
