"""What a parent may put into the card: kinds, sizes, and what is wrong with a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from emias_app.models.uploads import UploadKind

#: «PDF/JPEG/PNG до 20 МБ».
MOST_BYTES = 20 * 1024 * 1024
MOST_TITLE, MOST_NOTE = 120, 1_000

KIND_TITLES: Mapping[UploadKind, str] = {
    UploadKind.VACCINATION: "Прививка",
    UploadKind.VISIT: "Приём",
    UploadKind.OTHER: "Другое",
}


@dataclass(frozen=True, repr=False)
class UploadDraft:
    """A form as far as it is filled in."""

    kind: UploadKind | None = None
    title: str = ""
    date: date | None = None
    note: str = ""


def upload_problems(draft: UploadDraft, *, birth: date, today: date) -> Iterator[tuple[str, str]]:
    """What is wrong, as (field, why)."""
    if draft.kind is None:
        yield "kind", "Выберите, что это за документ"
    if not draft.title.strip():
        yield "title", "Введите название"
    elif len(draft.title.strip()) > MOST_TITLE:
        yield "title", f"Не больше {MOST_TITLE} знаков"
    if draft.date is None:
        yield "date", "Введите дату документа"
    elif draft.date > today:
        yield "date", "Дата ещё не наступила"
    elif draft.date < birth:
        yield "date", "Дата раньше рождения ребенка"
    if len(draft.note) > MOST_NOTE:
        yield "note", f"Не больше {MOST_NOTE} знаков"
