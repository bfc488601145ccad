"""«Показать врачу»: one card to be read by another's eyes, and no way out but the PIN."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from emias_app.errors import Forbidden, Offline
from emias_app.models.access import GrantState
from emias_app.models.child_data import ChildDataKind
from emias_app.models.section import SectionSlug
from emias_app.models.shown import BesideSections
from emias_app.state._loadable import Ready
from emias_app.state.place import (
    Access,
    Card,
    CardSearch,
    ChildData,
    ChildDataForm,
    Clinic,
    DemoInfo,
    Diary,
    Growth,
    Home,
    Journal,
    LabTrendPage,
    NewUpload,
    Nowhere,
    Place,
    Profile,
    RecordPage,
    SectionList,
    ShowSetup,
    TakeAway,
)
from emias_app.state.root import Phase, RootState
from emias_app.state.section import Period
from emias_app.state.show import NOTHING_CHOSEN
from emias_app.state.show_ports import shown_ports
from emias_app.state.show_rules import Showing
from tests.support.fake_child_data import a_conflict, an_allergy
from tests.support.fake_demo import FakeDemo
from tests.support.fake_diary import an_entry
from tests.support.fake_ports import World
from tests.support.fake_values import an_id, rows_of
from tests.support.root import PIN, as_far_as_pin, press, signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
RECORD = rows_of("Артём", SectionSlug.LABS, 1)[0].id
LABS = SectionList(ARTYOM, SectionSlug.LABS)
SETUP = ShowSetup(ARTYOM)
#: Everywhere that is not what is shown.
OUTSIDE: tuple[Place, ...] = (
    Home(),
    Card(DARYA),
    SectionList(DARYA, SectionSlug.LABS),
    SectionList(ARTYOM, SectionSlug.CERTIFICATES),
    RecordPage(ARTYOM, SectionSlug.CERTIFICATES, RECORD),
    RecordPage(ARTYOM, SectionSlug.LABS, RECORD, True),
    CardSearch(ARTYOM),
    LabTrendPage(ARTYOM, "hb"),
    Diary(ARTYOM),
    ChildDataForm(ARTYOM, ChildDataKind.ALLERGIES),
    NewUpload(ARTYOM),
    TakeAway(ARTYOM),
    Journal(ARTYOM),
    SETUP,
    Access(),
    Profile(),
    Clinic(),
    DemoInfo(),
    Nowhere(),
)
INSIDE: tuple[Place, ...] = (
    Card(ARTYOM),
    LABS,
    RecordPage(ARTYOM, SectionSlug.LABS, RECORD),
    LabTrendPage(ARTYOM, "hb", RECORD),
    Growth(ARTYOM),
    ChildData(ARTYOM),
)


async def showing(world: World) -> RootState:
    """Anna has handed Артём's card over, with what is shown by default."""
    root = await signed_in(world, SETUP)
    assert root.show.setup is not None
    await root.show.setup.begin()
    assert root.show.is_on
    return root


def is_closed(root: RootState, phase: Phase) -> bool:
    """Nothing of any card is held."""
    return root.phase is phase and root.account is None


def period_of(root: RootState) -> Period | None:
    """The period of the list in view."""
    card = root.account.card if root.account is not None else None
    return card.section.choice.period if card is not None and card.section is not None else None


@on_virtual_time
async def test_a_show_begins_at_the_home_of_the_card_with_this_child_alone() -> None:
    root = await showing(World())
    assert root.place == Card(ARTYOM)
    assert root.account is not None
    assert [child.id for child in root.account.patients_known] == [ARTYOM]
    assert root.account.card is not None
    sections = root.account.card.sections
    assert isinstance(sections, Ready)
    assert {one.section for one in sections.value} <= set(SectionSlug) - {SectionSlug.DIARY, SectionSlug.CERTIFICATES}


@pytest.mark.parametrize("place", INSIDE, ids=str)
@on_virtual_time
async def test_what_is_shown_is_gone_to_freely(place: Place) -> None:
    root = await showing(World())
    await root.go(place)
    assert (root.place, root.show.gate) == (place, None)


@pytest.mark.parametrize("place", OUTSIDE, ids=str)
@on_virtual_time
async def test_every_other_address_asks_for_the_pin_and_is_put_back(place: Place) -> None:
    world = World(demo=FakeDemo())
    root = await showing(world)
    await root.go(LABS)
    asked = len(world.backend.calls)
    await root.arrive(place)  # typed by hand, back, forward, a link from elsewhere
    assert root.place == LABS
    assert root.show.gate is not None
    assert world.navigator.places[-1] == LABS
    assert len(world.backend.calls) == asked
    root.show.stay()
    await root.go(place)
    assert root.place == LABS
    assert root.show.gate is not None


@on_virtual_time
async def test_a_page_loaded_again_at_another_address_is_still_in_the_show() -> None:
    root = await showing(World())
    await root.go(LABS)
    await root.come_back(SectionList(DARYA, SectionSlug.LABS))
    assert root.show.is_on
    assert root.place == LABS
    assert root.show.gate is not None


