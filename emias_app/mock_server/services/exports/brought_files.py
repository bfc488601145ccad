"""The uploaded documents of an archive, judged as if each were brought by hand, before anything is kept.

What a document says of its former author is told words (docs/decisions/0006): whoever brings the archive put it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from pydantic import ValidationError

from emias_app.domain.uploads import MOST_BYTES, UploadDraft, upload_problems
from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import uploads
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.exports.bounds import broken
from emias_app.mock_server.services.exports.reading import Archive
from emias_app.mock_server.services.uploads import Taken
from emias_app.models.records import Upload
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import UploadForm, UploadKind


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that is fit to be kept; ``file`` None: the archive holds its record only."""

    form: UploadForm
    file: Taken | None


@dataclass(frozen=True, slots=True)
class _Place:
    form: UploadForm
    name: str
    media_type: str
    pages: int
    offset: int
    size: int


class BroughtFiles:
    """Judged documents by the ids of the archive; their bytes lie in ``file``, so that memory stays flat."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[UUID, _Place] = {}
        self.count, self.size = 0, 0

    def judge(self, archive: Archive, viewer: Viewer, names: Mapping[UUID, UUID], known: frozenset[UUID]) -> None:
        """Look at every document that the card does not hold yet; raises a Refusal (422) for the first bad one."""
        path = archive.data.get(SectionSlug.UPLOADS.value)
        for number, record in enumerate(archive.records(path) if path is not None else (), start=1):
            if isinstance(record, Upload) and names.get(record.id, record.id) not in known:
                try:
                    self._put(record.id, _judged(archive, viewer, record))
                except Refusal as refusal:
                    raise _refused(number, refusal) from refusal

    def __getitem__(self, record_id: UUID) -> Brought:
        place = self._places[record_id]
        if not place.name:
            return Brought(place.form, None)
        self._file.seek(place.offset)
        content = self._file.read(place.size)
        return Brought(place.form, Taken(place.name, place.media_type, content, place.pages))

    def _put(self, record_id: UUID, one: Brought) -> None:
        self._file.seek(0, 2)
        offset, file = self._file.tell(), one.file
        if file is None:
            self._places[record_id] = _Place(one.form, "", "", 0, offset, 0)
        else:
            self._file.write(file.content)
            size = len(file.content)
            self._places[record_id] = _Place(one.form, file.name, file.media_type, file.pages, offset, size)
            self.size += size
        self.count += 1


def _judged(archive: Archive, viewer: Viewer, record: Upload) -> Brought:
    form = _form(record)
    draft = UploadDraft(form.kind, form.title, form.date, form.note)
    for _, message in upload_problems(draft, birth=viewer.patient.birth_date, today=viewer.today):
        raise broken(message)
    path = archive.uploads.get(record.id)
    if path is None:
        return Brought(form, None)
    if archive.zip.getinfo(path).file_size > MOST_BYTES:
        raise uploads.too_large()
    return Brought(form, uploads.judged(record.file_name, archive.zip.read(path)))


def _form(record: Upload) -> UploadForm:
    """What the form of the document was; a kind that no form has is «Другое»."""
    kind = record.kind if record.kind in tuple(UploadKind) else UploadKind.OTHER
    try:
        return UploadForm(kind=kind, title=record.title, date=record.date, note=record.note or "")
    except ValidationError as error:
        raise broken("Название или примечание слишком длинное.") from error


def _refused(number: int, refusal: Refusal) -> Refusal:
    told = f"Документ № {number} из «Загруженных документов» архива не подходит. {refusal.detail}"
    return broken(told, "archive_upload")
