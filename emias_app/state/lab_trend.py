"""One показатель of one card across years: its values, the period and the unit chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.lab_chart import Change, LabChart, change, lab_chart
from emias_app.models.lab_trend import LabTrend, LabValue, NormStep
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.section import Period

PAGE = 100
#: A period is made whole by so many more pages at most.
_MOST_PAGES = 10


@dataclass(frozen=True)
class TrendView:
    """What of a trend is in view: ``values`` newest first, ``chart`` None where there is nothing to draw.

    ``total`` counts all that the card holds in this unit, ``newest`` is the newest of them, whatever the period.
    """

    name: str
    full_name: str
    unit: str
    units: tuple[str, ...]
    decimals: int
    about: str | None
    source: str | None
    newest: LabValue
    change: Change | None
    values: tuple[LabValue, ...]
    chart: LabChart | None
    norm: NormStep | None
    total: int
    has_more: bool


class LabTrendState(Guarded):
    """Holds what the card told; the period narrows what is here, so it costs no second reading of the card."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID, code: str, period: Period = Period.ALL) -> None:
        super().__init__(right)
        self._ports = ports
        self._turn = 0
        self._loaded: LabTrend | None = None
        self.patient_id, self.code = patient_id, code
        self.period = period
        self.trend: Loadable[TrendView] = Loading()
        self.is_growing = False
        self.growth_failed = False
        self.last_failure: Failed | None = None
        self.loaded_at: datetime | None = None

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.trend, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load the newest values; what is shown stays meanwhile."""
        await self._load(self._loaded.unit if self._loaded and len(self._loaded.units) > 1 else None)

    @allowed
    async def choose_unit(self, unit: str) -> None:
        """Values of another unit: a series of its own, never joined with this one."""
        if self._loaded is None or unit not in self._loaded.units or unit == self._loaded.unit:
            return
        self.trend = Loading()
        await self._load(unit)

    @allowed
    async def choose_period(self, period: Period) -> None:
        self.period = period
        self._show()
        since = period.since(self._today)
        for _ in range(_MOST_PAGES):
            loaded = self._loaded
            if since is None or loaded is None or not loaded.next_cursor or loaded.items[-1].date < since:
                return
            if not await self._grow():
                return

    @allowed
    async def grow(self) -> None:
        """Older values, once at a time."""
        await self._grow()

    @property
    def _today(self) -> date:
        return moscow_day(self._ports.backend.server_now())

    async def _load(self, unit: str | None) -> None:
        self._turn += 1
        turn = self._turn
        shown = self.trend
        if isinstance(shown, Ready):
            self.trend = Ready(shown.value, refreshing=True)
        else:
            self.trend = Loading()
        self.growth_failed = False
        answer = await self.fetch(
            self._ports.backend.patients.lab_trend(self.patient_id, self.code, unit=unit, limit=PAGE)
        )
        if turn != self._turn or answer is None:
            return
        if isinstance(answer, Ready):
            self.last_failure, self._loaded = None, answer.value
            self.loaded_at = self._ports.backend.server_now()
            self._show()
        elif isinstance(shown, Ready):
            self.last_failure, self.trend = answer, Ready(shown.value)
        else:
            self.trend = answer

    async def _grow(self) -> bool:
        loaded = self._loaded
        if self.is_growing or loaded is None or not loaded.next_cursor:
            return False
        turn = self._turn
        self.is_growing, self.growth_failed = True, False
        try:
            answer = await self.fetch(
                self._ports.backend.patients.lab_trend(
                    self.patient_id, self.code, unit=loaded.unit, limit=PAGE, cursor=loaded.next_cursor
                )
            )
        finally:
            self.is_growing = False
        if turn != self._turn or answer is None:
            return False
        if isinstance(answer, Failed):
            self.growth_failed = True
            return False
        page = answer.value
        self._loaded = loaded.model_copy(
            update={
                "items": [*loaded.items, *page.items],
                "next_cursor": page.next_cursor,
                "norms": _with_older(loaded.norms, page.norms),
            }
        )
        self._show()
        return True

    def _show(self) -> None:
        loaded = self._loaded
        if loaded is None or not loaded.items:
            return
        since = self.period.since(self._today)
        values = tuple(value for value in loaded.items if since is None or value.date >= since)
        norm = loaded.norms[-1] if loaded.norms else None
        self.trend = Ready(
            TrendView(
                name=loaded.name,
                full_name=loaded.full_name,
                unit=loaded.unit,
                units=tuple(loaded.units),
                decimals=loaded.decimals,
                about=loaded.about,
                source=loaded.source,
                newest=loaded.items[0],
                change=change([value for value in loaded.items if value.imported_on is None]),
                values=values,
                chart=lab_chart(values, loaded.norms, loaded.unit, norm.text if norm else ""),
                norm=norm,
                total=loaded.total,
                has_more=bool(loaded.next_cursor),
            )
        )


def _with_older(norms: list[NormStep], older: list[NormStep]) -> list[NormStep]:
    """Steps of two pages as those of one: the older page's end where the newer one's begin."""
    if not norms:
        return older
    first = norms[0]
    kept = [step for step in older if step.since < first.since]
    if kept:
        last = kept[-1]
        kept[-1] = last.model_copy(update={"until": min(last.until, first.since)})
        if (last.low, last.high) == (first.low, first.high):
            joined = first.model_copy(update={"since": last.since})
            return [*kept[:-1], joined, *norms[1:]]
    return [*kept, *norms]
