"""What the parents entered of a patient, as the doctor sees it beside the clinic's own records."""

from __future__ import annotations

from uuid import UUID

from emias_app.models.child_data import ClinicChildData
from emias_app.state._pass import Pass
from emias_app.state._read_once import ReadOnce
from emias_app.state.clinic_ports import ClinicBackendPort


class PatientChildData(ReadOnce[ClinicChildData]):
    """Read once when the doctor opens the patient, and again when asked to: each reading is journaled."""

    def __init__(self, backend: ClinicBackendPort, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._backend = backend
        self.patient_id = patient_id

    async def _read(self) -> ClinicChildData:
        return await self._backend.clinic.child_data(self.patient_id)
