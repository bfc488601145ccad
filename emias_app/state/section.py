"""One section of one card: its rows, period, search and filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.ages import add_months
from emias_app.domain.sections import BY_SLUG, Section
from emias_app.models.exports import SectionPart
from emias_app.models.records import Facet, Facets, FoundRow, RecordPage
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.section_file import SectionFileState

PAGE = 30


class Period(StrEnum):
    """«6 мес · 1 год · всё время»; the last is the default."""

    HALF_YEAR = "6m"
    YEAR = "1y"
    ALL = "all"

    def since(self, today: date) -> date | None:
        """The first day of the period."""
        match self:
            case Period.HALF_YEAR:
                return add_months(today, -6)
            case Period.YEAR:
                return add_months(today, -12)
            case Period.ALL:
                return None


_OF_KIND = {"TUBERCULIN": ("тест", "теста", "тестов")}


@dataclass(frozen=True)
class Choice:
    """What the list is narrowed by; ``query`` is as typed. ``kind`` is the tab's, where a section has tabs."""

    period: Period = Period.ALL
    query: str = ""
    filter_key: str | None = None
    kind: str | None = None
    only_outside: bool = False

    @property
    def is_everything(self) -> bool:
        return self == Choice(kind=self.kind)


@dataclass(frozen=True)
class Month:
    """The rows of one month, newest first; ``first_day`` names it."""

    first_day: date
    rows: tuple[FoundRow, ...]


@dataclass(frozen=True)
class Rows:
    """What is on the screen so far, newest first; a month that did not change is the same object after growth."""

    months: tuple[Month, ...]
    total: int
    cursor: str | None

    @property
    def is_empty(self) -> bool:
        return not self.months

    @property
    def has_more(self) -> bool:
        return self.cursor is not None


class Emptiness(StrEnum):
    """Why a list is empty: three different messages."""

    NEVER = "NEVER"
    PERIOD = "PERIOD"
    SEARCH = "SEARCH"


