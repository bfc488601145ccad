"""Writes that may be sent twice: the same ``Idempotency-Key`` and body give the same answer and no second effect.

The answer is kept in the transaction of the effect, so neither exists without the other. Refusals are not kept:
they have no effect, and a later try may be right. An answer must hold no secret; writes under ``/auth`` take no key.

A write of several transactions claims its key first (:func:`claimed`), so that another body has no effect at all; such
a claim is a row without an answer, and the same body takes it up again where the write was cut short.

A write over a resource that has an ETag says which (``over``): then ``If-Match`` is judged here, for all alike in the
order 404 → 422 → 412 → 409, and a write that was done already is answered as it was then, whatever is there now.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from pydantic import BaseModel
from sqlalchemy import delete
from sqlalchemy.orm import Session
from starlette.responses import Response

from emias_app.mock_server.deps import Caller, backend_of, now_of
from emias_app.mock_server.problems import Refusal, idempotency_key_reused, invalid
from emias_app.mock_server.services.conditions import staleness
from emias_app.mock_server.services.jobs import IDEMPOTENCY_LIFE
from emias_app.mock_server.store.schema import IdempotencyRow

_MAX_KEY = 200
#: The status of a row whose answer is still to come.
_CLAIMED = 0
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class _Claim:
    scope: str
    body_hash: str


async def write_once(
    request: Request,
    caller: Caller,
    work: Callable[[Session], BaseModel | Refusal | None],
    *,
    status: int = 200,
    stands_for_body: bytes | None = None,
    over: Callable[[Session], BaseModel | Refusal | None] | None = None,
) -> Response:
    """Do ``work`` in one transaction and answer with what it returns (None = 204), once for each key of the caller.

    ``over`` reads the resource as its GET shows it: a write thought out over another state is undone, and refused 412.
    ``stands_for_body`` takes the place of a request's body that is too long to be held.
    """
    claim = await _claim_of(request, caller, stands_for_body)
    now = now_of(request)

    def once(session: Session) -> tuple[int, str] | Refusal:
        if claim is not None:
            kept = _kept(session, claim, now)
            if kept is not None:
                return kept
        present = over(session) if over is not None and "if-match" in request.headers else None
        stale = staleness(request, present) if isinstance(present, BaseModel) else None
        result = work(session) if stale is None else _in_turn(session, work, stale)
        if isinstance(result, Refusal):
            return result
        answer = (204, "") if result is None else (status, result.model_dump_json(by_alias=True))
        if claim is not None:
            row = session.get(IdempotencyRow, claim.scope) or IdempotencyRow(scope=claim.scope, created_at=now)
            row.body_hash, row.status, row.answer = claim.body_hash, answer[0], answer[1]
            session.add(row)
        return answer

    return _answer(*await backend_of(request).store.write(once))


def _answer(code: int, body: str) -> Response:
    return Response(body or None, code, media_type="application/json" if body else None)


def _in_turn(session: Session, work: Callable[[Session], BaseModel | Refusal | None], stale: Refusal) -> Refusal:
    """What comes before the 412, or the 412 itself, raised, so that nothing of the work stays."""
    try:
        result = work(session)
    except Refusal as refusal:
        if refusal.status == _CONFLICT:
            raise stale from None
        raise
    if isinstance(result, Refusal) and result.status != _CONFLICT:
        return result
    raise stale


@asynccontextmanager
async def claimed(request: Request, caller: Caller, stands_for_body: bytes) -> AsyncIterator[Response | None]:
    """Hold the key of a long write: gives its kept answer where it was done already, else None = do it now.

    Raises the refusal of a key that came with another body. A write that is refused gives the key free again.
    """
    claim, store, now = await _claim_of(request, caller, stands_for_body), backend_of(request).store, now_of(request)
    if claim is None:
        yield None
        return

    def take(session: Session) -> tuple[int, str] | Refusal | None:
        kept = _kept(session, claim, now)
        if kept is None and session.get(IdempotencyRow, claim.scope) is None:
            session.add(
                IdempotencyRow(scope=claim.scope, body_hash=claim.body_hash, status=_CLAIMED, answer="", created_at=now)
            )
        return kept

    kept = await store.write(take)
    if kept is not None:
        yield _answer(*kept)
        return
    try:
        yield None
    except Refusal:
        mine = (IdempotencyRow.scope == claim.scope, IdempotencyRow.status == _CLAIMED)
        await store.write(lambda session: session.execute(delete(IdempotencyRow).where(*mine)) and None)
        raise


async def _claim_of(request: Request, caller: Caller, body: bytes | None = None) -> _Claim | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= _MAX_KEY:
        raise invalid("Idempotency-Key", "Ключ повтора: от 1 до 200 знаков.")
    who = caller.account_id or caller.staff_id
    scope = f"{who}|{request.method}|{request.url.path}|{key}"
    # Keyed by what is not kept, since a body may hold a password.
    told = await request.body() if body is None else body
    kept = hmac.new(key.encode("utf-8", "replace"), told, hashlib.sha256).hexdigest()
    return _Claim(hashlib.sha256(scope.encode("utf-8", "replace")).hexdigest(), kept)


def _kept(session: Session, claim: _Claim, now: datetime) -> tuple[int, str] | Refusal | None:
    row = session.get(IdempotencyRow, claim.scope)
    if row is None:
        return None
    if row.created_at <= now - IDEMPOTENCY_LIFE:
        session.delete(row)
        session.flush()
        return None
    if row.body_hash != claim.body_hash:
        return idempotency_key_reused()
    return None if row.status == _CLAIMED else (row.status, row.answer)
