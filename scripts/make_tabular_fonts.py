"""Make the small fonts with figures of one width out of Golos Text: ``pip install fonttools``, then run.

Flet cannot switch on the font feature ``tnum``, so its glyphs are made the usual figures of a family of their own.
Golos Text is under the OFL without a reserved name; the licence lies beside the fonts.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
KEPT = "0123456789 \u00a0+-–−,.:/()%•·"


def tabular_glyphs(font: TTFont) -> dict[str, str]:
    """Which glyph stands for which once ``tnum`` is on."""
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for number in record.Feature.LookupListIndex
    }
    glyphs: dict[str, str] = {}
    for number in sorted(lookups):
        for part in table.LookupList.Lookup[number].SubTable:
            glyphs.update(getattr(getattr(part, "ExtSubTable", part), "mapping", {}))
    return glyphs


def even_out(font: TTFont) -> None:
    """Some figures stay narrow even so: all get the width of the zero, in its middle."""
    names, metrics, shapes = font.getBestCmap(), font["hmtx"].metrics, font["glyf"]
    width = metrics[names[ord("0")]][0]
    for digit in "123456789":
        name = names[ord(digit)]
        advance, left = metrics[name]
        shift = (width - advance) // 2
        shape = shapes[name]
        if shape.isComposite():
            for part in shape.components:
                part.x += shift
        else:
            shape.coordinates.translate((shift, 0))
        shape.recalcBounds(shapes)
        metrics[name] = (width, left + shift)


def make(weight: str) -> None:
    font = TTFont(FONTS / f"GolosText-{weight}.ttf")
    wide = tabular_glyphs(font)
    for table in font["cmap"].tables:
        table.cmap = {code: wide.get(glyph, glyph) for code, glyph in table.cmap.items()}
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = record.toUnicode().replace("Golos Text", "Golos Text Tabular")
        if record.nameID == 6:
            record.string = record.toUnicode().replace("GolosText", "GolosTextTabular")
    options = Options(layout_features=["kern"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=KEPT)
    subsetter.subset(font)
    even_out(font)
    font.save(FONTS / f"GolosTextTabular-{weight}.ttf")


if __name__ == "__main__":
    for name in ("Regular", "Medium", "SemiBold", "Bold"):
        make(name)
