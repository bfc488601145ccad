"""The clinic's side."""

from __future__ import annotations

from fastapi import Response

from emias_app.mock_server.deps import BackendDep, NowDep, api_router
from emias_app.mock_server.routes.auth import PeerDep, tokens_answer
from emias_app.mock_server.services import login
from emias_app.models.auth import LoginRequest, Tokens

router = api_router("clinic")


@router.post("/clinic/auth/login", response_model=Tokens)
async def log_in_staff(body: LoginRequest, backend: BackendDep, peer: PeerDep, now: NowDep) -> Response:
    """Sign in a registrar or doctor."""
    password = body.password.get_secret_value()
    return tokens_answer(await login.sign_in_staff(backend, body.login, password, peer, now))
