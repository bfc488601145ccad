"""Trusted devices: an Ed25519 key registered with the account unlocks cards without an SMS (product.md §4.3)."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow, moscow_day
from emias_app.domain.wording import long_day
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.deps import Caller, account_id_of
from emias_app.mock_server.problems import Refusal, invalid, not_found, step_up_required, unlock_refused
from emias_app.mock_server.security import digest, new_token
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.sessions import Peer, Person, end_sessions, open_session
from emias_app.mock_server.services.sms import SmsGateway
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, ChallengeRow, DeviceRow, SessionRow
from emias_app.models.account import NoticeKind
from emias_app.models.auth import Challenge, Device, DeviceRequest, TokenLevel, Tokens

CHALLENGE_LIFE = timedelta(seconds=60)
#: How fresh the sign-in's SMS must be to register a device without the second step.
FRESH_SMS = timedelta(minutes=5)
#: After this long without a request the app on that device has locked itself, so its old session is of no use.
_LOCKED_BY_THEN = timedelta(minutes=30)
_KEY_LENGTH = 32
#: Verifies nothing: stands in for an unknown device, so that it takes the same time.
_NOBODY = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def may_register(caller: Caller, now: datetime) -> bool:
    """The second step, or a sign-in by SMS under five minutes ago that registered no device yet."""
    if caller.level is TokenLevel.MEDCARD:
        return True
    is_fresh = caller.sms_confirmed_at is not None and now - caller.sms_confirmed_at < FRESH_SMS
    return is_fresh and caller.registered_device_id is None


def register(session: Session, sms: SmsGateway, caller: Caller, body: DeviceRequest, now: datetime) -> Device | Refusal:
    """Trust a device; the account's owner is told by SMS and notice."""
    own = session.get_one(SessionRow, caller.session_id)
    if caller.level is not TokenLevel.MEDCARD and own.registered_device_id is not None:
        return step_up_required()
    key = _raw(body.public_key, _KEY_LENGTH)
    if key is None:
        return invalid("publicKey", "Неверный ключ устройства.")
    account = session.get_one(AccountRow, account_id_of(caller))
    row = DeviceRow(
        id=uuid4(), account_id=account.id, name=body.name.strip() or "Устройство", public_key=_text(key),
        created_at=now, last_used_at=None, removed_at=None,
    )  # fmt: skip
    session.add(row)
    own.registered_device_id = row.id
    at = f"{long_day(moscow_day(now))}, {moscow(now):%H:%M}"
    text = (
        f"Новое устройство «{row.name}» открывает медкарту без СМС: {at}. "
        "Не вы? Уберите его в «Профиле», из доверенных устройств."
    )
    sms.tell(session, account.phone, text, now)
    post_notice(session, account.id, NoticeKind.NEW_DEVICE, now, title="Новое устройство", text=text)
    touch_demo(session)
    return _view(row, caller)


def list_devices(session: Session, caller: Caller) -> list[Device]:
    """The account's trusted devices, the newest first."""
    mine = (
        select(DeviceRow)
        .where(DeviceRow.account_id == account_id_of(caller), DeviceRow.removed_at.is_(None))
        .order_by(DeviceRow.created_at.desc(), DeviceRow.id)
    )
    return [_view(row, caller) for row in session.scalars(mine)]


def remove(session: Session, caller: Caller, device_id: UUID, now: datetime) -> Refusal | None:
    """Trust a device no more: the sessions it unlocked end, and the one it was registered from."""
    row = session.get(DeviceRow, device_id)
    if row is None or row.account_id != caller.account_id or row.removed_at is not None:
        return not_found()
    row.removed_at = now
    its = select(SessionRow.id).where(
        or_(SessionRow.device_id == device_id, SessionRow.registered_device_id == device_id)
    )
    end_sessions(session, list(session.scalars(its)), now)
    touch_demo(session)
    return None


async def challenge(backend: Backend, device_id: UUID, now: datetime) -> Challenge:
    """What the device has to sign; an unknown device gets one as well."""
    value = new_token()
    expires_at = now + CHALLENGE_LIFE

    def work(session: Session) -> None:
        session.execute(delete(ChallengeRow).where(ChallengeRow.expires_at <= now))
        session.add(ChallengeRow(hash=digest(value), device_id=device_id, expires_at=expires_at, used_at=None))

    await backend.store.write(work)
    return Challenge(challenge=value, expires_at=expires_at)


async def unlock(backend: Backend, device_id: UUID, value: str, signature: str, peer: Peer, now: datetime) -> Tokens:
    """A session that opens cards until the lock, for a signature of the device's key over its challenge."""

    def work(session: Session) -> Tokens | Refusal:
        asked = session.get(ChallengeRow, digest(value))
        device = session.get(DeviceRow, device_id)
        is_living = device is not None and device.removed_at is None
        key = _raw(device.public_key, _KEY_LENGTH) if device is not None and is_living else None
        is_signed = _is_signed(key or _NOBODY, f"emias-unlock-v1|{device_id}|{value}", signature)
        if asked is None or asked.device_id != device_id or asked.used_at is not None or asked.expires_at <= now:
            return unlock_refused()
        asked.used_at = now
        if device is None or not is_living or not is_signed:
            return unlock_refused()
        device.last_used_at = now
        _end_locked(session, device_id, now)
        person = Person("parent", account_id=device.account_id)
        return open_session(session, person, peer, now, level=TokenLevel.MEDCARD, device_id=device_id)

    return await backend.store.write(work)


def _end_locked(session: Session, device_id: UUID, now: datetime) -> None:
    """End the device's earlier sessions that its own lock has made useless."""
    idle = select(SessionRow.id).where(
        SessionRow.device_id == device_id,
        SessionRow.ended_at.is_(None),
        SessionRow.last_seen_at < now - _LOCKED_BY_THEN,
    )
    end_sessions(session, list(session.scalars(idle)), now)


def _is_signed(key: bytes, message: str, signature: str) -> bool:
    raw = _raw(signature, 64) or bytes(64)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(raw, message.encode("utf-8", "replace"))
    except InvalidSignature:
        return False
    return True


def _raw(text: str, length: int) -> bytes | None:
    """The bytes of base64url with or without padding; None when it is not exactly that."""
    bare = text.rstrip("=")
    try:
        raw = base64.b64decode(bare.encode("ascii") + b"=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return raw if len(raw) == length and _text(raw) == bare else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _view(row: DeviceRow, caller: Caller) -> Device:
    return Device(
        id=row.id,
        name=row.name,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        current=row.id in (caller.device_id, caller.registered_device_id),
    )
