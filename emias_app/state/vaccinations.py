"""«Прививки»: the plan, what was given, the tests; the calendar file and the certificate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.errors import EmiasError
from emias_app.models.vaccination import DoseStatus, PlannedDose, VaccinationPlan
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.file_ports import Taken
from emias_app.state.ports import Ports
from emias_app.state.section import SectionState
from emias_app.state.troubles import trouble_of

ICS, PDF = "text/calendar", "application/pdf"
#: How many of what is done stand on the plan; the rest is one tap away.
RECENT = 6


class Tab(StrEnum):
    """«План» · «Профилактические прививки» · «Иммунодиагностические тесты»."""

    PLAN = "plan"
    GIVEN = "given"
    TESTS = "tests"

    @property
    def kind(self) -> str | None:
        """The kind of records that its list holds; the plan has no list."""
        return _KINDS[self]


_KINDS: dict[Tab, str | None] = {Tab.PLAN: None, Tab.GIVEN: "IMMUNIZATION", Tab.TESTS: "TUBERCULIN"}
_NOW = (DoseStatus.OVERDUE, DoseStatus.DUE)


@dataclass(frozen=True)
class Injection:
    """One vaccination of the past, with all the doses that it was."""

    doses: tuple[PlannedDose, ...]

    @property
    def first(self) -> PlannedDose:
        return self.doses[0]


@dataclass(frozen=True)
class PlanGroups:
    """The plan as it is read: now, later, never, and the newest of what is done."""

    now: tuple[PlannedDose, ...] = ()
    later: tuple[PlannedDose, ...] = ()
    never: tuple[PlannedDose, ...] = ()
    done: tuple[Injection, ...] = ()
    done_total: int = 0

    @property
    def ahead_total(self) -> int:
        return len(self.now) + len(self.later)


def grouped(plan: VaccinationPlan) -> PlanGroups:
    """A temporary exemption waits among what comes later; for good or refused is a group of its own."""

    def waits(dose: PlannedDose) -> bool:
        is_temporary = dose.status is DoseStatus.CONTRAINDICATED and dose.until is not None
        return dose.status is DoseStatus.COMING or is_temporary

    later = sorted((dose for dose in plan.items if waits(dose)), key=lambda dose: dose.earliest)
    done = [dose for dose in plan.items if dose.status is DoseStatus.DONE]
    known = {id(dose) for dose in (*later, *done)}
    now = tuple(dose for dose in plan.items if dose.status in _NOW)
    return PlanGroups(
        now=now,
        later=tuple(later),
        never=tuple(dose for dose in plan.items if id(dose) not in known and dose.status not in _NOW),
        done=injections(done)[:RECENT],
        done_total=len(done),
    )


def injections(done: list[PlannedDose]) -> tuple[Injection, ...]:
    """Doses of one record, or of one day and product, as the one vaccination they were."""
    found: dict[object, list[PlannedDose]] = {}
    for dose in done:
        key = dose.record_id or dose.entry_id or (dose.date, dose.product, dose.series, dose.by_parent)
        found.setdefault(key, []).append(dose)
    return tuple(Injection(tuple(doses)) for doses in found.values())


class VaccinationsState(Guarded):
    """Stands beside the section's list, which the two other tabs show.

    ``file_error`` is the last word on a file; ``taken`` is where it went. ``layer_changed`` is told when
    Moscow's recommendations come or go, since home tells the next dose too.
    """

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        patient_id: UUID,
        section: SectionState,
        layer_changed: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._ports, self._layer_changed = ports, layer_changed
        self._turn = 0
        self.is_reading = ports.is_reading
        self.patient_id = patient_id
        self.section = section
        self.plan: Loadable[PlanGroups] = Loading()
        self.has_moscow = ports.preferences.load().has_moscow
        self.last_failure: Failed | None = None
        self.loaded_at: datetime | None = None
        self.is_saving = False
        self.file_error: str | None = None
        self.taken: Taken | None = None

    @property
    def tab(self) -> Tab:
        """The open tab; the list remembers it over a lock."""
        return next(tab for tab, kind in _KINDS.items() if kind == self.section.choice.kind)

    @property
    def now(self) -> datetime:
        """The backend's time."""
        return self._ports.backend.server_now()

    @allowed
    async def ensure(self) -> None:
        """Load what the open tab shows, and no more: each is a read of the card."""
        if self.tab is not Tab.PLAN:
            await self.section.ensure()
        elif not isinstance(self.plan, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load the plan; what is shown stays meanwhile."""
        self._turn += 1
        turn, shown = self._turn, self.plan
        self.plan = renewing(shown)
        answer = await self.fetch(
            self._ports.backend.patients.vaccination_plan(self.patient_id, moscow=self.has_moscow)
        )
        if turn != self._turn or answer is None:
            return
        if isinstance(answer, Ready):
            self.plan, self.last_failure = Ready(grouped(answer.value)), None
            self.loaded_at = self.now
        elif isinstance(shown, Ready):
            self.plan, self.last_failure = Ready(shown.value), answer
        else:
            self.plan = answer

    @allowed
    async def choose_tab(self, tab: Tab) -> None:
        await self.section.choose_kind(tab.kind)
        await self.ensure()

    @allowed
    async def use_moscow(self, has_moscow: bool) -> None:
        """With or without what Moscow recommends; kept on this device."""
        if has_moscow == self.has_moscow:
            return
        self.has_moscow = has_moscow
        kept = self._ports.preferences
        kept.save(replace(kept.load(), has_moscow=has_moscow))
        await self.refresh()
        await self._layer_changed()

    @allowed
    async def save_calendar(self) -> None:
        """Hand over the doses ahead as a calendar file."""
        patients = self._ports.backend.patients
        await self._hand_over(
            "Прививки.ics", ICS, lambda: patients.vaccination_calendar(self.patient_id, moscow=self.has_moscow)
        )

    @allowed
    async def save_certificate(self) -> None:
        """Hand over the certificate of all that was given."""
        patients, today = self._ports.backend.patients, moscow_day(self.now)
        name = f"Сертификат о прививках {today.isoformat()}.pdf"
        await self._hand_over(name, PDF, lambda: patients.vaccination_certificate(self.patient_id))

    async def _hand_over(self, name: str, media_type: str, fetch: Callable[[], Awaitable[bytes]]) -> None:
        if self.is_saving:
            return
        self.is_saving, self.file_error, self.taken = True, None, None
        try:
            content = await fetch()
            if self._pass.is_valid:
                self.taken = await self._ports.files.hand_over(name, media_type, content)
        except EmiasError as error:
            if not self._pass.report(error):
                self.file_error = trouble_of(error, self.now).text
        finally:
            self.is_saving = False
