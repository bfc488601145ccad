"""An archive that somebody brings: nothing in it is believed before it is checked.

It is never unpacked to disk. Each file is read in pieces no longer than it says it is, and what it says is bounded;
every file must be in the manifest with its checksum, and nothing else may be in the archive.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from emias_app.domain.sections import RECORD_SECTIONS
from emias_app.domain.text import normalise
from emias_app.mock_server.deps import careful_json
from emias_app.mock_server.services.access import CardPatient
from emias_app.mock_server.services.exports.archive import FORMAT, VERSION
from emias_app.mock_server.services.exports.bounds import broken
from emias_app.mock_server.services.exports.exemptions import EXEMPTIONS, ToldExemption
from emias_app.mock_server.services.exports.parents import (
    CHILD_DATA,
    DIARY,
    ChildEntry,
    DiaryLine,
    child_entry,
    diary_line,
)
from emias_app.mock_server.services.exports.zipping import MANIFEST
from emias_app.models.records import AnyRecord

#: Bounds of what is read at all [model].
_MOST_UNPACKED = 2 * 1024**3
_MOST_FILES = 60_000
_MOST_MANIFEST = 32 * 1024 * 1024
_MOST_FILE = 20 * 1024 * 1024
_MOST_LINE = 1024 * 1024
_PIECE = 256 * 1024
_MOST_DATA = 512 * 1024 * 1024
_SECTIONS = {section.slug.value for section in RECORD_SECTIONS}
_RECORD: TypeAdapter[AnyRecord] = TypeAdapter(AnyRecord)
#: What lies in a card's archive beside the sections of records.
BESIDE_RECORDS = frozenset({CHILD_DATA, DIARY, EXEMPTIONS})
#: Version 1 had neither exemptions nor who wrote an entry.
_READ = (1, VERSION)
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class _Listed:
    size: int
    sha256: str
    kind: str
    section: str | None
    record_id: UUID | None


@dataclass
class Archive:
    """An archive that passed every check."""

    zip: zipfile.ZipFile
    patient_id: UUID
    data: dict[str, str] = field(default_factory=dict)
    uploads: dict[UUID, str] = field(default_factory=dict)
    photos: dict[UUID, str] = field(default_factory=dict)

    def records(self, path: str) -> Iterator[AnyRecord]:
        """The records of a section, in their order."""
        for told in self.lines(path):
            yield _RECORD.validate_python(told)

    def lines(self, path: str) -> Iterator[Any]:
        """The JSON values of a file of lines."""
        with self.zip.open(path) as file:
            while line := file.readline(_MOST_LINE + 1):
                if len(line) > _MOST_LINE:
                    raise broken()
                yield careful_json(line)

    def child_data(self) -> list[ChildEntry]:
        """What parents entered."""
        return [child_entry(told) for told in self.lines(self.data[CHILD_DATA])] if CHILD_DATA in self.data else []

    def diary(self) -> list[DiaryLine]:
        """The diary's entries."""
        return [diary_line(told) for told in self.lines(self.data[DIARY])] if DIARY in self.data else []

    def exemptions(self) -> list[ToldExemption]:
        """What stands against vaccinations."""
        if EXEMPTIONS not in self.data:
            return []
        return [ToldExemption.model_validate(told) for told in self.lines(self.data[EXEMPTIONS])]


def checked(file: IO[bytes], patient: CardPatient) -> Archive:
    """The archive in a file, every part of it looked at; raises a Refusal (422)."""
    try:
        return _checked(file, patient)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, RecursionError,
        ValidationError, ValueError, KeyError, TypeError, AttributeError,
    ) as error:  # fmt: skip
        raise broken() from error


def _checked(file: IO[bytes], patient: CardPatient) -> Archive:
    opened = zipfile.ZipFile(file)
    infos = _entries(opened)
    if MANIFEST not in infos or infos[MANIFEST].file_size > _MOST_MANIFEST:
        raise broken()
    manifest = careful_json(opened.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise broken()
    if manifest["version"] not in _READ:
        raise broken("Архив сделан более новой версией приложения. Обновите приложение.", "archive_newer")
    _same_child(manifest["patient"], patient)
    listed = _listed(manifest["files"])
    if set(listed) != set(infos) - {MANIFEST}:
        raise broken()
    archive = Archive(opened, UUID(manifest["patient"]["id"]))
    for path, one in listed.items():
        _same_content(opened, path, one)
        _place(archive, path, one)
    _judge(archive)
    return archive


def _entries(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = opened.infolist()
    if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise broken("В архиве слишком много данных.", "archive_too_large")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        is_known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if not is_known or info.flag_bits & _ENCRYPTED or info.filename in found or not _is_plain(info.filename):
            raise broken()
        found[info.filename] = info
    return found


def _is_plain(path: str) -> bool:
    """A file inside the archive: no way out of it, no drive, no folder."""
    parts = path.split("/")
    return (
        "\\" not in path
        and ":" not in path
        and "\x00" not in path
        and all(part not in ("", ".", "..") for part in parts)
    )


def _same_child(told: Any, patient: CardPatient) -> None:
    """It is the archive of this child, by name and birth date, wherever it was made."""
    names = tuple(normalise(told[key]) for key in ("lastName", "firstName", "middleName"))
    mine = tuple(normalise(one) for one in (patient.last_name, patient.first_name, patient.middle_name))
    if names != mine or date.fromisoformat(told["birthDate"]) != patient.birth_date:
        raise broken(
            "Это архив другого ребёнка: имя или дата рождения не совпадают с этой картой.", "archive_of_another_child"
        )


def _listed(files: Any) -> dict[str, _Listed]:
    found = {}
    for one in files:
        record_id = UUID(one["recordId"]) if "recordId" in one else None
        found[one["path"]] = _Listed(one["size"], one["sha256"], one["kind"], one.get("section"), record_id)
    if len(found) != len(files):
        raise broken()
    return found


def _same_content(opened: zipfile.ZipFile, path: str, one: _Listed) -> None:
    digest, size = hashlib.sha256(), 0
    with opened.open(path) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    if size != one.size or digest.hexdigest() != one.sha256:
        raise broken("Файлы архива изменены: контрольные суммы не сходятся.", "archive_checksum")


def _place(archive: Archive, path: str, one: _Listed) -> None:
    if one.kind == "data":
        if one.section is None or one.section in archive.data or one.size > _MOST_DATA:
            raise broken()
        if one.section not in _SECTIONS | BESIDE_RECORDS:
            raise broken()
        archive.data[one.section] = path
    elif one.kind in ("upload", "photo"):
        held = archive.uploads if one.kind == "upload" else archive.photos
        if one.record_id is None or one.size > _MOST_FILE or one.record_id in held:
            raise broken()
        held[one.record_id] = path


def _judge(archive: Archive) -> None:
    """Every record is one of its section and of this archive's card, once."""
    seen: set[UUID] = set()
    for slug, path in archive.data.items():
        if slug in BESIDE_RECORDS:
            continue
        for record in archive.records(path):
            if record.section.value != slug or record.patient_id != archive.patient_id or record.id in seen:
                raise broken()
            if record.time is not None and not _is_time(record.time):
                raise broken()
            seen.add(record.id)
    archive.diary()
    archive.child_data()
    archive.exemptions()


def _is_time(text: str) -> bool:
    hours, _, minutes = text.partition(":")
    is_digits = len(text) == 5 and text.isascii() and hours.isdigit() and minutes.isdigit()
    return is_digits and int(hours) < 24 and int(minutes) < 60
