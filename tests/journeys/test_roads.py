"""The three roads to a card and their ends, on the screens of the demo and over its own backend."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tests.support.access_roads import a_photo
from tests.support.driver import App
from tests.support.stage import Actor, Stage, card_of, open_stage
from tests.support.virtual_time import on_virtual_time

SOFIA, ARTYOM = card_of("sofia"), card_of("artem")
DMITRY = "+79000000006"


async def a_moment(actor: Actor) -> None:
    """Long enough for the small poll."""
    await asyncio.sleep(4)
    await actor.app.settle()


def has_a_photo(app: App, content: bytes) -> None:
    """What the file dialog will answer."""
    file = {"id": 1, "name": "passport.jpg", "size": len(content), "path": None, "bytes": content}
    app.answers["FilePicker.pick_files"] = lambda _: [file]


async def asks_for_a_card(actor: Actor) -> None:
    """The whole wizard, from «Доступ» to the request's own screen."""
    app = actor.app
    has_a_photo(app, a_photo(exif=_place_where_it_was_taken()))
    await actor.goes("/access")
    await app.tap("access.request")
    await app.tap("request.next")
    await app.tap("request.next")
    if app.sees("request.photo"):
        await app.tap("request.photo")
        assert "Фотография приложена" in actor.text, actor.text
        await app.tap("request.next")
    for _ in range(4):
        await app.tap("request.next")
    assert app.route == "/access/request/confirm", actor.text
    await app.enter("request.code", _code_in(app))
    await app.tap("request.consent")
    await app.tap("request.submit")
    assert app.sees("request.status"), actor.text


def _code_in(app: App) -> str:
    found = re.search(r"\b\d{6}\b", " ".join(app.get("demo.sms").texts))
    assert found, app.text
    return found.group()


def _place_where_it_was_taken() -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "at home"
    return exif.tobytes()


async def days_pass(actor: Actor, button: str, *, back_to: str) -> None:
    await actor.goes("/demo")
    await actor.app.tap(button)
    await actor.goes(back_to)


