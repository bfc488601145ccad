"""«Данные о ребенке» of one card: the kinds in short, one kind with the clinic's facts, and the form of an entry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from emias_app.clock import moscow_day
from emias_app.domain.child_data import KINDS, Field, Source
from emias_app.domain.people import FieldProblems
from emias_app.domain.suggestions import Suggestion, suggest
from emias_app.errors import Conflict, EmiasError
from emias_app.models.child_data import (
    AnyEntry,
    ChildDataEntry,
    ChildDataKind,
    ChildDataSummary,
    ClinicFact,
    KindPage,
)
from emias_app.models.child_data import Conflict as Disagreement
from emias_app.models.records import RecordRow, Upload
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import UploadForm
from emias_app.state._form import FormState
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.child_data_draft import EntryDraft, details_of, draft_of, draft_problems, spellings
from emias_app.state.levels import Drafts
from emias_app.state.paper import PaperState
from emias_app.state.paper_words import paper_form
from emias_app.state.place import ChildData, ChildDataForm, ChildDataList, ChildDataPlace
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

PAGE = 100
#: Lines whose suggestions carry a code of МКБ-10.
_CODED = (Source.INJURIES, Source.SURGERIES, Source.FAMILY_ILLNESSES, Source.DIAGNOSES)
CHANGED_MEANWHILE = "Пока вы писали, запись изменили. Ваш текст на месте: проверьте его и сохраните ещё раз"
PAPER_ON_ITS_WAY = "Документ ещё отправляется. Сохраните, когда он приложится"
_LONG_AGO = date(1900, 1, 1)
STALE_CODE = "precondition_failed"


@dataclass(frozen=True)
class Kept:
    """A kind as it is shown: all its entries, the clinic's facts, and where the two disagree."""

    entries: tuple[AnyEntry, ...]
    clinic: tuple[ClinicFact, ...]
    conflicts: tuple[Disagreement, ...]

    def entry(self, entry_id: UUID | None) -> AnyEntry | None:
        return next((one for one in self.entries if one.id == entry_id), None)

    def disagreements(self, entry_id: UUID) -> tuple[Disagreement, ...]:
        return tuple(one for one in self.conflicts if one.entry_id == entry_id)


