"""Without a network: the copy that the PIN opens, the diary that can be written, and what is gone when it must be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from emias_app.clock import FixedClock, moscow_day
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.mock_server.seed.whole_card import card_of
from emias_app.mock_server.store.schema import GrantRow
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state.place import Card, Diary, RecordPage, SectionList
from emias_app.state.root import Phase
from tests.support.demo_site import ANNA, DemoSite, open_demo
from tests.support.offline_device import ARTYOM, SOFIA, Device
from tests.support.site import NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[DemoSite]:
    async with open_demo(tmp_path / "backend") as opened:
        backend = opened.backend
        await backend._write_card(backend.store, card_of(CHILDREN["artem"], moscow_day(NOW)))
        yield opened


@pytest.fixture
async def device(site: DemoSite, tmp_path: Path) -> Device:
    """Анна's, with a PIN."""
    made = Device(site, tmp_path / "offline", ANNA)
    await made.sign_in()
    return made


async def end_access(device: Device) -> None:
    """The clinic closes Артём's card to her."""

    def work(session: object) -> None:
        for grant in session.query(GrantRow).filter(GrantRow.patient_id == ARTYOM):  # type: ignore[attr-defined]
            grant.state, grant.reason, grant.ended_at = "REVOKED", "по решению суда", device.site.clock.now()

    await device.site.backend.store.write(work)


async def look_around(device: Device) -> tuple[int, str]:
    """Open the card, its analyses and the newest one; the answer is how many, and the newest one's title."""
    root = device.root
    await root.go(Card(ARTYOM))
    await root.go(SectionList(ARTYOM, SectionSlug.LABS))
    card = root.account and root.account.card
    assert card
    assert card.section
    assert isinstance(card.section.rows, Ready), card.section.rows
    newest = card.section.rows.value.months[0].rows[0]
    total = card.section.rows.value.total
    await root.go(RecordPage(ARTYOM, SectionSlug.LABS, newest.id))
    assert card.record
    assert isinstance(card.record.document, Ready), card.record.document
    return total, card.record.document.value.title


async def test_what_was_opened_opens_without_a_network_and_says_its_age(device: Device) -> None:
    seen = await look_around(device)
    device.site.clock.advance(timedelta(hours=10))
    device.wire.is_cut = True
    await device.restart()
    assert device.root.phase is Phase.OPEN
    assert await look_around(device) == seen
    assert device.root.offline.as_of == NOW


