"""The diary through the typed client, against the backend itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from emias_app.api.client import EmiasClient
from emias_app.clock import FixedClock
from emias_app.errors import Conflict, Invalid
from emias_app.models.auth import Tokens
from emias_app.models.diary import DiaryRequest, Indicator
from tests.support.access_roads import a_photo
from tests.support.card_world import NOW, card_world
from tests.support.records import CHILD

pytestmark = pytest.mark.anyio

MORNING = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_an_entry_is_written_changed_deleted_and_brought_back(tmp_path: Path) -> None:
    async with card_world(tmp_path) as world:
        client = EmiasClient.in_process(world.app, clock=FixedClock(NOW))
        token = await world.token("anna")
        client.adopt(Tokens.model_validate(
            {"accessToken": token, "refreshToken": "r", "expiresIn": 900, "level": "medcard"}
        ))  # fmt: skip
        diary, own = client.diary, uuid4()
        body = DiaryRequest(id=own, indicator=Indicator.TEMPERATURE, value=36.8, measured_at=MORNING)
        made = await diary.add(CHILD, body, "key-1")
        assert (made.id, made.version) == (own, 1)
        changed = body.model_copy(update={"id": None, "value": 37.2})
        assert (await diary.correct(CHILD, own, changed, 1, "key-2")).version == 2
        with pytest.raises(Conflict) as stale:
            await diary.remove(CHILD, own, 1, "key-3")
        assert stale.value.status == 412
        await diary.remove(CHILD, own, 2, "key-4")
        assert (await diary.entries(CHILD)).total == 0
        assert (await diary.restore(CHILD, own, "key-5")).version == 4
        assert (await diary.entry(CHILD, own)).value == 37.2
        photo = await diary.attach(CHILD, uuid4(), "image/jpeg", a_photo())
        assert await diary.attach(CHILD, photo.id, "image/jpeg", a_photo()) == photo
        assert (await diary.photo(CHILD, photo.id)).startswith(b"\xff\xd8")
        with pytest.raises(Invalid) as rare:
            await diary.add(CHILD, body.model_copy(update={"id": uuid4(), "value": 41.0}), "key-6")
        assert rare.value.code == "confirmation_needed"
        await client.close()
