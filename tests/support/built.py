"""Controls as they are built, without a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flet as ft


def walk(control: Any) -> Iterator[ft.Control]:
    """A control and all below it, as built, without a page."""
    if isinstance(control, ft.Control):
        yield control
        for name in ("content", "controls", "title", "actions"):
            below = getattr(control, name, None)
            for child in below if isinstance(below, list) else [below]:
                yield from walk(child)


def words(control: ft.Control) -> list[str]:
    said = [node.value or "".join(span.text or "" for span in node.spans or []) for node in walk(control)
            if isinstance(node, ft.Text)]  # fmt: skip
    return [text for text in said if text]
