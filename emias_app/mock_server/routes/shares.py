"""One-time links to a card (contract §2): given by a parent, opened in any browser without an account."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response

from emias_app.mock_server.deps import PREFIX, BackendDep, NowDep, answer, api_router, client_of
from emias_app.mock_server.services import shares
from emias_app.mock_server.services.access import Viewer, ViewerDep, parse_id
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.mock_server.services.shares import Giving, new_salt, secrets_of
from emias_app.models.base import Page
from emias_app.models.shares import OpenedShare, Share, ShareBody, ShareOpening

router = api_router("shares", f"{PREFIX}/patients")
public_router = api_router("shares", f"{PREFIX}/shares")

_PAGE = "/s#"


async def giving_of(viewer: ViewerDep) -> Giving:
    return Giving(viewer.patient.id, viewer.account_id, viewer.grant.id, viewer.now)


ShareId = Annotated[str, Path(json_schema_extra={"format": "uuid"})]
GivingDep = Annotated[Giving, Depends(giving_of)]


@router.get("/{pid}/shares", response_model=Page[Share])
async def my_shares(viewer: ViewerDep, giving: GivingDep, limit: LimitDep = 20, cursor: CursorDep = None) -> Response:
    """The links that I gave; their secrets are told only once."""
    found = await viewer.read(lambda session: shares.mine(session, giving))
    await viewer.used()
    return answer(page_of(found, [Place(one.created_at, one.id) for one in found], limit, cursor))


@router.post("/{pid}/shares", status_code=201, response_model=Share)
async def give_share(request: Request, viewer: ViewerDep, giving: GivingDep, body: ShareBody) -> Response:
    """A new link with its code; a repeated request is told the same ones, though neither is kept."""
    key, salt = request.headers.get("idempotency-key"), new_salt()
    made = secrets_of(salt, key)
    code_hash = await viewer.backend.hasher.hashed_code(made.code)
    kept = await write_once(
        request,
        viewer.caller,
        lambda session: shares.give(session, giving, body, made, code_hash, salt),
        status=201,
    )
    given = Share.model_validate_json(bytes(kept.body))
    if key is not None:
        made = secrets_of(await _salt(viewer, given.id), key)
    return answer(given.model_copy(update={"link": f"{_PAGE}{made.token}", "code": made.code}), 201)


@router.delete("/{pid}/shares/{id}", status_code=204)
async def end_share(
    request: Request,
    viewer: ViewerDep,
    giving: GivingDep,
    id: ShareId,
) -> Response:
    """End a link: whoever has it open sees nothing more."""
    share_id = parse_id(id)
    return await write_once(request, viewer.caller, lambda session: shares.end(session, giving, share_id))


@public_router.post("/open", response_model=OpenedShare)
async def open_share(request: Request, backend: BackendDep, now: NowDep, body: ShareOpening) -> Response:
    """Open a link by its code, once; five wrong codes kill it."""
    token, code = body.token.strip(), "".join(sign for sign in body.code if sign.isdigit())
    kept = await backend.store.read(lambda session: shares.code_hash_of(session, token))
    is_right = await backend.hasher.is_code(code, kept)
    client = client_of(request)
    return answer(await backend.store.write(lambda session: shares.open_by(session, token, is_right, client, now)))


async def _salt(viewer: Viewer, share_id: UUID) -> str:
    return await viewer.read(lambda session: shares.salt_of(session, share_id))
