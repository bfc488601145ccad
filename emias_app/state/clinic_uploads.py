"""The documents that parents put into a patient's card, as the doctor sees them."""

from __future__ import annotations

from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.models.uploads import ClinicUpload
from emias_app.state._pass import Pass, allowed
from emias_app.state._read_once import ReadOnce
from emias_app.state.clinic_ports import ClinicBackendPort
from emias_app.state.file_ports import FilesPort, Taken
from emias_app.state.troubles import trouble_of


class PatientUploads(ReadOnce[tuple[ClinicUpload, ...]]):
    """Read once when the doctor opens the patient, and again when asked to: each reading is journaled.

    ``taken`` is where the last file went; ``file_error`` is the last word on one.
    """

    def __init__(self, backend: ClinicBackendPort, files: FilesPort, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._backend, self._files = backend, files
        self.patient_id = patient_id
        self.saving: UUID | None = None
        self.taken: Taken | None = None
        self.file_error: str | None = None

    async def _read(self) -> tuple[ClinicUpload, ...]:
        return tuple(await self._backend.clinic.uploads(self.patient_id))

    @allowed
    async def save(self, upload: ClinicUpload) -> None:
        """Fetch a file and hand it over: a download in a browser, «сохранить как» elsewhere."""
        if self.saving is not None:
            return
        self.saving, self.file_error, self.taken = upload.id, None, None
        try:
            content = await self._backend.clinic.uploaded_file(self.patient_id, upload.id)
            if self._pass.is_valid:
                self.taken = await self._files.hand_over(upload.file_name, upload.media_type, content)
        except EmiasError as error:
            if not self._pass.report(error):
                self.file_error = trouble_of(error, self._backend.server_now()).text
        finally:
            self.saving = None
