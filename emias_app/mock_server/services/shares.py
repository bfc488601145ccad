"""One-time links (product.md §13): a doctor without an account sees the chosen sections for some hours.

A link is opened once, by its code; whoever opened it holds a token for the rest of its time. Five wrong codes kill it.
It ends by hand, by its time, and with the very access by which it was given: that one's end (:mod:`.closing`) ends it
at once and for good, and ``viewer_of`` (:mod:`.access`) looks at each request. A later access opens no old link.
Numbers are ours [model] where product.md names none.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import SecretStr
from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from emias_app.domain.shown import shown_of
from emias_app.mock_server.problems import Refusal, not_found, wrong_code
from emias_app.mock_server.security import digest, new_token
from emias_app.mock_server.services.closing import is_living
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import (
    AccessTokenRow,
    GrantRow,
    PatientRow,
    SessionRow,
    ShareRow,
    ShareSessionRow,
)
from emias_app.models.access import GrantState
from emias_app.models.shares import OpenedShare, Share, ShareBody, SharedPatient, ShareState
from emias_app.models.shown import Shown

TRIES = 5
#: Links of one person to one card that are not over yet.
MOST_LIVING = 10
_SHOWN_AFTER = timedelta(days=1)
AUDIENCE = "share"


@dataclass(frozen=True, slots=True)
class Giving:
    """Who gives a link, to whose card, by which access."""

    patient_id: UUID
    account_id: UUID
    grant_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """The token and the code of a link; the same for the same salt and key."""

    token: str
    code: str


def new_salt() -> str:
    return secrets.token_hex(16)


def secrets_of(salt: str, key: str | None) -> Secrets:
    """Derived from the request's own Idempotency-Key, so that a repeated request is told the same; else by chance."""
    if key is None:
        return Secrets(new_token(), f"{secrets.randbelow(1_000_000):06d}")
    made = hmac.new(bytes.fromhex(salt), key.encode("utf-8", "replace"), hashlib.sha512).digest()
    token = base64.urlsafe_b64encode(made[:32]).decode().rstrip("=")
    return Secrets(token, f"{int.from_bytes(made[32:48], 'big') % 1_000_000:06d}")


def give(
    session: Session, giving: Giving, body: ShareBody, made: Secrets, code_hash: str, salt: str
) -> Share | Refusal:
    """Keep a new link; the answer holds no secrets yet."""
    living = [row for row in session.scalars(_mine(giving)).all() if _state(row, giving.now) in _LIVING]
    if len(living) >= MOST_LIVING:
        return Refusal(409, "too_many_shares", "Ссылок уже много. Завершите ненужные.")
    row = ShareRow(
        id=uuid4(), patient_id=giving.patient_id, account_id=giving.account_id, grant_id=giving.grant_id,
        token_hash=digest(made.token), code_hash=code_hash, salt=salt,
        sections=",".join(slug.value for slug in body.sections), hours=body.hours, wrong_tries=0,
        created_at=giving.now, expires_at=giving.now + timedelta(hours=body.hours),
    )  # fmt: skip
    session.add(row)
    session.flush()
    touch_demo(session)
    return told(row, giving.now)


def mine(session: Session, giving: Giving) -> list[Share]:
    """My links to a card, the newest first; those that are over for a day."""
    since = giving.now - _SHOWN_AFTER
    rows = session.scalars(_mine(giving).where(or_(ShareRow.ended_at.is_(None), ShareRow.ended_at > since))).all()
    return [told(row, giving.now) for row in rows if row.expires_at > since]


def end(session: Session, giving: Giving, share_id: UUID) -> Refusal | None:
    """End a link by hand: whoever has it open sees nothing more."""
    row = session.scalar(_mine(giving).where(ShareRow.id == share_id))
    if row is None:
        return not_found()
    if row.ended_at is None:
        row.ended_at = giving.now
        touch_demo(session)
    return None


def salt_of(session: Session, share_id: UUID) -> str:
    return session.get_one(ShareRow, share_id).salt


