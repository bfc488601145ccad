"""Errors of the tree as values: the one place that decides what a failure means to a person."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from emias_app.clock import moscow
from emias_app.errors import (
    ApiError,
    EmiasError,
    Forbidden,
    Invalid,
    NotFound,
    Offline,
    Timeout,
    TooManyTries,
    Unauthorized,
    VaultError,
)
from emias_app.state._loadable import Failed, Ready

T = TypeVar("T")

ENDED_CODES = ("access_revoked", "access_expired")
STEP_UP_CODE = "medcard_step_up_required"


class TroubleKind(StrEnum):
    """What can be done about it."""

    OFFLINE = "OFFLINE"
    SERVER = "SERVER"
    WAIT = "WAIT"
    INPUT = "INPUT"
    SIGNED_OUT = "SIGNED_OUT"
    STEP_UP = "STEP_UP"
    ACCESS_ENDED = "ACCESS_ENDED"
    MISSING = "MISSING"
    DEVICE = "DEVICE"


@dataclass(frozen=True)
class Trouble:
    """A failure in words fit to show; ``tries_left`` and ``retry_at`` where the backend told them."""

    kind: TroubleKind
    text: str
    tries_left: int | None = None
    retry_at: datetime | None = None
    reason: str | None = None
    code: str | None = None


def trouble_of(error: EmiasError, now: datetime) -> Trouble:
    """What ``error`` means; ``now`` is the backend's time, from which waiting is counted."""
    match error:
        case Offline():
            return Trouble(TroubleKind.OFFLINE, "Нет сети. Проверьте соединение и попробуйте ещё раз")
        case Timeout():
            return Trouble(TroubleKind.SERVER, "Сервис долго не отвечает. Попробуйте через минуту")
        case VaultError():
            return Trouble(TroubleKind.DEVICE, "Хранилище этого устройства не ответило. Войдите по паролю и СМС")
        case TooManyTries():
            return _wait(error, now)
        case Forbidden() if error.code == STEP_UP_CODE:
            return Trouble(TroubleKind.STEP_UP, error.detail, code=error.code)
        case Forbidden() if error.code in ENDED_CODES:
            return Trouble(TroubleKind.ACCESS_ENDED, error.detail, reason=error.reason, code=error.code)
        case NotFound():
            return Trouble(TroubleKind.MISSING, error.detail, code=error.code)
        case Invalid() if error.fields:
            return Trouble(TroubleKind.INPUT, error.fields[0].message, error.remaining_attempts, code=error.code)
        case Unauthorized():
            return Trouble(TroubleKind.SIGNED_OUT, error.detail, error.remaining_attempts, code=error.code)
        case ApiError() if error.status < 500:
            return Trouble(TroubleKind.INPUT, error.detail, error.remaining_attempts, code=error.code)
        case _:
            return Trouble(TroubleKind.SERVER, "Сервис не отвечает. Ваши данные на месте, попробуйте через минуту")


def _wait(error: TooManyTries, now: datetime) -> Trouble:
    if error.retry_after is None:
        return Trouble(TroubleKind.WAIT, error.detail, code=error.code)
    # Rounded up to the minute that is shown, so that the hour named is never too early.
    retry_at = now + timedelta(seconds=error.retry_after)
    shown = moscow(retry_at + timedelta(seconds=59))
    text = f"Слишком много попыток. Попробуйте после {shown:%H:%M} по московскому времени"
    return Trouble(TroubleKind.WAIT, text, retry_at=retry_at, code=error.code)


async def load(work: Awaitable[T]) -> Ready[T] | Failed:
    """Turn the two ways a call can end into a value; never raises the tree's errors."""
    try:
        return Ready(await work)
    except EmiasError as error:
        return Failed(error)
