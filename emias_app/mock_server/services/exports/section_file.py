"""«Скачать раздел»: the papers of a section's list, as it is narrowed, in one archive (product.md §8)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from uuid import UUID

from sqlalchemy.orm import Session

from emias_app.clock import moscow
from emias_app.domain.sections import BY_SLUG
from emias_app.domain.wording import long_day
from emias_app.mock_server.problems import invalid
from emias_app.mock_server.services.exports.archive import Tell, add_paper, silent
from emias_app.mock_server.services.exports.source import ExportedCard
from emias_app.mock_server.services.exports.zipping import ArchiveWriter
from emias_app.mock_server.store.records import RecordFilter, find_record, list_records
from emias_app.models.exports import ExportBody, ExportKind, SectionPart

#: No archive of a card: it is not brought back by an import.
FORMAT, VERSION = "emias-section-archive", 1
#: Records read at once.
_PORTION = 25
_ABOUT = """{title}: {name}, {birth} рождения.
Сделано {day}. Данные синтетические.

Каждая запись отдельным документом PDF, фотографии и сканы, как они были загружены.
Что вошло: {period}{narrowed}.
manifest.json    список файлов с контрольными суммами SHA-256
"""


def check_part(body: ExportBody) -> None:
    """Raise a 422 for a part that the kind does not take, or that is no list of records."""
    part = body.part
    if body.kind is not ExportKind.SECTION_ZIP:
        if part is not None:
            raise invalid("part", "Раздел выбирают только для файла раздела.")
        return
    if part is None:
        raise invalid("part", "Укажите, какой раздел собрать.")
    if not BY_SLUG[part.section].holds_records:
        raise invalid("part.section", "Этот раздел не собирают в файл.")
    if part.since and part.until and part.since > part.until:
        raise invalid("part.from", "Начало периода позже его конца.")


async def section_archive(card: ExportedCard, part: SectionPart, tell: Tell = silent) -> AsyncIterator[bytes]:
    """The archive's bytes, in order, a record at a time."""
    writer, patient = ArchiveWriter(card.now), card.patient
    section = BY_SLUG[part.section]
    about = _ABOUT.format(
        title=section.title, name=patient.full_name, birth=long_day(patient.birth_date),
        day=f"{moscow(card.now):%d.%m.%Y}", period=_period(part),
        narrowed=", только выбранное в списке" if _is_narrowed(part) else "",
    )  # fmt: skip
    writer.add("Прочтите.txt", about.encode(), kind="about")
    done, total, cursor, is_first = 0, 0, None, True
    while is_first or cursor is not None:
        bodies, cursor, counted = await card.read(_portion(card, part, cursor))
        if is_first:
            total, is_first = counted, False
            await tell(done, total)
        for body in bodies:
            await add_paper(card, writer, part.section, body, "", "")
            yield writer.take()
            done += 1
            await tell(done, total)
    yield writer.close(
        {
            "format": FORMAT,
            "version": VERSION,
            "createdAt": moscow(card.now).isoformat(timespec="seconds"),
            "section": part.section.value,
            "isSynthetic": True,
            "count": done,
        }
    )


def _portion(
    card: ExportedCard, part: SectionPart, cursor: str | None
) -> Callable[[Session], tuple[list[str], str | None, int]]:
    """What reads the next records: their JSON, where the list goes on, and how many there are in all."""
    narrowed = RecordFilter(part.since, part.until, part.q or None, part.speciality, part.kind, part.outside)

    def work(session: Session) -> tuple[list[str], str | None, int]:
        page = list_records(session, card.patient.id, part.section, narrowed, limit=_PORTION, cursor=cursor)
        ids = [UUID(json.loads(row)["id"]) for row in page.rows]
        found = [find_record(session, card.patient.id, part.section, one) for one in ids]
        return [body for body in found if body is not None], page.next_cursor, page.total

    return work


def _is_narrowed(part: SectionPart) -> bool:
    return bool(part.q or part.speciality or part.kind or part.outside)


def _period(part: SectionPart) -> str:
    if part.since is None and part.until is None:
        return "за всё время"
    since = f"с {long_day(part.since)}" if part.since else ""
    until = f"по {long_day(part.until)}" if part.until else ""
    return f"{since} {until}".strip()
