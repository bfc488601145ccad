"""Wrapping a secret: by a PIN (scrypt, then AES-GCM) or by a random key (AES-GCM).

``context`` is authenticated with the secret: a wrap moved to another place does not open.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["KeyWrap", "PinWrap", "ScryptCost", "unwrap_by_key", "unwrap_by_pin", "wrap_by_key", "wrap_by_pin"]

KEY_LENGTH = 32
SALT_LENGTH = 16
NONCE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class ScryptCost:
    """scrypt's parameters; the default takes 32 MiB and about a tenth of a second.

    They are kept beside the wrap, so that a later default leaves old records readable.
    """

    n: int = 2**15
    r: int = 8
    p: int = 1

    def __post_init__(self) -> None:
        is_power = self.n > 1 and self.n & (self.n - 1) == 0
        if not (is_power and self.n <= 2**20 and 1 <= self.r <= 32 and 1 <= self.p <= 16):
            raise ValueError("scrypt's parameters are out of bounds")

    @property
    def memory(self) -> int:
        """Bytes that scrypt may take."""
        return 128 * self.r * (self.n + self.p + 2) + 2**20


@dataclass(frozen=True, slots=True)
class PinWrap:
    cost: ScryptCost
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    box: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyWrap:
    nonce: bytes = field(repr=False)
    box: bytes = field(repr=False)


def wrap_by_pin(secret: bytes, pin: str, *, cost: ScryptCost, context: bytes) -> PinWrap:
    salt, nonce = os.urandom(SALT_LENGTH), os.urandom(NONCE_LENGTH)
    box = AESGCM(_stretched(pin, salt, cost)).encrypt(nonce, secret, _bound(context, cost))
    return PinWrap(cost, salt, nonce, box)


def unwrap_by_pin(wrap: PinWrap, pin: str, *, context: bytes) -> bytes | None:
    """The secret, or None for a wrong PIN, another context or a damaged wrap: they cannot be told apart."""
    key = _stretched(pin, wrap.salt, wrap.cost)
    return _opened(key, wrap.nonce, wrap.box, _bound(context, wrap.cost))


def wrap_by_key(secret: bytes, key: bytes, *, context: bytes) -> KeyWrap:
    nonce = os.urandom(NONCE_LENGTH)
    return KeyWrap(nonce, AESGCM(key).encrypt(nonce, secret, context))


def unwrap_by_key(wrap: KeyWrap, key: bytes, *, context: bytes) -> bytes | None:
    """The secret, or None when the key, the context or the wrap is not the right one."""
    return _opened(key, wrap.nonce, wrap.box, context)


def _stretched(pin: str, salt: bytes, cost: ScryptCost) -> bytes:
    # hashlib's scrypt lets other threads run meanwhile, so a page goes on drawing.
    return hashlib.scrypt(
        pin.encode("utf-8", "replace"), salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=cost.memory, dklen=KEY_LENGTH
    )


def _bound(context: bytes, cost: ScryptCost) -> bytes:
    return context + f"|scrypt|{cost.n}|{cost.r}|{cost.p}".encode()


def _opened(key: bytes, nonce: bytes, box: bytes, context: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(nonce, box, context)
    except (InvalidTag, ValueError):
        return None
