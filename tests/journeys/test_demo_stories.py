"""Each story of the demo played to its end on the screen, the offices and the time turned from the page «Демо»."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from pathlib import Path

from tests.support.stage import Actor, card_of, check_id, child_id, open_stage
from tests.support.virtual_time import on_virtual_time


async def a_moment(actor: Actor) -> None:
    """Long enough for the small poll."""
    await asyncio.sleep(4)
    await actor.app.settle()


async def answers(actor: Actor, check: str, *, back_to: str, is_confirmed: bool = True) -> None:
    await actor.goes("/demo")
    await actor.app.tap(f"demo.{'yes' if is_confirmed else 'no'}.{check}")
    await actor.goes(back_to)


@on_virtual_time
async def test_timur_is_sent_to_the_mfc_and_confirmed_by_it(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as timur:
        await timur.signs_in("Тимур")
        amina = child_id("timur", "amina")
        assert "Обратитесь в МФЦ" in timur.text
        await timur.app.tap(f"home.step.{amina}")
        assert timur.app.route == f"/family/{amina}"
        assert "Свидетельство о рождении ребенка или иной документ" in timur.text
        await answers(timur, check_id("timur", "amina"), back_to=f"/family/{amina}")
        assert "Родство подтверждено" in timur.text
        assert timur.app.sees("family.request")


@on_virtual_time
async def test_elena_passes_the_check_while_her_page_stays_open(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as elena:
        await elena.signs_in("Елена")
        assert "Проверяется в Департаменте труда и соцзащиты" in elena.text
        async with stage.page("/demo") as other:
            await other.app.tap(f"demo.yes.{check_id('elena', 'kirill')}")
            assert "Ответ дан" in other.text
        await a_moment(elena)
        assert "Родство подтверждено" in elena.text
        assert elena.app.sees(f"home.step.{child_id('elena', 'kirill')}")


@on_virtual_time
async def test_a_refusal_of_an_office_is_told_and_may_be_checked_again(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as elena:
        await elena.signs_in("Елена")
        kirill = child_id("elena", "kirill")
        await answers(elena, check_id("elena", "kirill"), back_to=f"/family/{kirill}", is_confirmed=False)
        assert "Данные не подтверждены" in elena.text
        await elena.app.tap("family.recheck")
        assert "Проверяется в Департаменте" in elena.text
        await elena.goes("/home")
        await elena.app.tap("home.bell")
        notice = next(name for name in elena.app.identifiers if name.startswith("notices.item."))
        await elena.app.tap(notice)
        assert elena.app.route in ("/family", "/access")


@on_virtual_time
async def test_olga_needs_a_snils_first(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as olga:
        await olga.signs_in("Ольга")
        petr = child_id("olga", "petr")
        assert "Нужна стандартная учётная запись" in olga.text
        await olga.app.tap(f"home.step.{petr}")
        await olga.app.enter("paper.field.number", "112-233-445 96")
        assert "Контрольное число СНИЛС не сходится" in olga.text
        await olga.app.enter("paper.field.number", "112-233-445 95")
        await olga.app.tap("paper.save")
        assert olga.app.route == "/profile"
        assert "Стандартная учётная запись" in olga.text
        await olga.goes("/home")
        assert "Полис ребенка не московский" in olga.text


@on_virtual_time
async def test_sergey_s_card_closes_when_the_day_has_passed(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as sergey:
        await sergey.signs_in("Сергей")
        assert sergey.app.sees(f"home.child.{card_of('ilya')}")
        await sergey.goes("/demo")
        await sergey.app.tap("demo.day")
        assert "23 ноября 2026" in sergey.text.replace("\u00a0", " ")
        await sergey.goes("/home")
        assert "Доступ закрыт" in sergey.text, "the person stays signed in, the card does not stay open"


@on_virtual_time
async def test_a_story_leaves_one_person_and_begins_with_another(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna:
        await anna.signs_in("Анна")
        await anna.goes("/demo")
        await anna.app.tap("demo.story.code")
        await anna.lets_in()
        assert "Поликлиника отправила вам код доступа" in anna.text
        assert anna.app.sees("home.code")


@on_virtual_time
async def test_the_demo_begins_anew_after_a_question(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as timur:
        await timur.signs_in("Тимур")
        await timur.goes("/demo")
        await timur.app.tap("demo.reset")
        await timur.app.tap("demo.reset.cancel")
        assert timur.app.sees("demo.back")
        await timur.app.tap("demo.reset")
        await timur.app.tap("demo.reset.confirm")
        assert timur.app.sees("login.login")


@on_virtual_time
async def test_a_new_account_is_made_and_adds_a_child(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as olga:
        app = olga.app
        await app.tap("login.register")
        for field, typed in (
            ("last", "Морозова"), ("first", "Вера"), ("middle", "Ильинична"), ("birth", "12.03.1990"),
            ("phone", "8 916 123-45-67"), ("email", "vera@example.ru"), ("password", "Klever-71-les"),
        ):  # fmt: skip
            await app.enter(f"register.field.{field}", typed)
        await app.tap("register.submit")
        assert "Проверьте: пол" in olga.text
        await app.tap("register.sex.female")
        await app.tap("register.submit")
        await app.tap("login.back")
        assert "Ильинична" in olga.text, "nothing typed is lost"
        stage.machine.advance(timedelta(minutes=2))
        await app.tap("register.submit")
        await olga.lets_in()
        assert "Здесь появятся карты детей" in olga.text
        await app.tap("family.add")
        await app.tap("family.relation.son")
        for field, typed in (("last", "Морозов"), ("first", "Лев"), ("middle", "Ильич"), ("birth", "01.02.2020")):
            await app.enter(f"family.field.{field}", typed)
        await app.tap("family.kind.birth-certificate")
        await app.enter("family.field.series", "IV-МЮ")
        await app.enter("family.field.number", "000999")
        await app.tap("family.save")
        assert app.route.startswith("/family/")
        assert "Проверяется в ЗАГС" in olga.text
        stage.machine.advance(timedelta(seconds=30))
        await stage.backend.run_due()
        await a_moment(olga)
        assert "Запись с такими данными не найдена" in olga.text


def a_photo() -> bytes:
    """A JPEG large enough to be a photo of somebody holding a passport."""
    from PIL import Image

    made = io.BytesIO()
    noise = [Image.effect_noise((1280, 960), 60) for _ in range(3)]
    Image.merge("RGB", noise).save(made, "JPEG")
    return made.getvalue()


async def asks_for_access(actor: Actor, phone: str) -> None:
    """The wizard from its first step to «проверяется»."""
    app, photo = actor.app, a_photo()
    app.answers["FilePicker.pick_files"] = lambda _: [{"id": 1, "name": "я.jpg", "size": len(photo), "bytes": photo}]
    await app.tap("request.next")
    await app.tap("request.next")
    await app.tap("request.photo")
    for step in ("child", "purpose", "grantee", "phone", "confirm"):
        await app.tap("request.next")
        assert app.route == f"/access/request/{step}", actor.text
    sms = await actor.stage.backend.latest_sms(phone)
    assert sms is not None
    await app.enter("request.code", sms[1] or "")
    await app.tap("request.consent")
    await app.tap("request.submit")


@on_virtual_time
async def test_igor_s_request_is_decided_on_the_fifth_working_day(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as igor:
        await igor.signs_in("Игорь")
        await igor.app.tap(f"home.step.{child_id('igor', 'mikhail')}")
        await asks_for_access(igor, "+79000000002")
        assert "Осталось 5 рабочих дней" in igor.text
        await igor.goes("/home")
        assert "Запрос на доступ отправлен" in igor.text
        await igor.goes("/demo")
        for _ in range(4):
            await igor.app.tap("demo.day")
        await igor.goes("/home")
        assert "Запрос на доступ отправлен" in igor.text
        await igor.goes("/demo")
        await igor.app.tap("demo.day")
        await igor.goes("/home")
        assert igor.app.sees(f"home.child.{card_of('mikhail')}")
        assert "Откройте карту" in igor.text
        assert any("1" in text for text in igor.app.get("home.bell").texts)


@on_virtual_time
async def test_olga_s_request_is_refused_for_the_right_reason(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as olga:
        await olga.signs_in("Ольга")
        await olga.goes("/profile/snils")
        await olga.app.enter("paper.field.number", "112-233-445 95")
        await olga.app.tap("paper.save")
        await olga.goes(f"/family/{child_id('olga', 'petr')}")
        await olga.app.tap("family.request")
        await asks_for_access(olga, "+79000000005")
        address = olga.app.route
        await olga.goes("/demo")
        await olga.app.tap("demo.days")
        await olga.goes(address)
        assert "Полис ОМС ребенка зарегистрирован не в Москве" in olga.text


@on_virtual_time
async def test_dmitry_redeems_the_code_and_the_revoked_card_stays_shut(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as dmitry:
        await dmitry.signs_in("Дмитрий")
        await dmitry.app.tap("home.code")
        await dmitry.app.enter("redeem.code", "k7pm 42xa")
        if dmitry.app.sees("redeem.submit"):
            await dmitry.app.tap("redeem.submit")
        assert dmitry.app.sees("redeem.done"), dmitry.text
        await dmitry.goes("/home")
        assert dmitry.app.sees(f"home.child.{card_of('sofia')}")
        app = dmitry.app
        await dmitry.goes("/family/new")
        await app.tap("family.relation.son")
        artem = ("Морозов", "Артём", "Дмитриевич", "14.03.2018")
        for field, typed in zip(("last", "first", "middle", "birth"), artem, strict=True):
            await app.enter(f"family.field.{field}", typed)
        await app.tap("family.kind.birth-certificate")
        await app.enter("family.field.series", "IV-МЮ")
        await app.enter("family.field.number", "000102")
        await app.tap("family.save")
        stage.machine.advance(timedelta(seconds=30))
        await stage.backend.run_due()
        await a_moment(dmitry)
        assert "Доступ закрыла поликлиника" in dmitry.text
        assert "Заявление матери ребенка" in dmitry.text
        assert app.sees("family.code")
