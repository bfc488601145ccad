"""A small backend with a few people of known rights, so that a test of the card needs no sign-in of its own."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.clock import FixedClock
from emias_app.config import Seed, ServerSettings
from emias_app.mock_server.app import create_app
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.security import digest
from emias_app.mock_server.store.news_schema import ComingRecordRow
from emias_app.mock_server.store.records import insert_records
from emias_app.mock_server.store.schema import (
    AccessTokenRow,
    AccountRow,
    GrantRow,
    JournalRow,
    PatientRow,
    SessionRow,
    StaffRow,
)
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.auth import TokenLevel
from emias_app.models.records import Record
from tests.support.records import CHILD

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
#: Another parent's child, and a young person who turned 18 today.
OTHER_CHILD, GROWN = UUID(int=CHILD.int + 1), UUID(int=CHILD.int + 2)
REASON = "Родитель лишён родительских прав"
_NAMES = UUID("6f6b6f6b-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Journalled:
    """One row of the journal, as far as tests look at it."""

    patient_id: UUID
    what: str
    section: str | None
    record_id: UUID | None
    client: str
    actor_id: UUID


def account_id(name: str) -> UUID:
    return uuid5(_NAMES, name)


class World:
    """``anna`` may see CHILD; ``other`` sees only OTHER_CHILD; ``ended`` lost CHILD; ``adult`` is GROWN's mother."""

    def __init__(self, app: FastAPI, clock: FixedClock) -> None:
        self.app = app
        self.clock = clock
        self._forgotten = 0
        self.backend: Backend = app.state.backend
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test/api/v1")

    async def add(self, *records: Record) -> None:
        """Put records into the store."""
        await self.backend.store.write(lambda session: insert_records(session, records, created_at=NOW))

    async def will_come(self, record: Record) -> None:
        """A record that the clinic will put into the card when the due things are run."""
        row = ComingRecordRow(
            id=record.id, patient_id=record.patient_id, due_at=self.clock.now(),
            body_json=record.model_dump_json(by_alias=True),
        )  # fmt: skip
        await self.backend.store.write(lambda session: session.add(row))

    async def token(
        self,
        name: str,
        level: TokenLevel = TokenLevel.MEDCARD,
        *,
        ended: bool = False,
        client: str = "web",
        device: bool = False,
    ) -> str:
        """A fresh session's access token of one of the people; ``registrar`` and ``doctor`` are staff."""
        token, session_id = uuid4().hex, uuid4()
        now = self.clock.now()
        is_staff = name in ("registrar", "doctor")

        def work(session: Session) -> None:
            session.add(
                SessionRow(
                    id=session_id,
                    audience="staff" if is_staff else "parent",
                    account_id=None if is_staff else account_id(name),
                    staff_id=account_id(name) if is_staff else None,
                    device_id=None,
                    level=level.value,
                    client=client,
                    created_at=now,
                    last_seen_at=now,
                    last_card_at=now if level is TokenLevel.MEDCARD else None,
                    fingerprint="",
                    expires_at=now + timedelta(days=400),
                    ended_at=now if ended else None,
                )
            )
            session.flush()
            session.add(
                AccessTokenRow(
                    hash=digest(token), session_id=session_id, level=level.value, expires_at=now + timedelta(days=400)
                )
            )

        await self.backend.store.write(work)
        return token

    async def guest(self, *sections: str, hours: int = 1) -> str:
        """The token of somebody who opened Anna's link to sections of CHILD."""
        headers = {"Authorization": f"Bearer {await self.token('anna')}"}
        body = {"sections": list(sections), "hours": hours}
        given = (await self.http.post(f"/patients/{CHILD}/shares", json=body, headers=headers)).json()
        opening = {"token": given["link"].removeprefix("/s#"), "code": given["code"]}
        return str((await self.http.post("/shares/open", json=opening)).json()["accessToken"])

    async def get(self, path: str, token: str | None = None, **options: object) -> httpx.Response:
        """GET with a bearer token."""
        headers = {"Authorization": f"Bearer {token}".encode()} if token is not None else {}
        return await self.http.get(path, headers=headers, **options)  # type: ignore[arg-type]

    async def end_access(self, name: str, state: GrantState, reason: str | None = None) -> None:
        """End every access of one of the people."""

        def work(session: Session) -> None:
            for grant in session.scalars(select(GrantRow).where(GrantRow.account_id == account_id(name))):
                grant.state, grant.reason, grant.ended_at = state.value, reason, self.clock.now()

        await self.backend.store.write(work)

    async def open_to(self, name: str, patient: UUID) -> None:
        """Give one of the people access to a card."""
        grant = _grant(name, patient, GrantState.ACTIVE, None)
        await self.backend.store.write(lambda session: session.add(grant))

    async def emancipate(self, patient: UUID, on: date) -> None:
        def work(session: Session) -> None:
            session.get_one(PatientRow, patient).emancipated_on = on

        await self.backend.store.write(work)

    async def journal(self) -> list[Journalled]:
        """The rows of the journal since :meth:`forget_journal`, in order of writing."""
        wanted = select(JournalRow).where(JournalRow.seq > self._forgotten).order_by(JournalRow.seq)
        rows = await self.backend.store.read(lambda session: session.scalars(wanted).all())
        return [Journalled(r.patient_id, r.what, r.section, r.record_id, r.client, r.actor_id) for r in rows]

    async def forget_journal(self) -> None:
        """Look only at rows to come; the journal itself is append-only."""
        newest = select(func.max(JournalRow.seq))
        self._forgotten = await self.backend.store.read(lambda session: session.scalar(newest)) or 0


