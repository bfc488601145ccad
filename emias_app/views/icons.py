"""Which icon says what: sections, meanings, and the words of marks."""

from __future__ import annotations

import flet as ft

from emias_app.models.base import Mark, Tone
from emias_app.models.section import SectionSlug

I = ft.Icons  # noqa: E741
S = SectionSlug

SECTION: dict[SectionSlug, ft.IconData] = {
    S.VISITS: I.MEDICAL_SERVICES_OUTLINED,
    S.LABS: I.SCIENCE_OUTLINED,
    S.COVID_TESTS: I.CORONAVIRUS_OUTLINED,
    S.VACCINATIONS: I.VACCINES_OUTLINED,
    S.STUDIES: I.MONITOR_HEART_OUTLINED,
    S.DISCHARGES: I.LOCAL_HOSPITAL_OUTLINED,
    S.HOSPITALIZATIONS: I.HOTEL_OUTLINED,
    S.DAY_HOSPITAL: I.WB_SUNNY_OUTLINED,
    S.CERTIFICATES: I.DESCRIPTION_OUTLINED,
    S.PRESCRIPTIONS: I.MEDICATION_OUTLINED,
    S.REFERRALS: I.ASSIGNMENT_OUTLINED,
    S.AMBULANCE: I.EMERGENCY_OUTLINED,
    S.HEALTH_INFO: I.FAVORITE_BORDER,
    S.DIARY: I.EDIT_NOTE_OUTLINED,
    S.CHILD_DATA: I.CONTACT_PAGE_OUTLINED,
    S.UPLOADS: I.UPLOAD_FILE_OUTLINED,
}

TONE: dict[Tone, ft.IconData] = {
    Tone.SUCCESS: I.CHECK_CIRCLE,
    Tone.WARN: I.WARNING,
    Tone.ERROR: I.ERROR,
    Tone.INFO: I.SCHEDULE,
    Tone.NEUTRAL: I.BLOCK,
}

#: Words whose icon differs from their tone's.
_WORD: tuple[tuple[str, ft.IconData], ...] = (
    ("ниже", I.ARROW_DOWNWARD),
    ("выше", I.ARROW_UPWARD),
    ("пора", I.TODAY),
    ("нов", I.FIBER_MANUAL_RECORD),
    ("отправлен", I.SCHEDULE_SEND),
    ("просрочен код", I.TIMER_OFF),
    ("ждёт сети", I.CLOUD_UPLOAD),
    ("не загрузилось", I.SYNC_PROBLEM),
)


def of_mark(mark: Mark) -> ft.IconData:
    """The icon that stands before a mark's word."""
    text = mark.text.casefold()
    for word, icon in _WORD:
        if text.startswith(word):
            return icon
    return TONE[mark.tone]