@on_virtual_time
async def test_the_pin_ends_the_show_and_leads_where_one_wanted_to_go() -> None:
    root = await showing(World())
    await root.arrive(Card(DARYA))
    assert root.show.gate is not None
    await press(root.show.gate, PIN)
    assert not root.show.is_on
    assert root.show.gate is None
    assert root.place == Card(DARYA)
    assert root.account is not None
    assert len(root.account.patients_known) > 1


@on_virtual_time
async def test_the_end_of_a_show_needs_no_network() -> None:
    world = World()
    root = await showing(world)
    world.backend.failure = Offline()
    await root.show.ask_to_end()
    assert root.show.gate is not None
    await press(root.show.gate, PIN)
    assert not root.show.is_on


@on_virtual_time
async def test_wrong_pins_are_counted_by_the_vault_and_the_fifth_erases_and_signs_out() -> None:
    world = World()
    root = await showing(world)
    await root.show.ask_to_end()
    gate = root.show.gate
    assert gate is not None
    await press(gate, "111111")
    assert "4 попыт" in (gate.entry.error or "")
    root.show.stay()
    await root.show.ask_to_end()
    again = root.show.gate
    assert again is not None
    assert again.tries_left == 4, "leaving the pad gives no try back"
    for _ in range(4):
        await press(again, "111111")
    assert world.trust.pin is None
    assert root.phase is Phase.ANONYMOUS
    assert root.account is None
    assert world.backend.level is None


@on_virtual_time
async def test_a_sensor_does_not_end_a_show() -> None:
    world = World()
    root = await showing(world)
    world.trust.has_scan = True
    await root.show.ask_to_end()
    assert root.show.gate is not None
    assert not root.show.gate.has_biometrics
    await root.show.gate.scan()
    assert root.show.is_on


@on_virtual_time
async def test_the_lock_goes_on_and_its_pin_leads_back_into_the_show() -> None:
    world = World()
    root = await showing(world)
    await root.go(LABS)
    assert root.account is not None
    assert root.account.card is not None
    assert root.account.card.section is not None
    await root.account.card.section.choose_period(Period.YEAR)
    world.clock.advance(timedelta(minutes=6))
    await root.tick()
    assert is_closed(root, Phase.LOCKED)
    await root.arrive(Profile())  # typed while it was locked
    assert root.unlock is not None
    await press(root.unlock, PIN)
    assert root.phase is Phase.OPEN
    assert root.show.is_on
    assert root.place == Card(ARTYOM), "of an address typed meanwhile nothing is drawn"
    await root.go(LABS)
    assert period_of(root) is Period.YEAR
    await root.go(Home())
    assert root.show.gate is not None


@on_virtual_time
async def test_the_full_sign_in_ends_a_show() -> None:
    root = await showing(World())
    await root.show.ask_to_end()
    assert root.show.gate is not None
    await root.show.gate.forgot()
    assert is_closed(root, Phase.ANONYMOUS)
    await as_far_as_pin(root)
    assert root.sign_in is not None
    assert root.sign_in.pin is not None
    await root.sign_in.pin.skip()
    assert root.phase is Phase.OPEN
    assert not root.show.is_on


@on_virtual_time
async def test_the_owner_cannot_be_signed_out_nor_the_demo_reset_from_a_show() -> None:
    world = World(demo=FakeDemo())
    root = await showing(world)
    await root.sign_out()
    await root.reset_demo()
    assert root.show.is_on
    assert root.phase is Phase.OPEN
    assert world.trust.pin == PIN


@on_virtual_time
async def test_without_a_pin_no_show_begins_and_one_is_set_on_the_spot() -> None:
    world = World()
    root = await signed_in(world, pin=None)
    assert root.account is not None
    root.account.is_medcard_open = True
    await root.go(SETUP)
    setup = root.show.setup
    assert setup is not None
    assert not setup.has_pin
    await setup.begin()
    assert not root.show.is_on
    await setup.set_pin()
    assert setup.offer is not None
    await press(setup.offer, PIN + PIN)
    assert setup.offer is None
    assert setup.has_pin
    await root.lock()
    assert root.phase is Phase.LOCKED, "the PIN set here opens the app as well"


@on_virtual_time
async def test_with_nothing_chosen_nothing_is_shown() -> None:
    root = await signed_in(World(), SETUP)
    setup = root.show.setup
    assert setup is not None
    for part in setup.parts:
        setup.toggle(part)
    await setup.begin()
    assert setup.trouble == NOTHING_CHOSEN
    assert not root.show.is_on


@on_virtual_time
async def test_what_was_ticked_stays_ticked_and_nothing_else_is_shown() -> None:
    root = await signed_in(World(), SETUP)
    assert root.show.setup is not None
    root.show.setup.toggle(BesideSections.GROWTH)
    await root.go(Card(ARTYOM))
    await root.go(SETUP)
    assert root.show.setup is not None
    assert BesideSections.GROWTH not in root.show.setup.parts
    await root.show.setup.begin()
    await root.go(Growth(ARTYOM))
    assert root.show.gate is not None


