"""How large an archive of a card may be that somebody brings back: the same for the app and for the backend."""

from __future__ import annotations

#: The archive of a card with ten thousand papers (some 360 MB) fits [model].
MOST_ARCHIVE = 512 * 1024 * 1024
