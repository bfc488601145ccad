"""The vault's record survives its text, fits Windows, and a damaged one is told, never thrown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.vault.record import DamagedRecord, VaultRecord, shortened
from emias_app.vault.wrapping import KeyWrap, PinWrap, ScryptCost
from tests.vault.conftest import AT, DEVICE


def a_record(*, has_biometrics: bool = True, name: str = "Анна М.") -> VaultRecord:
    return VaultRecord(
        device_id=DEVICE,
        display_name=name,
        pin_length=6,
        enrolled_at=AT,
        by_pin=PinWrap(ScryptCost(), b"s" * 16, b"n" * 12, b"b" * 80),
        by_biometrics=KeyWrap(b"n" * 12, b"b" * 80) if has_biometrics else None,
    )


@given(
    name=st.text(max_size=80),
    tries=st.integers(0, 9),
    refusals=st.integers(0, 3),
    box=st.binary(min_size=80, max_size=80),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_a_record_survives_its_text_and_fits_windows(
    name: str, tries: int, refusals: int, box: bytes, at: datetime
) -> None:
    record = replace(
        a_record(name=shortened(name)),
        tries=tries, refusals=refusals, by_biometrics=KeyWrap(b"n" * 12, box),
        enrolled_at=at.replace(microsecond=0),
    )  # fmt: skip
    text = record.to_text()
    assert VaultRecord.from_text(text) == record
    assert len(text.encode("utf-16-le")) <= 2_400


def test_one_without_biometrics_survives_too() -> None:
    record = a_record(has_biometrics=False)
    assert VaultRecord.from_text(record.to_text()) == record


@given(st.text())
def test_any_text_is_a_record_or_damaged(text: str) -> None:
    with pytest.raises(DamagedRecord):
        VaultRecord.from_text(text)


def _places(content: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(content, dict):
        return [(*path, key) for key in content] + [p for k, v in content.items() for p in _places(v, (*path, k))]
    return []


PLACES = _places(json.loads(a_record().to_text()))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(PLACES), JSON)
def test_a_place_changed_by_hand_is_read_or_damaged(place: tuple[str, ...], value: object) -> None:
    content = json.loads(a_record().to_text())
    target = content
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    try:
        record = VaultRecord.from_text(json.dumps(content))
    except DamagedRecord:
        return
    assert record.tries >= 0
    assert record.by_pin.cost.n <= 2**20


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_place_taken_away_by_hand_is_damaged(place: tuple[str, ...]) -> None:
    content = json.loads(a_record().to_text())
    target = content
    for key in place[:-1]:
        target = target[key]
    del target[place[-1]]
    if place == ("bio",):
        assert VaultRecord.from_text(json.dumps(content)).by_biometrics is None
    else:
        with pytest.raises(DamagedRecord):
            VaultRecord.from_text(json.dumps(content))


def test_a_repr_holds_neither_name_nor_wraps() -> None:
    shown = repr(a_record())
    assert "Анна" not in shown
    assert "b'" not in shown
