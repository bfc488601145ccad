"""``emias server``: the backend alone, in one process or in several over PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import typer
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from emias_app.config import Seed, ServerSettings
from emias_app.errors import StartupError
from emias_app.logs import configure
from emias_app.serving.running import SERVER_OPTIONS, QuietServer, config_of, run, spare_the_collector, take_port
from emias_app.start import LOOPBACK, folder_error, prepare_folder


@dataclass(frozen=True)
class ServerOptions:
    """The options of the command, in its order."""

    host: str
    port: int
    database: str | None = field(repr=False)
    workers: int
    data_dir: Path
    seed: Seed
    reset: bool
    is_test_mode: bool
    mock_token: str | None = field(repr=False)

    def settings(self) -> ServerSettings:
        """The backend's settings; StartupError where options do not fit together."""
        if self.is_test_mode and self.host not in LOOPBACK and not self.mock_token:
            raise StartupError("С --test-mode вне этой машины нужен ключ: добавьте --mock-token ДЛИННОЕ_СЛОВО.")
        if self.database is not None:
            _check_database(self.database)
        if self.workers > 1 and self.database is None:
            raise StartupError(
                "Несколько процессов работают только с PostgreSQL: добавьте --database postgresql+psycopg://… "
                "или уберите --workers."
            )
        return ServerSettings(
            data_dir=self.data_dir,
            database_url=SecretStr(self.database) if self.database else None,
            seed=self.seed,
            reset=self.reset,
            test_mode=self.is_test_mode,
            mock_token=SecretStr(self.mock_token) if self.mock_token else None,
            print_sms=not self.is_test_mode,
            worker_count=self.workers,
        )


def _check_database(url: str) -> None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - an impossible port raises here
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("postgresql+psycopg", "postgresql") or not parts.path.strip("/"):
        raise StartupError("Адрес базы не подходит: укажите --database postgresql+psycopg://имя@машина/база.")


def run_server(options: ServerOptions) -> None:
    """Serve until Ctrl-C. The port is taken before the database is touched."""
    settings = options.settings()
    taken = take_port(options.host, options.port)
    port = int(taken.getsockname()[1])
    address = f"http://{f'[{options.host}]' if ':' in options.host else options.host}:{port}"
    try:
        prepare_folder(options.data_dir)
        # Opened and seeded once here, so that what cannot start says so in one line and workers find everything ready.
        if options.workers == 1:
            run(_serve_alone(settings, taken, address))
        else:
            asyncio.run(_prepare(settings))
            typer.echo(f"Бэкенд: {address}/docs ({options.workers} процесса). Завершить: Ctrl-C.")
            _hand_over(settings)
            uvicorn.run(
                "emias_app.serving.start_server:worker_app",
                factory=True,
                workers=options.workers,
                fd=taken.fileno(),
                **SERVER_OPTIONS,
            )
    except OSError as error:
        raise folder_error(error, options.data_dir) from None
    finally:
        taken.close()


def make_app(settings: ServerSettings) -> FastAPI:
    """The backend's app."""
    from emias_app.mock_server.app import create_app

    return create_app(settings)


def worker_app() -> FastAPI:
    """The app of one worker, its settings from the environment; the lifespan opens the database."""
    configure()
    app = make_app(ServerSettings())
    spare_the_collector()
    return app


def _hand_over(settings: ServerSettings) -> None:
    """Give the settings to the workers, which are processes of their own; the reset has been done already."""
    for name, value in settings.model_copy(update={"reset": False}).model_dump(mode="python").items():
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if value is not None:
            os.environ[f"EMIAS_{name.upper()}"] = str(value)


async def _prepare(settings: ServerSettings) -> None:
    backend = make_app(settings).state.backend
    await backend.start()
    await backend.stop()


async def _serve_alone(settings: ServerSettings, taken: socket.socket, address: str) -> None:
    """One process: the backend is started here, so that its StartupError stays one line."""
    app = make_app(settings)
    backend = app.state.backend
    async with contextlib.AsyncExitStack() as life:
        await backend.start()
        life.push_async_callback(backend.stop)
        spare_the_collector()
        typer.echo(f"Бэкенд: {address}/docs. Завершить: Ctrl-C.")
        await QuietServer(config_of(app, lifespan="off")).serve(sockets=[taken])
