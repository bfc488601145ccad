"""The device's key signs what the backend wants, and shows itself to nobody."""

from __future__ import annotations

import base64
import copy
import pickle

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from emias_app.vault import DeviceKey, OfflineKey
from tests.vault.conftest import DEVICE


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_signature_is_over_version_device_and_challenge() -> None:
    key = DeviceKey.generate()
    public = Ed25519PublicKey.from_public_bytes(decoded(key.public_key))
    signature = decoded(key.sign(DEVICE, "c-1"))
    public.verify(signature, f"emias-unlock-v1|{DEVICE}|c-1".encode())
    with pytest.raises(InvalidSignature):
        public.verify(signature, f"emias-unlock-v1|{DEVICE}|c-2".encode())


def test_texts_are_base64url_without_padding() -> None:
    key = DeviceKey(bytes(range(32)))
    assert len(key.public_key) == 43
    assert len(key.sign(DEVICE, "c")) == 86
    assert not set(key.public_key + key.sign(DEVICE, "c")) & set("+/=")


def test_a_key_comes_back_from_its_seed() -> None:
    key = DeviceKey.generate()
    assert DeviceKey(key.seed).public_key == key.public_key
    assert DeviceKey.generate().public_key != key.public_key


@pytest.mark.parametrize("key", [DeviceKey(b"s" * 32), OfflineKey(b"s" * 32)])
def test_a_key_is_neither_shown_nor_pickled(key: DeviceKey | OfflineKey) -> None:
    assert repr(key) == f"{type(key).__name__}(***)"
    assert "s" * 8 not in f"{key} {key!r}"
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        copy.copy(key)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_none(length: int) -> None:
    with pytest.raises(ValueError):
        DeviceKey(bytes(length))
    with pytest.raises(ValueError):
        OfflineKey(bytes(length))
