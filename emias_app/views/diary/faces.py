"""What an entry of the diary looks like in words."""

from __future__ import annotations

from datetime import date, datetime

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.diary_queue import Line
from emias_app.domain.diary_ranges import MEASURES, written
from emias_app.models.base import Mark, Tone
from emias_app.models.diary import DiaryEntry, Indicator
from emias_app.state.diary_days import Aside, aside
from emias_app.views.format import clock_time, counted, dotted, near_moment, with_unit
from emias_app.views.strings import diary as words

ICONS: dict[Indicator, ft.IconData] = {
    Indicator.TEMPERATURE: ft.Icons.THERMOSTAT,
    Indicator.HEIGHT: ft.Icons.HEIGHT,
    Indicator.WEIGHT: ft.Icons.MONITOR_WEIGHT_OUTLINED,
    Indicator.BLOOD_PRESSURE: ft.Icons.SPEED,
    Indicator.PULSE: ft.Icons.MONITOR_HEART_OUTLINED,
    Indicator.GLUCOSE: ft.Icons.WATER_DROP_OUTLINED,
    Indicator.OXYGEN: ft.Icons.AIR,
    Indicator.SEIZURES: ft.Icons.BOLT,
    Indicator.NOTE: ft.Icons.EDIT_NOTE_OUTLINED,
}


def number_of(entry: DiaryEntry) -> str:
    """«36,8», «110/70»; nothing of a note."""
    if entry.value is None:
        return ""
    measure = MEASURES[entry.indicator]
    first = f"{entry.value:.1f}".replace(".", ",") if measure.decimals == 1 else written(entry.value)
    return f"{first}/{written(entry.value2)}" if entry.value2 is not None else first


def title_of(entry: DiaryEntry) -> str:
    """«36,8 °C», «Кашель, насморк»: what a row is known by."""
    if entry.value is not None:
        return with_unit(number_of(entry), entry.unit)
    said = ", ".join([*entry.symptoms[:1], *(one.lower() for one in entry.symptoms[1:])])
    return said or words.INDICATORS[Indicator.NOTE]


def line_of(entry: DiaryEntry, *, with_name: bool) -> str:
    """Under it: the indicator where rows of many stand together, the time, medicines, the note."""
    name = words.INDICATORS[entry.indicator] if with_name and entry.value is not None else None
    told = ", ".join([*([] if entry.value is None else entry.symptoms), *entry.medicines])
    photos = counted(len(entry.attachment_ids), words.PHOTOS) if entry.attachment_ids else None
    return dotted(name, clock_time(entry.measured_at), told or None, " ".join(entry.note.split()) or None, photos)


def aside_mark(entry: DiaryEntry, birth: date) -> Mark | None:
    """«повышена»: a value that is not usual at that age."""
    match aside(entry, birth), entry.indicator:
        case Aside.ABOVE, Indicator.TEMPERATURE:
            return Mark(tone=Tone.WARN, text=words.FEVER)
        case Aside.BELOW, Indicator.TEMPERATURE:
            return Mark(tone=Tone.WARN, text=words.CHILL)
        case Aside.ABOVE, _:
            return Mark(tone=Tone.WARN, text=words.ABOVE)
        case Aside.BELOW, _:
            return Mark(tone=Tone.WARN, text=words.BELOW)
        case _:
            return None


def aside_icon(mark: Mark) -> ft.IconData:
    """An arrow up or down."""
    return ft.Icons.ARROW_DOWNWARD if mark.text in (words.BELOW, words.CHILL) else ft.Icons.ARROW_UPWARD


def waiting_mark(line: Line, *, is_sending: bool, is_lasting: bool) -> Mark | None:
    """Whether an entry waits for the network or for the person."""
    if line.conflict is not None:
        return Mark(tone=Tone.WARN, text=words.DISPUTED)
    if line.refusal is not None:
        return Mark(tone=Tone.ERROR, text=words.REFUSED.format(why=line.refusal.rstrip(".").lower()))
    if line.waits and not is_sending:
        return Mark(tone=Tone.NEUTRAL, text=words.WAITS if is_lasting else words.WAITS_MEMORY)
    return None


def waiting_icon(line: Line) -> ft.IconData:
    if line.conflict is not None:
        return ft.Icons.SYNC_PROBLEM
    return ft.Icons.ERROR if line.refusal is not None else ft.Icons.CLOUD_UPLOAD


def when_of(entry: DiaryEntry, now: datetime) -> str:
    """«сегодня, 8:30»"""
    return near_moment(entry.measured_at, now)


def is_today(entry: DiaryEntry, now: datetime) -> bool:
    return moscow_day(entry.measured_at) == moscow_day(now)
