"""The look in numbers: type scale, spaces, radii, breakpoints, and the two Flet themes made of the palettes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import flet as ft

from emias_app.views.palette import DARK, LIGHT, ChildColour, ChildKey, Palette, Shade, child_key, palette

__all__ = [
    "DARK",
    "FONTS",
    "LIGHT",
    "ChildColour",
    "ChildKey",
    "Look",
    "Palette",
    "Radius",
    "Role",
    "Shade",
    "Size",
    "Space",
    "apply_theme",
    "child_key",
    "flet_theme",
    "is_dark_page",
    "palette",
    "text_style",
]

REGULAR, MEDIUM, SEMIBOLD, BOLD = "Golos Text", "Golos Text Medium", "Golos Text SemiBold", "Golos Text Bold"

#: One family a weight: Flet loads one file under one name, and Flutter must not embolden by itself.
#: The tabular ones hold figures of one width only (scripts/make_tabular_fonts.py), the rest falls back.
FONTS: dict[str, str] = {
    REGULAR: "fonts/GolosText-Regular.ttf",
    MEDIUM: "fonts/GolosText-Medium.ttf",
    SEMIBOLD: "fonts/GolosText-SemiBold.ttf",
    BOLD: "fonts/GolosText-Bold.ttf",
    f"{REGULAR} Tabular": "fonts/GolosTextTabular-Regular.ttf",
    f"{MEDIUM} Tabular": "fonts/GolosTextTabular-Medium.ttf",
    f"{SEMIBOLD} Tabular": "fonts/GolosTextTabular-SemiBold.ttf",
    f"{BOLD} Tabular": "fonts/GolosTextTabular-Bold.ttf",
}

_FAMILY: dict[int, str] = {400: REGULAR, 500: MEDIUM, 600: SEMIBOLD, 700: BOLD}
_WEIGHT: dict[int, ft.FontWeight] = {
    400: ft.FontWeight.W_400,
    500: ft.FontWeight.W_500,
    600: ft.FontWeight.W_600,
    700: ft.FontWeight.W_700,
}


class Role(StrEnum):
    """A style of text; the value is Material's name where it has one."""

    DISPLAY_SMALL = "displaySmall"
    HEADLINE_MEDIUM = "headlineMedium"
    HEADLINE_SMALL = "headlineSmall"
    TITLE_LARGE = "titleLarge"
    TITLE_MEDIUM = "titleMedium"
    TITLE_SMALL = "titleSmall"
    BODY_LARGE = "bodyLarge"
    BODY_MEDIUM = "bodyMedium"
    BODY_SMALL = "bodySmall"
    LABEL_LARGE = "labelLarge"
    LABEL_MEDIUM = "labelMedium"
    LABEL_SMALL = "labelSmall"
    ROW_TITLE = "rowTitle"
    TABLE_HEAD = "tableHead"
    PIN_DIGIT = "pinDigit"
    CODE_DIGIT = "codeDigit"
    NAV_SELECTED = "navSelected"
    COMPACT_BUTTON = "compactButton"


#: size, line, weight
TYPE: dict[Role, tuple[int, int, int]] = {
    Role.DISPLAY_SMALL: (32, 40, 700),
    Role.HEADLINE_MEDIUM: (28, 36, 700),
    Role.HEADLINE_SMALL: (24, 32, 700),
    Role.TITLE_LARGE: (20, 28, 600),
    Role.TITLE_MEDIUM: (16, 24, 600),
    Role.TITLE_SMALL: (14, 20, 600),
    Role.BODY_LARGE: (16, 24, 400),
    Role.BODY_MEDIUM: (14, 20, 400),
    Role.BODY_SMALL: (13, 18, 400),
    Role.LABEL_LARGE: (16, 24, 600),
    Role.LABEL_MEDIUM: (13, 16, 600),
    Role.LABEL_SMALL: (12, 16, 500),
    Role.ROW_TITLE: (16, 24, 500),
    Role.TABLE_HEAD: (13, 18, 500),
    Role.PIN_DIGIT: (28, 36, 500),
    Role.CODE_DIGIT: (24, 32, 600),
    Role.NAV_SELECTED: (12, 16, 700),
    Role.COMPACT_BUTTON: (14, 20, 600),
}


class Space:
    """Distances: grid 8, half step 4."""

    HALF, STEP, BETWEEN_CARDS, MARGIN, WIDE_MARGIN = 4, 8, 12, 16, 24
    INSIDE, BETWEEN_GROUPS, ICON_TO_TEXT = 16, 24, 16


class Radius:
    """Corners."""

    CHIP, FIELD, BUTTON, CARD, SHEET, FULL = 8, 12, 16, 24, 28, 999


class Size:
    """Heights and widths that the layout is built of."""

    TARGET, PRIMARY, SECONDARY, FIELD = 48, 56, 48, 56
    NAV_BAR, RAIL_NARROW, RAIL, APP_BAR = 80, 80, 96, 64
    MEDIUM, WIDE, ROOMY = 600, 1024, 1280
    COLUMN, LIST_PANE, RECORD_PANE = 720, 420, 784
    LOW = 600


