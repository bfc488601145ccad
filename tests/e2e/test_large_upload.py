"""A document of 20 MB through a served page: taken to the byte, and one byte more refused in plain words."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload

from emias_app.domain.uploads import MOST_BYTES
from emias_app.state.chosen_file import TOO_LARGE
from tests.support.browser import Visitor
from tests.support.papers import a_pdf_of
from tests.support.road import patients, set_pin, sign_in
from tests.support.served import Served

pytestmark = pytest.mark.browser


def choose(visitor: Visitor, size: int) -> None:
    """Choose a file of so many bytes in the browser's own dialog."""
    file: FilePayload = {"name": "выписка.pdf", "mimeType": "application/pdf", "buffer": a_pdf_of(size)}
    with visitor.page.expect_file_chooser() as dialog:
        visitor.tap("uploads.file")
    dialog.value.set_files([file])


def test_twenty_megabytes_are_taken_and_one_byte_more_is_refused(visitor: Visitor, app: Served) -> None:
    child = patients(app.base)["Артём"]
    sign_in(visitor)
    set_pin(visitor)
    visitor.page.goto(f"{app.base}/medcard/{child}/uploads/new")
    visitor.wait("uploads.file", timeout=60_000)

    choose(visitor, MOST_BYTES + 1)
    visitor.wait_text(TOO_LARGE.format(size=21))

    choose(visitor, MOST_BYTES)
    visitor.wait("uploads.file.remove", timeout=90_000)
    assert not visitor.sees("uploads.file.error")
    visitor.tap("uploads.kind.visit")
    visitor.enter("uploads.field.title", "Большая выписка")
    visitor.enter("uploads.field.date", "18.11.2026")
    visitor.tap("uploads.send")
    visitor.wait("section.total", timeout=90_000)
    visitor.wait_text("Большая выписка")
