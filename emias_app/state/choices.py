"""What a person chose for this device: the theme, the delay of the lock, the children's colours."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from emias_app.domain.locking import IDLE_CHOICES
from emias_app.state._base import Observable
from emias_app.state.ports import Preferences, PreferencesPort, Theme


class HasPreferences(Observable):
    """The part of the root that keeps the choices; each is kept at once."""

    def __init__(self, kept: PreferencesPort) -> None:
        self._kept = kept
        self.preferences = kept.load()

    @property
    def keeps_preferences(self) -> bool:
        """Whether the choices outlive the page."""
        return self._kept.is_lasting

    def choose_theme(self, theme: Theme) -> None:
        self._prefer(replace(self.preferences, theme=theme))

    def choose_lock_delay(self, minutes: int) -> None:
        if minutes in IDLE_CHOICES:
            self._prefer(replace(self.preferences, lock_minutes=minutes))

    def choose_colour(self, patient_id: UUID, colour: str) -> None:
        """A child's colour, kept on this device."""
        others = tuple(pair for pair in self.preferences.colours if pair[0] != str(patient_id))
        chosen = (*others, (str(patient_id), colour))
        self._prefer(replace(self.preferences, colours=chosen))

    def forget_child(self, patient_id: UUID) -> None:
        """An access ended: the device keeps nothing of that child, not even a colour."""
        others = tuple(pair for pair in self.preferences.colours if pair[0] != str(patient_id))
        if others != self.preferences.colours:
            self._prefer(replace(self.preferences, colours=others))

    def _prefer(self, preferences: Preferences) -> None:
        # Moscow's layer and the size of reading are chosen inside a card, past this state.
        kept = self._kept.load()
        self.preferences = replace(preferences, has_moscow=kept.has_moscow, reading=kept.reading)
        self._kept.save(self.preferences)
