"""A ZIP that is made as it is read: nothing of it is held but what was not taken yet and the list of its files."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from emias_app.clock import moscow

#: Papers are compressed inside already; a little more is won from their tables at this cost.
_LEVEL = 1
MANIFEST = "manifest.json"


class _Sink(io.RawIOBase):
    """Where the ZIP is written: a pipe that cannot go back."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._written = 0

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._written

    def write(self, content: Any) -> int:
        self._held += content
        self._written += len(content)
        return len(content)

    def take(self) -> bytes:
        """What was written since it was last asked."""
        taken, self._held = bytes(self._held), bytearray()
        return taken


class ArchiveWriter:
    """Adds files and keeps the manifest: path, size, SHA-256 and what each is."""

    def __init__(self, at: datetime) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED)
        self._when = moscow(at).timetuple()[:6]
        self._told: list[str] = []
        self._paths: set[str] = set()

    def free_path(self, path: str) -> str:
        """The path, or where it is taken the same with a number."""
        stem, dot, suffix = path.rpartition(".")
        number, found = 2, path
        while found.lower() in self._paths:
            found = f"{stem} ({number}){dot}{suffix}"
            number += 1
        return found

    def add(self, path: str, content: bytes, **about: str) -> None:
        """One file; ``about`` is what the manifest says of it."""
        self._zip.writestr(self._info(path), content, compresslevel=_LEVEL)
        self._tell(path, len(content), hashlib.sha256(content).hexdigest(), about)

    def lines(self, path: str, **about: str) -> Lines:
        """A file of lines that come one after another; nothing else is added until it is closed."""
        return Lines(self, path, about)

    def take(self) -> bytes:
        """The bytes that are ready to go out."""
        return self._sink.take()

    def close(self, manifest: dict[str, Any]) -> bytes:
        """Write the manifest and the end; the last bytes."""
        head = json.dumps(manifest, ensure_ascii=False, indent=1)
        assert head.endswith("\n}")
        listed = ",\n  ".join(self._told)
        whole = f'{head[:-2]},\n "files": [\n  {listed}\n ]\n}}\n'
        self._zip.writestr(self._info(MANIFEST), whole.encode(), compresslevel=_LEVEL)
        self._zip.close()
        return self.take()

    def _info(self, path: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(path, self._when)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        self._paths.add(path.lower())
        return info

    def _tell(self, path: str, size: int, digest: str, about: dict[str, str]) -> None:
        told = {"path": path, "size": size, "sha256": digest, **about}
        self._told.append(json.dumps(told, ensure_ascii=False))


class Lines:
    """A file inside the archive that grows line by line."""

    def __init__(self, archive: ArchiveWriter, path: str, about: dict[str, str]) -> None:
        self._archive, self._path, self._about = archive, path, about
        self._entry = archive._zip.open(archive._info(path), "w")
        self._digest, self._size = hashlib.sha256(), 0

    def write(self, lines: Iterator[str] | list[str]) -> None:
        """Add lines; each is one JSON value."""
        content = "".join(f"{line}\n" for line in lines).encode()
        self._entry.write(content)
        self._digest.update(content)
        self._size += len(content)

    def close(self) -> None:
        """End the file."""
        self._entry.close()
        self._archive._tell(self._path, self._size, self._digest.hexdigest(), self._about)
