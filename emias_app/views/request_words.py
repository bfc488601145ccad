"""A request for a card in words: its title, its mark, its timeline."""

from __future__ import annotations

from datetime import datetime

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
    """What happened, what goes on now, and the decision ahead.

    Corrections and codes before it was sent are nobody's news: a draft is one line, one that was sent begins there.
    """
    sent = next((step for step in request.timeline if step.state is RequestState.CHECKING), None)
    steps: list[TimelineStep] = []
    if sent is not None:
        steps.append(TimelineStep(Moment.DONE, words.STEP_SENT, near_moment(sent.at, now)))
    match request.state:
        case RequestState.CHECKING:
            steps.append(TimelineStep(Moment.NOW, words.STEP_CHECKING, ""))
        case _ if request.timeline:
            last = request.timeline[-1]
            steps.append(TimelineStep(_LAST[request.state], _short(last), near_moment(last.at, now)))
    if request.state in (RequestState.DRAFT, RequestState.CODE_SENT, RequestState.CHECKING):
        when = words.DECISION_BY.format(day=long_date(request.due)) if request.due else words.DECISION_IN
        steps.append(TimelineStep(Moment.AHEAD, words.DECISION, when))
    return tuple(steps)


def _short(step: RequestStep) -> str:
    """«Отказано»: the reason stands in its own banner."""
    return step.text.split(". ")[0]
