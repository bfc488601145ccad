"""Signing in and out, renewing, the second step, living sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request, Response
from starlette.responses import JSONResponse

from emias_app.mock_server.deps import (
    AccountDep,
    BackendDep,
    NowDep,
    account_id_of,
    address_of,
    answer,
    api_router,
    client_of,
    fingerprint_of,
    no_content,
)
from emias_app.mock_server.services import login, sessions
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.mock_server.services.sessions import Peer
from emias_app.models.auth import (
    CodeRequest,
    ConfirmRequest,
    LoginRequest,
    MedcardCode,
    RefreshRequest,
    Session,
    Ticket,
    TicketRequest,
    Tokens,
)
from emias_app.models.base import Page


async def peer_of(request: Request) -> Peer:
    """A coroutine, since the framework takes plain functions to a thread and back."""
    return Peer(client_of(request), fingerprint_of(request), address_of(request))


PeerDep = Annotated[Peer, Depends(peer_of)]

router = api_router("auth")


def tokens_answer(tokens: Tokens) -> Response:
    """The one place where tokens leave their masks."""
    open_body = {
        "accessToken": tokens.access_token.get_secret_value(),
        "refreshToken": tokens.refresh_token.get_secret_value(),
        "expiresIn": tokens.expires_in,
        "level": tokens.level.value,
    }
    return JSONResponse(open_body)


@router.post("/auth/login", response_model=Ticket)
async def log_in(body: LoginRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Login (phone, e-mail or СНИЛС) and password; the code goes out by SMS."""
    return answer(await login.sign_in(backend, body.login, body.password.get_secret_value(), peer, now))


@router.post("/auth/login/resend", response_model=Ticket)
async def resend(body: TicketRequest, backend: BackendDep, now: NowDep) -> Response:
    """A new code for the ticket, a minute after the last."""
    return answer(await login.resend(backend, body.ticket, now))


@router.post("/auth/login/confirm", response_model=Tokens)
async def confirm(body: ConfirmRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """The code of the SMS; the tokens' level is ``account``."""
    return tokens_answer(await login.confirm(backend, body.ticket, body.code, peer, now))


@router.post("/auth/refresh", response_model=Tokens)
async def refresh(body: RefreshRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """A new pair. An old refresh token ends the session, save the last one within 30 s from the same app."""
    token = body.refresh_token.get_secret_value()
    return tokens_answer(await backend.store.write(lambda session: sessions.refresh(session, token, peer, now)))


@router.post("/auth/logout", status_code=204)
async def log_out(body: RefreshRequest, backend: BackendDep, now: NowDep) -> Response:
    """End the session of the refresh token, known or not."""
    token = body.refresh_token.get_secret_value()
    await backend.store.write(lambda session: sessions.log_out(session, token, now))
    return no_content()


@router.get("/auth/sessions", response_model=Page[Session])
async def list_sessions(
    caller: AccountDep, backend: BackendDep, now: NowDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """The living sessions of the account."""
    account_id = account_id_of(caller)
    found = await backend.store.read(
        lambda session: sessions.living_sessions(session, account_id, caller.session_id, now)
    )
    return answer(page_of(found, [Place(one.created_at, one.id) for one in found], limit, cursor))


@router.delete("/auth/sessions/{session_id}", status_code=204)
async def end_session(
    session_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})],
    caller: AccountDep,
    backend: BackendDep,
    now: NowDep,
) -> Response:
    """End one of my sessions; its next request is refused."""
    account_id, wanted = account_id_of(caller), parse_id(session_id)
    await backend.store.write(lambda session: sessions.end_own_session(session, account_id, wanted, now))
    return no_content()


@router.post("/auth/medcard-code", response_model=MedcardCode)
async def send_medcard_code(caller: AccountDep, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Send the code of the second step; every account may ask, also one with no card."""
    return answer(await login.send_medcard_code(backend, caller, peer, now))


@router.post("/auth/medcard-code/confirm", response_model=Tokens)
async def confirm_medcard_code(body: CodeRequest, caller: AccountDep, backend: BackendDep, now: NowDep) -> Response:
    """The code of the second step; the tokens' level is ``medcard``."""
    return tokens_answer(await login.confirm_medcard(backend, caller, body.code, now))
