"""The base of everything on the wire: frozen, camelCase, masked secrets."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    """A value on the wire; immutable, camelCase outside, snake_case inside."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, str_max_length=100_000)


class Request(Model):
    """A body that a client sends: unknown fields are refused, input is never echoed."""

    model_config = ConfigDict(
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        hide_input_in_errors=True,
        str_max_length=4_000,
    )


def _clean(value: object) -> object:
    """Refuse NUL and lone surrogates, which neither database nor JSON can carry."""
    if isinstance(value, str) and ("\x00" in value or any(0xD800 <= ord(c) <= 0xDFFF for c in value)):
        raise ValueError("недопустимые знаки")
    return value


#: A short line typed by a person (name, reason, label), trimmed, without NUL or lone surrogates.
Line = Annotated[str, BeforeValidator(_clean), Field(max_length=200)]
#: Whatever was typed, of any length.
Typed = Annotated[str, BeforeValidator(_clean)]
#: Free text typed by a person.
Text = Annotated[str, BeforeValidator(_clean), Field(max_length=4_000)]


class Sex(StrEnum):
    """Sex as the registry holds it."""

    MALE = "MALE"
    FEMALE = "FEMALE"


class Tone(StrEnum):
    """The meaning of a mark; drawn as icon + word + colour together, never colour alone."""

    SUCCESS = "SUCCESS"
    WARN = "WARN"
    ERROR = "ERROR"
    INFO = "INFO"
    NEUTRAL = "NEUTRAL"


class Mark(Model):
    """A short state beside a row: «2 отклонения», «норма», «действует»."""

    tone: Tone
    text: str


T = TypeVar("T")


class Page(Model, Generic[T]):
    """One page of a keyset list; ``next_cursor`` is None on the last one, ``total`` counts all."""

    items: list[T]
    next_cursor: str | None = None
    total: int
