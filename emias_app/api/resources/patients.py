"""Children and their cards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import TypeAdapter

from emias_app.api.resources.lists import Items
from emias_app.api.transport import FilePart, new_key
from emias_app.models.account import PatientSummary
from emias_app.models.base import Page
from emias_app.models.document import Document
from emias_app.models.growth import Growth
from emias_app.models.journal import JournalEntry
from emias_app.models.lab_trend import LabTrend
from emias_app.models.overview import Overview
from emias_app.models.records import AnyRecord, RecordPage, Upload
from emias_app.models.search import Found
from emias_app.models.section import SectionSlug, SectionSummary
from emias_app.models.uploads import UploadForm
from emias_app.models.vaccination import VaccinationPlan

if TYPE_CHECKING:
    from emias_app.api.client import EmiasClient

_PATIENTS: TypeAdapter[Items[PatientSummary]] = TypeAdapter(Items[PatientSummary])
_OVERVIEW = TypeAdapter(Overview)
_SECTIONS: TypeAdapter[Items[SectionSummary]] = TypeAdapter(Items[SectionSummary])
_ROWS = TypeAdapter(RecordPage)
_RECORD: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
_DOCUMENT = TypeAdapter(Document)
_PLAN = TypeAdapter(VaccinationPlan)
_JOURNAL: TypeAdapter[Page[JournalEntry]] = TypeAdapter(Page[JournalEntry])
_READ = TypeAdapter(JournalEntry)
_TREND = TypeAdapter(LabTrend)
_FOUND = TypeAdapter(Found)
_GROWTH = TypeAdapter(Growth)
_UPLOAD = TypeAdapter(Upload)
_NOTHING: TypeAdapter[None] = TypeAdapter(None)

#: Named here: inside the class ``list`` is a method.
Summaries = list[SectionSummary]


def _layer(moscow: bool) -> dict[str, str]:
    return {"moscow": "true"} if moscow else {}


class PatientsResource:
    def __init__(self, client: EmiasClient) -> None:
        self._client = client

    async def list(self) -> list[PatientSummary]:
        """The children of the account; nothing medical."""
        return (await self._client.request(_PATIENTS, "GET", "/patients", params={"limit": "100"})).items

    async def overview(self, patient_id: UUID, *, moscow: bool = False) -> Overview:
        """What home tells; ``moscow``: its next dose may be one that only Moscow recommends."""
        path = f"/patients/{patient_id}/overview"
        return await self._client.request(_OVERVIEW, "GET", path, params=_layer(moscow))

    async def vaccination_plan(self, patient_id: UUID, *, moscow: bool = False) -> VaccinationPlan:
        """Every dose to 18 years; ``moscow`` adds what Moscow recommends."""
        path = f"/patients/{patient_id}/vaccination-plan"
        return await self._client.request(_PLAN, "GET", path, params=_layer(moscow))

    async def vaccination_calendar(self, patient_id: UUID, *, moscow: bool = False) -> bytes:
        """The doses ahead as a calendar file (.ics)."""
        return await self._client.download(f"/patients/{patient_id}/vaccination-plan.ics", params=_layer(moscow))

    async def vaccination_certificate(self, patient_id: UUID) -> bytes:
        """All that was given, as a PDF."""
        return await self._client.download(f"/patients/{patient_id}/vaccination-certificate.pdf")

    async def sections(self, patient_id: UUID) -> Summaries:
        return (await self._client.request(_SECTIONS, "GET", f"/patients/{patient_id}/sections")).items

    async def growth(self, patient_id: UUID) -> Growth:
        """Height, weight, BMI and head against the WHO standards."""
        return await self._client.request(_GROWTH, "GET", f"/patients/{patient_id}/growth")

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
        """One page of a section, newest first; ``cursor`` is the page before's ``next_cursor``.

        ``facets``: the first page also tells what the list can be narrowed to.
        """
        asked = {
            "from": since and since.isoformat(),
            "to": until and until.isoformat(),
            "q": q,
            "speciality": speciality,
            "kind": kind,
            "outside": "true" if only_outside else None,
            "facets": "true" if facets else None,
            "limit": str(limit),
            "cursor": cursor,
        }
        params = {name: value for name, value in asked.items() if value}
        return await self._client.request(_ROWS, "GET", f"/patients/{patient_id}/{section}", params=params)

    async def record(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> AnyRecord:
        return await self._client.request(_RECORD, "GET", f"/patients/{patient_id}/{section}/{record_id}")

    async def document(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> Document:
        return await self._client.request(_DOCUMENT, "GET", f"/patients/{patient_id}/{section}/{record_id}/document")

    async def document_pdf(self, patient_id: UUID, section: SectionSlug, record_id: UUID) -> bytes:
        return await self._client.download(f"/patients/{patient_id}/{section}/{record_id}/document.pdf")

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
        """One page of a показатель's values, newest first; all in one unit (the newest value's, unless given)."""
        asked = {
            "code": code,
            "unit": unit,
            "from": since.isoformat() if since else None,
            "limit": str(limit),
            "cursor": cursor,
        }
        params = {name: value for name, value in asked.items() if value}
        return await self._client.request(_TREND, "GET", f"/patients/{patient_id}/lab-trends", params=params)

    async def search(self, patient_id: UUID, q: str) -> Found:
        """Records of any section that hold the words, and показатели by their name."""
        return await self._client.request(_FOUND, "GET", f"/patients/{patient_id}/search", params={"q": q})

    async def access_log(self, patient_id: UUID, *, limit: int = 30, cursor: str | None = None) -> Page[JournalEntry]:
        """«Кто смотрел карту»: one page, newest first; reading it is no read of the card."""
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        return await self._client.request(_JOURNAL, "GET", f"/patients/{patient_id}/access-log", params=params)

    async def question(self, patient_id: UUID, entry_id: UUID) -> JournalEntry:
        """«Непонятный просмотр»."""
        path = f"/patients/{patient_id}/access-log/{entry_id}/question"
        return await self._client.request(_READ, "POST", path, key=new_key())

    async def upload(
        self, patient_id: UUID, form: UploadForm, file_name: str, media_type: str, content: bytes, *, key: str
    ) -> Upload:
        """Put a document into the card: PDF, JPEG or PNG up to 20 MB; ``key`` is that of the intention."""
        fields = tuple((name, str(value)) for name, value in form.model_dump(mode="json", by_alias=True).items())
        file = FilePart("file", file_name, media_type, content, fields)
        return await self._client.request(_UPLOAD, "POST", f"/patients/{patient_id}/uploads", file=file, key=key)

    async def remove_upload(self, patient_id: UUID, record_id: UUID) -> None:
        """Take one's own document out of the card."""
        await self._client.request(_NOTHING, "DELETE", f"/patients/{patient_id}/uploads/{record_id}", key=new_key())

    async def restore_upload(self, patient_id: UUID, record_id: UUID) -> Upload:
        """Bring back what one has just taken out."""
        path = f"/patients/{patient_id}/uploads/{record_id}/restore"
        return await self._client.request(_UPLOAD, "POST", path, key=new_key())
