"""The printing, brought in with the first paper: a third of a second that no start has to pay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from emias_app.mock_server.pdf.printed import PrintedPatient, PrintedSummary
from emias_app.models.document import Document

if TYPE_CHECKING:
    from emias_app.domain.vaccination import Given
    from emias_app.mock_server.store.schema import KinshipRow, PatientRow


def print_document(document: Document, patient: PrintedPatient) -> bytes:
    """The PDF of a document."""
    from emias_app.mock_server.pdf import printer

    return printer.print_document(document, patient)


def print_picture(content: bytes, *, title: str, organisation: str, patient: PrintedPatient) -> bytes:
    """An uploaded picture as one page; raises :class:`ValueError` where it cannot be read."""
    from emias_app.mock_server.pdf import printer

    return printer.print_picture(content, title=title, organisation=organisation, patient=patient)


def print_summary(printed: PrintedSummary) -> bytes:
    """The PDF of a card's summary."""
    from emias_app.mock_server.pdf import card_summary

    return card_summary.print_summary(printed)


def print_certificate(given: Sequence[Given], patient: PrintedPatient, *, organisation: str, day: date) -> bytes:
    """The PDF of the certificate of vaccinations."""
    from emias_app.mock_server.pdf import vaccination_certificate

    return vaccination_certificate.print_certificate(given, patient, organisation=organisation, day=day)


def print_application(patient: PatientRow, kin: KinshipRow, day: date) -> bytes:
    """The PDF of the application for access that a relative signs."""
    from emias_app.mock_server.pdf import application

    return application.print_application(application.application_of(patient, kin, day))
