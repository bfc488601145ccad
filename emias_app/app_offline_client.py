"""The typed client of a page that may be shown its offline copy."""

from __future__ import annotations

from emias_app.api.client import EmiasClient
from emias_app.app_offline import OfflineCopy
from emias_app.models.auth import TokenLevel
from emias_app.state.ports import Opened
from emias_app.state.trust import open_session


class OfflineClient(EmiasClient):
    """While only the vault knows the person, the cards of the copy are open to them as after an unlock."""

    kept: OfflineCopy | None = None

    @property
    def signed_in(self) -> bool:
        return super().signed_in or self._is_open_offline

    @property
    def level(self) -> TokenLevel | None:
        return TokenLevel.MEDCARD if self._is_open_offline else super().level

    @property
    def _is_open_offline(self) -> bool:
        return self.kept is not None and self.kept.is_open_offline


def join(client: OfflineClient, copy: OfflineCopy) -> None:
    """Let the answers of ``client`` go through ``copy``."""

    async def reopen(opened: Opened) -> None:
        await open_session(client, opened)

    def lost() -> None:
        client.forget()
        if client.on_session_lost is not None:
            client.on_session_lost()

    client.copy = client.kept = copy
    copy.check, copy.reopen, copy.lost = client.list_of_cards, reopen, lost
    copy.time = client.backend_time
