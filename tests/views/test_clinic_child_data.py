"""What the parents entered before the doctor: who and when, the clinic's own records beside, conflicts named."""

from __future__ import annotations

import pytest

from emias_app.errors import Offline
from emias_app.models.child_data import ChildDataKind, ClinicChildData, ClinicKind
from tests.support.fake_child_data import a_conflict, a_denial, an_allergy
from tests.support.fake_clinic import SOFIA
from tests.support.fake_ports import World
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time
from tests.views.test_clinic_screens import all_known, signs_in

CARD = f"/clinic/patients/{SOFIA}"


def entered() -> ClinicChildData:
    mother = "Морозова Анна Сергеевна, мать"
    drug = an_allergy("Амоксициллин", severity="SEVERE", author=mother, mine=False, note="После второй таблетки")
    kinds = [ClinicKind(kind=kind, items=[], clinic=[], conflicts=[]) for kind in ChildDataKind]
    kinds[0] = ClinicKind(
        kind=ChildDataKind.ALLERGIES, items=[drug], clinic=[a_denial()], conflicts=[a_conflict(drug.id)]
    )
    return ClinicChildData(items=kinds)


@pytest.mark.parametrize("width", [412, 800, 1024, 1280])
@on_virtual_time
async def test_the_doctor_sees_them_marked_with_who_and_when_beside_the_clinics_own(width: int) -> None:
    world = World()
    async with a_page(world, route=CARD, width=width) as person:
        app = person.app
        world.clinic.entered[SOFIA] = entered()
        await signs_in(app, "doctor")
        for said in (
            "Данные от родителей", "внесено родителем", "Амоксициллин", "тяжёлая", "После второй таблетки",
            "Внесено: Морозова Анна Сергеевна, мать, 1\u00a0ноября\u00a02026\u00a0г.", "записи поликлиники",
            "Аллергии на лекарства не отмечалось", "Расходится с записью поликлиники",
            "Не заполнено: лекарства, травмы",
        ):  # fmt: skip
            assert said in app.text, said
        all_known(app)


@on_virtual_time
async def test_nothing_entered_is_said_and_reading_again_is_asked_for_only() -> None:
    world = World()
    async with a_page(world, route=CARD) as person:
        app = person.app
        await signs_in(app, "doctor")
        assert app.sees("clinic.childdata.empty")
        assert world.clinic.asked("child_data") == 1
        world.clinic.entered[SOFIA] = entered()
        await app.tap("clinic.childdata.refresh")
        assert "Амоксициллин" in app.text
        assert world.clinic.asked("child_data") == 2


@on_virtual_time
async def test_what_failed_may_be_tried_again() -> None:
    world = World()
    async with a_page(world, route=CARD) as person:
        app = person.app
        world.clinic.failures["child_data"] = Offline()
        await signs_in(app, "doctor")
        assert app.sees("clinic.childdata.error")
        all_known(app)
        del world.clinic.failures["child_data"]
        await app.tap("clinic.childdata.retry")
        assert app.sees("clinic.childdata.empty")


@on_virtual_time
async def test_the_registrar_asks_for_nothing_medical() -> None:
    world = World()
    async with a_page(world, route=CARD) as person:
        await signs_in(person.app, "registrar")
        assert world.clinic.asked("child_data") == 0
        assert "Данные от родителей" not in person.app.text
