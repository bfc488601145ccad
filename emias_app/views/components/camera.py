"""The camera: what it sees, and one button. Phones and browsers have it; the picture comes as bytes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import flet as ft

from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.loading import use_action, use_kept
from emias_app.views.components.text import text
from emias_app.views.theme import Look, Radius, Role, Space

if TYPE_CHECKING:
    from flet_camera import Camera  # type: ignore[import-untyped,unused-ignore]

log = logging.getLogger(__name__)


def _make(ref: ft.Ref[Camera]) -> Camera:
    from flet_camera import Camera

    return Camera(ref=ref, expand=True, key="camera-eye")


@component
def CameraBox(  # noqa: N802
    look: Look,
    on_picture: Callable[[bytes, bool], Awaitable[None]],
    on_failure: Callable[[str], None],
    on_close: Callable[..., object],
    *,
    shoot: tuple[str, str],
    close: tuple[str, str],
    starting: str,
    no_camera: str,
    refused: str,
) -> ft.Control:
    """``on_picture(content, is_mirrored)``; ``shoot`` and ``close`` are label and identifier; ``on_failure`` gets one
    of the last two sentences."""
    p = look.palette
    # A control is made anew at each drawing; the ref follows the one that is on the page.
    eye: ft.Ref[Camera] = use_kept(ft.Ref)
    is_on, set_on = ft.use_state(False)
    is_mirrored, set_mirrored = ft.use_state(False)
    page = ft.context.page

    async def start() -> None:
        from flet_camera import CameraLensDirection, ResolutionPreset

        camera = eye.current
        if camera is None:
            return
        try:
            found = await camera.get_available_cameras()
            if not found:
                on_failure(no_camera)
                return
            # A person holds the passport beside the face: the lens that looks at them.
            front = [one for one in found if one.lens_direction is CameraLensDirection.FRONT]
            chosen = (front or found)[0]
            await camera.initialize(chosen, ResolutionPreset.VERY_HIGH, enable_audio=False)
            # Browsers give every picture as a mirror does, except those of the back lens; no passport reads so.
            set_mirrored(bool(page.web) and chosen.lens_direction is not CameraLensDirection.BACK)
            set_on(True)
        except Exception as error:  # the platform's refusals have no common type
            log.info("the camera does not start: %s", type(error).__name__)
            on_failure(refused)

    ft.use_effect(start, [], cleanup=lambda: None)

    async def take(_event: object) -> None:
        camera = eye.current
        if camera is None:
            return
        try:
            picture = await camera.take_picture()
        except Exception as error:
            log.info("the camera gave no picture: %s", type(error).__name__)
            on_failure(refused)
            return
        await on_picture(bytes(picture), is_mirrored)

    taking = use_action(take)
    seen = ft.Container(
        _make(eye),
        height=max(240.0, min(420.0, look.height * 0.45)),
        bgcolor=p.surface_container_highest,
        border_radius=Radius.CARD,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        alignment=ft.Alignment.CENTER,
    )
    wait = [] if is_on else [ft.Semantics(live_region=True, content=text(starting, Role.BODY_MEDIUM))]
    return ft.Column(
        [
            seen,
            *wait,
            primary_button(
                look, shoot[0], identifier=shoot[1], on_click=taking.run if is_on else None,
                icon=ft.Icons.PHOTO_CAMERA, busy=taking.busy,
            ),
            text_button(look, close[0], identifier=close[1], on_click=on_close),
        ],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip
