"""What the OpenAPI tells of headers, for all routes from one place: what a caller may send, what every answer has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi.routing import APIRoute

from emias_app.mock_server.deps import PREFIX, needs_token
from emias_app.mock_server.routes.auth import peer_of

_CARD, _CLINIC = f"{PREFIX}/patients/{{pid}}", f"{PREFIX}/clinic/patients/{{pid}}"
_FILE = f"{_CARD}/exports/{{id}}/file"
#: Resources that are written, by their address: their GET gives an ETag, a write under them takes If-Match.
TAGGED = (
    f"{PREFIX}/me",
    f"{PREFIX}/family/children/{{id}}",
    f"{PREFIX}/access/requests/{{request_id}}",
    f"{_CARD}/diary/{{id}}",
    f"{_CARD}/child-data/{{kind}}/{{id}}",
    f"{_CARD}/uploads/{{id}}",
    f"{_CARD}/exports/{{id}}",
    _CLINIC,
)
#: Further answers with an ETag: what is only read, and what answers with a new resource.
_TAGGED_TOO = {
    ("GET", f"{_CARD}/{{section}}/{{id}}"),
    ("GET", f"{_CARD}/{{section}}/{{id}}/document"),
    ("GET", f"{_CARD}/{{section}}/{{id}}/document.pdf"),
    ("GET", f"{_CARD}/vaccination-plan"),
    ("GET", f"{_CARD}/vaccination-plan.ics"),
    ("GET", f"{_CARD}/vaccination-certificate.pdf"),
    ("GET", f"{_CARD}/export/summary.pdf"),
    ("GET", f"{_CARD}/export/ips.json"),
    ("GET", _FILE),
    ("POST", f"{PREFIX}/family/children"),
    ("POST", f"{PREFIX}/access/requests"),
    ("POST", f"{_CARD}/diary"),
    ("POST", f"{_CARD}/child-data/{{kind}}"),
    ("POST", f"{_CARD}/uploads"),
}
_SENT = ("POST", "PUT", "PATCH", "DELETE")

#: Headers of answers, as the components of the OpenAPI.
HEADERS: dict[str, Any] = {
    "X-Request-Id": {
        "description": "Номер запроса: тот же, что прислали (8–64 буквы, цифры, дефисы), иначе новый.",
        "required": True,
        "schema": {"type": "string"},
    },
    "X-Emias-Now": {
        "description": "Часы сервиса в момент ответа.",
        "required": True,
        "schema": {"type": "string", "format": "date-time"},
    },
    "Retry-After": {
        "description": "Через сколько секунд пробовать снова; есть там, где в отказе есть retryAfter.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "ETag": {
        "description": "Состояние, о котором говорит ответ; его называют в If-Match.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Accept-Ranges": {"description": "bytes: файл отдаётся и частями.", "schema": {"type": "string"}},
    "Content-Range": {
        "description": "Какая часть файла в ответе: bytes первый-последний/всего.",
        "schema": {"type": "string"},
    },
}


def _header(name: str, about: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name, "in": "header", "required": False, "description": about, "schema": {"type": "string", **schema},
    }  # fmt: skip


_KEY = _header(
    "Idempotency-Key",
    "Ключ повтора, 24 часа: тот же ключ и то же тело дают тот же ответ, другое тело — 409.",
    minLength=1,
    maxLength=200,
)
_IF_MATCH = _header("If-Match", "ETag состояния, над которым думали; если оно уже другое — 412.")
_APP = _header(
    "X-Emias-Client", "Какое приложение обращается; остаётся за сеансом.",
    enum=["web", "desktop", "android", "ios", "kiosk"],
)  # fmt: skip
_RANGE = _header("Range", "Часть файла: bytes=первый-последний.")
_IF_RANGE = _header("If-Range", "ETag файла, от которого нужна часть; если он другой — файл целиком.")


def parameters_of(route: APIRoute, method: str) -> Iterator[dict[str, Any]]:
    """The headers that a caller may send to a route."""
    path = route.path_format
    if method in _SENT and needs_token(route) and not path.startswith(f"{PREFIX}/auth/"):
        yield _KEY
        if any(path == tagged or path.startswith(f"{tagged}/") for tagged in TAGGED):
            yield _IF_MATCH
    if any(one.call is peer_of for one in route.dependant.dependencies) or path == f"{PREFIX}/shares/open":
        yield _APP
    if path == _FILE:
        yield from (_RANGE, _IF_RANGE)


def has_etag(method: str, path: str, status: str) -> bool:
    """Whether that answer of a route names the state that it tells of."""
    if status not in ("200", "201", "206"):
        return False
    if path in TAGGED or (method, path) in _TAGGED_TOO:
        return True
    is_under = any(path.startswith(f"{tagged}/") for tagged in TAGGED if tagged != _CLINIC)
    return is_under and method in _SENT


def headers_of(method: str, path: str, status: str) -> dict[str, Any]:
    """The headers of one answer of a route; ``status`` may be 4XX or 5XX."""
    names = ["X-Request-Id", "X-Emias-Now"]
    if status in ("4XX", "5XX"):
        names.append("Retry-After")
    if has_etag(method, path, status):
        names.append("ETag")
    if path == _FILE and status in ("200", "206"):
        names += ["Accept-Ranges"] if status == "200" else ["Accept-Ranges", "Content-Range"]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
