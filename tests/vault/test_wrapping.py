"""Secrets come back by the right PIN or key, in the right place, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.vault.wrapping import ScryptCost, unwrap_by_key, unwrap_by_pin, wrap_by_key, wrap_by_pin

CHEAP = ScryptCost(n=2)
PINS = st.text("0123456789", min_size=4, max_size=6)
SECRETS = st.binary(min_size=64, max_size=64)


@given(SECRETS, PINS, st.binary(max_size=40))
def test_the_right_pin_gives_the_secret_back(secret: bytes, pin: str, context: bytes) -> None:
    wrap = wrap_by_pin(secret, pin, cost=CHEAP, context=context)
    assert unwrap_by_pin(wrap, pin, context=context) == secret


@given(SECRETS, PINS, st.text(max_size=8))
def test_another_pin_gives_nothing(secret: bytes, pin: str, other: str) -> None:
    wrap = wrap_by_pin(secret, pin, cost=CHEAP, context=b"here")
    assert (unwrap_by_pin(wrap, other, context=b"here") is None) == (other != pin)


@given(SECRETS, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_only_the_right_key_opens_the_second_wrap(secret: bytes, key: bytes, other: bytes) -> None:
    wrap = wrap_by_key(secret, key, context=b"here")
    assert unwrap_by_key(wrap, key, context=b"here") == secret
    assert unwrap_by_key(wrap, key, context=b"there") is None
    assert (unwrap_by_key(wrap, other, context=b"here") is None) == (other != key)


@given(st.integers(0, 79), st.integers(1, 255))
def test_a_changed_byte_closes_the_wrap(place: int, change: int) -> None:
    wrap = wrap_by_pin(bytes(64), "135790", cost=CHEAP, context=b"here")
    box = bytearray(wrap.box)
    box[place] ^= change
    assert unwrap_by_pin(replace(wrap, box=bytes(box)), "135790", context=b"here") is None


def test_a_wrap_does_not_open_elsewhere_or_with_other_parameters() -> None:
    wrap = wrap_by_pin(bytes(64), "135790", cost=CHEAP, context=b"here")
    assert unwrap_by_pin(wrap, "135790", context=b"there") is None
    assert unwrap_by_pin(replace(wrap, cost=ScryptCost(n=4)), "135790", context=b"here") is None
    assert unwrap_by_pin(replace(wrap, nonce=b""), "135790", context=b"here") is None


def test_the_same_secret_never_looks_the_same() -> None:
    wraps = {wrap_by_pin(bytes(64), "135790", cost=CHEAP, context=b"").box for _ in range(8)}
    assert len(wraps) == 8


def test_the_default_cost_fits_the_memory_it_asks_for() -> None:
    wrap = wrap_by_pin(bytes(64), "135790", cost=ScryptCost(), context=b"")
    assert wrap.cost == ScryptCost(n=32_768, r=8, p=1)
    assert unwrap_by_pin(wrap, "135790", context=b"") == bytes(64)


@pytest.mark.parametrize("cost", [(0, 8, 1), (3, 8, 1), (2**21, 8, 1), (1, 8, 1), (2, 0, 1), (2, 8, 0), (2, 33, 1)])
def test_parameters_that_would_hang_or_fail_are_refused(cost: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):
        ScryptCost(*cost)


def test_nothing_secret_is_in_a_repr() -> None:
    wrap = wrap_by_pin(bytes(64), "135790", cost=CHEAP, context=b"")
    assert repr(wrap) == "PinWrap(cost=ScryptCost(n=2, r=8, p=1))"
    assert repr(wrap_by_key(bytes(64), bytes(32), context=b"")) == "KeyWrap()"
