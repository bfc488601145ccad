"""The codes of показатели («NEUT%», «U_SG») in addresses and identifiers."""

from __future__ import annotations

_SIGNS = (("%", "-pct"), ("#", "-abs"))


def address_code(code: str) -> str:
    """``NEUT%`` as ``NEUT-pct``: no sign that an address would change."""
    for sign, word in _SIGNS:
        code = code.replace(sign, word)
    return code


def code_at(part: str) -> str:
    """The code of a part of an address."""
    for sign, word in _SIGNS:
        part = part.replace(word, sign)
    return part


def code_key(code: str) -> str:
    """The code as a key of an identifier: lower case, latin."""
    return "-".join(
        "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in address_code(code)).lower().split()
    )
