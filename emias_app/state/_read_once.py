"""What is read once when a screen opens, and again when asked to: each reading stands in a journal."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from emias_app.state._loadable import Loadable, Loading, Ready, renewing, settled
from emias_app.state._pass import Guarded, Pass, allowed

T = TypeVar("T")


class ReadOnce(Guarded, Generic[T]):
    """``known`` stays in view while it is read anew, and when that fails."""

    def __init__(self, right: Pass) -> None:
        super().__init__(right)
        self.known: Loadable[T] = Loading()

    @abstractmethod
    async def _read(self) -> T:
        """Ask for it; raises the tree of errors."""

    @allowed
    async def ensure(self) -> None:
        """Read what is not known yet."""
        if not isinstance(self.known, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """Read it anew."""
        shown = self.known
        self.known = renewing(shown)
        answer = await self.fetch(self._read())
        if answer is not None:
            self.known = settled(shown, answer)
