"""A form being filled in: what was typed, what is wrong with it, and when it is time to say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from emias_app.domain.people import FieldProblems
from emias_app.domain.typed_days import is_typed_whole, read_day, written_day
from emias_app.errors import EmiasError, Invalid
from emias_app.state._base import Observable
from emias_app.state.troubles import trouble_of

D = TypeVar("D")

WRONG_DAY = "Дата пишется так: 12.03.2018"
_BIG = re.compile("[A-Z]")
_NOTHING: Mapping[str, str] = MappingProxyType({})


class FormState(Observable, Generic[D]):
    """A draft and its problems by field; fields are named as on the wire («birthDate», «document.number»).

    What is wrong is told beside a field once it was left, once as many signs were typed as it wants (``whole``), or
    once the form was to be sent; from then on it follows every key. ``tidy`` spells a good value when it is left.
    """

    def __init__(
        self,
        draft: D,
        judge: Callable[[D], FieldProblems],
        *,
        whole: Mapping[str, int] = _NOTHING,  # type: ignore[assignment]
        tidy: Mapping[str, Callable[[str], str]] = _NOTHING,  # type: ignore[assignment]
    ) -> None:
        self._judge, self._whole, self._tidy = judge, whole, tidy
        self._asked: frozenset[str] = frozenset()
        self._is_all_asked = False
        self._refused: Mapping[str, str] = _NOTHING
        self.draft = draft
        self.days: Mapping[str, str] = _NOTHING
        self.shown: Mapping[str, str] = _NOTHING
        self.error: str | None = None
        self.is_busy = False

    def value(self, field: str) -> Any:
        """What is in a field now; a day as it was typed."""
        kept = getattr(self.draft, _attribute(field))
        if field in self.days:
            return self.days[field]
        return written_day(kept) if isinstance(kept, date) else kept

    def day(self, field: str) -> date | None:
        """The day in a field, if it is one."""
        return cast("date | None", getattr(self.draft, _attribute(field)))

    def put(self, field: str, value: object) -> None:
        """Take over what a field holds now."""
        if self.is_busy:
            return
        self.draft = replace(cast(Any, self.draft), **{_attribute(field): value})
        self._refused = {name: why for name, why in self._refused.items() if name != field}
        self.error = None
        wanted = self._whole.get(field)
        if wanted and isinstance(value, str) and sum(sign.isalnum() for sign in value) >= wanted:
            self._asked |= {field}
        self._look()

    def put_day(self, field: str, text: str) -> None:
        """Take over a day being typed."""
        if is_typed_whole(text):
            self._asked |= {field}
        self.days = MappingProxyType({**self.days, field: text})
        self.put(field, read_day(text))

    def leave(self, field: str) -> None:
        """The person went on to another field: an empty one is not complained of yet."""
        typed = self.value(field)
        if typed in ("", None):
            return
        self._asked |= {field}
        if field not in self._all_problems():
            self._spell(field, typed)
        self._look()

    def check(self) -> bool:
        """Is it fit to be sent? From now on every problem is shown."""
        self._is_all_asked = True
        self.error = None
        self._look()
        return not self._all_problems()

    def start_clean(self) -> None:
        """What is asked for has changed: nothing is complained of until a field is left or the form is sent again."""
        self._asked, self._is_all_asked, self._refused, self.error = frozenset(), False, _NOTHING, None
        self._look()

    def take_refusal(self, error: EmiasError, now: datetime) -> None:
        """What the backend had against it: beside the fields it named, else above the button."""
        named = {one.field: one.message for one in error.fields} if isinstance(error, Invalid) else {}
        mine = {name: why for name, why in named.items() if hasattr(self.draft, _attribute(name))}
        self._refused = {**self._refused, **mine}
        self._asked |= frozenset(mine)
        self.error = None if mine else trouble_of(error, now).text
        self._look()

    def _spell(self, field: str, typed: object) -> None:
        if field in self.days:
            self.days = MappingProxyType({name: text for name, text in self.days.items() if name != field})
        elif field in self._tidy and isinstance(typed, str):
            self.draft = replace(cast(Any, self.draft), **{_attribute(field): self._tidy[field](typed)})

    def _all_problems(self) -> Mapping[str, str]:
        problems = dict(self._judge(self.draft))
        for field, text in self.days.items():
            if text.strip() and self.day(field) is None:
                problems[field] = WRONG_DAY
        return {**problems, **self._refused}

    def _look(self) -> None:
        problems = self._all_problems()
        self.shown = MappingProxyType(
            {name: why for name, why in problems.items() if self._is_all_asked or name in self._asked}
        )


def _attribute(field: str) -> str:
    """«document.issuedOn» is ``issued_on`` of a draft."""
    return _BIG.sub(lambda match: f"_{match[0].lower()}", field.rpartition(".")[2])
