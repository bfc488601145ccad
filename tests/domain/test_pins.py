"""Which PINs are easily guessed."""

from __future__ import annotations

from datetime import date

import pytest

from emias_app.domain.pins import Weakness, weakness_of

SON = date(2018, 3, 14)
PHONE = "+7 900 000-48-15"


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("111111", Weakness.SAME),
        ("0000", Weakness.SAME),
        ("123456", Weakness.ROW),
        ("1234", Weakness.ROW),
        ("654321", Weakness.ROW),
        ("567890", Weakness.ROW),
        ("121212", Weakness.REPEATED),
        ("123123", Weakness.REPEATED),
        ("112233", Weakness.REPEATED),
        ("123321", Weakness.REPEATED),
        ("4848", Weakness.REPEATED),
        ("2580", Weakness.KNOWN),
        ("159753", Weakness.KNOWN),
        ("2018", Weakness.BIRTHDAY),
        ("1403", Weakness.BIRTHDAY),
        ("140318", Weakness.BIRTHDAY),
        ("180314", Weakness.BIRTHDAY),
        ("032018", Weakness.BIRTHDAY),
        ("4815", Weakness.PHONE),
        ("004815", Weakness.PHONE),
    ],
)
def test_what_is_easily_guessed_is_named(pin: str, why: Weakness) -> None:
    assert weakness_of(pin, [date(1988, 7, 2), SON], PHONE) is why


@pytest.mark.parametrize("pin", ["482913", "739164", "135790", "246802", "2019", "7193", "150318"])
def test_an_ordinary_pin_is_not_remarked_on(pin: str) -> None:
    assert weakness_of(pin, [SON], PHONE) is None


def test_without_anything_known_of_the_family_the_digits_alone_are_judged() -> None:
    assert weakness_of("140318") is None
    assert weakness_of("000000") is Weakness.SAME
