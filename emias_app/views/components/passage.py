"""A passage that tells why something was found: its words stand out by weight and ground, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.models.records import MatchPart
from emias_app.views.theme import Look, Role, text_style


def passage(look: Look, parts: Sequence[MatchPart]) -> ft.Text:
    """The passage under a row's second line, of any length: it wraps and is never cut."""
    p = look.palette
    plain = text_style(Role.BODY_MEDIUM, p.on_surface_variant)
    found = text_style(Role.TITLE_SMALL, p.on_primary_container)
    found.bgcolor = p.primary_container
    return ft.Text(
        spans=[ft.TextSpan(part.text, style=found if part.is_found else plain) for part in parts],
        style=plain,
    )


def passage_words(parts: Sequence[MatchPart] | None) -> str | None:
    """The passage as it is read aloud; None where there is none."""
    return "".join(part.text for part in parts) if parts else None
