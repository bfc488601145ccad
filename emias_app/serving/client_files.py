"""Flet's web client as we send it: which files, from where, under which address.

All of it stands under ``/client/<version>/``, where the version is a digest of what is inside, so browsers may keep it
for ever. Two parts are ours: ``FontManifest.json`` leaves out the fonts of formulas and of iOS icons and brings Golos
Text in with the engine, and the icon font holds only the icons that the app draws (``scripts/subset_icons.py``).
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from dataclasses import dataclass
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, Final

from emias_app.views.theme import FONTS

#: What a browser with the WebAssembly client (Blink) loads before the first frame, in the order of need.
FIRST: Final = (
    "flutter_bootstrap.js",
    "main.dart.mjs",
    "main.dart.wasm",
    "canvaskit/skwasm.js",
    "canvaskit/skwasm.wasm",
    "assets/FontManifest.json",
    "assets/fonts/MaterialIcons-Regular.otf",
    "assets/fonts/roboto.woff2",
    *(f"assets/{asset}" for asset in FONTS.values()),
)
#: The WebAssembly among them, with the options of ``compileStreaming`` in Flutter's own loader.
COMPILED: Final[dict[str, tuple[dict[str, list[str]], ...]]] = {
    "main.dart.wasm": ({"builtins": ["js-string"]},),
    "canvaskit/skwasm.wasm": (),
}
#: What other engines load instead; ``main.dart.js`` and CanvasKit.
SECOND: Final = ("main.dart.js", "canvaskit/canvaskit.js", "canvaskit/canvaskit.wasm")
#: Golos Text under the names of the theme.
OUR_FONTS: Final = {family: Path(asset).name for family, asset in FONTS.items()}
ICON_FONT: Final = "assets/fonts/MaterialIcons-Regular.otf"
_LEFT_OUT: Final = (".map", ".symbols", "NOTICES")
_MEDIA_TYPES: Final = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".bin": "application/octet-stream",
    ".svg": "image/svg+xml",
    ".frag": "application/octet-stream",
}


@dataclass(frozen=True)
class ClientFile:
    """One file of the client: its name under the version, and its bytes or where they lie."""

    name: str
    media_type: str
    source: Path | bytes

    def read(self) -> bytes:
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


@dataclass(frozen=True)
class Client:
    """All files by name, and the version that their addresses carry."""

    version: str
    files: dict[str, ClientFile]

    @property
    def prefix(self) -> str:
        return f"/client/{self.version}/"

    def preloads(self) -> list[tuple[str, str]]:
        """Addresses that the loading page asks for at once, with the kind of request that the client makes later."""
        kinds = {".mjs": "module", ".js": "module"}
        return [
            (self.prefix + name, "script" if name == "flutter_bootstrap.js" else kinds.get(Path(name).suffix, "fetch"))
            for name in FIRST
            if name in self.files and name not in COMPILED
        ]

    def compiled(self) -> list[tuple[Any, ...]]:
        """Addresses that the loading page compiles while they arrive, with the options that the client gives later."""
        return [(self.prefix + name, *options) for name, options in COMPILED.items() if name in self.files]


def media_type_of(name: str) -> str:
    """The media type of a file by its ending; not left to the machine's own table, which may lack wasm."""
    return _MEDIA_TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def assets_folder() -> Path:
    """The project's ``assets``: inside the package once installed, beside it in a working copy."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "assets"
    return inside if inside.is_dir() else package.parent / "assets"


def load_client(assets: Path | None = None) -> Client:
    """Flet's packaged client with our parts put in."""
    from flet_web import get_package_web_dir  # type: ignore[import-untyped]

    assets = assets or assets_folder()
    web = Path(get_package_web_dir())
    files: dict[str, ClientFile] = {}
    for path in sorted(web.rglob("*")):
        name = path.relative_to(web).as_posix()
        if path.is_file() and not name.endswith(_LEFT_OUT) and not name.startswith(("pyodide", "index.html", "python")):
            files[name] = ClientFile(name, media_type_of(name), path)
    for name, source in _our_parts(web, assets).items():
        files[name] = ClientFile(name, media_type_of(name), source)
    return Client(_version(files), files)


def _our_parts(web: Path, assets: Path) -> dict[str, Path | bytes]:
    parts: dict[str, Path | bytes] = {}
    fonts = assets / "fonts"
    subset = fonts / "MaterialIcons-Subset.otf"
    made_for = fonts / "MaterialIcons-Subset.json"
    if subset.is_file() and json.loads(made_for.read_text("utf-8"))["flet"] == version_of("flet-web"):
        parts[ICON_FONT] = subset
    families: list[dict[str, object]] = [
        {"family": "MaterialIcons", "fonts": [{"asset": "fonts/MaterialIcons-Regular.otf"}]},
        {"family": "Roboto", "fonts": [{"asset": "fonts/roboto.woff2"}]},
    ]
    for family, name in OUR_FONTS.items():
        parts[f"assets/fonts/{name}"] = fonts / name
        families.append({"family": family, "fonts": [{"asset": f"fonts/{name}"}]})
    parts["assets/FontManifest.json"] = json.dumps(families).encode()
    return parts


def _version(files: dict[str, ClientFile]) -> str:
    """A digest over names, sizes and, for our own parts, contents; Flet's files are known by their package version."""
    digest = hashlib.sha256(version_of("flet-web").encode())
    for name, file in files.items():
        digest.update(name.encode())
        if isinstance(file.source, bytes) or "Golos" in name or name == ICON_FONT:
            digest.update(file.read())
        else:
            digest.update(str(file.source.stat().st_size).encode())
    return digest.hexdigest()[:12]
