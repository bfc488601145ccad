"""``emias doctor``: what this machine has and lacks, one line each, and what to do about it."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import httpx

from emias_app.errors import StartupError
from emias_app.serving.client_files import OUR_FONTS, assets_folder, load_client
from emias_app.serving.compressed import cache_folder, is_complete
from emias_app.serving.desktop import has_desktop_package, has_screen
from emias_app.start import prepare_folder

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "firefox")
_PORTS: Final = ((8550, "страница"), (8600, "бэкенд"))


def look_around(data_dir: Path) -> Iterator[str]:
    """The lines, each «есть» or «нет» first."""
    yield f"есть  Python {sys.version.split()[0]}, Flet {version('flet')}"
    try:
        prepare_folder(data_dir)
        yield f"есть  папка данных {data_dir}"
    except StartupError as error:
        yield f"нет   {error}"
    yield _vault()
    yield _biometrics()
    yield _fonts()
    yield _compressed()
    yield _screen()
    yield _browser()
    for port, name in _PORTS:
        yield _port(port, name)


def _vault() -> str:
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring
    from keyring.backends.null import Keyring as NullKeyring
    from keyring.errors import KeyringError

    place = keyring.get_keyring()
    if isinstance(place, NoKeyring | NullKeyring):
        return "нет   связка ключей: ПИН-код будет действовать до закрытия приложения"
    try:
        place.get_password("emias-app doctor", "doctor")
    except KeyringError:
        return f"нет   связка ключей {type(place).__name__} заперта: откройте её и запустите приложение снова"
    return f"есть  связка ключей: {type(place).__name__}"


def _biometrics() -> str:
    if sys.platform in ("win32", "darwin"):
        return "есть  отпечаток или лицо спрашивает система, если они на ней настроены"
    return "нет   отпечаток и лицо: на Linux и на странице их заменяет демо-датчик"


def _fonts() -> str:
    folder = assets_folder() / "fonts"
    missing = [name for name in OUR_FONTS.values() if not (folder / name).is_file()]
    return "нет   шрифты Golos Text: переустановите приложение" if missing else "есть  шрифты Golos Text"


def _compressed() -> str:
    client = load_client()
    if is_complete(client, cache_folder(client.version)):
        return "есть  сжатый клиент для браузера"
    return "нет   сжатый клиент для браузера: сделается сам за минуту после запуска страницы"


def _screen() -> str:
    if not has_screen():
        return "нет   экран: приложение откроется страницей"
    if not has_desktop_package():
        return "нет   окно: пакет flet-desktop не установлен, приложение откроется страницей"
    return "есть  экран: приложение откроется окном"


def _browser() -> str:
    for name in _BROWSERS:
        if shutil.which(name):
            return f"есть  браузер {name}"
    if sys.platform in ("win32", "darwin") or os.environ.get("BROWSER"):
        return "есть  браузер системы"
    return "нет   браузер на этой машине: страницу можно открыть с другой через --public"


def _port(port: int, name: str) -> str:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            pass
    except OSError:
        return f"есть  порт {port} свободен ({name})"
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2, trust_env=False)
        if answer.status_code == 200 and "x-emias-now" in answer.headers:
            return f"есть  {name} уже работает: http://127.0.0.1:{port}"
    except httpx.HTTPError:
        pass
    return f"нет   порт {port} занят другой программой ({name}): укажите --port"
