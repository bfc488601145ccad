"""The clinic's screens before a person: the two doors to one form, the form, the history, the ways out."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from emias_app.models.clinic import CodeState
from emias_app.views.ids import is_registered
from tests.support.driver import App
from tests.support.fake_clinic import ARTYOM, SOFIA, STAFF_PASSWORD, a_history_row, clinic_id
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

DMITRY = clinic_id("Дмитрий")


async def signs_in(app: App, login: str = "registrar") -> None:
    await app.enter("clinic.login.login", login)
    await app.enter("clinic.login.password", STAFF_PASSWORD)
    await app.tap("clinic.login.submit")


async def opens_form(app: App, login: str = "registrar") -> None:
    await signs_in(app, login)
    await app.tap(f"clinic.patient.{SOFIA}")
    await app.tap("clinic.access")


def typed_in(app: App, identifier: str) -> str:
    """What stands in a field."""
    fields = [node for node in app.get(identifier).walk() if node.type in ("TextField", "Dropdown")]
    return str(fields[0].props.get("value") or "")


def all_known(app: App) -> None:
    names = app.identifiers
    assert [name for name in names if not is_registered(name)] == []
    assert len(names) == len(set(names)), sorted(names)


@pytest.mark.parametrize("width", [412, 800, 1024, 1280, 1440])
@pytest.mark.parametrize("login", ["registrar", "doctor"])
@on_virtual_time
async def test_both_doors_lead_to_the_form_at_every_width(login: str, width: int) -> None:
    world = World()
    async with a_page(world, width=width, height=800) as person:
        app = person.app
        await app.tap("login.staff")
        assert app.route == "/clinic"
        all_known(app)
        await signs_in(app, login)
        all_known(app)
        await app.tap(f"clinic.patient.{SOFIA}")
        assert app.route == f"/clinic/patients/{SOFIA}"
        assert app.sees("clinic.back") is (login == "doctor"), "the doctor's card, the registrar's menu"
        all_known(app)
        await app.tap("clinic.access")
        assert "Морозова София Дмитриевна" in app.text
        assert "История предоставления доступа" in app.text
        all_known(app)
        await app.tap("clinic.back")
        assert app.route == (f"/clinic/patients/{SOFIA}" if login == "doctor" else "/clinic")


@on_virtual_time
async def test_the_search_is_walked_through_by_the_keyboard() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        app = person.app
        await signs_in(app)
        await app.press("Arrow Down")
        await app.enter("clinic.search", "морозов", submit=True)
        assert app.route == "/clinic", "two were found: which one is to be said"
        await app.press("Arrow Down")
        await app.enter("clinic.search", "морозов", submit=True)
        assert app.route == f"/clinic/patients/{SOFIA}"
        await app.press("Escape")
        assert typed_in(app, "clinic.search") == ""
        assert app.sees(f"clinic.patient.{ARTYOM}")
        await app.enter("clinic.search", "артём", submit=True)
        assert app.route == f"/clinic/patients/{ARTYOM}", "the only one opens at once"


@on_virtual_time
async def test_nobody_found_says_what_to_try() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        await signs_in(person.app)
        await person.app.enter("clinic.search", "зззз", submit=True)
        assert "Никого не нашли" in person.app.text
        assert person.app.sees("clinic.empty")


@on_virtual_time
async def test_a_code_is_sent_and_seen() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        app = person.app
        await opens_form(app)
        await app.tap("clinic.send")
        assert "Без подписанной заявки" in app.text
        assert world.clinic.sent == []
        await app.tap(f"clinic.relative.{DMITRY}")
        assert typed_in(app, "clinic.phone") == "+7 900 000-00-06"
        await app.tap("clinic.application")
        assert world.files.taken[0][0] == "Заявка на доступ к медкарте.pdf"
        await app.tap("clinic.signed")
        assert "Без подписанной заявки" not in app.text
        await app.tap("clinic.send")
        assert app.sees("clinic.sent")
        assert "Дмитрий Андреевич вводит его в приложении" in app.text
        assert f"clinic.history.{clinic_id('code-0')}" in app.identifiers
        assert "отправлен" in app.text
        all_known(app)


@on_virtual_time
async def test_the_history_follows_without_a_reload() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        app = person.app
        await opens_form(app)
        assert app.sees("clinic.history.empty")
        world.clinic.rows[SOFIA] = [a_history_row(state=CodeState.APPLIED, grant=clinic_id("grant"))]
        await asyncio.sleep(4)
        await app.settle()
        assert "применён" in app.text
        assert app.sees(f"clinic.revoke.{clinic_id('sent')}")


@on_virtual_time
async def test_a_revocation_wants_a_reason_and_what_is_dead_cannot_be_revoked() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        app = person.app
        await signs_in(app)
        world.clinic.rows[SOFIA] = [
            a_history_row(state=CodeState.APPLIED, grant=clinic_id("grant")),
            a_history_row("old", state=CodeState.EXPIRED, is_live=False),
        ]
        await app.tap(f"clinic.patient.{SOFIA}")
        await app.tap("clinic.access")
        assert not app.sees(f"clinic.revoke.{clinic_id('old')}")
        await app.tap(f"clinic.revoke.{clinic_id('sent')}")
        assert "доступ к карте Софии закроется сразу" in app.text
        await app.tap("clinic.revoke.confirm")
        assert "Напишите причину" in app.text
        all_known(app)
        await app.dismiss()
        assert not app.sees("clinic.reason")
        await app.tap(f"clinic.revoke.{clinic_id('sent')}")
        await app.enter("clinic.reason", "по заявлению матери")
        await app.tap("clinic.revoke.confirm")
        assert world.clinic.revoked == [("grant", clinic_id("grant"), "по заявлению матери")]
        assert not app.sees("clinic.reason")
        assert "по заявлению матери" in app.text
        assert "доступ закрыт" in app.text


@on_virtual_time
async def test_a_relative_is_added_from_the_list_s_last_line() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        app = person.app
        await opens_form(app)
        await app.tap("clinic.relative.add")
        await app.tap("clinic.kin.save")
        assert "Укажите фамилию" in app.text
        assert "Укажите родственную связь" in app.text
        all_known(app)
        for key, typed in {"last": "Петрова", "first": "Ольга", "birth": "12051960", "phone": "89000000017"}.items():
            await app.enter(f"clinic.kin.{key}", typed)
        await app.tap("clinic.kin.relation.guardian")
        await app.tap("clinic.kin.save")
        assert not app.sees("clinic.kin.save")
        assert world.clinic.asked("add_kinship") == 1
        assert typed_in(app, "clinic.relative") == f"clinic.relative.{clinic_id('Ольга')}"
        assert typed_in(app, "clinic.phone") == "+7 900 000-00-17"


@on_virtual_time
async def test_idle_staff_leave_no_patient_on_the_page() -> None:
    world = World()
    async with a_page(world, route="/clinic", width=1280, height=800) as person:
        app = person.app
        await opens_form(app)
        world.clock.advance(timedelta(minutes=6))
        await asyncio.sleep(3)
        await app.settle()
        assert app.sees("clinic.login.login")
        everything = "\n".join(text for view in app.mirror.views for text in view.texts)
        assert "София" not in everything
        assert "долго ничего не делали" in everything
        await signs_in(app)
        assert app.sees("clinic.send")


@on_virtual_time
async def test_signing_out_and_the_browsers_back_leave_nothing() -> None:
    world = World(demo=FakeDemo())
    async with a_page(world, width=1280, height=800) as person:
        app = person.app
        await person.signs_in()
        await app.go("/clinic")
        assert "Артём" not in app.text
        await app.tap("clinic.demo.registrar")
        assert app.sees(f"clinic.patient.{SOFIA}")
        await app.tap("clinic.logout")
        assert app.sees("clinic.login.login")
        await app.tap("clinic.demo.registrar")
        await app.go("/home")
        assert app.sees("unlock.digit.1")
        assert not world.clinic.signed_in
        await app.go(f"/clinic/patients/{SOFIA}/access")
        assert app.sees("clinic.login.login")
        assert "София" not in app.text
        await app.tap("clinic.login.parent")
        assert app.sees("unlock.digit.1")
