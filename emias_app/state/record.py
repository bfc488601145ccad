"""One record: its readable document and its PDF."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.models.document import Document
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

PDF = "application/pdf"


class RecordState(Guarded):
    """Holds the document that is read; ``pdf_error`` is the last word on its PDF."""

    def __init__(self, ports: Ports, right: Pass, patient_id: UUID, section: SectionSlug, record_id: UUID) -> None:
        super().__init__(right)
        self._ports = ports
        self.patient_id, self.slug, self.record_id = patient_id, section, record_id
        self.document: Loadable[Document] = Loading()
        self.is_saving = False
        self.pdf_error: str | None = None
        self.saved_count = 0

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.document, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """(Re)load the document."""
        self.document = Loading()
        answer = await self.fetch(self._ports.backend.patients.document(self.patient_id, self.slug, self.record_id))
        if answer is not None:
            self.document = answer

    @property
    def can_share(self) -> bool:
        return self._ports.files.can_share

    @allowed
    async def save_pdf(self) -> None:
        """Fetch the PDF and hand it over: a download in a browser, «сохранить как» elsewhere."""
        await self._with_pdf(self._keep)

    @allowed
    async def share_pdf(self) -> None:
        """Fetch the PDF and open the platform's sheet «Поделиться» with it."""
        await self._with_pdf(self._ports.files.share)

    async def _keep(self, name: str, media_type: str, content: bytes) -> None:
        if await self._ports.files.hand_over(name, media_type, content):
            self.saved_count += 1

    async def _with_pdf(self, give: Callable[[str, str, bytes], Awaitable[None]]) -> None:
        if self.is_saving or not isinstance(self.document, Ready):
            return
        document = self.document.value
        self.is_saving, self.pdf_error = True, None
        try:
            patients = self._ports.backend.patients
            content = await patients.document_pdf(self.patient_id, self.slug, self.record_id)
            if self._pass.is_valid:
                await give(file_name(document), PDF, content)
        except EmiasError as error:
            if not self._pass.report(error):
                self.pdf_error = trouble_of(error, self._ports.backend.server_now()).text
        finally:
            self.is_saving = False


def file_name(document: Document) -> str:
    """«Общий анализ крови 2026-11-18.pdf», without signs that file systems refuse; never the child's name."""
    kept = "".join(sign if sign.isalnum() or sign in " -.,()" else " " for sign in document.title)
    title = " ".join(kept.split())[:80].strip(" .") or "Документ"
    return f"{title} {document.date.isoformat()}.pdf"
