"""What looks across a card, played in memory: a показатель of six values, a search by titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

from emias_app.domain.sections import BY_SLUG
from emias_app.models.base import Tone
from emias_app.models.lab_trend import LabTrend, LabValue, NormStep
from emias_app.models.records import Facet, Facets, FoundRow, MatchPart, RecordRow
from emias_app.models.search import Found, FoundAnalyte, FoundSection
from emias_app.models.section import SectionSlug

_SPACE = UUID("00000000-0000-4000-8000-0000000000aa")
_HB = (
    ("2026-11-18", 108.0, "LOW"),
    ("2026-03-12", 119.0, "NORMAL"),
    ("2025-09-11", 121.0, "NORMAL"),
    ("2025-02-17", 117.0, "NORMAL"),
    ("2024-09-11", 126.0, "NORMAL"),
    ("2024-02-17", 124.0, "NORMAL"),
)


def a_value(day: str, value: float, flag: str = "NORMAL") -> LabValue:
    return LabValue(
        record_id=uuid5(_SPACE, day),
        date=date.fromisoformat(day),
        title="Клинический анализ крови",
        value=value,
        text=f"{value:.0f}",
        low=110,
        high=145,
        reference="110–145",
        flag=flag,  # type: ignore[arg-type]
    )


def a_trend(values: Sequence[LabValue] | None = None, **changed: object) -> LabTrend:
    """Гемоглобин, six values of which the last is low."""
    items = list(values) if values is not None else [a_value(*one) for one in _HB]
    norms = [
        NormStep(since=items[-1].date, until=date(2025, 3, 14), low=110, high=140, text="110–140"),
        NormStep(since=date(2025, 3, 15), until=date(2026, 11, 22), low=110, high=145, text="110–145"),
    ]
    told = LabTrend(
        code="HGB",
        name="Гемоглобин",
        full_name="Гемоглобин общий",
        unit="г/л",
        units=["г/л"],
        decimals=0,
        about="Белок эритроцитов, который переносит кислород.",
        source="Справочник",
        norms=norms,
        items=items,
        total=len(items),
    )
    return told.model_copy(update=changed)


def as_found(rows: Iterable[RecordRow], q: str | None) -> list[FoundRow]:
    """Rows as a list gives them; one with the words in its organisation alone tells so."""
    return [FoundRow(**row.model_dump(), match=_match(row, q)) for row in rows]


def _match(row: RecordRow, q: str | None) -> list[MatchPart] | None:
    before, word, after = row.organisation.partition(q) if q else (row.organisation, "", "")
    if not word or (q and q in row.title):
        return None
    return [MatchPart(text=before), MatchPart(text=word, is_found=True), MatchPart(text=after)]


def holds(row: RecordRow, q: str) -> bool:
    """Whether a row's title or organisation has the words."""
    return q.casefold() in f"{row.title} {row.organisation}".casefold()


def found_in(rows: Mapping[tuple[UUID, SectionSlug], Sequence[RecordRow]], patient_id: UUID, q: str) -> Found:
    """Rows with the words in their titles or their organisation; гемоглобин by its name."""
    groups = [
        FoundSection(section=slug, title=BY_SLUG[slug].title, items=as_found(held[:5], q), total=len(held))
        for (owner, slug), whole in rows.items()
        if owner == patient_id and (held := [row for row in whole if holds(row, q)])
    ]
    analytes = [
        FoundAnalyte(code="HGB", name="Гемоглобин", text="108", unit="г/л", date=date(2026, 11, 18), flag="LOW")
        for _ in [0]
        if "гемоглобин".startswith(q.casefold())
    ]
    return Found(query=q, analytes=analytes, groups=groups, total=len(analytes) + sum(one.total for one in groups))


def is_outside(row: RecordRow) -> bool:
    return row.mark is not None and row.mark.tone is Tone.WARN


def facets_of(section: SectionSlug, whole: Sequence[RecordRow], left: Sequence[RecordRow]) -> Facets:
    """Every kind or speciality of ``whole`` with how many of ``left`` have it."""
    by_kind = BY_SLUG[section].by_kind

    def key(row: RecordRow) -> str | None:
        return row.kind if by_kind else row.speciality

    titles = {key(row): row.kind_title if by_kind else row.speciality for row in whole}
    items = [
        Facet(key=one, title=title or "", count=sum(key(row) == one for row in left))
        for one, title in titles.items()
        if one
    ]
    items.sort(key=lambda one: (-one.count, one.title))
    outside = sum(map(is_outside, left)) if BY_SLUG[section].tells_outside else None
    return Facets(items=items, outside=outside)
