"""Whether bytes are a PDF that opens and only shows pages: enough to take one in, not a reader.

The check follows what a reader needs first: the head, the last cross-reference, the objects around it and inside
object streams (ISO 32000-1, 7.5). Streams are stepped over, so that bytes of pictures are not taken for words.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum

MOST_PAGES = 500
#: Object streams hold dictionaries, which are short; more is a bomb.
_MOST_UNPACKED = 24 * 1024 * 1024

_HEAD = re.compile(rb"%PDF-[12]\.\d")
_START = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_TABLE = re.compile(rb"\s*(?:xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)")
_STREAM = re.compile(rb"\bstream\r?\n")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d{1,7})\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia(?:Content)?|SubmitForm|ImportData|GoToE|Movie|Rendition|XFA)"
    rb"(?![A-Za-z])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")


class PdfFault(StrEnum):
    """Why a file is not taken."""

    NOT_PDF = "NOT_PDF"
    BROKEN = "BROKEN"
    LOCKED = "LOCKED"
    ACTIVE = "ACTIVE"
    TOO_MANY_PAGES = "TOO_MANY_PAGES"


class BadPdf(ValueError):
    """A file that is not taken, and why."""

    def __init__(self, fault: PdfFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def pages_in(content: bytes) -> int:
    """How many pages a PDF has. Raises :class:`BadPdf`."""
    if not _HEAD.match(content):
        raise BadPdf(PdfFault.NOT_PDF)
    _check_end(content)
    words = b"\n".join(_words(content))
    if b"#" in words:
        words = _HEX.sub(lambda match: bytes([int(match[1], 16)]), words)
    if _LOCKED.search(words):
        raise BadPdf(PdfFault.LOCKED)
    if _ACTIVE.search(words):
        raise BadPdf(PdfFault.ACTIVE)
    # A page that was changed later stands twice; the tree counts it once, and so may an outline.
    leaves = len(_PAGE.findall(words))
    counted = max((int(count) for count in _COUNT.findall(words)), default=0)
    pages = min(leaves, counted) if counted else leaves
    if pages < 1:
        raise BadPdf(PdfFault.BROKEN)
    if pages > MOST_PAGES:
        raise BadPdf(PdfFault.TOO_MANY_PAGES)
    return pages


def _check_end(content: bytes) -> None:
    """A file that broke off has no end, or its end points nowhere."""
    ends = list(_START.finditer(content, max(0, len(content) - 4096)))
    if not ends:
        raise BadPdf(PdfFault.BROKEN)
    place = int(ends[-1][1])
    if place >= len(content) or not _TABLE.match(content, place):
        raise BadPdf(PdfFault.BROKEN)


def _words(content: bytes) -> Iterator[bytes]:
    """All that is not inside a stream, and what object streams hold."""
    place, room = 0, _MOST_UNPACKED
    while (begin := _STREAM.search(content, place)) is not None:
        head = content[place : begin.start()]
        end = content.find(b"endstream", begin.end())
        if end < 0:
            raise BadPdf(PdfFault.BROKEN)
        yield head
        dictionary = head[head.rfind(b"obj") :]
        if b"ObjStm" in dictionary:
            unpacked = _unpacked(content[begin.end() : end], dictionary, room)
            room -= len(unpacked)
            yield unpacked
        place = end
    yield content[place:]


def _unpacked(body: bytes, dictionary: bytes, room: int) -> bytes:
    if b"/Filter" not in dictionary:
        return body
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(body, max(room, 1))
    except zlib.error as error:
        raise BadPdf(PdfFault.BROKEN) from error
    if unpacker.unconsumed_tail:
        raise BadPdf(PdfFault.BROKEN)
    return unpacked
