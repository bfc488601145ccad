"""RFC 9457 problem+json, the one envelope of every error."""

from __future__ import annotations

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from emias_app.models.base import Model


class FieldProblem(Model):
    """What is wrong with one field; ``field`` is its camelCase path, ``message`` is Russian."""

    field: str
    message: str


class Problem(Model):
    """An error as the backend tells it; ``detail`` is Russian and fit to show."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    fields: list[FieldProblem] | None = None
    retry_after: int | None = None
    remaining_attempts: int | None = None
