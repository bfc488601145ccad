"""The signed-in account and the small poll for what changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import AfterValidator, AwareDatetime

from emias_app.mock_server.deps import AccountDep, BackendDep, NowDep, account_id_of, answer, api_router
from emias_app.mock_server.services import accounts
from emias_app.mock_server.services.conditions import tagged
from emias_app.models.account import Changes, Me

router = api_router("me")


def _sensible(at: datetime) -> datetime:
    """An instant that a database can hold, in UTC."""
    if not 1970 <= at.year <= 9000:
        raise ValueError("дата вне разумных пределов")
    return at.astimezone(UTC)


Since = Annotated[AwareDatetime | None, AfterValidator(lambda at: None if at is None else _sensible(at))]


@router.get("/me", response_model=Me)
async def me(caller: AccountDep, backend: BackendDep) -> Response:
    """Who I am, my level and documents (numbers masked)."""
    account_id = account_id_of(caller)
    return tagged(answer(await backend.store.read(lambda session: accounts.me(session, account_id))))


@router.get("/me/changes", response_model=Changes)
async def changes(
    caller: AccountDep,
    backend: BackendDep,
    now: NowDep,
    since: Annotated[Since, Query(description="«now» предыдущего ответа; без него — всё, что известно")] = None,
) -> Response:
    """Ended accesses, moved checks, unread notices; not a read of a card."""
    account_id = account_id_of(caller)
    return answer(await backend.store.read(lambda session: accounts.changes(session, account_id, since, now)))
