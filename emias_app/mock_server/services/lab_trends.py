"""The values of one показатель across years, as a page of JSON that was made when they were written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy.orm import Session

from emias_app.domain.lab_trends import about, norm_steps
from emias_app.domain.labs import ANALYTES
from emias_app.mock_server.problems import invalid, not_found, validation_refusal
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.card import Day, parameters_of
from emias_app.mock_server.services.journal import What
from emias_app.mock_server.store.lab_values import KeptValue, LabKind, kinds_of, values_page
from emias_app.mock_server.store.records import BrokenCursor, cursor_of, position_of
from emias_app.models.base import Line, Request
from emias_app.models.lab_trend import LabTrendHead
from emias_app.models.section import SectionSlug


class TrendQuery(Request):
    """What an address says of a trend."""

    model_config = {**Request.model_config, "extra": "ignore"}

    code: Line = Field(description="The показатель's code as it stands in the report's table.", min_length=1)
    unit: Line | None = Field(None, description="Only values in this unit; by default the newest value's.")
    since: Day | None = Field(None, alias="from", description="The first day, inclusive.")
    until: Day | None = Field(None, alias="to", description="The last day, inclusive.")
    limit: int = Field(20, ge=1, le=100, description="Values a page.")
    cursor: Line | None = Field(None, description="The nextCursor of the page before.")


TREND_PARAMETERS: list[dict[str, Any]] = parameters_of(TrendQuery)


def trend_query(parameters: Mapping[str, str]) -> TrendQuery:
    """The query of an address, judged after the access."""
    try:
        query = TrendQuery.model_validate(parameters)
    except ValidationError as error:
        raise validation_refusal(list(error.errors()), "query") from None
    if query.since and query.until and query.since > query.until:
        raise invalid("from", "Начало периода позже его конца.")
    return query


async def lab_trend(viewer: Viewer, query: TrendQuery) -> str:
    """One page of a trend; the first one is a read of the card. A показатель that the card lacks is not found."""
    try:
        before = position_of(query.cursor) if query.cursor else None
    except BrokenCursor as error:
        raise invalid("cursor", "Неверное место в списке: загрузите его сначала.") from error

    def work(session: Session) -> tuple[list[LabKind], LabKind, list[KeptValue], int] | None:
        kinds = kinds_of(session, viewer.patient.id, query.code)
        kind = next((one for one in kinds if query.unit in (None, one.unit)), None)
        if kind is None:
            return None
        found, total = values_page(
            session, viewer.patient.id, kind,
            since=query.since, until=query.until, before=before, limit=query.limit,
        )  # fmt: skip
        return kinds, kind, found, total

    answer = await viewer.read(work)
    if answer is None:
        raise not_found()
    kinds, kind, found, total = answer
    if query.cursor is None:
        await viewer.saw(What.TREND, SectionSlug.LABS)
    else:
        await viewer.used()
    shown = found[: query.limit]
    head = _head(viewer, kinds, kind, shown)
    cursor = json.dumps(cursor_of(shown[-1].sort_key) if len(found) > query.limit else None)
    items = ",".join(one.value_json for one in shown)
    return f'{head[:-1]},"items":[{items}],"nextCursor":{cursor},"total":{total}}}'


def _head(viewer: Viewer, kinds: list[LabKind], kind: LabKind, shown: list[KeptValue]) -> str:
    decimals = json.loads(kind.newest_json)["decimals"]
    analyte, told = ANALYTES.get(kind.code), about(kind.code)
    is_number = json.loads(kind.newest_json)["value"] is not None
    norms = (
        norm_steps(
            kind.code, shown[::-1], viewer.patient.birth_date, viewer.patient.sex, decimals=decimals, today=viewer.today
        )
        if is_number
        else []
    )
    return LabTrendHead(
        code=kind.code,
        name=kind.name,
        full_name=analyte.name_full if analyte else kind.name,
        unit=kind.unit,
        units=[one.unit for one in kinds],
        decimals=decimals,
        about=told[0] if told else None,
        source=told[1] if told else None,
        norms=norms,
    ).model_dump_json(by_alias=True)
