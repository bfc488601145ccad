"""A card's sections, lists and records as they leave the backend: JSON made once, joined here."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query
from pydantic import AfterValidator, BeforeValidator

from emias_app.domain.sections import RECORD_SECTIONS, Section
from emias_app.mock_server.problems import invalid, not_found
from emias_app.mock_server.services.access import Viewer, ViewerDep, parse_id
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.store.records import (
    BrokenCursor,
    RecordFilter,
    find_record,
    list_records,
    section_counts,
)
from emias_app.models.base import Line
from emias_app.models.section import Sections, SectionSlug, SectionSummary

_BY_SLUG = {section.slug.value: section for section in RECORD_SECTIONS}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _only_iso(value: object) -> object:
    """A day is YYYY-MM-DD and nothing else that a lenient parser would take for one."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("дата в виде ГГГГ-ММ-ДД")
    return value


Day = Annotated[date, BeforeValidator(_only_iso)]
Words = Annotated[Line, AfterValidator(str.strip)]


async def section_of(
    viewer: ViewerDep,
    section: Annotated[str, Path(json_schema_extra={"enum": sorted(_BY_SLUG)})],
) -> Section:
    """The section of an address, looked at only after the access; one that holds no records is not found."""
    found = _BY_SLUG.get(section)
    if found is None:
        raise not_found()
    return found


SectionDep = Annotated[Section, Depends(section_of)]


async def filter_of(
    section: SectionDep,
    since: Annotated[Day | None, Query(alias="from", description="The first day, inclusive.")] = None,
    until: Annotated[Day | None, Query(alias="to", description="The last day, inclusive.")] = None,
    q: Annotated[Words | None, Query(description="Words; each begins a word of the record.")] = None,
    speciality: Annotated[Line | None, Query()] = None,
    kind: Annotated[Line | None, Query()] = None,
) -> RecordFilter:
    """What the list is narrowed to; ``from`` after ``to`` is refused."""
    if since and until and since > until:
        raise invalid("from", "Начало периода позже его конца.")
    return RecordFilter(since=since, until=until, query=q or None, speciality=speciality, kind=kind)


FilterDep = Annotated[RecordFilter, Depends(filter_of)]


async def sections(viewer: Viewer) -> Sections:
    """Every section with its count and newest day; counts are no read of the card."""
    counts = await viewer.read(lambda session: section_counts(session, viewer.patient.id))
    items = []
    for section in RECORD_SECTIONS:
        count, newest = counts.get(section.slug, (0, None))
        items.append(
            SectionSummary(
                section=section.slug,
                title=section.title,
                count=count,
                available_from=section.earliest,
                newest=newest,
            )
        )
    await viewer.used()
    return Sections(items=items)


async def page(viewer: Viewer, section: Section, narrowed: RecordFilter, limit: int, cursor: str | None) -> str:
    """One page of a list as JSON; the first one is a read of the card."""
    try:
        listed = await viewer.read(
            lambda session: list_records(session, viewer.patient.id, section.slug, narrowed, limit=limit, cursor=cursor)
        )
    except BrokenCursor as error:
        raise invalid("cursor", "Неверное место в списке: загрузите его сначала.") from error
    if cursor is None:
        await viewer.saw(What.LIST, section.slug)
    else:
        await viewer.used()
    return listed.to_json()


async def record_json(viewer: Viewer, section: SectionSlug, record_id: str) -> tuple[UUID, str]:
    """A record's id and JSON, not journalled yet; what another card or section holds is not found."""
    wanted = parse_id(record_id)
    body = await viewer.read(lambda session: find_record(session, viewer.patient.id, section, wanted))
    if body is None:
        raise not_found()
    return wanted, body


def etag(content: bytes) -> str:
    """A strong ETag of an answer's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
