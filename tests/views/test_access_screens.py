"""«Доступ», the code of the clinic, asking for a card, and the journal: on the screen, by identifiers."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from emias_app.models.access import GrantState
from emias_app.models.account import AccountLevel
from emias_app.models.requests import RequestState
from emias_app.views import ids
from tests.support.driver import App
from tests.support.fake_access import (
    CLINIC_CODE,
    JPEG,
    REQUEST_CODE,
    a_family_child,
    a_grant,
    a_read,
    a_request,
)
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA, SOFIA = an_id("Артём"), an_id("Дарья"), an_id("София")
WIDTHS = pytest.mark.parametrize("width", [412, 800, 1280])


def asked_world() -> World:
    world = World()
    world.backend.account = world.backend.account.model_copy(update={"level": AccountLevel.STANDARD})
    world.backend.family_children = [a_family_child()]
    return world


def is_well_named(app: App) -> None:
    """Every identifier is one of the registry's and stands once."""
    names = app.identifiers
    assert [name for name in names if not ids.is_registered(name)] == []
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


@WIDTHS
@on_virtual_time
async def test_the_tab_shows_who_sees_each_card_and_until_when(width: int) -> None:
    world = World()
    others = a_grant(
        "Артём", holder="Морозов Дмитрий Андреевич", mine=False, state=GrantState.REVOKED,
        reason="Заявление матери", end=date(2026, 11, 3),
    )  # fmt: skip
    world.backend.grants.append(others)
    async with a_page(world, width=width) as anna:
        await anna.signs_in()
        await anna.app.tap("nav.access")
        assert anna.app.route == "/access"
        is_well_named(anna.app)
        assert "Вы, до 14\u00a0марта\u00a02036" in anna.app.text
        await anna.app.tap(f"access.grant.{others.id}")
        assert "Заявление матери" in anna.app.text
        assert not anna.app.sees("access.giveup"), "another's access is the clinic's to end"
        is_well_named(anna.app)


@on_virtual_time
async def test_giving_up_says_the_consequence_first_and_can_be_thought_better_of() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/access")
        await anna.app.tap(f"access.grant.{a_grant('Артём').id}")
        await anna.app.tap("access.giveup")
        assert "сразу закроется" in anna.app.text
        await anna.app.tap("access.giveup.cancel")
        assert world.backend.asked("cancel_grant") == 0
        await anna.app.tap(f"access.grant.{a_grant('Артём').id}")
        await anna.app.tap("access.giveup")
        await anna.app.tap("access.giveup.confirm")
        assert "прекращён" in anna.app.text
        await anna.app.go("/home")
        assert "Доступ закрыт" in anna.app.text


@on_virtual_time
async def test_what_ends_is_told_months_ahead_and_leads_to_taking_the_card_away() -> None:
    world = World()
    world.backend.children[0] = world.backend.children[0].model_copy(update={"birth_date": date(2008, 12, 24)})
    world.backend.grants = [a_grant("Артём", end=date(2026, 12, 24))]
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/access")
        assert "закончится через 1 месяц" in anna.app.text
        await anna.app.tap(f"access.ahead.{ARTYOM}")
        assert anna.app.route == f"/medcard/{ARTYOM}/take-away"


@WIDTHS
@on_virtual_time
async def test_home_offers_to_take_away_a_card_that_will_close(width: int) -> None:
    world = World()
    world.backend.children[0] = world.backend.children[0].model_copy(update={"birth_date": date(2008, 12, 24)})
    async with a_page(world, width=width) as anna:
        await anna.signs_in()
        assert "исполнится" in anna.app.text or "18 лет" in anna.app.text
        await anna.app.tap(f"home.ending.{ARTYOM}")
        assert anna.app.route == f"/medcard/{ARTYOM}/take-away"


