"""The plan as a calendar file (RFC 5545): a whole day for each dose ahead, with two reminders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from emias_app.models.vaccination import DoseStatus, PlannedDose

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT = "-//Детская медкарта//План прививок//RU"
#: Nine in the morning a week before, the day before, and of the day itself.
_WEEK_BEFORE, _DAY_BEFORE = timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)
_SAME_DAY = timedelta(hours=9)
_NOT_REMINDED = (DoseStatus.DONE, DoseStatus.REFUSED)


def calendar_file(
    doses: Iterable[PlannedDose], *, patient_id: UUID, first_name: str, today: date, now: datetime
) -> bytes:
    """The file; every dose keeps its UID, so that a later file moves the event and makes no second one.

    What is due stands on today. A dose that is refused or never possible is not reminded of; one that waits for the
    end of a temporary exemption is, on the day after.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Прививки: {first_name}")
    calendar.add("x-wr-timezone", "Europe/Moscow")
    for dose in doses:
        if dose.status not in _NOT_REMINDED and not _is_never(dose):
            calendar.add_component(_event(dose, patient_id, first_name, today, now))
    return bytes(calendar.to_ical())


def _is_never(dose: PlannedDose) -> bool:
    return dose.status is DoseStatus.CONTRAINDICATED and dose.until is None


def _event(dose: PlannedDose, patient_id: UUID, first_name: str, today: date, now: datetime) -> Event:
    from icalendar import Alarm, Event

    day = max(dose.earliest, today)
    summary = f"Прививка: {dose.title}, {dose.dose_title} ({first_name})"
    told = [f"{dose.reason.removesuffix('.')}."]
    if dose.uncertain:
        told.append("Уточните у врача.")
    told.append("Перед прививкой ребенка осматривает врач.")
    event = Event()
    event.add("uid", str(uuid5(patient_id, dose.code)))
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", "\n".join(told))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["Прививки"])
    for moment in (_SAME_DAY,) if day == today else (_WEEK_BEFORE, _DAY_BEFORE):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", moment)
        event.add_component(alarm)
    return event
