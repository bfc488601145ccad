"""Documents that a parent puts into the card (contract §2)."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from emias_app.models.base import Line, Model, Request, Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class UploadKind(StrEnum):
    """What the document tells of."""

    VACCINATION = "VACCINATION"
    VISIT = "VISIT"
    OTHER = "OTHER"


def _only_iso(value: object) -> object:
    """A day is YYYY-MM-DD and nothing else that a lenient parser would take for one."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("дата в виде ГГГГ-ММ-ДД")
    return value


class UploadForm(Request):
    """The fields beside the file; ``date`` is the document's own Moscow day."""

    kind: UploadKind
    title: Annotated[Line, AfterValidator(str.strip), Field(max_length=120)]
    date: Annotated[dt.date, BeforeValidator(_only_iso)]
    note: Annotated[Text, AfterValidator(str.strip), Field(max_length=1_000)] = ""


class ClinicUpload(Model):
    """A document of the parents before the clinic's doctor: ``author`` (name and kinship) put it in at ``uploaded_at``.

    ``date`` is the document's own day; ``size`` in bytes.
    """

    id: UUID
    title: str
    kind_title: str
    date: dt.date
    note: str | None = None
    file_name: str
    media_type: str
    size: int
    pages: int
    author: str
    uploaded_at: dt.datetime | None = None
