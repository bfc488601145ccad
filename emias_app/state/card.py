"""One child's card while it is open: section counts, the overview, the list and the record in view."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from emias_app.models.account import PatientSummary
from emias_app.models.overview import Overview
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.models.shown import Shown
from emias_app.state._loadable import Failed, Loadable, Loading, Ready, renewing, settled
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.card_search import CardSearchState
from emias_app.state.child_data import ChildDataState
from emias_app.state.growth import GrowthState
from emias_app.state.journal import JournalState
from emias_app.state.lab_trend import LabTrendState
from emias_app.state.levels import Drafts
from emias_app.state.place import (
    Card,
    CardPlace,
    ChildDataPlace,
    Growth,
    Journal,
    LabTrendPage,
    NewUpload,
    Place,
    RecordPage,
    SectionList,
    TakeAway,
    is_search,
)
from emias_app.state.ports import Ports
from emias_app.state.record import RecordState
from emias_app.state.section import Choice, SectionState
from emias_app.state.take_away import TakeAwayState
from emias_app.state.upload import UploadState
from emias_app.state.vaccinations import VaccinationsState


class CardState(Guarded):
    """Everything medical of one child hangs here and goes with it; ``choices`` and ``drafts`` outlive a lock.

    ``last_failure`` = the counts in view are not the newest; ``failed`` are the sections that did not load when they
    were opened last.
    """

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        patient_id: UUID,
        choices: dict[tuple[UUID, SectionSlug], Choice],
        forget_overviews: Callable[[], None] = lambda: None,
        child: Callable[[UUID], PatientSummary | None] = lambda _: None,
        drafts: Drafts | None = None,
    ):
        super().__init__(right)
        self._ports, self._choices, self._forget_overviews = ports, choices, forget_overviews
        self._child, self._drafts = child, {} if drafts is None else drafts
        self._are_counts_old = False
        self.is_reading = ports.is_reading
        self.patient_id = patient_id
        self.sections: Loadable[tuple[SectionSummary, ...]] = Loading()
        self.overview: Loadable[Overview] = Loading()
        self.loaded_at: datetime | None = None
        self.last_failure: Failed | None = None
        self.failed: frozenset[SectionSlug] = frozenset()
        self._shows_overview = False
        self.section: SectionState | None = None
        self.vaccinations: VaccinationsState | None = None
        self.record: RecordState | None = None
        self.journal: JournalState | None = None
        self.growth: GrowthState | None = None
        self.trend: LabTrendState | None = None
        self.search: CardSearchState | None = None
        self.child_data: ChildDataState | None = None
        self.upload: UploadState | None = None
        self.take_away: TakeAwayState | None = None

    def aim(self, place: CardPlace) -> None:
        """Make room for what ``place`` shows, before anything is fetched: nothing older stays in view."""
        if not isinstance(place, Journal):
            self.journal = None
        elif self.journal is None:
            self.journal = JournalState(self._ports, self._pass, self.patient_id)
        if not isinstance(place, Growth):
            self.growth = None
        elif self.growth is None:
            self.growth = GrowthState(self._ports, self._pass, self.patient_id)
        if isinstance(place, ChildDataPlace):
            if self.child_data is None:
                self.child_data = ChildDataState(
                    self._ports, self._pass, self.patient_id, self._birth, self._drafts, self._uploads_changed
                )
            self.child_data.aim(place)
        elif self.child_data is not None:
            if self.child_data.has_changed:  # a vaccination made elsewhere may have been the next dose
                self._are_counts_old, self.overview = True, Loading()
                self._forget_overviews()
            self.child_data = None
        if not isinstance(place, NewUpload):
            self.upload = None
        elif self.upload is None:
            self.upload = UploadState(self._ports, self._pass, self.patient_id, self._drafts, self._uploads_changed)
        self._aim_across(place)
        if not isinstance(place, TakeAway):
            self.take_away = None
        elif self.take_away is None:
            self.take_away = TakeAwayState(self._ports, self._pass, self.patient_id)
        if not isinstance(place, SectionList | RecordPage | LabTrendPage):
            self._remember()
            self.section = self.record = self.vaccinations = None
            return
        section = SectionSlug.LABS if isinstance(place, LabTrendPage) else place.section
        if self.section is None or self.section.slug is not section:
            self._remember()
            choice = self._choices.get((self.patient_id, section), Choice())
            self.section = SectionState(self._ports, self._pass, self.patient_id, section, choice)
            self._tell_summary()
            is_plan = section is SectionSlug.VACCINATIONS
            self.vaccinations = self._vaccinations_of(self.section) if is_plan else None
        if isinstance(place, RecordPage):
            if self.record is None or (self.record.slug, self.record.record_id) != (section, place.record_id):
                self.record = RecordState(
                    self._ports, self._pass, self.patient_id, section, place.record_id, self._uploads_changed
                )
        elif not (isinstance(place, LabTrendPage) and self.record and self.record.record_id == place.report):
            self.record = None

    def _aim_across(self, place: CardPlace) -> None:
        """What looks across the card: a trend goes with its place, a search stays while its findings are looked at."""
        if not isinstance(place, LabTrendPage):
            self.trend = None
        elif self.trend is None or self.trend.code != place.code:
            self.trend = LabTrendState(self._ports, self._pass, self.patient_id, place.code)
        if not is_search(place):
            self.search = None
        elif self.search is None:
            self.search = CardSearchState(self._ports, self._pass, self.patient_id)

    def narrow(self, section: SectionSlug, query: str) -> None:
        """The section's list, when it opens next, shows what holds these words."""
        self._choices[self.patient_id, section] = Choice(query=query)

    def _birth(self) -> date | None:
        child = self._child(self.patient_id)
        return child.birth_date if child is not None else None

    def close(self) -> None:
        """The card is left or locked: remember what was chosen, nothing else."""
        self._remember()
        self._pass.revoke()

    @allowed
    async def show(self, place: CardPlace, *, has_two_panes: bool) -> None:
        """Load what is on the screen now, and no more: every list and document that is read is journaled."""
        if self.journal is not None:
            await self.journal.ensure()
            return
        if self.growth is not None:
            await self.growth.ensure()
            return
        if self.child_data is not None:
            await asyncio.gather(self.ensure_sections(), self.child_data.show(has_two_panes=has_two_panes))
            return
        if self.upload is not None:
            return
        if self.take_away is not None:
            await self.take_away.ensure()
            return
        work = [self.ensure_sections()]
        is_beside = has_two_panes and not isinstance(place, RecordPage | LabTrendPage)
        self._shows_overview = not self.is_reading and (isinstance(place, Card) or is_beside)
        if self.trend is not None:
            work.append(self.trend.ensure())
        if self._shows_overview:
            work.append(self.ensure_overview())
        is_list = isinstance(place, SectionList) or (has_two_panes and self.search is None)
        if self.section is not None and is_list:
            work.append((self.vaccinations or self.section).ensure())
        if self.record is not None and isinstance(place, RecordPage):
            work.append(self.record.ensure())
        await asyncio.gather(*work)

    @property
    def fresh(self) -> frozenset[UUID]:
        """What entered the card since this person's last visit."""
        if not isinstance(self.sections, Ready):
            return frozenset()
        return frozenset(record_id for summary in self.sections.value for record_id in summary.fresh)

    @allowed
    async def ensure_sections(self) -> None:
        if self._are_counts_old or not isinstance(self.sections, Ready):
            await self._load_sections()

    @allowed
    async def ensure_overview(self) -> None:
        if not isinstance(self.overview, Ready):
            await self._load_overview()

    @allowed
    async def load_again(self) -> None:
        """«Повторить» on the home of the card: what failed is asked anew when it is opened."""
        await self.refresh()
        if self.last_failure is None and isinstance(self.sections, Ready):
            self.failed = frozenset()

    @allowed
    async def refresh(self) -> None:
        """Counts and overview anew, what is shown stays meanwhile."""
        await asyncio.gather(self._load_sections(), *([] if self.is_reading else [self._load_overview()]))

    def _vaccinations_of(self, section: SectionState) -> VaccinationsState:
        return VaccinationsState(self._ports, self._pass, self.patient_id, section, self._next_dose_changed)

    async def _next_dose_changed(self) -> None:
        """Another layer of the plan may have another next dose: what was read of it is old."""
        self._forget_overviews()
        if self._shows_overview:
            await self._load_overview()
        else:
            self.overview = Loading()

    @allowed
    async def renew(self) -> None:
        """What is shown anew, and no more."""
        shown = (self.vaccinations or self.section, self.record, self.journal)
        work = [one.refresh() for one in shown if one is not None]
        if isinstance(self.sections, Ready):
            work.append(self._load_sections())
        if isinstance(self.overview, Ready):
            work.append(self._load_overview())
        await asyncio.gather(*work)

    @allowed
    async def look_again(self) -> None:
        """The page was loaded anew: what is no read of the card itself is asked anew."""
        if self.journal is not None:
            await self.journal.refresh()

    @property
    def shown_parts(self) -> frozenset[Shown]:
        """What of the card a doctor may read; nothing where it is not shown to one."""
        return self._ports.showing.parts if self._ports.showing is not None else frozenset()

    def shows(self, place: Place) -> bool:
        """Whether one may go there from here: everywhere, but for a doctor to whom the card is shown."""
        return self._ports.shows(place)

    async def _load_sections(self) -> None:
        shown = self.sections
        self.sections = renewing(shown)
        answer = await self.fetch(self._ports.backend.patients.sections(self.patient_id))
        if isinstance(answer, Ready):
            self.sections, self._are_counts_old = Ready(tuple(answer.value)), False
            self.loaded_at = self._ports.backend.server_now()
            self.last_failure = None
            self._tell_summary()
        elif isinstance(answer, Failed):
            self.sections = settled(shown, answer)
            self.last_failure = answer if isinstance(shown, Ready) else None

    async def _load_overview(self) -> None:
        shown = self.overview
        self.overview = renewing(shown)
        has_moscow = self._ports.preferences.load().has_moscow
        answer = await self.fetch(self._ports.backend.patients.overview(self.patient_id, moscow=has_moscow))
        if answer is not None:
            self.overview = Ready(shown.value) if isinstance(answer, Failed) and isinstance(shown, Ready) else answer

    async def _uploads_changed(self) -> None:
        """A document was put in, taken out or brought back: counts anew, and the list where it is in view."""
        work = [self._load_sections()] if isinstance(self.sections, Ready) else []
        if self.section is not None and self.section.slug is SectionSlug.UPLOADS:
            work.append(self.section.refresh())
        await asyncio.gather(*work)

    def _tell_summary(self) -> None:
        if self.section is not None and isinstance(self.sections, Ready):
            slug = self.section.slug
            self.section.summary = next((one for one in self.sections.value if one.section is slug), None)

    def _remember(self) -> None:
        if self.section is not None:
            self._choices[self.patient_id, self.section.slug] = self.section.choice
            self._note_failure(self.section)

    def _note_failure(self, section: SectionState) -> None:
        """The home of the card tells which sections did not load when they were opened last."""
        plan = self.vaccinations.plan if self.vaccinations is not None else None
        if isinstance(section.rows, Failed) or section.last_failure is not None or isinstance(plan, Failed):
            self.failed |= {section.slug}
        elif isinstance(section.rows, Ready) or isinstance(plan, Ready):
            self.failed -= {section.slug}
