"""A document that a person chose, judged before it is sent: what it is, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass

from emias_app.domain.uploads import MOST_BYTES
from emias_app.state.ports import PhotosPort, Picked

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)

TOO_LARGE = "Файл {size} МБ, а можно до 20. Выберите другой или уменьшите его"
WRONG_TYPE = "Это не PDF, не JPEG и не PNG. Выберите файл в одном из этих форматов"
BROKEN = "Файл повреждён и не открывается. Выберите другой"
NOT_READ = "Файл не удалось прочитать. Выберите его ещё раз"


@dataclass(frozen=True, repr=False)
class Chosen:
    """The file that will be sent; ``thumbnail`` where it is a picture."""

    name: str
    media_type: str
    content: bytes
    thumbnail: bytes | None = None

    @property
    def size(self) -> int:
        return len(self.content)


async def judged_file(photos: PhotosPort, picked: Picked) -> Chosen | str:
    """A PDF, or a picture that opens, of at most 20 MB; else why it is not taken."""
    if picked.size > MOST_BYTES:
        return TOO_LARGE.format(size=-(-picked.size // (1024 * 1024)))
    content = picked.content
    if content is None:
        return NOT_READ
    media_type = next((kind for head, kind in _KINDS if content.startswith(head)), None)
    if media_type is None:
        return WRONG_TYPE
    thumbnail = None
    if media_type.startswith("image/"):
        thumbnail = await photos.thumbnail(content)
        if thumbnail is None:
            return BROKEN
    return Chosen(picked.name, media_type, content, thumbnail)
