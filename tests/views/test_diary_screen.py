"""The diary on the screen: written, asked about, changed, deleted and brought back; with and without a network."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from emias_app.errors import Offline
from emias_app.models.diary import Indicator
from tests.support.fake_diary import MORNING, an_entry, refusal
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
FEVER = an_entry("жар", value=38.2, measured_at=MORNING - timedelta(days=1), note="после прогулки")
OLD = an_entry("вес", indicator=Indicator.WEIGHT, value=26.4, unit="кг", measured_at=MORNING - timedelta(days=40))
WIDTHS = pytest.mark.parametrize("width", [412, 800, 1280])


async def _open(anna: Person) -> None:
    await anna.signs_in()
    await anna.app.go(f"/diary/{ARTYOM}")


def _values(world: World) -> list[float | None]:
    return [one.value for one in world.backend.diary.kept.get(ARTYOM, {}).values()]


@WIDTHS
@on_virtual_time
async def test_entries_stand_by_day_with_what_is_unusual(width: int) -> None:
    world = World()
    world.backend.diary.put(ARTYOM, an_entry(), FEVER, OLD)
    async with a_page(world, width=width) as anna:
        await _open(anna)
        told = anna.app.text
        assert "Дневник здоровья" in told
        for words in ("Сегодня", "Вчера", "36,8\u00a0°C", "38,2\u00a0°C", "повышена", "26,4\u00a0кг", "3\u00a0записи"):
            assert words in told, words
        await anna.app.tap("diary.indicator.weight")
        assert not anna.app.sees(f"diary.item.{FEVER.id}")
        await anna.app.tap("diary.period.week")
        assert "Последняя запись 13\u00a0октября" in anna.app.text
        await anna.app.tap("diary.showall")
        assert anna.app.sees(f"diary.item.{OLD.id}")


@on_virtual_time
async def test_the_tab_and_the_tile_lead_to_the_diary_and_the_switcher_keeps_it() -> None:
    world = World()
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.app.tap(f"home.child.{ARTYOM}")
        await anna.app.tap("medcard.section.diary")
        assert anna.app.route == f"/diary/{ARTYOM}"
        await anna.app.tap("medcard.switch")
        await anna.app.tap(f"medcard.child.{DARYA}")
        assert anna.app.route == f"/diary/{DARYA}"
        await anna.app.tap("nav.home")
        await anna.app.tap("nav.diary")
        assert anna.app.route == f"/diary/{DARYA}"


@on_virtual_time
async def test_with_no_child_chosen_the_tab_asks_whose_diary() -> None:
    async with a_page(World()) as anna:
        await anna.signs_in()
        await anna.app.tap("nav.diary")
        assert "Чей дневник открыть?" in anna.app.text
        await anna.app.tap(f"home.child.{ARTYOM}")
        assert anna.app.route == f"/diary/{ARTYOM}"


@on_virtual_time
async def test_what_was_typed_survives_the_cross_and_is_offered_again() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "37,4")
        await anna.app.enter("diary.note", "после сна")
        await anna.app.tap("diary.close")
        await anna.app.tap("diary.add")
        assert "Вернули незаписанное" in anna.app.text
        await anna.app.tap("diary.save")
        assert _values(world) == [37.4]
        await anna.app.tap("diary.add")
        assert "Вернули незаписанное" not in anna.app.text


@on_virtual_time
async def test_what_was_brought_back_can_be_begun_anew_and_is_no_other_child_s() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "37,4")
        await anna.app.tap("diary.close")
        await anna.app.go(f"/diary/{DARYA}")
        await anna.app.tap("diary.add")
        assert not anna.app.sees("diary.anew")
        await anna.app.tap("diary.close")
        await anna.app.go(f"/diary/{ARTYOM}")
        await anna.app.tap("diary.add")
        assert anna.app.sees("diary.kind.bloodpressure")
        await anna.app.tap("diary.anew")
        assert not anna.app.sees("diary.anew")
        await anna.app.tap("diary.save")
        assert "Введите число" in anna.app.text
        assert _values(world) == []


@on_virtual_time
async def test_a_change_of_an_entry_survives_the_cross_and_an_untouched_sheet_leaves_nothing() -> None:
    world = World()
    world.backend.diary.put(ARTYOM, FEVER)
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap(f"diary.item.{FEVER.id}")
        await anna.app.tap("diary.close")
        await anna.app.tap(f"diary.item.{FEVER.id}")
        assert not anna.app.sees("diary.anew")
        await anna.app.enter("diary.value", "38,5")
        await anna.app.tap("diary.close")
        await anna.app.tap(f"diary.item.{FEVER.id}")
        assert anna.app.sees("diary.anew")
        await anna.app.tap("diary.save")
        assert _values(world) == [38.5]


@on_virtual_time
async def test_another_indicator_starts_clean_and_is_complained_of_by_the_names_of_its_fields() -> None:
    async with a_page(World()) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "45")
        await anna.app.tap("diary.save")
        await anna.app.tap("diary.kind.bloodpressure")
        assert "Введите число" not in anna.app.text
        assert not anna.app.sees("diary.form.error")
        await anna.app.tap("diary.save")
        assert "Проверьте: верхнее, нижнее" in anna.app.text


@WIDTHS
@on_virtual_time
async def test_a_value_is_written_and_stands_in_the_list(width: int) -> None:
    world = World()
    async with a_page(world, width=width) as anna:
        await _open(anna)
        assert "Записей пока нет" in anna.app.text
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "37,4")
        await anna.app.enter("diary.note", "после сна")
        await anna.app.tap("diary.save")
        assert _values(world) == [37.4]
        (entry,) = world.backend.diary.kept[ARTYOM].values()
        assert anna.app.sees(f"diary.item.{entry.id}")
        assert "после сна" in anna.app.text
        assert not anna.app.sees("diary.save")


@on_virtual_time
async def test_a_rare_value_is_asked_about_and_kept_at_the_second_tap() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "40,6")
        assert anna.app.sees("diary.question")
        await anna.app.tap("diary.save")
        assert "40,6\u00a0°C, всё верно?" in anna.app.text
        assert _values(world) == []
        assert "Верно, сохранить" in anna.app.text
        await anna.app.tap("diary.save")
        (entry,) = world.backend.diary.kept[ARTYOM].values()
        assert (entry.value, entry.confirmed) == (40.6, True)


@pytest.mark.parametrize(("typed", "is_asked"), [("45", True), ("26,9", False)])
@on_virtual_time
async def test_a_change_that_cannot_be_is_asked_about_before_it_is_kept(typed: str, is_asked: bool) -> None:
    world = World()
    world.backend.diary.put(ARTYOM, OLD)
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.indicator.weight")
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", typed)
        assert anna.app.sees("diary.question") is is_asked
        await anna.app.tap("diary.save")
        assert (len(_values(world)) == 1) is is_asked
        if is_asked:
            assert "Вес 45\u00a0кг, а " in anna.app.text
            assert "назад — 26,4\u00a0кг. Всё верно?" in anna.app.text
            await anna.app.tap("diary.save")
            assert sorted(_values(world), key=float) == [26.4, 45]  # type: ignore[arg-type]


@on_virtual_time
async def test_what_only_the_clinic_measured_is_asked_about_by_the_backends_word() -> None:
    world = World()
    world.backend.diary.asks_about = {45}
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.tap("diary.kind.weight")
        await anna.app.enter("diary.value", "45")
        assert not anna.app.sees("diary.question"), "nothing in this diary says so"
        await anna.app.tap("diary.save")
        assert anna.app.sees("diary.question")
        assert "45\u00a0кг. В поликлинике было иначе. Всё верно?" in anna.app.text
        assert _values(world) == []
        await anna.app.tap("diary.save")
        await anna.app.tap("diary.save")
        (entry,) = world.backend.diary.kept[ARTYOM].values()
        assert (entry.value, entry.confirmed) == (45, True)
        assert not anna.app.sees("diary.close")


@on_virtual_time
async def test_a_value_corrected_after_the_backends_question_needs_no_second_word() -> None:
    world = World()
    world.backend.diary.asks_about = {45}
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.tap("diary.kind.weight")
        await anna.app.enter("diary.value", "45")
        await anna.app.tap("diary.save")
        await anna.app.enter("diary.value", "25")
        assert not anna.app.sees("diary.question")
        await anna.app.tap("diary.save")
        (entry,) = world.backend.diary.kept[ARTYOM].values()
        assert (entry.value, entry.confirmed) == (25, False)


@on_virtual_time
async def test_what_cannot_be_is_told_beside_the_field() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.tap("diary.save")
        assert "Введите число" in anna.app.text
        await anna.app.enter("diary.value", "366")
        await anna.app.tap("diary.save")
        assert "Такого не бывает" in anna.app.text
        assert _values(world) == []


@on_virtual_time
async def test_minus_and_plus_step_from_the_latest_value() -> None:
    world = World()
    world.backend.diary.put(ARTYOM, FEVER)
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.indicator.temperature")
        await anna.app.tap("diary.add")
        await anna.app.tap("diary.plus.value")
        await anna.app.tap("diary.plus.value")
        await anna.app.tap("diary.minus.value")
        await anna.app.tap("diary.plus.value")
        await anna.app.tap("diary.save")
        assert sorted(value or 0 for value in _values(world)) == [38.2, 38.3]


@on_virtual_time
async def test_a_pair_of_pressures_is_written_at_once() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.tap("diary.kind.bloodpressure")
        await anna.app.enter("diary.value", "105")
        await anna.app.enter("diary.lower", "65")
        await anna.app.tap("diary.save")
        assert "105/65\u00a0мм рт. ст." in anna.app.text


@on_virtual_time
async def test_a_note_has_symptoms_medicines_and_photos() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap("diary.add")
        await anna.app.tap("diary.kind.note")
        await anna.app.tap("diary.symptom.cough")
        await anna.app.tap("diary.symptom.runny")
        await anna.app.enter("diary.medicines", "Ибупрофен, 5 мл; вода")
        await anna.app.tap("diary.photo")
        await anna.app.tap("diary.save")
        (entry,) = world.backend.diary.kept[ARTYOM].values()
        assert (entry.symptoms, entry.medicines) == (["Кашель", "Насморк"], ["Ибупрофен, 5 мл", "вода"])
        assert list(world.backend.diary.photos) == entry.attachment_ids
        assert "Кашель, насморк" in anna.app.text
        await anna.app.tap(f"diary.item.{entry.id}")
        assert not anna.app.sees("diary.photo.large")
        await anna.app.tap("diary.photo.show.1")
        assert anna.app.sees("diary.photo.large")
        await anna.app.tap("diary.photo.show.1")
        assert not anna.app.sees("diary.photo.large"), "the same tap puts it back"
        await anna.app.tap("diary.photo.show.1")
        await anna.app.tap("diary.photo.remove.1")
        assert not anna.app.sees("diary.photo.large")
        await anna.app.tap("diary.save")
        (entry,) = world.backend.diary.kept[ARTYOM].values()
        assert entry.attachment_ids == []


@on_virtual_time
async def test_an_entry_is_changed_and_deleted_and_brought_back() -> None:
    world = World()
    world.backend.diary.put(ARTYOM, FEVER)
    async with a_page(world) as anna:
        await _open(anna)
        await anna.app.tap(f"diary.item.{FEVER.id}")
        await anna.app.enter("diary.value", "38,4")
        await anna.app.tap("diary.save")
        assert _values(world) == [38.4]
        await anna.app.tap(f"diary.more.{FEVER.id}")
        await anna.app.tap("diary.delete")
        assert _values(world) == []
        assert not anna.app.sees(f"diary.item.{FEVER.id}")
        await anna.app.tap("diary.undo")
        assert _values(world) == [38.4]
        assert anna.app.sees(f"diary.item.{FEVER.id}")


@on_virtual_time
async def test_without_a_network_an_entry_waits_and_goes_out_by_itself() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        world.backend.failure = Offline()
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "37,4")
        await anna.app.tap("diary.save")
        assert "ждёт сети" in anna.app.text
        assert _values(world) == []
        world.backend.failure = None
        await asyncio.sleep(4)
        await anna.app.settle()
        assert _values(world) == [37.4]
        assert "ждёт сети" not in anna.app.text


@on_virtual_time
async def test_an_entry_changed_on_two_devices_is_shown_side_by_side() -> None:
    world = World()
    world.backend.diary.put(ARTYOM, FEVER)
    async with a_page(world) as anna:
        await _open(anna)
        world.backend.diary.put(ARTYOM, FEVER.model_copy(update={"value": 39.0, "version": 2}))
        await anna.app.tap(f"diary.item.{FEVER.id}")
        await anna.app.enter("diary.value", "37,0")
        await anna.app.tap("diary.save")
        assert "изменена на двух устройствах" in anna.app.text
        await anna.app.tap(f"diary.item.{FEVER.id}")
        assert "39,0\u00a0°C" in anna.app.text
        await anna.app.tap("diary.both")
        assert sorted(value or 0 for value in _values(world)) == [37.0, 39.0]
        assert "изменена на двух устройствах" not in anna.app.text


@on_virtual_time
async def test_a_refused_entry_says_why_and_can_be_corrected() -> None:
    world = World()
    async with a_page(world) as anna:
        await _open(anna)
        world.backend.failures["diary_add"] = refusal(422, "invalid", "Это время ещё не наступило.")
        await anna.app.tap("diary.add")
        await anna.app.enter("diary.value", "37,4")
        await anna.app.tap("diary.save")
        assert "не принята: это время ещё не наступило" in anna.app.text
        del world.backend.failures["diary_add"]
        (item,) = [name for name in anna.app.identifiers if name.startswith("diary.item.")]
        await anna.app.tap(item)
        await anna.app.enter("diary.value", "37,5")
        await anna.app.tap("diary.save")
        assert _values(world) == [37.5]


@on_virtual_time
async def test_a_diary_that_does_not_load_says_so_and_loads_at_the_second_try() -> None:
    world = World()
    world.backend.diary.put(ARTYOM, FEVER)
    world.backend.failures["diary"] = refusal(503, "starting")
    async with a_page(world) as anna:
        await _open(anna)
        assert anna.app.sees("diary.error")
        del world.backend.failures["diary"]
        await anna.app.tap("diary.retry")
        assert anna.app.sees(f"diary.item.{FEVER.id}")


@on_virtual_time
async def test_a_diary_of_many_pages_is_whole_and_grows_as_it_is_scrolled() -> None:
    world = World()
    many = [an_entry(str(number), measured_at=MORNING - timedelta(hours=number)) for number in range(130)]
    world.backend.diary.put(ARTYOM, *many)
    async with a_page(world) as anna:
        await _open(anna)
        assert "130\u00a0записей" in anna.app.text
        drawn = [name for name in anna.app.identifiers if name.startswith("diary.item.")]
        assert len(drawn) == 50
        await anna.app.scroll_to_end()
        assert len([name for name in anna.app.identifiers if name.startswith("diary.item.")]) == 100
