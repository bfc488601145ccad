"""The other side of the demo: time that passes, offices that answer, and the first content again.

It is what the page about the demo turns where the backend is embedded; nothing of it is reachable over HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import MOSCOW, moscow, moscow_day
from emias_app.domain.names import full_name
from emias_app.domain.working_days import add_working_days
from emias_app.mock_server.backend import Backend
from emias_app.mock_server.control.clock import RunningClock, StoredClock
from emias_app.mock_server.control.registries import HANDLERS
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.registries.answers import OMS, PASSPORT
from emias_app.mock_server.store import facts
from emias_app.mock_server.store.schema import (
    AccessTokenRow,
    AccountRow,
    CheckRow,
    ChildRow,
    RefreshTokenRow,
    SessionRow,
)
from emias_app.models.account import CheckState, Registry

#: How the offices sign their answers on a button: «МФЦ подтвердил».
OFFICES: Mapping[Registry, str] = {
    Registry.ZAGS: "ЗАГС",
    Registry.MFC: "МФЦ",
    Registry.DTSZN: "Департамент соцзащиты",
    Registry.MVD: "МВД",
    Registry.OMS: "Реестр полисов ОМС",
}
_SUBJECTS = {PASSPORT: "паспорт", OMS: "полис ОМС"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check that an office has not decided: whose, what, and by whom."""

    id: UUID
    who: str
    what: str
    office: str


class Desk:
    """Acts on one running backend."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def waiting(self) -> list[Waiting]:
        """What the offices have to decide, those that were asked first in front."""
        return await self._backend.store.read(_waiting)

    async def answer(self, check_id: UUID, *, is_confirmed: bool) -> bool:
        """Answer in the name of the office; False where it is over already."""
        backend, now = self._backend, self._backend.clock.now()
        outcome = (CheckState.CONFIRMED if is_confirmed else CheckState.REJECTED).value

        def decide(session: Session) -> bool:
            row = session.get(CheckRow, check_id)
            if row is None:
                return False
            decided = HANDLERS[row.registry_name.lower()](session, check_id, outcome, None, now, backend.outside)
            facts.touch_demo(session)
            return not isinstance(decided, Refusal)

        return await backend.store.write(decide)

    async def pass_day(self) -> None:
        """«Прошёл день»"""
        await self._pass(timedelta(days=1))

    async def pass_working_days(self, count: int) -> None:
        """«Прошло 5 рабочих дней»: the same time of day on the last of them."""
        local = moscow(self._backend.clock.now())
        day = add_working_days(local.date(), count)
        await self._pass(datetime.combine(day, local.time(), MOSCOW) - local)

    async def is_old(self) -> bool:
        """A demo of an earlier day that somebody changed, so that it did not begin anew by itself."""
        clock = self._backend.clock
        if not isinstance(clock, RunningClock):
            return False
        seeded_at = await self._backend.store.read(lambda session: facts.get_time(session, facts.SEEDED_AT))
        return seeded_at is not None and moscow_day(seeded_at) < moscow_day(clock.machine_now())

    async def begin_anew(self) -> None:
        """«Обновить демо-данные»"""
        await self._backend.begin_anew()

    async def _pass(self, span: timedelta) -> None:
        """Turn the clock; what falls due is done, and living sessions are taken along as if they had been used."""
        backend = self._backend
        before = backend.clock.now()
        if isinstance(backend.clock, StoredClock):
            await backend.clock.move(backend.store, before + span)
        elif isinstance(backend.clock, RunningClock):
            await backend.clock.turn(backend.store, span)
        else:
            return
        await backend.store.write(lambda session: _take_sessions_along(session, before, span))
        await backend.run_due()


def _waiting(session: Session) -> list[Waiting]:
    undecided = (CheckState.CHECKING.value, CheckState.VISIT_MFC.value)
    rows = session.execute(
        select(CheckRow, AccountRow, ChildRow)
        .join(AccountRow, AccountRow.id == CheckRow.account_id)
        .outerjoin(ChildRow, ChildRow.id == CheckRow.child_id)
        .where(CheckRow.state.in_(undecided))
        .order_by(CheckRow.updated_at, CheckRow.id)
    )
    return [
        Waiting(
            id=check.id,
            who=full_name(account.last_name, account.first_name),
            what=_what(check, child),
            office=OFFICES[Registry(check.registry_name)],
        )
        for check, account, child in rows
        if child is None or child.removed_at is None
    ]


def _what(check: CheckRow, child: ChildRow | None) -> str:
    if child is None:
        return _SUBJECTS.get(check.subject, check.subject)
    return f"{child.first_name}, полис ОМС" if check.subject == OMS else child.first_name


def _take_sessions_along(session: Session, before: datetime, span: timedelta) -> None:
    living = select(SessionRow).where(SessionRow.ended_at.is_(None), SessionRow.expires_at > before)
    for one in session.scalars(living):
        one.expires_at += span
        one.last_seen_at += span
        if one.last_card_at is not None:
            one.last_card_at += span
    for access in session.scalars(select(AccessTokenRow).where(AccessTokenRow.expires_at > before)):
        access.expires_at += span
    for refresh in session.scalars(select(RefreshTokenRow).where(RefreshTokenRow.expires_at > before)):
        refresh.expires_at += span
        if refresh.rotated_at is not None:
            refresh.rotated_at += span
    facts.touch_demo(session)
