"""The journal, «Доступ к ЭМК ребенка», a new relative, a revocation."""

from __future__ import annotations

import asyncio
from datetime import date

from emias_app.domain.kinship import KinshipForm
from emias_app.errors import EmiasError, Offline, api_error
from emias_app.models.base import Sex
from emias_app.models.clinic import CodeState, KinRelation
from emias_app.models.problem import FieldProblem, Problem
from emias_app.state._form import FormState
from emias_app.state._loadable import Failed, Ready
from emias_app.state._pass import Pass
from emias_app.state.clinic_access import KINSHIP, PHONE, SIGNED, PatientDesk
from emias_app.state.clinic_journal import MOST, PAGE, JournalState
from tests.support.fake_clinic import SOFIA, FakeClinicBackend, a_history_row, a_patient, a_relative, clinic_id
from tests.support.fake_page import FakeFiles
from tests.support.fake_ports import World
from tests.support.virtual_time import on_virtual_time


def refusal(status: int, code: str, field: str | None = None, message: str = "не вышло") -> EmiasError:
    fields = [FieldProblem(field=field, message=message)] if field else None
    return api_error(Problem(title="", status=status, code=code, detail=message, fields=fields))


def a_backend() -> FakeClinicBackend:
    return World().open_clinic()


async def a_desk(backend: FakeClinicBackend, files: FakeFiles | None = None) -> PatientDesk:
    desk = PatientDesk(backend, files or FakeFiles(), Pass(), SOFIA)
    await desk.show(with_access=True)
    return desk


# the journal


@on_virtual_time
async def test_a_search_marks_the_first_found_and_the_arrows_go_on_from_there() -> None:
    journal = JournalState(a_backend(), Pass())
    await journal.ensure()
    assert journal.marked_id is None
    journal.move(-1)
    assert journal.marked == 1
    await journal.search(" морозов ")
    assert (journal.query, journal.marked) == ("морозов", 0)
    journal.move(1)
    journal.move(1)
    assert journal.marked_id == SOFIA
    await journal.search("нет такого")
    assert journal.marked_id is None
    journal.move(1)
    assert journal.marked_id is None


@on_virtual_time
async def test_a_late_answer_of_an_older_search_is_dropped() -> None:
    backend = a_backend()
    journal = JournalState(backend, Pass())
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    backend.gates["patients"] = gate
    older = asyncio.ensure_future(journal.search("артём"))
    await asyncio.sleep(0)
    del backend.gates["patients"]
    await journal.search("софия")
    gate.set_result(None)
    await older
    assert [one.first_name for one in journal.patients] == ["София"]


@on_virtual_time
async def test_the_list_goes_on_at_its_end_up_to_a_limit() -> None:
    backend = a_backend()
    backend.known = [a_patient(f"Ребенок{n:03d}", date(2020, 1, 1), Sex.MALE) for n in range(120)]
    journal = JournalState(backend, Pass())
    await journal.ensure()
    assert len(journal.patients) == PAGE
    await journal.more()
    await journal.more()
    assert len(journal.patients) == MOST
    assert isinstance(journal.rows, Ready)
    assert journal.rows.value.total == 120
    assert not journal.rows.value.has_more


@on_virtual_time
async def test_a_journal_that_did_not_load_is_tried_again() -> None:
    backend = a_backend()
    backend.failures["patients"] = Offline()
    journal = JournalState(backend, Pass())
    await journal.ensure()
    assert isinstance(journal.rows, Failed)
    backend.failures.clear()
    await journal.retry()
    assert isinstance(journal.rows, Ready)


# the form


@on_virtual_time
async def test_a_chosen_relative_fills_in_the_phone_which_stays_editable() -> None:
    backend = a_backend()
    desk = await a_desk(backend)
    form = desk.form
    form.choose(a_relative())
    assert form.phone == "+7 900 000-00-06"
    form.type_phone("8 (900) 000 00 16")
    form.leave_phone()
    assert form.phone == "+7 900 000-00-16"
    form.sign(True)
    await form.send()
    assert [(one.phone, one.application_signed) for one in backend.sent] == [("+79000000016", True)]


