"""The contrast of every pair that carries text or a shape, recomputed from the palettes (WCAG 2.2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from emias_app.models.base import Tone
from emias_app.views.theme import DARK, FONTS, LIGHT, TYPE, ChildKey, Look, Palette, Role, child_key, flet_theme

BOTH = pytest.mark.parametrize("p", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return int((lighter + 0.05) / (darker + 0.05) * 10) / 10


MEASURED: dict[str, tuple[float, float]] = {
    "on_surface on surface": (14.6, 15.1),
    "on_surface on card": (16.1, 13.1),
    "on_surface_variant on surface": (6.4, 9.4),
    "on_surface_variant on card": (7.0, 8.1),
    "on_surface_variant on surface_container": (6.0, 8.1),
    "on_surface_variant on surface_container_high": (5.7, 7.0),
    "on_surface_variant on secondary_container": (5.5, 4.8),
    "primary on surface": (6.5, 10.7),
    "primary on card": (7.2, 9.3),
    "on_primary on primary": (7.2, 7.7),
    "on_primary_container on primary_container": (10.4, 7.7),
    "on_secondary on secondary": (6.5, 7.7),
    "on_secondary_container on secondary_container": (10.7, 7.3),
    "error on surface": (5.9, 10.7),
    "error on card": (6.5, 9.3),
    "on_error on error": (6.5, 7.7),
    "on_error_container on error_container": (8.6, 10.0),
    "on_inverse_surface on inverse_surface": (11.0, 12.5),
    "inverse_primary on inverse_surface": (7.4, 5.7),
}


@pytest.mark.parametrize("pair", MEASURED)
def test_every_pair_of_roles_has_the_contrast_of_the_design(pair: str) -> None:
    front, _, back = pair.partition(" on ")
    found = tuple(contrast(getattr(p, front), getattr(p, back)) for p in (LIGHT, DARK))
    assert found == pytest.approx(MEASURED[pair], abs=0.01)


@BOTH
@pytest.mark.parametrize("tone", list(Tone))
def test_a_meaning_can_be_read_on_its_container_on_a_card_and_on_a_page(p: Palette, tone: Tone) -> None:
    shade = p.tone(tone)
    pairs = [(shade.on_container, shade.container), (shade.text, p.card), (shade.text, p.surface)]
    assert min(contrast(*pair) for pair in pairs) >= 4.5


@BOTH
@pytest.mark.parametrize("key", list(ChildKey))
def test_a_child_s_colour_can_be_read(p: Palette, key: ChildKey) -> None:
    colour = p.children[key]
    pairs = [(colour.on_solid, colour.solid), (colour.on_container, colour.container)]
    assert min(contrast(*pair) for pair in pairs) >= 5.9


@BOTH
def test_borders_and_the_reference_bar_can_be_seen(p: Palette) -> None:
    assert contrast(p.outline, p.card) >= 3
    assert contrast(p.outline, p.surface) >= 3
    assert contrast(p.range_zone, p.surface_container_highest) >= 3
    assert contrast(p.success.text, p.card) >= 3


def test_children_get_their_colours_by_the_order_of_adding() -> None:
    assert [child_key(number).value for number in range(7)] == [
        "violet", "sky", "berry", "cocoa", "olive", "steel", "violet",
    ]  # fmt: skip


def test_nothing_is_smaller_than_twelve() -> None:
    assert min(size for size, _, _ in TYPE.values()) == 12
    assert set(TYPE) == set(Role)


def test_every_font_is_bundled() -> None:
    assets = Path(__file__).resolve().parents[2] / "assets"
    assert [name for name, file in FONTS.items() if not (assets / file).is_file()] == []


@BOTH
def test_the_flet_theme_has_no_tint_and_speaks_golos(p: Palette) -> None:
    theme = flet_theme(p)
    assert theme.font_family == "Golos Text"
    assert theme.color_scheme is not None
    assert theme.color_scheme.surface_tint == "transparent"
    assert theme.color_scheme.tertiary == p.secondary


@pytest.mark.parametrize(
    ("width", "is_compact", "is_wide"),
    [(412, True, False), (600, False, False), (1023, False, False), (1024, False, True)],
)
def test_the_width_decides_the_layout(width: float, is_compact: bool, is_wide: bool) -> None:
    look = Look(LIGHT, width)
    assert (look.is_compact, look.is_wide) == (is_compact, is_wide)
