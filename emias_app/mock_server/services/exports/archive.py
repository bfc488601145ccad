"""The whole card as a ZIP: one PDF a record, the same data for machines, a manifest with checksums.

What lies where is version 2 of the format «emias-card-archive» (docs/decisions/0005): ``data/<section>.jsonl`` holds
the records as the API gives them, one a line; ``documents/`` their papers; ``files/`` the pictures that a parent
uploaded, as they came; ``manifest.json`` is the last file.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

from emias_app.clock import moscow
from emias_app.domain.sections import BY_SLUG, RECORD_SECTIONS
from emias_app.domain.wording import long_day
from emias_app.mock_server.services import documents
from emias_app.mock_server.services.diary_photos import content_of
from emias_app.mock_server.services.exports import parents
from emias_app.mock_server.services.exports.exemptions import EXEMPTIONS, exemption_lines
from emias_app.mock_server.services.exports.source import ExportedCard
from emias_app.mock_server.services.exports.summary import ips_json, summary_pdf
from emias_app.mock_server.services.exports.zipping import ArchiveWriter
from emias_app.mock_server.store.records import parse_record
from emias_app.models.records import AnyRecord, Upload
from emias_app.models.section import SectionSlug

FORMAT, VERSION = "emias-card-archive", 2
#: Told how many records are done, of how many; may raise to end the work.
Tell = Callable[[int, int], Awaitable[None]]

_NOT_IN_PATHS = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|\s]+')
_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_ABOUT = """Архив медкарты: {name}, {birth} рождения.
Сделан {day}. Данные синтетические.

Сводка.pdf       что важно знать врачу, на первой странице
documents/       каждая запись карты отдельным документом PDF
files/           фотографии и сканы, которые загрузил родитель, как они были загружены
ips.json         международная сводка пациента (HL7 FHIR R4 IPS)
data/            те же записи для программ: JSON, одна запись в строке
manifest.json    список файлов с контрольными суммами SHA-256

Архив можно загрузить обратно в приложение: «Показать и забрать», «Загрузить архив».
"""


async def silent(done: int, total: int) -> None:
    """Nobody watches the progress."""


async def card_archive(card: ExportedCard, tell: Tell = silent) -> AsyncIterator[bytes]:
    """The archive's bytes, in order; memory does not grow with the card but for the list of its files."""
    newest = await card.newest()
    counts = await card.counts(newest)
    total, done = sum(counts.values()), 0
    writer = ArchiveWriter(card.now)
    patient = card.patient
    about = _ABOUT.format(
        name=patient.full_name, birth=long_day(patient.birth_date), day=f"{moscow(card.now):%d.%m.%Y}"
    )
    writer.add("Прочтите.txt", about.encode(), kind="about")
    writer.add("Сводка.pdf", await summary_pdf(card), kind="summary")
    writer.add("ips.json", await ips_json(card), kind="ips")
    for section in RECORD_SECTIONS:
        if section.slug in counts:
            lines = writer.lines(f"data/{section.slug.value}.jsonl", kind="data", section=section.slug.value)
            async for portion in card.bodies(section.slug, newest):
                await asyncio.to_thread(lines.write, portion)
            lines.close()
            yield writer.take()
    await _add_parents(card, writer)
    yield writer.take()
    await tell(done, total)
    for section in RECORD_SECTIONS:
        if section.slug not in counts:
            continue
        async for portion in card.bodies(section.slug, newest):
            for body in portion:
                await add_paper(card, writer, section.slug, body, f"documents/{folder_of(section.slug)}/", "files/")
                yield writer.take()
                done += 1
                await tell(done, total)
    yield writer.close(_manifest(card, counts))


async def _add_parents(card: ExportedCard, writer: ArchiveWriter) -> None:
    """What parents wrote themselves, and what stands against vaccinations."""
    patient_id = card.patient.id
    for slug, told in (
        (parents.CHILD_DATA, parents.child_data_lines),
        (parents.DIARY, parents.diary_lines),
        (EXEMPTIONS, exemption_lines),
    ):
        found = await card.read(partial(told, patient_id=patient_id))
        if found:
            lines = writer.lines(f"data/{slug}.jsonl", kind="data", section=slug)
            await asyncio.to_thread(lines.write, found)
            lines.close()
    for photo_id in await card.read(partial(parents.photo_ids, patient_id=patient_id)):
        content = await card.read(partial(content_of, patient_id=patient_id, photo_id=photo_id))
        if content is not None:
            path = f"files/Дневник {photo_id}.jpg"
            await asyncio.to_thread(writer.add, path, content, kind="photo", recordId=str(photo_id))


async def add_paper(
    card: ExportedCard, writer: ArchiveWriter, slug: SectionSlug, body: str, papers: str, files: str
) -> None:
    """A record's PDF into the folder ``papers``, and the file itself into ``files`` where a picture was uploaded."""
    record = parse_record(body)
    printed = await documents.printed(card, body)
    about = {"section": slug.value, "recordId": str(record.id)}
    kept = None
    if isinstance(record, Upload):
        kept = await card.read(partial(documents.file_of, record=record))
    is_own = kept is not None and kept[0] == "application/pdf"
    path = writer.free_path(f"{papers}{record.date.isoformat()} {_name(record)}.pdf")
    await asyncio.to_thread(writer.add, path, printed.content, kind="upload" if is_own else "document", **about)
    if kept is not None and not is_own:
        path = writer.free_path(f"{files}{record.date.isoformat()} {_name(record)}.{_SUFFIXES.get(kept[0], 'bin')}")
        await asyncio.to_thread(writer.add, path, kept[1], kind="upload", **about)


def folder_of(slug: SectionSlug) -> str:
    return _NOT_IN_PATHS.sub(" ", BY_SLUG[slug].title).strip(" .")


def _name(record: AnyRecord) -> str:
    """«Общий анализ крови»: short enough for every file system."""
    return _NOT_IN_PATHS.sub(" ", record.title).strip(" .")[:60].strip(" .") or "Документ"


def _manifest(card: ExportedCard, counts: dict[SectionSlug, int]) -> dict[str, Any]:
    patient = card.patient
    patient_id: UUID = patient.id
    return {
        "format": FORMAT,
        "version": VERSION,
        "createdAt": moscow(card.now).isoformat(timespec="seconds"),
        "patient": {
            "id": str(patient_id),
            "lastName": patient.last_name,
            "firstName": patient.first_name,
            "middleName": patient.middle_name,
            "birthDate": patient.birth_date.isoformat(),
            "sex": patient.sex.value,
        },
        "isSynthetic": True,
        "counts": {slug.value: count for slug, count in counts.items()},
    }
