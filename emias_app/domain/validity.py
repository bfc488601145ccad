"""Papers with a last day: a mark that was true when the paper was written must not outlive it."""

from __future__ import annotations

from datetime import date

from emias_app.models.base import Mark, Tone

#: What a valid paper's mark says, and what it says from the day after its last.
VALID = "действует"
OVER = Mark(tone=Tone.NEUTRAL, text="срок истёк")


def is_over(valid_until: date | None, today: date) -> bool:
    """Valid through the last day itself; a paper without a last day never ends."""
    return valid_until is not None and today > valid_until


def mark_on(mark: Mark | None, valid_until: date | None, today: date) -> Mark | None:
    """The mark of a paper on a day: «действует» becomes «срок истёк», any other word stays."""
    return OVER if mark is not None and mark.text == VALID and is_over(valid_until, today) else mark
