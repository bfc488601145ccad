"""Sessions and their tokens: issue, rotate, notice theft, end (product.md §4.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from pydantic import SecretStr
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from emias_app.mock_server.deps import is_idle
from emias_app.mock_server.problems import Refusal, not_found, session_ended
from emias_app.mock_server.security import digest, new_token
from emias_app.mock_server.store.schema import AccessTokenRow, DeviceRow, RefreshTokenRow, SessionRow
from emias_app.models.auth import Audience, TokenLevel, Tokens
from emias_app.models.auth import Session as SessionView

ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(hours=12)
DEVICE_REFRESH_LIFE = timedelta(days=30)
#: A token just rotated is honoured again for the same device: its answer may have been lost on the way.
GRACE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Peer:
    """The app at the other end: its kind, a hash that tells it from others, and where it connects from."""

    client: str
    fingerprint: str
    address: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whose session it is to be."""

    audience: Audience
    account_id: UUID | None = None
    staff_id: UUID | None = None


def open_session(
    session: Session,
    person: Person,
    peer: Peer,
    now: datetime,
    *,
    level: TokenLevel = TokenLevel.ACCOUNT,
    device_id: UUID | None = None,
    is_by_sms: bool = False,
) -> Tokens:
    """A new session and its first tokens."""
    row = SessionRow(
        id=uuid4(), audience=person.audience, account_id=person.account_id, staff_id=person.staff_id,
        device_id=device_id, level=level, client=peer.client, created_at=now, last_seen_at=now,
        last_card_at=now if level is TokenLevel.MEDCARD else None, sms_confirmed_at=now if is_by_sms else None,
        registered_device_id=None, fingerprint=peer.fingerprint, expires_at=now, ended_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _issue(session, row, generation=1, now=now)


def raise_level(session: Session, session_id: UUID, now: datetime) -> Tokens | Refusal:
    """New tokens that open cards, for a session that passed the second step."""
    row = session.get(SessionRow, session_id)
    if row is None or row.ended_at is not None:
        return session_ended()
    row.level = TokenLevel.MEDCARD
    row.last_card_at = now
    return _issue(session, row, generation=_retire(session, row.id, now) + 1, now=now)


def refresh(session: Session, refresh_token: str, peer: Peer, now: datetime) -> Tokens | Refusal:
    """A new pair for a refresh token.

    The newest token rotates. The one before it, within GRACE and from the same app, gives a new pair too. Any older
    one was used twice: somebody else holds it, so the whole family ends.
    """
    token = session.get(RefreshTokenRow, digest(refresh_token))
    if token is None or token.expires_at <= now:
        return session_ended()
    row = session.get(SessionRow, token.session_id)
    if row is None or row.ended_at is not None:
        return session_ended()
    newest = _newest(session, row.id)
    if token.rotated_at is not None:
        is_just_rotated = token.generation == newest - 1 and now - token.rotated_at <= GRACE
        if not is_just_rotated or peer.fingerprint != row.fingerprint:
            end_sessions(session, [row.id], now)
            return session_ended()
        generation = newest
    else:
        generation = _retire(session, row.id, now) + 1
    if row.level == TokenLevel.MEDCARD and is_idle(row.device_id, row.last_card_at, now):
        row.level = TokenLevel.ACCOUNT
    row.last_seen_at = now
    session.execute(delete(AccessTokenRow).where(AccessTokenRow.session_id == row.id, AccessTokenRow.expires_at <= now))
    return _issue(session, row, generation=generation, now=now)


def log_out(session: Session, refresh_token: str, now: datetime) -> None:
    """End the session of a refresh token; an unknown one is as good as ended."""
    token = session.get(RefreshTokenRow, digest(refresh_token))
    if token is not None:
        end_sessions(session, [token.session_id], now)


def end_sessions(session: Session, ids: list[UUID], now: datetime) -> None:
    """End sessions: their access tokens are refused from the next request on."""
    living = update(SessionRow).where(SessionRow.id.in_(ids), SessionRow.ended_at.is_(None))
    session.execute(living.values(ended_at=now))
    session.execute(delete(AccessTokenRow).where(AccessTokenRow.session_id.in_(ids)))


def living_sessions(session: Session, account_id: UUID, current: UUID, now: datetime) -> list[SessionView]:
    """The account's sessions, the one last seen first."""
    living = (
        select(SessionRow, DeviceRow.name)
        .outerjoin(DeviceRow, DeviceRow.id == SessionRow.device_id)
        .where(SessionRow.account_id == account_id, SessionRow.ended_at.is_(None), SessionRow.expires_at > now)
        .order_by(SessionRow.last_seen_at.desc(), SessionRow.id)
    )
    return [
        SessionView(
            id=row.id,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            client=row.client,
            device_id=row.device_id,
            device_name=name,
            current=row.id == current,
        )
        for row, name in session.execute(living)
    ]


def end_own_session(session: Session, account_id: UUID, session_id: UUID, now: datetime) -> Refusal | None:
    """End one of the account's living sessions; another's does not exist."""
    row = session.get(SessionRow, session_id)
    if row is None or row.account_id != account_id or row.ended_at is not None or row.expires_at <= now:
        return not_found()
    end_sessions(session, [session_id], now)
    return None


def _newest(session: Session, session_id: UUID) -> int:
    newest = select(func.max(RefreshTokenRow.generation)).where(RefreshTokenRow.session_id == session_id)
    return session.scalar(newest) or 0


def _retire(session: Session, session_id: UUID, now: datetime) -> int:
    """Mark every living refresh token of the family as rotated; the answer is the newest generation."""
    living = update(RefreshTokenRow).where(
        RefreshTokenRow.session_id == session_id, RefreshTokenRow.rotated_at.is_(None)
    )
    session.execute(living.values(rotated_at=now))
    return _newest(session, session_id)


def _issue(session: Session, row: SessionRow, *, generation: int, now: datetime) -> Tokens:
    access, refresh_token = new_token(), new_token()
    level = TokenLevel(row.level)
    row.expires_at = now + (DEVICE_REFRESH_LIFE if row.device_id else REFRESH_LIFE)
    session.add(AccessTokenRow(hash=digest(access), session_id=row.id, level=level, expires_at=now + ACCESS_LIFE))
    session.add(
        RefreshTokenRow(
            hash=digest(refresh_token),
            session_id=row.id,
            generation=generation,
            rotated_at=None,
            expires_at=row.expires_at,
        )
    )
    return Tokens(
        access_token=SecretStr(access),
        refresh_token=SecretStr(refresh_token),
        expires_in=int(ACCESS_LIFE.total_seconds()),
        level=level,
    )
