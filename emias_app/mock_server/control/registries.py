"""Answers of the registries by a tester's word: ``POST /mock/v1/registries/{registry}/{checkId}``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fastapi import FastAPI, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from emias_app.domain.transitions import TransitionError
from emias_app.mock_server.deps import BackendDep, answer
from emias_app.mock_server.problems import Refusal, invalid, not_found
from emias_app.mock_server.services import checks, requests
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import CheckRow
from emias_app.models.account import Check, CheckState, Registry
from emias_app.models.base import Line
from emias_app.models.base import Request as RequestModel

#: Decides a thing at once: (session, id, outcome, reason, now, outside) → how it stands now.
Handler = Callable[[Session, UUID, str, str | None, datetime, Outside], BaseModel | Refusal]


class Answer(RequestModel):
    """``outcome`` of a check: CONFIRMED, REJECTED, FAILED_TEMPORARILY or VISIT_MFC; ``reason`` in Russian.

    Of a request for access: APPROVED, REJECTED or ACTION_REQUIRED; ``reason`` may be a code (``photo_unreadable``).
    """

    outcome: Line = Field(min_length=1, max_length=40)
    reason: Line | None = None


def decide_check(registry: Registry) -> Handler:
    """How a registry's check is decided at once, whatever its books say."""

    def decide(
        session: Session, check_id: UUID, outcome: str, reason: str | None, now: datetime, outside: Outside
    ) -> Check | Refusal:
        row = session.get(CheckRow, check_id)
        if row is None or row.registry_name != registry.value:
            return not_found()
        try:
            state = CheckState(outcome.upper())
        except ValueError:
            return invalid("outcome", "Бывает CONFIRMED, REJECTED, FAILED_TEMPORARILY или VISIT_MFC.")
        if CheckState(row.state) not in (CheckState.CHECKING, CheckState.VISIT_MFC):
            return Refusal(409, "check_is_over", "Эта проверка уже закончена.")
        try:
            checks.settle(session, outside, row, checks.decided(row, state, reason), now)
        except TransitionError:
            return Refusal(409, "check_is_over", "Так эта проверка закончиться не может.")
        return checks.view(row)

    return decide


#: By the word in the address; a handler for another kind of thing is one more row.
HANDLERS: dict[str, Handler] = {registry.value.lower(): decide_check(registry) for registry in Registry}
HANDLERS["requests"] = requests.decided


def add_registries(app: FastAPI) -> None:
    """Put the route into the control part."""

    @app.post("/registries/{registry}/{check_id}")
    async def answer_for_registry(registry: str, check_id: str, body: Answer, backend: BackendDep) -> Response:
        """Decide a check in the name of its registry, at once."""
        handler = HANDLERS.get(registry.lower())
        if handler is None:
            raise not_found()
        subject_id, now = parse_id(check_id), backend.clock.now()
        decided = await backend.store.write(
            lambda session: handler(session, subject_id, body.outcome, body.reason, now, backend.outside)
        )
        return answer(decided)