class SectionState(Guarded):
    """Holds what the list shows; old rows stay while newer ones come.

    ``search_round`` grows when the search is emptied from elsewhere than its field; ``last_failure`` = the rows in view
    are not the newest.
    """

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID, section: SectionSlug, choice: Choice) -> None:
        super().__init__(right)
        self._ports = ports
        self._turn = 0
        self.patient_id = patient_id
        self.slug = section
        self.choice = choice
        self.rows: Loadable[Rows] = Loading()
        self.summary: SectionSummary | None = None
        self.facets = Facets(items=[])
        self.is_growing = False
        self.growth_failed = False
        self.last_failure: Failed | None = None
        self.search_round = 0
        self.loaded_at: datetime | None = None
        #: None where nothing is to be taken away: a doctor reads.
        self.file = None if ports.is_reading else SectionFileState(ports, right, patient_id)

    @property
    def part(self) -> SectionPart:
        """The list as it is narrowed now: what its file will hold."""
        choice, section = self.choice, self.section
        return SectionPart(
            section=self.slug,
            since=choice.period.since(moscow_day(self.now)),
            q=choice.query or None,
            speciality=choice.filter_key if section.by_speciality else None,
            kind=(choice.filter_key or choice.kind) if section.by_kind else None,
            outside=choice.only_outside,
        )

    @property
    def section(self) -> Section:
        return BY_SLUG[self.slug]

    @property
    def plural(self) -> tuple[str, str, str]:
        """What is counted: by the tab where there are tabs."""
        return _OF_KIND.get(self.choice.kind or "", self.section.plural)

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing; None while there is something or nothing is known."""
        if not isinstance(self.rows, Ready) or self.rows.value.months:
            return None
        if self.choice.query or self.choice.filter_key or self.choice.only_outside:
            return Emptiness.SEARCH
        if self.choice.period is not Period.ALL and not (self.summary and self.summary.count == 0):
            return Emptiness.PERIOD
        return Emptiness.NEVER

    @allowed
    async def ensure(self) -> None:
        """Load what is not there yet."""
        if not isinstance(self.rows, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load from the first page."""
        self._turn += 1
        turn = self._turn
        shown = self.rows
        self.rows = renewing(shown)
        self.growth_failed = False
        answer = await self.fetch(self._page(None))
        if turn != self._turn or answer is None:
            return
        if isinstance(answer, Ready):
            page = answer.value
            self.last_failure = None
            self.rows = Ready(Rows(with_rows((), page.items), page.total, page.next_cursor))
            self.loaded_at = self._ports.backend.server_now()
            self.facets = page.facets or self.facets
        elif isinstance(shown, Ready):
            # What was loaded stays; the screen says that it is not the newest.
            self.last_failure = answer
            self.rows = Ready(shown.value)
        else:
            self.rows = answer

    @allowed
    async def grow(self) -> None:
        """The next page, once at a time."""
        if self.is_growing or not isinstance(self.rows, Ready) or not self.rows.value.has_more:
            return
        turn, shown = self._turn, self.rows.value
        self.is_growing, self.growth_failed = True, False
        try:
            answer = await self.fetch(self._page(shown.cursor))
        finally:
            self.is_growing = False
        if turn != self._turn or answer is None:
            return
        if isinstance(answer, Ready):
            page = answer.value
            self.rows = Ready(Rows(with_rows(shown.months, page.items), page.total, page.next_cursor))
        else:
            self.growth_failed = True

    @allowed
    async def choose_period(self, period: Period) -> None:
        await self._choose(replace(self.choice, period=period))

    @property
    def filters(self) -> tuple[Facet, ...]:
        """The chips of the whole section: what would leave nothing is left out, unless it is chosen."""
        return tuple(one for one in self.facets.items if one.count or one.key == self.choice.filter_key)

    @allowed
    async def choose_filter(self, key: str | None) -> None:
        """One kind or speciality; None = all."""
        if key is None or any(one.key == key for one in self.facets.items):
            await self._choose(replace(self.choice, filter_key=key))

    @allowed
    async def choose_outside(self, is_chosen: bool) -> None:
        """Only records with something outside its norm, whatever else is chosen."""
        if self.section.tells_outside:
            await self._choose(replace(self.choice, only_outside=is_chosen))

    @allowed
    async def choose_every_kind(self) -> None:
        """No filter of kind, speciality or norm; period and search stay."""
        await self._choose(replace(self.choice, filter_key=None, only_outside=False))

    @allowed
    async def search(self, text: str) -> None:
        """Only rows with these words; empty = all."""
        await self._choose(replace(self.choice, query=text.strip()))

    @allowed
    async def show_everything(self) -> None:
        """All time, no search, no filter."""
        self.search_round += 1
        await self._choose(Choice(kind=self.choice.kind))

    @allowed
    async def choose_kind(self, kind: str | None) -> None:
        """Turn to another tab: its rows are fetched by :meth:`ensure`."""
        if kind != self.choice.kind:
            self._turn += 1
            self.search_round += 1
            self.choice, self.rows, self.facets = Choice(kind=kind), Loading(), Facets(items=[])

    async def _choose(self, choice: Choice) -> None:
        if choice != self.choice:
            self.choice = choice
            # Rows of another choice must not stand under this one's heading.
            self.rows = Loading()
            await self.refresh()

    @property
    def _has_facets(self) -> bool:
        """Whether there are chips to tell; the kinds of a section with tabs are its tabs."""
        return self.choice.kind is None and (self.section.by_kind or self.section.by_speciality)

    async def _page(self, cursor: str | None) -> RecordPage:
        part = self.part
        return await self._ports.backend.patients.records(
            self.patient_id,
            self.slug,
            since=part.since,
            q=part.q,
            speciality=part.speciality,
            kind=part.kind,
            only_outside=part.outside,
            facets=self._has_facets and cursor is None,
            limit=PAGE,
            cursor=cursor,
        )


def with_rows(months: tuple[Month, ...], rows: Sequence[FoundRow]) -> tuple[Month, ...]:
    """``months`` with older rows added; a row that is there already is not doubled."""
    grown = list(months)
    known = {row.id for month in months for row in month.rows}
    for row in rows:
        if row.id in known:
            continue
        known.add(row.id)
        first_day = row.date.replace(day=1)
        if grown and grown[-1].first_day == first_day:
            grown[-1] = Month(first_day, (*grown[-1].rows, row))
        else:
            grown.append(Month(first_day, (row,)))
    return tuple(grown)
