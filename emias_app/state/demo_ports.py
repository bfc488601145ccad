"""What the demo adds to a page, and the other side that its page turns: time and the offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class DemoPerson:
    """A demo person as the sign-in screen lists them."""

    login: str
    short_name: str
    line: str


@dataclass(frozen=True)
class DemoSms:
    """A demo SMS for the banner; with its code, where it carries one."""

    text: str
    code: str | None
    sent_at: datetime


class DemoTime(StrEnum):
    """How far the demo's clock may be turned at once."""

    DAY = "DAY"
    FIVE_WORKING_DAYS = "FIVE_WORKING_DAYS"


@dataclass(frozen=True)
class DemoWait:
    """Something that waits for an office: ``who`` asked, ``what`` is checked; ``office`` is its name in Russian."""

    id: UUID
    who: str
    what: str
    office: str


class DemoDeskPort(Protocol):
    """The other side of the demo, where the data are one's own: time and the offices."""

    async def waiting(self) -> Sequence[DemoWait]: ...

    async def answer(self, wait_id: UUID, is_confirmed: bool) -> bool:
        """Answer in the name of the office; False where it is over already."""
        ...

    async def pass_time(self, span: DemoTime) -> None: ...

    async def is_old(self) -> bool:
        """Is it of an earlier day, and changed since, so that it did not begin anew by itself?"""
        ...


class DemoPort(Protocol):
    """What the demo adds; absent everywhere else. ``desk`` is None where other people use the same data."""

    @property
    def people(self) -> tuple[DemoPerson, ...]: ...

    @property
    def staff(self) -> tuple[DemoPerson, ...]:
        """Who may sign in at the clinic."""
        ...

    @property
    def password(self) -> str: ...

    @property
    def can_reset(self) -> bool: ...

    @property
    def desk(self) -> DemoDeskPort | None: ...

    async def latest_sms(self, phone: str, *, from_clinic: bool = False) -> DemoSms | None:
        """The newest message to a phone; of those with a code of the clinic, ``from_clinic``."""
        ...

    async def sms_of(self, ticket: str) -> DemoSms | None:
        """The newest message that a ticket has sent; whoever holds it need not know the phone."""
        ...

    async def reset(self) -> None:
        """Bring the first content back."""
        ...
