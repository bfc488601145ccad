"""The keys that the vault keeps: the device's signing key and the key of the offline copy. Never shown."""

from __future__ import annotations

import base64
import os
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["DeviceKey", "OfflineKey", "base64url"]

SEED_LENGTH = 32


def base64url(content: bytes) -> str:
    """base64url without padding, as the backend wants keys and signatures."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class DeviceKey:
    """The Ed25519 key by which the backend knows this device."""

    __slots__ = ("_private", "_seed")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_LENGTH:
            raise ValueError("a seed has 32 bytes")
        self._seed = seed
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    @classmethod
    def generate(cls) -> Self:
        return cls(os.urandom(SEED_LENGTH))

    def __repr__(self) -> str:
        return "DeviceKey(***)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")

    @property
    def seed(self) -> bytes:
        """The private half; for the vault only."""
        return self._seed

    @property
    def public_key(self) -> str:
        """The public half, base64url: what ``POST /devices`` registers."""
        return base64url(self._private.public_key().public_bytes_raw())

    def sign(self, device_id: UUID, challenge: str) -> str:
        """The signature (base64url) that unlocks ``device_id`` with the backend's challenge."""
        return base64url(self._private.sign(f"emias-unlock-v1|{device_id}|{challenge}".encode()))


class OfflineKey:
    """The 32-byte AES key of the offline copy; it dies with the vault's record."""

    __slots__ = ("_content",)

    def __init__(self, content: bytes) -> None:
        if len(content) != SEED_LENGTH:
            raise ValueError("an offline key has 32 bytes")
        self._content = content

    @classmethod
    def generate(cls) -> Self:
        return cls(os.urandom(SEED_LENGTH))

    def __repr__(self) -> str:
        return "OfflineKey(***)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")

    @property
    def content(self) -> bytes:
        return self._content
