"""Keys for identifiers: lower case, latin."""

from __future__ import annotations

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)


def latin(text: str) -> str:
    """«Детский невролог» as ``detskiy-nevrolog``, ``BLOOD_TEST`` as ``blood-test``."""
    spelt = "".join(_LETTERS.get(sign, sign if sign.isascii() and sign.isalnum() else " ") for sign in text.casefold())
    return "-".join(spelt.split())
