"""Files that a parent may try to put into a card: PDFs and pictures, whole, broken and wicked."""

from __future__ import annotations

import io
import zlib
from random import Random

import pypdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas


def a_pdf(pages: int = 2, words: str = "Dokument") -> bytes:
    """A PDF as a clinic's printer makes it."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawString(72, 720, f"{words} {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def a_pdf_of(size: int) -> bytes:
    """A PDF of exactly so many bytes, most of them a comment."""
    whole = a_pdf(1)
    table = whole.rpartition(b"startxref")[2].split()[0]
    end = b"\nstartxref\n" + table + b"\n%%EOF\n"
    return whole + b"%" + b"x" * (size - len(whole) - len(end) - 1) + end


def a_packed_pdf(pages: int = 3) -> bytes:
    """A PDF 1.5 whose pages lie in an object stream, as most programs write them today."""
    kids = " ".join(f"{4 + number} 0 R" for number in range(pages))
    held = [
        (2, "<< /Type /Catalog /Pages 3 0 R >>"),
        (3, f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"),
        *((4 + number, "<< /Type /Page /Parent 3 0 R /MediaBox [0 0 200 200] >>") for number in range(pages)),
    ]
    heads, bodies, at = [], [], 0
    for number, body in held:
        heads.append(f"{number} {at}")
        bodies.append(body)
        at += len(body) + 1
    head = " ".join(heads) + " "
    packed = zlib.compress((head + "\n".join(bodies)).encode())
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    first = len(out)
    out += (
        f"1 0 obj\n<< /Type /ObjStm /N {len(held)} /First {len(head)} /Filter /FlateDecode /Length {len(packed)} >>\n"
        "stream\n"
    ).encode()
    out += packed + b"\nendstream\nendobj\n"
    table = len(out)
    size = 4 + pages + 1
    rows = bytearray([0, 0, 0, 0, 0]) + bytearray([1, *first.to_bytes(3, "big"), 0])
    for index in range(len(held)):
        rows += bytearray([2, 0, 0, 1, index])
    rows += bytearray([1, *table.to_bytes(3, "big"), 0])
    xref = zlib.compress(bytes(rows))
    out += (
        f"{size - 1} 0 obj\n<< /Type /XRef /Size {size} /Root 2 0 R /W [1 3 1] /Filter /FlateDecode "
        f"/Length {len(xref)} >>\nstream\n"
    ).encode()
    out += xref + f"\nendstream\nendobj\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def a_pdf_that_says(more: bytes) -> bytes:
    """A PDF whose catalogue holds more, its cross-reference moved along."""
    plain = a_pdf(1)
    place = plain.rindex(b"startxref") + len(b"startxref\n")
    end = plain.index(b"\n", place)
    moved = plain[:place] + str(int(plain[place:end]) + len(more)).encode() + plain[end:]
    return moved.replace(b"/Type /Catalog", b"/Type /Catalog" + more)


def a_locked_pdf() -> bytes:
    """A PDF behind a password."""
    writer = pypdf.PdfWriter(io.BytesIO(a_pdf(1)))
    writer.encrypt("secret", algorithm="AES-256")
    return _written(writer)


def a_pdf_with_attachment() -> bytes:
    """A PDF that carries another file."""
    writer = pypdf.PdfWriter(io.BytesIO(a_pdf(1)))
    writer.add_attachment("inside.exe", b"MZ")
    return _written(writer)


def _written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    """A photo of a paper."""
    out = io.BytesIO()
    Image.new("RGB", size, "#dfe7ea").save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def a_heavy_picture(megabytes: float) -> bytes:
    """A PNG of noise, nearly so many megabytes: nothing in it can be packed."""
    side = int((megabytes * 1024 * 1024 / 3) ** 0.5)
    noise = Random(1).randbytes(side * side * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(out, "PNG", compress_level=0)
    return out.getvalue()
