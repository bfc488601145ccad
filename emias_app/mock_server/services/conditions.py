"""``ETag`` and ``If-Match``: a write that was thought out over an older state is refused."""

from __future__ import annotations

import hashlib

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from emias_app.mock_server.problems import Refusal, stale

_WHOLE = (200, 201)


def etag_of(content: bytes) -> str:
    """A strong ETag of an answer's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tagged(response: Response) -> Response:
    """The answer with the ETag of its body, where that is the resource itself."""
    if response.status_code in _WHOLE and response.body:
        response.headers["ETag"] = etag_of(bytes(response.body))
    return response


def staleness(request: Request, present: BaseModel) -> Refusal | None:
    """The 412 where ``If-Match`` is given and does not name ``present``, the resource as GET would show it."""
    if "if-match" not in request.headers:
        return None
    return staleness_of_tag(request, etag_of(present.model_dump_json(by_alias=True).encode()))


def staleness_of_tag(request: Request, present_tag: str) -> Refusal | None:
    """The same for a resource whose ETag is known."""
    wanted = request.headers.get("if-match")
    if wanted is None:
        return None
    known = {tag.strip() for tag in wanted.split(",")}
    return None if known & {"*", present_tag} else stale()
