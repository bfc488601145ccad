"""``/clinic/patients/{pid}/uploads``: the doctor sees what parents put in, and the parents that it was looked at."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.mock_server.test_uploads import put
from tests.support.card_world import OTHER_CHILD, World
from tests.support.papers import a_pdf, a_picture
from tests.support.records import CHILD

pytestmark = pytest.mark.anyio

PATH = f"/clinic/patients/{CHILD}/uploads"


async def test_without_a_token_or_as_a_parent_there_is_nothing(world: World) -> None:
    assert (await world.get(PATH)).status_code == 401
    assert (await world.get(PATH, await world.token("anna"))).status_code == 404


async def test_the_registrar_is_refused_and_nothing_is_read(world: World) -> None:
    made = (await put(world, a_pdf())).json()
    token = await world.token("registrar")
    for path in (PATH, f"{PATH}/{made['id']}/file"):
        answer = await world.get(path, token)
        assert (answer.status_code, answer.json()["code"]) == (403, "doctor_only")
    assert await world.journal() == []


async def test_an_unknown_patient_and_a_document_of_another_are_not_found(world: World) -> None:
    made = (await put(world, a_pdf())).json()
    token = await world.token("doctor")
    for path in (
        f"/clinic/patients/{uuid4()}/uploads",
        f"/clinic/patients/{OTHER_CHILD}/uploads/{made['id']}/file",
        f"{PATH}/{uuid4()}/file",
        f"{PATH}/nonsense/file",
    ):
        assert (await world.get(path, token)).status_code == 404, path
    assert await world.journal() == []


async def test_the_doctor_sees_who_put_in_what_and_when_and_gets_the_very_file(world: World) -> None:
    content = a_pdf()
    first = (await put(world, content)).json()
    world.clock.advance(timedelta(minutes=5))
    second = (await put(world, a_picture(), name="фото.png", title="Сертификат")).json()
    token = await world.token("doctor")
    page = (await world.get(PATH, token)).json()
    assert (page["total"], page["nextCursor"]) == (2, None)
    assert [one["id"] for one in page["items"]] == [second["id"], first["id"]]
    shown = page["items"][1]
    assert (shown["author"], shown["fileName"], shown["kindTitle"]) == (
        "Тестова Anna Петровна, законный представитель", "скан.pdf", "Приём",
    )  # fmt: skip
    assert shown["uploadedAt"]
    file = await world.get(f"{PATH}/{first['id']}/file", token)
    assert (file.content, file.headers["content-type"]) == (content, "application/pdf")
    picture = await world.get(f"{PATH}/{second['id']}/file", token)
    assert picture.headers["content-type"] == "image/jpeg"
    seen = [(row.what, row.section, str(row.record_id)) for row in await world.journal()]
    assert seen == [
        ("LIST", "uploads", "None"), ("DOCUMENT", "uploads", first["id"]), ("DOCUMENT", "uploads", second["id"]),
    ]  # fmt: skip


async def test_the_parent_reads_that_the_doctor_looked(world: World) -> None:
    made = (await put(world, a_pdf())).json()
    token = await world.token("doctor")
    await world.get(PATH, token)
    await world.get(f"{PATH}/{made['id']}/file", token)
    log = (await world.get(f"/patients/{CHILD}/access-log", await world.token("anna"))).json()["items"]
    assert len(log) == 2
    assert all(one["text"].startswith("Врач ") for one in log)


async def test_pages_follow_each_other_and_are_one_read(world: World) -> None:
    made = []
    for _ in range(3):
        made.append((await put(world, a_pdf())).json()["id"])
        world.clock.advance(timedelta(minutes=1))
    token = await world.token("doctor")
    first = (await world.get(f"{PATH}?limit=2", token)).json()
    second = (await world.get(f"{PATH}?limit=2&cursor={first['nextCursor']}", token)).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == made[::-1]
    assert len(await world.journal()) == 1


async def test_what_the_parent_took_out_is_gone_for_the_doctor(world: World) -> None:
    made = (await put(world, a_pdf())).json()
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    assert (await world.http.delete(f"/patients/{CHILD}/uploads/{made['id']}", headers=headers)).status_code == 204
    token = await world.token("doctor")
    assert (await world.get(PATH, token)).json()["items"] == []
    assert (await world.get(f"{PATH}/{made['id']}/file", token)).status_code == 404
