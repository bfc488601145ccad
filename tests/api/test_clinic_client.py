"""The clinic's resource of the client against the real backend: staff sign in, look up, send, revoke."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from emias_app.api import EmiasClient
from emias_app.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized
from emias_app.mock_server.seed.people import CHILDREN, PASSWORD
from emias_app.mock_server.store.schema import KinshipRow
from emias_app.models.clinic import AccessCodeRequest, CodeState, KinRelation, KinshipRequest, StaffRole
from tests.support.demo_site import DMITRY, DemoSite, open_demo

SOFIA = CHILDREN["sofia"].id
LIDIA = KinshipRequest(
    last_name="Морозова", first_name="Лидия", middle_name="Петровна", birth_date=date(1958, 2, 3),
    relation=KinRelation.GUARDIAN, phone="8 916 000-00-77",
)  # fmt: skip


def in_real_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@asynccontextmanager
async def at_work(folder: Path, login: str = "registrar") -> AsyncIterator[tuple[DemoSite, EmiasClient]]:
    async with open_demo(folder) as site:
        client = EmiasClient.in_process(site.app, clock=site.clock)
        try:
            await client.clinic.sign_in(login, PASSWORD)
            yield site, client
        finally:
            await client.close()


@in_real_time
async def test_staff_know_who_they_are_and_find_patients(tmp_path: Path) -> None:
    async with at_work(tmp_path, "doctor") as (_, client):
        me = await client.clinic.me()
        assert (me.role, me.name) == (StaffRole.DOCTOR, "Крылова Елена Андреевна")
        everybody = await client.clinic.patients(limit=3)
        assert (len(everybody.items), everybody.next_cursor is not None) == (3, True)
        rest = await client.clinic.patients(limit=100, cursor=everybody.next_cursor)
        assert len(rest.items) + 3 == everybody.total
        for words in ("морозова соф", "09.08.2024", (await client.clinic.patient(SOFIA)).oms or ""):
            assert [one.id for one in (await client.clinic.patients(words)).items] == [SOFIA], words


@in_real_time
async def test_a_wrong_password_and_a_session_that_was_ended(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (_, client):
        await client.auth.logout()
        assert not client.signed_in
        with pytest.raises(Unauthorized):
            await client.clinic.me()
        with pytest.raises(Unauthorized):
            await client.clinic.sign_in("registrar", "wrong")


@in_real_time
async def test_a_code_goes_out_and_is_revoked(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (site, client):
        clinic = client.clinic
        dmitry = next(one for one in await clinic.kinships(SOFIA) if one.first_name == "Дмитрий")
        assert (await clinic.application_pdf(SOFIA, dmitry.id)).startswith(b"%PDF")
        order = AccessCodeRequest(kinship_id=dmitry.id, phone=dmitry.phone, application_signed=True)
        sms = len(await site.inbox(DMITRY))
        row = await clinic.send_code(SOFIA, order)
        assert (row.code_state, row.is_live) == (CodeState.SENT, True)
        assert len(await site.inbox(DMITRY)) == sms + 1
        assert (await clinic.history(SOFIA))[0] == row
        await clinic.revoke_code(row.id, "ошиблись номером")
        newest = (await clinic.history(SOFIA))[0]
        assert (newest.code_state, newest.reason, newest.is_live) == (CodeState.REVOKED, "ошиблись номером", False)
        with pytest.raises(Conflict):
            await clinic.revoke_code(row.id, "ещё раз")
        with pytest.raises(Invalid) as refused:
            await clinic.send_code(SOFIA, order.model_copy(update={"application_signed": False}))
        assert [one.field for one in refused.value.fields] == ["applicationSigned"]


@in_real_time
async def test_a_relative_is_added_once(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (_, client):
        lidia = await client.clinic.add_kinship(SOFIA, LIDIA)
        assert lidia.phone == "+79160000077"
        assert lidia in await client.clinic.kinships(SOFIA)
        with pytest.raises(Conflict):
            await client.clinic.add_kinship(SOFIA, LIDIA)
        with pytest.raises(Invalid) as refused:
            await client.clinic.add_kinship(SOFIA, LIDIA.model_copy(update={"birth_date": date(2020, 1, 1)}))
        assert [one.field for one in refused.value.fields] == ["birthDate"]


@in_real_time
async def test_all_of_many_relatives_come_to_the_form(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (site, client):
        before = len(await client.clinic.kinships(SOFIA))
        kin = [
            KinshipRow(
                id=uuid4(), patient_id=SOFIA, last_name=f"Тестова{number:03d}", first_name="Ольга", middle_name="",
                birth_date=date(1980, 1, 1), relation="GUARDIAN", phone="+79160000077",
            )
            for number in range(230)
        ]  # fmt: skip
        await site.backend.store.write(lambda session: session.add_all(kin))
        found = await client.clinic.kinships(SOFIA)
        assert len(found) == len({one.id for one in found}) == before + 230


@in_real_time
async def test_an_access_is_revoked_and_the_staffs_session_opens_nothing_else(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (_, client):
        anna = next(one for one in await client.clinic.history(SOFIA) if one.grant_id and one.code_state is None)
        assert anna.grant_id is not None
        await client.clinic.revoke_grant(anna.grant_id, "по заявлению отца")
        after = next(one for one in await client.clinic.history(SOFIA) if one.grant_id == anna.grant_id)
        assert (after.reason, after.is_live) == ("по заявлению отца", False)
        with pytest.raises(NotFound):
            await client.clinic.patient(uuid4())
        with pytest.raises(Forbidden) as refused:
            await client.me.get()
        assert refused.value.code == "wrong_audience"