@on_virtual_time
async def test_no_code_without_the_tick_and_it_says_why() -> None:
    backend = a_backend()
    form = (await a_desk(backend)).form
    await form.send()
    assert set(form.errors) == {KINSHIP, PHONE, SIGNED}
    form.choose(a_relative())
    await form.send()
    assert set(form.errors) == {SIGNED}
    assert "подписанной заявки" in form.errors[SIGNED]
    assert backend.asked("send_code") == 0
    form.sign(True)
    assert not form.errors


@on_virtual_time
async def test_a_sent_code_stands_in_the_history_and_the_next_one_wants_another_paper() -> None:
    backend = a_backend()
    desk = await a_desk(backend)
    desk.form.choose(a_relative())
    desk.form.sign(True)
    await desk.form.send()
    assert desk.form.sent is not None
    assert (desk.form.sent.phone, desk.form.sent.until.day) == ("+79000000006", 25)
    assert not desk.form.is_signed
    assert isinstance(desk.history, Ready)
    assert len(desk.history.value) == 1
    desk.form.choose(a_relative("Игорь"))
    assert desk.form.sent is None


@on_virtual_time
async def test_a_sent_code_that_is_taken_back_is_said_to_be_sent_no_more() -> None:
    desk = await a_desk(a_backend())
    desk.form.choose(a_relative())
    desk.form.sign(True)
    await desk.form.send()
    assert desk.form.sent is not None
    assert isinstance(desk.history, Ready)
    desk.begin_revoking(desk.history.value[0].id)
    assert desk.revoking is not None
    desk.revoking.type("ошиблись номером")
    await desk.revoking.confirm()
    assert desk.form.sent is None


@on_virtual_time
async def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost() -> None:
    backend = a_backend()
    form = (await a_desk(backend)).form
    form.choose(a_relative())
    form.sign(True)
    backend.failures["send_code"] = refusal(422, "invalid", "phone", "Нужен номер мобильного телефона")
    await form.send()
    assert form.errors == {PHONE: "Нужен номер мобильного телефона"}
    reason = "Полис ОМС ребенка зарегистрирован не в Москве. Медкарта открывается по московскому полису."
    backend.failures["send_code"] = refusal(409, "policy_not_moscow", message=reason)
    await form.send()
    assert (form.error, backend.sent) == (reason, [])
    backend.failures["send_code"] = Offline()
    await form.send()
    assert "Нет сети" in (form.error or "")
    assert (form.phone, form.is_signed, form.kinship) == ("+7 900 000-00-06", True, a_relative())


@on_virtual_time
async def test_a_wrong_phone_is_told_when_the_field_is_left() -> None:
    form = (await a_desk(a_backend())).form
    form.type_phone("12345")
    assert not form.errors
    form.leave_phone()
    assert "+7 и 10 цифр" in form.errors[PHONE]


@on_virtual_time
async def test_two_taps_send_one_code() -> None:
    backend = a_backend()
    form = (await a_desk(backend)).form
    form.choose(a_relative())
    form.sign(True)
    await asyncio.gather(form.send(), form.send())
    assert len(backend.sent) == 1


@on_virtual_time
async def test_the_paper_is_handed_over_for_the_chosen_relative() -> None:
    backend, files = a_backend(), FakeFiles()
    form = (await a_desk(backend, files)).form
    await form.print_application()
    assert form.errors == {KINSHIP: "Сначала выберите родственника"}
    form.choose(a_relative())
    await form.print_application()
    assert files.taken == [("Заявка на доступ к медкарте.pdf", b"%PDF-1.7")]
    backend.failures["application_pdf"] = Offline()
    await form.print_application()
    assert "Нет сети" in (form.print_error or "")


# a new relative


def filled(form: FormState[KinshipForm]) -> None:
    form.put("lastName", " петрова ")
    form.put("firstName", "Ольга")
    form.put("middleName", "Игоревна")
    form.put_day("birthDate", "12.05.1960")
    form.put("relation", KinRelation.GUARDIAN)
    form.put("phone", "89000000017")


