"""How large an archive may be that somebody brings, and how a wrong one is refused."""

from __future__ import annotations

from emias_app.domain.archives import MOST_ARCHIVE
from emias_app.mock_server.problems import Refusal

MOST_BYTES = MOST_ARCHIVE


def broken(message: str = "Архив повреждён или сделан не этим приложением.", code: str = "archive_broken") -> Refusal:
    """Why an archive is not taken in."""
    return Refusal(422, code, message, fields=[{"field": "file", "message": message}])


def too_large() -> Refusal:
    return broken("Архив слишком большой: нужно не больше 512 МБ.", "archive_too_large")
