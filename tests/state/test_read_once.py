"""What the doctor reads once of a patient: parents' entries and their documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from emias_app.errors import Offline
from emias_app.state._loadable import Failed, Loading, Ready
from emias_app.state._pass import Pass
from emias_app.state._read_once import ReadOnce
from emias_app.state.clinic_child_data import PatientChildData
from emias_app.state.clinic_uploads import PatientUploads
from tests.support.fake_clinic import SOFIA, FakeClinicBackend
from tests.support.fake_page import FakeFiles
from tests.support.fake_ports import World
from tests.support.virtual_time import on_virtual_time

Made = Callable[[FakeClinicBackend, Pass], ReadOnce[object]]
both = pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda backend, right: PatientChildData(backend, right, SOFIA), "child_data"),
        (lambda backend, right: PatientUploads(backend, FakeFiles(), right, SOFIA), "uploads"),
    ],
    ids=["entries", "documents"],
)


def asked(backend: FakeClinicBackend, name: str) -> int:
    return sum(call[0] == name for call in backend.calls)


@both
@on_virtual_time
async def test_what_is_known_is_read_again_only_when_asked_to(make: Made, name: str) -> None:
    backend = World().open_clinic()
    state = make(backend, Pass())
    await state.ensure()
    await state.ensure()
    assert asked(backend, name) == 1
    await state.refresh()
    assert asked(backend, name) == 2
    assert isinstance(state.known, Ready)
    assert not state.known.refreshing


@both
@on_virtual_time
async def test_a_failure_is_tried_again_and_takes_nothing_away_that_was_read(make: Made, name: str) -> None:
    backend = World().open_clinic()
    state = make(backend, Pass())
    backend.failures[name] = Offline()
    await state.ensure()
    assert isinstance(state.known, Failed)
    backend.failures.clear()
    await state.ensure()
    read = state.known
    assert isinstance(read, Ready)
    backend.failures[name] = Offline()
    await state.refresh()
    assert state.known == read


@both
@on_virtual_time
async def test_nothing_is_read_once_the_visit_is_over(make: Made, name: str) -> None:
    backend, right = World().open_clinic(), Pass()
    state = make(backend, right)
    right.revoke()
    await state.ensure()
    assert asked(backend, name) == 0
    assert state.known == Loading()
