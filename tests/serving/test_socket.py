"""The guard of the socket, on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from emias_app.serving.guard import Limits
from emias_app.serving.visit import LARGE_MESSAGE, SMALL_MESSAGE, Visit
from tests.serving.conftest import BASE, Site, Socket

pytestmark = pytest.mark.anyio


async def refused(socket: Socket) -> bool:
    first = await socket.next()
    await asyncio.wait_for(socket.task, 5)
    return bool(first["type"] == "websocket.close")


async def test_our_own_page_may_open_a_socket_and_knows_its_browser(site: Site) -> None:
    cookie = site.door.new_cookie()
    socket = site.socket(cookie)
    assert (await socket.next())["type"] == "websocket.accept"
    socket.register()
    assert await socket.registered()
    await socket.next()
    (visit,) = site.visits
    assert visit is not None
    assert visit.browser_id == cookie.split(".")[0]
    assert cookie.split(".")[0] not in repr(visit)
    await socket.leave()
    assert site.web.open_sockets == 0


@pytest.mark.parametrize(
    "origin",
    [None, "", "null", "http://evil.example", "http://127.0.0.1", "http://127.0.0.1:8651", "ftp://127.0.0.1:8650"],
)
async def test_a_socket_from_another_origin_gets_nothing(site: Site, origin: str | None) -> None:
    assert await refused(site.socket(site.door.new_cookie(), origin=origin))
    assert site.pages == []


async def test_a_rebound_name_gets_nothing(site: Site) -> None:
    socket = site.socket(site.door.new_cookie(), origin="http://evil.example", host=b"evil.example")
    assert await refused(socket)


async def test_a_socket_without_the_cookie_or_on_another_path_gets_nothing(locked_site: Site) -> None:
    assert await refused(locked_site.socket(None))
    assert await refused(locked_site.socket("guess.guess"))
    assert await refused(locked_site.socket(locked_site.door.new_cookie(), path="/api/ws"))


async def test_sockets_are_limited_in_all_and_per_address(make_site: Callable[..., Site]) -> None:
    site = make_site(limits=Limits(total=3, per_address=2, grace=0.05))
    cookie = site.door.new_cookie()
    held = [site.socket(cookie), site.socket(cookie), site.socket(cookie, address="10.0.0.2")]
    for socket in held:
        assert (await socket.next())["type"] == "websocket.accept"
    assert await refused(site.socket(cookie, address="10.0.0.3"))
    await held.pop().leave()
    assert await refused(site.socket(cookie))
    await held.pop().leave()
    again = site.socket(cookie)
    assert (await again.next())["type"] == "websocket.accept"
    for socket in (again, *held):
        await socket.leave()
    assert site.web.open_sockets == 0


async def test_a_socket_closed_before_it_registered_leaves_nothing_running(site: Site) -> None:
    before = len(asyncio.all_tasks())
    for first in (None, b"garbage", b"\x00\x92\x01", b"\x02"):
        socket = site.socket(site.door.new_cookie())
        await socket.next()
        if first is not None:
            socket.send(first)
        await socket.leave()
    assert len(asyncio.all_tasks()) == before
    assert site.web.open_sockets == 0


async def test_a_large_message_before_sign_in_ends_the_socket(site: Site) -> None:
    socket = site.socket(site.door.new_cookie())
    await socket.next()
    socket.register()
    await socket.registered()
    await socket.next()
    socket.send(b"\x01" + b"0" * SMALL_MESSAGE)
    closed = await socket.next()
    assert (closed["type"], closed["code"]) == ("websocket.close", 1009)
    await asyncio.wait_for(socket.task, 5)


async def test_after_sign_in_a_photo_passes(site: Site) -> None:
    socket = site.socket(site.door.new_cookie())
    await socket.next()
    socket.register()
    await socket.registered()
    await socket.next()
    visit = site.visits[0]
    assert visit is not None
    visit.allow_large_messages()
    socket.send(b"\x01" + b"0" * (3 * SMALL_MESSAGE))
    socket.register()
    assert await socket.registered()
    visit.allow_small_messages_only()
    socket.send(b"\x01" + b"0" * SMALL_MESSAGE)
    while (message := await socket.next())["type"] != "websocket.close":
        pass
    assert message["code"] == 1009
    await asyncio.wait_for(socket.task, 5)


def test_the_limits_are_one_and_thirty_two_mebibytes() -> None:
    visit = Visit("id")
    assert visit.message_limit == SMALL_MESSAGE == 2**20
    visit.allow_large_messages()
    assert visit.message_limit == LARGE_MESSAGE == 32 * 2**20


async def test_a_reload_takes_the_session_up_again(site: Site) -> None:
    cookie = site.door.new_cookie()
    first = site.socket(cookie)
    first.register()
    session = await first.registered()
    await first.next()
    await first.leave()
    second = site.socket(cookie)
    second.register(session)
    assert await second.registered() == session
    await second.leave()
    assert len(site.pages) == 1


async def test_another_browser_never_gets_the_session(site: Site) -> None:
    first = site.socket(site.door.new_cookie())
    first.register()
    session = await first.registered()
    await first.next()
    await first.leave()
    thief = site.socket(site.door.new_cookie())
    thief.register(session)
    assert await thief.registered() != session
    await thief.leave()
    assert len(site.pages) == 2


async def test_other_spellings_of_a_message_are_not_taken(site: Site) -> None:
    for spelling in (b"\x00\xdd\x00\x00\x00\x02\x01\x80", b"\x00\x92\xcc\x01\x80", b"\x00\xdc\x00\x02\x01\x80"):
        socket = site.socket(site.door.new_cookie(), origin=BASE)
        await socket.next()
        socket.send(spelling)
        closed = await socket.next()
        assert (closed["type"], closed["code"]) == ("websocket.close", 1008)
        await asyncio.wait_for(socket.task, 5)
