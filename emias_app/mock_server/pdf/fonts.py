"""Golos Text for PDFs, and the few signs that it lacks."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import emias_app
from emias_app.errors import StartupError

REGULAR, MEDIUM, SEMI_BOLD, BOLD = (
    "GolosText-Regular",
    "GolosText-Medium",
    "GolosText-SemiBold",
    "GolosText-Bold",
)

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_POWER = re.compile(r"(?<=10)\^(-?\d+)")
_SAME_LOOK = str.maketrans({"μ": "µ", "\u2007": "\u00a0", "\u202f": "\u00a0", "✓": "√", "✔": "√", "\t": " "})


def fonts_folder() -> Path:
    """The folder of the bundled fonts: inside the installed package, or beside it in the sources."""
    package = Path(emias_app.__file__).parent
    given = os.environ.get("FLET_ASSETS_DIR")
    places = [package / "assets", package.parent / "assets", *([Path(given)] if given else [])]
    for place in places:
        if (place / "fonts" / f"{REGULAR}.ttf").is_file():
            return place / "fonts"
    raise StartupError("Не найдены шрифты Golos Text: переустановите приложение.")


@cache
def register_fonts() -> frozenset[int]:
    """Make the four weights known to the PDF writer; the code points that the font can draw."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = fonts_folder()
    for name in (REGULAR, MEDIUM, SEMI_BOLD, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def drawable(text: str) -> str:
    """The text with every sign that the font lacks replaced by its like, or left out."""
    known = register_fonts()
    return "".join(sign for sign in text.translate(_SAME_LOOK) if ord(sign) in known)


def plain(text: str) -> str:
    """A text for a place that knows no raised signs: «10⁹» becomes «10^9»."""
    return drawable(_RAISED.sub(lambda raised: "^" + raised.group().translate(_SUPERSCRIPTS), text))


def markup(text: str) -> str:
    """A text as a paragraph's markup: escaped, powers of ten raised."""
    raised = _POWER.sub(r"<super>\1</super>", escape(drawable_but_raised(text)))
    return _RAISED.sub(lambda found: f"<super>{found.group().translate(_SUPERSCRIPTS)}</super>", raised)


def drawable_but_raised(text: str) -> str:
    """Like :func:`drawable`, keeping the raised digits that :func:`markup` draws by itself."""
    known = register_fonts()
    return "".join(sign for sign in text.translate(_SAME_LOOK) if ord(sign) in known or _RAISED.match(sign) is not None)
