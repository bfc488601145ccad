"""Small whole answers over bare ASGI, and the headers that every answer of the page's server carries."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

from emias_app.serving.downloads import Download

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[str, str]]

_PIECE: Final = 256 * 1024

#: On every answer. COOP and COEP let the client use its second thread.
COMMON: Final = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
)
#: For answers that are data: nothing in them may run.
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
#: For the readable OpenAPI page, whose scripts are bundled.
DOCS_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
)


def header(scope: Scope, name: bytes) -> str:
    """A request header, or an empty string."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1")
    return ""


def cookies(scope: Scope) -> dict[str, str]:
    """The request's cookies; of two with one name the first."""
    found: dict[str, str] = {}
    for key, value in scope["headers"]:
        if key == b"cookie":
            for part in bytes(value).decode("latin-1").split(";"):
                name, is_pair, content = part.strip().partition("=")
                if is_pair:
                    found.setdefault(name, content)
    return found


async def answer(scope: Scope, send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """One whole answer; HEAD gets the headers alone."""
    listed = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if not any(name == b"content-length" for name, _value in listed) and status != 304:
        listed.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def download(scope: Scope, send: Send, file: Download) -> None:
    """A waiting file, from memory at once or from disk in pieces; what was on disk is gone afterwards."""
    if file.path is None:
        await answer(scope, send, 200, file.headers, file.content)
        return
    listed = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in file.headers]
    await send({"type": "http.response.start", "status": 200, "headers": listed})
    try:
        with await asyncio.to_thread(file.path.open, "rb") as opened:
            while piece := await asyncio.to_thread(opened.read, _PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        file.forget()


async def not_found(scope: Scope, send: Send) -> None:
    """404 as the API's problem+json: under /api and /mock nothing ever falls through to the page."""
    problem = {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
        "detail": "Такого адреса нет.",
    }
    body = json.dumps(problem, ensure_ascii=False).encode()
    await answer(scope, send, 404, [("content-type", "application/problem+json")], body)


async def small_page(scope: Scope, send: Send, status: int, title: str, text: str, headers: Headers = ()) -> None:
    """A page of a few Russian words that needs no script, in the colours of the app."""
    body = _SMALL_PAGE.replace("{title}", title).replace("{text}", text).encode()
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    listed = [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("content-security-policy", policy),
        *headers,
    ]
    await answer(scope, send, status, listed, body)


def with_headers(send: Send, policy: str | None) -> Send:
    """A ``send`` that adds the common headers, and ``policy`` as CSP, where the answer does not set them itself."""

    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {bytes(name).lower() for name, _value in message.get("headers", ())}
            extra = COMMON if policy is None else (*COMMON, ("content-security-policy", policy))
            added = [(name.encode(), value.encode()) for name, value in extra if name.encode() not in present]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return adding


_SMALL_PAGE: Final = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Детская медкарта</title><style>
body { margin: 0; min-height: 100vh; display: flex; align-items: center; justify-content: center; background: #F1F5F6;
  color: #14232A; font: 16px/24px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 440px; padding: 24px; text-align: center; }
h1 { font-size: 20px; line-height: 28px; margin: 24px 0 8px; }
p { margin: 0; color: #4A5B63; }
svg { width: 96px; height: 96px; }
@media (prefers-color-scheme: dark) { body { background: #0F1619; color: #E4EBEE; } p { color: #AEBDC4; } }
</style></head><body><main>
<svg viewBox="0 0 96 96" aria-hidden="true"><rect width="96" height="96" rx="24" fill="#0B5F74"/>
<rect x="18" y="24" width="60" height="48" rx="9" fill="#FFFFFF"/>
<path d="M48 63.5 33.6 49.3a8.9 8.9 0 0 1 12.6-12.6L48 38.5l1.8-1.8a8.9 8.9 0 0 1 12.6 12.6Z" fill="#0B5F74"/></svg>
<h1>{title}</h1><p>{text}</p></main></body></html>
"""
