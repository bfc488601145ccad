"""The owner's papers, password and phone."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from emias_app.mock_server.deps import AccountDep, BackendDep, NowDep, account_id_of, api_router
from emias_app.mock_server.registries.answers import OMS, PASSPORT
from emias_app.mock_server.services import accounts, papers, passwords, phone_change
from emias_app.mock_server.services.conditions import tagged
from emias_app.mock_server.services.idempotency import write_once
from emias_app.models.account import Me
from emias_app.models.registration import (
    NumberRequest,
    PassportRequest,
    PasswordChange,
    PhoneChange,
    PhoneChangeRequest,
)

router = api_router("me")
_SENT: dict[int | str, dict[str, Any]] = {202: {"model": PhoneChange, "description": "Коды отправлены"}}


@router.put("/me/password", status_code=204)
async def change_password(
    request: Request, body: PasswordChange, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Set a new password; the other sessions end."""
    return await passwords.change(request, backend, caller, body, now)


@router.put("/me/phone", response_model=Me, responses=_SENT)
async def change_phone(
    request: Request, body: PhoneChangeRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """``phone`` alone sends a code to the old and to the new one (202); with both codes the phone is changed."""
    return tagged(await phone_change.change(request, backend, caller, body, now))


@router.put("/me/snils", response_model=Me)
async def put_snils(
    request: Request, body: NumberRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Add the СНИЛС: the account becomes standard."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: papers.put_snils(session, backend.outside, account_id, body.number, now),
            over=lambda session: accounts.me(session, account_id),
        )
    )


@router.put("/me/passport", response_model=Me)
async def put_passport(
    request: Request, body: PassportRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Add the passport; МВД checks it, which may take long."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: papers.put_passport(session, backend.outside, account_id, body, now),
            over=lambda session: accounts.me(session, account_id),
        )
    )


@router.put("/me/inn", response_model=Me)
async def put_inn(
    request: Request, body: NumberRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Add the ИНН: with a confirmed passport the account becomes full."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: papers.put_inn(session, backend.outside, account_id, body.number, now),
            over=lambda session: accounts.me(session, account_id),
        )
    )


@router.put("/me/oms", response_model=Me)
async def put_oms(
    request: Request, body: NumberRequest, caller: AccountDep, backend: BackendDep, now: NowDep
) -> Response:
    """Add the policy of ОМС; its service says whether it exists and is of Moscow."""
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: papers.put_oms(session, backend.outside, account_id, body.number, now),
            over=lambda session: accounts.me(session, account_id),
        )
    )


@router.post("/me/passport/recheck", response_model=Me)
async def recheck_passport(request: Request, caller: AccountDep, backend: BackendDep, now: NowDep) -> Response:
    """Ask МВД again, with the same data."""
    return await _recheck(request, caller, backend, now, PASSPORT)


@router.post("/me/oms/recheck", response_model=Me)
async def recheck_oms(request: Request, caller: AccountDep, backend: BackendDep, now: NowDep) -> Response:
    """Ask the service of ОМС again, with the same number."""
    return await _recheck(request, caller, backend, now, OMS)


async def _recheck(request: Request, caller: AccountDep, backend: BackendDep, now: NowDep, subject: str) -> Response:
    account_id = account_id_of(caller)
    return tagged(
        await write_once(
            request,
            caller,
            lambda session: papers.recheck(session, backend.outside, account_id, subject, now),
            over=lambda session: accounts.me(session, account_id),
        )
    )
