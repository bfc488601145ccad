"""Scrolling as an intention: more at the end of a list, anew when it is pulled at its top."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from emias_app.views.components.loading import use_kept

#: How far before the end the next page is asked for, dp; how far a pull must go.
AHEAD, PULL = 600, 80
#: Milliseconds between two reports of a scrolled list.
INTERVAL = 80

Work = Callable[[], Awaitable[object]]


class _Pull:
    def __init__(self) -> None:
        self.distance = 0.0


def use_scrolling(on_end: Work | None = None, on_pull: Work | None = None) -> Callable[[ft.OnScrollEvent], None]:
    """A handler for ``ListView.on_scroll``. Clamping lists (Android, web) report overscroll, bouncing ones (iOS)
    negative pixels. The work guards itself against running twice."""
    pull = use_kept(_Pull)
    page = ft.context.page

    def run(work: Work) -> None:
        async def running() -> None:
            await work()

        page.run_task(running)

    def scrolled(event: Any) -> None:
        if event.event_type == ft.ScrollType.START:
            pull.distance = 0.0
        elif event.event_type == ft.ScrollType.OVERSCROLL and (event.overscroll or 0) < 0:
            pull.distance -= event.overscroll
        elif event.event_type == ft.ScrollType.UPDATE and event.pixels < 0:
            pull.distance = max(pull.distance, -event.pixels)
        elif event.event_type == ft.ScrollType.END:
            if pull.distance > PULL and on_pull is not None:
                run(on_pull)
            pull.distance = 0.0
        if on_end is not None and event.max_scroll_extent - event.pixels < AHEAD and event.pixels > 0:
            run(on_end)

    return scrolled
