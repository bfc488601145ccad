"""Growth for the screens: a boy who keeps his place, with whatever a test wants to see."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

from emias_app.domain.growth import SOURCE, value_at
from emias_app.domain.growth_charts import Sizes, charts_of
from emias_app.models.base import Sex
from emias_app.models.growth import Growth, GrowthIndicator, GrowthPosition
from emias_app.models.section import SectionSlug

TODAY = date(2026, 11, 22)


def a_growth(
    patient_id: UUID, birth: date = date(2018, 3, 14), *, z: float = 0.3, odd: bool = False, count: int = 12
) -> Growth:
    """So many visits, half a year between two; the newest is ``odd``: grams for kilograms."""
    measured = []
    for number in range(count):
        day = TODAY - timedelta(days=4 + 180 * number)
        age = (day - birth).days
        if age < 20:
            break
        tall, heavy, head = (
            value_at(indicator, Sex.MALE, age, z)
            for indicator in (GrowthIndicator.HEIGHT, GrowthIndicator.WEIGHT, GrowthIndicator.HEAD)
        )
        index = value_at(GrowthIndicator.BMI, Sex.MALE, age, z)
        if heavy is None and tall and index:  # WHO has no standard of weight after ten years
            heavy = index * (tall / 100) ** 2
        is_slip = odd and number == 0
        measured.append(
            Sizes(
                SectionSlug.VISITS,
                uuid5(patient_id, str(number)),
                "Профилактический осмотр",
                day,
                round(tall, 1) if tall else None,
                (round(heavy, 1) * (1000 if is_slip else 1)) if heavy else None,
                round(head, 1) if head else None,
                GrowthPosition.LYING if age <= 730 else GrowthPosition.STANDING,
            )
        )
    return Growth(
        patient_id=patient_id,
        birth_date=birth,
        sex=Sex.MALE,
        age_days=(TODAY - birth).days,
        source=SOURCE,
        charts=charts_of(measured, sex=Sex.MALE, birth=birth, today=TODAY),
    )
