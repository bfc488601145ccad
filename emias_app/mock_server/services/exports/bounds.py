"""How large an archive may be that somebody brings, and how a wrong one is refused."""

from __future__ import annotations

from emias_app.mock_server.problems import Refusal

#: The archive of a card with ten thousand papers fits [model].
MOST_BYTES = 512 * 1024 * 1024


def broken(message: str = "Архив повреждён или сделан не этим приложением.", code: str = "archive_broken") -> Refusal:
    """Why an archive is not taken in."""
    return Refusal(422, code, message, fields=[{"field": "file", "message": message}])


def too_large() -> Refusal:
    return broken("Архив слишком большой: нужно не больше 512 МБ.", "archive_too_large")
