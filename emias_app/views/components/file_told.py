"""What is said of a file that left the app, or did not: the one place for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.state.file_ports import Taken
from emias_app.views import ids
from emias_app.views.components.snack import SnackAction, snack
from emias_app.views.strings import common


def tell_of_file(
    page: ft.Page, taken: Taken | None, error: str | None, again: Callable[[object], Awaitable[None]]
) -> None:
    """Where it went, or what is wrong and «Повторить», which calls ``again`` as the button did. Nothing is said of a
    dialog that a person closed."""
    if error is not None:
        snack(page, error, SnackAction(common.RETRY, ids.FILE_RETRY, lambda: page.run_task(again, None)))
    elif taken is not None:
        snack(page, taken_words(taken))


def taken_words(taken: Taken) -> str:
    """«Файл «…» передан браузеру: он в загрузках.»; the folder where the platform tells it."""
    if taken.by_browser:
        return common.FILE_TO_BROWSER.format(name=taken.name)
    if taken.folder is not None:
        return common.FILE_IN_FOLDER.format(name=taken.name, folder=taken.folder)
    return common.FILE_KEPT.format(name=taken.name)
