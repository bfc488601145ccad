"""Registration, papers, the family and messages, by their states."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from emias_app.errors import Offline
from emias_app.models.account import AccountLevel, CheckState, NoticeKind, Relation
from emias_app.models.base import Sex
from emias_app.models.family import DocumentKind
from emias_app.state._loadable import Failed, Ready
from emias_app.state.account import AccountState
from emias_app.state.place import (
    Access,
    Card,
    Family,
    FamilyChild,
    FamilyForm,
    Home,
    Notices,
    Paper,
    PaperForm,
    Place,
    Profile,
    Redeem,
    TakeAway,
)
from emias_app.state.root import RootState
from emias_app.state.sign_in import SignInStep
from tests.support.fake_account import MISHA, a_notice, an_entry, field_problem, settled
from tests.support.fake_demo import FakeDemo
from tests.support.fake_ports import World
from tests.support.fake_values import CODE, PHONE, a_problem, an_id
from tests.support.root import signed_in, started
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")


async def at(world: World, place: Place) -> tuple[RootState, AccountState]:
    root = await signed_in(world, place)
    assert root.account is not None
    return root, root.account


def fill(form: object, **fields: object) -> None:
    for field, value in fields.items():
        form.put(field, value)  # type: ignore[attr-defined]


GOOD = {"lastName": "Жукова", "firstName": "Ольга", "sex": Sex.FEMALE, "phone": "8 916 000-00-05",
        "email": "olga@example.com", "password": "Klever-71-les"}  # fmt: skip


@on_virtual_time
async def test_a_new_account_goes_as_far_as_the_sms_and_back_with_nothing_lost() -> None:
    world = World()
    root = await started(world)
    assert root.sign_in is not None
    new = root.sign_in.registration
    await new.submit()
    assert set(new.form.shown) >= {"lastName", "birthDate", "sex", "password"}
    assert world.backend.asked("register_account") == 0
    fill(new.form, **GOOD)
    new.form.put_day("birthDate", "15.03.1997")
    await new.submit()
    assert root.sign_in.step is SignInStep.CODE
    assert world.backend.registration.forms[0].birth_date == date(1997, 3, 15)
    root.sign_in.start_over()
    assert new.form.draft.last_name == "Жукова"


@on_virtual_time
async def test_the_age_of_a_new_owner_is_judged() -> None:
    world = World()
    root = await started(world)
    assert root.sign_in is not None
    form = root.sign_in.registration.form
    form.put_day("birthDate", "15.03.2015")
    form.leave("birthDate")
    assert "15 лет" in form.shown["birthDate"]


@on_virtual_time
async def test_a_message_without_a_code_is_shown_too() -> None:
    demo = FakeDemo()
    demo.code = None
    world = World(demo=demo)
    root = await started(world)
    assert root.sign_in is not None
    new = root.sign_in.registration
    fill(new.form, **GOOD)
    new.form.put_day("birthDate", "15.03.1997")
    await new.submit()
    assert root.sign_in.messages.sms is not None
    assert root.sign_in.messages.sms.code is None


@on_virtual_time
async def test_a_forgotten_password_is_set_with_the_code() -> None:
    world = World()
    root = await started(world)
    assert root.sign_in is not None
    forgotten = root.sign_in.forgotten
    await forgotten.ask()
    assert forgotten.login_error is not None
    forgotten.type_login(PHONE)
    await forgotten.ask()
    assert forgotten.code is not None
    forgotten.code.type(CODE)
    await forgotten.save()
    assert forgotten.password.shown, "the new password is asked for before a try of the code is spent"
    assert world.backend.asked("reset") == 0
    forgotten.password.put("password", "Klever-71-les")
    world.backend.failures["reset"] = field_problem("password", "Пароль не должен повторять ваши имя")  # type: ignore[assignment]
    await forgotten.save()
    assert "не должен повторять" in forgotten.password.shown["password"]
    assert forgotten.code.error is None
    world.backend.failures.clear()
    forgotten.password.put("password", "Klever-72-les")
    await forgotten.save()
    assert world.backend.registration.passwords == ["Klever-72-les"]
    assert root.sign_in.step is SignInStep.PIN


@on_virtual_time
async def test_a_paper_that_is_kept_leads_back_to_the_profile() -> None:
    world = World()
    world.backend.account = world.backend.account.model_copy(update={"level": AccountLevel.BASIC})
    root, account = await at(world, PaperForm(Paper.SNILS))
    levels = account.household.levels
    assert levels.form is not None
    levels.form.put("number", "112-233-445 96")
    assert "Контрольное число" in levels.form.shown["number"]
    levels.form.put("number", "112-233-445 95")
    await levels.save()
    assert root.place == Profile()
    assert levels.saved is Paper.SNILS
    assert account.me_known is not None
    assert account.me_known.level is AccountLevel.STANDARD


@on_virtual_time
async def test_a_draft_outlives_leaving_the_form_and_a_lock() -> None:
    world = World()
    root, account = await at(world, PaperForm(Paper.PASSPORT))
    assert account.household.levels.form is not None
    account.household.levels.form.put("series", "4510")
    await root.go(Profile())
    assert account.household.levels.form is None
    await root.go(PaperForm(Paper.PASSPORT))
    assert account.household.levels.form.draft.series == "4510"
    await root.lock()
    assert root.unlock is not None
    for digit in "482913":
        await root.unlock.press(digit)
    assert root.account is not None
    form = root.account.household.levels.form
    assert form is not None
    assert form.draft.series == "4510"


@on_virtual_time
async def test_a_password_is_not_kept_as_a_draft() -> None:
    world = World()
    root, account = await at(world, PaperForm(Paper.PASSWORD))
    levels = account.household.levels
    assert levels.form is not None
    levels.form.put("current", "Demo-2026")
    await root.go(Profile())
    await root.go(PaperForm(Paper.PASSWORD))
    assert levels.form.draft.current == ""


@on_virtual_time
async def test_a_wrong_present_password_is_told_beside_its_field() -> None:
    _, account = await at(World(), PaperForm(Paper.PASSWORD))
    levels = account.household.levels
    assert levels.form is not None
    fill(levels.form, current="не тот", password="Klever-71-les")
    await levels.save()
    assert levels.form.shown == {"current": "Текущий пароль не подошёл."}


@on_virtual_time
async def test_a_phone_is_changed_with_two_codes() -> None:
    world = World(demo=FakeDemo())
    root, account = await at(world, PaperForm(Paper.PHONE))
    levels = account.household.levels
    assert levels.form is not None
    levels.form.put("phone", PHONE)
    await levels.save()
    assert levels.form.shown == {"phone": "Это и есть ваш номер"}
    levels.form.put("phone", "8 916 000-00-05")
    await levels.save()
    assert levels.has_codes
    assert levels.old_phone.sms is not None
    assert levels.new_phone.sms is not None
    assert levels.seconds_to_wait == 60
    await levels.resend()
    assert world.backend.asked("ask_phone") == 1, "not before the minute is over"
    world.clock.advance(timedelta(seconds=61))
    await levels.resend()
    assert world.backend.asked("ask_phone") == 2
    fill(levels.form, codeOld=CODE, codeNew="000000")
    await levels.save()
    assert levels.form.shown == {"codeNew": "Неверный код."}
    levels.form.put("codeNew", CODE)
    await levels.save()
    assert root.place == Profile()
    assert account.me_known is not None
    assert account.me_known.phone == "8 916 000-00-05"


@on_virtual_time
async def test_a_passport_that_got_no_answer_is_checked_again() -> None:
    world = World()
    _, account = await at(world, Profile())
    await account.household.levels.recheck(Paper.PASSPORT)
    assert account.me_known is not None
    assert account.me_known.passport is not None
    world.backend.failures["recheck_passport"] = a_problem(409, "check_is_running", "Проверка уже идёт")
    await account.household.levels.recheck(Paper.PASSPORT)
    assert account.household.levels.error == "Проверка уже идёт"


@on_virtual_time
async def test_a_child_is_added_and_its_check_is_followed_without_a_reload() -> None:
    world = World()
    root, account = await at(world, FamilyForm())
    family = account.household.family
    assert family.form is not None
    await family.save()
    assert set(family.form.shown) >= {"relation", "lastName", "document.kind"}
    fill(family.form, lastName="Соколов", firstName="Михаил")
    family.form.put("middleName", "Игоревич")
    family.leave_middle_name()
    assert family.form.draft.sex is Sex.MALE, "the patronymic tells it"
    family.choose_relation(Relation.SON)
    family.form.put_day("birthDate", "05.07.2020")
    fill(family.form, **{"document.kind": DocumentKind.BIRTH_CERTIFICATE, "document.series": "IV-МЮ"})
    family.form.put("document.number", "000106")
    await family.save()
    (child,) = family.known
    assert root.place == FamilyChild(child.id)
    settled(world.backend, child.id, CheckState.REJECTED, "Дата рождения не совпадает")
    await account.check_changes()
    assert family.known[0].check.reason == "Дата рождения не совпадает"
    await root.go(FamilyForm(child.id))
    assert family.form.draft.number == "000106"
    family.form.put_day("birthDate", "06.07.2020")
    await family.save()
    assert family.known[0].check.state is CheckState.CHECKING


@on_virtual_time
async def test_who_the_child_is_and_its_sex_go_together() -> None:
    _, account = await at(World(), FamilyForm())
    family = account.household.family
    assert family.form is not None
    family.choose_relation(Relation.DAUGHTER)
    assert family.form.draft.sex is Sex.FEMALE
    family.choose_sex(Sex.MALE)
    assert family.form.draft.relation is Relation.SON
    family.choose_relation(Relation.WARD)
    family.form.put("document.kind", DocumentKind.GUARDIANSHIP_ACT)
    family.choose_relation(Relation.SON)
    assert family.form.draft.kind is None, "an act of guardianship proves no son"


@on_virtual_time
async def test_a_child_is_taken_out_of_the_family() -> None:
    world = World()
    world.backend.family_children = [an_entry(state=CheckState.CONFIRMED)]
    child = world.backend.family_children[0]
    root, account = await at(world, FamilyChild(child.id))
    family = account.household.family
    world.backend.failures["remove_child"] = Offline()
    await family.remove(child.id)
    assert family.error is not None
    assert family.known
    world.backend.failures.clear()
    await family.remove(child.id)
    assert (root.place, family.known, family.removed) == (Family(), (), "Михаил")


@on_virtual_time
async def test_the_family_stays_in_view_when_it_cannot_be_read_anew() -> None:
    world = World()
    world.backend.family_children = [an_entry(MISHA)]
    _, account = await at(world, Family())
    world.backend.failures["family"] = Offline()
    await account.household.family.refresh()
    assert isinstance(account.household.family.children, Ready)
    again = World()
    again.backend.failures["family"] = Offline()
    _, account = await at(again, Family())
    assert isinstance(account.household.family.children, Failed)


@pytest.mark.parametrize(
    ("kind", "patient", "place"),
    [
        (NoticeKind.NEW_RECORDS, ARTYOM, Card(ARTYOM)),
        (NoticeKind.ACCESS_OPENED, ARTYOM, Card(ARTYOM)),
        (NoticeKind.ACCESS_ENDS_SOON, uuid4(), Access()),
        (NoticeKind.ACCESS_REVOKED, ARTYOM, Access()),
        (NoticeKind.SOMEONE_GOT_ACCESS, ARTYOM, Access()),
        (NoticeKind.CODE_SENT, None, Redeem()),
        (NoticeKind.NEW_DEVICE, None, Profile()),
        (NoticeKind.ACCESS_REFUSED, None, Access()),
    ],
)
@on_virtual_time
async def test_a_message_leads_where_it_belongs_and_is_read_then(
    kind: NoticeKind, patient: object, place: Place
) -> None:
    world = World()
    notice = a_notice(kind, patient)  # type: ignore[arg-type]
    world.backend.notices = [notice, a_notice(read=True)]
    root, account = await at(world, Notices())
    notices = account.household.notices
    assert notices.unread == 1
    await notices.open(notice.id)
    assert (root.place, notices.unread) == (place, 0)
    assert world.backend.notices[0].read


@pytest.mark.parametrize(("birth", "place"), [(date(2009, 3, 24), TakeAway(ARTYOM)), (date(2012, 3, 1), Card(ARTYOM))])
@on_virtual_time
async def test_the_message_that_an_access_will_end_leads_to_taking_the_card_away(birth: date, place: Place) -> None:
    world = World()
    world.backend.children[0] = world.backend.children[0].model_copy(update={"birth_date": birth})
    notice = a_notice(NoticeKind.ACCESS_ENDS_SOON, ARTYOM)
    world.backend.notices = [notice]
    root, account = await at(world, Notices())
    await account.household.notices.open(notice.id)
    assert root.place == place


@on_virtual_time
async def test_a_refusal_of_a_registry_leads_to_the_family() -> None:
    world = World()
    world.backend.family_children = [an_entry(state=CheckState.REJECTED, reason="Имя не совпадает")]
    notice = a_notice(NoticeKind.ACCESS_REFUSED)
    world.backend.notices = [notice]
    root, account = await at(world, Notices())
    await account.household.notices.open(notice.id)
    assert root.place == Family()


@on_virtual_time
async def test_a_message_that_comes_meanwhile_is_counted_by_the_small_poll() -> None:
    world = World()
    _, account = await at(world, Home())
    assert account.household.notices.unread == 0
    world.backend.notices = [a_notice(), a_notice(NoticeKind.CODE_SENT)]
    await account.check_changes()
    assert account.household.notices.unread == 2
    assert account.household.notices.code_sent is not None
    await account.household.notices.read_all()
    assert account.household.notices.unread == 0


@on_virtual_time
async def test_nothing_acts_any_more_after_a_lock() -> None:
    world = World()
    root, account = await at(world, Family())
    await root.lock()
    asked = len(world.backend.calls)
    await account.household.family.refresh()
    await account.household.notices.refresh()
    await account.household.levels.recheck(Paper.PASSPORT)
    assert len(world.backend.calls) == asked
