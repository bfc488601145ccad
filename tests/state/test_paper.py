"""A paper put into the card from inside the form of an entry: attached to what is typed, and nothing typed is lost."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from emias_app.errors import Offline
from emias_app.models.child_data import ChildDataKind
from emias_app.models.uploads import UploadKind
from emias_app.state.child_data import PAPER_ON_ITS_WAY, ChildDataState
from emias_app.state.child_data_draft import EntryDraft
from emias_app.state.chosen_file import WRONG_TYPE
from emias_app.state.paper_words import paper_form
from emias_app.state.place import ChildDataForm
from emias_app.state.ports import Picked
from tests.state.test_child_data import ARTYOM, K, opened, typed
from tests.support.fake_ports import World
from tests.support.virtual_time import on_virtual_time

NEW = ChildDataForm(ARTYOM, K.ALLERGIES)
PAPER = Picked("справка.pdf", 12, b"%PDF-1.7 abc")
BIRTH, TODAY = date(2018, 3, 14), date(2026, 11, 22)


async def at_form(world: World) -> ChildDataState:
    world.photos.chosen = PAPER
    state = await opened(world, NEW)
    typed(state, "substance", "Пенициллин")
    return state


@on_virtual_time
async def test_it_is_sent_at_once_named_by_the_entry_and_attached() -> None:
    world = World()
    state = await at_form(world)
    assert state.paper is not None
    await state.paper.pick()
    (call,) = [one for one in world.backend.calls if one[0] == "upload"]
    assert call[1].title == "Пенициллин"  # type: ignore[attr-defined]
    assert state.form is not None
    assert len(state.form.draft.attachment_ids) == 1
    assert state.form.draft.substance == "Пенициллин"
    assert state.paper.file is None


@on_virtual_time
async def test_a_file_that_was_not_sent_waits_and_goes_again_as_the_same_intention() -> None:
    world = World()
    state = await at_form(world)
    assert state.paper is not None
    world.backend.failures["upload"] = Offline()
    await state.paper.pick()
    assert state.paper.error is not None
    assert state.paper.file is not None
    assert state.form is not None
    assert state.form.draft.attachment_ids == ()
    world.backend.failures.clear()
    await state.paper.send()
    keys = [one[-1] for one in world.backend.calls if one[0] == "upload"]
    assert keys[0] == keys[1]
    assert len(state.form.draft.attachment_ids) == 1


@on_virtual_time
async def test_what_is_no_paper_is_told_and_not_sent() -> None:
    world = World()
    state = await at_form(world)
    world.photos.chosen = Picked("а.docx", 4, b"PK\x03\x04")
    assert state.paper is not None
    await state.paper.pick()
    assert state.paper.error == WRONG_TYPE
    assert world.backend.asked("upload") == 0


@on_virtual_time
async def test_the_entry_is_not_saved_without_the_paper_that_is_on_its_way() -> None:
    world = World()
    state = await at_form(world)
    assert state.paper is not None
    assert state.form is not None
    gate = asyncio.get_running_loop().create_future()
    world.backend.gates["upload"] = gate
    sending = asyncio.ensure_future(state.paper.pick())
    await asyncio.sleep(0)
    await state.save()
    assert state.form.error == PAPER_ON_ITS_WAY
    assert world.backend.asked("add_child_data") == 0
    gate.set_result(None)
    await sending
    assert state.form.error is None
    assert len(state.form.draft.attachment_ids) == 1


@on_virtual_time
async def test_one_that_comes_late_is_attached_to_its_own_form() -> None:
    world = World()
    state = await at_form(world)
    paper, form = state.paper, state.form
    assert paper is not None
    assert form is not None
    state.aim(ChildDataForm(ARTYOM, K.INJURIES))
    await paper.pick()
    assert len(form.draft.attachment_ids) == 1
    assert state.form is not None
    assert state.form.draft.attachment_ids == ()


@pytest.mark.parametrize(
    ("kind", "draft", "told"),
    [
        (K.VACCINATIONS, EntryDraft(infections=("measles",), on="12.10.2026"),
         (UploadKind.VACCINATION, "Прививка: Корь", date(2026, 10, 12))),
        (K.VISITS, EntryDraft(speciality="Ортодонт", on="2024"), (UploadKind.VISIT, "Приём: Ортодонт", TODAY)),
        (K.SURGERIES, EntryDraft(), (UploadKind.OTHER, "выписка", TODAY)),
        (K.ALLERGIES, EntryDraft(substance="Кот\x00"), (UploadKind.OTHER, "Кот", TODAY)),
        (K.INJURIES, EntryDraft(what="Перелом", on="01.01.2010"), (UploadKind.OTHER, "Перелом", TODAY)),
    ],
)  # fmt: skip
def test_a_paper_is_called_by_what_the_entry_says(
    kind: ChildDataKind, draft: EntryDraft, told: tuple[UploadKind, str, date]
) -> None:
    form = paper_form(kind, draft, "C:\\папка\\выписка.pdf", birth=BIRTH, today=TODAY)
    assert (form.kind, form.title, form.date) == told


@on_virtual_time
async def test_after_a_lock_nothing_is_sent() -> None:
    world = World()
    state = await at_form(world)
    paper = state.paper
    assert paper is not None
    state.aim(NEW)
    state._pass.revoke()
    await paper.pick()
    assert world.backend.asked("upload") == 0
