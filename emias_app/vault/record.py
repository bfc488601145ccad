"""The vault's one record, and its text of under 1,200 characters."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from emias_app.vault.keys import base64url
from emias_app.vault.wrapping import KeyWrap, PinWrap, ScryptCost

__all__ = ["DamagedRecord", "VaultRecord"]

LONGEST_NAME = 60


class DamagedRecord(ValueError):
    """The text is no record of ours; what it says is not quoted."""


@dataclass(frozen=True, slots=True)
class VaultRecord:
    """Who the device is and its keys, wrapped; ``tries`` are wrong or unfinished PINs since the last right one,
    ``refusals`` those of the finger or face."""

    device_id: UUID
    display_name: str = field(repr=False)
    pin_length: int
    enrolled_at: datetime
    by_pin: PinWrap
    by_biometrics: KeyWrap | None = None
    tries: int = 0
    refusals: int = 0

    def to_text(self) -> str:
        by_pin, cost = self.by_pin, self.by_pin.cost
        content: dict[str, Any] = {
            "v": 1,
            "device": str(self.device_id),
            "name": self.display_name,
            "digits": self.pin_length,
            "at": self.enrolled_at.isoformat(timespec="seconds"),
            "tries": self.tries,
            "pin": {
                "scrypt": [cost.n, cost.r, cost.p],
                "salt": base64url(by_pin.salt),
                "nonce": base64url(by_pin.nonce),
                "box": base64url(by_pin.box),
            },
        }
        if self.by_biometrics is not None:
            wrap = self.by_biometrics
            content["bio"] = {"refusals": self.refusals, "nonce": base64url(wrap.nonce), "box": base64url(wrap.box)}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> VaultRecord:
        """The record of a text; raises DamagedRecord for whatever a hand may have made of it."""
        try:
            return _read(json.loads(text))
        except (ValueError, TypeError, KeyError, RecursionError):
            pass
        raise DamagedRecord("the vault's record is damaged")


def shortened(name: str) -> str:
    """A display name that a record can carry: no halves of surrogate pairs, at most 60 characters."""
    return name.encode("utf-8", "replace").decode()[:LONGEST_NAME]


def _read(content: Any) -> VaultRecord:
    if content["v"] != 1:
        raise ValueError("another version")
    pin, bio = content["pin"], content.get("bio")
    n, r, p = (_count(number) for number in pin["scrypt"])
    name, pin_length = _text(content["name"]), _count(content["digits"])
    at = datetime.fromisoformat(_text(content["at"]))
    if len(name) > LONGEST_NAME or at.tzinfo is None or pin_length not in (4, 6):
        raise ValueError("not ours")
    return VaultRecord(
        device_id=UUID(_text(content["device"])),
        display_name=name,
        pin_length=pin_length,
        enrolled_at=at,
        by_pin=PinWrap(ScryptCost(n, r, p), _bytes(pin["salt"]), _bytes(pin["nonce"]), _bytes(pin["box"])),
        by_biometrics=KeyWrap(_bytes(bio["nonce"]), _bytes(bio["box"])) if bio else None,
        tries=_count(content["tries"]),
        refusals=_count(bio["refusals"]) if bio else 0,
    )


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a count")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _bytes(value: Any) -> bytes:
    text = _text(value)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
