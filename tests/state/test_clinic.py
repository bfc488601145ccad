"""The clinic's side: who works there, whose session it is, how it ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from emias_app.errors import Offline
from emias_app.state._loadable import Ready
from emias_app.state.clinic import Desk
from emias_app.state.place import Card, Clinic, ClinicAccess, ClinicPatientPage, DemoInfo, Entry, Home, Place
from emias_app.state.root import Phase, RootState
from tests.support.fake_clinic import ARTYOM, SOFIA, STAFF_PASSWORD, a_history_row
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.root import PIN, press, signed_in, started
from tests.support.virtual_time import on_virtual_time


async def at_work(world: World, place: Place | None = None, login: str = "registrar") -> tuple[RootState, Desk]:
    """A page at the clinic's side, staff signed in."""
    root = await started(world, place or Clinic())
    assert root.clinic is not None
    await root.clinic.sign_in(login, STAFF_PASSWORD)
    assert root.clinic.desk is not None, root.clinic.error
    return root, root.clinic.desk


@on_virtual_time
async def test_the_address_of_the_clinic_asks_staff_to_sign_in() -> None:
    world = World()
    root = await started(world, Clinic())
    assert root.phase is Phase.CLINIC
    assert (root.sign_in, root.unlock, root.account) == (None, None, None)
    assert world.clinic.calls == []


@on_virtual_time
async def test_staff_get_the_journal_and_no_sms() -> None:
    world = World()
    _, desk = await at_work(world)
    assert isinstance(desk.journal.rows, Ready)
    assert [one.first_name for one in desk.journal.patients] == ["Артём", "София"]
    assert not desk.is_doctor
    assert world.backend.calls == [], "the parent's client is not asked for anything"


@on_virtual_time
async def test_what_is_missing_is_told_beside_its_field_and_a_refusal_above_the_button() -> None:
    world = World()
    root = await started(world, Clinic())
    clinic = root.clinic
    assert clinic is not None
    await clinic.sign_in(" ", "")
    assert (clinic.login_error, clinic.password_error) == ("Введите логин", "Введите пароль")
    await clinic.sign_in("registrar", "wrong")
    assert clinic.error == "Логин или пароль не подошли"
    world.clinic.failures["sign_in"] = Offline()
    await clinic.sign_in("registrar", STAFF_PASSWORD)
    assert "Нет сети" in (clinic.error or "")


@on_virtual_time
async def test_a_parents_session_ends_before_the_staffs_begins() -> None:
    world = World()
    root = await signed_in(world)
    account = root.account
    assert account is not None
    await root.go(Clinic())
    assert (root.phase, root.account) == (Phase.CLINIC, None)
    assert world.backend.level is None, "signed out at the backend too"
    asked = len(world.backend.calls)
    await account.refresh_home()
    assert len(world.backend.calls) == asked


@on_virtual_time
async def test_leaving_the_clinic_signs_staff_out_and_asks_the_parent_for_the_pin() -> None:
    world = World()
    root = await signed_in(world)
    await root.go(Clinic())
    assert root.clinic is not None
    await root.clinic.sign_in("registrar", STAFF_PASSWORD)
    desk = root.clinic.desk
    assert desk is not None
    await root.go(Home())
    assert (root.phase, root.clinic) == (Phase.LOCKED, None)
    assert world.clinic.asked("logout") == 1
    assert world.clinic.is_closed
    await desk.journal.search("морозов")
    assert world.clinic.asked("patients") == 1, "a closed desk asks for nothing"
    assert root.unlock is not None
    await press(root.unlock, PIN)
    assert (root.phase, root.place) == (Phase.OPEN, Home())


@on_virtual_time
async def test_back_to_the_clinic_wants_a_new_sign_in_on_a_new_client() -> None:
    world = World()
    root, _ = await at_work(world, ClinicAccess(SOFIA))
    await root.go(Entry())
    assert root.phase is Phase.ANONYMOUS
    await root.go(ClinicAccess(SOFIA))
    assert root.clinic is not None
    assert root.clinic.desk is None
    assert len(world.clinics) == 2
    assert world.clinic.calls == []


@on_virtual_time
async def test_an_unlock_that_ends_after_the_clinic_was_opened_opens_no_card() -> None:
    world = World()
    root = await signed_in(world)
    await root.lock()
    unlock = root.unlock
    assert unlock is not None
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    world.backend.gates["unlock"] = gate
    unlocking = asyncio.ensure_future(press(unlock, PIN))
    await asyncio.sleep(0.1)
    await root.go(Clinic())
    gate.set_result(None)
    await unlocking
    assert (root.phase, root.account) == (Phase.CLINIC, None)
    assert world.backend.level is None


