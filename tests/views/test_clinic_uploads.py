"""Documents of the parents before the doctor: who and when, the file, and what failed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from emias_app.errors import Offline
from emias_app.models.uploads import ClinicUpload
from tests.support.fake_clinic import SOFIA, clinic_id
from tests.support.fake_ports import World
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time
from tests.views.test_clinic_screens import all_known, signs_in

CARD = f"/clinic/patients/{SOFIA}"


def a_document(title: str = "Сертификат прививки", media_type: str = "image/jpeg") -> ClinicUpload:
    return ClinicUpload(
        id=clinic_id(title), title=title, kind_title="Прививка", date=date(2026, 10, 20), note="Частная клиника",
        file_name="sertifikat.jpg", media_type=media_type, size=340_000, pages=1,
        author="Морозова Анна Сергеевна, мать", uploaded_at=datetime(2026, 11, 1, 17, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize("width", [412, 800, 1280])
@on_virtual_time
async def test_the_doctor_sees_what_it_is_by_whom_and_when_and_takes_the_file(width: int) -> None:
    world = World()
    async with a_page(world, route=CARD, width=width, height=2_000) as person:
        app = person.app
        one = a_document()
        world.clinic.uploaded[SOFIA] = [one]
        await signs_in(app, "doctor")
        for said in (
            "Документы от родителей", "загружено родителем", "Сертификат прививки", "340\u00a0КБ", "Частная клиника",
            "Загружено: Морозова Анна Сергеевна, мать, 1\u00a0ноября\u00a02026\u00a0г.",
        ):  # fmt: skip
            assert said in app.text, said
        all_known(app)
        await app.tap(f"clinic.upload.save.{one.id}")
        assert world.files.taken == [("sertifikat.jpg", b"%PDF an uploaded file")]
        assert "» сохранён." in app.text


@on_virtual_time
async def test_a_file_that_does_not_come_is_told_and_nothing_is_saved() -> None:
    world = World()
    async with a_page(world, route=CARD, height=2_000) as person:
        app = person.app
        one = a_document()
        world.clinic.uploaded[SOFIA] = [one]
        await signs_in(app, "doctor")
        world.clinic.failures["uploaded_file"] = Offline()
        await app.tap(f"clinic.upload.save.{one.id}")
        assert world.files.taken == []
        assert "Нет сети" in app.text


@on_virtual_time
async def test_the_list_that_failed_may_be_read_again_and_an_empty_one_says_so() -> None:
    world = World()
    async with a_page(world, route=CARD, height=2_000) as person:
        app = person.app
        world.clinic.failures["uploads"] = Offline()
        await signs_in(app, "doctor")
        assert app.sees("clinic.uploads.error")
        del world.clinic.failures["uploads"]
        await app.tap("clinic.uploads.retry")
        assert app.sees("clinic.uploads.empty")
        asked = world.clinic.asked("uploads")
        await app.tap("clinic.uploads.refresh")
        assert world.clinic.asked("uploads") == asked + 1


@on_virtual_time
async def test_the_registrar_asks_for_no_document() -> None:
    world = World()
    async with a_page(world, route=CARD) as person:
        await signs_in(person.app, "registrar")
        assert world.clinic.asked("uploads") == 0
        assert "Документы от родителей" not in person.app.text
