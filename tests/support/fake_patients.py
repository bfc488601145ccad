"""The part of a fake backend that knows cards; knobs as in ``fake_backend``."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from emias_app.domain.sections import COUNTED_SECTIONS
from emias_app.models.account import PatientSummary
from emias_app.models.base import Page
from emias_app.models.document import Document, TextBlock
from emias_app.models.growth import Growth
from emias_app.models.journal import JournalEntry
from emias_app.models.lab_trend import LabTrend
from emias_app.models.overview import Overview
from emias_app.models.records import RecordPage, RecordRow, Upload
from emias_app.models.search import Found
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.models.uploads import UploadForm
from emias_app.models.vaccination import Layer, VaccinationPlan
from tests.support.fake_access import a_page_of_reads
from tests.support.fake_card_views import as_found, facets_of, found_in, holds, is_outside
from tests.support.fake_sign_in import Part
from tests.support.fake_values import NOW, a_row
from tests.support.growing import a_growth

Summaries = list[SectionSummary]


def _as_upload(row: RecordRow, patient_id: UUID) -> Upload:
    return Upload(
        **row.model_dump(), patient_id=patient_id, file_name="a.pdf", media_type="application/pdf", size=1_000
    )


class FakePatients(Part):
    async def list(self) -> list[PatientSummary]:
        await self._call("patients")
        return self._b.children

    async def overview(self, patient_id: UUID, *, moscow: bool = False) -> Overview:
        await self._call("overview", patient_id, *(["moscow"] if moscow else []))
        rows = self._b.rows[patient_id, SectionSlug.LABS]
        return Overview(
            patient_id=patient_id,
            fresh=rows[:3],
            ahead=self._b.ahead[patient_id],
            next_dose=None,
            last_visit=None,
            generated_at=NOW,
        )

    async def vaccination_plan(self, patient_id: UUID, *, moscow: bool = False) -> VaccinationPlan:
        await self._call("vaccination_plan", patient_id, moscow)
        items = [dose for dose in self._b.doses[patient_id] if moscow or dose.layer is not Layer.MOSCOW]
        return VaccinationPlan(items=items, total=len(items), moscow=moscow)

    async def vaccination_calendar(self, patient_id: UUID, *, moscow: bool = False) -> bytes:
        await self._call("vaccination_calendar", patient_id, moscow)
        return b"BEGIN:VCALENDAR"

    async def vaccination_certificate(self, patient_id: UUID) -> bytes:
        await self._call("vaccination_certificate", patient_id)
        return b"%PDF-1.7"

    async def sections(self, patient_id: UUID) -> Summaries:
        await self._call("sections", patient_id)
        return [
            SectionSummary(
                section=section.slug,
                title=section.title,
                count=len(self._b.diary.kept.get(patient_id, {}))
                if section.slug is SectionSlug.DIARY
                else len(self._b.rows[patient_id, section.slug]) or self._b.child_data.count(patient_id, section.slug),
                available_from=section.since,
                newest=next((row.date for row in self._b.rows[patient_id, section.slug]), None),
                fresh=[row.id for row in self._b.rows[patient_id, section.slug] if row.id in self._b.fresh],
            )
            for section in COUNTED_SECTIONS
        ]

    async def records(
        self,
        patient_id: UUID,
        section: SectionSlug,
        *,
        since: date | None = None,
        until: date | None = None,
        q: str | None = None,
        speciality: str | None = None,
        kind: str | None = None,
        only_outside: bool = False,
        facets: bool = False,
        limit: int = 20,
        cursor: str | None = None,
    ) -> RecordPage:
        await self._call("records", patient_id, section, q, kind, cursor)
        everything = self._b.rows[patient_id, section]
        left = [
            row
            for row in everything
            if (since is None or row.date >= since)
            and (not q or holds(row, q))
            and (not only_outside or is_outside(row))
        ]
        found = [
            row for row in left if (not kind or row.kind == kind) and (not speciality or row.speciality == speciality)
        ]
        start = int(cursor or 0)
        more = start + limit < len(found)
        return RecordPage(
            items=as_found(found[start : start + limit], q),
            next_cursor=str(start + limit) if more else None,
            total=len(found),
            facets=facets_of(section, everything, left) if facets and cursor is None else None,
        )

    async def lab_trend(
        self,
        patient_id: UUID,
        code: str,
        *,
        unit: str | None = None,
        since: date | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> LabTrend:
        await self._call("lab_trend", patient_id, code, unit, cursor)
        whole = self._b.trends[unit or next(iter(self._b.trends))]
        start = int(cursor or 0)
        more = start + limit < len(whole.items)
        return whole.model_copy(
            update={
                "items": whole.items[start : start + limit],
                "next_cursor": str(start + limit) if more else None,
            }
        )

    async def search(self, patient_id: UUID, q: str) -> Found:
        await self._call("search", patient_id, q)
        return found_in(self._b.rows, patient_id, q)

    async def document(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> Document:
        await self._call("document", record_id)
        row = next(row for row in self._b.rows[patient_id, section] if row.id == record_id)
        return Document(
            id=record_id,
            patient_id=patient_id,
            section=section,
            title=row.title,
            date=row.date,
            organisation=row.organisation,
            mine=record_id in self._b.mine,
            blocks=self._b.blocks or [TextBlock(heading="Заключение", text=f"Текст: {row.title}")],
        )

    async def document_pdf(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> bytes:
        await self._call("document_pdf", record_id)
        return b"%PDF-1.7"

    async def growth(self, patient_id: UUID) -> Growth:
        await self._call("growth", patient_id)
        return self._b.growths.get(patient_id) or a_growth(patient_id, count=0)

    async def upload(
        self, patient_id: UUID, form: UploadForm, file_name: str, media_type: str, content: bytes, *, key: str
    ) -> Upload:
        await self._call("upload", form, file_name, media_type, content, key)
        row = a_row(form.title, form.date, SectionSlug.UPLOADS)
        self._b.rows[patient_id, SectionSlug.UPLOADS].insert(0, row)
        self._b.mine.add(row.id)
        return _as_upload(row, patient_id)

    async def remove_upload(self, patient_id: UUID, record_id: UUID) -> None:
        await self._call("remove_upload", record_id)
        rows = self._b.rows[patient_id, SectionSlug.UPLOADS]
        self._b.removed |= {row.id: row for row in rows if row.id == record_id}
        self._b.rows[patient_id, SectionSlug.UPLOADS] = [row for row in rows if row.id != record_id]

    async def restore_upload(self, patient_id: UUID, record_id: UUID) -> Upload:
        await self._call("restore_upload", record_id)
        row = self._b.removed.pop(record_id)
        self._b.rows[patient_id, SectionSlug.UPLOADS].insert(0, row)
        return _as_upload(row, patient_id)

    async def access_log(self, patient_id: UUID, *, limit: int = 30, cursor: str | None = None) -> Page[JournalEntry]:
        await self._call("access_log", patient_id, cursor)
        return a_page_of_reads(self._b.reads, limit, cursor)

    async def question(self, patient_id: UUID, entry_id: UUID) -> JournalEntry:
        await self._call("question", entry_id)
        asked = next(read for read in self._b.reads if read.id == entry_id).model_copy(update={"questioned": True})
        self._b.reads = [asked if read.id == entry_id else read for read in self._b.reads]
        return asked
