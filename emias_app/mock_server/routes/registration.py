"""A new account, and a password that was forgotten."""

from __future__ import annotations

from fastapi import Response

from emias_app.mock_server.deps import BackendDep, NowDep, answer, api_router
from emias_app.mock_server.routes.auth import PeerDep, tokens_answer
from emias_app.mock_server.services import passwords, registration
from emias_app.models.auth import Ticket, Tokens
from emias_app.models.registration import PasswordResetConfirm, PasswordResetRequest, RegisterRequest

router = api_router("auth")


@router.post("/auth/register", response_model=Ticket)
async def register_account(body: RegisterRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Ask for an account; ``/auth/login/confirm`` with the code of the SMS makes it and signs in.

    Always a ticket: the owner of a known phone is told by SMS, and confirming fails like a wrong code.
    """
    return answer(await registration.register(backend, body, peer.address, now))


@router.post("/auth/password-reset", response_model=Ticket)
async def ask_password_reset(body: PasswordResetRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Send a code to the phone of a login; always a ticket. ``/auth/login/resend`` sends the next one."""
    return answer(await passwords.ask_reset(backend, body.login, peer.address, now))


@router.post("/auth/password-reset/confirm", response_model=Tokens)
async def reset_password(body: PasswordResetConfirm, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Set the new password with the code and sign in; every other session of the account ends."""
    return tokens_answer(await passwords.reset(backend, body, peer, now))
