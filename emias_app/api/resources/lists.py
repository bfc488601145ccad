"""What every list answers with, whether it comes in pages or whole."""

from __future__ import annotations

from typing import Generic, TypeVar

from emias_app.models.base import Model

T = TypeVar("T")


class Items(Model, Generic[T]):
    """A list that comes whole."""

    items: list[T]