class ChildDataState(Guarded):
    """What was typed stays over errors and a lock until it is saved; ``has_changed``: so the card's tile has."""

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        patient_id: UUID,
        birth: Callable[[], date | None],
        drafts: Drafts,
        uploads_changed: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(right)
        self._ports, self._birth, self._drafts = ports, birth, drafts
        self._uploads_changed = uploads_changed
        self._is_summary_old, self._is_kind_old = True, False
        self._key = ""
        self._sent: object = None
        self._turn = 0
        self.patient_id = patient_id
        self.is_reading = ports.is_reading
        self.shows = ports.shows
        self.has_changed = False
        self.place: ChildDataPlace = ChildData(patient_id)
        self.summary: Loadable[ChildDataSummary] = Loading()
        self.kind: ChildDataKind | None = None
        self.kept: Loadable[Kept] = Loading()
        self.form: FormState[EntryDraft] | None = None
        self.typed_in: str | None = None
        self.uploads: Loadable[tuple[RecordRow, ...]] | None = None
        self.paper: PaperState | None = None
        self.removed: AnyEntry | None = None
        self.busy_with: UUID | None = None
        self.error: str | None = None

    # where the person is

    def aim(self, place: ChildDataPlace) -> None:
        """Turn to ``place`` at once; nothing of another kind stays in view."""
        self.place, self.error, self.typed_in, self.uploads = place, None, None, None
        kind = None if isinstance(place, ChildData) else place.kind
        if kind is not self.kind:
            self.kind, self.kept = kind, Loading()
            self._turn += 1
        self.form = self.paper = None
        self._open_form()

    @allowed
    async def show(self, *, has_two_panes: bool) -> None:
        """Fetch what is on the screen now and is not known: every list that is read is journaled."""
        if isinstance(self.place, ChildData) or has_two_panes:
            await self._ensure_summary()
        if self.kind is not None and (self._is_kind_old or not isinstance(self.kept, Ready)):
            await self._load_kind()

    @allowed
    async def refresh(self) -> None:
        """What is shown, anew."""
        self._is_summary_old = True
        if self.kind is None:
            await self._ensure_summary()
        else:
            await self._load_kind()

    async def _ensure_summary(self) -> None:
        if not self._is_summary_old:
            return
        shown = self.summary
        answer = await self.fetch(self._ports.backend.child_data.summary(self.patient_id))
        if isinstance(answer, Ready):
            self.summary, self._is_summary_old = answer, False
        elif isinstance(answer, Failed):
            self.summary = shown if isinstance(shown, Ready) else answer

    async def _load_kind(self) -> None:
        kind, shown = self.kind, self.kept
        if kind is None:
            return
        self._turn += 1
        turn = self._turn
        if not isinstance(shown, Ready):
            self.kept = Loading()
        answer = await self.fetch(self._all_of(kind))
        if turn != self._turn:
            return
        if isinstance(answer, Ready):
            self.kept, self._is_kind_old = answer, False
            self._open_form()
        elif isinstance(answer, Failed):
            self.kept = shown if isinstance(shown, Ready) else answer

    async def _all_of(self, kind: ChildDataKind) -> Kept:
        child_data = self._ports.backend.child_data
        page: KindPage[AnyEntry] = await child_data.page(self.patient_id, kind, limit=PAGE)
        items, cursor = list(page.items), page.next_cursor
        while cursor is not None:
            more = await child_data.page(self.patient_id, kind, limit=PAGE, cursor=cursor)
            items += more.items
            cursor = more.next_cursor
        return Kept(tuple(items), tuple(page.clinic), tuple(page.conflicts))

    # the form

    @property
    def entry(self) -> AnyEntry | None:
        """The entry whose form is open; None while one is added or not known yet."""
        if not isinstance(self.place, ChildDataForm) or not isinstance(self.kept, Ready):
            return None
        return self.kept.value.entry(self.place.entry_id)

    @property
    def is_gone(self) -> bool:
        """The form is of an entry that is not there any more."""
        wanted = isinstance(self.place, ChildDataForm) and self.place.entry_id is not None
        return wanted and isinstance(self.kept, Ready) and self.entry is None

    @property
    def suggestions(self) -> Sequence[Suggestion]:
        """What fits what is being typed."""
        if self.form is None or self.kind is None or self.typed_in is None:
            return ()
        source = KINDS[self.kind].field(self.typed_in).source
        return () if source is None else suggest(source, getattr(self.form.draft, self.typed_in))

    def type(self, field: Field, text: str) -> None:
        """Take over what a line holds now; a code that was chosen for other words goes."""
        if self.form is None:
            return
        self.form.put(field.wire, text)
        self.typed_in = field.name if field.source is not None else None
        if field.source in _CODED:
            self.form.put("icd10", "")

    def take(self, suggestion: Suggestion) -> None:
        """Put a suggestion into the line that was typed into."""
        name, form, kind = self.typed_in, self.form, self.kind
        if name is None or form is None or kind is None:
            return
        field = KINDS[kind].field(name)
        form.put(field.wire, suggestion.text)
        if field.source in _CODED:
            form.put("icd10", suggestion.code or "")
        self.typed_in = None
        form.leave(field.wire)

    def toggle_infection(self, key: str) -> None:
        """One of the infections, or not."""
        if self.form is not None:
            chosen = self.form.draft.infections
            others = tuple(one for one in chosen if one != key)
            self.form.put("infections", others if key in chosen else (*chosen, key))

    def toggle_file(self, file_id: UUID) -> None:
        """Attach a file, or take it off."""
        if self.form is not None:
            chosen = self.form.draft.attachment_ids
            others = tuple(one for one in chosen if one != file_id)
            self.form.put("attachmentIds", others if file_id in chosen else (*chosen, file_id))

    @allowed
    async def list_uploads(self) -> None:
        """The files that may be attached; read once, when they are asked for."""
        if isinstance(self.uploads, Ready):
            return
        self.uploads = Loading()
        work = self._ports.backend.patients.records(self.patient_id, SectionSlug.UPLOADS, limit=PAGE)
        answer = await self.fetch(work)
        if isinstance(answer, Ready):
            self.uploads = Ready(tuple(answer.value.items))
        elif isinstance(answer, Failed):
            self.uploads = answer

    @allowed
    async def save(self) -> None:
        """Keep the entry; a good one leads back to its list."""
        form, place = self.form, self.place
        if form is None or not isinstance(place, ChildDataForm) or form.is_busy or not form.check():
            return
        if self.paper is not None and self.paper.is_busy:
            form.error = PAPER_ON_ITS_WAY
            return
        details = details_of(place.kind, form.draft)
        key = self._key_for((place, details))
        child_data, entry = self._ports.backend.child_data, self.entry
        form.is_busy = True
        try:
            if place.entry_id is None or entry is None:
                saved = await child_data.add(self.patient_id, place.kind, details, key)
            else:
                saved = await child_data.correct(
                    self.patient_id, place.kind, entry.id, details, form.draft.version, key
                )
        except EmiasError as error:
            if self._pass.is_valid and not self._pass.report(error):
                await self._refused(form, error)
            return
        finally:
            form.is_busy = False
        if self._pass.is_valid:
            self._drafts.pop(self._name(place), None)
            self._take_in(saved, saved)
            await self._ports.navigator.go(ChildDataList(self.patient_id, place.kind))

    async def _refused(self, form: FormState[EntryDraft], error: EmiasError) -> None:
        if not (isinstance(error, Conflict) and error.code == STALE_CODE):
            form.take_refusal(error, self._ports.backend.server_now())
            return
        # What was typed stays; the next try is over what the other one wrote, with open eyes.
        form.is_busy = False
        await self._load_kind()
        if self.entry is not None:
            form.put("version", self.entry.version)
        form.error = CHANGED_MEANWHILE

    # taking away and bringing back

    @allowed
    async def remove(self, entry_id: UUID) -> None:
        """Take an entry away; it may be brought back."""
        entry = self.kept.value.entry(entry_id) if isinstance(self.kept, Ready) else None
        if entry is None or self.busy_with is not None:
            return
        self.busy_with, self.error = entry_id, None
        try:
            await self._ports.backend.child_data.remove(
                self.patient_id, entry.kind, entry.id, entry.version, str(uuid4())
            )
        except EmiasError as error:
            await self._not_done(error)
            return
        finally:
            self.busy_with = None
        if self._pass.is_valid:
            self._drafts.pop(self._name(ChildDataForm(self.patient_id, entry.kind, entry.id)), None)
            self._take_in(entry, None)
            self.removed = entry
            await self._ports.navigator.go(ChildDataList(self.patient_id, entry.kind))

    @allowed
    async def bring_back(self, entry: AnyEntry) -> None:
        """«Вернуть» what was taken away."""
        try:
            back = await self._ports.backend.child_data.restore(self.patient_id, entry.kind, entry.id, str(uuid4()))
        except EmiasError as error:
            await self._not_done(error)
            return
        if self._pass.is_valid:
            self._take_in(back, back)
            await self.show(has_two_panes=False)

    def forget_removed(self) -> None:
        """It was told that it is taken away."""
        self.removed = None

    async def _not_done(self, error: EmiasError) -> None:
        if not self._pass.is_valid or self._pass.report(error):
            return
        if isinstance(error, Conflict) and error.code == STALE_CODE:
            await self._load_kind()
        self.error = trouble_of(error, self._ports.backend.server_now()).text

    # how it is done

    def _open_form(self) -> None:
        """Give the place its form, once what it changes is known."""
        place = self.place
        if not isinstance(place, ChildDataForm) or self.form is not None:
            return
        name = self._name(place)
        if name not in self._drafts:
            entry = self.entry
            if place.entry_id is not None and entry is None:
                return
            draft = draft_of(entry) if entry is not None else EntryDraft()
            self._drafts[name] = FormState(
                draft, lambda typed: self._problems(place.kind, typed), tidy=spellings(place.kind)
            )
        self.form = self._drafts[name]
        if not self.is_reading:
            self.paper = self._paper_for(place.kind, self.form)

    def _paper_for(self, kind: ChildDataKind, form: FormState[EntryDraft]) -> PaperState:
        """Papers of this very form: one that arrives late is attached to it, wherever the person is by then."""

        def described(file_name: str) -> UploadForm:
            today = moscow_day(self._ports.backend.server_now())
            return paper_form(kind, form.draft, file_name, birth=self._birth() or _LONG_AGO, today=today)

        async def attach(kept: Upload) -> None:
            form.put("attachmentIds", (*form.draft.attachment_ids, kept.id))
            self.uploads = None
            if self._uploads_changed is not None:
                await self._uploads_changed()

        return PaperState(self._ports, self._pass, self.patient_id, described, attach)

    def _name(self, place: ChildDataForm) -> str:
        return f"child-data:{place.patient_id}:{place.kind}:{place.entry_id}"

    def _problems(self, kind: ChildDataKind, draft: EntryDraft) -> FieldProblems:
        today = moscow_day(self._ports.backend.server_now())
        return draft_problems(kind, draft, birth=self._birth() or _LONG_AGO, today=today)

    def _key_for(self, intention: object) -> str:
        """The same key for the same intention, so that a lost answer doubles nothing."""
        if intention != self._sent:
            self._sent, self._key = intention, str(uuid4())
        return self._key

    def _take_in(self, old: ChildDataEntry, new: AnyEntry | None) -> None:
        """Show what the backend answered at once; what stands beside it is read anew with the list."""
        self._is_summary_old = self._is_kind_old = self.has_changed = True
        self._sent = None
        if not isinstance(self.kept, Ready):
            return
        kept = self.kept.value
        at = next((place for place, one in enumerate(kept.entries) if one.id == old.id), None)
        entries = [one for one in kept.entries if one.id != old.id]
        if new is not None:
            entries.insert(0 if at is None else at, new)
            entries.sort(key=lambda one: one.entered_at, reverse=True)
        conflicts = tuple(one for one in kept.conflicts if one.entry_id != old.id)
        self.kept = Ready(replace(kept, entries=tuple(entries), conflicts=conflicts))