async def test_what_was_never_opened_is_not_there(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    await device.restart(SectionList(ARTYOM, SectionSlug.VISITS))
    account = device.root.account
    assert account
    assert account.card
    assert account.card.section
    assert isinstance(account.card.section.rows, Failed)


async def test_it_opens_at_most_72_hours_after_the_last_contact(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    device.site.clock.advance(timedelta(hours=72))
    await device.restart()
    assert device.root.phase is Phase.OPEN
    await device.root.lock()
    device.site.clock.advance(timedelta(minutes=1))
    await device.unlock()
    assert device.root.phase is Phase.LOCKED
    assert device.root.unlock
    assert "Нет сети" in (device.root.unlock.entry.error or "")


async def test_a_clock_set_back_opens_nothing(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    device.site.clock.advance(timedelta(hours=-1))
    await device.restart()
    assert device.root.phase is Phase.LOCKED


async def test_nothing_readable_of_it_lies_on_disk(device: Device) -> None:
    _, title = await look_around(device)
    device.wire.is_cut = True
    await device.write("37,4")
    lying = device.on_disk()
    assert len(lying) > 2_000
    for word in (title, "Морозов", "Артём", str(ARTYOM), "temperature", "labs", "patients", ANNA, "37.4"):
        assert word.encode() not in lying, word


async def test_it_is_gone_at_the_first_contact_after_the_access_ended_before_anything_is_drawn(device: Device) -> None:
    await look_around(device)
    await device.write("37,4")
    device.wire.is_cut = True
    await end_access(device)
    await device.restart(Card(ARTYOM))
    assert str(ARTYOM) in await rooms(device)
    device.wire.is_cut = False
    await device.restart(SectionList(ARTYOM, SectionSlug.LABS))
    assert [room for room in await rooms(device) if room.startswith(str(ARTYOM))] == []
    account = device.root.account
    assert account
    assert account.ended is not None
    device.wire.is_cut = True
    await device.restart(SectionList(ARTYOM, SectionSlug.LABS))
    assert device.root.account
    assert device.root.account.card is None
    assert device.root.account.ended is not None


async def test_an_access_that_ends_while_offline_closes_the_open_card_when_the_network_is_back(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    await device.restart(SectionList(ARTYOM, SectionSlug.LABS))
    await end_access(device)
    device.wire.is_cut = False
    await device.poll()
    await asyncio.sleep(0)
    assert [room for room in await rooms(device) if room.startswith(str(ARTYOM))] == []
    await device.root.arrive(SectionList(ARTYOM, SectionSlug.LABS))
    assert device.root.account
    assert device.root.account.card is None


async def rooms(device: Device) -> list[str]:
    assert device.copy.folder is not None
    return await device.copy.folder.rooms()


async def test_five_wrong_pins_take_it_along(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    await device.start()
    for _ in range(5):
        await device.unlock("111111")
    assert device.root.phase is Phase.ANONYMOUS
    assert device.on_disk() == b""


async def test_signing_out_takes_it_along(device: Device) -> None:
    await look_around(device)
    await device.root.sign_out()
    assert device.on_disk() == b""


async def test_a_lock_takes_the_key_and_the_pin_gives_it_back(device: Device) -> None:
    seen = await look_around(device)
    device.wire.is_cut = True
    await device.root.lock()
    assert device.copy.folder is None
    await device.unlock()
    assert await look_around(device) == seen


async def test_the_network_comes_back_by_itself_and_the_device_signs_in_with_its_key(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    await device.restart(Card(ARTYOM))
    assert device.root.offline.is_away
    device.wire.is_cut = False
    await device.poll()
    assert not device.root.offline.is_away
    assert device.root.offline.as_of is None
    assert any(one.endswith("/unlock") for one in device.wire.asked)
    total, _ = await look_around(device)
    assert total


async def test_a_device_removed_elsewhere_opens_its_copy_no_more(device: Device) -> None:
    await look_around(device)
    device.wire.is_cut = True
    await device.restart(Card(ARTYOM))
    anna = device.site.person(ANNA)
    (kept,) = (await anna.get("/devices"))["items"]
    await anna.ask("DELETE", f"/devices/{kept['id']}")
    device.wire.is_cut = False
    await device.poll()
    assert device.root.phase is Phase.LOCKED
    assert device.on_disk() == b""


async def test_an_entry_written_offline_survives_a_killed_process_and_goes_out_once(device: Device) -> None:
    await device.diary()
    device.wire.is_cut = True
    await device.write("37,4")
    await device.restart(Diary(ARTYOM))
    diary = await device.diary()
    assert [(line.entry.value, line.waits) for line in diary.lines] == [(37.4, True)]
    device.wire.is_cut = False
    await device.poll()
    await device.poll()
    assert [(line.entry.value, line.waits) for line in diary.lines] == [(37.4, False)]
    assert sum(one.startswith("POST") and one.endswith("/diary") for one in device.wire.asked) == 1
    await device.restart(Diary(ARTYOM))
    assert [line.entry.value for line in (await device.diary()).lines] == [37.4]


async def test_an_entry_whose_answer_got_lost_is_kept_once(device: Device) -> None:
    await device.diary()
    device.wire.loses = 3
    await device.write("37,4")
    await device.restart(Diary(ARTYOM))
    await device.poll()
    assert [line.entry.value for line in (await device.diary()).lines] == [37.4]


async def test_what_was_sent_stays_in_the_copy_when_the_network_goes_again(device: Device) -> None:
    await device.diary()
    await device.write("37,4")
    device.wire.is_cut = True
    await device.restart(Diary(ARTYOM))
    assert [(line.entry.value, line.waits) for line in (await device.diary()).lines] == [(37.4, False)]


async def test_what_is_older_than_thirty_days_goes(device: Device) -> None:
    await look_around(device)
    device.site.clock.advance(timedelta(days=31))
    await device.restart(Diary(SOFIA))
    device.wire.is_cut = True
    await device.restart(SectionList(ARTYOM, SectionSlug.LABS))
    assert device.root.account
    assert device.root.account.card
    assert device.root.account.card.section
    assert isinstance(device.root.account.card.section.rows, Failed)


async def test_a_device_whose_clock_is_wrong_dates_what_is_written_by_the_backends(
    site: DemoSite, tmp_path: Path
) -> None:
    device = Device(site, tmp_path / "offline", ANNA, FixedClock(NOW + timedelta(hours=5)))
    await device.sign_in()
    await device.diary()
    device.site.clock.advance(timedelta(hours=1))
    device.machine.advance(timedelta(hours=1))
    device.wire.is_cut = True
    await device.write("37,4")
    await device.restart(Diary(ARTYOM))
    assert device.client.server_now() == device.site.clock.now()
    device.wire.is_cut = False
    await device.poll()
    await device.poll()
    assert [(line.entry.value, line.refusal) for line in (await device.diary()).lines] == [(37.4, None)]


async def test_with_a_vault_in_memory_there_is_no_copy(site: DemoSite, tmp_path: Path) -> None:
    device = Device(site, tmp_path / "offline", ANNA)
    await device.start()
    device.copy._is_lasting = False
    entry = device.root.sign_in
    assert entry
    await entry.sign_in(ANNA, "Demo-2026")
    assert entry.code
    entry.code.type(await site.code(ANNA))
    await entry.code.submit()
    assert entry.pin
    for digit in "482913" * 2:
        await entry.pin.press(digit)
    await look_around(device)
    assert device.on_disk() == b""
