"""The one tree of errors.

::

    EmiasError
    ├── Offline            no connection, or it broke before an answer
    ├── Timeout            the answer did not come in time
    ├── BadAnswer          the answer is not what the contract says
    ├── StartupError       cannot start: one line that says what to do, exit code 2
    ├── VaultError
    │   ├── NoVault        this machine has no place for secrets
    │   ├── VaultLocked    the place is there but locked
    │   └── VaultEmpty     nothing is kept there (any more)
    └── ApiError           the backend refused; carries its problem+json
        ├── Unauthorized   401
        ├── Forbidden      403, with ``code`` and ``reason``
        ├── NotFound       404
        │   └── WrongCode  a code of the clinic that opens nothing, with ``remaining_attempts``
        ├── Conflict       409, 412
        ├── Invalid        422, with ``fields``
        ├── TooManyTries   429, with ``retry_after``
        └── ServerFault    5xx
"""

from __future__ import annotations

from emias_app.models.problem import FieldProblem, Problem

__all__ = [
    "ApiError",
    "BadAnswer",
    "Conflict",
    "EmiasError",
    "Forbidden",
    "Invalid",
    "NoVault",
    "NotFound",
    "Offline",
    "ServerFault",
    "StartupError",
    "Timeout",
    "TooManyTries",
    "Unauthorized",
    "VaultEmpty",
    "VaultError",
    "VaultLocked",
    "WrongCode",
]


class EmiasError(Exception):
    """The root; its text never holds personal data."""


class Offline(EmiasError):
    """No connection, or it broke before an answer."""


class Timeout(EmiasError):
    """The answer did not come in time."""


class BadAnswer(EmiasError):
    """The answer is not what the contract says."""


class StartupError(EmiasError):
    """Cannot start; the text is one line that says what to do."""


class VaultError(EmiasError):
    """The place for secrets failed."""


class NoVault(VaultError):
    """This machine has no place for secrets."""


class VaultLocked(VaultError):
    """The place for secrets is there but locked."""


class VaultEmpty(VaultError):
    """Nothing is kept there (any more)."""


class ApiError(EmiasError):
    """The backend refused; ``request_id`` helps support to find the call."""

    def __init__(self, problem: Problem, request_id: str | None = None) -> None:
        super().__init__(f"{problem.status} {problem.code}")
        self.problem = problem
        self.request_id = request_id

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def detail(self) -> str:
        return self.problem.detail

    @property
    def retry_after(self) -> int | None:
        return self.problem.retry_after

    @property
    def remaining_attempts(self) -> int | None:
        return self.problem.remaining_attempts


class Unauthorized(ApiError):
    """401: not signed in, or the session ended."""


class Forbidden(ApiError):
    """403: ``code`` says why (medcard_step_up_required, access_revoked, access_expired…)."""

    @property
    def reason(self) -> str | None:
        extra = self.problem.model_extra or {}
        reason = extra.get("reason")
        return reason if isinstance(reason, str) else None


class NotFound(ApiError):
    """404: no such thing, or not yours; never told apart."""


class WrongCode(NotFound):
    """404 of a code of the clinic: unknown, used, another's or no code at all; ``remaining_attempts`` are left."""


class Conflict(ApiError):
    """409 or 412: somebody or something was first."""


class Invalid(ApiError):
    """422: ``fields`` say what is wrong with which field."""

    @property
    def fields(self) -> list[FieldProblem]:
        return self.problem.fields or []


class TooManyTries(ApiError):
    """429: wait ``retry_after`` seconds."""


class ServerFault(ApiError):
    """5xx: not your fault, try again."""


def api_error(problem: Problem, request_id: str | None = None) -> ApiError:
    """The error of the tree that fits a problem's status."""
    by_status: dict[int, type[ApiError]] = {
        401: Unauthorized,
        403: Forbidden,
        404: NotFound,
        409: Conflict,
        412: Conflict,
        422: Invalid,
        429: TooManyTries,
    }
    if problem.status == 404 and problem.code == "wrong_code":
        return WrongCode(problem, request_id)
    kind = by_status.get(problem.status) or (ServerFault if problem.status >= 500 else ApiError)
    return kind(problem, request_id)
