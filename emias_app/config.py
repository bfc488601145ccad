"""Settings: what the commands, the environment (EMIAS_…) and the tests may choose."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Seed(StrEnum):
    """What a new database holds: the demo people, them and a child with 10,000 records, or staff only."""

    DEMO = "demo"
    EMPTY = "empty"
    LARGE = "large"


def default_data_dir() -> Path:
    """The folder for the database of this user; phones give their own by FLET_APP_STORAGE_DATA."""
    import os
    import sys

    given = os.environ.get("FLET_APP_STORAGE_DATA")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "emias-app"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "emias-app"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "emias-app"


class ServerSettings(BaseSettings):
    """The backend's settings.

    ``database_url`` None = SQLite in ``data_dir``; ``test_mode`` opens ``/mock/v1`` and stands the clock still;
    ``fast_hashing`` lowers scrypt's cost and is honoured in tests only (never by the command line).
    """

    model_config = SettingsConfigDict(env_prefix="EMIAS_", frozen=True, extra="ignore")

    data_dir: Path = default_data_dir()
    database_url: SecretStr | None = None
    seed: Seed = Seed.DEMO
    reset: bool = False
    test_mode: bool = False
    demo: bool = False
    mock_token: SecretStr | None = None
    print_sms: bool = False
    fast_hashing: bool = False
    worker_count: int = 1
