"""Secrets: passwords and codes are kept as scrypt with its parameters beside it, tokens as SHA-256."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

_MAX_MEMORY = 64 * 1024 * 1024
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """scrypt's parameters: ``n`` blocks of ``r`` × 128 bytes, ``p`` times."""

    n: int
    r: int
    p: int


#: OWASP's recommendation for 16 MiB a hash, which a phone has too.
PASSWORD_COST = Cost(2**14, 8, 5)
#: A one-time code lives minutes and dies after three tries.
CODE_COST = Cost(2**14, 8, 1)
#: For tests only.
FAST_COST = Cost(2, 1, 1)


def hash_secret(secret: str, cost: Cost) -> str:
    """``scrypt$n$r$p$salt$hash``."""
    salt = secrets.token_bytes(16)
    key = _derive(secret, salt, cost)
    parts = (str(cost.n), str(cost.r), str(cost.p), _text(salt), _text(key))
    return "scrypt$" + "$".join(parts)


def verify_secret(secret: str, kept: str) -> bool:
    """Whether ``secret`` is what was hashed; takes the time of the kept parameters either way."""
    try:
        scheme, n, r, p, salt, key = kept.split("$")
        if scheme != "scrypt":
            return False
        found = _derive(secret, base64.b64decode(salt), Cost(int(n), int(r), int(p)))
        return hmac.compare_digest(found, base64.b64decode(key))
    except (ValueError, binascii.Error):
        return False


def _derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    return hashlib.scrypt(
        secret.encode("utf-8", "replace"), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=_MAX_MEMORY, dklen=32
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def new_token() -> str:
    """A random token of 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A random code of six digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def digest(token: str) -> str:
    """The SHA-256 under which a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Hasher:
    """Hashes and checks without holding up the event loop; few at a time, since each takes 16 MiB."""

    def __init__(self, *, fast: bool) -> None:
        self._is_fast = fast
        self._password_cost = FAST_COST if fast else PASSWORD_COST
        self._code_cost = FAST_COST if fast else CODE_COST
        self._threads = ThreadPoolExecutor(_THREADS, "hasher")
        self._dummy_password = cache(lambda: self.hash_password(new_token()))
        self._dummy_code = cache(lambda: self.hash_code(new_token()))

    def hash_password(self, password: str) -> str:
        return hash_secret(password, self._password_cost)

    def hash_code(self, code: str) -> str:
        return hash_secret(code, self._code_cost)

    async def hashed_code(self, code: str) -> str:
        """``hash_code`` beside the event loop."""
        if self._is_fast:
            return self.hash_code(code)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.hash_code, code)

    async def hashed_password(self, password: str) -> str:
        """``hash_password`` beside the event loop."""
        if self._is_fast:
            return self.hash_password(password)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.hash_password, password)

    async def is_password(self, password: str, kept: str | None) -> bool:
        """Whether the password is right; None (no such login) takes the same time and is wrong."""
        return await self._verified(password, kept or self._dummy_password()) and kept is not None

    async def is_code(self, code: str, kept: str | None) -> bool:
        """Whether the code is right; None (no such ticket) takes the same time and is wrong."""
        return await self._verified(code, kept or self._dummy_code()) and kept is not None

    async def _verified(self, secret: str, kept: str) -> bool:
        if self._is_fast:
            return verify_secret(secret, kept)
        return await asyncio.get_running_loop().run_in_executor(self._threads, verify_secret, secret, kept)

    def warm_up(self) -> None:
        """Make the stand-ins, so that the first unknown login takes no longer than the next."""
        self._dummy_password()
        self._dummy_code()

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
