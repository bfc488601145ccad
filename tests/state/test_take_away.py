"""«Показать и забрать»: files that are made, saved in parts, thrown away; an archive that comes back."""

from __future__ import annotations

from pathlib import Path

from emias_app.errors import EmiasError, Offline, api_error
from emias_app.mock_server.services.exports.bounds import MOST_BYTES
from emias_app.models.exports import ExportKind, ExportState, ImportReport
from emias_app.models.problem import Problem
from emias_app.state._loadable import Failed, Ready
from emias_app.state._pass import Pass
from emias_app.state.file_ports import PickedArchive
from emias_app.state.job_file import PART
from emias_app.state.take_away import ARCHIVE_LOST, ARCHIVE_TOO_LARGE, MOST_ARCHIVE, TakeAwayState
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
PDF = ExportKind.SUMMARY_PDF


def a_state(world: World, right: Pass | None = None) -> TakeAwayState:
    return TakeAwayState(world.ports, right or Pass(), ARTYOM)


def state_of(state: TakeAwayState) -> ExportState | None:
    job = state.job_of(PDF)
    return job.state if job else None


@on_virtual_time
async def test_a_small_file_is_made_and_saved_by_one_wish() -> None:
    world = World()
    state = a_state(world)
    await state.ensure()
    await state.make(PDF)
    assert state_of(state) is ExportState.READY
    assert world.files.taken == [("Сводка.pdf", b"%PDF a file")]
    assert (state.saving, state.is_making) == (None, False)
    assert state.taken is not None


@on_virtual_time
async def test_a_long_one_tells_how_far_it_is_and_is_saved_in_parts_once_it_is_ready() -> None:
    world = World()
    world.backend.exports.pace = 40
    world.backend.exports.content = b"x" * (PART + 10)
    state = a_state(world)
    await state.ensure()
    await state.make(PDF)
    job = state.job_of(PDF)
    assert job is not None
    assert (job.done, job.total, state.is_making) == (40, 100, True)
    await state.look()
    assert world.files.taken == []
    await state.look()
    assert [call for call in world.backend.calls if call[0] == "export_part"] == [
        ("export_part", 0, PART - 1),
        ("export_part", PART, PART + 9),
    ]
    assert world.files.taken == [("Сводка.pdf", b"x" * (PART + 10))]


@on_virtual_time
async def test_a_file_of_an_earlier_visit_is_there_and_saved_only_when_asked() -> None:
    world = World()
    first = a_state(world)
    await first.ensure()
    await first.make(PDF)
    again = a_state(world)
    await again.ensure()
    assert state_of(again) is ExportState.READY
    assert len(world.files.taken) == 1
    await again.save(PDF)
    assert len(world.files.taken) == 2


@on_virtual_time
async def test_a_cancelled_file_is_gone_and_never_saved() -> None:
    world = World()
    world.backend.exports.pace = 0
    state = a_state(world)
    await state.ensure()
    await state.make(PDF)
    await state.cancel(PDF)
    assert state.job_of(PDF) is None
    assert world.backend.exports.kept == []
    await state.look()
    assert world.files.taken == []


@on_virtual_time
async def test_a_failed_one_says_why_and_may_be_asked_for_again() -> None:
    world = World()
    world.backend.exports.fails = "Нет места."
    state = a_state(world)
    await state.ensure()
    await state.make(PDF)
    assert state_of(state) is ExportState.FAILED
    world.backend.exports.fails = None
    await state.make(PDF)
    assert state_of(state) is ExportState.READY


@on_virtual_time
async def test_without_network_the_trouble_stands_beside_its_file_and_the_same_wish_is_sent_again() -> None:
    world = World()
    state = a_state(world)
    await state.ensure()
    world.backend.failures["start_export"] = Offline()
    await state.make(PDF)
    assert set(state.troubles) == {PDF}
    world.backend.failures.clear()
    await state.make(PDF)
    assert state.troubles == {}
    assert state_of(state) is ExportState.READY


@on_virtual_time
async def test_a_file_that_was_removed_meanwhile_is_told_of() -> None:
    world = World()
    state = a_state(world)
    await state.ensure()
    await state.make(PDF)
    world.backend.exports.kept = []
    world.backend.failures["export_part"] = _not_found()
    await state.save(PDF)
    assert state.job_of(PDF) is None
    assert "убран" in state.troubles[PDF]


@on_virtual_time
async def test_after_a_lock_nothing_is_asked_nor_saved() -> None:
    world, right = World(), Pass()
    world.backend.exports.pace = 0
    state = a_state(world, right)
    await state.ensure()
    await state.make(PDF)
    right.revoke()
    asked = len(world.backend.calls)
    world.backend.exports.pace = 100
    await state.look()
    await state.make(ExportKind.CARD_ZIP)
    await state.bring()
    assert len(world.backend.calls) == asked
    assert world.files.taken == []


@on_virtual_time
async def test_the_list_fails_and_comes_back() -> None:
    world = World()
    world.backend.failures["exports"] = Offline()
    state = a_state(world)
    await state.ensure()
    assert isinstance(state.jobs, Failed)
    world.backend.failures.clear()
    await state.refresh()
    assert isinstance(state.jobs, Ready)


@on_virtual_time
async def test_an_archive_is_chosen_and_brought_in(tmp_path: Path) -> None:
    world = World()
    state = a_state(world)
    await state.bring()
    assert (state.report, state.import_trouble) == (None, None)
    world.files.archive = an_archive(tmp_path)
    await state.bring()
    assert world.backend.exports.brought == [b"zip"]
    assert world.files.forgotten == [world.files.archive]
    assert state.report == ImportReport(added=12, kept=3, sections={"labs": 12})


@on_virtual_time
async def test_an_archive_that_is_too_large_or_lost_is_told_of(tmp_path: Path) -> None:
    world = World()
    state = a_state(world)
    for size, why in ((MOST_ARCHIVE + 1, ARCHIVE_TOO_LARGE), (10, ARCHIVE_LOST)):
        world.files.archive = PickedArchive("card.zip", size, None)
        await state.bring()
        assert state.import_trouble == why
    world.files.archive = an_archive(tmp_path)
    world.backend.failures["import"] = Offline()
    await state.bring()
    assert state.import_trouble is not None
    assert not state.is_bringing
    assert len(world.files.forgotten) == 3


@on_virtual_time
async def test_an_archive_that_went_away_after_it_was_chosen_is_told_of(tmp_path: Path) -> None:
    world = World()
    state = a_state(world)
    world.files.archive = an_archive(tmp_path)
    (tmp_path / "card.zip").unlink()
    await state.bring()
    assert state.import_trouble == ARCHIVE_LOST


def test_an_archive_may_be_as_large_as_the_backend_takes() -> None:
    assert MOST_ARCHIVE == MOST_BYTES


def an_archive(folder: Path) -> PickedArchive:
    path = folder / "card.zip"
    path.write_bytes(b"zip")
    return PickedArchive("card.zip", 3, path)


def _not_found() -> EmiasError:
    return api_error(Problem(title="", status=404, code="not_found", detail="Не найдено."))
