"""What is shown while the network is away: the copy, under a banner that says its age."""

from __future__ import annotations

from datetime import datetime

import flet as ft

from emias_app.clock import moscow_day
from emias_app.views import ids
from emias_app.views.components.banner import offline_banner
from emias_app.views.format import clock_time, near_date
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.theme import Look


def saved_when(at: datetime, now: datetime) -> str:
    """«вчера в 21:40», «18 ноября в 14:05»"""
    return common.OFFLINE_WHEN.format(day=near_date(moscow_day(at), moscow_day(now)), time=clock_time(at))


def saved_banner(look: Look, when: str) -> ft.Control:
    """«Нет сети. Показываем сохранённое вчера в 21:40», full width; stands right under the child's band."""
    return tagged(ids.OFFLINE_BANNER, offline_banner(look, when))


def under_banner(look: Look, as_of: datetime, now: datetime, body: ft.Control) -> ft.Control:
    """``body`` with the banner above it, where no band stands on top."""
    said = saved_banner(look, saved_when(as_of, now))
    top = ft.Container(
        ft.SafeArea(said, avoid_intrusions_bottom=False), bgcolor=look.palette.surface_container_high, key="offline"
    )
    return ft.Column([top, ft.Container(body, expand=True)], spacing=0, expand=True)
