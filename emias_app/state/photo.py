"""The photo of the applicant with the open passport: chosen or taken, judged here, kept at the backend."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from emias_app.errors import EmiasError
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.ports import PhotosPort, Ports
from emias_app.state.troubles import trouble_of

#: «JPEG или PNG, до 10 МБ» (product.md §6).
MOST = 10 * 1024 * 1024
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"

TOO_LARGE = "Файл {size} МБ, а нужно не больше 10. Выберите другой или уменьшите его"
WRONG_TYPE = "Это не JPEG и не PNG. Выберите фотографию в одном из этих форматов"
BROKEN = "Файл повреждён и не открывается. Сделайте снимок ещё раз"
NOT_READ = "Файл не удалось прочитать. Выберите его ещё раз"


@dataclass(frozen=True)
class JudgedPhoto:
    """A picture that opens: its type, and a small JPEG of it."""

    media_type: str
    thumbnail: bytes


async def judged_photo(photos: PhotosPort, content: bytes) -> JudgedPhoto | str:
    """A JPEG or PNG that opens, of at most 10 MB; else why it is not taken."""
    if len(content) > MOST:
        return TOO_LARGE.format(size=-(-len(content) // (1024 * 1024)))
    if not content.startswith((_JPEG, _PNG)):
        return WRONG_TYPE
    thumbnail = await photos.thumbnail(content)
    if thumbnail is None:
        return BROKEN
    return JudgedPhoto("image/jpeg" if content.startswith(_JPEG) else "image/png", thumbnail)


class PhotoState(Guarded):
    """``photo_id`` once the backend has it; ``thumbnail`` is there for photos that were added here."""

    def __init__(self, ports: Ports, right: Pass) -> None:
        super().__init__(right)
        self._ports = ports
        self.photo_id: UUID | None = None
        self.thumbnail: bytes | None = None
        self.error: str | None = None
        self.is_busy = False
        self.is_shooting = False

    @property
    def has_camera(self) -> bool:
        return self._ports.photos.has_camera

    def use(self, photo_id: UUID | None) -> None:
        """Begin with the photo of a draft, or with none."""
        if photo_id != self.photo_id:
            self.thumbnail = None
        self.photo_id, self.error, self.is_shooting = photo_id, None, False

    def remove(self) -> None:
        self.use(None)

    @allowed
    async def pick(self) -> None:
        """Choose a file."""
        if self.is_busy:
            return
        self.is_busy, self.error = True, None
        try:
            picked = await self._ports.photos.pick(MOST)
            if picked is None or not self._pass.is_valid:
                return
            if picked.size > MOST:
                self.error = TOO_LARGE.format(size=-(-picked.size // (1024 * 1024)))
            elif picked.content is None:
                self.error = NOT_READ
            else:
                await self._keep(picked.name, picked.content)
        finally:
            self.is_busy = False

    def open_camera(self) -> None:
        """Show what the camera sees."""
        if self.has_camera and not self.is_busy:
            self._ports.photos.expect_large()
            self.error, self.is_shooting = None, True

    def close_camera(self, error: str | None = None) -> None:
        self.is_shooting = False
        self.error = error

    @allowed
    async def shot(self, content: bytes, is_mirrored: bool = False) -> None:
        """The camera gave a picture; one that came as in a mirror is turned, so that the passport can be read."""
        self.is_shooting = False
        if self.is_busy:
            return
        self.is_busy, self.error = True, None
        try:
            await self._keep("camera.jpg", await self._ports.photos.unmirrored(content) if is_mirrored else content)
        finally:
            self.is_busy = False

    async def _keep(self, name: str, content: bytes) -> None:
        judged = await judged_photo(self._ports.photos, content)
        if isinstance(judged, str):
            self.error = judged
            return
        try:
            photo = await self._ports.backend.access.upload_photo(name, judged.media_type, content)
        except EmiasError as error:
            self.error = trouble_of(error, self._ports.backend.server_now()).text
        else:
            if self._pass.is_valid:
                self.photo_id, self.thumbnail = photo.id, judged.thumbnail
