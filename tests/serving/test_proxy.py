"""Who calls is told by the connection, not by a header that anyone can write."""

from __future__ import annotations

from typing import Any

import pytest

from emias_app.serving import running
from emias_app.serving.running import config_of
from tests.support.virtual_time import on_virtual_time

_HEADERS = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")]


async def _seen(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The address and scheme that the app is told of a caller on this machine."""
    told: list[tuple[str, str]] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        told.append((scope["client"][0], scope["scheme"]))

    monkeypatch.setattr(running, "SERVER_OPTIONS", running.SERVER_OPTIONS | options)
    config = config_of(app)
    config.load()
    scope = {"type": "http", "client": ("127.0.0.1", 50_000), "scheme": "http", "headers": _HEADERS}
    await config.loaded_app(scope, None, None)  # type: ignore[arg-type]
    return told[0]


@on_virtual_time
async def test_a_caller_does_not_choose_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _seen({}, monkeypatch) == ("127.0.0.1", "http")


@on_virtual_time
async def test_a_proxy_that_was_named_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _seen({"forwarded_allow_ips": "127.0.0.1"}, monkeypatch) == ("203.0.113.9", "https")
