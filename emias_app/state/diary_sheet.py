"""The sheet in which an entry of the diary is written or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from emias_app.clock import MOSCOW, moscow
from emias_app.domain.diary_queue import Line
from emias_app.domain.diary_ranges import MEASURES, Doubtful, Impossible, judge, value_words, written
from emias_app.domain.growth_slips import Measured
from emias_app.domain.people import FieldProblems
from emias_app.models.account import PatientSummary
from emias_app.models.diary import MOST_PHOTOS, DiaryEntry, DiaryRequest, Indicator
from emias_app.state._form import FormState
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.diary_ports import DiaryPort
from emias_app.state.photo import MOST, NOT_READ, TOO_LARGE, judged_photo
from emias_app.state.ports import Ports
from emias_app.state.troubles import load

NO_NUMBER = "Введите число"
NO_DAY = "Укажите дату"
DAY_AHEAD = "Этот день ещё не наступил"
DAY_BEFORE = "Это раньше дня рождения"
WRONG_TIME = "Время пишется так: 09:30"
TIME_AHEAD = "Это время ещё не наступило"
NO_NOTE = "Напишите, что было, или приложите фотографию"
TOO_MANY_PHOTOS = f"К записи можно приложить {MOST_PHOTOS} фотографий"

#: A question that stood there for so many seconds has been read.
READING = 1.0
#: Minutes by which a clock may go ahead.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class DiaryDraft:
    """An entry as it is typed; ``medicines`` are divided by semicolons or lines."""

    indicator: Indicator
    value: str = ""
    value2: str = ""
    day: date | None = None
    time: str = ""
    note: str = ""
    symptoms: tuple[str, ...] = ()
    medicines: str = ""


@dataclass(frozen=True)
class SheetPhoto:
    """A photo of the entry; ``content`` is there while the backend does not have it."""

    id: UUID
    thumbnail: bytes | None
    media_type: str = "image/jpeg"
    content: bytes | None = None


class DiarySheet(Guarded):
    """``before`` is what is changed; None writes anew. ``question`` is asked about a rare value."""

    def __init__(
        self, ports: Ports, right: Pass, child: PatientSummary, indicator: Indicator,
        before: Line | None = None, entries: Sequence[DiaryEntry] = (),
    ) -> None:  # fmt: skip
        super().__init__(right)
        self._ports, self._birth, self._sex = ports, child.birth_date, child.sex
        #: The diary, newest first: what a value follows from.
        self._entries = tuple(entries)
        self._latest = next((one for one in entries if one.indicator is indicator), None)
        self._asked: tuple[object, ...] | None = None
        self._asked_at, self._was_pressed = 0.0, False
        self.patient_id = child.id
        self.before = before
        self.can_choose = False
        #: Was closed without being saved, and is offered again.
        self.is_brought_back = False
        self.form: FormState[DiaryDraft] = FormState(
            self._draft_of(before.entry) if before else self._new_draft(indicator), self._problems, whole={"time": 4}
        )
        self._first = self.form.draft
        self.photos: tuple[SheetPhoto, ...] = ()
        self.photo_error: str | None = None
        self.large_photo: UUID | None = None
        self.is_adding_photo = False
        self.question: Doubtful | None = None
        if before is not None and before.question:
            self._ask()

    @property
    def indicator(self) -> Indicator:
        return self.form.draft.indicator

    @property
    def earliest(self) -> date:
        """The day of birth: nothing was measured before."""
        return self._birth

    @property
    def latest(self) -> date:
        """Today in Moscow."""
        return moscow(self._ports.backend.server_now()).date()

    @property
    def holds_something(self) -> bool:
        """Whether anything was typed, chosen or taken that closing the sheet would lose."""
        kept = set(self.before.entry.attachment_ids) if self.before else set()
        return (
            replace(self.form.draft, indicator=self._first.indicator) != self._first
            or any(one.id not in kept for one in self.photos)
            or any(typed.strip() and self.form.day(field) is None for field, typed in self.form.days.items())
        )

    def go_on(self, right: Pass) -> None:
        """The diary was left and opened again: what may still be done is said by its new pass."""
        self._pass = right

    def put(self, field: str, value: object) -> None:
        """Take over what a field holds now; a rare value is asked about as soon as it may be whole."""
        self.form.put(field, value)
        self._look_again()
        if field in ("value", "value2") and sum(sign.isdigit() for sign in str(value)) > 1:
            self._ask()

    def put_day(self, text: str) -> None:
        self.form.put_day("day", text)
        self._look_again()

    def leave(self, field: str) -> None:
        """The person went on to another field: what looks like a slip is asked about now."""
        self.form.leave(field)
        self._ask()

    def choose(self, indicator: Indicator) -> None:
        """Another indicator: what was typed as a value means nothing there."""
        if indicator is not self.indicator and self.before is None:
            self.form.draft = replace(self.form.draft, indicator=indicator, value="", value2="")
            self.form.start_clean()
            self._look_again()

    def toggle_symptom(self, symptom: str) -> None:
        now = self.form.draft.symptoms
        self.put("symptoms", tuple(one for one in now if one != symptom) if symptom in now else (*now, symptom))

    def step(self, field: str, ups: int) -> None:
        """«−» and «+»: one step of the indicator; an empty field starts at its latest value."""
        measure = MEASURES.get(self.indicator)
        if measure is None:
            return
        known = read_number(getattr(self.form.draft, field))
        value = self._start(field) if known is None else round(known + ups * measure.step, measure.decimals)
        low, high = measure.possible.low or 0, measure.possible.high or value
        self.put(field, _typed(min(max(value, low if field == "value" else 15), high), measure.decimals))
        self._ask()

    @allowed
    async def add_photo(self) -> None:
        """Choose a photo of the entry."""
        if self.is_adding_photo:
            return
        if len(self.photos) >= MOST_PHOTOS:
            self.photo_error = TOO_MANY_PHOTOS
            return
        self.is_adding_photo, self.photo_error = True, None
        try:
            picked = await self._ports.photos.pick(MOST)
            if picked is None or not self._pass.is_valid:
                return
            if picked.content is None:
                is_large = picked.size > MOST
                self.photo_error = TOO_LARGE.format(size=-(-picked.size // (1024 * 1024))) if is_large else NOT_READ
                return
            judged = await judged_photo(self._ports.photos, picked.content)
            if isinstance(judged, str):
                self.photo_error = judged
            else:
                photo = SheetPhoto(uuid4(), judged.thumbnail, judged.media_type, picked.content)
                self.photos = (*self.photos, photo)
                self._look_again()
        finally:
            self.is_adding_photo = False

    def remove_photo(self, photo_id: UUID) -> None:
        self.photos = tuple(one for one in self.photos if one.id != photo_id)
        self.photo_error = None
        if self.large_photo == photo_id:
            self.large_photo = None

    def enlarge_photo(self, photo_id: UUID) -> None:
        """Show a photo large, or put it back where it is."""
        self.large_photo = None if self.large_photo == photo_id else photo_id

    @allowed
    async def load_photos(self, diary: DiaryPort) -> None:
        """The photos that the entry holds already; one that does not come stays without a picture."""
        if self.before is None or self.photos:
            return
        self.photos = tuple(SheetPhoto(one, None) for one in self.before.entry.attachment_ids)
        for photo in self.photos:
            answer = await load(diary.photo(self.patient_id, photo.id))
            content = getattr(answer, "value", None)
            if content is None or not self._pass.is_valid:
                continue
            small = await self._ports.photos.thumbnail(content)
            self.photos = tuple(replace(one, thumbnail=small) if one.id == photo.id else one for one in self.photos)

    def finished(self) -> DiaryRequest | None:
        """The entry, fit to be kept; None while something is wrong or a rare value is asked about."""
        if not self.form.check():
            return None
        self._ask()
        if self.question is not None and not self._is_seen():
            return None
        draft, moment = self.form.draft, self._moment(self.form.draft)
        if moment is None:
            return None
        return DiaryRequest(
            indicator=draft.indicator,
            value=read_number(draft.value),
            value2=read_number(draft.value2) if draft.indicator is Indicator.BLOOD_PRESSURE else None,
            unit=MEASURES[draft.indicator].unit if draft.indicator in MEASURES else None,
            measured_at=moment,
            note=draft.note.strip(),
            symptoms=list(draft.symptoms),
            medicines=medicines_of(draft.medicines),
            attachment_ids=[one.id for one in self.photos],
            confirmed=self.question is not None,
        )

    def _is_seen(self) -> bool:
        """Whether the question stood there long enough to be read, or was answered by a second tap."""
        was_pressed, self._was_pressed = self._was_pressed, True
        return was_pressed or self._ports.clock.monotonic() - self._asked_at >= READING

    def _ask(self) -> None:
        draft = self.form.draft
        value, value2 = read_number(draft.value), read_number(draft.value2)
        if value is None or (draft.indicator is Indicator.BLOOD_PRESSURE and value2 is None):
            self.question = None
            return
        day = draft.day or self.latest
        others = self._measured(draft.indicator)
        verdict = judge(draft.indicator, value, value2, self._birth, day, others, self._sex)
        asked = (draft.value, draft.value2, draft.indicator, draft.day)
        if self.question is None or self._asked != asked:
            self._asked_at, self._was_pressed = self._ports.clock.monotonic(), False
        self.question = verdict if isinstance(verdict, Doubtful) else self._backends_question(draft)
        self._asked = asked

    def _measured(self, indicator: Indicator) -> list[Measured]:
        """What is written already, for an impossible change to be noticed: but for the entry that is changed."""
        mine = self.before.entry.id if self.before else None
        return [
            Measured(moscow(one.measured_at).date(), one.value)
            for one in self._entries
            if one.indicator is indicator and one.value is not None and one.id != mine
        ]

    def _backends_question(self, draft: DiaryDraft) -> Doubtful | None:
        """What the backend wanted to be asked about this very value: it knows what the clinic measured."""
        asked = self.before.question if self.before else None
        same = (draft.value, draft.value2, draft.day) == (self._first.value, self._first.value2, self._first.day)
        if not asked or not same:
            return None
        question, mark, advice = asked.partition("?")
        value, value2 = read_number(draft.value), read_number(draft.value2)
        typed = "" if value is None else f"{value_words(draft.indicator, value, value2)}. "
        return Doubtful(f"{typed}{question}{mark}", advice.strip())

    def _look_again(self) -> None:
        """A question belongs to the value it was asked about."""
        draft = self.form.draft
        if self._asked != (draft.value, draft.value2, draft.indicator, draft.day):
            self.question = None

    def _start(self, field: str) -> float:
        latest = self._latest
        if latest is not None and latest.indicator is self.indicator and latest.value is not None:
            return latest.value if field == "value" else latest.value2 or 65
        return MEASURES[self.indicator].start if field == "value" else 65

    def _new_draft(self, indicator: Indicator) -> DiaryDraft:
        now = moscow(self._ports.backend.server_now())
        return DiaryDraft(indicator, day=now.date(), time=f"{now:%H:%M}")

    def _draft_of(self, entry: DiaryEntry) -> DiaryDraft:
        at = moscow(entry.measured_at)
        measure = MEASURES.get(entry.indicator)
        decimals = measure.decimals if measure else 0
        return DiaryDraft(
            entry.indicator,
            value=_typed(entry.value, decimals) if entry.value is not None else "",
            value2=_typed(entry.value2, decimals) if entry.value2 is not None else "",
            day=at.date(),
            time=f"{at:%H:%M}",
            note=entry.note,
            symptoms=tuple(entry.symptoms),
            medicines="; ".join(entry.medicines),
        )

    def _moment(self, draft: DiaryDraft) -> datetime | None:
        at = read_time(draft.time)
        if draft.day is None or at is None:
            return None
        return datetime.combine(draft.day, at, MOSCOW)

    def _problems(self, draft: DiaryDraft) -> FieldProblems:
        problems: FieldProblems = {}
        if draft.indicator is Indicator.NOTE:
            if not (draft.note.strip() or draft.symptoms or draft.medicines.strip() or self.photos):
                problems["note"] = NO_NOTE
        else:
            problems |= _value_problems(draft, self._birth, self.latest)
        if draft.day is None:
            problems["day"] = NO_DAY
        elif draft.day > self.latest:
            problems["day"] = DAY_AHEAD
        elif draft.day < self._birth:
            problems["day"] = DAY_BEFORE
        moment = self._moment(draft)
        if read_time(draft.time) is None:
            problems["time"] = WRONG_TIME
        elif "day" not in problems and moment and moment > self._ports.backend.server_now() + _AHEAD:
            problems["time"] = TIME_AHEAD
        return problems


def _value_problems(draft: DiaryDraft, birth: date, today: date) -> FieldProblems:
    typed = {"value": draft.value}
    if draft.indicator is Indicator.BLOOD_PRESSURE:
        typed["value2"] = draft.value2
    problems = {field: NO_NUMBER for field, text in typed.items() if read_number(text) is None}
    if problems:
        return problems
    value2 = read_number(draft.value2) if "value2" in typed else None
    verdict = judge(draft.indicator, read_number(draft.value), value2, birth, draft.day or today)
    return {verdict.field: verdict.reason} if isinstance(verdict, Impossible) else {}


def read_number(text: str) -> float | None:
    """«36,6» or «36.6» as 36.6; None for what is no number."""
    plain = text.strip().replace(",", ".").replace("\u00a0", "")
    if not plain or not all(sign.isascii() and (sign.isdigit() or sign == ".") for sign in plain) or len(plain) > 9:
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """«9:30», «09.30» or «0930» as a time of day; None for what is none."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    parts = [part for part in text.replace(".", ":").replace("-", ":").split(":") if part.strip()]
    if len(parts) == 1 and len(digits) in (3, 4):
        parts = [digits[:-2], digits[-2:]]
    if len(parts) != 2 or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        return None
    hour, minute = int(parts[0]), int(parts[1])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def medicines_of(text: str) -> list[str]:
    """«Ибупрофен 5 мл; вода» as lines."""
    lines = [" ".join(part.split())[:120] for part in text.replace("\n", ";").split(";")]
    return [line for line in dict.fromkeys(lines) if line][:20]


def _typed(value: float, decimals: int) -> str:
    return f"{value:.1f}".replace(".", ",") if decimals == 1 else written(value)
