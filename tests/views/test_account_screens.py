"""The screens of accounts, the family and messages: what a person sees and does, on a phone and on a desktop."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from emias_app.errors import Offline
from emias_app.models.account import AccountDocument, AccountLevel, CheckState, NoticeKind, Registry
from emias_app.models.family import ChildDocumentRequest, DocumentKind
from emias_app.state.demo_ports import DemoTime, DemoWait
from emias_app.views import ids
from emias_app.views.components.date_field import picked_day, picker_moment
from tests.support.driver import App
from tests.support.fake_account import MISHA, a_check, a_notice, an_entry, settled
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.fake_values import CODE, PHONE, an_id
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
WIDTHS = pytest.mark.parametrize("width", [412, 800, 1280])


def is_well_named(app: App) -> None:
    """Every identifier is one of the registry's and stands once."""
    names = app.identifiers
    assert [name for name in names if not ids.is_registered(name)] == []
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


@WIDTHS
@on_virtual_time
async def test_a_new_account_is_asked_for_with_reasons_beside_the_fields(width: int) -> None:
    world = World(demo=FakeDemo())
    async with a_page(world, width=width) as person:
        app = person.app
        await app.tap("login.register")
        assert app.route == "/register"
        assert "Демо: не вводите настоящие данные" in app.text
        await app.tap("register.submit")
        assert "Укажите фамилию" in app.text
        assert "Проверьте: фамилия, имя" in app.text
        is_well_named(app)
        typed = {
            "last": "Жукова", "first": "Ольга", "middle": "Николаевна", "birth": "15.03.1997",
            "phone": "89160000005", "email": "olga@example.com", "password": "Klever-71-les",
        }  # fmt: skip
        for field, text in typed.items():
            await app.enter(f"register.field.{field}", text)
        assert "+7 916 000-00-05" in app.text, "a phone is spelt when it is left"
        await app.tap("register.sex.female")
        await app.tap("register.submit")
        assert "Подтвердите телефон" in app.text
        await app.tap("login.back")
        assert "Николаевна" in app.text
        await app.tap("register.submit")
        await app.enter("login.code", CODE)
        assert app.sees("pin.skip")


@on_virtual_time
async def test_leaving_the_registration_and_coming_back_finds_everything() -> None:
    async with a_page(World()) as person:
        await person.app.tap("login.register")
        await person.app.enter("register.field.last", "Жукова")
        await person.app.back()
        assert person.app.sees("login.submit")
        await person.app.tap("login.register")
        assert "Жукова" in person.app.text


@WIDTHS
@on_virtual_time
async def test_a_forgotten_password_is_set_anew(width: int) -> None:
    world = World(demo=FakeDemo())
    async with a_page(world, width=width) as person:
        app = person.app
        await app.tap("login.forgot")
        await app.tap("forgot.submit")
        assert "Введите телефон" in app.text
        await app.enter("forgot.login", PHONE)
        await app.tap("forgot.submit")
        await app.tap("demo.sms")
        assert app.sees("forgot.code"), "the code is put in, the password is still to come"
        is_well_named(app)
        await app.enter("forgot.password", "123", submit=True)
        assert "не меньше 8" in app.text
        await app.enter("forgot.password", "Klever-71-les")
        await app.tap("forgot.confirm")
        assert app.sees("pin.skip")


@WIDTHS
@on_virtual_time
async def test_the_profile_says_what_is_missing_and_leads_there(width: int) -> None:
    world = World()
    account = world.backend.account
    world.backend.account = account.model_copy(update={"level": AccountLevel.BASIC})
    async with a_page(world, width=width) as person:
        app = person.app
        await person.signs_in()
        await app.tap("nav.profile")
        assert "Упрощённая учётная запись" in app.text
        assert "Можно запросить доступ к медкарте ребенка" in app.text
        is_well_named(app)
        await app.tap("profile.step.snils")
        await app.enter("paper.field.number", "112-233")
        assert "В СНИЛС должно быть 11 цифр" in app.text
        await app.enter("paper.field.number", "112-233-445 95")
        await app.tap("paper.save")
        assert "СНИЛС сохранён" in app.text
        assert "Стандартная учётная запись" in app.text
        await app.tap("profile.step.passport")
        for field, typed in (("series", "4510"), ("number", "123456"), ("issued", "01.05.2016"), ("issuer", "770-001")):
            await app.enter(f"paper.field.{field}", typed)
        is_well_named(app)
        await app.tap("paper.save")
        assert "продолжительное время" in app.text
        assert app.find("profile.step.passport") is None, "there is nothing to do but wait"


@on_virtual_time
async def test_a_check_of_the_passport_that_failed_in_passing_is_repeated() -> None:
    world = World()
    failed = a_check(Registry.MVD, CheckState.FAILED_TEMPORARILY, "МВД не ответило. Повторите попытку позже")
    paper = AccountDocument(masked_number="••••••3456", check=failed)
    snils = AccountDocument(masked_number="•••-•••-445 95")
    world.backend.account = world.backend.account.model_copy(
        update={"level": AccountLevel.STANDARD, "passport": paper, "snils": snils}
    )
    async with a_page(world) as person:
        await person.signs_in()
        await person.app.tap("nav.profile")
        assert "МВД не ответило" in person.app.text
        await person.app.tap("profile.step.recheck")
        assert world.backend.asked("recheck_passport") == 1
        assert "проверяется" in person.app.text


