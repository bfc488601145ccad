"""The vaccination calendar, what was given, and the plan: pure rules (product.md §9).

calendar ──┐
intervals ─┼─▶ history (which dose each vaccination is, whether it counts) ─▶ plan (state, reason, first day)
exemptions ┘                                         influenza (by seasons) ──┘
"""

from emias_app.domain.vaccination.calendar import (
    DOSE_TITLES,
    CalendarDose,
    Series,
    calendar,
    dose_code,
    moscow_calendar,
    risk_calendar,
    series_of,
)
from emias_app.domain.vaccination.exemptions import Exemption, ExemptionKind
from emias_app.domain.vaccination.history import Course, Given, TooEarly, course_of
from emias_app.domain.vaccination.intervals import INTERVALS, Interval, intervals_of, too_old_from
from emias_app.domain.vaccination.plan import Child, next_of, plan
from emias_app.domain.vaccination.words import mark_of

__all__ = [
    "DOSE_TITLES",
    "INTERVALS",
    "CalendarDose",
    "Child",
    "Course",
    "Exemption",
    "ExemptionKind",
    "Given",
    "Interval",
    "Series",
    "TooEarly",
    "calendar",
    "course_of",
    "dose_code",
    "intervals_of",
    "mark_of",
    "moscow_calendar",
    "next_of",
    "plan",
    "risk_calendar",
    "series_of",
    "too_old_from",
]
