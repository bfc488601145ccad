"""``emias``: a desktop window where there is a screen, otherwise the page."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

import typer

from emias_app.app_services import VaultPlace
from emias_app.clock import SystemClock
from emias_app.serving.client_files import assets_folder
from emias_app.serving.desktop import fetch_client, has_screen
from emias_app.serving.start_page import PageOptions, run_page
from emias_app.start import Choice, Process, folder_error, prepare_folder

if TYPE_CHECKING:
    import flet as ft


def run_app(choice: Choice, options: PageOptions, *, wants_page: bool) -> None:
    """The window, or the page where there is no screen, no desktop client, or the person asked for it."""
    if wants_page or not has_screen():
        run_page(choice, options)
        return
    if not fetch_client(SystemClock(), _tell):
        typer.echo("Окно приложения получить не удалось, открываем страницу.")
        run_page(choice, options)
        return
    prepare_folder(choice.data_dir)
    try:
        has_appeared = asyncio.run(_show_window(choice))
    except OSError as error:
        raise folder_error(error, choice.data_dir) from None
    if not has_appeared:
        typer.echo("Окно на этой машине не открылось, открываем страницу.")
        run_page(choice, options)


def _tell(seconds: int) -> None:
    typer.echo(f"\rГотовим окно приложения, это нужно один раз: {seconds} с", nl=False)
    sys.stdout.flush()


async def _show_window(choice: Choice) -> bool:
    """Show the window until it is closed; False where none ever asked for a screen."""
    import flet as ft

    from emias_app.app import make_main

    process = Process(choice)
    has_appeared = False
    loop = asyncio.get_running_loop()
    async with process.running():
        main = make_main(process.services(VaultPlace.KEYRING))

        async def counted(page: ft.Page) -> None:
            nonlocal has_appeared
            has_appeared = True
            await main(page)

        showing = asyncio.ensure_future(ft.run_async(counted, assets_dir=str(assets_folder())))
        if sys.platform != "win32":
            for one in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(one, showing.cancel)
        await asyncio.wait({showing})
        if not showing.cancelled() and (error := showing.exception()) is not None and has_appeared:
            raise error
        return has_appeared or showing.cancelled()
