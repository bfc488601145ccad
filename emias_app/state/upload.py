"""«Загрузить документ»: a file or a photo, what it is, and sending it once."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID, uuid4, uuid5

from emias_app.clock import moscow_day
from emias_app.domain.uploads import MOST_BYTES, UploadDraft, upload_problems
from emias_app.errors import EmiasError, Invalid
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import UploadForm
from emias_app.state._form import FormState
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.chosen_file import Chosen, judged_file
from emias_app.state.levels import Drafts
from emias_app.state.place import SectionList
from emias_app.state.ports import Picked, Ports
from emias_app.state.troubles import trouble_of

_LONG_AGO = date(1900, 1, 1)
_FILE = "file"

MISSING = "Приложите файл или фотографию"


class UploadState(Guarded):
    """What was typed outlives a lock (``drafts``); the file does not, and goes with the form when it was sent."""

    def __init__(
        self, ports: Ports, right: Pass, patient_id: UUID, drafts: Drafts, on_done: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(right)
        self._ports, self._drafts, self._on_done = ports, drafts, on_done
        self._nonce = uuid4()
        self._name = f"upload:{patient_id}"
        self.patient_id = patient_id
        self.file: Chosen | None = None
        self.file_error: str | None = None
        self.is_choosing = False
        self.is_shooting = False
        self.done_count = 0
        if self._name not in drafts:
            drafts[self._name] = FormState(UploadDraft(), self._problems)
        self.form: FormState[UploadDraft] = drafts[self._name]

    @property
    def today(self) -> date:
        return moscow_day(self._ports.backend.server_now())

    @property
    def has_camera(self) -> bool:
        return self._ports.photos.has_camera

    def _problems(self, draft: UploadDraft) -> dict[str, str]:
        # The backend knows the day of birth, and says so beside the field.
        return dict(upload_problems(draft, birth=_LONG_AGO, today=self.today))

    @allowed
    async def pick(self) -> None:
        """Choose a file."""
        if self.is_choosing or self.form.is_busy:
            return
        self.is_choosing, self.file_error = True, None
        try:
            picked = await self._ports.photos.pick_document(MOST_BYTES)
            if picked is not None and self._pass.is_valid:
                await self._take(picked)
        finally:
            self.is_choosing = False

    def open_camera(self) -> None:
        """Show what the camera sees."""
        if self.has_camera and not self.is_choosing and not self.form.is_busy:
            self._ports.photos.expect_large()
            self.file_error, self.is_shooting = None, True

    def close_camera(self, error: str | None = None) -> None:
        self.is_shooting, self.file_error = False, error

    @allowed
    async def shot(self, content: bytes, is_mirrored: bool = False) -> None:
        """The camera gave a picture."""
        self.is_shooting = False
        content = await self._ports.photos.unmirrored(content) if is_mirrored else content
        if self._pass.is_valid:
            await self._take(Picked("photo.jpg", len(content), content))

    def remove_file(self) -> None:
        """Think better of the file."""
        if not self.form.is_busy:
            self.file = self.file_error = None

    @allowed
    async def send(self) -> None:
        """Send the document; sent again after a lost answer it is kept once."""
        form, file = self.form, self.file
        is_filled = form.check()
        if file is None:
            self.file_error = self.file_error or MISSING
        if not is_filled or file is None or form.is_busy:
            return
        draft = form.draft
        assert draft.kind is not None
        assert draft.date is not None
        asked = UploadForm(kind=draft.kind, title=draft.title, date=draft.date, note=draft.note)
        form.is_busy, self.file_error = True, None
        try:
            await self._ports.backend.patients.upload(
                self.patient_id, asked, file.name, file.media_type, file.content, key=self._key(asked, file)
            )
        except EmiasError as error:
            if self._pass.is_valid and not self._pass.report(error):
                self._refuse(error)
            return
        finally:
            form.is_busy = False
        if not self._pass.is_valid:
            return
        self._drafts.pop(self._name, None)
        self.file, self.done_count = None, self.done_count + 1
        await self._on_done()
        await self._ports.navigator.go(SectionList(self.patient_id, SectionSlug.UPLOADS))

    def _refuse(self, error: EmiasError) -> None:
        named = {one.field: one.message for one in error.fields} if isinstance(error, Invalid) else {}
        if _FILE in named:
            self.file_error = named[_FILE]
        elif getattr(error, "code", "") == "upload_too_large":
            self.file_error = trouble_of(error, self._ports.backend.server_now()).text
        else:
            self.form.take_refusal(error, self._ports.backend.server_now())

    async def _take(self, picked: Picked) -> None:
        judged = await judged_file(self._ports.photos, picked)
        if isinstance(judged, str):
            self.file_error = judged
        else:
            self.file, self.file_error = judged, None

    def _key(self, form: UploadForm, file: Chosen) -> str:
        """The same intention has the same key, however often it is sent; a changed form is another one."""
        told = hashlib.sha256(form.model_dump_json().encode() + file.name.encode() + file.content).hexdigest()
        return str(uuid5(self._nonce, told))
