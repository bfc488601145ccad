"""Files of the offline copy: PDFs and photos that were opened open without a network, and go when they must."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from emias_app.app_offline import FILES
from emias_app.clock import moscow_day
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.mock_server.seed.whole_card import card_of
from emias_app.mock_server.store.schema import GrantRow
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Ready
from emias_app.state.place import Card, RecordPage, SectionList
from emias_app.state.ports import Ports
from emias_app.state.record import RecordState
from tests.support.demo_site import ANNA, DemoSite, open_demo
from tests.support.fake_page import FakeFiles
from tests.support.offline_device import ARTYOM, Device
from tests.support.site import NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def site(tmp_path: Path, anyio_backend: str) -> AsyncIterator[DemoSite]:
    async with open_demo(tmp_path / "backend") as opened:
        await opened.backend._write_card(opened.backend.store, card_of(CHILDREN["artem"], moscow_day(NOW)))
        yield opened


@pytest.fixture
async def device(site: DemoSite, tmp_path: Path) -> Device:
    """Анна's, with a PIN."""
    made = Device(site, tmp_path / "offline", ANNA)
    await made.sign_in()
    return made


async def the_record(device: Device, number: int = 0, section: SectionSlug = SectionSlug.LABS) -> RecordState:
    """Open a section and one of its records."""
    root = device.root
    await root.go(SectionList(ARTYOM, section))
    card = root.account and root.account.card
    assert card
    assert card.section
    assert isinstance(card.section.rows, Ready), card.section.rows
    rows = [row for month in card.section.rows.value.months for row in month.rows]
    await root.go(RecordPage(ARTYOM, section, rows[number].id))
    assert card.record
    assert isinstance(card.record.document, Ready), card.record.document
    return card.record


def handed(device: Device) -> list[bytes]:
    """The files that the app gave out since it was started."""
    ports: Ports = device.root._ports
    files = ports.files
    assert isinstance(files, FakeFiles)
    return [content for _, content in files.taken]


async def test_a_pdf_that_was_opened_opens_without_a_network(device: Device) -> None:
    await (await the_record(device)).save_pdf()
    (printed,) = handed(device)
    assert printed.startswith(b"%PDF")
    device.wire.is_cut = True
    await device.restart(Card(ARTYOM))
    record = await the_record(device)
    await record.save_pdf()
    assert record.pdf_error is None
    assert handed(device) == [printed]


async def test_a_pdf_that_was_never_opened_says_that_there_is_no_network(device: Device) -> None:
    await the_record(device)
    device.wire.is_cut = True
    record = await the_record(device)
    await record.save_pdf()
    assert "сет" in (record.pdf_error or "")
    assert handed(device) == []


async def test_an_uploaded_document_is_in_the_copy_too(device: Device) -> None:
    await (await the_record(device, section=SectionSlug.UPLOADS)).save_pdf()
    device.wire.is_cut = True
    await device.restart(Card(ARTYOM))
    record = await the_record(device, section=SectionSlug.UPLOADS)
    await record.save_pdf()
    assert record.pdf_error is None


async def test_opening_a_file_does_not_make_the_screen_older(device: Device) -> None:
    await (await the_record(device)).save_pdf()
    device.site.clock.advance(timedelta(hours=3))
    await device.restart(Card(ARTYOM))
    await the_record(device)
    device.wire.is_cut = True
    record = await the_record(device)
    shown = device.root.offline.as_of
    await record.save_pdf()
    assert device.root.offline.as_of == shown == NOW + timedelta(hours=3)


async def test_nothing_of_a_file_is_readable_on_disk(device: Device) -> None:
    await (await the_record(device)).save_pdf()
    lying = device.on_disk()
    assert len(lying) > len(handed(device)[0])
    for word in (b"%PDF", b"/Font", b"document.pdf", str(ARTYOM).encode(), b"files"):
        assert word not in lying, word


async def test_files_go_with_the_access_before_anything_is_drawn(device: Device) -> None:
    await (await the_record(device)).save_pdf()
    assert f"{ARTYOM}{FILES}" in await rooms(device)
    device.wire.is_cut = True

    def end(session: object) -> None:
        for grant in session.query(GrantRow).filter(GrantRow.patient_id == ARTYOM):  # type: ignore[attr-defined]
            grant.state, grant.reason, grant.ended_at = "REVOKED", "по решению суда", device.site.clock.now()

    await device.site.backend.store.write(end)
    device.wire.is_cut = False
    await device.restart(SectionList(ARTYOM, SectionSlug.LABS))
    assert [room for room in await rooms(device) if room.startswith(str(ARTYOM))] == []


async def test_files_are_bounded_and_the_oldest_goes_first(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        await (await the_record(device, number)).save_pdf()
        device.site.clock.advance(timedelta(minutes=5))
    sizes = [len(one) for one in handed(device)]
    monkeypatch.setattr("emias_app.app_offline.MOST_FILES", sum(sizes[1:]) + sizes[0] // 2)
    await (await the_record(device, 2)).save_pdf()
    device.wire.is_cut = True
    await device.restart(Card(ARTYOM))
    told = []
    for number in range(3):
        record = await the_record(device, number)
        await record.save_pdf()
        told.append(record.pdf_error is None)
    assert told == [False, True, True]
    assert await device.diary()


async def test_a_file_that_is_too_large_is_not_kept(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emias_app.app_offline.LARGEST_FILE", 1_000)
    await (await the_record(device)).save_pdf()
    assert f"{ARTYOM}{FILES}" not in await rooms(device)


async def test_what_was_opened_thirty_days_ago_is_swept_at_the_next_unlock(device: Device) -> None:
    await (await the_record(device)).save_pdf()
    before = len(device.on_disk())
    device.site.clock.advance(timedelta(days=31))
    await device.restart()
    assert len(device.on_disk()) < before / 2


async def rooms(device: Device) -> list[str]:
    assert device.copy.folder is not None
    return await device.copy.folder.rooms()
