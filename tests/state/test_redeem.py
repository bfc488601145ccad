"""A code of the clinic: what is forgiven, what is counted, what opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.domain.access_codes import typed_code
from emias_app.errors import Offline
from emias_app.models.access import GrantState
from emias_app.state._loadable import Ready
from emias_app.state.place import Access, Card, Redeem
from emias_app.state.redeem import RedeemState
from emias_app.state.root import RootState
from tests.support.fake_access import CLINIC_CODE
from tests.support.fake_ports import World
from tests.support.fake_values import a_child, an_id
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

SMS = "Код доступа к медкарте ребенка: K7PM-42XA. Действует 72 часа. Никому его не сообщайте."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("k7pm 42xa", "K7PM42XA"),
        ("К7РМ-42ХА", "K7PM42XA"),
        ("к 7 р м — 4 2 х а", "K7PM42XA"),
        ("K7PM42XA99", "K7PM42XA"),
        (SMS, "K7PM42XA"),
        ("k7", "K7"),
        ("  --", ""),
        ("K7PM-4RXE", "K7PM4RXE"),
    ],
)
def test_case_spaces_dashes_and_look_alikes_are_forgiven(typed: str, shown: str) -> None:
    assert typed_code(typed) == shown


async def at_the_code(world: World) -> tuple[RootState, RedeemState]:
    root = await signed_in(world, Redeem())
    assert root.account is not None
    assert root.account.roads.redeem is not None
    return root, root.account.roads.redeem


@on_virtual_time
async def test_the_right_code_opens_the_card_and_leads_to_it() -> None:
    world = World()
    root, redeem = await at_the_code(world)
    redeem.type("к7рм-42ха")
    await redeem.submit()
    assert redeem.granted is not None
    assert ("redeem", CLINIC_CODE) in world.backend.calls
    await root.go(Card(redeem.granted.patient_id))
    assert root.account is not None
    assert root.account.card is not None
    assert isinstance(root.account.card.sections, Ready)


@on_virtual_time
async def test_a_wrong_code_stays_in_view_and_says_how_many_tries_are_left() -> None:
    world = World()
    _, redeem = await at_the_code(world)
    redeem.type("ABCEHKMP")
    await redeem.submit()
    assert (redeem.is_refused, redeem.code) == (True, "ABCEHKMP")
    assert redeem.tries_line == "Осталось 4 попытки из 5"
    redeem.type("ABCEHKM")
    assert not redeem.is_refused


@on_virtual_time
async def test_after_five_wrong_codes_nothing_is_sent_until_the_hour_is_over() -> None:
    world = World()
    _, redeem = await at_the_code(world)
    for _ in range(6):
        redeem.type("ABCEHKMP")
        await redeem.submit()
    asked = world.backend.asked("redeem")
    assert redeem.seconds_locked == 2400
    redeem.type(CLINIC_CODE)
    await redeem.submit()
    assert world.backend.asked("redeem") == asked
    world.clock.advance(timedelta(seconds=2401))
    world.backend.redeem_tries = 5
    await redeem.submit()
    assert redeem.granted is not None


@on_virtual_time
async def test_a_code_that_is_too_short_costs_no_try() -> None:
    world = World()
    _, redeem = await at_the_code(world)
    redeem.type("K7PM")
    await redeem.submit()
    assert redeem.error == "В коде 8 букв и цифр, сейчас 4"
    assert world.backend.asked("redeem") == 0


@on_virtual_time
async def test_without_a_network_the_code_stays_and_costs_no_try() -> None:
    world = World()
    _, redeem = await at_the_code(world)
    world.backend.failures["redeem"] = Offline()
    redeem.type(CLINIC_CODE)
    await redeem.submit()
    assert "Нет сети" in (redeem.error or "")
    assert (redeem.code, redeem.tries_left, redeem.is_refused) == (CLINIC_CODE, None, False)


@on_virtual_time
async def test_a_pasted_message_gives_its_code_and_an_empty_one_says_so() -> None:
    world = World()
    _, redeem = await at_the_code(world)
    redeem.paste(SMS)
    assert redeem.code == CLINIC_CODE
    redeem.paste("")
    assert redeem.error == "В буфере обмена нет кода"


@on_virtual_time
async def test_a_code_is_forgotten_when_its_screen_is_left() -> None:
    world = World()
    root, redeem = await at_the_code(world)
    redeem.type("K7PM")
    await root.go(Access())
    await root.go(Redeem())
    assert root.account is not None
    assert root.account.roads.redeem is not None
    assert root.account.roads.redeem.code == ""


@on_virtual_time
async def test_a_new_code_opens_a_card_that_had_closed_in_view() -> None:
    world = World()
    world.backend.children.append(a_child("София", state=GrantState.REVOKED))
    root = await signed_in(world, Card(an_id("София")))
    assert root.account is not None
    assert root.account.ended is not None
    await root.go(Redeem())
    assert root.account.roads.redeem is not None
    root.account.roads.redeem.type(CLINIC_CODE)
    await root.account.roads.redeem.submit()
    await root.go(Card(an_id("София")))
    assert root.account.ended is None
    assert root.account.card is not None
