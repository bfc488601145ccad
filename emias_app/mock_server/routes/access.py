"""The roads to a card: accesses, requests with their photos, codes of the clinic (contract §2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Request, Response
from sqlalchemy.orm import Session

from emias_app.mock_server.deps import (
    PREFIX,
    AccountDep,
    BackendDep,
    NowDep,
    account_id_of,
    address_of,
    answer,
    api_router,
)
from emias_app.mock_server.problems import not_found
from emias_app.mock_server.services import closing, codes, grant_views, photos, redeem, requests
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.conditions import tagged
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.mock_server.store.schema import AccessRequestRow
from emias_app.models.base import Page
from emias_app.models.requests import (
    AccessRequest,
    AccessRequestBody,
    Grant,
    Photo,
    RedeemRequest,
    RequestCode,
)

router = api_router("access", f"{PREFIX}/access")

GrantId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}


async def my_request(
    caller: AccountDep,
    backend: BackendDep,
    request_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})],
) -> UUID:
    """The id of a request of mine; another's is not found, before its body is looked at."""
    wanted, account_id = parse_id(request_id), account_id_of(caller)
    if not await backend.store.read(lambda session: requests.own(session, account_id, wanted) is not None):
        raise not_found()
    return wanted


RequestIdDep = Annotated[UUID, Depends(my_request)]


def _row(session: Session, account_id: UUID, request_id: UUID) -> AccessRequestRow:
    row = requests.own(session, account_id, request_id)
    if row is None:
        raise not_found()
    return row


def _shown(account_id: UUID, request_id: UUID, now: datetime) -> Callable[[Session], AccessRequest]:
    """A request as its GET shows it."""
    return lambda session: requests.view(session, _row(session, account_id, request_id), now)


@router.get("/grants", response_model=Page[Grant])
async def list_grants(
    caller: AccountDep, backend: BackendDep, now: NowDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """My accesses, ended ones too, and who else sees the cards that are open to me."""
    account_id = account_id_of(caller)
    found = await backend.store.read(lambda session: grant_views.list_grants(session, account_id, now))
    return answer(page_of(found, [Place(one.start, one.id) for one in found], limit, cursor))


@router.delete("/grants/{grant_id}", status_code=204)
async def give_up(request: Request, grant_id: GrantId, caller: AccountDep, now: NowDep) -> Response:
    """Give my own access up."""
    wanted, account_id = parse_id(grant_id), account_id_of(caller)
    return await write_once(request, caller, lambda session: closing.cancel_own(session, account_id, wanted, now))


@router.get("/requests", response_model=Page[AccessRequest])
async def list_requests(
    caller: AccountDep, backend: BackendDep, now: NowDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """My requests, drafts too, the newest first."""
    account_id = account_id_of(caller)
    found = await backend.store.read(lambda session: requests.list_requests(session, account_id, now))
    return answer(page_of(found, [Place(one.timeline[0].at, one.id) for one in found], limit, cursor))


@router.post("/requests", response_model=AccessRequest, status_code=201)
async def create_request(
    request: Request, body: AccessRequestBody, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Begin a request; ``submit`` sends the SMS with the code that confirms it."""
    account_id = account_id_of(caller)
    code = await requests.a_code(backend, account_id, address_of(request))
    made = await write_once(
        request,
        caller,
        lambda session: requests.create(session, backend.sms, account_id, body, code, now),
        status=201,
    )
    return tagged(made)


@router.get("/requests/{request_id}", response_model=AccessRequest)
async def one_request(request_id: RequestIdDep, caller: AccountDep, backend: BackendDep, now: NowDep) -> Response:
    """A request with its timeline."""
    account_id = account_id_of(caller)
    return tagged(answer(await backend.store.read(_shown(account_id, request_id, now))))


@router.put("/requests/{request_id}", response_model=AccessRequest)
async def change_request(
    request: Request,
    request_id: RequestIdDep,
    body: AccessRequestBody,
    caller: AccountDep,
    backend: BackendDep,
    now: NowDep,
) -> Response:
    """Correct a request that was not confirmed yet, or that needs my action; ``submit`` sends a new code."""
    account_id = account_id_of(caller)
    code = await requests.a_code(backend, account_id, address_of(request))

    return tagged(
        await write_once(
            request,
            caller,
            lambda session: requests.change(
                session, backend.sms, _row(session, account_id, request_id), body, code, now
            ),
            over=_shown(account_id, request_id, now),
        )
    )


@router.post("/requests/{request_id}/confirm", response_model=AccessRequest)
async def confirm_request(
    request: Request,
    request_id: RequestIdDep,
    body: RequestCode,
    caller: AccountDep,
    backend: BackendDep,
    now: NowDep,
) -> Response:
    """Send it with the code of the SMS; it is decided on the fifth working day."""
    account_id = account_id_of(caller)
    sent = await backend.store.read(lambda session: requests.code_of(session, _row(session, account_id, request_id)))
    is_right = await backend.hasher.is_code(codes.tidy(body.code), sent.code_hash if sent else None)
    code_id = sent.id if sent else None
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: requests.confirm(
                session, _row(session, account_id, request_id), code_id, is_right, body.consent, now
            ),
            over=_shown(account_id, request_id, now),
        )
    )


@router.post("/requests/{request_id}/cancel", response_model=AccessRequest)
async def cancel_request(request: Request, request_id: RequestIdDep, caller: AccountDep, now: NowDep) -> Response:
    """Withdraw a request that is not decided yet."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: requests.withdraw(session, _row(session, account_id, request_id), now),
            over=_shown(account_id, request_id, now),
        )
    )


@router.post("/photos", response_model=Photo, status_code=201, openapi_extra=_FORM)
async def add_photo(request: Request, caller: AccountDep, now: NowDep) -> Response:
    """Keep a photo for a request: JPEG or PNG of up to 10 MB, drawn anew without EXIF."""
    account_id = account_id_of(caller)
    picture = await photos.judged(await photos.uploaded(request))
    return await write_once(request, caller, lambda session: photos.keep(session, account_id, picture, now), status=201)


@router.post("/redeem", response_model=Grant)
async def redeem_code(
    request: Request, body: RedeemRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Open a card with a code of the clinic; whatever opens nothing gets one answer."""
    account_id = account_id_of(caller)
    with backend.races.joined(account_id) as race:
        match = await redeem.matched(backend, race, account_id, body.code, now)
        return await write_once(
            request, caller, lambda session: redeem.redeem(session, backend.outside, account_id, match, now)
        )
