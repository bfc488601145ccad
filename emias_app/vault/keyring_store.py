"""The system's keyring: macOS Keychain, Windows Credential Locker, Secret Service, KWallet.

Only these: a keyring backend that writes a plain file, keeps nothing or chains others is never used.
"""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import keyring
import keyring.errors

from emias_app.errors import NoVault, VaultError, VaultLocked
from emias_app.vault.lock_file import LockFile
from emias_app.vault.store import LONGEST_VALUE, StoreDescription, StoreKind, Turns

__all__ = ["KeyringStore"]

T = TypeVar("T")

#: A dialog «разблокируйте связку ключей» may stay open so long, in seconds.
PATIENCE = 60.0

_USER = "emias"
_PLACES = {
    "keyring.backends.macOS": "Связка ключей macOS",
    "keyring.backends.Windows": "Диспетчер учётных данных Windows",
    "keyring.backends.SecretService": "Secret Service (GNOME Keyring, KeePassXC)",
    "keyring.backends.libsecret": "Secret Service (libsecret)",
    "keyring.backends.kwallet": "KWallet",
}


class KeyringStore:
    """Items of the system's keyring, each under a service name of its own that carries the vault's namespace.

    Calls run in a thread of their own, since a keyring may block on a dialog. ``lock_file`` keeps two processes of
    this data folder apart. Raises NoVault and VaultLocked; their text is Russian, one line, fit to show.
    """

    kind = StoreKind.KEYRING
    is_persistent = True
    is_hardware = False

    def __init__(self, backend: Any, *, lock_file: Path | None = None, patience: float = PATIENCE) -> None:
        self._backend = backend
        self._patience = patience
        self._turns = Turns()
        self._lock_file = LockFile(lock_file) if lock_file else None

    @classmethod
    async def detect(cls, *, lock_file: Path | None = None, patience: float = PATIENCE) -> KeyringStore:
        """The keyring of this machine, found and tried with a read. Raises NoVault or VaultLocked."""
        backend = await _in_thread(_real_backend, patience)
        store = cls(backend, lock_file=lock_file, patience=patience)
        await store.get("probe")
        return store

    def __repr__(self) -> str:
        return f"KeyringStore({type(self._backend).__module__})"

    async def get(self, key: str) -> str | None:
        value = await self._call(lambda: self._backend.get_password(_service(key), _USER))
        return value if isinstance(value, str) else None

    async def set(self, key: str, value: str) -> None:
        if len(value) > LONGEST_VALUE:
            raise ValueError("too long for a vault")
        await self._call(lambda: self._backend.set_password(_service(key), _USER, value))

    async def delete(self, key: str) -> None:
        def delete() -> None:
            try:
                self._backend.delete_password(_service(key), _USER)
            except keyring.errors.PasswordDeleteError:
                # Some backends say so of an item that is not there, others of one that they could not delete.
                if self._backend.get_password(_service(key), _USER) is not None:
                    raise

        await self._call(delete)

    def exclusive(self, key: str) -> AbstractAsyncContextManager[None]:
        return self._exclusive(key)

    @asynccontextmanager
    async def _exclusive(self, key: str) -> AsyncIterator[None]:
        async with self._turns.exclusive(key):
            if self._lock_file is None:
                yield
            else:
                async with self._lock_file.held():
                    yield

    def describe(self) -> StoreDescription:
        return StoreDescription(
            name="Связка ключей",
            place=_PLACES.get(_home(self._backend), "связка ключей системы"),
            protects_from="от других пользователей компьютера и от человека за экраном, который не знает код-пароль",
            not_from="от программ, запущенных этим же пользователем",
        )

    async def _call(self, work: Callable[[], T]) -> T:
        return await _in_thread(work, self._patience)


def _service(key: str) -> str:
    return f"emias-app/{key}"


def _home(backend: Any) -> str:
    """The module of a backend; macOS's is a package."""
    return next((name for name in _PLACES if type(backend).__module__.startswith(name)), type(backend).__module__)


def _real_backend() -> Any:
    """The keyring backend to use; raises NoKeyringError when there is none that keeps secrets."""
    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", [chosen]):
        if _home(backend) in _PLACES:
            return backend
    raise keyring.errors.NoKeyringError(type(chosen).__module__)


async def _in_thread(work: Callable[[], T], patience: float) -> T:
    """The result of a blocking keyring call.

    The thread is a daemon: one that hangs on a dialog nobody answers must not keep the app from ending.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = work()
        except Exception as raised:  # a keyring may raise anything; it is handed to the caller, who sorts it
            error = raised
        try:
            loop.call_soon_threadsafe(deliver, result, error)
        except RuntimeError:
            return  # the loop has ended meanwhile

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        async with asyncio.timeout(patience):
            return await done
    except TimeoutError:
        reason: VaultError = VaultLocked("Связка ключей не отвечает: возможно, ждёт пароль в другом окне.")
    except keyring.errors.KeyringLocked:
        reason = VaultLocked("Связка ключей заблокирована: разблокируйте её и повторите.")
    except keyring.errors.NoKeyringError:
        reason = NoVault("На этом компьютере нет связки ключей.")
    except keyring.errors.InitError:
        reason = VaultLocked("Связку ключей не удалось открыть: разблокируйте её и повторите.")
    except keyring.errors.KeyringError as error:
        reason = VaultError(f"Связка ключей отказала ({type(error).__name__}).")
    except _backend_errors() as error:
        reason = NoVault(f"Связка ключей недоступна ({type(error).__name__}).")
    # Outside of the except: a backend's own text may quote what it was given.
    raise reason


def _backend_errors() -> tuple[type[Exception], ...]:
    """What the backends let through besides keyring's own tree."""
    found: list[type[Exception]] = [OSError, RuntimeError, AttributeError]
    for module, name in _FOREIGN_ERRORS:
        try:
            found.append(getattr(importlib.import_module(module), name))
        except (ImportError, AttributeError):
            continue
    return tuple(found)


_FOREIGN_ERRORS = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney", "DBusErrorResponse"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)
