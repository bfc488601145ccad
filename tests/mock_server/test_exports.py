"""Taking the card away: jobs, ranges, the summary, the archive, and who may have which (contract §2)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from emias_app.clock import SystemClock
from emias_app.mock_server.services.exports import jobs
from emias_app.mock_server.store.schema import ExportJobRow, FileRow
from emias_app.models.access import GrantState
from emias_app.models.auth import TokenLevel
from emias_app.models.section import SectionSlug
from tests.support.card_world import World, account_id
from tests.support.records import CHILD, FACTORIES, a_lab, a_record, an_upload

pytestmark = pytest.mark.anyio

CARD = f"/patients/{CHILD}"
EXPORTS = f"{CARD}/exports"
JPEG = b"\xff\xd8\xff\xe0 a scan"


async def start(world: World, token: str, kind: str = "CARD_ZIP", **headers: str) -> dict[str, Any]:
    answer = await world.http.post(
        EXPORTS, json={"kind": kind}, headers={"Authorization": f"Bearer {token}", **headers}
    )
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


async def made(world: World, token: str, kind: str = "CARD_ZIP") -> dict[str, Any]:
    """A job that is done."""
    job = await start(world, token, kind)
    await world.backend.exports.idle()
    answer = await world.get(f"{EXPORTS}/{job['id']}", token)
    assert answer.json()["state"] == "READY", answer.text
    return dict(answer.json())


async def part(world: World, token: str, job: dict[str, Any], span: str | None = None, **more: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", **more, **({"Range": span} if span else {})}
    return await world.http.get(f"{EXPORTS}/{job['id']}/file", headers=headers)


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def opened(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def whole_card(world: World) -> None:
    for section in FACTORIES:
        await world.add(a_record(section))
    scan = an_upload(title="Прививка за границей", file_name="scan.jpg", media_type="image/jpeg", size=len(JPEG))
    await world.add(scan)

    def keep(session: Session) -> None:
        session.add(FileRow(id=uuid4(), record_id=scan.id, media_type="image/jpeg", content=JPEG))

    await world.backend.store.write(keep)


#: An id that names nothing.
NO_SUCH = UUID(int=404)
ADDRESSES = [
    ("POST", EXPORTS),
    ("GET", EXPORTS),
    ("GET", f"{EXPORTS}/{NO_SUCH}"),
    ("DELETE", f"{EXPORTS}/{NO_SUCH}"),
    ("GET", f"{EXPORTS}/{NO_SUCH}/file"),
    ("GET", f"{CARD}/export/summary.pdf"),
    ("GET", f"{CARD}/export/card.zip"),
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
async def test_signed_out_and_strangers_take_nothing_away(world: World, method: str, address: str) -> None:
    assert told(await world.http.request(method, address)) == (401, "unauthorized")
    for name, level, expected in (
        ("other", TokenLevel.MEDCARD, (404, "not_found")),
        ("anna", TokenLevel.ACCOUNT, (403, "medcard_step_up_required")),
        ("ended", TokenLevel.MEDCARD, (403, "access_revoked")),
    ):
        headers = {"Authorization": f"Bearer {await world.token(name, level)}"}
        assert told(await world.http.request(method, address, headers=headers)) == expected
    assert await world.journal() == []


async def test_a_job_says_how_far_it_is_and_gives_its_file(world: World) -> None:
    await whole_card(world)
    token = await world.token("anna")
    first = await start(world, token)
    assert (first["state"], first["done"], first["size"]) == ("QUEUED", 0, None)
    assert first["fileName"] == "Медкарта Тестов Артём 2026-11-22.zip"
    await world.backend.exports.idle()
    job = (await world.get(f"{EXPORTS}/{first['id']}", token)).json()
    assert (job["state"], job["done"], job["total"]) == ("READY", len(FACTORIES) + 1, len(FACTORIES) + 1)
    assert job["expiresAt"] == "2026-11-23T06:00:00Z"
    listed = (await world.get(EXPORTS, token)).json()["items"]
    assert [one["id"] for one in listed] == [job["id"]]
    answer = await part(world, token, job)
    assert answer.status_code == 200
    assert len(answer.content) == job["size"]
    assert hashlib.sha256(answer.content).hexdigest() == job["sha256"]
    assert answer.headers["etag"] == f'"{job["sha256"]}"'
    assert "filename*=UTF-8''%D0%9C" in answer.headers["content-disposition"]


async def test_the_archive_holds_a_pdf_for_every_record_and_checksums_of_all(world: World) -> None:
    await whole_card(world)
    token = await world.token("anna")
    archive = opened((await part(world, token, await made(world, token))).content)
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["format"], manifest["version"]) == ("emias-card-archive", 2)
    assert manifest["patient"] == {
        "id": str(CHILD), "lastName": "Тестов", "firstName": "Артём", "middleName": "Дмитриевич",
        "birthDate": "2018-03-14", "sex": "MALE",
    }  # fmt: skip
    listed = {one["path"]: one for one in manifest["files"]}
    assert set(listed) == set(archive.namelist()) - {"manifest.json"}
    for path, one in listed.items():
        content = archive.read(path)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
    papers = [one for one in manifest["files"] if one["path"].startswith("documents/")]
    assert len({one["recordId"] for one in papers}) == len(papers) == len(FACTORIES) + 1
    assert all(archive.read(one["path"]).startswith(b"%PDF") for one in papers)
    for slug, count in manifest["counts"].items():
        lines = archive.read(f"data/{slug}.jsonl").decode().splitlines()
        assert [json.loads(line)["section"] for line in lines] == [slug] * count
    scan = next(one for one in manifest["files"] if one["path"].startswith("files/"))
    assert archive.read(scan["path"]) == JPEG
    assert "Тестов Артём" in text_of(archive.read("Сводка.pdf"))


async def test_names_that_meet_are_told_apart(world: World) -> None:
    await world.add(a_lab(title="Анализ"), a_lab(title="Анализ"), a_lab(title='А: "кровь" / моча?'))
    token = await world.token("anna")
    names = opened((await world.get(f"{CARD}/export/card.zip", token)).content).namelist()
    day = a_lab().date.isoformat()
    assert f"documents/Анализы/{day} Анализ.pdf" in names
    assert f"documents/Анализы/{day} Анализ (2).pdf" in names
    assert f"documents/Анализы/{day} А кровь моча.pdf" in names


async def test_at_once_the_card_and_its_summary_come_as_files_and_each_is_one_read(world: World) -> None:
    await whole_card(world)
    token = await world.token("anna", client="android")
    zipped = await world.get(f"{CARD}/export/card.zip", token)
    assert zipped.headers["content-type"] == "application/zip"
    assert json.loads(opened(zipped.content).read("manifest.json"))["counts"]["labs"] == 1
    summary = await world.get(f"{CARD}/export/summary.pdf", token)
    assert summary.headers["content-type"] == "application/pdf"
    assert "Сводка для врача, лагеря или школы" in text_of(summary.content)
    assert [(row.what, row.section, row.client) for row in await world.journal()] == [("EXPORT", None, "android")] * 2


async def test_a_file_is_read_in_ranges_and_is_one_read_of_the_card(world: World) -> None:
    await whole_card(world)
    token = await world.token("anna")
    job = await made(world, token)
    assert await world.journal() == []
    size, whole = job["size"], b""
    for first in range(0, size, 10_000):
        answer = await part(world, token, job, f"bytes={first}-{first + 9_999}")
        assert answer.status_code == 206
        last = min(first + 9_999, size - 1)
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{size}"
        whole += answer.content
    assert hashlib.sha256(whole).hexdigest() == job["sha256"]
    assert [row.what for row in await world.journal()] == ["EXPORT"]
    assert (await part(world, token, job, "bytes=-4")).content == whole[-4:]
    assert (await part(world, token, job, f"bytes={size - 3}-")).content == whole[-3:]
    assert len(await world.journal()) == 1
    await part(world, token, job, "bytes=0-9")
    assert len(await world.journal()) == 2


async def test_who_leaves_the_first_byte_out_is_journalled_too(world: World) -> None:
    token = await world.token("anna")
    job = await made(world, token)
    await part(world, token, job, "bytes=1-")
    assert [row.what for row in await world.journal()] == ["EXPORT"]


@pytest.mark.parametrize("span", ["bytes=5-1", "lines=1-2", "bytes=", "bytes=-", "bytes=0-1,3-4", "bytes=a-b"])
async def test_a_range_that_is_none_gives_the_whole_file(world: World, span: str) -> None:
    token = await world.token("anna")
    job = await made(world, token, "SUMMARY_PDF")
    answer = await part(world, token, job, span)
    assert (answer.status_code, len(answer.content)) == (200, job["size"])


async def test_a_range_behind_the_end_is_refused_and_a_changed_file_comes_whole(world: World) -> None:
    token = await world.token("anna")
    job = await made(world, token, "SUMMARY_PDF")
    for span in (f"bytes={job['size']}-", "bytes=-0"):
        assert told(await part(world, token, job, span)) == (416, "range_not_satisfiable")
    changed = await part(world, token, job, "bytes=0-3", **{"If-Range": '"another"'})
    assert (changed.status_code, len(changed.content)) == (200, job["size"])


async def test_a_job_belongs_to_who_asked_for_it(world: World) -> None:
    mine = await made(world, await world.token("anna"), "SUMMARY_PDF")

    def let_in(session: Session) -> None:
        session.get_one(ExportJobRow, UUID(mine["id"])).account_id = account_id("other")

    token = await world.token("anna")
    assert (await part(world, token, mine)).status_code == 200
    await world.backend.store.write(let_in)
    assert told(await part(world, token, mine)) == (404, "not_found")
    assert told(await world.get(f"{EXPORTS}/{mine['id']}", token)) == (404, "not_found")
    deleted = await world.http.delete(f"{EXPORTS}/{mine['id']}", headers={"Authorization": f"Bearer {token}"})
    assert told(deleted) == (404, "not_found")
    assert (await world.get(EXPORTS, token)).json() == {"items": [], "nextCursor": None, "total": 0}


async def test_a_file_dies_with_the_access_by_which_it_was_made(world: World) -> None:
    token = await world.token("anna")
    job = await made(world, token, "SUMMARY_PDF")
    path = world.backend.exports.path(UUID(job["id"]))
    assert path.stat().st_mode & 0o777 == 0o600
    await world.end_access("anna", GrantState.REVOKED, "причина")
    assert told(await part(world, token, job)) == (403, "access_revoked")
    await world.backend.run_due()
    assert not path.exists()


async def test_a_job_under_way_ends_with_the_access(world: World) -> None:
    await whole_card(world)
    token = await world.token("anna")
    job = await start(world, token)
    await world.end_access("anna", GrantState.REVOKED, "причина")
    await world.backend.exports.idle()
    assert await world.backend.store.read(jobs.kept_ids) == set()
    assert not world.backend.exports.path(UUID(job["id"])).exists()


async def test_a_cancelled_job_is_gone_with_all_that_was_made_of_it(world: World) -> None:
    await world.add(*(a_lab() for _ in range(60)))
    token = await world.token("anna")
    job = await start(world, token)
    answer = await world.http.delete(f"{EXPORTS}/{job['id']}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 204
    assert told(await world.get(f"{EXPORTS}/{job['id']}", token)) == (404, "not_found")
    await world.backend.exports.idle()
    assert list(world.backend.exports.folder.iterdir()) == []


async def test_a_file_is_kept_for_a_day(world: World) -> None:
    token = await world.token("anna")
    job = await made(world, token, "SUMMARY_PDF")
    world.clock.advance(timedelta(hours=23, minutes=59))
    await world.backend.run_due()
    token = await world.token("anna")
    assert (await part(world, token, job)).status_code == 200
    world.clock.advance(timedelta(minutes=2))
    assert told(await part(world, token, job)) == (404, "not_found")
    await world.backend.run_due()
    assert not world.backend.exports.path(UUID(job["id"])).exists()


async def test_the_file_of_a_job_that_is_not_done_is_refused(world: World) -> None:
    token = await world.token("anna")
    job = await start(world, token)
    assert told(await part(world, token, job)) == (409, "export_not_ready")
    await world.backend.exports.idle()


async def test_asking_again_while_it_is_made_gives_the_same_job(world: World) -> None:
    token = await world.token("anna")
    first, second = await start(world, token), await start(world, token)
    assert first["id"] == second["id"]
    assert (await start(world, token, "SUMMARY_PDF"))["id"] != first["id"]
    await world.backend.exports.idle()
    assert (await start(world, token))["id"] != first["id"]
    await world.backend.exports.idle()


async def test_the_same_key_gives_the_same_job(world: World) -> None:
    token, key = await world.token("anna"), {"Idempotency-Key": "one"}
    first = await start(world, token, **key)
    await world.backend.exports.idle()
    assert await start(world, token, **key) == first
    other = await world.http.post(
        EXPORTS, json={"kind": "SUMMARY_PDF"}, headers={"Authorization": f"Bearer {token}", **key}
    )
    assert told(other) == (409, "idempotency_key_reused")


@pytest.mark.parametrize("body", [{}, {"kind": "DOCX"}, {"kind": "CARD_ZIP", "more": 1}, {"kind": None}, []])
async def test_an_unknown_kind_is_refused(world: World, body: object) -> None:
    token = await world.token("anna")
    answer = await world.http.post(EXPORTS, json=body, headers={"Authorization": f"Bearer {token}"})
    assert told(answer) == (422, "invalid")


async def test_of_many_files_only_the_newest_are_kept(world: World) -> None:
    token, ids = await world.token("anna"), []
    for _ in range(jobs.MOST_KEPT + 2):
        ids.append((await made(world, token, "SUMMARY_PDF"))["id"])
        world.clock.advance(timedelta(seconds=1))
    listed = (await world.get(EXPORTS, token)).json()["items"]
    assert [one["id"] for one in listed] == ids[::-1][: jobs.MOST_KEPT]


async def left_behind(world: World, *, attempt: int = 1, lease: timedelta = timedelta(minutes=-1)) -> UUID:
    """A job whose process died in the middle."""
    token = await world.token("anna")
    job_id = UUID((await made(world, token, "SUMMARY_PDF"))["id"])

    def die(session: Session) -> None:
        row = session.get_one(ExportJobRow, job_id)
        row.state, row.attempt, row.owner = "RUNNING", attempt, "a process that is no more"
        row.lease_until, row.expires_at, row.size = SystemClock().now() + lease, None, None

    await world.backend.store.write(die)
    world.backend.exports.path(job_id).unlink()
    return job_id


async def test_a_job_that_its_process_did_not_live_to_end_is_made_by_the_next(world: World) -> None:
    job_id = await left_behind(world)
    token = await world.token("anna")
    assert (await world.get(f"{EXPORTS}/{job_id}", token)).json()["state"] == "RUNNING"
    await world.backend.exports.idle()
    assert (await world.get(f"{EXPORTS}/{job_id}", token)).json()["state"] == "READY"


async def test_after_three_attempts_it_says_honestly_that_it_failed(world: World) -> None:
    job_id = await left_behind(world, attempt=jobs.MOST_ATTEMPTS)
    token = await world.token("anna")
    await world.get(f"{EXPORTS}/{job_id}", token)
    await world.backend.exports.idle()
    job = (await world.get(f"{EXPORTS}/{job_id}", token)).json()
    assert (job["state"], job["reason"]) == ("FAILED", jobs.INTERRUPTED)


async def test_a_job_that_another_process_is_making_is_left_to_it(world: World) -> None:
    job_id = await left_behind(world, lease=timedelta(minutes=1))
    claimed = await world.backend.store.write(lambda session: jobs.claim(session, "me", is_alone=False))
    assert claimed is None
    assert (await world.get(f"{EXPORTS}/{job_id}", await world.token("anna"))).json()["state"] == "RUNNING"


async def test_a_fault_ends_the_job_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> bytes:
        raise OSError(28, "full")

    monkeypatch.setattr("emias_app.mock_server.services.exports.worker.summary_pdf", broken)
    token = await world.token("anna")
    job = await start(world, token, "SUMMARY_PDF")
    await world.backend.exports.idle()
    found = (await world.get(f"{EXPORTS}/{job['id']}", token)).json()
    assert (found["state"], found["reason"]) == ("FAILED", "На сервере закончилось место. Попробуйте позже.")
    assert list(world.backend.exports.folder.iterdir()) == []


async def test_what_is_older_than_its_section_is_in_no_archive(world: World) -> None:
    await world.add(a_lab(date=date(2018, 12, 31)), a_lab(date=date(2019, 1, 1)))
    token = await world.token("anna")
    archive = opened((await world.get(f"{CARD}/export/card.zip", token)).content)
    assert json.loads(archive.read("manifest.json"))["counts"] == {SectionSlug.LABS.value: 1}


def of_section(section: str, **narrowed: object) -> dict[str, Any]:
    return {"kind": "SECTION_ZIP", "part": {"section": section, **narrowed}}


async def asked(world: World, token: str, body: object) -> httpx.Response:
    return await world.http.post(EXPORTS, json=body, headers={"Authorization": f"Bearer {token}"})


async def papers(world: World, token: str, body: object) -> tuple[dict[str, Any], list[str]]:
    """The job that is done, and the papers in its archive."""
    answer = await asked(world, token, body)
    assert answer.status_code == 202, answer.text
    await world.backend.exports.idle()
    job = (await world.get(f"{EXPORTS}/{answer.json()['id']}", token)).json()
    assert job["state"] == "READY", job
    archive = opened((await part(world, token, job)).content)
    assert archive.testzip() is None
    return job, sorted(name for name in archive.namelist() if name.endswith(".pdf"))


async def test_a_section_is_taken_away_as_it_is_narrowed_and_is_one_read_of_it(world: World) -> None:
    await world.add(*(a_lab(date=date(2026, month, 1), title=f"Анализ {month}") for month in range(1, 7)))
    await world.add(a_record(SectionSlug.VISITS))
    token = await world.token("anna")
    job, names = await papers(world, token, of_section("labs"))
    assert (job["total"], len(names)) == (6, 6)
    assert names[0] == "2026-01-01 Анализ 1.pdf"
    assert job["fileName"].startswith("Анализы ")
    assert [(one.what, one.section) for one in await world.journal()] == [("EXPORT", "labs")]
    _, names = await papers(world, token, of_section("labs", **{"from": "2026-02-01", "to": "2026-04-30"}))
    assert names == [f"2026-0{month}-01 Анализ {month}.pdf" for month in (2, 3, 4)]
    job, names = await papers(world, token, of_section("labs", q="нет такого слова"))
    assert (job["total"], names) == (0, [])


async def test_a_section_longer_than_a_portion_comes_whole(world: World) -> None:
    await world.add(*(a_lab(title=f"Анализ {number}") for number in range(60)))
    job, names = await papers(world, await world.token("anna"), of_section("labs"))
    assert (job["total"], len(names)) == (60, 60)


async def test_files_of_two_lists_are_two_jobs(world: World) -> None:
    token = await world.token("anna")
    labs = (await asked(world, token, of_section("labs"))).json()
    visits = (await asked(world, token, of_section("visits"))).json()
    assert labs["id"] != visits["id"]
    assert labs["part"]["section"] == "labs"
    await world.backend.exports.idle()


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "SECTION_ZIP"}, {"kind": "CARD_ZIP", "part": {"section": "labs"}}, of_section("diary"),
        of_section("nowhere"), of_section("labs", more=1), of_section("labs", **{"from": 5}),
        of_section("labs", **{"from": "2026-02-01", "to": "2026-01-01"}), of_section("labs", q="я" * 201),
    ],
)  # fmt: skip
async def test_a_part_that_is_no_list_is_refused(world: World, body: object) -> None:
    assert told(await asked(world, await world.token("anna"), body)) == (422, "invalid")


async def test_a_section_s_file_dies_with_the_access_and_is_no_archive_of_a_card(world: World) -> None:
    await world.add(a_lab())
    token = await world.token("anna")
    job, _ = await papers(world, token, of_section("labs"))
    content = (await part(world, token, job)).content
    brought = await world.http.post(
        f"{CARD}/import",
        content=content,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/zip"},
    )
    assert brought.status_code == 422
    await world.end_access("anna", GrantState.REVOKED, "по решению суда")
    assert (await part(world, token, job)).status_code == 403
