"""What a guest of a one-time link may not see of a record that is shown."""

from __future__ import annotations

from typing import Any

from emias_app.mock_server.services.access import Viewer
from emias_app.models.section import SectionSlug


def without_hidden(value: Any, viewer: Viewer) -> Any:
    """A record's JSON as this viewer sees it: pointers to sections that are not shown are left out."""
    return value if viewer.shared is None else _without(value, viewer)


def _without(value: Any, viewer: Viewer) -> Any:
    if isinstance(value, dict):
        return {key: None if _is_hidden(one, viewer) else _without(one, viewer) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, viewer) for one in value if not _is_hidden(one, viewer)]
    return value


def _is_hidden(value: Any, viewer: Viewer) -> bool:
    is_pointer = isinstance(value, dict) and {"section", "id", "title", "date"} <= set(value)
    return is_pointer and not viewer.sees(SectionSlug(value["section"]))
