"""What the first page of a run would wait for, done while its browser still loads the client.

Flet imports a control when it is first named, and a keyring looks for its backends when it is first asked: a fifth of a
second on the thread that answers everybody.
"""

from __future__ import annotations

import contextlib
import importlib
import threading
from typing import Final

from emias_app.app_services import VaultPlace

#: What the sign-in is drawn with, as ``flet`` names it; the theme brings most of the others along.
_DRAWN_WITH: Final = (
    "AutofillGroup",
    "Column",
    "Container",
    "Icon",
    "IconButton",
    "MergeSemantics",
    "Row",
    "SafeArea",
    "Semantics",
    "Stack",
    "Text",
    "TextButton",
    "TextField",
    "Theme",
    "View",
    "Component",
    "use_effect",
    "use_ref",
    "use_state",
)
#: What nobody needs at once; a first chart or a first paper would otherwise bring it in while all wait.
_LATER: Final = ("flet_charts",)
_LATER_OF_THE_BACKEND: Final = ("emias_app.mock_server.pdf.printer", "icalendar")


def start_warming(place: VaultPlace, *, has_backend: bool) -> threading.Thread:
    """Import in a thread that nobody waits for: a keyring that hangs must not keep the app from ending.

    ``has_backend``: the backend is in this process.
    """
    thread = threading.Thread(target=warm_up, args=(place, has_backend), name="warming", daemon=True)
    thread.start()
    return thread


def warm_up(place: VaultPlace, has_backend: bool) -> None:
    """Import all that the first sign-in screen needs, then what the next ones do."""
    import flet as ft

    for name in _DRAWN_WITH:
        getattr(ft, name)
    importlib.import_module("emias_app.vault.device_store")
    if place is VaultPlace.KEYRING:
        with contextlib.suppress(Exception):
            importlib.import_module("emias_app.vault.keyring_store")
            importlib.import_module("keyring").get_keyring()
    for name in (*_LATER, *(_LATER_OF_THE_BACKEND if has_backend else ())):
        importlib.import_module(name)
