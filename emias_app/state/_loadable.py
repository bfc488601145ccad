"""What a screen knows of something that is fetched: one of three values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from emias_app.errors import EmiasError

T = TypeVar("T")


@dataclass(frozen=True)
class Loading:
    """Nothing to show yet."""


@dataclass(frozen=True)
class Ready(Generic[T]):
    """The value, and whether a newer one is being fetched."""

    value: T
    refreshing: bool = False


@dataclass(frozen=True)
class Failed:
    """The last attempt failed and there is no value to fall back on."""

    error: EmiasError


Loadable: TypeAlias = Loading | Ready[T] | Failed


def renewing(shown: Loadable[T] | None) -> Loading | Ready[T]:
    """What a screen knows while something is read (anew): what is shown stays."""
    return Ready(shown.value, refreshing=True) if isinstance(shown, Ready) else Loading()


def settled(shown: Loadable[T], answer: Ready[T] | Failed) -> Ready[T] | Failed:
    """What a screen knows after that: a failure takes nothing away that was ``shown``."""
    return Ready(shown.value) if isinstance(answer, Failed) and isinstance(shown, Ready) else answer
