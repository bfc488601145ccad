"""A real Secret Service for tests: gnome-keyring on a private D-Bus, started and ended here, also as root.

The bus starts nothing by itself and reaches nothing of the user's own session.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jeepney import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ROOT = Path(__file__).parents[2]
SECRETS = "org.freedesktop.secrets"

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


def skip_without_secret_service() -> None:
    """Skip the test, saying what is missing."""
    missing = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} here (apt-get install dbus gnome-keyring)")


@dataclass(frozen=True)
class KeyringSession:
    """A bus with or without a Secret Service on it; ``env`` is what its programs need."""

    env: dict[str, str]

    def python(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run ``python -m …`` to its end inside the session."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT, env=self.env | env, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    def start_python(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``python -m …`` inside the session, its output at hand."""
        return subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip


@contextlib.contextmanager
def keyring_session(home: Path, *, password: str | None = "test", has_daemon: bool = True) -> Iterator[KeyringSession]:
    """A session whose keyring lies in ``home``; ``password`` None leaves the keyring locked.

    A second session on the same home finds what the first one kept.
    """
    skip_without_secret_service()
    run = home / "run"
    run.mkdir(parents=True, exist_ok=True, mode=0o700)
    socket, config = run / "bus", run / "bus.conf"
    socket.unlink(missing_ok=True)
    config.write_text(_BUS.format(socket=socket), "utf-8")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}",
        "PYTHONUTF8": "1",
    }
    with contextlib.ExitStack() as stack:
        bus = stack.enter_context(
            _ended(_start(["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"], env))
        )
        assert bus.stdout is not None
        bus.stdout.readline()
        if has_daemon:
            with contextlib.closing(open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"])) as watcher:
                rule = _watch_owner(watcher)
                stack.enter_context(_ended(_keyring(env, password)))
                with watcher.filter(rule) as messages:
                    watcher.recv_until_filtered(messages, timeout=20)
        yield KeyringSession(env)


def _watch_owner(watcher: DBusConnection) -> MatchRule:
    rule = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
    rule.add_arg_condition(0, SECRETS)
    watcher.send_and_get_reply(message_bus.AddMatch(rule))
    return rule


def _keyring(env: dict[str, str], password: str | None) -> subprocess.Popen[str]:
    unlock = [] if password is None else ["--unlock"]
    daemon = _start(["gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock], env)
    assert daemon.stdin is not None
    daemon.stdin.write(password or "")
    daemon.stdin.close()
    return daemon


def _start(command: list[str], env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@contextlib.contextmanager
def _ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