@on_virtual_time
async def test_a_sign_in_that_ends_after_the_clinic_was_left_keeps_no_session() -> None:
    world = World()
    root = await started(world, Clinic())
    clinic = root.clinic
    assert clinic is not None
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    world.clinic.gates["sign_in"] = gate
    signing = asyncio.ensure_future(clinic.sign_in("registrar", STAFF_PASSWORD))
    await asyncio.sleep(0.1)
    leaving = asyncio.ensure_future(root.go(Entry()))
    await asyncio.sleep(0.1)
    gate.set_result(None)
    await asyncio.gather(signing, leaving)
    assert clinic.desk is None
    assert not world.clinic.signed_in
    assert world.clinic.is_closed


@on_virtual_time
async def test_idle_staff_are_signed_out_and_come_back_to_the_same_form() -> None:
    world = World()
    root, desk = await at_work(world, ClinicAccess(SOFIA))
    world.clock.advance(timedelta(minutes=4))
    root.touch()
    world.clock.advance(timedelta(minutes=4))
    await root.tick()
    assert root.clinic is not None
    assert root.clinic.desk is desk
    world.clock.advance(timedelta(minutes=2))
    await root.tick()
    assert root.clinic.desk is None
    assert "долго ничего" in (root.clinic.notice or "")
    assert not world.clinic.signed_in
    asked = len(world.clinic.calls)
    await root.clinic.refresh()
    await root.tick()
    assert len(world.clinic.calls) == asked
    await root.clinic.sign_in("registrar", STAFF_PASSWORD)
    assert root.clinic.desk is not None
    assert root.clinic.desk.patient is not None
    assert root.clinic.desk.patient.patient_id == SOFIA


@on_virtual_time
async def test_another_member_of_staff_begins_at_the_journal() -> None:
    world = World()
    root, _ = await at_work(world, ClinicAccess(SOFIA))
    assert root.clinic is not None
    await root.clinic.sign_out()
    await root.clinic.sign_in("doctor", STAFF_PASSWORD)
    assert root.place == Clinic()
    assert root.clinic.desk is not None
    assert root.clinic.desk.patient is None
    assert root.clinic.desk.is_doctor


@on_virtual_time
async def test_a_session_ended_by_the_backend_hides_the_desk() -> None:
    world = World()
    root, _ = await at_work(world)
    assert world.clinic.on_session_lost is not None
    world.clinic.on_session_lost()
    assert root.clinic is not None
    assert root.clinic.desk is None
    assert "закончился" in (root.clinic.notice or "")


@on_virtual_time
async def test_the_page_about_the_demo_does_not_end_the_work() -> None:
    world = World(demo=FakeDemo())
    root, desk = await at_work(world)
    await root.go(DemoInfo())
    assert root.clinic is not None
    assert root.clinic.desk is desk
    await root.reset_demo()
    assert root.clinic is None
    assert world.clinic.is_closed


@on_virtual_time
async def test_only_the_demos_own_staff_sign_in_by_one_tap() -> None:
    world = World(demo=FakeDemo())
    root = await started(world, Clinic())
    assert root.clinic is not None
    await root.clinic.sign_in_as("doctor")
    assert root.clinic.desk is None
    await root.clinic.sign_in_as("registrar")
    assert root.clinic.desk is not None


@on_virtual_time
async def test_another_patient_shows_nothing_of_the_first() -> None:
    world = World()
    root, desk = await at_work(world, ClinicAccess(SOFIA))
    first = desk.patient
    assert first is not None
    first.form.type_phone("+7 900 000-00-06")
    await root.go(ClinicAccess(ARTYOM))
    assert desk.patient is not None
    assert desk.patient is not first
    assert (desk.patient.patient_id, desk.patient.form.phone) == (ARTYOM, "")


@on_virtual_time
async def test_a_code_redeemed_at_home_shows_at_the_next_poll_of_the_form_only() -> None:
    world = World()
    root, desk = await at_work(world, ClinicPatientPage(SOFIA))
    assert root.clinic is not None
    await root.clinic.refresh()
    assert world.clinic.asked("history") == 0
    await root.go(ClinicAccess(SOFIA))
    assert desk.patient is not None
    before = desk.patient.history
    await root.clinic.refresh()
    assert desk.patient.history is before, "nothing changed, nothing is drawn"
    world.clinic.rows[SOFIA] = [a_history_row()]
    await root.clinic.refresh()
    assert desk.patient.history == Ready((a_history_row(),))
    world.clinic.failures["history"] = Offline()
    await root.clinic.refresh()
    assert desk.patient.history == Ready((a_history_row(),)), "what is shown stays"


@on_virtual_time
async def test_a_page_that_closes_ends_the_staffs_session() -> None:
    world = World()
    root, _ = await at_work(world)
    root.close()
    await asyncio.sleep(0.1)
    assert world.clinic.is_closed
    assert world.clinic.asked("logout") == 1


@on_virtual_time
async def test_a_parents_card_is_no_place_of_the_clinic() -> None:
    world = World()
    root, _ = await at_work(world)
    await root.arrive(Card(an_id("Артём")))
    assert root.clinic is None
    assert root.phase is Phase.ANONYMOUS