@on_virtual_time
async def test_a_state_of_a_show_reads_what_is_shown_and_does_nothing_else() -> None:
    world = World()
    root = await showing(world)
    backend, asked = root.show.ports.backend, len(world.backend.calls)
    for forbidden in (
        backend.patients.records(DARYA, SectionSlug.LABS),
        backend.patients.records(ARTYOM, SectionSlug.CERTIFICATES),
        backend.patients.document(DARYA, SectionSlug.LABS, RECORD),
        backend.patients.document_pdf(ARTYOM, SectionSlug.LABS, RECORD),
        backend.patients.overview(ARTYOM),
        backend.patients.search(ARTYOM, "анализ"),
        backend.patients.access_log(ARTYOM),
        backend.patients.growth(DARYA),
        backend.diary.entries(ARTYOM),
        backend.child_data.summary(DARYA),
        backend.child_data.remove(ARTYOM, ChildDataKind.ALLERGIES, RECORD, 1, "key"),
        backend.exports.jobs(ARTYOM),
        backend.family.list(),
        backend.access.grants(),
        backend.devices.list(),
        backend.auth.medcard_code(),
        backend.me.notices(),
    ):
        with pytest.raises(Forbidden, match="not_shown"):
            await forbidden
    assert len(world.backend.calls) == asked
    assert root.show.ports.share_base is None
    assert not root.show.ports.files.can_share


@on_virtual_time
async def test_a_diary_that_is_shown_is_not_written_in() -> None:
    world = World()
    world.backend.diary.put(ARTYOM, an_entry())
    root = await signed_in(world, SETUP)
    assert root.show.setup is not None
    root.show.setup.toggle(SectionSlug.DIARY)
    await root.show.setup.begin()
    await root.go(Diary(ARTYOM))
    assert root.account is not None
    diary = root.account.book.diary
    assert diary is not None
    (line,) = diary.lines
    before = len(world.backend.calls)
    diary.begin()
    await diary.open(line)
    await diary.delete(line)
    assert diary.sheet is None
    assert diary.queue.steps == ()
    assert len(world.backend.calls) == before


@on_virtual_time
async def test_an_access_that_ends_closes_the_shown_card_and_the_pin_is_still_asked_for() -> None:
    world = World()
    root = await showing(world)
    assert root.account is not None
    world.backend.close_card(ARTYOM, GrantState.REVOKED, "по заявлению матери")
    await root.account.check_changes()
    assert root.account.card is None
    assert root.account.ended is not None
    await root.go(Home())
    assert root.show.gate is not None


@on_virtual_time
async def test_the_owner_finds_the_own_choices_again() -> None:
    world = World()
    root = await signed_in(world, LABS)
    assert root.account is not None
    assert root.account.card is not None
    assert root.account.card.section is not None
    await root.account.card.section.choose_period(Period.YEAR)
    await root.go(SETUP)
    assert root.show.setup is not None
    await root.show.setup.begin()
    await root.go(LABS)
    assert period_of(root) is Period.ALL
    await root.show.ask_to_end()
    assert root.show.gate is not None
    await press(root.show.gate, PIN)
    await root.go(LABS)
    assert period_of(root) is Period.YEAR


@on_virtual_time
async def test_a_card_is_read_once_when_it_is_handed_over() -> None:
    world = World()
    root = await signed_in(world, SETUP)
    assert root.show.setup is not None
    before = world.backend.asked("sections")
    await root.show.setup.begin()
    await asyncio.sleep(0)
    assert world.backend.asked("sections") == before + 1
    assert world.backend.asked("overview") == 0


def test_a_trend_found_by_the_search_is_no_part_of_the_labs() -> None:
    rule = Showing(ARTYOM, frozenset({SectionSlug.LABS}))
    assert rule.shows(LabTrendPage(ARTYOM, "hb", RECORD))
    assert not rule.shows(LabTrendPage(ARTYOM, "hb"))


@on_virtual_time
async def test_a_disagreement_over_an_allergy_is_seen_where_all_it_rests_on_is_shown() -> None:
    world = World()
    entry = an_allergy("Амоксициллин")
    world.backend.child_data.entries[ARTYOM, ChildDataKind.ALLERGIES] = [entry]
    world.backend.child_data.conflicts[ChildDataKind.ALLERGIES] = [a_conflict(entry.id)]
    root = await showing(world)
    child_data = root.show.ports.backend.child_data
    assert (await child_data.summary(ARTYOM)).items[0].conflicts == 1
    assert len((await child_data.page(ARTYOM, ChildDataKind.ALLERGIES)).conflicts) == 1
    assert root.show.showing is not None
    fewer = replace(root.show.showing, parts=frozenset({SectionSlug.CHILD_DATA}))
    of_fewer = shown_ports(world.ports, fewer).backend.child_data
    assert (await of_fewer.summary(ARTYOM)).items[0].conflicts == 0
    assert (await of_fewer.page(ARTYOM, ChildDataKind.ALLERGIES)).conflicts == []