@dataclass(frozen=True)
class Look:
    """What a component needs to know of the window: its colours, its size in dp and the system's text scale.

    ``saved_when`` = the network is away, and what is shown of a card was kept then («вчера в 21:40»).
    """

    palette: Palette
    width: float = 412
    height: float = 915
    text_scale: float = 1.0
    saved_when: str | None = None

    @property
    def is_compact(self) -> bool:
        """A phone: bar at the bottom, one column."""
        return self.width < Size.MEDIUM

    @property
    def is_wide(self) -> bool:
        """Two panes."""
        return self.width >= Size.WIDE

    @property
    def is_low(self) -> bool:
        """A low window: smaller PIN keys, banners collapse to their titles."""
        return self.height < Size.LOW

    @property
    def has_large_text(self) -> bool:
        """Text above 130 %: grids become rows, pills move under."""
        return self.text_scale > 1.3

    @property
    def list_pane(self) -> int:
        """The width of the left pane."""
        return Size.LIST_PANE if self.width >= Size.ROOMY else Size.LIST_PANE - 20

    @property
    def record_pane(self) -> float:
        """The width of the right pane, its margins included."""
        return min(Size.RECORD_PANE + 2 * Space.WIDE_MARGIN, self.width - Size.RAIL - self.list_pane - 1)

    @property
    def margin(self) -> int:
        """The margin of a screen."""
        return Space.WIDE_MARGIN if self.is_wide else Space.MARGIN


def text_style(role: Role, color: str | None = None, *, tabular: bool = False) -> ft.TextStyle:
    """The Flet style of a role; ``tabular`` = figures of one width."""
    size, line, weight = TYPE[role]
    family = _FAMILY[weight]
    return ft.TextStyle(
        size=size,
        height=line / size,
        weight=_WEIGHT[weight],
        font_family=f"{family} Tabular" if tabular else family,
        font_family_fallback=[family] if tabular else None,
        letter_spacing=0,
        color=color,
    )


def _color_scheme(p: Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        primary=p.primary,
        on_primary=p.on_primary,
        primary_container=p.primary_container,
        on_primary_container=p.on_primary_container,
        secondary=p.secondary,
        on_secondary=p.on_secondary,
        secondary_container=p.secondary_container,
        on_secondary_container=p.on_secondary_container,
        tertiary=p.secondary,
        on_tertiary=p.on_secondary,
        tertiary_container=p.secondary_container,
        on_tertiary_container=p.on_secondary_container,
        error=p.error,
        on_error=p.on_error,
        error_container=p.error_container,
        on_error_container=p.on_error_container,
        surface=p.surface,
        on_surface=p.on_surface,
        on_surface_variant=p.on_surface_variant,
        surface_container_lowest=p.surface_container_lowest,
        surface_container_low=p.surface_container_low,
        surface_container=p.surface_container,
        surface_container_high=p.surface_container_high,
        surface_container_highest=p.surface_container_highest,
        outline=p.outline,
        outline_variant=p.outline_variant,
        inverse_surface=p.inverse_surface,
        on_inverse_surface=p.on_inverse_surface,
        inverse_primary=p.inverse_primary,
        scrim=p.scrim,
        surface_tint=ft.Colors.TRANSPARENT,
    )


def _no_motion() -> ft.PageTransitionsTheme:
    still = ft.PageTransitionTheme.NONE
    return ft.PageTransitionsTheme(android=still, ios=still, linux=still, macos=still, windows=still)


def flet_theme(p: Palette, *, still: bool = False) -> ft.Theme:
    """The Flet theme of a palette: Material 3, Golos Text, no tint; ``still`` = pages change without motion."""
    style = text_style
    return ft.Theme(
        use_material3=True,
        font_family=REGULAR,
        color_scheme=_color_scheme(p),
        scaffold_bgcolor=p.surface,
        text_theme=ft.TextTheme(
            display_small=style(Role.DISPLAY_SMALL),
            headline_medium=style(Role.HEADLINE_MEDIUM),
            headline_small=style(Role.HEADLINE_SMALL),
            title_large=style(Role.TITLE_LARGE),
            title_medium=style(Role.TITLE_MEDIUM),
            title_small=style(Role.TITLE_SMALL),
            body_large=style(Role.BODY_LARGE),
            body_medium=style(Role.BODY_MEDIUM),
            body_small=style(Role.BODY_SMALL),
            label_large=style(Role.LABEL_LARGE),
            label_medium=style(Role.LABEL_MEDIUM),
            label_small=style(Role.LABEL_SMALL),
        ),
        divider_theme=ft.DividerTheme(color=p.outline_variant, thickness=1, space=1),
        visual_density=ft.VisualDensity.STANDARD,
        page_transitions=_no_motion() if still else ft.PageTransitionsTheme(),
        scrollbar_theme=ft.ScrollbarTheme(thickness=6, radius=3),
    )


def is_dark_page(page: ft.Page) -> bool:
    """Whether the page is drawn dark now: the person's choice, else the system's."""
    if page.theme_mode in (None, ft.ThemeMode.SYSTEM):
        return page.platform_brightness == ft.Brightness.DARK
    return page.theme_mode == ft.ThemeMode.DARK


def apply_theme(page: ft.Page, mode: ft.ThemeMode = ft.ThemeMode.SYSTEM, *, still: bool = False) -> None:
    """Give a page the fonts, both themes, Russian and the person's choice of brightness.

    ``still`` is for the test mode and for those who want less motion.
    """
    russian = ft.Locale("ru", "RU")
    page.fonts = dict(FONTS)
    page.theme = flet_theme(LIGHT, still=still)
    page.dark_theme = flet_theme(DARK, still=still)
    page.theme_mode = mode
    # By default the whole page is drawn again and again for a fifth of a second while one theme turns into the other:
    # on the first visit too, from the engine's theme to ours.
    page.theme_animation_style = ft.AnimationStyle.no_animation()
    page.locale_configuration = ft.LocaleConfiguration([russian], russian)
