"""An open page: the second step, ended accesses, the small poll, what home shows."""

from __future__ import annotations

import asyncio

from emias_app.errors import Offline
from emias_app.models.access import GrantState
from emias_app.models.account import EndedAccess
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state.place import Card, Home, RecordPage, SectionList
from emias_app.state.ports import Preferences
from tests.support.fake_ports import World
from tests.support.fake_values import CODE, NOW, a_child, a_problem, an_id
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
LABS = SectionList(ARTYOM, SectionSlug.LABS)


@on_virtual_time
async def test_before_the_second_step_nothing_medical_is_asked() -> None:
    world = World()
    root = await signed_in(world, LABS, pin=None)
    assert root.account is not None
    assert root.account.card is None
    assert root.account.step_up is not None
    assert {"overview", "sections", "records", "document"}.isdisjoint(call[0] for call in world.backend.calls)


@on_virtual_time
async def test_the_second_step_opens_what_was_asked_for() -> None:
    world = World()
    root = await signed_in(world, LABS, pin=None)
    account = root.account
    assert account is not None
    assert account.step_up is not None
    entry = account.step_up.code
    assert isinstance(entry, Ready)
    entry.value.type("000000")
    await entry.value.submit()
    assert "Осталось 2" in (entry.value.error or "")
    assert entry.value.code == ""
    entry.value.type(CODE)
    await entry.value.submit()
    assert account.step_up is None
    assert account.card is not None
    assert account.card.section is not None
    assert isinstance(account.card.section.rows, Ready)


@on_virtual_time
async def test_a_second_step_that_ran_out_is_asked_again_and_the_card_closes_meanwhile() -> None:
    world = World()
    root = await signed_in(world, LABS)
    account = root.account
    assert account is not None
    assert account.card is not None
    world.backend.failures["records"] = a_problem(403, "medcard_step_up_required")
    assert account.card.section is not None
    await account.card.section.refresh()
    assert account.card is None
    assert not account.is_medcard_open
    await asyncio.sleep(0.1)
    assert account.step_up is not None


@on_virtual_time
async def test_an_access_revoked_while_the_card_is_open_closes_it_with_the_reason() -> None:
    world = World()
    root = await signed_in(world, LABS)
    account = root.account
    assert account is not None
    card = account.card
    world.backend.ended = [EndedAccess(patient_id=ARTYOM, state="REVOKED", reason="по заявлению матери", at=NOW)]
    await account.check_changes()
    assert account.card is None
    assert account.ended is not None
    assert account.ended.reason == "по заявлению матери"
    assert card is not None
    asked = len(world.backend.calls)
    await card.refresh()
    assert len(world.backend.calls) == asked


@on_virtual_time
async def test_an_ended_access_leaves_nothing_of_that_child_on_the_device() -> None:
    world = World()
    root = await signed_in(world, LABS)
    root.choose_colour(ARTYOM, "olive")
    root.choose_colour(DARYA, "sky")
    account = root.account
    assert account is not None
    assert account.card is not None
    assert account.card.section is not None
    await account.card.section.search("анемия")
    world.backend.ended = [EndedAccess(patient_id=ARTYOM, state="EXPIRED", reason="исполнилось 18 лет", at=NOW)]
    await account.check_changes()
    assert world.preferences.kept.colours == ((str(DARYA), "sky"),)
    assert not any(patient_id == ARTYOM for patient_id, _ in root._choices)


@on_virtual_time
async def test_what_ended_while_the_app_was_closed_is_forgotten_at_the_first_look() -> None:
    world = World()
    closed = world.backend.children[0]
    access = closed.access.model_copy(update={"state": GrantState.REVOKED})
    world.backend.children[0] = closed.model_copy(update={"access": access})
    world.preferences.save(Preferences(colours=((str(closed.id), "olive"),)))
    await signed_in(world, Home())
    assert world.preferences.kept.colours == ()


@on_virtual_time
async def test_a_refusal_closes_the_card_too() -> None:
    world = World()
    record = world.backend.rows[ARTYOM, SectionSlug.LABS][0]
    root = await signed_in(world, LABS)
    world.backend.failures["document"] = a_problem(403, "access_revoked", reason="по заявлению матери")
    await root.go(RecordPage(ARTYOM, SectionSlug.LABS, record.id))
    assert root.account is not None
    assert root.account.ended is not None
    assert root.account.card is None
    await root.go(Home())
    assert root.account.ended is None


@on_virtual_time
async def test_a_card_that_was_closed_before_says_why_and_is_not_asked_for() -> None:
    world = World()
    world.backend.children[0] = a_child(state=GrantState.REVOKED)
    root = await signed_in(world, Card(ARTYOM))
    assert root.account is not None
    assert root.account.ended is not None
    assert world.backend.asked("sections") == 0


@on_virtual_time
async def test_one_failed_overview_takes_nothing_else_with_it() -> None:
    world = World()
    world.backend.failures["overview"] = a_problem(503, "unavailable")
    root = await signed_in(world, Card(ARTYOM))
    assert root.account is not None
    card = root.account.card
    assert card is not None
    assert isinstance(card.overview, Failed)
    assert isinstance(card.sections, Ready)


@on_virtual_time
async def test_home_reads_each_card_once_and_the_card_does_not_read_it_again() -> None:
    world = World()
    root = await signed_in(world)
    assert world.backend.asked("overview") == 2
    await root.go(Card(ARTYOM))
    await root.go(Home())
    assert world.backend.asked("overview") == 2


@on_virtual_time
async def test_a_phone_reads_only_what_it_shows_and_a_desktop_both_panes() -> None:
    for wide in (False, True):
        world = World()
        record = world.backend.rows[ARTYOM, SectionSlug.LABS][0]
        root = await signed_in(world)
        await root.use_panes(wide)
        await root.go(RecordPage(ARTYOM, SectionSlug.LABS, record.id))
        assert world.backend.asked("records") == (1 if wide else 0)
        assert world.backend.asked("document") == 1


@on_virtual_time
async def test_a_child_that_is_not_mine_is_not_found() -> None:
    world = World()
    root = await signed_in(world)
    await root.switch_child(an_id("чужой"))
    assert root.place == Home()


@on_virtual_time
async def test_without_a_network_home_says_so_and_can_be_tried_again() -> None:
    world = World()
    root = await signed_in(world)
    account = root.account
    assert account is not None
    world.backend.failure = Offline()
    await account.refresh_home()
    assert isinstance(account.patients, Ready), "what was loaded stays"


@on_virtual_time
async def test_ending_a_session_elsewhere_but_never_this_one() -> None:
    world = World()
    root = await signed_in(world, pin=None)
    here = world.backend.sessions[0]
    other = here.model_copy(update={"id": an_id("there"), "current": False})
    world.backend.sessions.append(other)
    assert root.account is not None
    profile = root.account.profile
    await profile.refresh()
    await profile.end_session(here.id)
    await profile.end_session(other.id)
    assert world.backend.sessions == [here]
