"""What the parents entered of a patient, as the doctor sees it beside the clinic's own records."""

from __future__ import annotations

from uuid import UUID

from emias_app.models.child_data import ClinicChildData
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.clinic_ports import ClinicBackendPort


class PatientChildData(Guarded):
    """Read once when the doctor opens the patient, and again when asked to: each reading is journaled."""

    def __init__(self, backend: ClinicBackendPort, right: Pass, patient_id: UUID) -> None:
        super().__init__(right)
        self._backend = backend
        self.patient_id = patient_id
        self.known: Loadable[ClinicChildData] = Loading()

    @allowed
    async def ensure(self) -> None:
        if not isinstance(self.known, Ready):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """Read it anew; what is shown stays meanwhile."""
        shown = self.known
        self.known = Ready(shown.value, refreshing=True) if isinstance(shown, Ready) else Loading()
        answer = await self.fetch(self._backend.clinic.child_data(self.patient_id))
        if isinstance(answer, Ready):
            self.known = answer
        elif isinstance(answer, Failed):
            self.known = Ready(shown.value) if isinstance(shown, Ready) else answer