@on_virtual_time
async def test_a_phone_is_changed_by_two_messages() -> None:
    world = World(demo=FakeDemo())
    async with a_page(world) as person:
        app = person.app
        await person.signs_in()
        await app.go("/profile/phone")
        await app.enter("paper.field.phone", "8 916 000-00-05", submit=True)
        is_well_named(app)
        await app.tap("demo.sms")
        await app.tap("demo.sms.other")
        await app.tap("paper.save")
        assert app.route == "/profile"
        assert "Телефон изменён" in app.text


@WIDTHS
@on_virtual_time
async def test_a_child_of_the_family_is_followed_corrected_and_removed(width: int) -> None:
    world = World()
    world.backend.family_children = [an_entry(MISHA, CheckState.CHECKING)]
    child = world.backend.family_children[0]
    async with a_page(world, width=width) as person:
        app = person.app
        await person.signs_in()
        await app.go("/family")
        assert "проверяется" in app.text
        await app.tap(f"family.child.{child.id}")
        assert "Проверяется в ЗАГС" in app.text
        is_well_named(app)
        settled(world.backend, child.id, CheckState.REJECTED, "Имя не совпадает")
        await asyncio.sleep(4)
        await app.settle()
        assert "Имя не совпадает" in app.text, "the state changes with nobody touching the page"
        await app.tap("family.edit")
        assert "Михаил" in app.text
        is_well_named(app)
        await app.enter("family.field.first", "Мишель")
        await app.tap("family.save")
        assert "Проверяется в ЗАГС" in app.text
        await app.tap("family.remove")
        await app.tap("family.remove.cancel")
        assert world.backend.asked("remove_child") == 0
        await app.tap("family.remove")
        await app.tap("family.remove.confirm")
        assert app.route == "/family"
        assert "Добавьте ребенка" in app.text


@on_virtual_time
async def test_the_mfc_s_list_of_originals_is_shown() -> None:
    world = World()
    paper = ChildDocumentRequest(kind=DocumentKind.FOREIGN_BIRTH_CERTIFICATE, series="AZ", number="108")
    world.backend.family_children = [an_entry(MISHA.model_copy(update={"document": paper}))]
    async with a_page(world) as person:
        await person.signs_in()
        await person.app.go(f"/family/{world.backend.family_children[0].id}")
        assert "Возьмите оригиналы" in person.app.text
        assert "Документ, удостоверяющий вашу личность" in person.app.text


@on_virtual_time
async def test_an_address_of_a_child_that_is_not_there_says_so() -> None:
    async with a_page(World()) as person:
        await person.signs_in()
        await person.app.go(f"/family/{an_id('никто')}")
        assert "Этого ребенка здесь нет" in person.app.text
        await person.app.go("/family/никто")
        assert person.app.sees("missing.title")


@on_virtual_time
async def test_a_family_that_does_not_load_may_be_tried_again() -> None:
    world = World()
    world.backend.failures["family"] = Offline()
    async with a_page(world) as person:
        await person.signs_in()
        await person.app.go("/family")
        world.backend.failures.clear()
        await person.app.tap("family.list.retry")
        assert "Добавьте ребенка" in person.app.text


@WIDTHS
@on_virtual_time
async def test_the_bell_counts_and_each_message_leads_on(width: int) -> None:
    world = World()
    code, records = a_notice(NoticeKind.CODE_SENT), a_notice(NoticeKind.NEW_RECORDS, ARTYOM)
    world.backend.notices = [code, records, a_notice(read=True)]
    async with a_page(world, width=width) as person:
        app = person.app
        await person.signs_in()
        assert "Уведомления, непрочитанных: 2" in app.text
        assert app.sees("home.code")
        is_well_named(app)
        await app.tap("home.bell")
        is_well_named(app)
        await app.tap(f"notices.item.{records.id}")
        assert app.route == f"/medcard/{ARTYOM}"
        await app.go("/notices")
        await app.tap("notices.all")
        assert app.find("notices.all") is None


@WIDTHS
@on_virtual_time
async def test_the_demo_page_turns_time_and_answers_for_offices(width: int) -> None:
    demo = FakeDemo()
    wait = DemoWait(an_id("проверка"), "Алиев Тимур", "Амина", "МФЦ")
    demo.desk.waits = [wait]
    world = World(demo=demo)
    async with a_page(world, width=width) as person:
        app = person.app
        await person.signs_in()
        await app.tap("demo.about")
        is_well_named(app)
        await app.tap("demo.day")
        await app.tap("demo.days")
        assert demo.desk.spans == [DemoTime.DAY, DemoTime.FIVE_WORKING_DAYS]
        assert "МФЦ подтвердил" in app.text
        await app.tap(f"demo.yes.{wait.id}")
        assert demo.desk.answers == [(wait.id, True)]
        assert "Сейчас никто ничего не проверяет" in app.text


@on_virtual_time
async def test_a_demo_of_an_earlier_day_offers_itself_anew() -> None:
    demo = FakeDemo()
    demo.desk.old = True
    async with a_page(World(demo=demo)) as person:
        await person.app.tap("demo.about")
        await person.app.tap("demo.old")
        await person.app.tap("demo.reset.confirm")
        assert demo.resets == 1


@pytest.mark.parametrize("text", ["2018-03-12", "2024-02-29", "2026-11-22"])
def test_a_picked_day_is_the_day_that_was_tapped_in_any_time_zone(text: str) -> None:
    day = date.fromisoformat(text)
    for hours in range(-11, 13):
        midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=hours)))
        assert picked_day(midnight.astimezone(UTC)) == day
        assert picker_moment(day).astimezone(timezone(timedelta(hours=hours))).date() == day
