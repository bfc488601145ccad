"""«Уведомления»: what the account was told, and where each message leads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.endings import ends_soon
from emias_app.models.account import Notice, NoticeKind, PatientSummary
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.place import Access, Card, Family, Place, Profile, Redeem, TakeAway
from emias_app.state.ports import Ports
from emias_app.state.troubles import load

K = NoticeKind


class NoticesState(Guarded):
    """The newest hundred; ``unread`` is for the bell.

    ``opened(patient_id)`` is the child whose card may be opened, ``is_family_rejected()`` tells that a registry did not
    confirm a child, which is told by a refusal too.
    """

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        opened: Callable[[UUID], PatientSummary | None],
        is_family_rejected: Callable[[], bool],
    ) -> None:
        super().__init__(right)
        self._ports, self._opened, self._is_family_rejected = ports, opened, is_family_rejected
        self.items: Loadable[tuple[Notice, ...]] = Loading()
        self.unread = 0

    @property
    def known(self) -> tuple[Notice, ...]:
        """The messages as far as they are known."""
        return self.items.value if isinstance(self.items, Ready) else ()

    @property
    def code_sent(self) -> Notice | None:
        """The unread message that a clinic has sent a code."""
        return next((one for one in self.known if one.kind is K.CODE_SENT and not one.read), None)

    @allowed
    async def refresh(self) -> None:
        """Read them anew."""
        answer = await self.fetch(self._ports.backend.me.notices())
        if isinstance(answer, Ready):
            self._keep(tuple(answer.value))
        elif isinstance(answer, Failed) and not isinstance(self.items, Ready):
            self.items = answer

    @allowed
    async def open(self, notice_id: UUID) -> None:
        """Mark a message as read and go where it belongs; a message that cannot be marked leads there too."""
        notice = next((one for one in self.known if one.id == notice_id), None)
        if notice is None:
            return
        await self._read([notice])
        if self._pass.is_valid:
            await self._ports.navigator.go(self.leads_to(notice))

    @allowed
    async def read_all(self) -> None:
        """Mark every message as read."""
        await self._read([one for one in self.known if not one.read])

    def leads_to(self, notice: Notice) -> Place:
        """The place that a message is about; a card that is not open leads to who has access."""
        child = self._opened(notice.patient_id) if notice.patient_id is not None else None
        match notice.kind:
            case K.NEW_DEVICE:
                return Profile()
            case K.ACCESS_ENDS_SOON if child and ends_soon(child, moscow_day(self._ports.backend.server_now())):
                return TakeAway(child.id)  # while there is something to take
            case K.ACCESS_OPENED | K.ACCESS_ENDS_SOON | K.NEW_RECORDS:
                return Card(child.id) if child else Access()
            case K.ACCESS_REFUSED:
                return Family() if self._is_family_rejected() else Access()
            case K.ACCESS_REVOKED | K.SOMEONE_GOT_ACCESS:
                return Access()
            case K.CODE_SENT:
                return Redeem()

    async def _read(self, notices: list[Notice]) -> None:
        unread = [one.id for one in notices if not one.read]
        answers = await asyncio.gather(*(load(self._ports.backend.me.read_notice(one)) for one in unread))
        done = {one for one, answer in zip(unread, answers, strict=True) if isinstance(answer, Ready)}
        if self._pass.is_valid and done:
            self._keep(tuple(one.model_copy(update={"read": True}) if one.id in done else one for one in self.known))

    def _keep(self, notices: tuple[Notice, ...]) -> None:
        self.items = Ready(notices)
        self.unread = sum(not one.read for one in notices)
