"""What an open page knows: the account, its children, the card that is open, and what ended meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from emias_app.domain.access import REASON_REVOKED
from emias_app.errors import EmiasError, Forbidden
from emias_app.models.access import GrantState
from emias_app.models.account import Me, PatientSummary
from emias_app.models.auth import TokenLevel
from emias_app.models.base import Tone
from emias_app.models.overview import NextDose, Overview
from emias_app.models.records import RecordRow
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.card import CardState
from emias_app.state.diary_book import DiaryBook
from emias_app.state.household import Household
from emias_app.state.levels import Drafts
from emias_app.state.place import (
    Access,
    Card,
    CardPlace,
    Diaries,
    Diary,
    Home,
    MyCards,
    Place,
    Profile,
    Redeem,
    RequestPage,
    patient_of,
)
from emias_app.state.ports import Ports
from emias_app.state.profile import ProfileState
from emias_app.state.roads import Roads
from emias_app.state.section import Choice
from emias_app.state.step_up import StepUpState
from emias_app.state.troubles import ENDED_CODES, STEP_UP_CODE

#: So many new records of each child stand on home.
MOST_FRESH = 3

Choices = dict[tuple[UUID, SectionSlug], Choice]


@dataclass(frozen=True)
class EndedCard:
    """A card that closed while it was mine; ``reason`` is fit to show."""

    patient_id: UUID
    reason: str


class AccountState(Guarded):
    """The graph of one signed-in page; it dies at a lock and a new one is made after it."""

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        choices: Choices,
        drafts: Drafts | None = None,
        *,
        has_two_panes: bool = False,
        forget: Callable[[UUID], None] = lambda _patient_id: None,
    ) -> None:
        """``forget(patient_id)``: an access ended, nothing that this device keeps of that card stays."""
        super().__init__(right)
        self._ports, self._choices, self._forget_child = ports, choices, forget
        self._has_two_panes, self._drafts = has_two_panes, drafts if drafts is not None else {}
        self._place: Place = Home()
        self._changes_since: datetime | None = None
        self._unread: int | None = None
        self.me: Loadable[Me] = Loading()
        self.patients: Loadable[tuple[PatientSummary, ...]] = Loading()
        self.overviews: Mapping[UUID, Loadable[Overview]] = MappingProxyType({})
        self.is_medcard_open = ports.backend.level is TokenLevel.MEDCARD
        self.step_up: StepUpState | None = None
        self.card: CardState | None = None
        self.ended: EndedCard | None = None
        self.last_patient_id: UUID | None = None
        self.profile = ProfileState(ports, right)
        self.household = Household(ports, right, self._drafts, lambda: self.me_known, self._keep_me, self.opened)
        self.roads = Roads(ports, right, lambda: self.me_known, self._access_changed)
        self.book = DiaryBook(ports, right, lambda: self.me_known, self.child, self._card_refused)

    # what is known

    def child(self, patient_id: UUID) -> PatientSummary | None:
        """A child of the list, if it is there."""
        return next((child for child in self.patients_known if child.id == patient_id), None)

    @property
    def me_known(self) -> Me | None:
        """The account, if it is known."""
        return self.me.value if isinstance(self.me, Ready) else None

    @property
    def patients_known(self) -> tuple[PatientSummary, ...]:
        """The list as far as it is known."""
        return self.patients.value if isinstance(self.patients, Ready) else ()

    @property
    def open_children(self) -> tuple[PatientSummary, ...]:
        """Those whose card may be opened, in the order of adding."""
        return tuple(child for child in self.patients_known if child.access.state is GrantState.ACTIVE)

    def opened(self, patient_id: UUID) -> PatientSummary | None:
        return next((child for child in self.open_children if child.id == patient_id), None)

    @property
    def to_do(self) -> tuple[tuple[UUID, NextDose], ...]:
        """Vaccinations whose time has come, the overdue first."""
        due = [
            (child.id, overview.value.next_dose)
            for child in self.open_children
            if isinstance(overview := self.overviews.get(child.id), Ready) and overview.value.next_dose
        ]
        urgent = [(owner, dose) for owner, dose in due if dose and dose.mark.tone in (Tone.ERROR, Tone.WARN)]
        return tuple(sorted(urgent, key=lambda pair: pair[1].mark.tone is not Tone.ERROR))

    @property
    def fresh(self) -> tuple[tuple[UUID, RecordRow], ...]:
        """The newest of every open card, newest first: one child's many do not hide another's few."""
        found = [
            (child.id, row)
            for child in self.open_children
            if isinstance(overview := self.overviews.get(child.id), Ready)
            for row in overview.value.fresh[:MOST_FRESH]
        ]
        return tuple(sorted(found, key=lambda pair: pair[1].date, reverse=True))

    @property
    def card_to_open(self) -> Place:
        """Where «Медкарта» leads: the card that was open last, the only one, or the choice."""
        known = {child.id for child in self.open_children}
        if self.last_patient_id in known and self.last_patient_id is not None:
            return Card(self.last_patient_id)
        return Card(next(iter(known))) if len(known) == 1 else MyCards()

    @property
    def diary_to_open(self) -> Place:
        """Where «Дневник» leads: the same child's as «Медкарта»."""
        place = self.card_to_open
        return Diary(place.patient_id) if isinstance(place, Card) else Diaries()

    # where the person goes

    def aim(self, place: Place) -> None:
        """Turn to ``place`` at once; what it needs is fetched by :meth:`show`."""
        self._place = place
        self.roads.aim(place)
        self.household.aim(place)
        patient_id = patient_of(place)
        self.last_patient_id = patient_id or self.last_patient_id
        if not isinstance(place, Diary) or (self.book.diary and self.book.diary.patient_id != patient_id):
            self.book.close()
        if self.card is not None and self.card.patient_id != patient_id:
            self.card.close()
            self.card = None
        if self.ended is not None and self.ended.patient_id != patient_id:
            self.ended = None
        if self.step_up is not None and patient_id is None:
            self.step_up = None
        if patient_id is not None and self.is_medcard_open and self.ended is None:
            if self.card is None:
                right = self._pass.child(lambda error: self._card_refused(patient_id, error))
                known = self._choices, self._forget_overviews, self.child, self._drafts
                self.card = CardState(self._ports, right, patient_id, *known)
                self.card.overview = self.overviews.get(patient_id, Loading())  # read once, journaled once
            self.card.aim(place)  # type: ignore[arg-type]

    @allowed
    async def show(self) -> None:
        """Fetch what the place shows."""
        await asyncio.gather(self._ensure_me(), self._ensure_patients())
        place, patient_id = self._place, patient_of(self._place)
        if not self._pass.is_valid:
            return
        if patient_id is None:
            work = [self.household.show(place), self.roads.show(place)]
            if isinstance(place, Home | MyCards) and self.is_medcard_open:
                work.append(self._ensure_overviews())
            if isinstance(place, Home):
                work.append(self.roads.access.refresh())
            elif isinstance(place, Profile):
                work.append(self.profile.refresh())
            await asyncio.gather(*work)
        elif self.ended is None:
            ended = self._ended_in_list(patient_id)
            if ended is not None:
                self._close_card(ended)
            elif not self.is_medcard_open:
                await self._begin_step_up()
            elif self.card is not None:
                shown = self.card.show(place, has_two_panes=self._has_two_panes)  # type: ignore[arg-type]
                await asyncio.gather(shown, self.book.show(place))

    @allowed
    async def use_panes(self, has_two: bool) -> None:
        """The window became wide or narrow."""
        if has_two != self._has_two_panes:
            self._has_two_panes = has_two
            await self.show()

    @allowed
    async def refresh_home(self) -> None:
        """The children and what is new, anew."""
        home = Home()
        await asyncio.gather(self._load_patients(), self.household.show(home), self.roads.access.refresh())
        if self.is_medcard_open:
            await asyncio.gather(*(self._load_overview(child.id) for child in self.open_children))

    @allowed
    async def retry(self) -> None:
        """Once more, after a failure."""
        await self.show()

    @allowed
    async def renew(self) -> None:
        """The network is back: what is shown is read anew, and what waits is sent."""
        work = [self._load_patients(), self.book.renew(), *map(self._load_overview, self.overviews)]
        if self.card is not None:
            work.append(self.card.renew())
        await asyncio.gather(*work)

    @allowed
    async def check_changes(self) -> None:
        """The small poll: closes what ended, takes in what was decided."""
        since = self._changes_since or self._ports.backend.server_now()
        answer = await self.fetch(self._ports.backend.me.changes(since))
        if not isinstance(answer, Ready):
            return
        changes = answer.value
        self._changes_since = changes.now
        if self.is_medcard_open:
            await self.book.queue.flush()
        # Whatever begins for a person is told by a notice; what came before the first look concerns «Доступ» alone.
        is_first, has_changed = self._unread is None, self._unread != changes.unread_notices
        self._unread = changes.unread_notices
        await self.household.take_in(changes)
        if not changes.ended and (is_first or not has_changed):
            if is_first:
                await self.roads.refresh_shown(self._place)
            return
        for ended in changes.ended:
            if self.card is not None and self.card.patient_id == ended.patient_id:
                self._close_card(EndedCard(ended.patient_id, ended.reason or REASON_REVOKED))
            self._forget_overview(ended.patient_id)
            self._forget(ended.patient_id)
            await self.book.forget_card(ended.patient_id)
        await asyncio.gather(self._load_patients(), self.roads.refresh_shown(self._place))

    @property
    def is_watched_closely(self) -> bool:
        """Whether what is on the screen has to close, or to change, within seconds."""
        close = CardPlace | Access | Redeem | RequestPage | Home
        return isinstance(self._place, close) or self.household.is_watched(self._place)

    def start_watching(self) -> None:
        """From now on :meth:`check_changes` asks for what happens after this moment."""
        self._changes_since = self._ports.backend.server_now()

    def close(self) -> None:
        """A lock or a sign-out: nothing of this graph acts or is told any more."""
        if self.card is not None:
            self.card.close()
        self.book.close()
        self._pass.revoke()

    # how it is done

    async def _access_changed(self, patient_id: UUID | None) -> None:
        """By what was done on this page an access began (its patient) or ended (None)."""
        if self.ended is not None and self.ended.patient_id == patient_id:
            self.ended = None
        await self._load_patients()
        known = {child.id for child in self.open_children}
        for closed in [one for one in self.overviews if one not in known]:
            self._forget_overview(closed)

    def _keep_me(self, me: Me) -> None:
        self.me = Ready(me)

    async def _ensure_me(self) -> None:
        if not isinstance(self.me, Ready):
            answer = await self.fetch(self._ports.backend.me.get())
            if answer is not None:
                self.me = answer

    async def _ensure_patients(self) -> None:
        if not isinstance(self.patients, Ready):
            self.patients = Loading()
            await self._load_patients()

    async def _load_patients(self) -> None:
        shown = self.patients
        if isinstance(shown, Ready):
            self.patients = Ready(shown.value, refreshing=True)
        answer = await self.fetch(self._ports.backend.patients.list())
        if isinstance(answer, Ready):
            self.patients = Ready(tuple(answer.value))
            for closed in (child for child in answer.value if child.access.state is not GrantState.ACTIVE):
                self._forget(closed.id)
        elif isinstance(answer, Failed):
            self.patients = Ready(shown.value) if isinstance(shown, Ready) else answer

    def _forget(self, patient_id: UUID) -> None:
        """What was looked for in the card, and the child's colour."""
        for key in [key for key in self._choices if key[0] == patient_id]:
            del self._choices[key]
        self._forget_child(patient_id)

    async def _ensure_overviews(self) -> None:
        missing = [child.id for child in self.open_children if not isinstance(self.overviews.get(child.id), Ready)]
        await asyncio.gather(*(self._load_overview(patient_id) for patient_id in missing))

    async def _load_overview(self, patient_id: UUID) -> None:
        right = self._pass.child(lambda error: self._card_refused(patient_id, error))
        shown = self.overviews.get(patient_id)
        if not isinstance(shown, Ready):
            self._keep_overview(patient_id, Loading())
        answer = await Guarded(right).fetch(
            self._ports.backend.patients.overview(patient_id, moscow=self._ports.preferences.load().has_moscow)
        )
        if answer is not None and not (isinstance(answer, Failed) and isinstance(shown, Ready)):
            self._keep_overview(patient_id, answer)

    def _keep_overview(self, patient_id: UUID, overview: Loadable[Overview]) -> None:
        self.overviews = MappingProxyType({**self.overviews, patient_id: overview})

    def _forget_overviews(self) -> None:
        """The next doses that home knows are those of another layer of the plan."""
        self.overviews = MappingProxyType({})

    def _forget_overview(self, patient_id: UUID) -> None:
        self.overviews = MappingProxyType({key: one for key, one in self.overviews.items() if key != patient_id})

    def _ended_in_list(self, patient_id: UUID) -> EndedCard | None:
        child = self.child(patient_id)
        if child is None or child.access.state is GrantState.ACTIVE:
            return None
        return EndedCard(patient_id, child.access.reason or REASON_REVOKED)

    async def _begin_step_up(self) -> None:
        if self.step_up is None:
            phone = self.me.value.phone if isinstance(self.me, Ready) else None
            self.step_up = StepUpState(self._ports, self._pass, phone, self._stepped_up)
            await self.step_up.begin()

    async def _stepped_up(self) -> None:
        self.step_up = None
        self.is_medcard_open = True
        self.aim(self._place)
        await self.show()

    def _card_refused(self, patient_id: UUID, error: EmiasError) -> bool:
        """A card request was refused in a way that concerns more than one screen."""
        if not isinstance(error, Forbidden):
            return False
        if error.code == STEP_UP_CODE:
            self._require_step_up()
            return True
        if error.code in ENDED_CODES:
            if patient_of(self._place) == patient_id:
                self._close_card(EndedCard(patient_id, error.reason or error.detail))
            self._forget_overview(patient_id)
            return True
        return False

    def _require_step_up(self) -> None:
        """The second step ran out: cards close until it is taken again."""
        if not self.is_medcard_open:
            return
        self.is_medcard_open = False
        self.overviews = MappingProxyType({})
        self.book.close()
        if self.card is not None:
            self.card.close()
            self.card = None
        if patient_of(self._place) is not None:
            self._later = asyncio.ensure_future(self.show())

    def _close_card(self, ended: EndedCard) -> None:
        self.book.close()
        if self.card is not None:
            self.card.close()
            self.card = None
        self.ended = ended
