"""One record: its readable document and its PDF."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.models.document import Document
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.file_ports import Taken
from emias_app.state.place import SectionList
from emias_app.state.ports import READING_SIZES, Ports
from emias_app.state.troubles import trouble_of

PDF = "application/pdf"


class RecordState(Guarded):
    """Holds the document that is read; ``pdf_error`` is the last word on its PDF, ``taken`` where it went,
    ``reading`` the size of its text in percent."""

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        patient_id: UUID,
        section: SectionSlug,
        record_id: UUID,
        on_changed: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._ports, self._on_changed = ports, on_changed
        self.patient_id, self.slug, self.record_id = patient_id, section, record_id
        self.is_reading = ports.is_reading
        self.reading = ports.preferences.load().reading
        self.document: Loadable[Document] = Loading()
        self.is_saving = False
        self.pdf_error: str | None = None
        self.taken: Taken | None = None
        self.is_removing = False
        self.remove_error: str | None = None
        self.is_removed = False

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

    @allowed
    async def read_larger(self, is_larger: bool) -> None:
        """The next size of the text, up or down; kept on this device for all documents."""
        at = READING_SIZES.index(self.reading) + (1 if is_larger else -1)
        if 0 <= at < len(READING_SIZES):
            self.reading = READING_SIZES[at]
            kept = self._ports.preferences
            kept.save(replace(kept.load(), reading=self.reading))

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
        self.taken = await self._ports.files.hand_over(name, media_type, content)

    async def _with_pdf(self, give: Callable[[str, str, bytes], Awaitable[None]]) -> None:
        if self.is_saving or not isinstance(self.document, Ready):
            return
        document = self.document.value
        self.is_saving, self.pdf_error, self.taken = True, None, None
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

    @allowed
    async def remove(self) -> None:
        """Take one's own document out of the card; the list follows, and :meth:`bring_back` undoes it."""
        if self.is_removing or self.is_removed or not isinstance(self.document, Ready) or not self.document.value.mine:
            return
        self.is_removing, self.remove_error = True, None
        try:
            await self._ports.backend.patients.remove_upload(self.patient_id, self.record_id)
        except EmiasError as error:
            if not self._pass.report(error):
                self.remove_error = trouble_of(error, self._ports.backend.server_now()).text
            return
        finally:
            self.is_removing = False
        self.is_removed = True
        if self._pass.is_valid:
            await self._ports.navigator.go(SectionList(self.patient_id, self.slug))
            await self._on_changed()

    @allowed
    async def bring_back(self) -> None:
        """Undo :meth:`remove`."""
        if not self.is_removed:
            return
        self.remove_error = None
        try:
            await self._ports.backend.patients.restore_upload(self.patient_id, self.record_id)
        except EmiasError as error:
            if not self._pass.report(error):
                self.remove_error = trouble_of(error, self._ports.backend.server_now()).text
            return
        self.is_removed = False
        if self._pass.is_valid:
            await self._on_changed()


def file_name(document: Document) -> str:
    """«Общий анализ крови 2026-11-18.pdf», without signs that file systems refuse; never the child's name."""
    kept = "".join(sign if sign.isalnum() or sign in " -.,()" else " " for sign in document.title)
    title = " ".join(kept.split())[:80].strip(" .") or "Документ"
    return f"{title} {document.date.isoformat()}.pdf"
