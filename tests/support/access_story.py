"""A backend with the demo people on a loop of its own, looked at from inside: what the story machine walks over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.mock_server.security import digest
from emias_app.mock_server.seed.people import CHILDREN, an_id
from emias_app.mock_server.store.schema import (
    AccessCodeRow,
    AccessPhotoRow,
    AccessTokenRow,
    CheckRow,
    DeviceRow,
    GrantRow,
    JournalRow,
    PatientRow,
    RequestStepRow,
    SessionRow,
)
from emias_app.mock_server.store.template import restore_template, save_template
from emias_app.models.auth import TokenLevel
from tests.support.demo_site import MOCK, DemoSite, open_demo
from tests.support.site import NOW, bearer

T = TypeVar("T")
PEOPLE = ("anna", "igor", "elena", "olga", "dmitry", "maria", "sergey", "timur")
AT_WORK = ("registrar", "doctor")
KIN = {"sofia": ("anna", "dmitry"), "artem": ("anna", "dmitry"), "darya": ("anna", "dmitry"),
       "mikhail": ("igor",), "kirill": ("elena",), "ilya": ("sergey",), "petr": ("olga",)}  # fmt: skip
PAIRS = [(child, person) for child, people in KIN.items() for person in people]
_FOREVER = timedelta(days=20_000)
_LEVEL = TokenLevel.MEDCARD.value


@dataclass
class SentCode:
    """A code as the walk remembers it."""

    text: str
    child: str
    person: str
    phone: str
    until: datetime
    is_out: bool = True


def photo_of(person: str) -> UUID:
    """The photo that the person keeps ready."""
    return an_id("photo", person)


@dataclass(frozen=True)
class Books:
    """The rows that a story is judged by."""

    grants: dict[UUID, tuple[Any, ...]]
    codes: dict[UUID, str]
    checks: dict[UUID, str]
    steps: dict[UUID, list[str]]
    reads: list[tuple[UUID, UUID, str]]

    def living(self, account: UUID, patient: UUID) -> bool:
        return any(row[:3] == (account, patient, "ACTIVE") for row in self.grants.values())


class Stage:
    """The backend, and a token of everybody that outlives every clock."""

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._opened = open_demo(folder)
        self.site: DemoSite = self._runner.run(self._opened.__aenter__())
        self.tokens = {name: uuid4().hex for name in (*PEOPLE, *AT_WORK)}
        self.site.backend.store.write_now(self._sign_everybody_in)
        save_template(self.site.backend.store)

    def close(self) -> None:
        self._runner.run(self._opened.__aexit__(None, None, None))
        self._runner.close()

    def begin(self) -> None:
        """Put the first content and the first day back."""
        restore_template(self.site.backend.store)
        self.site.clock.set(NOW)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def ask(self, who: str, method: str, path: str, body: object = None, **options: Any) -> httpx.Response:
        head = bearer({"accessToken": self.tokens[who]})
        return self.run(self.site.http.request(method, path, json=body, headers=head, **options))

    def send_file(self, who: str, path: str, content: bytes) -> httpx.Response:
        head = bearer({"accessToken": self.tokens[who]})
        files = {"file": ("photo.jpg", content, "image/jpeg")}
        return self.run(self.site.http.post(path, files=files, headers=head))

    def mock(self, path: str, body: object) -> httpx.Response:
        return self.run(self.site.http.post(f"{MOCK}{path}", json=body))

    def look(self, work: Callable[[Session], T]) -> T:
        return self.site.backend.store.read_now(work)

    @property
    def now(self) -> datetime:
        return self.site.clock.now()

    @property
    def today(self) -> date:
        return moscow_day(self.now)

    def books(self) -> Books:
        return self.look(_books)

    def born(self, child: str) -> date:
        return CHILDREN[child].born(NOW.date())

    def checks(self) -> list[tuple[str, UUID, str]]:
        """Registry, id and state of every check."""
        rows = select(CheckRow.registry_name, CheckRow.id, CheckRow.state).order_by(CheckRow.id)
        return self.look(lambda session: [(one[0], one[1], one[2]) for one in session.execute(rows)])

    def reads(self) -> int:
        return self.look(lambda session: session.scalar(select(func.count()).select_from(JournalRow))) or 0

    def emancipate(self, child: str) -> None:
        def work(session: Session) -> None:
            session.get_one(PatientRow, CHILDREN[child].id).emancipated_on = self.today

        self.site.backend.store.write_now(work)

    def _sign_everybody_in(self, session: Session) -> None:
        for name, token in self.tokens.items():
            is_staff = name in AT_WORK
            account = None if is_staff else an_id("account", name)
            device = None if is_staff else uuid4()
            if device is not None:
                session.add(
                    DeviceRow(id=device, account_id=account, name="Проба", public_key="-", created_at=NOW,
                              last_used_at=None, removed_at=None)
                )  # fmt: skip
                session.add(
                    AccessPhotoRow(
                        id=photo_of(name), account_id=account, width=1, height=1, content=b"-", created_at=NOW
                    )
                )
                session.flush()
            row = SessionRow(
                id=uuid4(), audience="staff" if is_staff else "parent", account_id=account,
                staff_id=an_id("staff", name) if is_staff else None, device_id=device, level=_LEVEL, client="web",
                created_at=NOW, last_seen_at=NOW, last_card_at=NOW, fingerprint="", expires_at=NOW + _FOREVER,
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(AccessTokenRow(hash=digest(token), session_id=row.id, level=_LEVEL, expires_at=NOW + _FOREVER))


def _books(session: Session) -> Books:
    steps: dict[UUID, list[str]] = {}
    for request_id, state in session.execute(
        select(RequestStepRow.request_id, RequestStepRow.state).order_by(RequestStepRow.seq)
    ):
        steps.setdefault(request_id, []).append(state)
    return Books(
        grants={
            row.id: (row.account_id, row.patient_id, row.state, row.source, row.start, row.ends_on, row.ended_at,
                     row.reason)
            for row in session.scalars(select(GrantRow))
        },
        codes={row.id: row.state for row in session.scalars(select(AccessCodeRow))},
        checks={row.id: row.state for row in session.scalars(select(CheckRow))},
        steps=steps,
        reads=[
            (row.patient_id, row.actor_id, row.what)
            for row in session.scalars(select(JournalRow).order_by(JournalRow.seq))
        ],
    )  # fmt: skip
