"""Printing a document of sixty pages: CPU seconds, and milliseconds a page against a document of one page."""

from __future__ import annotations

import io
import statistics
import time
from datetime import date
from uuid import UUID

from pypdf import PdfReader

from bench.support import shown, verdict
from emias_app.mock_server.pdf.printer import PrintedPatient, print_document
from emias_app.models.base import Sex
from emias_app.models.document import Block, Document, LabRow, LabTableBlock, TextBlock
from emias_app.models.section import SectionSlug

TIMES = 5
PATIENT = PrintedPatient("Морозов Артём Дмитриевич", date(2018, 3, 14), Sex.MALE)
_SENTENCE = "Состояние удовлетворительное, кожные покровы чистые, зев спокойный, дыхание везикулярное. "
_ROW = LabRow(
    code="HGB", name="Гемоглобин", value="108", unit="г/л", reference="115–145", flag="LOW", position=0.1,
    low="115", high="145",
)  # fmt: skip


def a_document(*blocks: Block) -> Document:
    return Document(
        id=UUID(int=1), patient_id=UUID(int=2), section=SectionSlug.DISCHARGES, title="Выписной эпикриз",
        date=date(2026, 11, 18), organisation="Детская городская больница №\u00a00", author="Ганина Ольга Евгеньевна",
        author_role="Педиатр", blocks=list(blocks),
    )  # fmt: skip


def printed(document: Document) -> tuple[int, list[float]]:
    """Pages, and CPU seconds of each try."""
    pages = len(PdfReader(io.BytesIO(print_document(document, PATIENT))).pages)
    tries = []
    for _ in range(TIMES):
        began = time.process_time()
        print_document(document, PATIENT)
        tries.append(time.process_time() - began)
    return pages, tries


def main() -> None:
    print("printing sixty pages of prose, and of lab tables")
    prose = [TextBlock(heading=f"Раздел {n}", text="\n".join([_SENTENCE * 5] * 6)) for n in range(88)]
    tables = [LabTableBlock(norm_for="мальчика 8 лет", rows=[_ROW] * 32) for _ in range(60)]
    for name, blocks in (("prose", prose), ("lab tables", tables)):
        pages, tries = printed(a_document(*blocks))
        took = statistics.median(tries) / pages * 60
        print(f"    {name}: {pages} pages in {shown(tries)}")
        verdict(f"{name}, seconds of CPU for 60 pages", took, 1.0)


if __name__ == "__main__":
    main()
