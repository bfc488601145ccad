"""What surrounds a page: an address bar, a file tray, the choices that a device keeps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from emias_app.state.file_ports import PickedArchive, Taken
from emias_app.state.place import Place
from emias_app.state.ports import Preferences


class FakeNavigator:
    """An address bar; ``arrive`` is the page's answer."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.arrive: Callable[[Place], Awaitable[None]] | None = None

    async def go(self, place: Place) -> None:
        self.places.append(place)
        if self.arrive is not None:
            await self.arrive(place)


class FakeFiles:
    """``is_wanted``: the person does not close the dialog; ``by_browser``, ``folder``: where files go here."""

    def __init__(self) -> None:
        self.by_browser = False
        self.folder: str | None = None
        self.taken: list[tuple[str, bytes]] = []
        self.shared: list[tuple[str, bytes]] = []
        self.is_wanted = True
        self.can_share = False
        self.archive: PickedArchive | None = None
        self.forgotten: list[PickedArchive] = []

    async def hand_over(self, file_name: str, media_type: str, content: bytes) -> Taken | None:
        if not self.is_wanted:
            return None
        self.taken.append((file_name, content))
        return Taken(file_name, self.by_browser, self.folder)

    async def share(self, file_name: str, media_type: str, content: bytes) -> None:
        self.shared.append((file_name, content))

    async def hand_over_parts(
        self, file_name: str, media_type: str, size: int, part: Callable[[int], Awaitable[bytes]]
    ) -> Taken | None:
        if not self.is_wanted:
            return None
        content = b""
        while len(content) < size:
            content += await part(len(content))
        self.taken.append((file_name, content))
        return Taken(file_name, self.by_browser, self.folder)

    async def pick_archive(self, most: int) -> PickedArchive | None:
        return self.archive

    async def forget(self, picked: PickedArchive) -> None:
        self.forgotten.append(picked)


class FakePreferences:
    is_lasting = True

    def __init__(self, kept: Preferences | None = None) -> None:
        self.kept = kept or Preferences()

    def load(self) -> Preferences:
        return self.kept

    def save(self, preferences: Preferences) -> None:
        self.kept = preferences
