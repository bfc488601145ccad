"""A request for a card in words: its title, its mark, its timeline."""

from __future__ import annotations

from datetime import date, datetime

from emias_app.domain.access_requests import is_open
from emias_app.models.base import Mark, Tone
from emias_app.models.requests import AccessRequest, RequestState, RequestStep
from emias_app.views.components.timeline import Moment, TimelineStep
from emias_app.views.format import long_date, near_moment
from emias_app.views.strings import access as words

_TONES = {
    RequestState.DRAFT: Tone.NEUTRAL,
    RequestState.CODE_SENT: Tone.INFO,
    RequestState.CHECKING: Tone.INFO,
    RequestState.ACTION_REQUIRED: Tone.WARN,
    RequestState.APPROVED: Tone.SUCCESS,
    RequestState.REJECTED: Tone.ERROR,
    RequestState.CANCELLED: Tone.NEUTRAL,
}
_LAST = {
    RequestState.DRAFT: Moment.NOW,
    RequestState.CODE_SENT: Moment.NOW,
    RequestState.CHECKING: Moment.NOW,
    RequestState.ACTION_REQUIRED: Moment.STUCK,
    RequestState.APPROVED: Moment.DONE,
    RequestState.REJECTED: Moment.REFUSED,
    RequestState.CANCELLED: Moment.STOPPED,
}


def request_title(request: AccessRequest) -> str:
    """«Доступ для второго родителя»."""
    return words.REQUEST_TITLES[request.purpose.value, request.grantee.value]


def request_mark(request: AccessRequest) -> Mark:
    return Mark(tone=_TONES[request.state], text=words.REQUEST_STATES[request.state.value])


def steps_of(request: AccessRequest, now: datetime) -> tuple[TimelineStep, ...]:
    """What happened, what goes on now, and the decision ahead."""
    kept = _since_last_draft(request.timeline)
    steps = [TimelineStep(Moment.DONE, _short(step), near_moment(step.at, now)) for step in kept[:-1]]
    if kept:
        last = kept[-1]
        steps.append(TimelineStep(_LAST[request.state], _short(last), near_moment(last.at, now)))
    if request.state in (RequestState.DRAFT, RequestState.CODE_SENT, RequestState.CHECKING):
        steps.append(TimelineStep(Moment.AHEAD, words.DECISION, _when_decided(request.due)))
    return tuple(steps)


def _when_decided(due: date | None) -> str:
    return words.DECISION_BY.format(day=long_date(due)) if due else words.DECISION_IN


def _short(step: RequestStep) -> str:
    """Where the strip and the reason's banner tell the rest, the line need not."""
    return words.STEP_CHECKING if step.state is RequestState.CHECKING else step.text.split(". ")[0]


def _since_last_draft(timeline: list[RequestStep]) -> list[RequestStep]:
    """Corrections before it was sent are nobody's news: of several drafts and codes the last ones count."""
    kept: list[RequestStep] = []
    for step in timeline:
        if step.state is RequestState.DRAFT:
            kept = [one for one in kept if one.state not in (RequestState.DRAFT, RequestState.CODE_SENT)]
        elif step.state is RequestState.CODE_SENT:
            kept = [one for one in kept if one.state is not RequestState.CODE_SENT]
        kept.append(step)
    return kept


def is_under_way(request: AccessRequest) -> bool:
    return is_open(request.state)
