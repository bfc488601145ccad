"""The diary of a backend, played in memory: versions, conflicts and ids as the real one keeps them.

``lose_answers = n``: the next n writes are done, and their answers do not come. ``asks_about``: values that want to be
confirmed, as a change from what the clinic measured does.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from emias_app.domain.diary_queue import body_of
from emias_app.errors import EmiasError, Offline, api_error
from emias_app.models.base import Page
from emias_app.models.diary import DiaryEntry, DiaryPhoto, DiaryRequest, Indicator
from emias_app.models.problem import Problem

if TYPE_CHECKING:
    from tests.support.fake_backend import FakeBackend

_SPACE = UUID("00000000-0000-4000-8000-000000000001")
MORNING = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


def an_entry(name: str = "36,8", **changes: Any) -> DiaryEntry:
    """36,8 °C of this morning, unless a test says otherwise; the name makes its id."""
    told: dict[str, Any] = {
        "id": uuid5(_SPACE, name), "indicator": Indicator.TEMPERATURE, "value": 36.8, "unit": "°C",
        "measured_at": MORNING, "author": "Анна Сергеевна", "created_at": MORNING, "updated_at": MORNING,
    }  # fmt: skip
    return DiaryEntry.model_validate(told | changes)


def refusal(status: int, code: str, detail: str = "не вышло") -> EmiasError:
    return api_error(Problem(title=code, status=status, code=code, detail=detail), "7f3a21ff")


class FakeDiary:
    """``kept`` is what the backend holds, by card; ``removed`` are its tombstones."""

    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend
        self.kept: dict[UUID, dict[UUID, DiaryEntry]] = {}
        self.removed: dict[UUID, dict[UUID, DiaryEntry]] = {}
        self.origins: dict[UUID, DiaryRequest] = {}
        self.answers: dict[str, DiaryEntry | None] = {}
        self.photos: dict[UUID, bytes] = {}
        self.lose_answers = 0
        self.asks_about: set[float] = set()
        self.page = 100

    def put(self, patient_id: UUID, *entries: DiaryEntry) -> None:
        """What somebody else wrote."""
        self.kept.setdefault(patient_id, {}).update({one.id: one for one in entries})

    async def entries(self, patient_id: UUID, *, limit: int = 100, cursor: str | None = None) -> Page[DiaryEntry]:
        await self._b.call("diary", patient_id, cursor)
        found = sorted(self.kept.get(patient_id, {}).values(), key=lambda one: one.measured_at, reverse=True)
        begin, limit = int(cursor or 0), min(limit, self.page)
        more = str(begin + limit) if begin + limit < len(found) else None
        return Page(items=found[begin : begin + limit], next_cursor=more, total=len(found))

    async def entry(self, patient_id: UUID, entry_id: UUID) -> DiaryEntry:
        await self._b.call("diary_entry", patient_id, entry_id)
        return self._living(patient_id, entry_id)

    async def add(self, patient_id: UUID, body: DiaryRequest, key: str) -> DiaryEntry:
        await self._b.call("diary_add", patient_id, body.id)
        self._ask_about(body)
        entry_id = body.id or uuid4()
        known = self.kept.get(patient_id, {}).get(entry_id)
        if known is not None and self.origins.get(entry_id) == body:
            return self._answer(key, known)
        if known is not None:
            raise refusal(409, "entry_exists")
        if entry_id in self.removed.get(patient_id, {}):
            raise refusal(409, "entry_removed")
        self.origins[entry_id] = body
        return self._answer(key, self._write(patient_id, entry_id, body, 1))

    async def correct(self, patient_id: UUID, entry_id: UUID, body: DiaryRequest, version: int, key: str) -> DiaryEntry:
        await self._b.call("diary_correct", patient_id, entry_id, version)
        if key in self.answers:
            return self._answer(key, self.answers[key])
        self._check(patient_id, entry_id, version)
        self._ask_about(body)
        return self._answer(key, self._write(patient_id, entry_id, body, version + 1))

    async def remove(self, patient_id: UUID, entry_id: UUID, version: int, key: str) -> None:
        await self._b.call("diary_remove", patient_id, entry_id, version)
        if key not in self.answers:
            entry = self._check(patient_id, entry_id, version)
            del self.kept[patient_id][entry_id]
            grown = entry.model_copy(update={"version": version + 1})
            self.removed.setdefault(patient_id, {})[entry_id] = grown
            self.answers[key] = None
        self._lose()

    async def restore(self, patient_id: UUID, entry_id: UUID, key: str) -> DiaryEntry:
        await self._b.call("diary_restore", patient_id, entry_id)
        gone = self.removed.get(patient_id, {}).pop(entry_id, None)
        if gone is not None:
            self.put(patient_id, gone.model_copy(update={"version": gone.version + 1}))
        return self._answer(key, self._living(patient_id, entry_id))

    async def attach(self, patient_id: UUID, photo_id: UUID, media_type: str, content: bytes) -> DiaryPhoto:
        await self._b.call("diary_attach", patient_id, photo_id)
        self.photos[photo_id] = content
        self._lose()
        return DiaryPhoto(id=photo_id, width=320, height=240)

    async def photo(self, patient_id: UUID, photo_id: UUID) -> bytes:
        await self._b.call("diary_photo", photo_id)
        return self.photos[photo_id]

    def bodies(self, patient_id: UUID) -> list[DiaryRequest]:
        """What is kept, as a person would write it again."""
        return [body_of(one) for one in self.kept.get(patient_id, {}).values()]

    def _ask_about(self, body: DiaryRequest) -> None:
        if body.value in self.asks_about and not body.confirmed:
            raise refusal(422, "confirmation_needed", "В поликлинике было иначе. Всё верно? Проверьте число.")

    def _living(self, patient_id: UUID, entry_id: UUID) -> DiaryEntry:
        found = self.kept.get(patient_id, {}).get(entry_id)
        if found is None:
            raise refusal(404, "not_found")
        return found

    def _check(self, patient_id: UUID, entry_id: UUID, version: int) -> DiaryEntry:
        entry = self._living(patient_id, entry_id)
        if entry.version != version:
            raise refusal(412, "precondition_failed")
        return entry

    def _write(self, patient_id: UUID, entry_id: UUID, body: DiaryRequest, version: int) -> DiaryEntry:
        told = body.model_dump(exclude={"id"}, exclude_none=True)
        entry = DiaryEntry.model_validate(
            {"unit": "", **told, "id": entry_id, "version": version, "author": "Анна Сергеевна",
             "created_at": MORNING, "updated_at": self._b.server_now()}
        )  # fmt: skip
        self.put(patient_id, entry)
        return entry

    def _answer(self, key: str, entry: DiaryEntry | None) -> DiaryEntry:
        self.answers[key] = entry
        self._lose()
        assert entry is not None
        return entry

    def _lose(self) -> None:
        if self.lose_answers:
            self.lose_answers -= 1
            raise Offline("the answer got lost")
