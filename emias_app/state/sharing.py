"""«Показать по ссылке»: what to show, for how long, the link with its code, and the links that live."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from emias_app.domain.shown import SHOWABLE, USUAL, in_order
from emias_app.errors import EmiasError, NotFound
from emias_app.models.shares import Share, ShareState
from emias_app.models.shown import Shown
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

NOTHING_CHOSEN = "Выберите, что показать."


class SharingState(Guarded):
    """``given`` is the link just made: its secrets are told once and leave with the screen."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID, base: str) -> None:
        super().__init__(right)
        self._ports, self._base = ports, base.rstrip("/")
        self.patient_id = patient_id
        self.sections: frozenset[Shown] = USUAL
        self.hours = 24
        self.shares: Loadable[tuple[Share, ...]] = Loading()
        self.given: Share | None = None
        self.trouble: str | None = None
        self.is_giving = False
        self.ending: frozenset[UUID] = frozenset()
        self._key = str(uuid4())

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    @property
    def address(self) -> str | None:
        """The whole address of the link just made."""
        return f"{self._base}{self.given.link}" if self.given is not None and self.given.link else None

    @property
    def is_local(self) -> bool:
        """Whether the link opens on this very machine only."""
        return "//127.0.0.1" in self._base or "//localhost" in self._base

    @property
    def living(self) -> tuple[Share, ...]:
        """The links that may still be opened or are open."""
        shares = self.shares.value if isinstance(self.shares, Ready) else ()
        return tuple(one for one in shares if one.state in (ShareState.WAITING, ShareState.OPENED))

    def toggle(self, section: Shown) -> None:
        """Show a part of the card, or not."""
        if not self.is_giving:
            self.sections ^= {section}
            self._key, self.trouble = str(uuid4()), None

    def choose_all(self) -> None:
        """Everything; nothing where everything is chosen already."""
        if not self.is_giving:
            everything = frozenset(SHOWABLE)
            self.sections = frozenset() if self.sections == everything else everything
            self._key, self.trouble = str(uuid4()), None

    def another(self) -> None:
        """Back to the choice: the link just made goes on living, its secrets are told no more."""
        self.given = None

    def choose_hours(self, hours: int) -> None:
        """For how long it is shown."""
        if not self.is_giving:
            self.hours = hours
            self._key = str(uuid4())

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.shares, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load my links."""
        shown = self.shares
        answer = await self.fetch(self._ports.backend.exports.shares(self.patient_id))
        if isinstance(answer, Ready):
            self.shares = Ready(tuple(answer.value))
        elif isinstance(answer, Failed):
            self.shares = shown if isinstance(shown, Ready) else answer

    @allowed
    async def give(self) -> None:
        """Make a link."""
        if self.is_giving:
            return
        if not self.sections:
            self.trouble = NOTHING_CHOSEN
            return
        self.is_giving, self.trouble, self.given = True, None, None
        chosen = in_order(self.sections)
        try:
            given = await self._ports.backend.exports.give_share(self.patient_id, chosen, self.hours, self._key)
        except EmiasError as error:
            if not self._pass.report(error):
                self.trouble = trouble_of(error, self.now).text
        else:
            self._key = str(uuid4())
            if self._pass.is_valid:
                self.given = given
                await self.refresh()
        finally:
            self.is_giving = False

    @allowed
    async def end(self, share_id: UUID) -> None:
        """End a link: whoever has it open sees nothing more."""
        if share_id in self.ending:
            return
        self.ending |= {share_id}
        try:
            await self._ports.backend.exports.end_share(self.patient_id, share_id)
        except NotFound:
            pass
        except EmiasError as error:
            if not self._pass.report(error):
                self.trouble = trouble_of(error, self.now).text
            return
        finally:
            self.ending -= {share_id}
        if self.given is not None and self.given.id == share_id:
            self.given = None
        await self.refresh()
