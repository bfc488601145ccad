"""What is taken for a PDF that opens and only shows pages."""

from __future__ import annotations

import contextlib
import io
import zlib

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emias_app.mock_server.pdf.reading import MOST_PAGES, BadPdf, PdfFault, pages_in
from tests.support.papers import (
    a_locked_pdf,
    a_packed_pdf,
    a_pdf,
    a_pdf_that_says,
    a_pdf_with_attachment,
    a_picture,
)


def fault_of(content: bytes) -> PdfFault:
    with pytest.raises(BadPdf) as caught:
        pages_in(content)
    return caught.value.fault


@pytest.mark.parametrize("pages", [1, 2, 7, 60])
def test_pages_are_counted_as_a_reader_counts_them(pages: int) -> None:
    for content in (a_pdf(pages), a_packed_pdf(pages)):
        assert pages_in(content) == pages == len(pypdf.PdfReader(io.BytesIO(content)).pages)


def test_pages_that_were_changed_later_count_once() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(a_pdf(3)), incremental=True)
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    assert pages_in(out.getvalue()) == 3


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", PdfFault.NOT_PDF),
        (a_picture(), PdfFault.NOT_PDF),
        (b"GIF89a" + a_pdf(), PdfFault.NOT_PDF),
        (b"%PDF-1.4\n", PdfFault.BROKEN),
        (a_pdf()[:-200], PdfFault.BROKEN),
        (a_pdf().replace(b"startxref\n", b"startxref\n9"), PdfFault.BROKEN),
        (b"%PDF-1.4\nxref\n0 0\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n", PdfFault.BROKEN),
        (a_pdf_that_says(b" /OpenAction << /S /JavaScript /JS (app.alert) >>"), PdfFault.ACTIVE),
        (a_pdf_that_says(b" /AA << /O << /S /Launch >> >>"), PdfFault.ACTIVE),
        (a_pdf_that_says(b" /OpenAction << /S /#4aavaScript >>"), PdfFault.ACTIVE),
        (a_pdf_with_attachment(), PdfFault.ACTIVE),
        (a_locked_pdf(), PdfFault.LOCKED),
        (a_pdf(MOST_PAGES + 1), PdfFault.TOO_MANY_PAGES),
    ],
)
def test_what_does_not_open_or_does_more_is_refused(content: bytes, fault: PdfFault) -> None:
    assert fault_of(content) is fault


def test_a_link_to_a_page_is_no_program() -> None:
    assert pages_in(a_pdf_that_says(b" /OpenAction [3 0 R /Fit] /PageMode /UseNone")) == 1


def test_words_inside_pictures_are_not_taken_for_programs() -> None:
    content = a_pdf(1, words="/JavaScript /JS /Launch")
    assert pages_in(content) == 1


def test_an_object_stream_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(bytes(64 * 1024 * 1024))
    body = b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + bomb + b"\nendstream\nendobj\n"
    assert fault_of(body + f"startxref\n{9}\n%%EOF\n".encode()) is PdfFault.BROKEN


@given(st.binary(max_size=400), st.integers(0, 900), st.binary(max_size=40))
def test_any_bytes_are_answered(tail: bytes, place: int, piece: bytes) -> None:
    whole = a_pdf(1)
    for content in (b"%PDF-1.7\n" + tail, whole[:place] + piece + whole[place:]):
        with contextlib.suppress(BadPdf):
            assert pages_in(content) >= 1
