"""The real client against the real backend, in one process: codes, levels, devices, a clock that runs on, faults."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from emias_app.api import EmiasClient
from emias_app.api.client import API, TIMEOUT
from emias_app.api.in_process import InProcessTransport
from emias_app.api.transport import Transport
from emias_app.config import Seed
from emias_app.domain.sections import COUNTED_SECTIONS
from emias_app.errors import BadAnswer, Forbidden, Invalid, NotFound, ServerFault, TooManyTries, Unauthorized
from emias_app.models.auth import TokenLevel
from emias_app.models.section import SectionSlug
from emias_app.vault import DeviceKey, MemoryStore, ScryptCost, Unlocked, Vault
from tests.support.site import ANNA, PASSWORD, Site, open_site

SOFIA_AND_ANNA = "+79000000001"
HAVE_NO_RECORDS = {SectionSlug.DIARY, SectionSlug.CHILD_DATA}


async def _at_once(pause: float) -> None:
    """Between two tries nobody waits here; the backend writes in a thread, so the time is real."""


def in_real_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


class Page:
    """One page of the app: a client, and how often it was told that its session is over."""

    def __init__(self, site: Site, client_kind: str = "web") -> None:
        self.site = site
        self.http = httpx.AsyncClient(
            transport=InProcessTransport(site.app), base_url=f"http://emias.local{API}", timeout=TIMEOUT
        )
        transport = Transport(self.http, clock=site.clock, client_kind=client_kind, sleep=_at_once)
        self.client = EmiasClient(self.http, clock=site.clock, transport=transport)
        self.losses = 0
        self.client.on_session_lost = self._lost

    def _lost(self) -> None:
        self.losses += 1

    async def sign_in(self, *, is_medcard: bool = False, phone: str = ANNA, password: str = PASSWORD) -> EmiasClient:
        ticket = await self.client.auth.login(phone, password)
        await self.client.auth.confirm(ticket, await self.site.code(phone))
        if is_medcard:
            await self.client.auth.medcard_code()
            await self.client.auth.confirm_medcard(await self.site.code(phone))
        return self.client

    async def order_fault(self, method: str, path: str, **what: Any) -> None:
        body = [{"method": method, "path": path, "times": 1, **what}]
        answer = await self.site.http.put("http://test/mock/v1/faults", json=body)
        assert answer.is_success, answer.text


@asynccontextmanager
async def a_page(folder: Path, **other: Any) -> AsyncIterator[Page]:
    async with open_site(folder, **other) as site:
        page = Page(site)
        try:
            yield page
        finally:
            await page.client.close()


@in_real_time
async def test_signing_in_and_out(tmp_path: Path) -> None:
    async with a_page(tmp_path) as page:
        with pytest.raises(Unauthorized) as refused:
            await page.client.auth.login(ANNA, "wrong")
        assert refused.value.code == "wrong_credentials"
        ticket = await page.client.auth.login(ANNA, PASSWORD)
        with pytest.raises(Invalid) as wrong:
            await page.client.auth.confirm(ticket, "000000x")
        assert wrong.value.remaining_attempts == 2
        with pytest.raises(TooManyTries) as early:
            await page.client.auth.resend(ticket)
        assert early.value.retry_after
        assert await page.client.auth.confirm(ticket, await page.site.code()) is TokenLevel.ACCOUNT
        assert (await page.client.me.get()).first_name == "Анна"
        assert [one.current for one in await page.client.auth.sessions()] == [True]
        await page.client.auth.logout()
        with pytest.raises(Unauthorized):
            await page.client.me.get()
        assert page.losses == 0


@in_real_time
async def test_the_second_step_opens_cards_until_half_an_hour_idle(tmp_path: Path) -> None:
    nobody = uuid4()
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        with pytest.raises(Forbidden) as refused:
            await client.patients.sections(nobody)
        assert refused.value.code == "medcard_step_up_required"
        await client.auth.medcard_code()
        assert await client.auth.confirm_medcard(await page.site.code()) is TokenLevel.MEDCARD
        with pytest.raises(NotFound):
            await client.patients.sections(nobody)
        page.site.advance(minutes=31)
        with pytest.raises(Forbidden) as idle:
            await client.patients.sections(nobody)
        assert idle.value.code == "medcard_step_up_required"
        assert client.level is TokenLevel.ACCOUNT


@in_real_time
async def test_many_calls_after_a_quarter_of_an_hour_renew_once_and_stay_signed_in(tmp_path: Path) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        for _ in range(3):
            page.site.advance(minutes=16)
            await asyncio.gather(*(client.patients.list() for _ in range(20)))
        assert page.losses == 0
        requests = (await page.site.http.get("http://test/mock/v1/requests")).json()["items"]
        assert sum(one["path"].endswith("/auth/refresh") for one in requests) == 3


@in_real_time
async def test_a_lost_answer_of_a_renewal_is_no_theft(tmp_path: Path) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        page.site.advance(minutes=16)
        await page.order_fault("POST", "/api/v1/auth/refresh", corrupt=True)
        assert await client.patients.list() == []
        assert (page.losses, client.signed_in) == (0, True)


@pytest.mark.parametrize("fault", [{"drop": True}, {"status": 503}, {"status": 500}])
@in_real_time
async def test_a_passing_fault_of_a_read_is_not_seen(tmp_path: Path, fault: dict[str, Any]) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        await page.order_fault("GET", "/api/v1/me", **fault)
        assert (await client.me.get()).first_name == "Анна"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"drop": True, "times": 9}, BadAnswer),
        ({"corrupt": True}, BadAnswer),
        ({"status": 500, "times": 9}, ServerFault),
        ({"status": 404}, NotFound),
    ],
)
@in_real_time
async def test_a_lasting_fault_is_told_by_its_kind(
    tmp_path: Path, fault: dict[str, Any], expected: type[Exception]
) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        await page.order_fault("GET", "/api/v1/me", **fault)
        with pytest.raises(expected):
            await client.me.get()


@in_real_time
async def test_a_trusted_device_opens_cards_by_pin_without_an_sms(tmp_path: Path) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        key = DeviceKey.generate()
        device = await client.devices.register("Ноутбук", key.public_key)
        vault = Vault(MemoryStore(), page.site.clock, "n1", cost=ScryptCost(n=2))
        await vault.enrol("135790", display_name="Анна", device_id=device.id, key=key)
        messages = len(await page.site.inbox())

        later = Page(page.site)
        unlocked = await vault.unlock("135790")
        assert isinstance(unlocked, Unlocked)
        asked = await later.client.devices.challenge(unlocked.device_id)
        signature = unlocked.key.sign(unlocked.device_id, asked.challenge)
        assert await later.client.devices.unlock(device.id, asked.challenge, signature) is TokenLevel.MEDCARD
        assert [one.id for one in await later.client.devices.list()] == [device.id]
        assert len(await page.site.inbox()) == messages
        with pytest.raises(Unauthorized):
            await later.client.devices.unlock(device.id, asked.challenge, signature)


@in_real_time
async def test_removing_the_device_from_elsewhere_ends_its_session(tmp_path: Path) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        key = DeviceKey.generate()
        device = await client.devices.register("Телефон", key.public_key)
        phone = Page(page.site, "android")
        asked = await phone.client.devices.challenge(device.id)
        await phone.client.devices.unlock(device.id, asked.challenge, key.sign(device.id, asked.challenge))
        await client.devices.remove(device.id)
        with pytest.raises(Unauthorized):
            await phone.client.patients.list()
        assert (phone.losses, phone.client.signed_in) == (1, False)
        assert client.signed_in


@in_real_time
async def test_the_client_s_time_follows_the_backend_s(tmp_path: Path) -> None:
    async with a_page(tmp_path) as page:
        client = await page.sign_in()
        page.site.clock.set(page.site.clock.now() + timedelta(minutes=3))
        await client.patients.list()
        assert client.server_now() == page.site.clock.now()


@in_real_time
async def test_every_kind_of_record_of_a_demo_child_is_understood(tmp_path: Path) -> None:
    async with a_page(tmp_path, seed=Seed.DEMO) as page:
        client = await page.sign_in(is_medcard=True, phone=SOFIA_AND_ANNA, password="Demo-2026")
        artyom = next(child for child in await client.patients.list() if child.first_name == "Артём")
        sections = await client.patients.sections(artyom.id)
        assert [one.section for one in sections] == [section.slug for section in COUNTED_SECTIONS]
        for section in (one for one in sections if one.section not in HAVE_NO_RECORDS):
            rows = await client.patients.records(artyom.id, section.section, limit=1)
            assert rows.total == section.count > 0
            record = await client.patients.record(artyom.id, section.section, rows.items[0].id)
            document = await client.patients.document(artyom.id, section.section, record.id)
            assert record.title == rows.items[0].title
            assert document.id == record.id
        assert (await client.patients.document_pdf(artyom.id, section.section, record.id)).startswith(b"%PDF")
        assert (await client.patients.overview(artyom.id)).fresh
        assert (await client.me.changes(client.server_now())).ended == []
        for notice in await client.me.notices():
            await client.me.read_notice(notice.id)