@on_virtual_time
async def test_igor_asks_with_a_photo_and_is_answered_on_the_fifth_working_day(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as igor:
        await igor.signs_in("Игорь")
        await asks_for_a_card(igor)
        assert "Осталось 5 рабочих дней" in igor.text.replace("\u00a0", " ")
        request = igor.app.route
        for _ in range(4):
            await days_pass(igor, "demo.day", back_to=request)
        assert igor.app.get("request.status").texts == ["проверяется"], "22.11.2026 is a Sunday: four days are Thursday"
        await days_pass(igor, "demo.day", back_to=request)
        assert igor.app.get("request.status").texts == ["одобрен"]
        await igor.app.tap("request.card")
        assert igor.app.route == f"/medcard/{card_of('mikhail')}"


@on_virtual_time
async def test_a_draft_waits_for_another_day_and_another_page(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        async with stage.page() as igor:
            await igor.signs_in("Игорь")
            has_a_photo(igor.app, a_photo("PNG"))
            await igor.goes("/access/request")
            await igor.app.tap("request.next")
            await igor.app.tap("request.next")
            await igor.app.tap("request.photo")
            await igor.app.tap("request.next")
            assert igor.app.route == "/access/request/child"
        async with stage.page() as igor:
            await igor.signs_in("Игорь")
            await igor.goes("/access/request")
            (draft,) = [name for name in igor.app.identifiers if name.startswith("request.resume.")]
            await igor.app.tap(draft)
            await igor.app.tap("request.next")
            assert "сохранена с черновиком" in igor.text


@on_virtual_time
async def test_olga_is_told_ahead_and_refused_for_that_reason(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as olga:
        await olga.signs_in("Ольга")
        await olga.goes("/access/request")
        assert "нужна стандартная учётная запись" in olga.text
        await asks_for_a_card(olga)
        request = olga.app.route
        await days_pass(olga, "demo.days", back_to=request)
        assert olga.app.get("request.status").texts == ["отклонён"]
        assert "Для запроса нужна стандартная учётная запись" in olga.text
        assert "Добавьте СНИЛС" in olga.text


@on_virtual_time
async def test_a_photo_that_is_none_is_told_beside_it(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as igor:
        await igor.signs_in("Игорь")
        await igor.goes("/access/request")
        await igor.app.tap("request.next")
        await igor.app.tap("request.next")
        for content, words in ((b"GIF89a", "не JPEG и не PNG"), (a_photo()[:2000], "повреждён")):
            has_a_photo(igor.app, content)
            await igor.app.tap("request.photo")
            assert words in igor.app.said("request.photo.error")


async def redeems(actor: Actor, stage: Stage) -> None:
    """Дмитрий types the seeded code of София as people type: small letters, Cyrillic ones among them."""
    sms = await stage.backend.latest_sms(DMITRY)
    assert sms is not None
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", await _clinic_sms(stage))
    assert found
    typed = found.group().lower().translate(str.maketrans("abcehkmptx", "авсенкмртх"))
    await actor.goes("/access/redeem")
    await actor.app.enter("redeem.code", typed)
    await actor.app.tap("redeem.submit")
    assert actor.app.sees("redeem.done"), actor.text


async def _clinic_sms(stage: Stage) -> str:
    from sqlalchemy import select

    from emias_app.mock_server.store.schema import SmsRow

    texts = await stage.backend.store.read(
        lambda session: session.scalars(select(SmsRow.text).where(SmsRow.phone == DMITRY)).all()
    )
    return next(text for text in texts if text and "доступа к медкарте" in text)


@on_virtual_time
async def test_a_code_opens_sofia_and_both_parents_see_each_other(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as dmitry, stage.page() as anna:
        await anna.signs_in("Анна")
        await anna.goes("/access")
        assert "Морозов Дмитрий Андреевич, закрыт" in anna.text
        await dmitry.signs_in("Дмитрий")
        await redeems(dmitry, stage)
        await dmitry.app.tap("redeem.done")
        await dmitry.app.enter("stepup.code", _code_in(dmitry.app))
        assert dmitry.app.sees("medcard.section.labs"), dmitry.text
        await dmitry.app.tap("medcard.section.labs")
        await a_moment(anna)
        assert "Морозов Дмитрий Андреевич, до 9\u00a0августа\u00a02042" in anna.text, "nobody has reloaded the page"
        await anna.goes(f"/access/journal/{SOFIA}")
        await anna.app.enter("stepup.code", _code_in(anna.app))
        assert "Дмитрий Андреевич М. открыл раздел «Анализы»" in anna.text.replace("\u00a0", " ")
        doubt = next(name for name in anna.app.identifiers if name.startswith("journal.question."))
        await anna.app.tap(doubt)
        await anna.app.tap("journal.question.confirm")
        assert "вы отметили" in anna.text


@on_virtual_time
async def test_in_the_demo_the_sms_with_the_code_is_seen_where_it_is_typed(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as dmitry:
        await dmitry.signs_in("Дмитрий")
        await dmitry.goes("/access/redeem")
        assert await _clinic_sms(stage) in dmitry.text
        async with stage.page("/clinic", width=1280) as registrar:
            await sends_dmitry_a_code(registrar)
        await a_moment(dmitry)
        newest = await stage.backend.latest_sms(DMITRY)
        assert newest is not None
        assert newest[0] in dmitry.text, "a new code made the first one void"
        await dmitry.app.tap("demo.sms")
        await dmitry.app.tap("redeem.submit")
        assert dmitry.app.sees("redeem.done"), dmitry.text
        await dmitry.goes("/access")
        await dmitry.goes("/access/redeem")
        assert not dmitry.app.sees("demo.sms"), "a code that was used is no message to type from"


@on_virtual_time
async def test_a_revocation_closes_the_open_card_with_its_reason_and_leaves_no_way_but_a_new_code(
    tmp_path: Path,
) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as dmitry:
        await dmitry.signs_in("Дмитрий")
        await redeems(dmitry, stage)
        await dmitry.app.tap("redeem.done")
        await dmitry.app.enter("stepup.code", _code_in(dmitry.app))
        async with stage.page("/clinic", width=1280) as registrar:
            await revokes_sofia(registrar, "по заявлению матери")
        await a_moment(dmitry)
        assert dmitry.app.sees("ended.title"), dmitry.text
        assert "по заявлению матери" in dmitry.text
        await dmitry.goes("/access")
        (closed, _) = [name for name in dmitry.app.identifiers if name.startswith("access.grant.")]
        await dmitry.app.tap(closed)
        assert "только новый код поликлиники" in dmitry.text


async def opens_sofia_s_access(registrar: Actor) -> None:
    app = registrar.app
    await app.enter("clinic.login.login", "registrar")
    await app.enter("clinic.login.password", "Demo-2026")
    await app.tap("clinic.login.submit")
    await app.enter("clinic.search", "морозова соф", submit=True)
    await app.tap("clinic.access")


async def sends_dmitry_a_code(registrar: Actor) -> None:
    await opens_sofia_s_access(registrar)
    app = registrar.app
    his = next(
        name
        for name in app.identifiers
        if name.startswith("clinic.relative.") and "Дмитрий" in " ".join(app.get(name).texts)
    )
    await app.tap(his)
    await app.tap("clinic.signed")
    await app.tap("clinic.send")


async def revokes_sofia(registrar: Actor, reason: str) -> None:
    await opens_sofia_s_access(registrar)
    app = registrar.app
    living = [name for name in app.identifiers if name.startswith("clinic.revoke.")]
    rows = {name: " ".join(app.get(name.replace("revoke", "history")).texts) for name in living}
    await app.tap(next(name for name, said in rows.items() if "Дмитрий" in said))
    await app.enter("clinic.reason", reason)
    await app.tap("clinic.revoke.confirm")


@on_virtual_time
async def test_anna_gives_one_card_up_and_keeps_the_others(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as anna:
        await anna.signs_in("Анна")
        await anna.goes("/access")
        mine = [name for name in anna.app.identifiers if name.startswith("access.grant.")]
        await anna.app.tap(mine[1])
        await anna.app.tap("access.giveup")
        await anna.app.tap("access.giveup.confirm")
        await anna.goes("/home")
        assert anna.text.count("Запросите доступ") == 1, "the road by request is open to her"
        await anna.goes(f"/medcard/{SOFIA}")
        await anna.app.enter("stepup.code", _code_in(anna.app))
        assert anna.app.sees("medcard.section.labs")
        await anna.goes(f"/medcard/{ARTYOM}")
        assert anna.app.sees("ended.title")


@on_virtual_time
async def test_sergey_is_told_the_day_before_and_his_open_card_closes_at_midnight(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage, stage.page() as sergey, stage.page("/demo") as other:
        await sergey.signs_in("Сергей")
        await sergey.goes("/access")
        assert "закончится завтра" in sergey.text
        await sergey.goes(f"/medcard/{card_of('ilya')}")
        await sergey.app.enter("stepup.code", _code_in(sergey.app))
        assert sergey.app.sees("medcard.section.labs")
        await other.app.tap("demo.day")
        await a_moment(sergey)
        assert sergey.app.sees("ended.title"), sergey.text
        assert "18" in sergey.text
