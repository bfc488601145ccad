"""``emias --web``: the app as a page on one port, with its backend."""

from __future__ import annotations

import asyncio
import secrets
import socket
import webbrowser
from dataclasses import dataclass

import typer

from emias_app.app_services import VaultPlace
from emias_app.clock import SystemClock
from emias_app.errors import StartupError
from emias_app.serving.desktop import has_screen
from emias_app.serving.downloads import Downloads
from emias_app.serving.guard import Limits
from emias_app.serving.launch import Door, launch_key
from emias_app.serving.running import QuietServer, config_of, run, take_port
from emias_app.serving.uploads import Uploads
from emias_app.serving.visit import current_visit
from emias_app.serving.warm import start_warming
from emias_app.serving.web import WebApp, WebSettings
from emias_app.start import LOOPBACK, Choice, Process, folder_error, prepare_folder

_PUBLIC_NOTE = (
    "Страница открыта для других людей: вход без адреса из терминала, ПИН-код живёт до закрытия страницы, "
    "соединение не шифруется, поэтому вне домашней сети ставьте перед ней HTTPS."
)


@dataclass(frozen=True)
class PageOptions:
    """Where the page stands and for whom."""

    host: str
    port: int
    is_public: bool
    opens_browser: bool

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK

    def check(self, choice: Choice) -> None:
        """Refuse what would open more than was asked for."""
        if not self.is_loopback and not self.is_public:
            raise StartupError(
                f"Адрес {self.host} виден другим: добавьте --public, если так и нужно, или уберите --host."
            )
        is_only_ours = self.is_loopback and not self.is_public
        if choice.is_test_mode and choice.backend_url is None and not is_only_ours and not choice.mock_token:
            raise StartupError("С --test-mode вне этой машины нужен ключ: добавьте --mock-token ДЛИННОЕ_СЛОВО.")


def run_page(choice: Choice, options: PageOptions) -> None:
    """Serve until Ctrl-C. The port is taken before the database is touched."""
    taken = take_port(options.host, options.port)
    try:
        prepare_folder(choice.data_dir)
        run(_serve(choice, options, taken))
    except OSError as error:
        raise folder_error(error, choice.data_dir) from None
    finally:
        taken.close()


async def _serve(choice: Choice, options: PageOptions, taken: socket.socket) -> None:
    from emias_app.app import make_main

    port = int(taken.getsockname()[1])
    base = f"http://{f'[{options.host}]' if ':' in options.host else options.host}:{port}/"
    needs_token = options.is_loopback and not options.is_public and not choice.is_test_mode
    tokens: list[str] = []

    def show(token: str) -> None:
        if tokens:
            typer.echo(f"  Чтобы открыть ещё в одном браузере: {base}?k={token}")
        tokens.append(token)

    key = launch_key(choice.data_dir) if needs_token else secrets.token_bytes(32)
    door = Door(key, port=port, needs_token=needs_token, on_new_token=show)
    downloads, uploads = Downloads(SystemClock()), Uploads(SystemClock())
    process = Process(choice)
    place = VaultPlace.MEMORY if options.is_public else VaultPlace.KEYRING
    async with process.running():
        services = process.services(place, downloads=downloads, uploads=uploads, visit=current_visit)
        # Testers open many pages from one address; anywhere else nobody needs so many.
        limits = Limits(per_address=Limits.total) if choice.is_test_mode else Limits()
        settings = WebSettings(
            is_loopback=options.is_loopback and not options.is_public,
            limits=limits,
            makes_best=not choice.is_test_mode,
        )
        web = WebApp(
            make_main(services),
            door=door,
            downloads=downloads,
            uploads=uploads,
            backend=process.app,
            settings=settings,
        )
        start_warming(place, has_backend=process.app is not None)
        address = f"{base}?k={tokens[0]}" if tokens else base
        typer.echo(f"Детская медкарта: {address}")
        if needs_token:
            typer.echo("  Адрес действует один раз. Завершить: Ctrl-C.")
        if options.is_public:
            typer.echo(_PUBLIC_NOTE)
        if options.opens_browser and needs_token and has_screen():
            await asyncio.to_thread(webbrowser.open, address)
        await QuietServer(config_of(web)).serve(sockets=[taken])
