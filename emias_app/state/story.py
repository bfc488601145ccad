"""The stories of the demo: who to be, whatever the page was before."""

from __future__ import annotations

from emias_app.state.place import Entry
from emias_app.state.root import Phase, RootState


async def play(root: RootState, login: str) -> None:
    """Leave whoever is signed in, and go as far as the SMS as that person of the demo."""
    if root.phase is Phase.OPEN:
        await root.sign_out()
    elif root.phase is Phase.LOCKED and root.unlock is not None:
        await root.unlock.forgot()
    await root.go(Entry())
    if root.sign_in is not None:
        root.sign_in.start_over()
        await root.sign_in.sign_in_as(login)
