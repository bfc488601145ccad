"""What the generated cards hold for their documents: curves, examinations of a stay, forms, ways back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import TypeVar

from pypdf import PdfReader

from emias_app.clock import MOSCOW
from emias_app.config import Seed
from emias_app.domain.documents import Patient, document_of
from emias_app.mock_server.pdf.printer import PrintedPatient, print_document
from emias_app.mock_server.seed import Card, cards
from emias_app.mock_server.seed.chart import is_visible
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.mock_server.seed.stay_notes import NOTES
from emias_app.mock_server.seed.stays import STAYS
from emias_app.models.document import Block, CardiogramBlock, Document, LinkBlock, TimelineBlock
from emias_app.models.records import (
    AmbulanceCall,
    Certificate,
    Hospitalization,
    InstrumentalStudy,
    Prescription,
    Record,
    Referral,
    Visit,
)
from emias_app.models.section import SectionSlug

NOW = datetime(2026, 11, 22, 9, tzinfo=MOSCOW)
AnyKind = TypeVar("AnyKind", bound=Record)


@cache
def _cards() -> dict[str, Card]:
    by_id = {spec.id: key for key, spec in CHILDREN.items()}
    return {by_id[card.patient_id]: card for card in cards(Seed.DEMO, NOW)}


def _all(kind: type[AnyKind], key: str | None = None) -> Iterator[AnyKind]:
    for name, card in _cards().items():
        if key in (None, name):
            yield from (record for record in card.records if isinstance(record, kind) and is_visible(record))


def _document(record: Record, key: str = "artem") -> Document:
    spec = CHILDREN[key]
    patient = Patient(spec.last_name, spec.first_name, spec.middle_name, spec.born(NOW.date()), spec.sex)
    return document_of(record, patient, today=NOW.date())  # type: ignore[arg-type]


def _blocks(document: Document, kind: type[Block]) -> list[Block]:  # type: ignore[valid-type]
    return [block for block in document.blocks if isinstance(block, kind)]  # type: ignore[arg-type]


def test_artems_electrocardiograms_come_with_a_curve_and_without() -> None:
    curves = [study.cardiogram for study in _all(InstrumentalStudy, "artem") if study.kind == "ECG"]
    assert any(curves)
    assert not all(curves)


def test_a_curve_is_drawn_from_what_the_protocol_measured() -> None:
    drawn = [study for study in _all(InstrumentalStudy) if study.cardiogram]
    assert drawn
    for study in drawn:
        assert study.cardiogram is not None
        measured = {line.label: line.value for line in study.measurements}
        assert measured["ЧСС"].startswith(f"{study.cardiogram.rate} ")
        assert (study.cardiogram.sway > 0.1) == ("аритмией" in study.protocol)
        assert len(_blocks(_document(study), CardiogramBlock)) == 1


def test_a_stay_holds_treatment_examinations_and_results_of_its_days() -> None:
    stays = list(_all(Hospitalization))
    assert stays
    for stay in stays:
        assert stay.treatment
        assert len(stay.notes) >= 4
        assert all(stay.admitted <= note.date <= stay.discharged for note in stay.notes)
        assert stay.notes == sorted(stay.notes, key=lambda note: (note.date, note.time or ""))
        sections = {one.section for one in stay.documents}
        assert {SectionSlug.DISCHARGES, SectionSlug.LABS} <= sections
        document = _document(stay)
        assert len(_blocks(document, TimelineBlock)) == 1
        links = {link.id for block in _blocks(document, LinkBlock) for link in block.items}
        assert links == {one.id for one in stay.documents}


def test_every_reason_to_be_in_hospital_is_examined() -> None:
    assert set(NOTES) == set(STAYS)
    for code, notes in NOTES.items():
        assert all(day < STAYS[code].length for day, *_ in notes), code


def test_a_record_points_back_to_what_led_to_it_and_the_way_opens() -> None:
    for card in _cards().values():
        known = {record.id: record for record in card.records if is_visible(record)}
        for record in known.values():
            if record.source:
                source = known[record.source.id]
                assert (source.section, source.date, source.title) == (
                    record.source.section, record.source.date, record.source.title,
                )  # fmt: skip
            for one in record.related if isinstance(record, Visit) else ():
                back = known[one.id].source
                assert back is not None
                assert back.id == record.id
    pointing = {type(record) for record in _all(Record) if record.source}
    assert {Prescription, Referral, Certificate, InstrumentalStudy} <= pointing


def test_a_school_form_repeats_the_card_as_it_stood_that_day() -> None:
    forms = [paper for paper in _all(Certificate) if paper.kind == "FORM_026"]
    assert forms
    for paper in forms:
        parts = {part.heading: part for part in paper.parts}
        given = parts["Профилактические прививки"]
        assert all(len(row) == len(given.columns) for row in given.rows)
        days = [datetime.strptime(row[0], "%d.%m.%Y").replace(tzinfo=MOSCOW).date() for row in given.rows]
        assert days == sorted(days)
        assert days[-1] <= paper.date
        assert all(isinstance(day, date) for day in days)


def test_an_ambulance_comes_after_the_call_and_leaves_the_child_no_worse() -> None:
    calls = list(_all(AmbulanceCall))
    assert calls
    for call in calls:
        hours = [line.value for line in call.times]
        assert [line.label for line in call.times] == ["Вызов принят", "Бригада прибыла", "Вызов окончен"]
        assert hours[0] == call.time
        assert all(re.fullmatch(r"\d\d:\d\d", hour) for hour in hours)
        signs = {sign.label: (_number(sign.before), _number(sign.after)) for sign in call.vitals}
        assert signs["Температура"][0] >= signs["Температура"][1] >= 36
        assert 60 <= signs["Пульс в минуту"][1] <= signs["Пульс в минуту"][0]
        assert 92 <= signs["Кислород крови"][0] <= signs["Кислород крови"][1] <= 100


def test_who_came_by_ambulance_is_examined_after_it() -> None:
    brought = 0
    for card in _cards().values():
        stays = {record.admitted: record for record in card.records if isinstance(record, Hospitalization)}
        for call in card.records:
            if isinstance(call, AmbulanceCall) and call.date in stays:
                brought += 1
                first = stays[call.date].notes[0]
                assert (first.date, first.title) == (call.date, "Осмотр в приёмном отделении")
                assert (first.time or "") > call.times[-1].value
    assert brought


def test_one_paper_of_every_kind_is_printed_whole() -> None:
    spec = CHILDREN["artem"]
    patient = PrintedPatient(f"{spec.last_name} {spec.first_name}", spec.born(NOW.date()), spec.sex)
    newest = {(record.section, record.kind): record for record in _cards()["artem"].records if is_visible(record)}
    assert len(newest) >= 20
    for record in newest.values():
        document = _document(record)
        pages = PdfReader(BytesIO(print_document(document, patient))).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        assert document.title in texts[0].replace("\u00a0", " ") or len(document.title) > 40, document.title
        assert all(f"стр. {place} из {len(pages)}" in text for place, text in enumerate(texts, start=1))
        assert all(patient.full_name in text and "Синтетические данные" in text for text in texts), document.title
        assert "None" not in " ".join(texts), document.title


def _number(text: str) -> float:
    return float(re.split("[ \u00a0]", text)[0].replace(",", "."))
