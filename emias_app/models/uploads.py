"""Documents that a parent puts into the card (contract §2)."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from emias_app.models.base import Line, Request, Text

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
