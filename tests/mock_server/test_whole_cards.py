"""A card that was taken away and brought into an empty one is the same card (docs/decisions/0006)."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from emias_app.domain.child_data import KINDS
from emias_app.domain.sections import RECORD_SECTIONS
from emias_app.mock_server.store.schema import VaccinationExemptionRow
from emias_app.models.growth import BodyMeasures
from emias_app.models.section import SectionSlug
from tests.support.archives import CARD, a_jpeg, bring, rebuilt, taken, told
from tests.support.card_world import World, card_world
from tests.support.diary import written
from tests.support.papers import a_pdf
from tests.support.records import CHILD, FACTORIES, a_record, a_visit

pytestmark = pytest.mark.anyio

NOT_CONFIRMED = "из архива, поликлиника не подтверждала"
#: What a card that came back says otherwise: whose word it is, who brought it and when; pictures are drawn anew.
SAID_ANEW = {
    "importedOn", "author", "mine", "uploadedAt", "enteredAt", "createdAt", "updatedAt", "history", "toldAuthor",
    "toldAt", "byParent", "size", "fresh",
}  # fmt: skip


@pytest.fixture
async def empty(tmp_path: Path, anyio_backend: str) -> AsyncIterator[World]:
    """Another backend with the same child and an empty card; its people have other names."""
    async with card_world(tmp_path / "another") as opened:
        yield opened


def bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if key not in SAID_ANEW}
    if isinstance(value, list):
        return [bare(one) for one in value]
    if isinstance(value, str):
        return value.replace(f", {NOT_CONFIRMED}", "").replace("..", ".")
    return value


async def asked(world: World, path: str, name: str = "anna") -> Any:
    answer = await world.get(f"{CARD}/{path}", await world.token(name))
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()


async def read_whole(world: World) -> dict[str, Any]:
    """Everything that the API tells of a card."""
    card: dict[str, Any] = {path: await asked(world, path) for path in ("sections", "vaccination-plan", "growth")}
    for section in RECORD_SECTIONS:
        slug = section.slug.value
        page = await asked(world, f"{slug}?limit=100")
        card[slug] = page["items"]
        for row in page["items"]:
            card[row["id"]] = await asked(world, f"{slug}/{row['id']}")
            if slug == SectionSlug.UPLOADS.value:
                pdf = await world.get(f"{CARD}/{slug}/{row['id']}/document.pdf", await world.token("anna"))
                assert pdf.status_code == 200
    card["diary"] = (await asked(world, "diary?limit=100"))["items"]
    for kind in KINDS:
        card[kind] = (await asked(world, f"child-data/{kind.value}"))["items"]
    return {key: bare(value) for key, value in card.items()}


async def upload(world: World, title: str, name: str, content: bytes, author: str = "anna") -> str:
    headers = {"Authorization": f"Bearer {await world.token(author)}"}
    form = {"kind": "VISIT", "title": title, "date": "2026-11-18", "note": "Из другой клиники"}
    answer = await world.http.post(f"{CARD}/uploads", data=form, files={"file": (name, content)}, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def exempt(world: World, **values: Any) -> UUID:
    row = VaccinationExemptionRow(
        **{"id": uuid4(), "patient_id": CHILD, "kind": "MEDICAL", "targets": [], "since": date(2026, 11, 1),
           "until": date(2027, 2, 1), "reason": "вводили иммуноглобулин", "imported_on": None} | values
    )  # fmt: skip
    exemption_id = row.id
    await world.backend.store.write(lambda session: session.add(row))
    return UUID(str(exemption_id))


async def fill(world: World) -> None:
    """Something of everything."""
    for section in FACTORIES:
        if section is not SectionSlug.UPLOADS:
            await world.add(a_record(section))
    await world.add(a_visit(measures=BodyMeasures(height=128.5, weight=26.4)))
    scan = await upload(world, "Снимок", "scan.jpg", a_jpeg())
    await upload(world, "Справка", "paper.pdf", a_pdf())
    await exempt(world)
    await exempt(world, kind="REFUSAL", targets=["influenza"], until=None, reason="")
    headers = {"Authorization": f"Bearer {await world.token('anna')}"}
    files = {"file": ("a.jpg", a_jpeg(), "image/jpeg")}
    photo = (await world.http.post(f"{CARD}/diary/attachments", files=files, headers=headers)).json()["id"]
    await written(world, indicator="note", value=None, note="Кашель", attachmentIds=[photo])
    await written(world, value=37.4, symptoms=["Кашель"], medicines=["Сироп"])
    for path, body in (
        ("allergies", {"substance": "Арахис", "reaction": "Крапивница", "attachmentIds": [scan]}),
        ("vaccinations", {"infections": ["polio"], "on": "2018-07-01", "dose": "V1"}),
    ):
        answer = await world.http.post(f"{CARD}/child-data/{path}", json=body, headers=headers)
        assert answer.status_code == 201, answer.text


async def test_a_card_that_came_back_is_the_same_card(world: World, empty: World) -> None:
    await fill(world)
    assert (await bring(empty, await taken(world))).status_code == 200
    assert await read_whole(empty) == await read_whole(world)


async def test_and_so_is_one_that_went_through_two_backends(world: World, empty: World, tmp_path: Path) -> None:
    await fill(world)
    await bring(empty, await taken(world))
    async with card_world(tmp_path / "third") as third:
        await bring(third, await taken(empty))
        assert await read_whole(third) == await read_whole(world)
        (entry,) = (await asked(third, "child-data/allergies"))["items"]
        assert entry["toldAuthor"] == "Тестова Anna Петровна"


async def test_medical_exemptions_come_back_as_the_archives(world: World, empty: World) -> None:
    await exempt(world)
    await bring(empty, await taken(world))
    doses = (await asked(empty, "vaccination-plan"))["items"]
    held = [one for one in doses if one["status"] == "contraindicated"]
    assert held
    assert not [one for one in doses if one["status"] in ("due", "overdue")]
    assert all(one["reason"].endswith(NOT_CONFIRMED) for one in held)


async def test_an_exemption_of_the_clinic_is_not_changed_by_an_archive(world: World) -> None:
    exemption_id = await exempt(world)
    archive = rebuilt(await taken(world), changed("vaccination-exemptions", until=None))
    report = (await bring(world, archive)).json()
    assert report["added"] == 0
    kept = await world.backend.store.read(
        lambda session: session.scalars(
            select(VaccinationExemptionRow.until).where(VaccinationExemptionRow.id == exemption_id)
        ).all()
    )
    assert kept == [date(2027, 2, 1)]


def changed(section: str, **values: Any) -> Any:
    def change(files: dict[str, bytes]) -> None:
        path = f"data/{section}.jsonl"
        lines = [json.loads(line) | values for line in files[path].decode().splitlines()]
        files[path] = "".join(json.dumps(line) + "\n" for line in lines).encode()

    return change


@pytest.mark.parametrize(
    "values",
    [{"kind": "NONE"}, {"targets": "polio"}, {"since": "never"}, {"until": "2000-01-01"}, {"more": 1}, {"id": "x"}],
)
async def test_a_broken_exemption_is_refused_with_its_archive(
    world: World, empty: World, values: dict[str, Any]
) -> None:
    await exempt(world)
    archive = rebuilt(await taken(world), changed("vaccination-exemptions", **values))
    assert told(await bring(empty, archive)) == (422, "archive_broken")


async def test_who_wrote_and_when_comes_back_as_told_words(world: World, empty: World) -> None:
    await world.open_to("other", CHILD)
    headers = {"Authorization": f"Bearer {await world.token('other')}"}
    await world.http.post(f"{CARD}/child-data/allergies", json={"substance": "Арахис"}, headers=headers)
    await written(world, value=37.4)
    empty.clock.advance(timedelta(days=30))
    await bring(empty, await taken(world))
    (allergy,) = (await asked(empty, "child-data/allergies"))["items"]
    assert (allergy["mine"], allergy["toldAuthor"]) == (True, "Тестова Other Петровна")
    assert allergy["toldAt"].startswith("2026-11-22T")
    assert allergy["enteredAt"].startswith("2026-12-22T")
    (entry,) = (await asked(empty, "diary"))["items"]
    assert entry["toldAuthor"] == "Тестова Anna Петровна"
    assert entry["toldAt"].startswith("2026-11-22T")


async def test_a_corrected_diary_entry_keeps_what_the_archive_told(world: World, empty: World) -> None:
    await written(world, value=37.4)
    await bring(empty, await taken(world))
    (entry,) = (await asked(empty, "diary"))["items"]
    headers = {"Authorization": f"Bearer {await empty.token('anna')}", "If-Match": f'"{entry["version"]}"'}
    body = {"indicator": "temperature", "value": 37.2, "measuredAt": entry["measuredAt"]}
    answer = await empty.http.put(f"{CARD}/diary/{entry['id']}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["toldAuthor"] == "Тестова Anna Петровна"


async def test_an_archive_of_the_first_version_still_comes_in(world: World, empty: World) -> None:
    await fill(world)

    def older(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"])
        manifest["version"] = 1
        for section in ("diary", "child-data"):
            path = f"data/{section}.jsonl"
            lines = [json.loads(line) for line in files[path].decode().splitlines()]
            for line in lines:
                del line["author"], line["enteredAt"]
            files[path] = "".join(json.dumps(line) + "\n" for line in lines).encode()
        files["manifest.json"] = json.dumps(manifest).encode()

    archive = rebuilt(rebuilt(await taken(world), older), lambda files: None)
    assert (await bring(empty, reseal(archive))).status_code == 200
    assert await read_whole(empty) == await read_whole(world)


def reseal(archive: bytes) -> bytes:
    """The archive with a manifest that fits its files."""

    def touch(files: dict[str, bytes]) -> None:
        files["Прочтите.txt"] += b" "

    return rebuilt(archive, touch)


async def test_pictures_stay_pictures(world: World, empty: World) -> None:
    scan = await upload(world, "Снимок", "scan.jpg", a_jpeg())
    await bring(empty, await taken(world))
    answer = await empty.get(f"/clinic/patients/{CHILD}/uploads/{scan}/file", await empty.token("doctor"))
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
