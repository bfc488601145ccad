"""The vault in a real Secret Service, over restarts, kills and locked keyrings."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring.backend
import keyring.backends.null
import keyring.errors
import pytest

from emias_app.errors import NoVault, VaultError, VaultLocked
from emias_app.vault.keyring_store import KeyringStore
from tests.support.keyring_session import KeyringSession, keyring_session
from tests.support.virtual_time import on_virtual_time

IN_SESSION = "tests.vault.in_session"


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kr")


@pytest.fixture
def session(home: Path) -> Iterator[KeyringSession]:
    with keyring_session(home) as running:
        yield running


def said(session: KeyringSession, *arguments: str, **env: str) -> str:
    done = session.python(IN_SESSION, *arguments, **env)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.strip()


@pytest.mark.keyring
def test_a_vault_outlives_the_process_and_the_session(home: Path) -> None:
    with keyring_session(home) as first:
        public_key = said(first, "enrol", "a")
        assert said(first, "unlock", "a", "135790") == public_key
    with keyring_session(home) as second:
        assert said(second, "status", "a") == "True Анна 5 damaged=False"
        assert said(second, "unlock", "a", "135790") == public_key


@pytest.mark.keyring
def test_two_namespaces_do_not_see_one_another(session: KeyringSession) -> None:
    said(session, "enrol", "a")
    assert said(session, "status", "b") == "False None 5 damaged=False"
    said(session, "enrol", "b")
    said(session, "erase", "b")
    assert said(session, "status", "a") == "True Анна 5 damaged=False"


@pytest.mark.keyring
def test_five_wrong_tries_over_restarts_erase(session: KeyringSession) -> None:
    said(session, "enrol", "a")
    for left in (4, 3, 2, 1):
        assert said(session, "unlock", "a", "000000") == f"WrongPin(tries_left={left})"
    assert "TOO_MANY_TRIES" in said(session, "unlock", "a", "000000")
    assert "EMPTY" in said(session, "unlock", "a", "135790")


@pytest.mark.keyring
def test_a_killed_try_is_a_try(session: KeyringSession) -> None:
    said(session, "enrol", "a")
    process = session.start_python(IN_SESSION, "unlock-and-hang", "a", "135790")
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
    assert said(session, "status", "a") == "True Анна 4 damaged=False"
    assert said(session, "unlock", "a", "135790").count("(") == 0
    assert said(session, "status", "a") == "True Анна 5 damaged=False"


@pytest.mark.keyring
def test_tries_of_two_processes_at_once_all_count(session: KeyringSession, tmp_path: Path) -> None:
    said(session, "enrol", "a")
    lock = str(tmp_path / "vault.lock")
    both = [session.start_python(IN_SESSION, "unlock-many", "a", "000000", lock) for _ in range(2)]
    told = "".join(process.communicate(timeout=60)[0] for process in both)
    assert sorted(told.split()) == sorted(
        [f"WrongPin(tries_left={left})" for left in (1, 2, 3, 4)] + _erased("TOO_MANY_TRIES", 5) + _erased("EMPTY", 2)
    )


def _erased(why: str, value: int) -> list[str]:
    values = {"TOO_MANY_TRIES": 1, "DAMAGED": 2, "EMPTY": 3}
    return f"Erased(why=<ErasedWhy.{why}: {values[why]}>)".split()


@pytest.mark.keyring
def test_a_record_damaged_by_hand_is_told_not_thrown(session: KeyringSession) -> None:
    said(session, "enrol", "a")
    said(session, "damage", "a")
    assert said(session, "status", "a") == "False None 5 damaged=True"
    assert "DAMAGED" in said(session, "unlock", "a", "135790")
    public_key = said(session, "enrol", "a")
    assert said(session, "unlock", "a", "135790") == public_key


@pytest.mark.keyring
def test_a_locked_keyring_is_locked_and_the_app_gets_memory(home: Path) -> None:
    with keyring_session(home) as first:
        said(first, "enrol", "a")
    with keyring_session(home, password=None) as locked:
        assert said(locked, "status", "a").startswith("VaultLocked ")
        assert said(locked, "open", "a").startswith("memory locked ")


@pytest.mark.keyring
def test_a_bus_without_a_keyring_is_no_vault(home: Path) -> None:
    with keyring_session(home, has_daemon=False) as session:
        assert said(session, "status", "a").startswith("NoVault ")
        assert said(session, "open", "a").startswith("memory no_keyring ")


@pytest.mark.keyring
@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "tests.vault.plain_file.PlainFile"]
)
def test_a_backend_that_keeps_no_secrets_is_no_vault(session: KeyringSession, backend: str) -> None:
    assert said(session, "status", "a", PYTHON_KEYRING_BACKEND=backend).startswith("NoVault ")


@pytest.mark.keyring
def test_of_a_chain_the_real_keyring_is_used(session: KeyringSession, home: Path) -> None:
    chain = {"PYTHON_KEYRING_BACKEND": "keyring.backends.chainer.ChainerBackend"}
    public_key = said(session, "enrol", "a", **chain)
    assert said(session, "unlock", "a", "135790") == public_key


@pytest.mark.keyring
def test_a_chain_of_nothing_is_no_vault(home: Path) -> None:
    chain = {"PYTHON_KEYRING_BACKEND": "keyring.backends.chainer.ChainerBackend"}
    with keyring_session(home, has_daemon=False) as session:
        assert said(session, "status", "a", **chain).startswith("NoVault ")


class ABackend(keyring.backend.KeyringBackend):
    """A keyring with knobs: what it holds and how it fails."""

    priority = -1

    def __init__(self, failure: Exception | None = None) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.failure = failure

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        if self.values.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not found")

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (keyring.errors.NoKeyringError("x"), NoVault),
        (keyring.errors.KeyringLocked("x"), VaultLocked),
        (keyring.errors.InitError("Prompt dismissed"), VaultLocked),
        (keyring.errors.PasswordSetError("hunter2"), VaultError),
        (OSError("bus gone"), NoVault),
        (RuntimeError("bus gone"), NoVault),
    ],
)
@on_virtual_time
async def test_each_failure_has_its_place_and_quotes_nothing(failure: Exception, expected: type[Exception]) -> None:
    store = KeyringStore(ABackend(failure))
    with pytest.raises(expected) as caught:
        await store.set("key", "hunter2")
    assert type(caught.value) is expected
    assert "hunter2" not in str(caught.value)
    assert caught.value.__context__ is None


@on_virtual_time
async def test_what_is_kept_is_read_and_deleted_twice_without_complaint() -> None:
    backend = ABackend()
    store = KeyringStore(backend)
    await store.set("n1.record", "text")
    assert await store.get("n1.record") == "text"
    assert list(backend.values) == [("emias-app/n1.record", "emias")]
    await store.delete("n1.record")
    await store.delete("n1.record")
    assert await store.get("n1.record") is None


@on_virtual_time
async def test_a_text_that_windows_could_not_hold_is_refused() -> None:
    with pytest.raises(ValueError):
        await KeyringStore(ABackend()).set("key", "x" * 1_201)


@on_virtual_time
async def test_a_keyring_that_waits_for_a_dialog_is_locked() -> None:
    answered = threading.Event()

    class Waits(ABackend):
        def get_password(self, service: str, username: str) -> Any:
            answered.wait()

    with pytest.raises(VaultLocked):
        await KeyringStore(Waits(), patience=0.01).get("key")
    answered.set()
