"""The backend as one ASGI application.

>>> app = create_app(ServerSettings(data_dir=folder))          # on its own: uvicorn runs its lifespan
>>> await app.state.backend.start()                            # embedded: the caller starts and stops it
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from emias_app.clock import Clock
from emias_app.config import ServerSettings
from emias_app.mock_server import docs_page, problems, share_page
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.control.app import create_control
from emias_app.mock_server.control.faults import Faults
from emias_app.mock_server.deps import needs_token
from emias_app.mock_server.envelope import Envelope
from emias_app.mock_server.openapi_headers import HEADERS, headers_of, parameters_of
from emias_app.mock_server.routes import (
    access,
    access_log,
    account,
    auth,
    card_views,
    child_data,
    clinic,
    clinic_uploads,
    devices,
    diary,
    exports,
    family,
    growth,
    health,
    me,
    notices,
    patients,
    registration,
    shares,
    uploads,
    vaccinations,
)
from emias_app.mock_server.short_road import Lists, is_list
from emias_app.models.problem import Problem

__all__ = ["Backend", "create_app"]

TITLE = "Детская медкарта"
VERSION = "1"
_ABOUT = "Синтетический сервис для обучения и проверки. Не связан с ЕМИАС и Департаментом здравоохранения."
_ROUTERS = (
    access_log.router,  # before the sections of a card, whose address it would fit
    diary.router,
    growth.router,
    uploads.router,
    child_data.router,  # likewise
    exports.router,
    shares.router,
    shares.public_router,
    card_views.router,  # before them too
    vaccinations.router,
    patients.router,
    auth.router,
    devices.router,
    me.router,
    notices.router,
    registration.router,
    account.router,
    family.router,
    access.router,
    clinic.router,
    child_data.clinic_router,
    clinic_uploads.router,
    health.router,
)
_REFUSAL = {
    "description": "Отказ",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def create_app(settings: ServerSettings, clock: Clock | None = None) -> FastAPI:
    """The backend; no globals. Without a clock it is the machine's, in test mode one that stands until moved."""
    backend = Backend(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await backend.start()
        try:
            yield
        finally:
            await backend.stop()

    app = _Application(
        title=TITLE, version=VERSION, description=_ABOUT, lifespan=lifespan, openapi_url="/openapi.json",
        docs_url=None, redoc_url=None, redirect_slashes=False,
    )  # fmt: skip
    app.state.backend = backend
    problems.install(app)
    for router in _ROUTERS:
        _attach(app, router)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(docs_page.render(app.openapi()))

    share_page.install(app)
    lists: ASGIApp = Lists(_list_route(app))
    if settings.test_mode:
        app.mount("/mock/v1", create_control(backend))
        app.add_middleware(Faults, backend=backend)
        lists = Faults(lists, backend)
    app.add_middleware(Envelope, backend=backend)
    app.lists = Envelope(lists, backend)
    return app


class _Application(FastAPI):
    """The framework, and beside it the short road of the lists; both lead through the same layers of ours."""

    lists: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_list(scope):
            await self.lists(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _list_route(app: FastAPI) -> APIRoute:
    """The one route of all sections' lists."""
    return next(
        route for route in app.routes if isinstance(route, APIRoute) and route.endpoint is patients.section_list
    )


def _attach(app: FastAPI, router: APIRouter) -> None:
    """Put a router's own routes into the app's list: one match instead of two on every request.

    They hold nothing of an app, so they are made once a process, not once an app.
    """
    app.router.routes.extend(route for route in router.routes if isinstance(route, APIRoute))


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI with the bearer token, the one envelope of errors and the headers, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    parts = schema.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema(
        by_alias=True, ref_template="#/components/schemas/{model}"
    )
    parts["schemas"] |= parts["schemas"]["Problem"].pop("$defs", {})
    parts["headers"] = HEADERS
    parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    for route in app.routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        for method in route.methods or ():
            operation = schema["paths"][route.path_format][method.lower()]
            operation["responses"].pop("422", None)
            operation["responses"] |= {"4XX": dict(_REFUSAL), "5XX": dict(_REFUSAL)}
            for status, told in operation["responses"].items():
                told["headers"] = headers_of(method, route.path_format, status)
            if headers := list(parameters_of(route, method)):
                operation["parameters"] = [*operation.get("parameters", ()), *headers]
            if needs_token(route):
                operation["security"] = [{"bearer": []}]
    app.openapi_schema = schema
    return schema
