"""An archive comes back into a card (docs/decisions): what is new is added, nothing that is there is changed."""

from __future__ import annotations

import asyncio
import tempfile
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
from emias_app.mock_server.services.exports.brought_files import Brought, BroughtFiles
from emias_app.mock_server.services.exports.exemptions import EXEMPTIONS, restore_exemptions
from emias_app.mock_server.services.exports.parents import (
    CHILD_DATA,
    DIARY,
    restore_child_data,
    restore_diary,
    restore_photo,
)
from emias_app.mock_server.services.exports.reading import BESIDE_RECORDS, Archive, checked
from emias_app.mock_server.services.photos import Picture
from emias_app.mock_server.services.uploads import Taken, no_room, put_in, record_of
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.news_schema import ComingRecordRow
from emias_app.mock_server.store.records import insert_records
from emias_app.mock_server.store.schema import ChildDataRow, StoredRecord, VaccinationExemptionRow
from emias_app.models.exports import ImportReport
from emias_app.models.records import AnyRecord, Upload
from emias_app.models.section import SectionSlug

#: Records in one transaction, so that nobody's write waits long behind them.
_AT_ONCE = 200
_MOST_NAME = 200


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
        """Bring everything in, or nothing where a document of the archive is not fit to be kept."""
        await self._name_anew()
        folder = self._viewer.backend.settings.data_dir
        with await asyncio.to_thread(lambda: tempfile.TemporaryFile(dir=folder)) as file:
            files = BroughtFiles(file)
            await self._look_at(files)
            return await self._bring(files)

    async def _look_at(self, files: BroughtFiles) -> None:
        """Judge the uploaded documents and photos that are new here; raises a Refusal."""
        archive, viewer = self._archive, self._viewer
        path = archive.data.get(SectionSlug.UPLOADS.value)
        ids = [self._renamed.get(one.id, one.id) for one in (archive.records(path) if path is not None else ())]
        known: frozenset[UUID] = frozenset()
        for portion in _portions(iter(ids)):
            known |= await viewer.read(partial(_known, ids=portion))
        await asyncio.to_thread(files.judge, archive, viewer, self._renamed, known)
        full = await viewer.read(lambda session: no_room(session, viewer.patient.id, files.count, files.size))
        if files.count and full is not None:
            raise full
        for photo in archive.photos.values():
            await asyncio.to_thread(self._picture, photo)

    async def _bring(self, files: BroughtFiles) -> ImportReport:
        archive, write = self._archive, self._viewer.backend.store.write
        for slug, path in archive.data.items():
            if slug in BESIDE_RECORDS:
                continue
            records = archive.records(path)
            while portion := await asyncio.to_thread(lambda found=records: list(islice(found, _AT_ONCE))):  # type: ignore[misc]
                self._count(slug, len(portion), await write(partial(self._keep, portion, files)))
        entries = archive.child_data()
        if entries:
            added = await write(lambda session: restore_child_data(session, self._viewer, entries, self._renamed))
            self._count(CHILD_DATA, len(entries), added)
        exemptions = archive.exemptions()
        if exemptions:
            added = await write(lambda session: restore_exemptions(session, self._viewer, exemptions, self._renamed))
            self._count(EXEMPTIONS, len(exemptions), added)
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
            if slug not in BESIDE_RECORDS:
                for record in archive.records(path):
                    yield record.id
        for entries in (archive.child_data(), archive.diary(), archive.exemptions()):
            yield from (entry.id for entry in entries)
        yield from archive.photos

    def _picture(self, path: str) -> Picture:
        try:
            return photos.redrawn(self._archive.zip.read(path))
        except Refusal as refusal:
            raise broken() from refusal

    def _keep(self, portion: Sequence[AnyRecord], files: BroughtFiles, session: Session) -> int | Refusal:
        known = _known(session, [self._renamed.get(record.id, record.id) for record in portion])
        new = [one for one in portion if self._renamed.get(one.id, one.id) not in known]
        records = [self._adopted(record) for record in new if not isinstance(record, Upload)]
        insert_records(session, records, created_at=self._viewer.now)
        session.flush()
        for record in new:
            if isinstance(record, Upload):
                refusal = self._put_in(session, record, files[record.id])
                if refusal is not None:
                    return refusal
        touch_demo(session)
        return len(new)

    def _put_in(self, session: Session, record: Upload, brought: Brought) -> Refusal | None:
        """A document of the archive becomes one that its bringer puts in now; who had is told words."""
        viewer, file = self._viewer, brought.file
        full = no_room(session, viewer.patient.id, 1, len(file.content) if file else 0)
        if full is not None:
            return full
        own_id = self._renamed.get(record.id, record.id)
        made = record_of(session, viewer, brought.form, file or _absent(record), own_id)
        told = {
            "told_author": (record.told_author or record.author)[:_MOST_NAME] or None,
            "told_at": record.told_at or record.uploaded_at,
        }
        put_in(session, viewer, made.model_copy(update=told), file.content if file else None)
        return None

    def _adopted(self, record: AnyRecord) -> AnyRecord:
        """The record as this card holds it: its own id and references, and where it came from."""
        told = _renamed(record.model_dump(), self._renamed)
        told["patient_id"] = self._viewer.patient.id
        told["imported_on"] = self._viewer.today
        return type(record).model_validate(told)


def _absent(record: Upload) -> Taken:
    """A document whose file no archive holds: its record alone comes back."""
    is_picture = record.media_type.startswith("image/")
    return Taken(record.file_name[:_MOST_NAME], "image/jpeg" if is_picture else "application/pdf", b"", 1)


def _known(session: Session, ids: list[UUID]) -> frozenset[UUID]:
    return frozenset(session.scalars(select(StoredRecord.id).where(StoredRecord.id.in_(ids))))


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
    for table in (StoredRecord, ChildDataRow, VaccinationExemptionRow):
        found |= set(session.scalars(select(table.id).where(table.id.in_(ids), table.patient_id != patient_id)))
    return found | set(session.scalars(select(ComingRecordRow.id).where(ComingRecordRow.id.in_(ids))))
