"""The client's files on disk: the subset of icons, the cache of compressed forms."""

from __future__ import annotations

import json
import runpy
from importlib.metadata import version
from pathlib import Path

import pytest

from emias_app.errors import StartupError
from emias_app.serving.client_files import ICON_FONT, Client, ClientFile, assets_folder, load_client, media_type_of
from emias_app.serving.compressed import is_complete, make_best
from emias_app.serving.running import take_port

ROOT = Path(__file__).parents[2]


def test_the_icon_font_holds_every_icon_of_the_app() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "subset_icons.py"))
    note = json.loads((assets_folder() / "fonts" / "MaterialIcons-Subset.json").read_text("utf-8"))
    missing = script["used_icons"]() - set(note["icons"])
    assert not missing, "run scripts/subset_icons.py"
    assert note["flet"] == version("flet-web"), "Flet was raised: run scripts/subset_icons.py"


def test_the_icon_font_is_the_small_one() -> None:
    assert len(load_client().files[ICON_FONT].read()) < 100_000


def test_the_version_follows_what_is_inside(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for path in (assets_folder() / "fonts").iterdir():
        (fonts / path.name).write_bytes(path.read_bytes())
    same = load_client(tmp_path)
    assert same.version == load_client().version
    (fonts / "GolosText-Bold.ttf").write_bytes(b"another")
    assert load_client(tmp_path).version != same.version


def test_nothing_for_python_in_the_browser_is_sent() -> None:
    assert not [name for name in load_client().files if "pyodide" in name or name.endswith((".map", ".symbols"))]


def test_media_types_do_not_depend_on_the_machine() -> None:
    assert media_type_of("a/main.dart.wasm") == "application/wasm"
    assert media_type_of("main.dart.mjs") == "text/javascript"
    assert media_type_of("what.ever-else") == "application/octet-stream"


def small_client() -> Client:
    files = {
        name: ClientFile(name, "text/javascript", b"let a = 1;" * 100) for name in ("main.dart.mjs", "main.dart.js")
    }
    return Client("1", files)


def test_a_half_written_file_is_never_seen_and_work_goes_on_after_an_interruption(tmp_path: Path) -> None:
    client = small_client()
    (tmp_path / "lock").write_text("999999999")
    (tmp_path / "main.dart.mjs.br.1.part").write_bytes(b"half")
    make_best(client, tmp_path)
    assert is_complete(client, tmp_path)
    assert not (tmp_path / "lock").exists()


def test_a_second_process_leaves_the_work_to_the_first(tmp_path: Path) -> None:
    import os

    (tmp_path / "lock").write_text(str(os.getpid()))
    make_best(small_client(), tmp_path)
    assert not is_complete(small_client(), tmp_path)


def test_a_taken_port_says_what_to_do() -> None:
    with take_port("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartupError, match=f"Порт {port} занят.*--port"):
            take_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70_000), ("127.0.0.1", -1), ("203.0.113.7", 0), ("a" * 300, 0)]
)
def test_an_impossible_address_says_what_to_do(host: str, port: int) -> None:
    with pytest.raises(StartupError, match=r"--port|--host"):
        take_port(host, port)
