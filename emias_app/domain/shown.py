"""Which parts of a card can be shown to a doctor, on this phone or by a link (product.md §13)."""

from __future__ import annotations

from collections.abc import Collection

from emias_app.domain.sections import SECTIONS
from emias_app.models.section import SectionSlug
from emias_app.models.shown import BesideSections, Shown

_TITLES: dict[Shown, str] = {section.slug: section.title for section in SECTIONS} | {
    BesideSections.GROWTH: "Рост и вес"
}

#: In the order of the card; what the parents keep themselves comes last.
SHOWABLE: tuple[Shown, ...] = tuple(_TITLES)

#: What a doctor asks for first, by a link [model]; a person may choose otherwise.
USUAL: frozenset[Shown] = frozenset({SectionSlug.VISITS, SectionSlug.LABS, SectionSlug.VACCINATIONS})

#: What a doctor needs who holds the phone in the parent's sight [model]: with it stands all that the clinic says beside
#: the parents' own words, so that a disagreement over an allergy is seen.
AT_A_VISIT: frozenset[Shown] = USUAL | {
    SectionSlug.STUDIES,
    SectionSlug.DISCHARGES,
    SectionSlug.DAY_HOSPITAL,
    SectionSlug.AMBULANCE,
    SectionSlug.PRESCRIPTIONS,
    SectionSlug.HEALTH_INFO,
    SectionSlug.CHILD_DATA,
    BesideSections.GROWTH,
}


def title_of(shown: Shown) -> str:
    """How a part is called on the screen."""
    return _TITLES[shown]


def shown_of(slug: str) -> Shown:
    """The part that a slug names. Raises ValueError where there is none."""
    try:
        return SectionSlug(slug)
    except ValueError:
        return BesideSections(slug)


def in_order(chosen: Collection[Shown]) -> tuple[Shown, ...]:
    """The chosen parts in the order of the card."""
    return tuple(one for one in SHOWABLE if one in chosen)
