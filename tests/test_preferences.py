"""A person's choices for this device: kept in a file, whatever is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from emias_app.preferences import FilePreferences
from emias_app.state.ports import Preferences, Theme


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    chosen = Preferences(Theme.DARK, 10, (("a", "sky"),), has_moscow=True, reading=150)
    FilePreferences(tmp_path).save(chosen)
    assert FilePreferences(tmp_path).load() == chosen


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", '{"theme": "green", "lockMinutes": 3, "colours": [], "moscow": "yes"}']
)
def test_what_makes_no_sense_is_left_at_its_default(tmp_path: Path, kept: str) -> None:
    (tmp_path / "preferences.json").write_text(kept, "utf-8")
    assert FilePreferences(tmp_path).load() == Preferences()


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    preferences = FilePreferences(tmp_path / "file" / "folder")
    preferences.save(Preferences(has_moscow=True))
    assert preferences.load() == Preferences()
