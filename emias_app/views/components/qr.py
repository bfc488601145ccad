"""A QR code: dark on white in both themes, scanners want it so."""

from __future__ import annotations

from io import BytesIO

import flet as ft
import segno

from emias_app.views.theme import Radius


def qr_picture(data: str, label: str) -> ft.Control:
    """The code, 212 wide with its quiet zone; ``label`` is what a screen reader says."""
    drawn = BytesIO()
    segno.make(data, error="m", micro=False).save(drawn, kind="png", scale=6, border=1, dark="#14232A")
    picture = ft.Image(src=drawn.getvalue(), width=196, height=196, exclude_from_semantics=True)
    return ft.Semantics(
        label=label,
        image=True,
        content=ft.Container(picture, bgcolor="#FFFFFF", padding=8, border_radius=Radius.FIELD, width=212),
    )
