"""Digits of a PIN being pressed."""

from __future__ import annotations

from emias_app.state._base import Observable

DIGITS = "0123456789"


class PinEntry(Observable):
    """Holds the pressed digits; never shows them, drops them at every end."""

    def __init__(self, length: int = 6) -> None:
        self.length = length
        self.filled = 0
        self.error: str | None = None
        self.is_busy = False
        self._digits = ""

    def __repr__(self) -> str:
        return f"PinEntry({self.filled}/{self.length})"

    def press(self, digit: str) -> bool:
        """Take one digit; True when it was the last and the PIN wants to be used."""
        if self.is_busy or digit not in DIGITS or len(digit) != 1 or len(self._digits) >= self.length:
            return False
        if not self._digits:
            self.error = None
        self._digits += digit
        self.filled = len(self._digits)
        return self.filled == self.length

    def delete(self) -> None:
        if not self.is_busy and self._digits:
            self._digits = self._digits[:-1]
            self.filled = len(self._digits)

    def take(self) -> str:
        """The PIN, which is forgotten here."""
        pin, self._digits = self._digits, ""
        return pin

    def clear(self, error: str | None = None) -> None:
        """Ready for the next try, with a word on the last."""
        self._digits = ""
        self.filled = 0
        self.error = error
