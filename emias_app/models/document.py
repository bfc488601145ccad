"""A readable document: one shape for every kind, drawn on screen and in PDF alike."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from emias_app.models.base import Mark, Model
from emias_app.models.section import SectionSlug


class TextBlock(Model):
    """A headed piece of prose: «Жалобы», «Рекомендации». Paragraphs are split by newlines."""

    type: Literal["text"] = "text"
    heading: str | None = None
    text: str


class Fact(Model):
    """One «label: value» line; ``mark`` draws the value as a pill."""

    label: str
    value: str
    mark: Mark | None = None


class FactsBlock(Model):
    type: Literal["facts"] = "facts"
    heading: str | None = None
    items: list[Fact]


class DiagnosisBlock(Model):
    """A diagnosis with its МКБ-10 code."""

    type: Literal["diagnosis"] = "diagnosis"
    heading: str
    code: str
    name: str
    note: str | None = None


class TableBlock(Model):
    type: Literal["table"] = "table"
    heading: str | None = None
    columns: list[str]
    rows: list[list[str]]


class LabRow(Model):
    """One показатель of a report as it is drawn.

    ``value`` and bounds are formatted in Russian («75,2»); ``position`` is where the value stands on the
    reference bar, 0..1, the normal zone being 0.25..0.75 (a one-sided zone reaches the end).
    ``flag`` is LOW, HIGH, ABNORMAL or NORMAL; None where the показатель has no norm.
    """

    code: str
    name: str
    value: str
    unit: str
    reference: str
    low: str | None = None
    high: str | None = None
    position: float | None = None
    flag: Literal["LOW", "HIGH", "ABNORMAL", "NORMAL"] | None = None
    trend: list[float] = []
    trend_low: float | None = None
    trend_high: float | None = None


class LabTableBlock(Model):
    """The table of a lab report; rows outside the range come first."""

    type: Literal["labs"] = "labs"
    norm_for: str
    rows: list[LabRow]


class ConclusionBlock(Model):
    """What a reader looks for first: the conclusion of a study, the ruling of a certificate."""

    type: Literal["conclusion"] = "conclusion"
    heading: str
    text: str


class FormBlock(Model):
    """The lines of an official form in their order; on paper each stands on a rule."""

    type: Literal["form"] = "form"
    heading: str | None = None
    items: list[Fact]


class TimelineEntry(Model):
    """What was found on a day, and who found it."""

    date: date
    time: str | None = None
    title: str
    text: str
    author: str | None = None


class TimelineBlock(Model):
    """Examinations of a stay, the oldest first."""

    type: Literal["timeline"] = "timeline"
    heading: str
    items: list[TimelineEntry]


class CardiogramLead(Model):
    """A lead as a polyline: pairs of milliseconds from its start and microvolts."""

    name: str
    points: list[tuple[int, int]]


class CardiogramBlock(Model):
    """A synthetic electrocardiogram: twelve leads of ``seconds`` each and a long strip of lead II.

    Drawn at 25 mm a second and 10 mm a millivolt.
    """

    type: Literal["cardiogram"] = "cardiogram"
    heading: str
    note: str
    spoken: str
    seconds: float
    leads: list[CardiogramLead]
    strip: CardiogramLead


class QrBlock(Model):
    """A QR code; ``data`` is its content."""

    type: Literal["qr"] = "qr"
    caption: str
    data: str


class LinkBlock(Model):
    """Records that belong together: the documents of a stay, a visit's referral."""

    type: Literal["links"] = "links"
    heading: str
    items: list[RecordLink]


class RecordLink(Model):
    section: SectionSlug
    id: UUID
    title: str
    date: date


Block = Annotated[
    TextBlock
    | FactsBlock
    | DiagnosisBlock
    | TableBlock
    | LabTableBlock
    | ConclusionBlock
    | FormBlock
    | TimelineBlock
    | CardiogramBlock
    | QrBlock
    | LinkBlock,
    Field(discriminator="type"),
]


class Paper(Model):
    """What kind of paper it is; a form has its number («095/у») and the act that set it."""

    name: str
    number: str | None = None
    act: str | None = None


class Document(Model):
    """A record as a person reads it; ``mine`` = a document that the reader put in, and may take out."""

    id: UUID
    patient_id: UUID
    section: SectionSlug
    title: str
    date: date
    time: str | None = None
    organisation: str
    author: str | None = None
    author_role: str | None = None
    summary: Mark | None = None
    summary_text: str | None = None
    paper: Paper | None = None
    mine: bool = False
    blocks: list[Block]


LinkBlock.model_rebuild()
Document.model_rebuild()
