"""Colours as values: the Material roles, what has a meaning, and the children's own.

Every pair that carries text keeps a contrast of 4.5, graphics 3 (WCAG 2.2); a test recomputes the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from emias_app.models.base import Tone


class ChildKey(StrEnum):
    """A child's colour, given by the order of adding; never a state."""

    VIOLET = "violet"
    SKY = "sky"
    BERRY = "berry"
    COCOA = "cocoa"
    OLIVE = "olive"
    STEEL = "steel"


@dataclass(frozen=True)
class Shade:
    """A meaning: ``text`` stands on a page or card, ``on_container`` on its own ``container``."""

    text: str
    container: str
    on_container: str


@dataclass(frozen=True)
class ChildColour:
    """``solid`` = avatar with the letter ``on_solid``; ``container`` = band and head of the child's card."""

    solid: str
    on_solid: str
    container: str
    on_container: str


@dataclass(frozen=True)
class Palette:
    """All colours of one brightness. ``card`` is what cards, sheets, dialogs and fields lie on."""

    is_dark: bool
    primary: str
    on_primary: str
    primary_container: str
    on_primary_container: str
    secondary: str
    on_secondary: str
    secondary_container: str
    on_secondary_container: str
    error: str
    on_error: str
    error_container: str
    on_error_container: str
    surface: str
    on_surface: str
    on_surface_variant: str
    surface_container_lowest: str
    surface_container_low: str
    surface_container: str
    surface_container_high: str
    surface_container_highest: str
    outline: str
    outline_variant: str
    inverse_surface: str
    on_inverse_surface: str
    inverse_primary: str
    scrim: str
    card: str
    field_fill: str
    success: Shade
    warn: Shade
    info: Shade
    range_zone: str
    children: dict[ChildKey, ChildColour] = field(hash=False)

    def tone(self, tone: Tone) -> Shade:
        """The shade of a meaning."""
        match tone:
            case Tone.SUCCESS:
                return self.success
            case Tone.WARN:
                return self.warn
            case Tone.ERROR:
                return Shade(self.error, self.error_container, self.on_error_container)
            case Tone.INFO:
                return self.info
            case Tone.NEUTRAL:
                return Shade(self.on_surface_variant, self.surface_container_high, self.on_surface_variant)


LIGHT = Palette(
    is_dark=False,
    primary="#0B5F74",
    on_primary="#FFFFFF",
    primary_container="#CFE9F0",
    on_primary_container="#06353F",
    secondary="#48616A",
    on_secondary="#FFFFFF",
    secondary_container="#D9E6EA",
    on_secondary_container="#1B3038",
    error="#B3261E",
    on_error="#FFFFFF",
    error_container="#FBE3E0",
    on_error_container="#7C1811",
    surface="#F1F5F6",
    on_surface="#14232A",
    on_surface_variant="#4A5B63",
    surface_container_lowest="#FFFFFF",
    surface_container_low="#F7FAFA",
    surface_container="#E9EFF1",
    surface_container_high="#E2E9EC",
    surface_container_highest="#D8E1E5",
    outline="#6B7C84",
    outline_variant="#D0DADE",
    inverse_surface="#26353C",
    on_inverse_surface="#EAF1F4",
    inverse_primary="#86D2E6",
    scrim="#7A0A1418",
    card="#FFFFFF",
    field_fill="#FFFFFF",
    success=Shade("#1C6B3C", "#DCF1E3", "#0F4B28"),
    warn=Shade("#8A5000", "#FDEBCD", "#5E3800"),
    info=Shade("#0B5F74", "#D5EAF0", "#06353F"),
    range_zone="#458561",
    children={
        ChildKey.VIOLET: ChildColour("#6A4DB0", "#FFFFFF", "#EAE4F8", "#39246F"),
        ChildKey.SKY: ChildColour("#2B62B5", "#FFFFFF", "#DFE9F9", "#123A76"),
        ChildKey.BERRY: ChildColour("#A0386F", "#FFFFFF", "#F9E1ED", "#6B1A46"),
        ChildKey.COCOA: ChildColour("#80502F", "#FFFFFF", "#F4E6DB", "#573113"),
        ChildKey.OLIVE: ChildColour("#5C6620", "#FFFFFF", "#E9EDD0", "#3A420C"),
        ChildKey.STEEL: ChildColour("#47606F", "#FFFFFF", "#DFE8ED", "#233945"),
    },
)

DARK = Palette(
    is_dark=True,
    primary="#86D2E6",
    on_primary="#003641",
    primary_container="#134C5A",
    on_primary_container="#CBEEF8",
    secondary="#B3CBD4",
    on_secondary="#1D343C",
    secondary_container="#334A53",
    on_secondary_container="#D3E7EF",
    error="#FFB4AB",
    on_error="#601410",
    error_container="#5B1C17",
    on_error_container="#FFDAD5",
    surface="#0F1619",
    on_surface="#E4EBEE",
    on_surface_variant="#AEBDC4",
    surface_container_lowest="#0A1012",
    surface_container_low="#151E22",
    surface_container="#1A2429",
    surface_container_high="#233036",
    surface_container_highest="#2F3D44",
    outline="#84959D",
    outline_variant="#35434A",
    inverse_surface="#DEE7EA",
    on_inverse_surface="#1A2429",
    inverse_primary="#0B5F74",
    scrim="#99000000",
    card="#1A2429",
    field_fill="#151E22",
    success=Shade("#86D8A2", "#173F27", "#C3F2D1"),
    warn=Shade("#F6BD6A", "#4A3411", "#FFE1B3"),
    info=Shade("#86D2E6", "#15414E", "#CBEEF8"),
    range_zone="#73B68D",
    children={
        ChildKey.VIOLET: ChildColour("#CDBDFF", "#321B66", "#382F52", "#E9DFFF"),
        ChildKey.SKY: ChildColour("#AAC7FF", "#0A305F", "#22385A", "#D7E3FF"),
        ChildKey.BERRY: ChildColour("#FFB0D3", "#5A113A", "#4E293D", "#FFD9E7"),
        ChildKey.COCOA: ChildColour("#F0BD98", "#4A280D", "#473223", "#FFDCC6"),
        ChildKey.OLIVE: ChildColour("#C6D07F", "#2F3500", "#373D18", "#E2ECA0"),
        ChildKey.STEEL: ChildColour("#AFCADA", "#193341", "#2C404B", "#D5E6F1"),
    },
)


def palette(is_dark: bool) -> Palette:
    """The colours of one brightness."""
    return DARK if is_dark else LIGHT


def child_key(order: int) -> ChildKey:
    """The colour of the child that was added ``order``-th (0-based); they come round after six."""
    keys = list(ChildKey)
    return keys[order % len(keys)]


def blended(front: str, back: str, opacity: float) -> str:
    """The opaque colour that ``front`` with that opacity makes on ``back`` (both «#RRGGBB»)."""
    pairs = [(int(front[at : at + 2], 16), int(back[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one * opacity + other * (1 - opacity)):02X}" for one, other in pairs)
