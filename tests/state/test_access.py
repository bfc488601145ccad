"""Who sees the cards: what stands in the lists, giving up, and what the small poll brings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from emias_app.errors import Offline
from emias_app.models.access import GrantState
from emias_app.models.requests import RequestState
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state.access import AccessState
from emias_app.state.account import AccountState
from emias_app.state.place import Access, AskAccess, Card, Journal, Redeem, RequestPage, SectionList
from emias_app.state.root import RootState
from tests.support.fake_access import AT, a_grant, a_request
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
DMITRY = "Морозов Дмитрий Андреевич"


async def at_access(world: World) -> tuple[RootState, AccountState, AccessState]:
    root = await signed_in(world, Access())
    assert root.account is not None
    return root, root.account, root.account.roads.access


@on_virtual_time
async def test_of_several_accesses_to_one_card_the_living_one_counts() -> None:
    world = World()
    old = a_grant("Артём", state=GrantState.REVOKED, reason="по заявлению", start=AT - timedelta(days=1))
    world.backend.grants = [old, a_grant("Артём", start=AT - timedelta(days=9))]
    _, _, access = await at_access(world)
    assert [one.state for one in access.mine] == [GrantState.ACTIVE]


@on_virtual_time
async def test_others_stand_apart_from_mine() -> None:
    world = World()
    world.backend.grants.append(a_grant("Артём", holder=DMITRY, mine=False))
    _, _, access = await at_access(world)
    assert {one.patient_id for one in access.mine} == {ARTYOM, DARYA}
    assert [one.holder for one in access.others] == [DMITRY]


@on_virtual_time
async def test_giving_up_closes_my_card_at_once_and_nobody_else_s() -> None:
    world = World()
    _, account, access = await at_access(world)
    await access.give_up(a_grant("Артём").id)
    assert [child.first_name for child in account.open_children] == ["Дарья"]
    assert {one.patient_id: one.state for one in access.mine}[ARTYOM] is GrantState.CANCELLED


@on_virtual_time
async def test_another_s_access_cannot_be_given_up() -> None:
    world = World()
    others = a_grant("Артём", holder=DMITRY, mine=False)
    world.backend.grants.append(others)
    _, _, access = await at_access(world)
    await access.give_up(others.id)
    assert world.backend.asked("cancel_grant") == 0


@on_virtual_time
async def test_a_refused_giving_up_is_said_and_changes_nothing() -> None:
    world = World()
    _, account, access = await at_access(world)
    world.backend.failures["cancel_grant"] = Offline()
    await access.give_up(a_grant("Артём").id)
    assert "Нет сети" in (access.error or "")
    assert len(account.open_children) == 2


@on_virtual_time
async def test_requests_under_way_stand_before_those_that_are_over() -> None:
    world = World()
    states = (RequestState.REJECTED, RequestState.CHECKING, RequestState.DRAFT, RequestState.APPROVED)
    world.backend.requests = [a_request(state) for state in states]
    _, _, access = await at_access(world)
    assert [one.state for one in access.under_way] == [RequestState.CHECKING, RequestState.DRAFT]
    assert [one.state for one in access.over] == [RequestState.REJECTED, RequestState.APPROVED]


@on_virtual_time
async def test_what_is_shown_stays_when_the_network_goes() -> None:
    world = World()
    _, _, access = await at_access(world)
    world.backend.failure = Offline()
    await access.refresh()
    assert isinstance(access.grants, Ready)
    fresh = World()
    fresh.backend.failures["grants"] = Offline()
    _, _, empty = await at_access(fresh)
    assert isinstance(empty.grants, Failed)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (GrantState.REVOKED, "по заявлению матери"),
        (GrantState.CANCELLED, "Вы отказались от доступа"),
        (GrantState.EXPIRED, "исполнилось 18 лет"),
    ],
)
@on_virtual_time
async def test_the_poll_closes_an_open_card_with_the_reason_and_leaves_the_others(
    state: GrantState, reason: str
) -> None:
    world = World()
    root = await signed_in(world, SectionList(ARTYOM, SectionSlug.LABS))
    account = root.account
    assert account is not None
    world.backend.close_card(ARTYOM, state, reason)
    await account.check_changes()
    assert account.card is None
    assert account.ended is not None
    assert account.ended.reason == reason
    await root.go(Card(DARYA))
    assert account.ended is None
    assert account.card is not None
    assert isinstance(account.card.sections, Ready)


@on_virtual_time
async def test_a_journal_closes_with_its_card() -> None:
    world = World()
    root = await signed_in(world, Journal(ARTYOM))
    account = root.account
    assert account is not None
    assert account.card is not None
    journal = account.card.journal
    assert journal is not None
    world.backend.close_card(ARTYOM, GrantState.REVOKED, "по заявлению")
    await account.check_changes()
    assert account.card is None
    asked = len(world.backend.calls)
    await journal.refresh()
    assert len(world.backend.calls) == asked, "a closed journal asks no more"


@on_virtual_time
async def test_news_bring_the_lists_up_to_date() -> None:
    world = World()
    _, account, access = await at_access(world)
    await account.check_changes()
    world.backend.grants.append(a_grant("Дарья", holder=DMITRY, mine=False))
    asked = world.backend.asked("patients")
    await account.check_changes()
    assert world.backend.asked("patients") == asked
    assert access.others == (), "nothing said that there is something new"
    world.backend.unread = 1
    await account.check_changes()
    assert [one.holder for one in access.others] == [DMITRY]


@on_virtual_time
async def test_the_poll_is_close_only_where_a_card_or_an_access_is_in_view() -> None:
    world = World()
    root, account, _ = await at_access(world)
    assert account.is_watched_closely
    await root.go(Redeem())
    assert account.is_watched_closely, "a code may come while one waits for it"
    await root.go(AskAccess())
    assert not account.is_watched_closely
    await root.go(Card(ARTYOM))
    assert account.is_watched_closely


@on_virtual_time
async def test_one_request_is_followed_and_can_be_withdrawn() -> None:
    world = World()
    request = a_request()
    world.backend.requests = [request]
    root = await signed_in(world, RequestPage(request.id))
    assert root.account is not None
    one = root.account.roads.one
    assert one is not None
    assert isinstance(one.request, Ready)
    await one.withdraw()
    assert one.request.value.state is RequestState.CANCELLED
    await one.withdraw()
    assert world.backend.asked("cancel_request") == 1
