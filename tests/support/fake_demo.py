"""The demo as a page sees it: people to sign in as, SMS, the offices' side."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from emias_app.state.demo_ports import DemoTime, DemoWait
from emias_app.state.ports import DemoPerson, DemoSms
from tests.support.fake_values import CODE, NOW, PASSWORD, PHONE


class FakeDesk:
    """The other side of the demo; ``waits`` are what the offices have to decide."""

    def __init__(self) -> None:
        self.waits: list[DemoWait] = []
        self.answers: list[tuple[UUID, bool]] = []
        self.spans: list[DemoTime] = []
        self.old = False

    async def waiting(self) -> Sequence[DemoWait]:
        return tuple(self.waits)

    async def answer(self, wait_id: UUID, is_confirmed: bool) -> bool:
        self.answers.append((wait_id, is_confirmed))
        self.waits = [one for one in self.waits if one.id != wait_id]
        return True

    async def pass_time(self, span: DemoTime) -> None:
        self.spans.append(span)

    async def is_old(self) -> bool:
        return self.old


class FakeDemo:
    people = (DemoPerson(PHONE, "Анна", "трое детей, всё открыто"),)
    staff = (DemoPerson("registrar", "Зайцева О. В.", "регистратор"),)
    password = PASSWORD
    can_reset = True

    def __init__(self) -> None:
        self.asked_for: list[str] = []
        self.resets = 0
        self.desk = FakeDesk()
        self.code: str | None = CODE
        self.clinic_sms: DemoSms | None = None

    async def latest_sms(self, phone: str, *, from_clinic: bool = False) -> DemoSms | None:
        self.asked_for.append(phone)
        if from_clinic:
            return self.clinic_sms
        return DemoSms(f"Код {self.code}", self.code, NOW)

    async def sms_of(self, ticket: str) -> DemoSms | None:
        self.asked_for.append(ticket)
        return DemoSms(f"Код {self.code}", self.code, NOW)

    async def reset(self) -> None:
        self.resets += 1
