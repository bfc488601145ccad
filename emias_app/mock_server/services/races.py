"""Redemptions of one account that overlap: who loses a race typed a right code, so nothing is held against them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class Race:
    """Overlapping redemptions: the codes that any of them found to be sent, as id → hash."""

    runners: int = 0
    sent: dict[UUID, str] = field(default_factory=dict)


class Races:
    """The races of this process.

    Only fairness rests on them: that a code is used once is the database's own doing. A loser who began at another
    worker in the instant between the winner's commit and its answer is counted as a wrong try.
    """

    def __init__(self) -> None:
        self._of: dict[UUID, Race] = {}

    @contextmanager
    def joined(self, account_id: UUID) -> Iterator[Race]:
        """The account's race, from the first runner's start to the last one's answer."""
        race = self._of.setdefault(account_id, Race())
        race.runners += 1
        try:
            yield race
        finally:
            race.runners -= 1
            if not race.runners:
                self._of.pop(account_id, None)
