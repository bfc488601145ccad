"""Draws the mark (a white card with a heart on the accent) as the PNGs that browsers, phones and `flet build` want."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

ASSETS = Path(__file__).resolve().parent.parent / "assets"
ACCENT = "#0B5F74"
SCALE = 4  # drawn larger and reduced, for smooth edges


def heart(left: float, top: float, width: float) -> list[tuple[float, float]]:
    """A heart as a polygon: two half circles and a point, turned square."""
    import math

    points: list[tuple[float, float]] = []
    for step in range(361):
        angle = math.radians(step)
        x = 16 * math.sin(angle) ** 3
        y = -(13 * math.cos(angle) - 5 * math.cos(2 * angle) - 2 * math.cos(3 * angle) - math.cos(4 * angle))
        points.append((left + (x + 16) / 32 * width, top + (y + 12) / 32 * width))
    return points


def mark(size: int, *, radius: float = 0.25, inset: float = 0.0, is_bare: bool = False) -> Image.Image:
    """The mark, ``inset`` keeps it inside a maskable icon's safe zone; ``is_bare`` leaves the accent square out."""
    side = size * SCALE
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    if not is_bare:
        pen.rounded_rectangle((0, 0, side - 1, side - 1), side * radius, fill=ACCENT)
    unit = side * (1 - 2 * inset) / 96
    start = side * inset
    card = tuple(start + unit * at for at in (18, 24, 78, 72))
    pen.rounded_rectangle(card, unit * 9, fill="#FFFFFF")
    pen.polygon(heart(start + unit * 32.5, start + unit * 35, unit * 31), fill=ACCENT)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    icons = ASSETS / "icons"
    icons.mkdir(exist_ok=True)
    mark(64).save(ASSETS / "favicon.png", optimize=True)
    mark(192).save(icons / "icon-192.png", optimize=True)
    mark(192, radius=0).save(icons / "apple-touch-icon-192.png", optimize=True)
    mark(512).save(icons / "icon-512.png", optimize=True)
    mark(512, radius=0, inset=0.1).save(icons / "icon-maskable-512.png", optimize=True)
    # `flet build` takes these two names.
    mark(512).save(ASSETS / "icon.png", optimize=True)
    mark(512).save(ASSETS / "splash.png", optimize=True)


if __name__ == "__main__":
    main()
