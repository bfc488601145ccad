"""«Данные о ребенке» as their screens know them."""

from __future__ import annotations

from collections.abc import Sequence

from emias_app.domain.child_data import KINDS
from emias_app.domain.suggestions import Suggestion
from emias_app.errors import Offline, Timeout
from emias_app.models.child_data import Allergy, ChildDataKind, Severity
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Failed, Ready
from emias_app.state.child_data import CHANGED_MEANWHILE, ChildDataState
from emias_app.state.child_data_draft import WRONG_PARTIAL
from emias_app.state.place import Card, ChildData, ChildDataForm, ChildDataList
from tests.support.fake_child_data import a_conflict, a_denial, an_allergy
from tests.support.fake_ports import World
from tests.support.fake_values import a_problem, an_id, rows_of
from tests.support.root import signed_in
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
K = ChildDataKind
ALLERGIES = ChildDataList(ARTYOM, K.ALLERGIES)
NEW = ChildDataForm(ARTYOM, K.ALLERGIES)


async def opened(world: World, place: ChildData | ChildDataList | ChildDataForm) -> ChildDataState:
    root = await signed_in(world)
    await root.go(place)
    return the_state(world, root)


def the_state(world: World, root: object) -> ChildDataState:
    account = root.account  # type: ignore[attr-defined]
    assert account is not None
    assert account.card is not None
    assert account.card.child_data is not None
    state: ChildDataState = account.card.child_data
    return state


def typed(state: ChildDataState, name: str, text: str) -> None:
    assert state.kind is not None
    state.type(KINDS[state.kind].field(name), text)


def kept(state: ChildDataState) -> Sequence[Allergy]:
    assert isinstance(state.kept, Ready)
    return [one for one in state.kept.value.entries if isinstance(one, Allergy)]


@on_virtual_time
async def test_the_home_reads_the_kinds_once_until_something_changes() -> None:
    world = World()
    root = await signed_in(world)
    await root.go(ChildData(ARTYOM))
    state = the_state(world, root)
    assert isinstance(state.summary, Ready)
    await root.go(ALLERGIES)
    await root.go(ChildData(ARTYOM))
    assert world.backend.asked("child_data") == 1
    await root.go(NEW)
    typed(state, "substance", "Соя")
    await state.save()
    await root.go(ChildData(ARTYOM))
    assert world.backend.asked("child_data") == 2
    assert isinstance(state.summary, Ready)
    assert state.summary.value.items[0].total == 1


@on_virtual_time
async def test_a_kind_comes_whole_with_what_the_clinic_holds() -> None:
    world = World()
    child_data = world.backend.child_data
    child_data.entries[ARTYOM, K.ALLERGIES] = [an_allergy(f"Орех {number}") for number in range(130)]
    child_data.clinic[K.ALLERGIES] = [a_denial()]
    child_data.conflicts[K.ALLERGIES] = [a_conflict(an_allergy("Орех 3").id)]
    state = await opened(world, ALLERGIES)
    assert isinstance(state.kept, Ready)
    assert len(state.kept.value.entries) == 130
    assert [fact.title for fact in state.kept.value.clinic] == ["Аллергии на лекарства не отмечалось"]
    assert len(state.kept.value.disagreements(an_allergy("Орех 3").id)) == 1
    assert state.kept.value.disagreements(an_allergy("Орех 4").id) == ()


@on_virtual_time
async def test_an_entry_is_kept_with_its_days_read_and_leads_back_to_the_list() -> None:
    world = World()
    state = await opened(world, NEW)
    typed(state, "substance", "Амоксициллин")
    assert state.form is not None
    state.form.put("since", "апрель 2023")
    state.form.leave("since")
    assert state.form.draft.since == "04.2023"
    state.form.put("severity", "SEVERE")
    await state.save()
    assert world.navigator.places[-1] == ALLERGIES
    (saved,) = kept(state)
    assert (saved.substance, saved.since, saved.severity) == ("Амоксициллин", "2023-04", Severity.SEVERE)