@WIDTHS
@on_virtual_time
async def test_a_code_is_redeemed_and_its_card_opened(width: int) -> None:
    world = World()
    async with a_page(world, width=width) as anna:
        await anna.signs_in()
        await anna.app.go("/access")
        await anna.app.tap("access.redeem")
        await anna.app.enter("redeem.code", "abce hkmp")
        await anna.app.tap("redeem.submit")
        assert "Осталось 4 попытки из 5" in anna.app.said("redeem.error")
        is_well_named(anna.app)
        await anna.app.enter("redeem.code", "к7рм-42ха", submit=True)
        assert ("redeem", CLINIC_CODE) in world.backend.calls
        await anna.app.tap("redeem.done")
        assert anna.app.route == f"/medcard/{SOFIA}"
        assert anna.app.sees("medcard.section.labs")


@on_virtual_time
async def test_a_code_is_pasted_from_the_clipboard_or_the_refusal_said() -> None:
    async with a_page(World()) as anna:
        await anna.signs_in()
        await anna.app.go("/access/redeem")
        anna.app.answers["Clipboard.get"] = lambda _: "Код доступа: K7PM-42XA. Действует 72 часа"
        await anna.app.tap("redeem.paste")
        await anna.app.tap("redeem.submit")
        assert anna.app.sees("redeem.done")


@on_virtual_time
async def test_the_lock_out_tells_its_time_and_takes_no_more_codes() -> None:
    world = World()
    world.backend.redeem_tries = 0
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/access/redeem")
        await anna.app.enter("redeem.code", "ABCEHKMP")
        await anna.app.tap("redeem.submit")
        assert "9:40" in anna.app.said("redeem.error")
        assert any(node.is_disabled for node in anna.app.get("redeem.submit").walk())


@WIDTHS
@on_virtual_time
async def test_a_request_goes_step_by_step_to_its_status(width: int) -> None:
    world = asked_world()
    async with a_page(world, width=width) as igor:
        app = igor.app
        await igor.signs_in()
        await app.go("/access")
        await app.tap("access.request")
        assert app.route == "/access/request"
        is_well_named(app)
        await app.tap("request.next")
        assert "Морозова Анна Сергеевна" in app.text
        await app.tap("request.next")
        await app.tap("request.next")
        assert app.sees("request.photo.error"), "a standard account shows its passport"
        await app.tap("request.photo")
        assert ("upload_photo", "image/jpeg", len(JPEG)) in world.backend.calls
        is_well_named(app)
        for step in ("child", "purpose", "grantee", "phone", "confirm"):
            await app.tap("request.next")
            assert app.route == f"/access/request/{step}"
            is_well_named(app)
        await app.enter("request.code", REQUEST_CODE)
        await app.tap("request.submit")
        assert "согласие" in app.text
        await app.tap("request.consent")
        await app.tap("request.submit")
        assert app.get("request.status").texts == ["проверяется"]
        assert "Осталось 5 рабочих дней" in app.text
        is_well_named(app)


@on_virtual_time
async def test_back_keeps_what_was_chosen_and_the_system_s_back_steps_too() -> None:
    world = asked_world()
    world.backend.family_children.append(a_family_child("Пётр"))
    chosen = world.backend.family_children[1].id
    async with a_page(world) as igor:
        app = igor.app
        await igor.signs_in()
        await app.go("/access/request")
        await app.tap("request.next")
        await app.tap("request.next")
        await app.tap("request.photo")
        await app.tap("request.next")
        await app.tap(f"request.child.{chosen}")
        await app.tap("request.next")
        await app.tap("request.back")
        assert app.get(f"request.child.{chosen}").props.get("selected")
        await app.back()
        assert app.route == "/access/request/photo"
        assert app.sees("request.photo.remove")


@on_virtual_time
async def test_a_draft_is_offered_and_gone_on_with() -> None:
    world = asked_world()
    draft = a_request(RequestState.DRAFT, photo_id=an_id("photo"))
    world.backend.requests = [draft]
    async with a_page(world) as igor:
        await igor.signs_in()
        await igor.app.go("/access/request")
        await igor.app.tap(f"request.resume.{draft.id}")
        await igor.app.tap("request.next")
        assert "сохранена с черновиком" in igor.app.text
        assert igor.app.sees("request.photo.remove")


