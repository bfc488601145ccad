"""The registrar at the screens of the clinic, Дмитрий at his own app, one backend between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from emias_app.api import EmiasClient
from emias_app.app import make_main
from emias_app.app_services import AppServices, VaultPlace
from emias_app.errors import Forbidden, WrongCode
from emias_app.mock_server.seed.people import CHILDREN, PASSWORD
from emias_app.models.uploads import UploadForm, UploadKind
from tests.support.demo_site import ANNA, DMITRY, DemoSite, open_demo
from tests.support.driver import App, opened
from tests.support.papers import a_pdf
from tests.support.virtual_time import on_virtual_time

SOFIA = CHILDREN["sofia"].id
REASON = "по заявлению законного представителя"


@asynccontextmanager
async def a_page(site: DemoSite, folder: Path, *, login: str = "registrar") -> AsyncIterator[App]:
    """The whole app at the clinic's side, staff signed in."""
    services = AppServices(
        clock=site.clock,
        data_dir=folder,
        vault_place=VaultPlace.MEMORY,
        vault_namespace="journey",
        backend=site.app,
        is_test_mode=True,
    )
    async with opened(make_main(services), route="/clinic", width=1280, height=800) as app:
        await app.enter("clinic.login.login", login)
        await app.enter("clinic.login.password", PASSWORD)
        await app.tap("clinic.login.submit")
        yield app


@asynccontextmanager
async def at_home(site: DemoSite, phone: str = DMITRY) -> AsyncIterator[EmiasClient]:
    """A parent's client, its cards open."""
    client = EmiasClient.in_process(site.app, clock=site.clock)
    try:
        await client.auth.confirm(await client.auth.login(phone, PASSWORD), await site.code(phone))
        await client.auth.medcard_code()
        await client.auth.confirm_medcard(await site.code(phone))
        yield client
    finally:
        await client.close()


async def a_moment(app: App) -> None:
    """Long enough for the history's poll."""
    await asyncio.sleep(5)
    await app.settle()


async def opens_sofia(app: App) -> None:
    await app.enter("clinic.search", "морозова соф", submit=True)
    await app.tap("clinic.access")


async def sends_a_code(app: App, site: DemoSite) -> str:
    kin = [name for name in app.identifiers if name.startswith("clinic.relative.") and not name.endswith(".add")]
    dmitry = next(name for name in kin if "Дмитрий" in " ".join(app.get(name).texts))
    await app.tap(dmitry)
    await app.tap("clinic.application")
    await app.tap("clinic.signed")
    await app.tap("clinic.send")
    assert app.sees("clinic.sent"), app.text
    return await site.code(DMITRY)


@pytest.mark.parametrize("login", ["registrar", "doctor"])
@on_virtual_time
async def test_a_code_is_sent_redeemed_seen_and_revoked(tmp_path: Path, login: str) -> None:
    async with open_demo(tmp_path) as site, a_page(site, tmp_path, login=login) as app, at_home(site) as home:
        app.answers["FilePicker.save_file"] = lambda _: "/tmp/paper.pdf"
        await app.enter("clinic.search", "морозова соф", submit=True)
        await app.tap("clinic.access")
        old = await site.inbox(DMITRY)
        code = await sends_a_code(app, site)
        assert code not in {one["code"] for one in old}
        assert "отправлен новый код" in app.text, "the seeded code is void"
        grant = await home.access.redeem(code)
        assert grant.patient_id == SOFIA
        await a_moment(app)
        assert "применён" in app.text
        assert (await home.patients.overview(SOFIA)).patient_id == SOFIA
        living = [name for name in app.identifiers if name.startswith("clinic.revoke.")]
        rows = {name: " ".join(app.get(name.replace("revoke", "history")).texts) for name in living}
        await app.tap(next(name for name, said in rows.items() if "применён" in said))
        await app.enter("clinic.reason", REASON)
        await app.tap("clinic.revoke.confirm")
        assert not app.sees("clinic.reason"), app.text
        assert REASON in app.text
        with pytest.raises(Forbidden) as refused:
            await home.patients.overview(SOFIA)
        assert (refused.value.code, refused.value.reason) == ("access_revoked", REASON)


@on_virtual_time
async def test_a_new_relative_gets_a_code_and_a_wrong_phone_is_told_beside_it(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as site, a_page(site, tmp_path) as app:
        await opens_sofia(app)
        await app.tap("clinic.relative.add")
        typed = {
            "last": "Морозова",
            "first": "Лидия",
            "middle": "Петровна",
            "birth": "03.02.1958",
            "phone": "89160000077",
        }
        for key, text in typed.items():
            await app.enter(f"clinic.kin.{key}", text)
        await app.tap("clinic.kin.relation.guardian")
        await app.tap("clinic.kin.save")
        assert not app.sees("clinic.kin.save"), app.text
        await app.enter("clinic.phone", "12")
        await app.tap("clinic.signed")
        await app.tap("clinic.send")
        assert not app.sees("clinic.sent")
        await app.enter("clinic.phone", "+7 916 000-00-77")
        await app.tap("clinic.send")
        assert app.sees("clinic.sent"), app.text
        assert len(await site.inbox("+79160000077")) == 1


@on_virtual_time
async def test_a_code_of_another_person_opens_nothing(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as site, a_page(site, tmp_path) as app, at_home(site, "+79000000002") as igor:
        app.answers["FilePicker.save_file"] = lambda _: "/tmp/paper.pdf"
        await opens_sofia(app)
        code = await sends_a_code(app, site)
        with pytest.raises(WrongCode):
            await igor.access.redeem(code)
        await a_moment(app)
        assert "применён" not in app.text


@on_virtual_time
async def test_the_staffs_session_ends_at_the_backend_when_the_clinic_is_left(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as site, a_page(site, tmp_path) as app:
        await opens_sofia(app)
        await app.go("/login")
        assert app.sees("login.login")
        asked = await site.http.get("http://test/mock/v1/requests")
        paths = [one["path"] for one in asked.json()["items"]] if "items" in asked.json() else asked.text
        assert "/api/v1/auth/logout" in paths
        await app.go(f"/clinic/patients/{SOFIA}/access")
        assert app.sees("clinic.login.login")
        assert "София" not in app.text


@on_virtual_time
async def test_the_doctor_sees_a_paper_the_mother_put_in_and_she_that_it_was_seen(tmp_path: Path) -> None:
    async with open_demo(tmp_path / "backend") as site, at_home(site, ANNA) as anna:
        form = UploadForm(kind=UploadKind.OTHER, title="Справка для бассейна", date=date(2026, 11, 18))
        await anna.patients.upload(SOFIA, form, "справка.pdf", "application/pdf", a_pdf(1), key="one-paper")
        async with a_page(site, tmp_path, login="doctor") as app:
            await app.go(f"/clinic/patients/{SOFIA}")
            await app.scroll_to_end()
            for said in ("Справка для бассейна", "загружено родителем", "Морозова Анна Сергеевна, мать"):
                assert said in app.text
        newest = (await anna.patients.access_log(SOFIA)).items[0]
        assert "«Загруженные документы» в программе поликлиники" in newest.text