@on_virtual_time
async def test_what_is_missing_or_unreadable_is_said_beside_its_field_and_nothing_is_sent() -> None:
    world = World()
    state = await opened(world, NEW)
    assert state.form is not None
    await state.save()
    assert state.form.shown == {"substance": "Укажите, на что аллергия"}
    state.form.put("since", "весной")
    assert state.form.shown["since"] == WRONG_PARTIAL
    state.form.put("since", "2017")
    assert state.form.shown["since"] == "Это раньше дня рождения ребенка"
    assert world.backend.asked("add_child_data") == 0


@on_virtual_time
async def test_a_refusal_keeps_what_was_typed_and_stands_beside_its_field() -> None:
    world = World()
    state = await opened(world, NEW)
    typed(state, "substance", "Соя")
    field = {"field": "substance", "message": "Слишком длинно."}
    world.backend.failures["add_child_data"] = a_problem(422, "invalid", fields=[field])
    await state.save()
    assert state.form is not None
    assert state.form.shown == {"substance": "Слишком длинно."}
    world.backend.failures["add_child_data"] = Offline()
    state.form.put("substance", "Рыба")
    await state.save()
    assert state.form.error is not None
    assert "Нет сети" in state.form.error
    assert (state.form.draft.substance, state.form.is_busy) == ("Рыба", False)


@on_virtual_time
async def test_an_answer_that_was_lost_doubles_nothing() -> None:
    world = World()
    state = await opened(world, NEW)
    typed(state, "substance", "Соя")
    world.backend.failures["add_child_data"] = Timeout()
    await state.save()
    del world.backend.failures["add_child_data"]
    await state.save()
    first, second = (call[-1] for call in world.backend.calls if call[0] == "add_child_data")
    assert first == second
    assert len(kept(state)) == 1


@on_virtual_time
async def test_a_draft_outlives_leaving_and_a_lock() -> None:
    world = World()
    root = await signed_in(world)
    await root.go(NEW)
    typed(the_state(world, root), "substance", "Пыль")
    await root.go(Card(ARTYOM))
    await root.go(NEW)
    form = the_state(world, root).form
    assert form is not None
    assert form.draft.substance == "Пыль"
    await root.lock()
    again = await signed_in_again(world, root)
    assert again.form is not None
    assert again.form.draft.substance == "Пыль"


async def signed_in_again(world: World, root: object) -> ChildDataState:
    from tests.support.root import PIN, press

    assert root.unlock is not None  # type: ignore[attr-defined]
    await press(root.unlock, PIN)  # type: ignore[attr-defined]
    return the_state(world, root)


@on_virtual_time
async def test_what_the_other_parent_changed_meanwhile_is_not_overwritten_unseen() -> None:
    world = World()
    mine = an_allergy()
    entries = world.backend.child_data.entries[ARTYOM, K.ALLERGIES]
    entries.append(mine)
    state = await opened(world, ChildDataForm(ARTYOM, K.ALLERGIES, mine.id))
    assert state.form is not None
    state.form.put("reaction", "Слёзы")
    entries[0] = an_allergy(version=2, reaction="Кашель")
    await state.save()
    assert state.form is not None
    assert state.form.error == CHANGED_MEANWHILE
    assert (state.form.draft.reaction, kept(state)[0].reaction) == ("Слёзы", "Кашель")
    await state.save()
    assert (kept(state)[0].reaction, kept(state)[0].version) == ("Слёзы", 3)


@on_virtual_time
async def test_what_is_taken_away_can_be_brought_back() -> None:
    world = World()
    world.backend.child_data.entries[ARTYOM, K.ALLERGIES] = [an_allergy("Соя"), an_allergy("Рыба")]
    state = await opened(world, ALLERGIES)
    await state.remove(an_allergy("Соя").id)
    assert [one.substance for one in kept(state)] == ["Рыба"]
    removed = state.removed
    assert removed is not None
    state.forget_removed()
    await state.bring_back(removed)
    assert {one.substance for one in kept(state)} == {"Рыба", "Соя"}


