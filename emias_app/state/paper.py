"""A paper for an entry of «Данные о ребенке»: put into the card from inside the form, and attached to what is typed."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4, uuid5

from emias_app.domain.uploads import MOST_BYTES
from emias_app.errors import EmiasError, Invalid
from emias_app.models.records import Upload
from emias_app.models.uploads import UploadForm
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.chosen_file import Chosen, judged_file
from emias_app.state.ports import Picked, Ports
from emias_app.state.troubles import trouble_of


class PaperState(Guarded):
    """A file is sent as soon as it is chosen; nothing of the form is touched but its attachments.

    ``file`` is what is on its way, or could not be sent and may be sent again; ``described(name)`` tells what it is by
    what is typed now; ``attach(upload)`` gets what the backend keeps.
    """

    def __init__(
        self,
        ports: Ports,
        right: Pass,
        patient_id: UUID,
        described: Callable[[str], UploadForm],
        attach: Callable[[Upload], Awaitable[None]],
    ) -> None:
        super().__init__(right)
        self._ports, self._described, self._attach = ports, described, attach
        self._nonce = uuid4()
        self.patient_id = patient_id
        self.file: Chosen | None = None
        self.error: str | None = None
        self.is_choosing = False
        self.is_sending = False
        self.is_shooting = False

    @property
    def has_camera(self) -> bool:
        return self._ports.photos.has_camera

    @property
    def is_busy(self) -> bool:
        return self.is_choosing or self.is_sending

    @allowed
    async def pick(self) -> None:
        """Choose a file and send it."""
        if self.is_busy:
            return
        self.is_choosing, self.error = True, None
        try:
            picked = await self._ports.photos.pick_document(MOST_BYTES)
            if picked is None or not self._pass.is_valid:
                return
            is_fit = await self._take(picked)
        finally:
            self.is_choosing = False
        if is_fit:
            await self.send()

    def open_camera(self) -> None:
        """Show what the camera sees."""
        if self.has_camera and not self.is_busy:
            self._ports.photos.expect_large()
            self.error, self.is_shooting = None, True

    def close_camera(self, error: str | None = None) -> None:
        self.is_shooting, self.error = False, error

    @allowed
    async def shot(self, content: bytes, is_mirrored: bool = False) -> None:
        """The camera gave a picture; it is sent."""
        self.is_shooting = False
        if self.is_busy:
            return
        content = await self._ports.photos.unmirrored(content) if is_mirrored else content
        if self._pass.is_valid and await self._take(Picked("photo.jpg", len(content), content)):
            await self.send()

    def remove_file(self) -> None:
        """Think better of a file that could not be sent."""
        if not self.is_busy:
            self.file = self.error = None

    @allowed
    async def send(self) -> None:
        """Send the file (again): after a lost answer it is kept once."""
        file = self.file
        if file is None or self.is_sending:
            return
        form = self._described(file.name)
        told = hashlib.sha256(form.model_dump_json().encode() + file.content).hexdigest()
        self.is_sending, self.error = True, None
        try:
            kept = await self._ports.backend.patients.upload(
                self.patient_id, form, file.name, file.media_type, file.content, key=str(uuid5(self._nonce, told))
            )
        except EmiasError as error:
            if self._pass.is_valid and not self._pass.report(error):
                said = [one.message for one in error.fields] if isinstance(error, Invalid) else []
                self.error = said[0] if said else trouble_of(error, self._ports.backend.server_now()).text
            return
        finally:
            self.is_sending = False
        if self._pass.is_valid:
            self.file = None
            await self._attach(kept)

    async def _take(self, picked: Picked) -> bool:
        judged = await judged_file(self._ports.photos, picked)
        if isinstance(judged, str):
            self.file, self.error = None, judged
            return False
        self.file = judged
        return True
