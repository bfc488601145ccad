"""«Показать врачу» on this phone (product.md §13): a child's card to be read by another's eyes, a PIN to leave.

Only :meth:`ShowMode.shows` says what may be drawn meanwhile; the root asks it for every place, by whatever way it came.
The page's graph is built over :mod:`.show_ports`, which reads what is shown and refuses the rest.

The automatic lock goes on. Unlocking by the PIN leads back into the show, to the very same screen (product.md §4.5):
the phone is still in the doctor's hand, and one PIN typed for the doctor to read on must not open the whole card.
«Закончить» then asks again. The full sign-in, by password and SMS, ends the show: after it there may be no PIN to
leave by.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from emias_app.domain.shown import AT_A_VISIT, SHOWABLE
from emias_app.errors import EmiasError
from emias_app.models.shown import Shown
from emias_app.state._base import Observable
from emias_app.state.account import AccountState, Choices
from emias_app.state.pin_offer import PinOffer
from emias_app.state.place import Card, Home, Place, ShowSetup
from emias_app.state.ports import Opened, Ports, TrustStatus
from emias_app.state.show_ports import shown_ports
from emias_app.state.show_rules import Showing
from emias_app.state.troubles import trouble_of
from emias_app.state.unlock import NOTICE_UNTRUSTED, UnlockState

NOTHING_CHOSEN = "Выберите, что показать."


class ShowGate(UnlockState):
    """The PIN that ends a show: the vault's own count of tries, and the fifth wrong one erases as at the unlock.

    The PIN alone: a sensor would end the show when the phone is held up to its owner. The session goes on, so
    nothing is asked of the backend, and a show ends without a network too.
    """

    def __init__(
        self,
        ports: Ports,
        status: TrustStatus,
        *,
        unlocked: Callable[[], Awaitable[None]],
        give_up: Callable[[str | None], Awaitable[None]],
    ) -> None:
        super().__init__(ports, replace(status, has_biometrics=False), unlocked=unlocked, give_up=give_up)

    async def _open(self, opened: Opened) -> None:
        await self._unlocked()


class ShowSetupState(Observable):
    """What will be shown of one child's card. ``status`` is None until the vault answered; without a PIN one is set
    here first, by ``offer``: a show is left by it."""

    def __init__(
        self,
        ports: Ports,
        patient_id: UUID,
        parts: frozenset[Shown],
        begin: Callable[[Showing], Awaitable[bool]],
        trusted: Callable[[], Awaitable[None]],
    ) -> None:
        self._ports, self._begin, self._trusted = ports, begin, trusted
        self.patient_id = patient_id
        self.parts = parts
        self.status: TrustStatus | None = None
        self.offer: PinOffer | None = None
        self.trouble: str | None = None
        self.is_busy = False

    @property
    def has_pin(self) -> bool:
        return self.status is not None and self.status.is_enrolled

    def toggle(self, part: Shown) -> None:
        """Show a part, or not."""
        if not self.is_busy:
            self.parts ^= {part}
            self.trouble = None

    def choose_all(self) -> None:
        """Everything; nothing where everything is chosen already."""
        if not self.is_busy:
            everything = frozenset(SHOWABLE)
            self.parts = frozenset() if self.parts == everything else everything
            self.trouble = None

    async def ensure(self) -> None:
        """Find out whether there is a PIN to leave by."""
        if self.status is None:
            await self._look()

    async def set_pin(self) -> None:
        """Set a PIN now, in place of the choice; it opens the cards from then on too."""
        if self.is_busy or self.offer is not None or self.status is None:
            return
        self.is_busy, self.trouble = True, None
        try:
            me = await self._ports.backend.me.get()
        except EmiasError as error:
            self.trouble = trouble_of(error, self._ports.backend.server_now()).text
        else:
            self.offer = PinOffer(self._ports, me, self.status, self._pin_done)
        finally:
            self.is_busy = False

    async def begin(self) -> None:
        """Show what was chosen."""
        if self.is_busy:
            return
        if not self.parts:
            self.trouble = NOTHING_CHOSEN
            return
        self.is_busy = True
        try:
            if not await self._begin(Showing(self.patient_id, self.parts)):
                await self._look()
        finally:
            self.is_busy = False

    async def _pin_done(self, is_trusted: bool) -> None:
        del is_trusted
        self.offer = None
        await self._trusted()
        await self._look()

    async def _look(self) -> None:
        try:
            self.status = await self._ports.trust.status()
        except EmiasError as error:
            self.trouble = trouble_of(error, self._ports.backend.server_now()).text


class ShowMode(Observable):
    """One per page. ``status()`` asks the vault anew; ``reopen(place)`` builds the page's graph for what holds now and
    goes to ``place``; ``give_up(notice)`` leads to the full sign-in; ``account()`` is the
    page's graph now, None while nothing is open."""

    def __init__(
        self,
        ports: Ports,
        *,
        status: Callable[[], Awaitable[TrustStatus | None]],
        reopen: Callable[[Place], Awaitable[None]],
        give_up: Callable[[str | None], Awaitable[None]],
        account: Callable[[], AccountState | None],
    ) -> None:
        self._ports, self._status, self._reopen = ports, status, reopen
        self._give_up, self._account = give_up, account
        self._chosen: dict[UUID, frozenset[Shown]] = {}
        self._wanted: Place | None = None
        self.showing: Showing | None = None
        self.setup: ShowSetupState | None = None
        self.gate: ShowGate | None = None
        #: Periods and filters of the show; the owner's own are not touched.
        self.choices: Choices = {}

    @property
    def is_on(self) -> bool:
        return self.showing is not None

    def shows(self, place: Place) -> bool:
        """Whether ``place`` may be drawn now; everything may while nothing is shown to anybody."""
        return self.showing is None or self.showing.shows(place)

    @property
    def home(self) -> Place:
        """Where a show begins."""
        return Card(self.showing.patient_id) if self.showing is not None else Home()

    @property
    def ports(self) -> Ports:
        """What the page's graph is built over now."""
        return self._ports if self.showing is None else shown_ports(self._ports, self.showing)

    # before

    async def turn_to(self, place: Place) -> None:
        """The person is at ``place``: the choice is there at its own place only."""
        if not isinstance(place, ShowSetup) or self.showing is not None:
            self.drop_setup()
            return
        if self.setup is None or self.setup.patient_id != place.patient_id:
            parts = self._chosen.get(place.patient_id, AT_A_VISIT)
            self.setup = ShowSetupState(self._ports, place.patient_id, parts, self._begin, self._trusted)
        await self.setup.ensure()

    def drop_setup(self) -> None:
        """The choice is left, or the page locked: what was ticked stays ticked."""
        if self.setup is not None:
            self._chosen[self.setup.patient_id] = self.setup.parts
        self.setup = None

    async def _trusted(self) -> None:
        await self._status()

    async def _begin(self, showing: Showing) -> bool:
        """False where there is no PIN to leave by, or the card is not open."""
        status = await self._status()
        if status is None or not status.is_enrolled or self.showing is not None:
            return False
        account, patient_id = self._account(), showing.patient_id
        if account is None or not account.is_medcard_open or account.opened(patient_id) is None:
            return False
        order = [child.id for child in account.patients_known].index(patient_id)
        self.drop_setup()
        self.showing, self.choices = replace(showing, order=order), {}
        await self._reopen(Card(showing.patient_id))
        return True

    # meanwhile

    async def ask_to_end(self) -> None:
        """«Закончить показ»."""
        await self.hold(self.home)

    async def hold(self, wanted: Place) -> None:
        """Somebody wants to leave for ``wanted``: the PIN is asked for, and leads there."""
        self._wanted = wanted
        if self.showing is None or self.gate is not None:
            return
        status = await self._status()
        if status is None or not status.is_enrolled:
            await self._give_up(NOTICE_UNTRUSTED)
        elif self.showing is not None and self.gate is None:
            self.gate = ShowGate(self._ports, status, unlocked=self._end, give_up=self._give_up)

    def stay(self) -> None:
        """«Вернуться к показу», or a lock: nobody is asked to leave any more."""
        self.gate, self._wanted = None, None

    def pause(self) -> None:
        """The page locks: nothing is being asked or chosen any more."""
        self.stay()
        self.drop_setup()

    def forget(self) -> None:
        """The owner signed in by password and SMS, or left for good: nothing is shown to anybody."""
        self.stay()
        self.setup, self.showing = None, None
        self._chosen.clear()
        self.choices = {}

    async def _end(self) -> None:
        wanted = self._wanted or self.home
        self.gate, self._wanted, self.showing, self.choices = None, None, None, {}
        await self._reopen(wanted)
