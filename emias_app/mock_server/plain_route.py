"""A short way through the framework for routes that need nothing of it.

FastAPI solves the parameters of each dependency anew on every request. Where a route and all it depends on take
only the request, one another and unjudged pieces of the path, and the route answers with a Response of its own,
calling them in order comes to the same; what is declared stays declared, for the OpenAPI.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, get_type_hints

from fastapi import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Step:
    """One function to call: what it is given, by the names of its parameters."""

    call: Callable[..., Coroutine[Any, Any, Any]]
    request_name: str | None
    path_names: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, Step], ...]

    async def run(self, request: Request, done: dict[Any, Any]) -> Any:
        """The answer of the function; each is called once a request."""
        if self.call in done:
            return done[self.call]
        given: dict[str, Any] = {}
        for name, step in self.needs:
            given[name] = await step.run(request, done)
        for name, alias in self.path_names:
            given[name] = request.path_params[alias]
        if self.request_name is not None:
            given[self.request_name] = request
        answer = done[self.call] = await self.call(**given)
        return answer


def plain_step(dependant: Any) -> Step | None:
    """The way through a route, or None where the framework has something to judge."""
    hints = get_type_hints(dependant.call)
    returned = hints.get("return")
    if not (inspect.isclass(returned) and issubclass(returned, Response)):
        return None
    return _step(dependant)


def _step(dependant: Any) -> Step | None:
    judged = (
        dependant.query_params, dependant.header_params, dependant.cookie_params, dependant.body_params,
        dependant.response_param_name, dependant.background_tasks_param_name,
        dependant.security_scopes_param_name, dependant.websocket_param_name, dependant.http_connection_param_name,
    )  # fmt: skip
    if any(judged) or not inspect.iscoroutinefunction(dependant.call):
        return None
    if any(field.field_info.annotation is not str or field.field_info.metadata for field in dependant.path_params):
        return None
    needs: list[tuple[str, Step]] = []
    for one in dependant.dependencies:
        step = _step(one)
        if step is None or one.name is None:
            return None
        needs.append((one.name, step))
    names = tuple((field.name, field.alias) for field in dependant.path_params)
    return Step(dependant.call, dependant.request_param_name, names, tuple(needs))
