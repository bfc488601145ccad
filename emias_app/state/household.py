"""What the account's owner keeps here: papers, the family, and what they were told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.models.account import Changes, CheckState, Me, PatientSummary
from emias_app.state._loadable import Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.family import FamilyState
from emias_app.state.levels import Drafts, LevelsState
from emias_app.state.notices import NoticesState
from emias_app.state.place import (
    Family,
    FamilyChild,
    FamilyForm,
    Home,
    Notices,
    PaperForm,
    Place,
    Profile,
)
from emias_app.state.ports import Ports


class Household(Guarded):
    """``me()`` is the account as far as it is known, ``keep(me)`` takes a newer one over; ``opened(patient_id)``
    is the child whose card may be opened."""

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        drafts: Drafts,
        me: Callable[[], Me | None],
        keep: Callable[[Me], None],
        opened: Callable[[UUID], PatientSummary | None],
    ) -> None:
        super().__init__(right)
        self._ports, self._me, self._keep = ports, me, keep
        self.family = FamilyState(ports, right, drafts, me)
        self.levels = LevelsState(ports, right, drafts, me, keep)
        self.notices = NoticesState(ports, right, opened, self._has_rejected_child)

    def is_watched(self, place: Place) -> bool:
        """Does the place show what the registries may change at any moment?"""
        return isinstance(place, Family | FamilyChild | Notices | Profile | Home)

    def aim(self, place: Place) -> None:
        """Turn to ``place`` at once."""
        if isinstance(place, PaperForm):
            self.levels.open(place.paper)
        elif self.levels.paper is not None:
            self.levels.leave()
        if isinstance(place, Family | FamilyChild | FamilyForm):
            self.family.turn_to(place)

    @allowed
    async def show(self, place: Place) -> None:
        """Fetch what the place shows."""
        match place:
            case Home():
                await asyncio.gather(self.family.refresh(), self.notices.refresh())
            case Family() | FamilyChild() | FamilyForm():
                await self.family.refresh()
                self.family.turn_to(place)
            case Notices():
                await asyncio.gather(self.family.refresh(), self.notices.refresh())
            case Profile():
                await self.refresh_me()
            case _:
                return

    @allowed
    async def take_in(self, changes: Changes) -> None:
        """What the small poll told: checks that moved, messages that came."""
        work: list[Awaitable[None]] = []
        if changes.unread_notices != self.notices.unread:
            work.append(self.notices.refresh())
        if changes.checks:
            work += [self.refresh_me(), self.family.refresh()]
        await asyncio.gather(*work)

    @allowed
    async def refresh_me(self) -> None:
        """The account anew; what is shown stays meanwhile."""
        answer = await self.fetch(self._ports.backend.me.get())
        if isinstance(answer, Ready):
            self._keep(answer.value)

    def _has_rejected_child(self) -> bool:
        return any(child.check.state is CheckState.REJECTED for child in self.family.known)
