"""Changes of the diary that wait: sent in order, each once, nothing lost, conflicts kept for the person."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from emias_app.domain.diary_queue import Change, QueuedPhoto, body_of, lines_of
from emias_app.errors import Offline, ServerFault
from emias_app.models.problem import Problem
from emias_app.state._pass import Pass
from emias_app.state.diary_queue import DiaryQueue
from tests.support.fake_diary import MORNING, an_entry, refusal
from tests.support.fake_ports import World
from tests.support.fake_values import an_id

pytestmark = pytest.mark.anyio

ARTYOM, DARYA = an_id("Артём"), an_id("Дарья")
ENTRY = an_entry()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Desk:
    """A queue of one device of Anna's."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.right = Pass()
        self.queue = DiaryQueue(world.ports, self.right, lambda: world.backend.account)

    async def write(self, name: str = "36,8", value: float = 36.8, patient: UUID = ARTYOM) -> UUID:
        entry = an_entry(name, value=value)
        await self.queue.put(patient, entry.id, Change.ADD, body_of(entry), None)
        return entry.id

    async def change(self, entry_id: UUID, value: float, change: Change = Change.CORRECT) -> None:
        known = self.world.backend.diary.kept.get(ARTYOM, {}).get(entry_id)
        await self.queue.put(ARTYOM, entry_id, change, body_of(an_entry(value=value)), known)

    def again(self) -> Desk:
        """The app was started anew."""
        self.right.revoke()
        return Desk(self.world)


@pytest.fixture
def desk() -> Desk:
    return Desk(World())


def kept(desk: Desk) -> list[float | None]:
    return [one.value for one in desk.world.backend.diary.kept.get(ARTYOM, {}).values()]


async def test_what_is_written_is_sent_once_and_waits_no_more(desk: Desk) -> None:
    await desk.write()
    assert len(desk.queue.steps) == 1
    await desk.queue.flush()
    assert (desk.queue.steps, kept(desk)) == ((), [36.8])
    await desk.queue.flush()
    assert desk.world.backend.asked("diary_add") == 1


async def test_without_a_network_everything_waits_and_goes_out_in_order(desk: Desk) -> None:
    desk.world.backend.failure = Offline()
    for number in range(5):
        await desk.write(str(number), 36 + number / 10)
        await desk.queue.flush()
    assert len(desk.queue.steps) == 5
    desk.world.backend.failure = None
    await desk.queue.flush()
    asked = [call[2] for call in desk.world.backend.calls if call[0] == "diary_add"]
    assert list(dict.fromkeys(asked)) == [an_entry(str(number)).id for number in range(5)]
    assert (desk.queue.steps, len(kept(desk))) == ((), 5)


async def test_an_answer_that_gets_lost_doubles_nothing(desk: Desk) -> None:
    entry_id = await desk.write()
    desk.world.backend.diary.lose_answers = 1
    await desk.queue.flush()
    assert len(desk.queue.steps) == 1
    await desk.change(entry_id, 37.0)
    desk.world.backend.diary.lose_answers = 1
    await desk.queue.flush()
    await desk.queue.flush()
    assert (desk.queue.steps, kept(desk)) == ((), [37.0])


async def test_a_change_whose_answer_got_lost_long_ago_is_no_conflict(desk: Desk) -> None:
    desk.world.backend.diary.put(ARTYOM, ENTRY)
    await desk.change(ENTRY.id, 37.0)
    desk.world.backend.diary.lose_answers = 1
    await desk.queue.flush()
    desk.world.backend.diary.answers.clear()  # a key is known for a day
    await desk.queue.flush()
    assert (desk.queue.steps, kept(desk)) == ((), [37.0])


async def test_a_fault_of_the_service_waits_like_a_lost_network(desk: Desk) -> None:
    fault = ServerFault(Problem(title="", status=507, code="storage_full", detail=""))
    desk.world.backend.failures["diary_add"] = fault
    await desk.write()
    await desk.queue.flush()
    assert [step.is_stuck for step in desk.queue.steps] == [False]


async def test_an_entry_changed_on_two_devices_waits_for_the_person_with_both(desk: Desk) -> None:
    diary = desk.world.backend.diary
    diary.put(ARTYOM, ENTRY)
    await desk.change(ENTRY.id, 37.0)
    diary.put(ARTYOM, ENTRY.model_copy(update={"value": 38.0, "version": 2}))
    await desk.write("another")
    await desk.queue.flush()
    (step,) = desk.queue.steps
    assert (step.is_conflict, step.body.value, step.theirs and step.theirs.value) == (True, 37.0, 38.0)
    assert sorted(value or 0 for value in kept(desk)) == [36.8, 38.0]
    (mine,) = [line for line in lines_of(diary.kept[ARTYOM].values(), desk.queue.steps, "") if line.conflict]
    assert mine.entry.value == 37.0