@contextlib.asynccontextmanager
async def card_world(folder: Path, database_url: str | None = None) -> AsyncIterator[World]:
    """A started backend with the people of :class:`World` and no records."""
    clock = FixedClock(NOW)
    settings = ServerSettings(
        data_dir=folder,
        database_url=SecretStr(database_url) if database_url else None,
        seed=Seed.EMPTY,
        reset=True,
        test_mode=True,
        fast_hashing=True,
    )
    app = create_app(settings, clock)
    world = World(app, clock)
    await world.backend.start()
    try:
        await world.backend.cards_ready()
        await world.backend.store.write(_populate)
        yield world
    finally:
        await world.http.aclose()
        await world.backend.stop()


def _populate(session: Session) -> None:
    people = ("anna", "other", "ended", "cancelled", "adult", "teen", "nobody")
    for index, name in enumerate(people):
        session.add(
            AccountRow(
                id=account_id(name),
                last_name="Тестова",
                first_name=name.title(),
                middle_name="Петровна",
                birth_date=date(1985, 1, 1),
                sex="FEMALE",
                level="FULL",
                phone=f"+7900000010{index}",
                email=f"{name}@example.org",
                password_hash="-",
                created_at=NOW,
            )
        )
    for role in ("registrar", "doctor"):
        session.add(
            StaffRow(
                id=account_id(role), login=f"{role}-of-the-test", password_hash="-", role=role.upper(),
                last_name="Тестова", first_name="Ольга", middle_name="Ивановна",
            )
        )  # fmt: skip
    session.flush()
    births = {CHILD: date(2018, 3, 14), OTHER_CHILD: date(2020, 1, 1), GROWN: date(2008, 11, 22)}
    for patient_id, birth in births.items():
        session.add(
            PatientRow(
                id=patient_id,
                last_name="Тестов",
                first_name="Артём",
                middle_name="Дмитриевич",
                birth_date=birth,
                sex="MALE",
                oms_is_moscow=True,
                account_id=account_id("teen") if patient_id == GROWN else None,
                organisation="Детская городская поликлиника № 0",
            )
        )
    session.flush()
    session.add_all(_grants())


def _grants() -> Sequence[GrantRow]:
    held = (
        ("anna", CHILD, GrantState.ACTIVE, None),
        ("other", OTHER_CHILD, GrantState.ACTIVE, None),
        ("ended", CHILD, GrantState.REVOKED, REASON),
        ("cancelled", CHILD, GrantState.CANCELLED, None),
        ("adult", GROWN, GrantState.ACTIVE, None),
        ("teen", GROWN, GrantState.ACTIVE, None),
    )
    return [_grant(name, patient, state, reason) for name, patient, state, reason in held]


def _grant(name: str, patient: UUID, state: GrantState, reason: str | None) -> GrantRow:
    return GrantRow(
        id=uuid5(_NAMES, f"{name}|{patient}"),
        patient_id=patient,
        account_id=account_id(name),
        source=GrantSource.AUTO.value,
        state=state.value,
        start=NOW - timedelta(days=300),
        ended_at=None if state is GrantState.ACTIVE else NOW - timedelta(days=1),
        reason=reason,
        revoked_by_clinic=state is GrantState.REVOKED,
    )
