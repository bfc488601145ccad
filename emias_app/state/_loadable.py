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
