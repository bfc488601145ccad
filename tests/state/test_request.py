"""Asking for a card: the way through the steps, what a draft keeps, what is told ahead and beside the fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from emias_app.domain.refusals import ReasonCode
from emias_app.errors import Offline
from emias_app.models.access import GrantState
from emias_app.models.account import AccountLevel, CheckState
from emias_app.models.requests import Grantee, RequestPurpose, RequestState
from emias_app.state._loadable import Ready
from emias_app.state.photo import PhotoState
from emias_app.state.place import Access, AskAccess, AskStep, Place, RequestPage
from emias_app.state.ports import Picked
from emias_app.state.request import AskState
from emias_app.state.root import RootState
from tests.support.fake_access import JPEG, REQUEST_CODE, a_family_child, a_grant, a_request
from tests.support.fake_ports import World
from tests.support.fake_values import a_problem, an_id
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

MISHA = a_family_child().id


def a_world(level: AccountLevel = AccountLevel.STANDARD) -> World:
    world = World()
    world.backend.account = world.backend.account.model_copy(update={"level": level})
    world.backend.family_children = [a_family_child()]
    return world


async def at_the_start(world: World, place: Place | None = None) -> tuple[RootState, AskState]:
    root = await signed_in(world, place or AskAccess())
    assert root.account is not None
    assert root.account.roads.ask is not None
    return root, root.account.roads.ask


async def through(root: RootState, ask: AskState, last: AskStep) -> None:
    """«Далее» until the step is reached."""
    if root.place == AskAccess():
        await ask.begin()
    while isinstance(root.place, AskAccess) and root.place.step is not last:
        if root.place.step is AskStep.PHOTO and ask.photo.photo_id is None:
            await ask.photo.pick()
        before = root.place
        await ask.next(root.place.step)
        assert root.place != before, (ask.errors, ask.trouble)


@on_virtual_time
async def test_from_the_first_page_to_a_request_that_is_checked() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.CONFIRM)
    assert ask.code is not None
    assert ask.code.masked_phone == "+7 900 •••-••-01"
    ask.code.type(REQUEST_CODE)
    ask.fill(replace(ask.form, has_consent=True))
    await ask.submit()
    (request,) = world.backend.requests
    assert request.state is RequestState.CHECKING
    assert root.place == RequestPage(request.id)
    assert not ask.is_begun


@on_virtual_time
async def test_without_the_consent_the_code_is_not_used_up() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.CONFIRM)
    assert ask.code is not None
    ask.code.type(REQUEST_CODE)
    await ask.submit()
    assert "consent" in ask.errors
    assert world.backend.asked("confirm_request") == 0
    assert ask.code.code == REQUEST_CODE
    ask.fill(replace(ask.form, has_consent=True))
    await ask.submit()
    assert world.backend.requests[0].state is RequestState.CHECKING


@on_virtual_time
async def test_a_wrong_code_is_said_beside_it_and_the_consent_stays() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.CONFIRM)
    assert ask.code is not None
    ask.fill(replace(ask.form, has_consent=True))
    ask.code.type("000000")
    await ask.submit()
    assert "Код не подошёл" in (ask.code.error or "")
    assert ask.form.has_consent
    assert root.place == AskAccess(AskStep.CONFIRM)


@on_virtual_time
async def test_each_step_back_keeps_everything() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PHONE)
    filled, photo = ask.form, ask.photo.photo_id
    seen = []
    while isinstance(root.place, AskAccess) and root.place.step is not AskStep.INTRO:
        await ask.back(root.place.step)
        assert isinstance(root.place, AskAccess)
        seen.append(root.place.step)
    assert seen == [
        AskStep.GRANTEE, AskStep.PURPOSE, AskStep.CHILD, AskStep.PHOTO, AskStep.ABOUT, AskStep.INTRO,
    ]  # fmt: skip
    assert (ask.form, ask.photo.photo_id) == (filled, photo)


@on_virtual_time
async def test_a_draft_is_kept_from_the_photo_on_and_offered_after_a_restart() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.CHILD)
    assert [one.state for one in world.backend.requests] == [RequestState.DRAFT]
    again = a_world()
    again.backend.requests = world.backend.requests
    root, ask = await at_the_start(again)
    (draft,) = ask.drafts
    await ask.resume(draft)
    assert ask.photo.photo_id == draft.photo_id is not None
    await through(root, ask, AskStep.CONFIRM)
    assert again.backend.asked("create_request") == 0
    assert len(again.backend.requests) == 1


@on_virtual_time
async def test_a_draft_can_be_thrown_away() -> None:
    world = a_world()
    world.backend.requests = [a_request(RequestState.DRAFT)]
    _, ask = await at_the_start(world)
    await ask.discard(ask.drafts[0])
    assert ask.drafts == ()
    assert world.backend.requests[0].state is RequestState.CANCELLED


@on_virtual_time
async def test_an_address_in_the_middle_leads_to_the_first_page() -> None:
    world = a_world()
    root, _ = await at_the_start(world, AskAccess(AskStep.PHONE))
    assert root.place == AskAccess()


@on_virtual_time
async def test_a_standard_account_needs_a_photo_and_a_full_one_does_not() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await ask.begin()
    await ask.next(AskStep.ABOUT)
    await ask.next(AskStep.PHOTO)
    assert "photoId" in ask.errors
    assert root.place == AskAccess(AskStep.PHOTO)
    full = a_world(AccountLevel.FULL)
    _, ask = await at_the_start(full)
    assert AskStep.PHOTO not in ask.steps


@on_virtual_time
async def test_one_s_own_codes_go_to_one_s_own_phone() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PHONE)
    ask.fill(replace(ask.form, phone="+7 911 222-33-44"))
    await ask.next(AskStep.PHONE)
    assert "сменить номер" in ask.errors["phone"]
    ask.fill(replace(ask.form, phone="12"))
    assert "phone" not in ask.errors, "the words go as soon as the field changes"


@on_virtual_time
async def test_the_other_parent_is_found_by_phone_and_the_code_comes_to_me() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.GRANTEE)
    ask.fill(replace(ask.form, grantee=Grantee.OTHER_PARENT, phone="8 900 000 00 06"))
    await through(root, ask, AskStep.CONFIRM)
    assert world.backend.requests[0].grantee is Grantee.OTHER_PARENT
    assert ask.code is not None
    assert ask.code.masked_phone.endswith("01")


@on_virtual_time
async def test_an_open_card_may_be_opened_to_the_other_parent_but_not_to_me_again() -> None:
    world = a_world()
    world.backend.grants = [a_grant("Михаил")]
    root, ask = await at_the_start(world)
    await ask.begin(MISHA)
    await through(root, ask, AskStep.GRANTEE)
    await ask.next(AskStep.GRANTEE)
    assert ask.errors == {"grantee": "Эта медкарта уже открыта вам"}
    ask.fill(replace(ask.form, grantee=Grantee.OTHER_PARENT, phone="+7 900 000-00-06"))
    await ask.next(AskStep.GRANTEE)
    assert root.place == AskAccess(AskStep.PHONE)


@on_virtual_time
async def test_only_an_open_card_can_be_changed_or_given_up() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PURPOSE)
    ask.fill(replace(ask.form, purpose=RequestPurpose.CANCEL))
    await ask.next(AskStep.PURPOSE)
    assert "purpose" in ask.errors


@pytest.mark.parametrize(
    ("level", "child", "code"),
    [
        (AccountLevel.BASIC, a_family_child(), ReasonCode.ACCOUNT_LEVEL_TOO_LOW),
        (AccountLevel.STANDARD, a_family_child(state=CheckState.CHECKING), ReasonCode.KINSHIP_NOT_CONFIRMED),
        (AccountLevel.STANDARD, a_family_child(policy=CheckState.REJECTED), ReasonCode.POLICY_NOT_MOSCOW),
        (AccountLevel.STANDARD, a_family_child(birth=date(2008, 11, 1)), ReasonCode.CHILD_IS_ADULT),
    ],
)
@on_virtual_time
async def test_what_is_in_the_way_is_said_ahead(level: AccountLevel, child: object, code: ReasonCode) -> None:
    world = a_world(level)
    world.backend.family_children = [child]  # type: ignore[list-item]
    _, ask = await at_the_start(world)
    await ask.begin()
    assert ask.obstacles[0] is code


@on_virtual_time
async def test_a_card_that_the_clinic_closed_is_said_ahead() -> None:
    world = a_world()
    world.backend.grants = [a_grant("Михаил", state=GrantState.REVOKED, reason="по заявлению")]
    _, ask = await at_the_start(world)
    await ask.begin(MISHA)
    assert ask.obstacles[0] is ReasonCode.CLINIC_REVOKED


@on_virtual_time
async def test_a_teenager_may_ask_for_their_own_card() -> None:
    world = a_world()
    world.backend.family_children = []
    world.backend.account = world.backend.account.model_copy(update={"birth_date": date(2010, 5, 1)})
    _, ask = await at_the_start(world)
    assert isinstance(ask.candidates, Ready)
    (own,) = ask.candidates.value
    assert (own.id, own.is_own) == (an_id("Анна"), True)


@on_virtual_time
async def test_a_request_that_exists_already_is_led_to() -> None:
    world = a_world()
    world.backend.requests = [a_request(RequestState.DRAFT)]
    root, ask = await at_the_start(world)
    await ask.begin(MISHA)
    await ask.photo.pick()
    await ask.next(AskStep.PHOTO)
    assert root.place == AskAccess(AskStep.CHILD)
    assert ask.errors == {"childId": "Такой запрос уже есть."}
    assert ask.clash == world.backend.requests[0].id


@on_virtual_time
async def test_what_the_backend_refuses_stands_on_the_step_of_its_field() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PHONE)
    world.backend.failures["update_request"] = a_problem(
        422, "invalid", fields=[{"field": "photoId", "message": "Приложите фотографию ещё раз."}]
    )
    await ask.next(AskStep.PHONE)
    assert root.place == AskAccess(AskStep.PHOTO)
    assert ask.errors == {"photoId": "Приложите фотографию ещё раз."}


@on_virtual_time
async def test_without_a_network_the_step_stays_and_says_so() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PURPOSE)
    world.backend.failures["update_request"] = Offline()
    await ask.next(AskStep.PURPOSE)
    assert root.place == AskAccess(AskStep.PURPOSE)
    assert "Нет сети" in (ask.trouble or "")


@on_virtual_time
async def test_the_wizard_is_gone_with_the_lock() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PHONE)
    await root.lock()
    asked = len(world.backend.calls)
    await ask.next(AskStep.PHONE)
    assert len(world.backend.calls) == asked


@on_virtual_time
async def test_leaving_and_coming_back_goes_on_where_it_was() -> None:
    world = a_world()
    root, ask = await at_the_start(world)
    await through(root, ask, AskStep.PURPOSE)
    await root.go(Access())
    await root.go(AskAccess(AskStep.PURPOSE))
    assert root.place == AskAccess(AskStep.PURPOSE)
    assert root.account is not None
    assert root.account.roads.ask is ask


# the photo


async def the_photo(world: World) -> PhotoState:
    _, ask = await at_the_start(world)
    await ask.begin()
    return ask.photo


@pytest.mark.parametrize(
    ("picked", "words"),
    [
        (Picked("a.jpg", 11 * 1024 * 1024, None), "Файл 11 МБ"),
        (Picked("a.gif", 9, b"GIF89a..."), "не JPEG и не PNG"),
        (Picked("a.jpg", 9, None), "не удалось прочитать"),
        (Picked("a.jpg", len(JPEG), JPEG + b"broken"), "повреждён"),
    ],
)
@on_virtual_time
async def test_a_photo_that_does_not_do_is_said_and_never_sent(picked: Picked, words: str) -> None:
    world = a_world()
    photo = await the_photo(world)
    world.photos.chosen = picked
    world.photos.broken = {JPEG + b"broken"}
    await photo.pick()
    assert words in (photo.error or "")
    assert world.backend.asked("upload_photo") == 0
    assert photo.photo_id is None


@on_virtual_time
async def test_a_photo_is_kept_and_shown_small() -> None:
    world = a_world()
    photo = await the_photo(world)
    await photo.pick()
    assert photo.photo_id == an_id("photo")
    assert photo.thumbnail is not None
    assert ("upload_photo", "image/jpeg", len(JPEG)) in world.backend.calls
    photo.remove()
    assert [photo.photo_id, photo.thumbnail] == [None, None]


@on_virtual_time
async def test_thinking_better_of_it_changes_nothing() -> None:
    world = a_world()
    photo = await the_photo(world)
    await photo.pick()
    world.photos.chosen = None
    await photo.pick()
    assert photo.photo_id is not None


@on_virtual_time
async def test_what_the_backend_says_of_a_photo_stands_beside_it() -> None:
    world = a_world()
    photo = await the_photo(world)
    world.backend.failures["upload_photo"] = a_problem(
        422, "photo_broken", fields=[{"field": "file", "message": "Файл повреждён и не открывается."}]
    )
    await photo.pick()
    assert photo.error == "Файл повреждён и не открывается."
    assert not photo.is_busy


@on_virtual_time
async def test_the_camera_opens_only_where_there_is_one() -> None:
    world = a_world()
    photo = await the_photo(world)
    photo.open_camera()
    assert not photo.is_shooting
    world.photos.has_camera = True
    photo.open_camera()
    assert photo.is_shooting
    assert world.photos.large == 1
    await photo.shot(JPEG)
    assert (photo.is_shooting, photo.photo_id) == (False, an_id("photo"))
    await photo.shot(JPEG, is_mirrored=True)
    assert ("upload_photo", "image/jpeg", len(JPEG + b"turned")) in world.backend.calls
    photo.open_camera()
    photo.close_camera("Камера не найдена")
    assert (photo.is_shooting, photo.error) == (False, "Камера не найдена")


@on_virtual_time
async def test_a_code_that_is_on_its_way_is_not_asked_for_again_after_a_restart() -> None:
    world = a_world()
    sent = a_request(RequestState.CODE_SENT, photo_id=an_id("photo"))
    world.backend.requests = [sent]
    root, ask = await at_the_start(world)
    await ask.refresh()
    await ask.resume(sent)
    await through(root, ask, AskStep.PHONE)
    assert world.backend.asked("update_request") == 0, "saved anew it would be a draft, and its code void"
    world.backend.failures["update_request"] = a_problem(429, "too_early", retry_after=40)
    await ask.next(AskStep.PHONE)
    assert root.place == AskAccess(AskStep.CONFIRM)
    assert ask.code is not None
    ask.fill(replace(ask.form, has_consent=True))
    ask.code.type(REQUEST_CODE)
    await ask.submit()
    assert world.backend.requests[0].state is RequestState.CHECKING


@on_virtual_time
async def test_what_was_changed_meanwhile_waits_for_a_new_code() -> None:
    world = a_world()
    sent = a_request(RequestState.CODE_SENT, photo_id=an_id("photo")).model_copy(update={"phone": "+79990000000"})
    world.backend.requests = [sent]
    root, ask = await at_the_start(world)
    await ask.refresh()
    await ask.resume(sent)
    await through(root, ask, AskStep.PHONE)
    ask.fill(replace(ask.form, phone=world.backend.account.phone))
    world.backend.failures["update_request"] = a_problem(429, "too_early", retry_after=40)
    await ask.next(AskStep.PHONE)
    assert root.place == AskAccess(AskStep.PHONE)
    assert ask.trouble is not None
