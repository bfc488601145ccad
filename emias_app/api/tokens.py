"""The tokens of one session: in memory only, never shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from emias_app.models.auth import TokenLevel, Tokens

__all__ = ["HeldTokens", "TokenHolder"]

#: A token is renewed so many seconds before it would expire, to spare a 401.
RENEW_EARLY = 10.0


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class HeldTokens:
    """A pair of tokens; ``stale_at`` is on the same scale as the holder's ``seconds``."""

    access: str
    refresh: str
    level: TokenLevel
    stale_at: float

    def __repr__(self) -> str:
        return f"HeldTokens(level={self.level.value}, ***)"


class TokenHolder:
    """Holds the newest pair; ``seconds`` gives the backend's time in seconds."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._held: HeldTokens | None = None

    def __repr__(self) -> str:
        return f"TokenHolder({self._held!r})"

    @property
    def held(self) -> HeldTokens | None:
        return self._held

    @property
    def level(self) -> TokenLevel | None:
        return self._held.level if self._held else None

    def adopt(self, tokens: Tokens) -> HeldTokens:
        """Hold a new pair instead of the old one."""
        self._held = HeldTokens(
            access=tokens.access_token.get_secret_value(),
            refresh=tokens.refresh_token.get_secret_value(),
            level=tokens.level,
            stale_at=self._seconds() + max(tokens.expires_in - RENEW_EARLY, tokens.expires_in / 2),
        )
        return self._held

    def is_stale(self, tokens: HeldTokens) -> bool:
        """Whether the access token has expired or is about to."""
        return self._seconds() >= tokens.stale_at

    def drop(self) -> None:
        self._held = None
