"""«Не удалось обновить»: what is shown is not the newest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import flet as ft

from emias_app.models.base import Tone
from emias_app.state._loadable import Failed
from emias_app.views.components.banner import banner
from emias_app.views.format import near_moment
from emias_app.views.strings import card as words
from emias_app.views.strings import common
from emias_app.views.theme import Look


def stale_banner(
    look: Look,
    failure: Failed | None,
    loaded_at: datetime | None,
    now: datetime,
    on_retry: Callable[..., Awaitable[None]],
    retry_id: str,
) -> list[ft.Control]:
    """Nothing while the last loading went well."""
    if failure is None or loaded_at is None:
        return []
    return [
        banner(
            look,
            Tone.WARN,
            words.STALE_TITLE,
            words.STALE.format(when=near_moment(loaded_at, now)),
            icon=ft.Icons.SYNC_PROBLEM,
            action=common.RETRY,
            action_id=retry_id,
            on_action=on_retry,
            live=True,
        )
    ]
