"""An archive comes back into a card (docs/decisions): what is new is added, nothing that is there is changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import IO, Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.mock_server.problems import Refusal
from emias_app.mock_server.services import photos
from emias_app.mock_server.services.access import Viewer
from emias_app.mock_server.services.exports.bounds import broken
from emias_app.mock_server.services.exports.parents import (
    CHILD_DATA,
    DIARY,
    restore_child_data,
    restore_diary,
    restore_photo,
)
from emias_app.mock_server.services.exports.reading import Archive, checked
from emias_app.mock_server.services.photos import Picture
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.news_schema import ComingRecordRow
from emias_app.mock_server.store.records import insert_records
from emias_app.mock_server.store.schema import ChildDataRow, FileRow, StoredRecord
from emias_app.models.exports import ImportReport
from emias_app.models.records import AnyRecord, Upload

#: Records in one transaction, so that nobody's write waits long behind them.
_AT_ONCE = 200
_JPEG, _PNG, _PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
_STARTS = {"image/jpeg": _JPEG, "image/png": _PNG, "application/pdf": _PDF}


class ArchiveImport:
    """One archive coming into one card. Each step may be repeated: what is there already is passed over."""

    def __init__(self, viewer: Viewer, archive: Archive) -> None:
        self._viewer, self._archive = viewer, archive
        self._renamed: dict[UUID, UUID] = {}
        self._added: Counter[str] = Counter()
        self._kept = 0

    @classmethod
    async def opened(cls, viewer: Viewer, file: IO[bytes]) -> ArchiveImport:
        """The archive, checked; raises a Refusal (422)."""
        return cls(viewer, await asyncio.to_thread(checked, file, viewer.patient))

    async def run(self) -> ImportReport:
        """Bring everything in."""
        archive, write = self._archive, self._viewer.backend.store.write
        await self._name_anew()
        for slug, path in archive.data.items():
            if slug in (CHILD_DATA, DIARY):
                continue
            records = archive.records(path)
            while portion := await asyncio.to_thread(lambda found=records: list(islice(found, _AT_ONCE))):  # type: ignore[misc]
                files = await asyncio.to_thread(self._files, portion)
                self._count(slug, len(portion), await write(partial(self._keep, portion, files)))
        entries = archive.child_data()
        if entries:
            added = await write(lambda session: restore_child_data(session, self._viewer, entries, self._renamed))
            self._count(CHILD_DATA, len(entries), added)
        await self._bring_diary()
        return ImportReport(added=self._added.total(), kept=self._kept, sections=dict(self._added))

    async def _bring_diary(self) -> None:
        archive, write = self._archive, self._viewer.backend.store.write
        for photo_id, path in archive.photos.items():
            picture = await asyncio.to_thread(self._picture, path)
            own_id = self._renamed.get(photo_id, photo_id)
            keep = partial(restore_photo, viewer=self._viewer, photo_id=own_id, picture=picture, now=self._viewer.now)
            await write(keep)
        diary = archive.diary()
        for first in range(0, len(diary), _AT_ONCE):
            part = diary[first : first + _AT_ONCE]
            added = await write(
                lambda session, entries=part: restore_diary(session, self._viewer, entries, self._renamed)  # type: ignore[misc]
            )
            self._count(DIARY, len(part), added)

    def _count(self, slug: str, given: int, added: int) -> None:
        if added:
            self._added[slug] += added
        self._kept += given - added

    async def _name_anew(self) -> None:
        """Ids that another card holds, or that came from another card, are new ones here: the same each time."""
        archive, mine = self._archive, self._viewer.patient.id
        is_of_this_card = archive.patient_id == mine
        for ids in _portions(self._ids()):
            foreign = set(ids)
            if is_of_this_card:
                foreign = await self._viewer.read(partial(_of_others, ids=ids, patient_id=mine))
            self._renamed |= {one: uuid5(mine, str(one)) for one in foreign}

    def _ids(self) -> Iterator[UUID]:
        archive = self._archive
        for slug, path in archive.data.items():
            if slug not in (CHILD_DATA, DIARY):
                for record in archive.records(path):
                    yield record.id
        yield from (entry_id for entry_id, _, _ in archive.child_data())
        yield from (entry.id for entry in archive.diary() if entry.id is not None)
        yield from archive.photos

    def _files(self, portion: Sequence[AnyRecord]) -> dict[UUID, bytes]:
        """The uploaded files of a portion, each really what its record says."""
        files = {}
        for record in portion:
            if isinstance(record, Upload) and record.id in self._archive.uploads:
                content = self._archive.zip.read(self._archive.uploads[record.id])
                start = _STARTS.get(record.media_type)
                if start is None or not content.startswith(start) or len(content) != record.size:
                    raise broken()
                if start is not _PDF:
                    _decoded(content)
                files[record.id] = content
        return files

    def _picture(self, path: str) -> Picture:
        content = self._archive.zip.read(path)
        drawn = _decoded(content)
        return Picture(content, drawn.width, drawn.height)

    def _keep(self, portion: Sequence[AnyRecord], files: dict[UUID, bytes], session: Session) -> int:
        viewer = self._viewer
        mine = [self._adopted(record) for record in portion]
        known = set(session.scalars(select(StoredRecord.id).where(StoredRecord.id.in_([one.id for one in mine]))))
        new = [(old.id, one) for old, one in zip(portion, mine, strict=True) if one.id not in known]
        insert_records(session, [one for _, one in new], created_at=viewer.now)
        session.flush()
        for old_id, one in new:
            if old_id in files:
                session.add(
                    FileRow(
                        id=uuid5(one.id, "file"),
                        record_id=one.id,
                        media_type=str(getattr(one, "media_type", "")),
                        content=files[old_id],
                    )
                )
        touch_demo(session)
        return len(new)

    def _adopted(self, record: AnyRecord) -> AnyRecord:
        """The record as this card holds it: its own id and references, and, but for uploads, where it came from."""
        told = _renamed(record.model_dump(), self._renamed)
        told["patient_id"] = self._viewer.patient.id
        if not isinstance(record, Upload):
            told["imported_on"] = self._viewer.today
        return type(record).model_validate(told)


def _decoded(content: bytes) -> Picture:
    try:
        return photos.redrawn(content)
    except Refusal as refusal:
        raise broken() from refusal


def _renamed(value: Any, names: dict[UUID, UUID]) -> Any:
    if isinstance(value, UUID):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return value


def _portions(ids: Iterator[UUID]) -> Iterator[list[UUID]]:
    while portion := list(islice(ids, 500)):
        yield portion


def _of_others(session: Session, ids: list[UUID], patient_id: UUID) -> set[UUID]:
    """Which of the ids stand for something of another card, or for what the clinic is about to put in."""
    found: set[UUID] = set()
    for table in (StoredRecord, ChildDataRow):
        found |= set(session.scalars(select(table.id).where(table.id.in_(ids), table.patient_id != patient_id)))
    return found | set(session.scalars(select(ComingRecordRow.id).where(ComingRecordRow.id.in_(ids))))
