"""How large a file is, in words."""

from __future__ import annotations

from emias_app.views.format import number, with_unit
from emias_app.views.strings import uploads as words


def size_words(count: int) -> str:
    """«340 КБ», «1,2 МБ»."""
    if count < 1_000_000:
        return with_unit(number(max(round(count / 1_000), 1)), words.KILOBYTES)
    return with_unit(number(count / 1_000_000, 1), words.MEGABYTES)
