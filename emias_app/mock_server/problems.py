"""Every refusal of the backend, in one place, and how it is told: RFC 9457 problem+json.

A *code* is stable and for machines, a *detail* is Russian and fit to show. Codes::

    401 unauthorized            no token, an unknown or dead one
    401 wrong_credentials       wrong login or password (never told apart); remainingAttempts
    401 unlock_refused          an unknown device, a stale challenge or a wrong signature (never told apart)
    401 session_ended           a refresh token that is unknown, too old, or was used twice
    403 wrong_audience          staff outside /clinic
    403 medcard_step_up_required   the second step is due
    403 access_revoked | access_expired   was mine and ended; reason
    404 not_found               no such thing, or not yours
    404 wrong_code              a code of the clinic that opens nothing, for whatever reason; remainingAttempts
    405 method_not_allowed
    409 idempotency_key_reused | check_is_running | check_is_over | child_exists | policy_not_moscow | …
    412 precondition_failed
    413 body_too_large
    422 invalid                 fields
    422 malformed_body          not JSON, or JSON that no database can keep
    422 wrong_code              remainingAttempts
    422 wrong_password          remainingAttempts
    422 code_dead               too many wrong tries, too old, or unknown: ask for a new one
    429 too_many_tries | too_many_sms | too_early   retryAfter
    500 internal_error
    503 starting                retryAfter
    507 storage_full
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
#: Stands for a body that is not JSON, or is JSON that no database keeps.
UNREADABLE = object()


class Refusal(Exception):
    """A refusal: status, stable code, Russian detail, and what else the answer carries (camelCase)."""

    def __init__(self, status: int, code: str, detail: str, /, **extra: Any) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.extra = {key: value for key, value in extra.items() if value is not None}

    def answer(self) -> Response:
        """The problem+json of this refusal."""
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.extra,
        }
        headers: dict[str, str] = {}
        if "retryAfter" in self.extra:
            headers["Retry-After"] = str(self.extra["retryAfter"])
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return Response(content, self.status, headers, MEDIA_TYPE)


class StorageFull(Refusal):
    """No space for a write; reads go on."""

    def __init__(self) -> None:
        super().__init__(507, "storage_full", "На сервере закончилось место: запись невозможна, просмотр работает.")


def unauthorized() -> Refusal:
    return Refusal(401, "unauthorized", "Войдите, чтобы продолжить.")


def session_ended() -> Refusal:
    return Refusal(401, "session_ended", "Сеанс завершён. Войдите снова.")


def wrong_credentials(remaining: int) -> Refusal:
    """The same for a wrong login and a wrong password."""
    return Refusal(401, "wrong_credentials", "Неверный логин или пароль.", remainingAttempts=remaining)


def wrong_audience() -> Refusal:
    return Refusal(403, "wrong_audience", "Этот раздел только для родителей.")


def step_up_required() -> Refusal:
    return Refusal(403, "medcard_step_up_required", "Чтобы открыть медкарту, подтвердите вход кодом из СМС.")


def not_found() -> Refusal:
    return Refusal(404, "not_found", "Не найдено.")


def wrong_code(remaining: int) -> Refusal:
    return Refusal(
        422, "wrong_code", "Неверный код.",
        remainingAttempts=remaining, fields=[{"field": "code", "message": "Неверный код."}],
    )  # fmt: skip


def wrong_password(remaining: int) -> Refusal:
    """The present password of a change; not a 401, which would renew the token and try again."""
    detail = "Текущий пароль не подошёл."
    return Refusal(
        422, "wrong_password", detail, remainingAttempts=remaining, fields=[{"field": "current", "message": detail}],
    )  # fmt: skip


def code_dead() -> Refusal:
    """Three wrong tries, older than five minutes, used, superseded or unknown: not told apart."""
    detail = "Код больше не действует. Запросите новый."
    return Refusal(
        422, "code_dead", detail, remainingAttempts=0, fields=[{"field": "code", "message": detail}],
    )  # fmt: skip


def unlock_refused() -> Refusal:
    """An unknown or removed device, a stale challenge, a wrong signature: not told apart."""
    return Refusal(401, "unlock_refused", "Устройство не подтверждено. Войдите по паролю.")


def too_many_tries(retry_after: int) -> Refusal:
    return Refusal(429, "too_many_tries", "Слишком много попыток. Попробуйте позже.", retryAfter=retry_after)


def too_many_sms(retry_after: int) -> Refusal:
    return Refusal(429, "too_many_sms", "Слишком много СМС на этот номер. Попробуйте позже.", retryAfter=retry_after)


def too_early(retry_after: int) -> Refusal:
    return Refusal(429, "too_early", "Новый код можно запросить чуть позже.", retryAfter=retry_after)


def idempotency_key_reused() -> Refusal:
    return Refusal(409, "idempotency_key_reused", "Этот ключ повтора уже использован для другого запроса.")


def starting() -> Refusal:
    return Refusal(503, "starting", "Сервер запускается. Попробуйте через секунду.", retryAfter=1)


def malformed_body() -> Refusal:
    return Refusal(422, "malformed_body", "Запрос не читается: проверьте формат данных.")


def invalid(field: str, message: str) -> Refusal:
    """One field is wrong; ``field`` is its camelCase path, ``message`` is Russian."""
    return Refusal(422, "invalid", message, fields=[{"field": field, "message": message}])


def invalid_fields(problems: Mapping[str, str]) -> Refusal:
    """Fields are wrong: camelCase path → why, in Russian; a single one speaks for the whole."""
    fields = [{"field": field, "message": message} for field, message in problems.items()]
    detail = fields[0]["message"] if len(fields) == 1 else "Проверьте поля запроса."
    return Refusal(422, "invalid", detail, fields=fields)


def stale() -> Refusal:
    """``If-Match`` names another state than the present one."""
    return Refusal(412, "precondition_failed", "Данные уже изменились. Откройте их заново и повторите.")


_BY_STATUS: Mapping[int, tuple[str, str]] = {
    404: ("not_found", "Не найдено."),
    405: ("method_not_allowed", "Такое действие здесь невозможно."),
    413: ("body_too_large", "Запрос слишком большой."),
}

_MESSAGES: Mapping[str, str] = {
    "missing": "Заполните поле.",
    "extra_forbidden": "Лишнее поле.",
    "string_too_short": "Слишком коротко.",
    "string_too_long": "Слишком длинно.",
    "too_short": "Слишком мало.",
    "too_long": "Слишком много.",
    "enum": "Недопустимое значение.",
    "literal_error": "Недопустимое значение.",
    "uuid_parsing": "Неверный идентификатор.",
    "greater_than_equal": "Слишком маленькое значение.",
    "greater_than": "Слишком маленькое значение.",
    "less_than_equal": "Слишком большое значение.",
    "less_than": "Слишком большое значение.",
}


def _message(error: Mapping[str, Any]) -> str:
    """Our words for an error of pydantic; a rule of ours (ValueError in Russian) speaks for itself."""
    kind = str(error["type"])
    if kind == "value_error":
        own = str(error.get("ctx", {}).get("error", ""))
        return own[:1].upper() + own[1:] + "." if own and not own.isascii() else "Неверное значение."
    if kind.startswith(("date", "time")):
        return "Неверная дата или время."
    if kind.startswith(("int", "float", "decimal", "finite", "bool")):
        return "Неверное число." if not kind.startswith("bool") else "Нужно да или нет."
    if isinstance(error.get("input"), str):  # how pydantic names it depends on what else judges the text
        kind = {"too_short": "string_too_short", "too_long": "string_too_long"}.get(kind, kind)
    return _MESSAGES.get(kind, "Неверное значение.")


_PLACES = ("body", "query", "path", "header")


def validation_refusal(errors: list[Any], root: str = "body") -> Refusal:
    """The 422 of pydantic's errors: where and what, never the input itself.

    ``root`` is where the judged thing stands, for errors that do not say so: a field that is too much is told by the
    place that it was found in alone, since its name is input too.
    """
    fields = []
    for error in errors[:20]:
        if error["type"] == "json_invalid" or error.get("input") is UNREADABLE:
            return malformed_body()
        where = next((str(part) for part in error["loc"][:1] if part in _PLACES), root)
        place = [str(part)[:60] for part in error["loc"] if part not in _PLACES]
        if error["type"] == "extra_forbidden":
            place = place[:-1]  # the name of an unknown field is the caller's own input
        fields.append({"field": ".".join(place) or where, "message": _message(error)})
    detail = fields[0]["message"] if len(fields) == 1 else "Проверьте поля запроса."
    return Refusal(422, "invalid", detail, fields=fields)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return error.answer()


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, (RequestValidationError, ValidationError))
    return validation_refusal(list(error.errors())).answer()


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST:  # the framework's word for a body that it could not read
        return malformed_body().answer()
    code, detail = _BY_STATUS.get(error.status_code, ("error", "Не получилось."))
    answer = Refusal(error.status_code, code, detail).answer()
    if error.headers:
        answer.headers.update(error.headers)
    return answer


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem+json."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