@pytest.mark.parametrize(
    ("code", "reason", "fix"),
    [
        ("account_level_too_low", "Для запроса нужна стандартная учётная запись", "/profile"),
        ("kinship_not_confirmed", "Родство с ребенком не подтверждено", "/family"),
        ("clinic_revoked", "Поликлиника отозвала доступ к этой медкарте", "/access/redeem"),
        ("policy_not_moscow", "Полис ОМС ребенка зарегистрирован не в Москве", None),
        ("photo_unreadable", "На фотографии не разобрать лицо или страницу паспорта", None),
    ],
)
@on_virtual_time
async def test_a_refusal_says_why_and_what_helps(code: str, reason: str, fix: str | None) -> None:
    world = asked_world()
    request = a_request(RequestState.REJECTED, reason_code=code, reason=reason)
    world.backend.requests = [request]
    async with a_page(world) as igor:
        await igor.signs_in()
        await igor.app.go("/access")
        await igor.app.tap(f"access.item.{request.id}")
        assert reason in igor.app.text
        is_well_named(igor.app)
        assert igor.app.sees("request.again") is (code != "clinic_revoked")
        assert igor.app.sees("request.fix") is (fix is not None)
        if fix is not None:
            await igor.app.tap("request.fix")
            assert igor.app.route == fix


@on_virtual_time
async def test_a_request_that_waits_for_me_can_be_changed_or_taken_back() -> None:
    world = asked_world()
    request = a_request(RequestState.ACTION_REQUIRED, reason_code="other_parent_unknown", reason="Нет учётной записи")
    world.backend.requests = [request]
    async with a_page(world) as igor:
        await igor.signs_in()
        await igor.app.go(f"/access/request/{request.id}")
        await igor.app.tap("request.edit")
        assert igor.app.route == "/access/request/about"
        await igor.app.go(f"/access/request/{request.id}")
        await igor.app.tap("request.cancel")
        assert "Проверка остановится" in igor.app.text
        await igor.app.tap("request.cancel.confirm")
        assert igor.app.get("request.status").texts == ["отменён"]


@on_virtual_time
async def test_the_journal_reads_by_day_and_takes_a_doubt() -> None:
    world = World()
    world.backend.reads = [a_read(number, actor="Вы" if number % 2 else "Дмитрий Андреевич М.") for number in range(40)]
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/access")
        await anna.app.tap("access.journal")
        assert anna.app.route == f"/access/journal/{ARTYOM}"
        assert "Сегодня" in anna.app.text
        is_well_named(anna.app)
        await anna.app.scroll_to_end()
        assert anna.app.sees(f"journal.item.{a_read(39).id}")
        assert not anna.app.sees(f"journal.question.{a_read(1).id}"), "my own reads are no riddle"
        await anna.app.tap(f"journal.question.{a_read(0).id}")
        assert "сама запись не изменится" in anna.app.text
        await anna.app.tap("journal.question.confirm")
        assert "вы отметили" in anna.app.text
        await anna.app.tap("medcard.switch")
        await anna.app.tap(f"medcard.child.{DARYA}")
        assert anna.app.route == f"/access/journal/{DARYA}"


@on_virtual_time
async def test_an_open_card_closes_by_itself_within_five_seconds_with_the_reason() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        world.backend.close_card(ARTYOM, GrantState.REVOKED, "Заявление матери ребенка от 2\u00a0ноября")
        await asyncio.sleep(5)
        await anna.app.settle()
        assert anna.app.sees("ended.title")
        assert "Заявление матери ребенка" in anna.app.text
        assert not anna.items()
        await anna.app.go(f"/medcard/{DARYA}/labs")
        assert anna.items(), "the other child's card goes on"


@on_virtual_time
async def test_the_poll_asks_seldom_where_no_card_is_in_view() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/access/request")
        before = world.backend.asked("changes")
        await asyncio.sleep(30)
        await anna.app.settle()
        assert world.backend.asked("changes") - before == 2


@on_virtual_time
async def test_nothing_of_these_screens_is_left_on_a_locked_page() -> None:
    world = asked_world()
    world.backend.requests = [a_request()]
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.go("/access")
        assert "Соколов" in anna.app.text
        await anna.app.go("/profile")
        await anna.app.tap("profile.lock")
        everything = "\n".join(text for view in anna.app.mirror.views for text in view.texts)
        assert "Соколов" not in everything
        assert "Артём" not in everything
