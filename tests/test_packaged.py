"""What a packaged app starts: with its own demo, or, in a production build, against the backend it was built for."""

from __future__ import annotations

from pathlib import Path

import pytest

from emias_app.errors import StartupError
from emias_app.start import packaged_main
from tests.support.driver import opened
from tests.support.virtual_time import on_virtual_time


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLET_APP_STORAGE_DATA", str(tmp_path / "data"))


def names_a_backend(folder: Path, address: str) -> Path:
    file = folder / "backend.url"
    file.write_text(f"{address}\n", encoding="utf-8")
    return file


@on_virtual_time
async def test_a_production_build_has_no_demo_and_no_backend_of_its_own(tmp_path: Path) -> None:
    async with opened(packaged_main(names_a_backend(tmp_path, "http://127.0.0.1:9"))) as app:
        await app.settle()
        assert app.sees("login.login")
        assert not [one for one in app.identifiers if one.startswith("login.demo")]
        assert "Демо" not in app.text
    assert not list((tmp_path / "data").glob("*.sqlite3"))


@on_virtual_time
async def test_an_app_that_names_no_backend_holds_the_demo(tmp_path: Path) -> None:
    async with opened(packaged_main(tmp_path / "backend.url")) as app:
        await app.settle()
        assert [one for one in app.identifiers if one.startswith("login.demo")]
        assert "Демо" in app.text


def test_a_build_with_an_address_that_is_none_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="https"):
        packaged_main(names_a_backend(tmp_path, "http://example.org"))
