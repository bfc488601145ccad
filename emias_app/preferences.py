"""Where a person's choices for this device live: a small file of theirs, or the memory of one page."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from pathlib import Path

from emias_app.domain.locking import IDLE_CHOICES
from emias_app.state.ports import READING_SIZES, Preferences, Theme

log = logging.getLogger(__name__)


class MemoryPreferences:
    """For a page in somebody else's browser: nothing outlives it."""

    is_lasting = False

    def __init__(self) -> None:
        self._kept = Preferences()

    def load(self) -> Preferences:
        return self._kept

    def save(self, preferences: Preferences) -> None:
        self._kept = preferences


class FilePreferences:
    """A JSON file in the data folder; nothing secret. A file that cannot be read or written is no obstacle."""

    is_lasting = True

    def __init__(self, folder: Path) -> None:
        self._file = folder / "preferences.json"

    def load(self) -> Preferences:
        try:
            return _read(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError):
            return Preferences()

    def save(self, preferences: Preferences) -> None:
        kept = {
            "theme": preferences.theme.value,
            "lockMinutes": preferences.lock_minutes,
            "colours": dict(preferences.colours),
            "moscow": preferences.has_moscow,
            "reading": preferences.reading,
        }
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._file.parent, encoding="utf-8", delete=False) as draft:
                json.dump(kept, draft)
            os.replace(draft.name, self._file)
        except OSError as error:
            log.warning("the preferences were not kept: %s", type(error).__name__)


def _read(kept: object) -> Preferences:
    """Take what makes sense, leave the rest at its default."""
    if not isinstance(kept, dict):
        return Preferences()
    theme, minutes, colours = kept.get("theme"), kept.get("lockMinutes"), kept.get("colours")
    default = Preferences()
    return Preferences(
        theme=Theme(theme) if theme in list(Theme) else default.theme,
        lock_minutes=minutes if minutes in IDLE_CHOICES else default.lock_minutes,
        colours=tuple((key, value) for key, value in colours.items() if isinstance(key, str) and isinstance(value, str))
        if isinstance(colours, dict)
        else (),
        has_moscow=kept.get("moscow") is True,
        reading=reading if (reading := kept.get("reading")) in READING_SIZES else default.reading,
    )
