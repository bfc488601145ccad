"""Trusted devices."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request, Response

from emias_app.mock_server.deps import (
    AccountDep,
    BackendDep,
    Caller,
    NowDep,
    answer,
    api_router,
)
from emias_app.mock_server.problems import step_up_required
from emias_app.mock_server.routes.auth import PeerDep, tokens_answer
from emias_app.mock_server.services import devices
from emias_app.mock_server.services.access import parse_id
from emias_app.mock_server.services.idempotency import write_once
from emias_app.mock_server.services.paging import CursorDep, LimitDep, Place, page_of
from emias_app.models.auth import Challenge, Device, DeviceRequest, Tokens, UnlockRequest
from emias_app.models.base import Page

router = api_router("devices")


async def device_id_of(device_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]) -> UUID:
    """The id of an address, looked at before the body."""
    return parse_id(device_id)


async def own_device_id_of(
    caller: AccountDep, device_id: Annotated[str, Path(json_schema_extra={"format": "uuid"})]
) -> UUID:
    """The same of a caller's own device: a stranger is refused first."""
    return parse_id(device_id)


DeviceIdDep = Annotated[UUID, Depends(device_id_of)]
OwnDeviceIdDep = Annotated[UUID, Depends(own_device_id_of)]


async def registrar_of(caller: AccountDep, now: NowDep) -> Caller:
    """A parent who may register a device now."""
    if not devices.may_register(caller, now):
        raise step_up_required()
    return caller


@router.get("/devices", response_model=Page[Device])
async def list_devices(
    caller: AccountDep, backend: BackendDep, limit: LimitDep = 20, cursor: CursorDep = None
) -> Response:
    """My trusted devices, the newest first."""
    found = await backend.store.read(lambda session: devices.list_devices(session, caller))
    return answer(page_of(found, [Place(one.created_at, one.id) for one in found], limit, cursor))


@router.post("/devices", response_model=Device, status_code=201)
async def register(
    request: Request,
    body: DeviceRequest,
    caller: Annotated[Caller, Depends(registrar_of)],
    backend: BackendDep,
    now: NowDep,
) -> Response:
    """Trust this device: after the second step, or once within five minutes of the sign-in's SMS."""
    return await write_once(
        request, caller, lambda session: devices.register(session, backend.sms, caller, body, now), status=201
    )


@router.delete("/devices/{device_id}", status_code=204)
async def remove(request: Request, device_id: OwnDeviceIdDep, caller: AccountDep, now: NowDep) -> Response:
    """Trust it no more; its sessions end."""
    return await write_once(request, caller, lambda session: devices.remove(session, caller, device_id, now))


@router.post("/devices/{device_id}/challenge", response_model=Challenge)
async def challenge(device_id: DeviceIdDep, backend: BackendDep, now: NowDep) -> Response:
    """What the device has to sign within 60 s; an unknown device is answered alike."""
    return answer(await devices.challenge(backend, device_id, now))


@router.post("/devices/{device_id}/unlock", response_model=Tokens)
async def unlock(
    device_id: DeviceIdDep, body: UnlockRequest, backend: BackendDep, peer: PeerDep, now: NowDep
) -> Response:
    """Ed25519 over ``emias-unlock-v1|deviceId|challenge`` for tokens of level ``medcard``."""
    return tokens_answer(await devices.unlock(backend, device_id, body.challenge, body.signature, peer, now))