async def test_a_change_of_what_was_deleted_elsewhere_is_a_conflict_too(desk: Desk) -> None:
    desk.world.backend.diary.put(ARTYOM, ENTRY)
    await desk.change(ENTRY.id, 37.0)
    desk.world.backend.diary.kept[ARTYOM].clear()
    await desk.queue.flush()
    (step,) = desk.queue.steps
    assert (step.is_conflict, step.theirs) == (True, None)


async def test_what_the_backend_refuses_stays_with_its_reason_and_holds_nothing_else_up(desk: Desk) -> None:
    desk.world.backend.failures["diary_correct"] = refusal(422, "invalid", "Такого не бывает.")
    desk.world.backend.diary.put(ARTYOM, ENTRY)
    await desk.change(ENTRY.id, 37.0)
    await desk.write("another")
    await desk.queue.flush()
    assert [step.refusal for step in desk.queue.steps] == ["Такого не бывает."]
    assert len(kept(desk)) == 2


async def test_a_restart_between_writing_and_sending_loses_and_doubles_nothing(desk: Desk) -> None:
    desk.world.backend.failure = Offline()
    await desk.write()
    desk.world.backend.failure = None
    later = desk.again()
    await later.queue.flush()
    assert (later.queue.steps, kept(desk)) == ((), [36.8])
    await desk.again().queue.flush()
    assert desk.world.backend.asked("diary_add") == 1


async def test_nothing_is_sent_after_a_lock(desk: Desk) -> None:
    await desk.write()
    desk.right.revoke()
    await desk.queue.flush()
    assert desk.world.backend.asked("diary_add") == 0


async def test_two_flushes_at_once_send_once(desk: Desk) -> None:
    await desk.write()
    await asyncio.gather(*(desk.queue.flush() for _ in range(5)))
    assert desk.world.backend.asked("diary_add") == 1


async def test_an_access_that_ended_takes_what_waits_for_that_card_along(desk: Desk) -> None:
    await desk.write()
    await desk.write("of Darya", patient=DARYA)
    desk.world.backend.failures["diary_add"] = refusal(403, "access_revoked")
    await desk.queue.flush()
    assert desk.queue.steps == ()
    assert list(await desk.world.ports.steps.steps(desk.world.backend.account.id)) == []


async def test_a_card_out_of_reach_holds_up_only_its_own(desk: Desk) -> None:
    await desk.write(patient=DARYA)
    await desk.write("of Artyom")
    desk.world.backend.failures |= {"diary": refusal(404, "not_found")}
    add = desk.world.backend.diary.add

    async def not_of_darya(patient_id: UUID, body: object, key: str) -> object:
        if patient_id == DARYA:
            raise refusal(404, "not_found")
        return await add(patient_id, body, key)  # type: ignore[arg-type]

    desk.world.backend.diary.add = not_of_darya  # type: ignore[method-assign,assignment]
    await desk.queue.flush()
    assert [step.patient_id for step in desk.queue.steps] == [DARYA]
    assert kept(desk) == [36.8]


async def test_photos_go_before_their_entry_and_once(desk: Desk) -> None:
    photo = QueuedPhoto(id=an_id("photo"), media_type="image/jpeg")
    body = body_of(an_entry(measured_at=MORNING, attachment_ids=[photo.id]))
    await desk.queue.put(ARTYOM, ENTRY.id, Change.ADD, body, None, [(photo, b"\xff\xd8picture")])
    desk.world.backend.failures["diary_add"] = Offline()
    await desk.queue.flush()
    del desk.world.backend.failures["diary_add"]
    await desk.queue.flush()
    assert desk.world.backend.asked("diary_attach") == 1
    (entry,) = desk.world.backend.diary.kept[ARTYOM].values()
    assert [desk.world.backend.diary.photos[one] for one in entry.attachment_ids] == [b"\xff\xd8picture"]


async def test_another_account_at_the_same_page_never_sees_what_waits(desk: Desk) -> None:
    desk.world.backend.failure = Offline()
    await desk.write()
    desk.world.backend.account = desk.world.backend.account.model_copy(update={"id": an_id("Игорь")})
    other = desk.again()
    await other.queue.load()
    assert other.queue.steps == ()
