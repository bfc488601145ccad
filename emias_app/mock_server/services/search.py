"""Search over a whole card: one answer from the index of words, grouped by section."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError
from sqlalchemy.orm import Session

from emias_app.domain.lab_trends import named
from emias_app.domain.sections import COUNTED_SECTIONS, Section
from emias_app.mock_server.problems import validation_refusal
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.card import as_of, parameters_of
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.services.matches import with_matches
from emias_app.mock_server.store.lab_values import LabKind, kinds_of
from emias_app.mock_server.store.search import FoundRows, find_everywhere
from emias_app.models.base import Line, Request
from emias_app.models.lab_trend import LabValue
from emias_app.models.search import FoundAnalyte

#: So many records of a section are told; more than so many are not counted; so many показатели are told.
SHOWN, COUNTED, ANALYTES_SHOWN = 5, 100, 8
#: Of what parents wrote more is told: its own lists have no search.
OWN_SHOWN = 20
_SECTIONS = {section.slug: SHOWN if section.holds_records else OWN_SHOWN for section in COUNTED_SECTIONS}


def _something(value: str) -> str:
    if not value.strip():
        raise ValueError("нужно хотя бы одно слово")
    return value.strip()


class SearchQuery(Request):
    """What an address says of a search."""

    model_config = {**Request.model_config, "extra": "ignore"}

    q: Annotated[Line, AfterValidator(_something)] = Field(
        description="Words; each begins a word of the record. Case and ё/е do not matter.", min_length=1
    )


SEARCH_PARAMETERS: list[dict[str, Any]] = parameters_of(SearchQuery)


def search_query(parameters: Mapping[str, str]) -> SearchQuery:
    """The query of an address, judged after the access."""
    try:
        return SearchQuery.model_validate(parameters)
    except ValidationError as error:
        raise validation_refusal(list(error.errors()), "query") from None


async def search(viewer: Viewer, query: SearchQuery) -> str:
    """What the card holds with these words, as JSON; one read of the card."""

    def work(session: Session) -> tuple[list[LabKind], Mapping[Any, FoundRows]]:
        kinds = kinds_of(session, viewer.patient.id)
        found = find_everywhere(session, viewer.patient.id, _SECTIONS, query.q, most=COUNTED + 1)
        return kinds, found

    kinds, found = await viewer.read(work)
    await viewer.saw(What.SEARCH)
    analytes = _analytes(kinds, query.q)
    sections = [section for section in COUNTED_SECTIONS if section.slug in found]
    rows = {section.slug: _as_of_today(viewer, section, found[section.slug].rows) for section in sections}
    # All that is shown at once: one look at the records of this answer.
    told = iter(await with_matches(viewer, [row for some in rows.values() for row in some], query.q))
    groups = [
        _group(section, found[section.slug].count, [next(told) for _ in rows[section.slug]]) for section in sections
    ]
    total = sum(min(one.count, COUNTED) for one in found.values()) + len(analytes)
    has_more = json.dumps(any(one.count > COUNTED for one in found.values()))
    said = json.dumps(query.q, ensure_ascii=False)
    values = ",".join(one.model_dump_json(by_alias=True) for one in analytes)
    return (
        f'{{"query":{said},"analytes":[{values}],"groups":[{",".join(groups)}],"total":{total},"hasMore":{has_more}}}'
    )


def _as_of_today(viewer: Viewer, section: Section, rows: Sequence[str]) -> list[bytes]:
    return [(as_of(row, viewer.today) if section.expires else row).encode() for row in rows]


def _group(section: Section, count: int, rows: Sequence[bytes]) -> str:
    title, has_more = json.dumps(section.title, ensure_ascii=False), json.dumps(count > COUNTED)
    return (
        f'{{"section":"{section.slug.value}","title":{title},"items":[{b",".join(rows).decode()}],'
        f'"total":{min(count, COUNTED)},"hasMore":{has_more}}}'
    )


def _analytes(kinds: Sequence[LabKind], query: str) -> list[FoundAnalyte]:
    """The показатели whose name begins with the words, each by its newest value."""
    newest: dict[str, LabKind] = {}
    for kind in kinds:
        newest.setdefault(kind.code, kind)
    found = []
    for code in named({code: kind.name for code, kind in newest.items()}, query)[:ANALYTES_SHOWN]:
        kind = newest[code]
        value = LabValue.model_validate_json(kind.newest_json)
        found.append(
            FoundAnalyte(code=code, name=kind.name, text=value.text, unit=kind.unit, date=value.date, flag=value.flag)
        )
    return found
