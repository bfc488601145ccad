"""«Рост и вес» of one child: four charts, one of them in view."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from emias_app.models.growth import Growth, GrowthChart, GrowthIndicator
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing, settled
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports


class GrowthState(Guarded):
    """Holds all four charts: choosing another asks for nothing, so that one look is one row of the journal."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._ports = ports
        self.patient_id = patient_id
        self.shows = ports.shows
        self.growth: Loadable[Growth] = Loading()
        self.indicator = GrowthIndicator.HEIGHT
        self.last_failure: Failed | None = None

    @property
    def charts(self) -> Mapping[GrowthIndicator, GrowthChart]:
        """The charts that are there."""
        return {one.indicator: one for one in self.growth.value.charts} if isinstance(self.growth, Ready) else {}

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.growth, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load; what is shown stays meanwhile."""
        shown = self.growth
        self.growth = renewing(shown)
        answer = await self.fetch(self._ports.backend.patients.growth(self.patient_id))
        if isinstance(answer, Ready):
            self.growth, self.last_failure = answer, None
        elif isinstance(answer, Failed):
            self.last_failure = answer
            self.growth = settled(shown, answer)

    def choose(self, indicator: GrowthIndicator) -> None:
        """Turn to another chart."""
        self.indicator = indicator
