"""What a child of «Моя семья» looks like in words: the state of its check and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import flet as ft

from emias_app.clock import moscow_day
from emias_app.domain.ages import age_in
from emias_app.domain.family import DOCUMENT_WORDS
from emias_app.domain.registry_checks import check_line
from emias_app.domain.way_to_card import Way, access_of, way_to_card
from emias_app.models.access import AccessView, GrantState
from emias_app.models.account import AccountLevel, CheckState, PatientSummary
from emias_app.models.base import Mark, Tone
from emias_app.models.family import Child, ChildDocument, DocumentKind
from emias_app.models.requests import AccessRequest, RequestState
from emias_app.views.components.child import ChildFace
from emias_app.views.format import age_words, counted, day_and_month, long_date, near_moment
from emias_app.views.strings import family as words
from emias_app.views.theme import child_key

TONES = {
    CheckState.CHECKING: Tone.INFO,
    CheckState.CONFIRMED: Tone.SUCCESS,
    CheckState.REJECTED: Tone.ERROR,
    CheckState.VISIT_MFC: Tone.WARN,
    CheckState.FAILED_TEMPORARILY: Tone.WARN,
}
#: The states of a request that is not over.
_UNDER_WAY = (RequestState.DRAFT, RequestState.CODE_SENT, RequestState.CHECKING, RequestState.ACTION_REQUIRED)
_STEP_TONES = {
    Way.OPEN: Tone.SUCCESS,
    Way.ADULT: Tone.NEUTRAL,
    Way.WAIT: Tone.INFO,
    Way.VISIT_MFC: Tone.WARN,
    Way.CORRECT: Tone.ERROR,
    Way.RETRY: Tone.WARN,
    Way.CLINIC_CODE: Tone.NEUTRAL,
    Way.RAISE_LEVEL: Tone.WARN,
    Way.POLICY: Tone.WARN,
    Way.REQUEST: Tone.INFO,
}
_STEP_ICONS = {
    Way.OPEN: ft.Icons.LOCK_OPEN,
    Way.ADULT: ft.Icons.CAKE,
    Way.WAIT: ft.Icons.HOURGLASS_TOP,
    Way.VISIT_MFC: ft.Icons.PLACE,
    Way.CORRECT: ft.Icons.ERROR,
    Way.RETRY: ft.Icons.SYNC_PROBLEM,
    Way.CLINIC_CODE: ft.Icons.BLOCK,
    Way.RAISE_LEVEL: ft.Icons.WORKSPACE_PREMIUM,
    Way.POLICY: ft.Icons.HEALTH_AND_SAFETY,
    Way.REQUEST: ft.Icons.VPN_KEY,
}


@dataclass(frozen=True)
class NextStep:
    """What stands between a child and its card: the words, and what leads on."""

    way: Way
    title: str
    text: str
    tone: Tone
    icon: ft.IconData
    request: AccessRequest | None = None


def child_face(child: Child, order: int, today: date, colour: str | None = None) -> ChildFace:
    """A face for a child whose card may not be open yet."""
    age = age_in(child.birth_date, max(today, child.birth_date))
    known = {key.value: key for key in type(child_key(0))}
    return ChildFace(
        child.id, child.first_name, age_words(age.years, age.months, age.days), long_date(child.birth_date),
        known.get(colour or "", child_key(order)),
    )  # fmt: skip


def check_mark(child: Child, access: AccessView | None) -> Mark:
    """The pill of a child in the list: the card where it is open, else the check."""
    if access is not None and access.state is GrantState.ACTIVE:
        return Mark(tone=Tone.SUCCESS, text=words.OPEN_MARK)
    return Mark(tone=TONES[child.check.state], text=words.MARKS[child.check.state.value])


def next_step(
    child: Child,
    level: AccountLevel,
    patients: Iterable[PatientSummary],
    requests: Iterable[AccessRequest],
    now: datetime,
) -> NextStep:
    """What to do now, or what is waited for; a request under way stands in place of asking."""
    access = access_of(child, patients)
    way = way_to_card(child, level, access, moscow_day(now))
    title, text = words.WAYS[way.value]
    if way in (Way.REQUEST, Way.POLICY):
        for request in requests:
            if request.child_id == child.id and request.state in _UNDER_WAY:
                return _under_way(request, moscow_day(now))
    if way is Way.WAIT:
        waits_for = child.check if child.check.state is CheckState.CHECKING else child.oms_check or child.check
        title = check_line(waits_for.registry, CheckState.CHECKING)
        if waits_for.due is not None:
            text = f"{words.DUE.format(when=near_moment(waits_for.due, now))}. {text}"
    elif way is Way.CORRECT and child.check.reason:
        title, text = child.check.reason, child.what_to_do or text
    elif way is Way.RETRY:
        title = check_line(child.check.registry, CheckState.FAILED_TEMPORARILY)
    elif way is Way.CLINIC_CODE and access is not None and access.reason:
        text = f"{words.CLOSED_SINCE.format(reason=access.reason.rstrip('.'))}. {text}"
    elif way is Way.REQUEST and level is not AccountLevel.FULL:
        text = f"{text} {words.WAY_FULL}"
    return NextStep(way, title, text, _STEP_TONES[way], _STEP_ICONS[way])


def _under_way(request: AccessRequest, today: date) -> NextStep:
    title, text, tone = words.UNDER_WAY, words.UNDER_WAY_TODAY, Tone.INFO
    if request.state is RequestState.ACTION_REQUIRED:
        title, text, tone = words.UNDER_WAY_ACTION, request.reason or "", Tone.WARN
    elif request.state in (RequestState.DRAFT, RequestState.CODE_SENT):
        title, text = words.UNDER_WAY_DRAFT, ""
    elif request.working_days_left and request.due and request.due > today:
        days = counted(request.working_days_left, words.WORKING_DAYS)
        text = words.UNDER_WAY_LEFT.format(days=days, day=day_and_month(request.due))
    return NextStep(Way.REQUEST, title, text, tone, ft.Icons.HOURGLASS_TOP, request)


def document_line(document: ChildDocument) -> str:
    """«Свидетельство о рождении IV-МЮ 000106»"""
    return " ".join(part for part in (DOCUMENT_WORDS[document.kind], document.series, document.number) if part)


#: The kinds in the identifiers of the form, and back.
KIND_KEYS = {kind: kind.value.lower().replace("_", "-") for kind in DocumentKind}
KINDS = {key: kind for kind, key in KIND_KEYS.items()}
