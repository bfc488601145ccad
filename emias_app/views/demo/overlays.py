"""What the demo adds to a screen: the SMS at its top, and the stand-in sensor's sheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import flet as ft

from emias_app.state.code_entry import CodeEntry
from emias_app.state.demo_sensor import DemoSensorState, SensorChoice
from emias_app.state.demo_sms import DemoMessages
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, secondary_button
from emias_app.views.components.demo import sms_banner
from emias_app.views.components.sheet import sheet
from emias_app.views.components.text import text
from emias_app.views.format import near_moment
from emias_app.views.strings import auth
from emias_app.views.theme import Look, Role, Space


@component
def SmsBanner(look: Look, messages: DemoMessages, code: CodeEntry, now: datetime) -> ft.Control:  # noqa: N802
    """The message that this page waits for; a tap types its code and submits it."""

    async def use(typed: str) -> None:
        code.type(typed)
        await code.submit()

    return SmsNote(look, messages, use, now)  # type: ignore[no-any-return]


@component
def SmsNote(  # noqa: N802
    look: Look,
    messages: DemoMessages,
    on_code: Callable[[str], Awaitable[None]],
    now: datetime,
    *,
    identifier: str = ids.DEMO_SMS,
    close_id: str = ids.DEMO_SMS_CLOSE,
) -> ft.Control:
    """The message itself; ``on_code`` gets its code by a tap. One that carries no code is only read."""
    sms = messages.sms
    if sms is None:
        return ft.Container(width=0, height=0)

    async def use(_event: object) -> None:
        await on_code(sms.code or "")

    banner = sms_banner(
        look,
        sms.text,
        sms.code,
        near_moment(sms.sent_at, now),
        on_tap=use if sms.code else None,
        on_close=lambda _event: messages.forget(),
        identifier=identifier,
        close_id=close_id,
    )
    return ft.SafeArea(ft.Container(banner, padding=Space.STEP, alignment=ft.Alignment.TOP_CENTER))


def with_sms(screen: ft.Control, banner: ft.Control) -> ft.Control:
    """The message above the screen, so that it hides nothing of it."""
    return ft.Column([banner, ft.Container(screen, expand=True)], spacing=0, expand=True)


def with_sensor(look: Look, screen: ft.Control, sensor: DemoSensorState | None) -> ft.Control:
    """The stand-in sensor's sheet over the screen, where there is one."""
    if sensor is None:
        return screen
    # A Stack is as large as its largest unplaced child: the invisible one left unplaced would shrink it to nothing.
    unseen = ft.Container(SensorSheet(look, sensor, key="sensor"), left=0, top=0)
    return ft.Stack([ft.Container(screen, left=0, right=0, top=0, bottom=0), unseen], expand=True)


@component
def SensorSheet(look: Look, sensor: DemoSensorState) -> ft.Control:  # noqa: N802
    """«Демо-датчик»: says yes, no, or that it is locked; closing it is a no."""

    def row(choice: SensorChoice, label: str, identifier: str) -> ft.Control:
        make = primary_button if choice is SensorChoice.YES else secondary_button
        return make(look, label, identifier=identifier, on_click=lambda _event: sensor.answer(choice))

    controls: list[ft.Control] = [
        text(auth.DEMO_SENSOR_LEAD, Role.BODY_LARGE, look.palette.on_surface_variant),
        ft.Container(height=16),
        row(SensorChoice.YES, auth.DEMO_SENSOR_YES, ids.SENSOR_YES),
        ft.Container(height=8),
        row(SensorChoice.NO, auth.DEMO_SENSOR_NO, ids.SENSOR_NO),
        ft.Container(height=8),
        row(SensorChoice.LOCKED_OUT, auth.DEMO_SENSOR_LOCKED, ids.SENSOR_LOCKED),
    ]
    shown = sheet(
        look,
        controls,
        on_dismiss=lambda _event: sensor.answer(SensorChoice.NO),
        title=auth.DEMO_SENSOR_TITLE,
    )
    ft.use_dialog(shown if sensor.is_asking else None)
    return ft.Container(width=0, height=0)
