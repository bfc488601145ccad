"""Makes ``assets/fonts/MaterialIcons-Subset.otf``: the icons that the app and Flutter's own widgets draw, nothing else.

Needs fontTools. Run it after an icon is used for the first time or Flet is raised; a test says when.
"""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import flet as ft
from flet_web import get_package_web_dir

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "assets" / "fonts"
#: Drawn by Flutter's widgets themselves: app bars, pickers, menus, fields, tables, steppers, text selection.
# fmt: off
OWN_OF_FLUTTER = [
    "ARROW_BACK", "ARROW_BACK_IOS", "ARROW_BACK_IOS_NEW", "ARROW_BACK_IOS_NEW_ROUNDED", "ARROW_FORWARD",
    "ARROW_FORWARD_IOS", "ARROW_DOWNWARD", "ARROW_UPWARD", "ARROW_DROP_DOWN", "ARROW_DROP_UP",
    "ARROW_DROP_DOWN_CIRCLE", "CHEVRON_LEFT", "CHEVRON_RIGHT", "FIRST_PAGE", "LAST_PAGE", "CLOSE", "CLEAR",
    "CANCEL", "CHECK", "CHECK_BOX", "CHECK_BOX_OUTLINE_BLANK", "CHECK_CIRCLE", "DONE", "ERROR", "ERROR_OUTLINE",
    "WARNING", "INFO", "INFO_OUTLINE", "EDIT", "EDIT_OUTLINED", "CALENDAR_TODAY", "ACCESS_TIME", "KEYBOARD",
    "KEYBOARD_OUTLINED", "KEYBOARD_ARROW_DOWN", "KEYBOARD_ARROW_UP", "KEYBOARD_ARROW_LEFT", "KEYBOARD_ARROW_RIGHT",
    "MENU", "MORE_VERT", "MORE_HORIZ", "EXPAND_MORE", "EXPAND_LESS", "UNFOLD_MORE", "SEARCH", "REMOVE", "ADD",
    "DRAG_HANDLE", "REFRESH", "VISIBILITY", "VISIBILITY_OFF", "CONTENT_COPY", "CONTENT_CUT", "CONTENT_PASTE",
    "SELECT_ALL", "DELETE", "BROKEN_IMAGE",
]
# fmt: on
#: Names of Flet whose glyph carries another name in the font.
OTHER_NAMES = {"COPY": "content_copy", "CUT": "content_cut", "PASTE": "content_paste", "INFO_OUTLINE": "info_outlined"}


def used_icons(package: Path = ROOT / "emias_app") -> set[str]:
    """Every attribute in the package that Flet knows as an icon's name, whatever the module calls ``ft.Icons``."""
    written: set[str] = set()
    for source in package.rglob("*.py"):
        written.update(re.findall(r"\.([A-Z][A-Z0-9_]*)\b", source.read_text("utf-8")))
    return written & {icon.name for icon in ft.Icons}


def glyph_of(name: str, known: dict[str, int]) -> int | None:
    """The code point of an icon: plain icons are called ``x_baseline`` in the font, the other styles as in Flet."""
    for candidate in (OTHER_NAMES.get(name, name.lower()), name.lower()):
        for glyph in (candidate, f"{candidate}_baseline"):
            if glyph in known:
                return known[glyph]
    return None


def main() -> None:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(Path(get_package_web_dir()) / "assets" / "fonts" / "MaterialIcons-Regular.otf")
    known = {glyph: code for code, glyph in font.getBestCmap().items()}
    wanted = sorted(used_icons() | set(OWN_OF_FLUTTER))
    codes = {name: glyph_of(name, known) for name in wanted}
    unknown = [name for name, code in codes.items() if code is None and name in used_icons()]
    if unknown:
        raise SystemExit(f"No glyph under these names, use another alias: {', '.join(unknown)}")
    options = Options(hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for code in codes.values() if code is not None])
    subsetter.subset(font)
    font.save(FONTS / "MaterialIcons-Subset.otf")
    found = [name for name, code in codes.items() if code is not None]
    note = {"flet": version("flet-web"), "icons": found}
    (FONTS / "MaterialIcons-Subset.json").write_text(json.dumps(note, indent=0) + "\n", "utf-8")
    print(f"{len(found)} icons, {(FONTS / 'MaterialIcons-Subset.otf').stat().st_size} bytes")


if __name__ == "__main__":
    main()
