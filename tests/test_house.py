"""The house keeps its own rules: shape, types, who imports whom, where words and time live, how long things are."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "emias_app"
SOURCES = sorted(PACKAGE.rglob("*.py"))
CYRILLIC = re.compile("[А-Яа-яЁё]")
#: Registries are lists: long, and no room to divide.
LISTS = {"views/ids.py"}
#: Cyrillic that is never drawn: what identifiers mean, words of marks as keys, an alphabet, a pattern of signs.
NOT_DRAWN = {"views/ids.py", "views/icons.py", "views/medcard/latin.py", "views/components/code_input.py"}


def inside(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def said_by(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_code_is_in_shape() -> None:
    code, told = said_by(sys.executable, "-m", "ruff", "format", "--check", ".")
    assert code == 0, told


def test_the_linter_has_nothing_to_say() -> None:
    code, told = said_by(sys.executable, "-m", "ruff", "check", ".")
    assert code == 0, told


def test_types_hold() -> None:
    code, told = said_by(sys.executable, "-m", "mypy")
    assert code == 0, told


def test_nobody_imports_upwards() -> None:
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    code, told = said_by(sys.executable, "-c", script)
    assert code == 0, told


@pytest.mark.parametrize("path", [path for path in SOURCES if inside(path) not in LISTS], ids=inside)
def test_a_file_is_one_room(path: Path) -> None:
    limit = 400
    assert len(path.read_text("utf-8").splitlines()) <= limit, f"over {limit} lines: is it one room or three?"


def _strings(path: Path) -> list[ast.Constant]:
    """String constants that are not docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node for node in constants if id(node) not in docs]


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted((PACKAGE / "views").rglob("*.py"))
        if "strings" not in path.parts and path.name != "format.py" and inside(path) not in NOT_DRAWN
    ],
    ids=inside,
)
def test_the_words_of_the_screen_live_in_strings(path: Path) -> None:
    loose = [f"line {node.lineno}: {node.value!r}" for node in _strings(path) if CYRILLIC.search(str(node.value))]
    assert loose == []


def test_documents_stay_short() -> None:
    for name, limit in {"README.md": 120, "ARCHITECTURE.md": 200, "CONTRIBUTING.md": 100}.items():
        assert len((ROOT / name).read_text("utf-8").splitlines()) <= limit, name


def test_the_list_of_model_rules_names_what_is_there() -> None:
    rows = [line for line in (ROOT / "docs" / "model-rules.md").read_text("utf-8").splitlines() if line[:2] == "| "]
    named = {one for row in rows[2:] for one in re.findall(r"`([\w/.]+)`", row.split(" | ")[-1])}
    assert len(named) > 20
    assert not {one for one in named if not (ROOT / "emias_app" / one).exists()}


def test_an_installed_wheel_holds_the_assets(tmp_path: Path) -> None:
    code, told = said_by(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert code == 0, told
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    code, told = said_by(
        sys.executable,
        "-S",
        "-c",
        f"import sys; sys.path.insert(0, {str(place)!r}); import emias_app, pathlib;"
        "print(*sorted(p.name for p in (pathlib.Path(emias_app.__file__).parent / 'assets').rglob('*')))",
    )
    assert code == 0, told
    assert {"GolosText-Regular.ttf", "GolosText-Bold.ttf", "index.html"} <= set(told.split())
    assert not list(place.rglob("tests")), "tests do not ship"