@on_virtual_time
async def test_a_new_relative_is_kept_and_chosen_at_once() -> None:
    backend = a_backend()
    desk = await a_desk(backend)
    desk.begin_adding()
    adding = desk.adding
    assert adding is not None
    filled(adding.form)
    await adding.save()
    assert desk.adding is None
    assert desk.form.kinship is not None
    assert desk.form.kinship.first_name == "Ольга"
    assert isinstance(desk.kin, Ready)
    assert len(desk.kin.value) == 2


@on_virtual_time
async def test_required_fields_are_told_and_a_date_that_is_none() -> None:
    backend = a_backend()
    desk = await a_desk(backend)
    desk.begin_adding()
    assert desk.adding is not None
    form = desk.adding.form
    await desk.adding.save()
    assert set(form.shown) == {"lastName", "firstName", "birthDate", "relation", "phone"}
    form.put_day("birthDate", "31.02.1980")
    form.leave("birthDate")
    assert "Дата пишется" in form.shown["birthDate"]
    form.put_day("birthDate", "12.05.2015")
    assert "18" in form.shown["birthDate"]
    assert backend.asked("add_kinship") == 0


@on_virtual_time
async def test_a_relative_who_is_there_already_is_told_and_the_form_stays() -> None:
    backend = a_backend()
    backend.failures["add_kinship"] = refusal(409, "kinship_exists", message="Этот родственник уже есть в списке.")
    desk = await a_desk(backend)
    desk.begin_adding()
    adding = desk.adding
    assert adding is not None
    filled(adding.form)
    await adding.save()
    assert desk.adding is adding
    assert "уже есть" in (adding.form.error or "")
    assert adding.form.draft.first_name == "Ольга"
    desk.stop_adding()
    assert desk.adding is None


# the end of an access


@on_virtual_time
async def test_only_a_living_row_may_be_revoked_and_not_without_a_reason() -> None:
    backend = a_backend()
    dead = a_history_row("dead", state=CodeState.EXPIRED, is_live=False)
    backend.rows[SOFIA] = [a_history_row(), dead]
    desk = await a_desk(backend)
    desk.begin_revoking(dead.id)
    assert desk.revoking is None
    desk.begin_revoking(clinic_id("sent"))
    revoking = desk.revoking
    assert revoking is not None
    revoking.type("   ")
    await revoking.confirm()
    assert revoking.reason_error is not None
    assert backend.revoked == []
    revoking.type("ошиблись\n номером ")
    assert revoking.reason_error is None
    await revoking.confirm()
    assert backend.revoked == [("code", clinic_id("sent"), "ошиблись номером")]
    assert (desk.revoking, desk.revoked_count) == (None, 1)
    assert isinstance(desk.history, Ready)
    assert desk.history.value[0].reason == "ошиблись номером"


@on_virtual_time
async def test_an_access_is_revoked_by_its_grant() -> None:
    backend = a_backend()
    grant = clinic_id("grant")
    backend.rows[SOFIA] = [a_history_row("auto", state=None, grant=grant)]
    desk = await a_desk(backend)
    desk.begin_revoking(clinic_id("auto"))
    assert desk.revoking is not None
    desk.revoking.type("по заявлению матери")
    await desk.revoking.confirm()
    assert backend.revoked == [("grant", grant, "по заявлению матери")]


@on_virtual_time
async def test_a_revocation_that_was_refused_says_so_in_the_dialog() -> None:
    backend = a_backend()
    backend.rows[SOFIA] = [a_history_row()]
    backend.failures["revoke_code"] = refusal(409, "code_is_over", message="Этот код уже не действует.")
    desk = await a_desk(backend)
    desk.begin_revoking(clinic_id("sent"))
    revoking = desk.revoking
    assert revoking is not None
    revoking.type("ошибка")
    await revoking.confirm()
    assert (revoking.error, revoking.reason, desk.revoking) == ("Этот код уже не действует.", "ошибка", revoking)
    desk.stop_revoking()
    assert desk.revoking is None


@on_virtual_time
async def test_a_patient_who_is_not_there_is_told() -> None:
    backend = a_backend()
    backend.known = []
    desk = await a_desk(backend)
    assert isinstance(desk.patient, Failed)
    desk.begin_adding()
    assert desk.adding is None
