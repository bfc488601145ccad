"""Who may open the page.

Each browser carries a signed cookie with an id of its own. A page on loopback is opened once per browser by a token
that only the terminal shows: without it another user of the same machine who finds the port gets nothing, no page and
no socket. On a page for everybody (``--public``) and in test mode the cookie is given to whoever comes.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

KEY_FILE: Final = "launch.key"
_KEY_BYTES: Final = 32
_ID_BYTES: Final = 18


def launch_key(folder: Path) -> bytes:
    """The key of this data folder, so that a tab left open finds back after a restart; readable by its user alone."""
    path = folder / KEY_FILE
    with contextlib.suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == _KEY_BYTES:
            return key
        path.unlink()
    key = secrets.token_bytes(_KEY_BYTES)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key


class Door:
    """Checks and gives the browsers' cookies.

    ``needs_token``: only a launch token opens. ``on_new_token`` is called with every fresh token (the first one, and
    one more each time a token was used), so that the terminal can print the next address.
    """

    def __init__(
        self,
        key: bytes,
        *,
        port: int,
        needs_token: bool,
        on_new_token: Callable[[str], None] | None = None,
    ) -> None:
        self._key = hmac.digest(key, b"launched" if needs_token else b"open", "sha256")
        self._on_new_token = on_new_token
        self._token = ""
        self.needs_token = needs_token
        # Cookies know no ports: two apps on one machine must not take each other's.
        self.cookie_name = f"emias_{port}"
        if needs_token:
            self._mint()

    def use(self, token: str) -> str | None:
        """Exchange the current launch token for a cookie's value; it works once."""
        if not self.needs_token or not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        self._mint()
        return self.new_cookie()

    def new_cookie(self) -> str:
        """A cookie's value for a new browser."""
        browser_id = secrets.token_urlsafe(_ID_BYTES)
        return f"{browser_id}.{self._sign(browser_id)}"

    def browser_of(self, cookies: dict[str, str]) -> str | None:
        """The browser's id, or None where the cookie is missing or not ours."""
        browser_id, _dot, signature = cookies.get(self.cookie_name, "").partition(".")
        expected = self._sign(browser_id)
        return browser_id if browser_id and hmac.compare_digest(signature.encode(), expected.encode()) else None

    def set_cookie(self, value: str, *, is_secure: bool) -> tuple[str, str]:
        """The header that hands the cookie over. Strict where it opens the page; Lax lets links from a mail find it."""
        same_site = "Strict" if self.needs_token else "Lax"
        secure = "; Secure" if is_secure else ""
        return "set-cookie", f"{self.cookie_name}={value}; Path=/; HttpOnly; SameSite={same_site}{secure}"

    def _mint(self) -> None:
        self._token = secrets.token_urlsafe(24)
        if self._on_new_token is not None:
            self._on_new_token(self._token)

    def _sign(self, browser_id: str) -> str:
        return hmac.new(self._key, browser_id.encode(), hashlib.sha256).hexdigest()
