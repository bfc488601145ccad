"""A card's sections, lists and records as they leave the backend: JSON made once, joined here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from emias_app.domain.sections import BY_SLUG, COUNTED_SECTIONS, RECORD_SECTIONS, Section
from emias_app.domain.validity import is_over, mark_on
from emias_app.mock_server.problems import invalid, not_found, validation_refusal
from emias_app.mock_server.services.access import Viewer, parse_id
from emias_app.mock_server.services.hidden import without_hidden
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.services.matches import with_matches
from emias_app.mock_server.store.records import (
    BrokenCursor,
    Listed,
    RecordFilter,
    find_record,
    list_records,
    page_of_rows,
    section_counts,
    section_facets,
    whole_section,
)
from emias_app.models.base import Line, Mark, Request
from emias_app.models.section import Sections, SectionSlug, SectionSummary

_BY_SLUG = {section.slug.value: section for section in RECORD_SECTIONS}
#: So many queries are known by what they mean.
_QUERIES = 256
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _only_iso(value: object) -> object:
    """A day is YYYY-MM-DD and nothing else that a lenient parser would take for one."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("дата в виде ГГГГ-ММ-ДД")
    return value


def _only_a_word(value: object) -> object:
    """A choice is «true» or «false», not all that a lenient parser would take for one."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("true или false")
    return value


Day = Annotated[date, BeforeValidator(_only_iso)]
Words = Annotated[Line, AfterValidator(str.strip)]


SectionPath = Annotated[str, Path(json_schema_extra={"enum": sorted(_BY_SLUG)})]


def section_of(slug: str) -> Section:
    """The section of an address, looked at only after the access; one that holds no records is not found."""
    found = _BY_SLUG.get(slug)
    if found is None:
        raise not_found()
    return found


class ListQuery(Request):
    """What an address says of a list: its period (inclusive Moscow days), its words, its page."""

    model_config = ConfigDict(extra="ignore")

    since: Day | None = Field(None, alias="from", description="The first day, inclusive.")
    until: Day | None = Field(None, alias="to", description="The last day, inclusive.")
    q: Words | None = Field(None, description="Words; each begins a word of the record.")
    speciality: Line | None = None
    kind: Line | None = None
    outside: Annotated[bool, BeforeValidator(_only_a_word)] = Field(
        False, description="true: only records with something outside its norm."
    )
    facets: Annotated[bool, BeforeValidator(_only_a_word)] = Field(
        False, description="true: the first page also tells what the list can be narrowed to, with counts."
    )
    limit: int = Field(20, ge=1, le=100, description="Rows a page.")
    cursor: Line | None = Field(None, description="The nextCursor of the page before.")

    def narrowed(self) -> RecordFilter:
        """The filter; a period that ends before it begins is refused."""
        if self.since and self.until and self.since > self.until:
            raise invalid("from", "Начало периода позже его конца.")
        return RecordFilter(self.since, self.until, self.q or None, self.speciality, self.kind, self.outside)


@lru_cache(_QUERIES)
def list_query(query_string: bytes) -> ListQuery:
    """The query of an address, judged here and not by the framework, so that access is refused first."""
    try:
        return ListQuery.model_validate(QueryParams(query_string))
    except ValidationError as error:
        raise validation_refusal(list(error.errors()), "query") from None


def _parameters(query: type[Request]) -> Iterator[dict[str, Any]]:
    schemas = query.model_json_schema(by_alias=True)
    for name, schema in schemas["properties"].items():
        lawful = next((kind for kind in schema.pop("anyOf", ()) if kind.get("type") != "null"), schema)
        if "$ref" in lawful:
            lawful = schemas["$defs"][lawful["$ref"].rpartition("/")[2]]
        told = {key: value for key, value in {**schema, **lawful}.items() if key not in ("title", "description")}
        if told.get("default", 0) is None:
            del told["default"]
        yield {
            "name": name,
            "in": "query",
            "required": name in schemas.get("required", ()),
            "description": schema.get("description", ""),
            "schema": told,
        }


def parameters_of(query: type[Request]) -> list[dict[str, Any]]:
    """The query of a list as it stands in the OpenAPI."""
    return list(_parameters(query))


LIST_PARAMETERS: list[dict[str, Any]] = parameters_of(ListQuery)


async def sections(viewer: Viewer, fresh: Mapping[SectionSlug, list[UUID]]) -> Sections:
    """Every section with its count, newest day and what is new in it; counts are no read of the card."""
    counts = await viewer.read(lambda session: section_counts(session, viewer.patient.id))
    items = []
    for section in [one for one in COUNTED_SECTIONS if viewer.sees(one.slug)]:
        count, newest = counts.get(section.slug, (0, None))
        items.append(
            SectionSummary(
                section=section.slug,
                title=section.title,
                count=count,
                available_from=section.earliest,
                newest=newest,
                fresh=fresh.get(section.slug, []),
            )
        )
    await viewer.used()
    return Sections(items=items)


async def page(viewer: Viewer, section: Section, query: ListQuery) -> bytes:
    """One page of a list as JSON; the first one is a read of the card."""
    narrowed, limit, cursor = query.narrowed(), query.limit, query.cursor
    patient_id = viewer.patient.id
    try:
        if query.facets and cursor is None:
            listed = await viewer.read(lambda session: _with_facets(session, patient_id, section, narrowed, limit))
        elif narrowed.is_empty:
            statement, parameters = whole_section(patient_id, section.slug, limit=limit, cursor=cursor)
            listed = page_of_rows(await viewer.backend.store.fetch(statement, parameters), limit)
        else:
            listed = await viewer.read(
                lambda session: list_records(session, patient_id, section.slug, narrowed, limit=limit, cursor=cursor)
            )
    except BrokenCursor as error:
        raise invalid("cursor", "Неверное место в списке: загрузите его сначала.") from error
    if cursor is None:
        await viewer.saw(What.LIST, section.slug)
    else:
        await viewer.used()
    if section.expires:
        listed = replace(listed, rows=[as_of(row, viewer.today).encode() for row in listed.rows])
    if narrowed.query:
        listed = replace(listed, rows=await with_matches(viewer, listed.rows, narrowed.query))
    return listed.to_json()


def _with_facets(session: Session, patient_id: UUID, section: Section, narrowed: RecordFilter, limit: int) -> Listed:
    """The first page with all that the list can be narrowed to."""
    facets, total = section_facets(session, patient_id, section.slug, narrowed)
    return replace(list_records(session, patient_id, section.slug, narrowed, limit=limit, total=total), facets=facets)


def as_of(stored: str | bytes, today: date) -> str:
    """A paper's JSON as of a day: what it says of its own validity was true when it was written."""
    told = json.loads(stored)
    until = told.get("validUntil")
    valid_until = date.fromisoformat(until) if until else None
    if told["mark"] is not None:
        mark = mark_on(Mark.model_validate(told["mark"]), valid_until, today)
        told["mark"] = mark.model_dump(mode="json", by_alias=True) if mark else None
    if told.get("state") == "ACTIVE" and is_over(valid_until, today):
        told["state"] = "EXPIRED"
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


async def record_json(viewer: Viewer, section: SectionSlug, record_id: str) -> tuple[UUID, str]:
    """A record's id and JSON, not journalled yet; what another card or section holds is not found."""
    wanted = parse_id(record_id)
    body = await viewer.read(lambda session: find_record(session, viewer.patient.id, section, wanted))
    if body is None:
        raise not_found()
    if viewer.shared is not None:
        body = json.dumps(without_hidden(json.loads(body), viewer), ensure_ascii=False, separators=(",", ":"))
    return wanted, as_of(body, viewer.today) if BY_SLUG[section].expires else body


def etag(content: bytes) -> str:
    """A strong ETag of an answer's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
