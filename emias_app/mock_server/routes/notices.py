"""Messages inside the app."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response

from emias_app.mock_server.deps import AccountDep, BackendDep, NowDep, account_id_of, answer, api_router
from emias_app.mock_server.services import notices
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, place_of
from emias_app.models.account import Notice
from emias_app.models.base import Page

router = api_router("notices")


@router.get("/notices", response_model=Page[Notice])
async def list_notices(
    caller: AccountDep, backend: BackendDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """My messages, the newest first."""
    account_id, after = account_id_of(caller), place_of(cursor)
    return answer(await backend.store.read(lambda session: notices.list_notices(session, account_id, limit, after)))


@router.post("/notices/{notice_id}/read", response_model=Notice)
async def read_notice(
    request: Request,
    notice_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})],
    caller: AccountDep,
    now: NowDep,
) -> Response:
    """Mark a message as read."""
    account_id, wanted = account_id_of(caller), parse_id(notice_id)
    return await write_once(request, caller, lambda session: notices.read_notice(session, account_id, wanted, now))