@on_virtual_time
async def test_a_removal_that_failed_says_so_and_takes_nothing_away() -> None:
    world = World()
    world.backend.child_data.entries[ARTYOM, K.ALLERGIES] = [an_allergy()]
    state = await opened(world, ALLERGIES)
    world.backend.failures["remove_child_data"] = Offline()
    await state.remove(an_allergy().id)
    assert state.error is not None
    assert "Нет сети" in state.error
    assert len(kept(state)) == 1
    assert state.removed is None


@on_virtual_time
async def test_suggestions_follow_the_line_and_a_taken_one_brings_its_code() -> None:
    world = World()
    state = await opened(world, ChildDataForm(ARTYOM, K.INJURIES))
    typed(state, "what", "перелом л")
    assert state.suggestions[0] == Suggestion("Перелом лучевой кости", "S52.5", "S52.5")
    state.take(state.suggestions[0])
    assert state.form is not None
    assert (state.form.draft.what, state.form.draft.icd10) == ("Перелом лучевой кости", "S52.5")
    assert state.suggestions == ()
    typed(state, "what", "Перелом пальца")
    assert state.form.draft.icd10 == "", "a code of other words goes"


@on_virtual_time
async def test_files_are_read_when_asked_for_and_ticked_on_and_off() -> None:
    world = World()
    world.backend.rows[ARTYOM, SectionSlug.UPLOADS] = rows_of("Артём", SectionSlug.UPLOADS, 2)
    state = await opened(world, NEW)
    assert state.uploads is None
    await state.list_uploads()
    await state.list_uploads()
    assert world.backend.asked("records") == 1
    assert isinstance(state.uploads, Ready)
    first, second = (row.id for row in state.uploads.value)
    for file_id in (first, second, first):
        state.toggle_file(file_id)
    assert state.form is not None
    assert state.form.draft.attachment_ids == (second,)


@on_virtual_time
async def test_a_list_that_failed_may_be_tried_again_and_stays_while_it_is() -> None:
    world = World()
    world.backend.child_data.entries[ARTYOM, K.ALLERGIES] = [an_allergy()]
    world.backend.failures["child_data_page"] = a_problem(503, "unavailable")
    state = await opened(world, ALLERGIES)
    assert isinstance(state.kept, Failed)
    del world.backend.failures["child_data_page"]
    await state.refresh()
    assert len(kept(state)) == 1
    world.backend.failures["child_data_page"] = Offline()
    await state.refresh()
    assert len(kept(state)) == 1


@on_virtual_time
async def test_an_entry_that_is_gone_is_told_so() -> None:
    world = World()
    state = await opened(world, ChildDataForm(ARTYOM, K.ALLERGIES, an_allergy().id))
    assert state.is_gone
    assert state.form is None


@on_virtual_time
async def test_another_child_has_nothing_of_the_first() -> None:
    world = World()
    world.backend.child_data.entries[ARTYOM, K.ALLERGIES] = [an_allergy()]
    root = await signed_in(world)
    await root.go(ALLERGIES)
    await root.switch_child(an_id("Дарья"))
    state = the_state(world, root)
    assert state.patient_id == an_id("Дарья")
    assert kept(state) == []
    assert root.place == ChildDataList(an_id("Дарья"), K.ALLERGIES)


@on_virtual_time
async def test_the_tile_of_the_card_counts_anew_after_a_change() -> None:
    world = World()
    root = await signed_in(world)
    await root.go(Card(ARTYOM))
    asked = world.backend.asked("sections")
    await root.go(NEW)
    typed(the_state(world, root), "substance", "Соя")
    await the_state(world, root).save()
    await root.go(Card(ARTYOM))
    assert world.backend.asked("sections") == asked + 1
    assert root.account is not None
    assert root.account.card is not None
    sections = root.account.card.sections
    assert isinstance(sections, Ready)
    assert [one.count for one in sections.value if one.section is SectionSlug.CHILD_DATA] == [1]
