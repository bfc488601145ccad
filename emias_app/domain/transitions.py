"""States that change only along declared lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class TransitionError(ValueError):
    """The state may not become that one."""


@dataclass(frozen=True)
class Transitions(Generic[S]):
    """The table of a state: how it may begin, and what may follow each one. A state missing in ``after`` is final."""

    begins: frozenset[S]
    after: Mapping[S, frozenset[S]]

    def allows(self, source: S | None, target: S) -> bool:
        """May ``source`` become ``target``? None as the source: may it begin so? Staying is a step like any other."""
        return target in (self.begins if source is None else self.after.get(source, frozenset()))

    def move(self, source: S | None, target: S) -> S:
        """``target``, if it may follow; else raises :class:`TransitionError`."""
        if not self.allows(source, target):
            raise TransitionError(f"{source or 'nothing'} may not become {target}")
        return target

    def is_final(self, state: S) -> bool:
        """Nothing follows."""
        return not self.after.get(state)
