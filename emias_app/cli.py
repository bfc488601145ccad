"""The ``emias`` command: the app in a window or as a page, the backend alone, and a look at the machine."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from emias_app.config import Seed, default_data_dir
from emias_app.errors import StartupError
from emias_app.logs import configure

DEFAULT_PAGE_PORT = 8550
DEFAULT_SERVER_PORT = 8600

cli = typer.Typer(
    name="emias",
    help="Детская медкарта: приложение со своим бэкендом и вымышленными людьми. Не связано с ЕМИАС.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Папка данных.", show_default="папка пользователя")]
Reset = Annotated[bool, typer.Option("--reset", help="Начать с чистой базы: всё введённое пропадёт.")]
TestMode = Annotated[bool, typer.Option("--test-mode", help="Для тестов: открыть /mock/v1, часы стоят.")]
MockToken = Annotated[
    str | None, typer.Option("--mock-token", help="Ключ к /mock/v1, нужен с --test-mode вне этой машины.")
]
Host = Annotated[str, typer.Option("--host", help="На каком адресе слушать.")]


@cli.callback(invoke_without_command=True)
def app(
    context: typer.Context,
    web: Annotated[bool, typer.Option("--web", help="Всегда страница в браузере, без окна.")] = False,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Порт страницы.")] = DEFAULT_PAGE_PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Не открывать браузер.")] = False,
    public: Annotated[
        bool, typer.Option("--public", help="Страница для других людей: вход без адреса из терминала.")
    ] = False,
    test_mode: TestMode = False,
    mock_token: MockToken = None,
    backend: Annotated[
        str | None, typer.Option("--backend", metavar="URL", help="Другой бэкенд: https, а http только на этой машине.")
    ] = None,
    data_dir: DataDir = None,
    reset: Reset = False,
) -> None:
    """Запустить приложение: окно, а где нет экрана, страница."""
    if context.invoked_subcommand is not None:
        return
    from emias_app.serving.start_page import PageOptions
    from emias_app.serving.window import run_app
    from emias_app.start import Choice, check_backend_url

    def start() -> None:
        choice = Choice(
            data_dir=data_dir or default_data_dir(),
            backend_url=None if backend is None else check_backend_url(backend),
            is_test_mode=test_mode,
            mock_token=mock_token,
            reset=reset,
        )
        options = PageOptions(host=host, port=port, is_public=public, opens_browser=not no_browser)
        options.check(choice)
        run_app(choice, options, wants_page=web or public or test_mode)

    _run(start)


@cli.command()
def server(
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Порт бэкенда.")] = DEFAULT_SERVER_PORT,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="URL", help="postgresql+psycopg://… вместо SQLite в папке данных."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Сколько процессов (с PostgreSQL).")] = 1,
    data_dir: DataDir = None,
    seed: Annotated[Seed, typer.Option("--seed", help="Чем наполнить новую базу.")] = Seed.DEMO,
    reset: Reset = False,
    test_mode: TestMode = False,
    mock_token: MockToken = None,
) -> None:
    """Запустить один бэкенд, без экранов."""
    from emias_app.serving.start_server import ServerOptions, run_server

    options = ServerOptions(
        host, port, database, workers, data_dir or default_data_dir(), seed, reset, test_mode, mock_token
    )
    _run(lambda: run_server(options))


@cli.command()
def doctor(data_dir: DataDir = None) -> None:
    """Показать, что на этой машине есть и чего не хватает."""
    from emias_app.serving.doctor import look_around

    for line in look_around(data_dir or default_data_dir()):
        typer.echo(line)


def _run(work: object) -> None:
    """Run to the end; what cannot start says so in one line and leaves with code 2."""
    assert callable(work)
    try:
        work()
    except StartupError as error:
        typer.echo(f"emias: {error}", err=True)
        raise typer.Exit(2) from None
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(0) from None


def main() -> None:
    """The entry point of the command."""
    if hasattr(sys.stdout, "reconfigure"):
        # Terminals of Windows may speak another code page; unknown letters are replaced, never a traceback.
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")
    configure()
    cli()
