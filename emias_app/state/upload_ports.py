"""Documents of parents, as the states ask for them."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from emias_app.models.records import Upload
from emias_app.models.uploads import UploadForm


class UploadsPort(Protocol):
    """Putting a document into a card, and taking one's own out again."""

    async def upload(
        self, patient_id: UUID, form: UploadForm, file_name: str, media_type: str, content: bytes, *, key: str
    ) -> Upload: ...

    async def remove_upload(self, patient_id: UUID, record_id: UUID) -> None: ...

    async def restore_upload(self, patient_id: UUID, record_id: UUID) -> Upload: ...
