"""Growth of one child: what was measured, gathered from the card, against the WHO standards."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow_day
from emias_app.domain.ages import days_old
from emias_app.domain.growth import SOURCE
from emias_app.domain.growth_charts import Sizes, charts_of, last_measured
from emias_app.domain.growth_slips import Measured
from emias_app.domain.sections import BY_SLUG
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.store.schema import DiaryRow, MeasuredRow
from emias_app.models.diary import Indicator
from emias_app.models.growth import Growth, GrowthChart, GrowthPosition, LastMeasured
from emias_app.models.section import SectionSlug

#: A chart holds at most so many measurements of the clinic and as many of the diary, the newest.
MOST = 400
#: So many measurements before and after a day tell whether a value follows from them.
_AROUND = 5


async def growth(viewer: Viewer) -> Growth:
    """All charts of a card; a read of it."""
    patient, today = viewer.patient, viewer.today
    measured = await viewer.read(lambda session: sizes_of(session, patient.id, MOST))
    told = Growth(
        patient_id=patient.id,
        birth_date=patient.birth_date,
        sex=patient.sex,
        age_days=max(0, days_old(patient.birth_date, today)),
        source=SOURCE,
        charts=charts_of(measured, sex=patient.sex, birth=patient.birth_date, today=today),
    )
    if viewer.shared is not None:
        told = told.model_copy(update={"charts": [_without_names(chart, viewer) for chart in told.charts]})
    await viewer.saw(What.GROWTH)
    return told


def _without_names(chart: GrowthChart, viewer: Viewer) -> GrowthChart:
    """A guest is told a measurement and its day; which record says so, only of what the link shows."""
    points = [point if viewer.sees(point.section) else point.model_copy(update={"title": ""}) for point in chart.points]
    return chart.model_copy(update={"points": points})


def newest_sizes(session: Session, patient_id: UUID, today: date) -> LastMeasured | None:
    """The last height and weight, for the overview."""
    return last_measured(sizes_of(session, patient_id, 20), today)


def sizes_of(session: Session, patient_id: UUID, most: int) -> list[Sizes]:
    """The newest measurements of visits and of the diary, of each at most so many."""
    return [*_of_visits(session, patient_id, most), *_of_diary(session, patient_id, most)]


def measured_around(
    session: Session, patient_id: UUID, indicator: Indicator, day: date, but: UUID | None = None
) -> list[Measured]:
    """The nearest heights or weights of the clinic and of the diary, on both sides of a day and on the day itself.

    Empty of any other indicator; ``but`` is an entry of the diary that does not count.
    """
    column = {Indicator.HEIGHT: MeasuredRow.height, Indicator.WEIGHT: MeasuredRow.weight}.get(indicator)
    if column is None:
        return []
    clinic = select(MeasuredRow.date, column).where(MeasuredRow.patient_id == patient_id, column > 0)
    diary = select(DiaryRow.measured_at, DiaryRow.value).where(
        DiaryRow.patient_id == patient_id,
        DiaryRow.indicator == indicator.value,
        DiaryRow.value > 0,
        DiaryRow.removed_at.is_(None),
        DiaryRow.id != but if but else true(),
    )
    night = datetime.combine(day + timedelta(days=1), time(), MOSCOW)
    found = [
        *session.execute(clinic.where(MeasuredRow.date <= day).order_by(MeasuredRow.date.desc()).limit(_AROUND)),
        *session.execute(clinic.where(MeasuredRow.date > day).order_by(MeasuredRow.date).limit(_AROUND)),
    ]
    of_diary = [
        *session.execute(
            diary.where(DiaryRow.measured_at < night).order_by(DiaryRow.measured_at.desc()).limit(_AROUND)
        ),
        *session.execute(diary.where(DiaryRow.measured_at >= night).order_by(DiaryRow.measured_at).limit(_AROUND)),
    ]
    return [Measured(on, value) for on, value in found] + [Measured(moscow_day(at), value) for at, value in of_diary]


def _of_visits(session: Session, patient_id: UUID, most: int) -> list[Sizes]:
    rows = session.scalars(
        select(MeasuredRow)
        .where(MeasuredRow.patient_id == patient_id)
        .order_by(MeasuredRow.date.desc(), MeasuredRow.record_id)
        .limit(most)
    )
    return [
        Sizes(
            section=SectionSlug(row.section),
            record_id=row.record_id,
            title=row.title,
            day=row.date,
            height=row.height,
            weight=row.weight,
            head=row.head,
            position=GrowthPosition(row.position) if row.position else None,
            imported_on=row.imported_on,
        )
        for row in rows
    ]


def _of_diary(session: Session, patient_id: UUID, most: int) -> list[Sizes]:
    rows = session.execute(
        select(DiaryRow.id, DiaryRow.indicator, DiaryRow.value, DiaryRow.measured_at)
        .where(
            DiaryRow.patient_id == patient_id,
            DiaryRow.indicator.in_([Indicator.HEIGHT.value, Indicator.WEIGHT.value]),
            DiaryRow.value > 0,
            DiaryRow.removed_at.is_(None),
        )
        .order_by(DiaryRow.measured_at.desc())
        .limit(most)
    )
    return [
        Sizes(
            section=SectionSlug.DIARY,
            record_id=row.id,
            title=BY_SLUG[SectionSlug.DIARY].title,
            day=moscow_day(row.measured_at),
            height=row.value if row.indicator == Indicator.HEIGHT.value else None,
            weight=row.value if row.indicator == Indicator.WEIGHT.value else None,
        )
        for row in rows
    ]
