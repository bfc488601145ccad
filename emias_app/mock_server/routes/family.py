"""«Моя семья»."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response

from emias_app.mock_server.deps import AccountDep, BackendDep, NowDep, account_id_of, answer, api_router
from emias_app.mock_server.problems import not_found
from emias_app.mock_server.services import family
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.conditions import tagged
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, page_of
from emias_app.models.base import Page
from emias_app.models.family import Child, ChildRequest

router = api_router("family")


async def child_id_of(id: Annotated[str, Path(json_schema_extra={"format": "uuid"})], caller: AccountDep) -> UUID:
    """The id of an address; staff is refused before it is looked at."""
    account_id_of(caller)
    return parse_id(id)


async def own_child_of(
    child_id: Annotated[UUID, Depends(child_id_of)], caller: AccountDep, backend: BackendDep
) -> UUID:
    """A child of mine, looked up before the body is judged."""
    account_id = account_id_of(caller)
    found = await backend.store.read(lambda session: family.own_child(session, account_id, child_id))
    if found is None:
        raise not_found()
    return child_id


ChildIdDep = Annotated[UUID, Depends(child_id_of)]
OwnChildDep = Annotated[UUID, Depends(own_child_of)]


@router.get("/family/children", response_model=Page[Child])
async def list_children(
    caller: AccountDep, backend: BackendDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """My children with their checks, in the order of entry."""
    account_id = account_id_of(caller)
    found, places = await backend.store.read(lambda session: family.list_children(session, account_id))
    return answer(page_of(found, places, limit, cursor))


@router.post("/family/children", response_model=Child, status_code=201)
async def add_child(
    request: Request, body: ChildRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Enter a child; the check starts by itself."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: family.add_child(session, backend.outside, account_id, body, now),
            status=201,
        )
    )


@router.get("/family/children/{id}", response_model=Child)
async def get_child(child_id: OwnChildDep, caller: AccountDep, backend: BackendDep) -> Response:
    """One child of mine."""
    account_id = account_id_of(caller)
    found = await backend.store.read(lambda session: family.get_child(session, account_id, child_id))
    if not isinstance(found, Child):
        raise found
    return tagged(answer(found))


@router.put("/family/children/{id}", response_model=Child)
async def correct_child(
    request: Request, child_id: OwnChildDep, body: ChildRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Correct a child; what changed is checked again."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: family.correct_child(session, backend.outside, account_id, child_id, body, now),
            over=lambda session: family.get_child(session, account_id, child_id),
        )
    )


@router.delete("/family/children/{id}", status_code=204)
async def remove_child(request: Request, child_id: ChildIdDep, caller: AccountDep, now: NowDep) -> Response:
    """Take a child out of «Моя семья»: my own access by the automatic road ends, any other access stays."""
    account_id = account_id_of(caller)
    return await write_once(
        request,
        caller,
        lambda session: family.remove_child(session, account_id, child_id, now),
        over=lambda session: family.get_child(session, account_id, child_id),
    )


@router.post("/family/children/{id}/recheck", response_model=Child)
async def recheck_child(
    request: Request, child_id: ChildIdDep, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Check again, with the same data, what was not confirmed."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: family.recheck(session, backend.outside, account_id, child_id, now),
            over=lambda session: family.get_child(session, account_id, child_id),
        )
    )