def told(row: ShareRow, now: datetime) -> Share:
    """A link on the wire, without its secrets."""
    return Share(
        id=row.id, sections=sections_of(row), hours=row.hours, state=_state(row, now),
        tries_left=max(TRIES - row.wrong_tries, 0), created_at=row.created_at, expires_at=row.expires_at,
        opened_at=row.opened_at,
    )  # fmt: skip


def sections_of(row: ShareRow) -> list[Shown]:
    return [shown_of(slug) for slug in row.sections.split(",")]


# opening


def no_link() -> Refusal:
    """Unknown, over, opened already, too many wrong codes: not told apart."""
    return Refusal(422, "share_dead", "Ссылка больше не действует. Попросите у родителя новую.", remainingAttempts=0)


def code_hash_of(session: Session, token: str) -> str | None:
    """What the code is compared with; None where there is no such link."""
    return session.scalar(select(ShareRow.code_hash).where(ShareRow.token_hash == digest(token)))


def open_by(session: Session, token: str, is_right: bool, client: str, now: datetime) -> OpenedShare | Refusal:
    """Open a link, once, or count a wrong code."""
    row = session.scalar(select(ShareRow).where(ShareRow.token_hash == digest(token)))
    if row is None or _state(row, now) is not ShareState.WAITING or not _has_access(session, row, now):
        return no_link()
    if not is_right:
        row.wrong_tries += 1
        return wrong_code(TRIES - row.wrong_tries) if row.wrong_tries < TRIES else no_link()
    row.opened_at = now
    access = new_token()
    opened = SessionRow(
        id=uuid4(), audience=AUDIENCE, account_id=None, staff_id=None, device_id=None, level="account", client=client,
        created_at=now, last_seen_at=now, last_card_at=None, sms_confirmed_at=None, registered_device_id=None,
        fingerprint="", expires_at=row.expires_at, ended_at=None,
    )  # fmt: skip
    session.add(opened)
    session.flush()
    session.add(ShareSessionRow(session_id=opened.id, share_id=row.id))
    session.add(AccessTokenRow(hash=digest(access), session_id=opened.id, level="account", expires_at=row.expires_at))
    patient = session.get_one(PatientRow, row.patient_id)
    touch_demo(session)
    return OpenedShare(
        access_token=SecretStr(access),
        expires_at=row.expires_at,
        patient=SharedPatient(
            id=patient.id, last_name=patient.last_name, first_name=patient.first_name,
            middle_name=patient.middle_name, birth_date=patient.birth_date.isoformat(),
        ),
        sections=sections_of(row),
    )  # fmt: skip


# what ends by itself


def sweep(session: Session, now: datetime, outside: Outside) -> None:
    """End the links of accesses that had ended before links ended with them."""
    session.execute(update(ShareRow).where(ShareRow.id.in_(list(session.scalars(ending(now))))).values(ended_at=now))


def ending(now: datetime) -> Select[UUID]:
    """The living links whose access is no more."""
    return (
        select(ShareRow.id)
        .join(GrantRow, GrantRow.id == ShareRow.grant_id)
        .where(ShareRow.ended_at.is_(None), ShareRow.expires_at > now, GrantRow.state != GrantState.ACTIVE.value)
    )


_LIVING = (ShareState.WAITING, ShareState.OPENED)


def _state(row: ShareRow, now: datetime) -> ShareState:
    if row.ended_at is not None:
        return ShareState.ENDED
    if row.expires_at <= now:
        return ShareState.EXPIRED
    if row.wrong_tries >= TRIES:
        return ShareState.DEAD
    return ShareState.OPENED if row.opened_at is not None else ShareState.WAITING


def _has_access(session: Session, row: ShareRow, now: datetime) -> bool:
    return is_living(session.get_one(GrantRow, row.grant_id), session.get_one(PatientRow, row.patient_id), now)


def _mine(giving: Giving) -> Select[ShareRow]:
    return (
        select(ShareRow)
        .where(ShareRow.account_id == giving.account_id, ShareRow.patient_id == giving.patient_id)
        .order_by(ShareRow.created_at.desc(), ShareRow.id)
    )
