"""What a paper attached to an entry is called in «Загруженных документах»: by what the entry says so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from emias_app.domain.child_data import infection_words
from emias_app.domain.typed_days import read_day
from emias_app.domain.uploads import KIND_TITLES, MOST_TITLE
from emias_app.models.child_data import ChildDataKind
from emias_app.models.uploads import UploadForm, UploadKind
from emias_app.state.child_data_draft import EntryDraft

K = ChildDataKind
_KINDS: Mapping[ChildDataKind, UploadKind] = {K.VACCINATIONS: UploadKind.VACCINATION, K.VISITS: UploadKind.VISIT}


def paper_form(kind: ChildDataKind, draft: EntryDraft, file_name: str, *, birth: date, today: date) -> UploadForm:
    """Kind, title and day: of the entry where it tells them, else of the file and of today [model]."""
    paper = _KINDS.get(kind, UploadKind.OTHER)
    said = _said(kind, draft)
    told = f"{KIND_TITLES[paper]}: {said}" if said and paper is not UploadKind.OTHER else said
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    title = "".join(sign for sign in told or stem if sign.isprintable())[:MOST_TITLE].strip()
    day = read_day(draft.on)
    is_sensible = day is not None and birth <= day <= today
    return UploadForm(
        kind=paper,
        title=title or KIND_TITLES[paper],
        date=day if day is not None and is_sensible else today,
    )


def _said(kind: ChildDataKind, draft: EntryDraft) -> str:
    """The line that names the entry."""
    if kind is K.VACCINATIONS:
        return ", ".join(infection_words(key) for key in draft.infections)
    lines: Mapping[ChildDataKind, str] = {
        K.ALLERGIES: draft.substance,
        K.MEDICATIONS: draft.medicine,
        K.INJURIES: draft.what,
        K.SURGERIES: draft.what,
        K.FAMILY_HISTORY: draft.illness,
        K.VISITS: draft.speciality,
    }
    return lines.get(kind, "").strip()
