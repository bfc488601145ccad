"""Search over one whole card: what was typed and what was found."""

from __future__ import annotations

from uuid import UUID

from emias_app.models.search import Found
from emias_app.state._loadable import Loadable, renewing
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports


class CardSearchState(Guarded):
    """``query`` is as typed; ``found`` is None while nothing was asked. A late answer to older words is dropped."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._ports = ports
        self._turn = 0
        self.patient_id = patient_id
        self.query = ""
        self.round = 0
        self.found: Loadable[Found] | None = None

    @allowed
    async def search(self, words: str) -> None:
        """Look for words; empty words forget what was found."""
        self.query = words.strip()
        await self.refresh()

    @allowed
    async def clear(self) -> None:
        """Begin anew; ``round`` grows so that the field is emptied too."""
        self.round += 1
        await self.search("")

    @allowed
    async def refresh(self) -> None:
        """Ask again; what was found stays while newer words are looked for."""
        self._turn += 1
        turn = self._turn
        if not self.query:
            self.found = None
            return
        shown = self.found
        self.found = renewing(shown)
        answer = await self.fetch(self._ports.backend.patients.search(self.patient_id, self.query))
        if turn == self._turn and answer is not None:
            self.found = answer
