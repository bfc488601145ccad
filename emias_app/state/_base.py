"""The seam to Flet: the only module under ``state`` that knows it."""

from __future__ import annotations

from flet import Observable as Observable

__all__ = ["Observable"]
