"""A backend that knows tokens only: families, rotation, levels, and answers that get lost."""

from __future__ import annotations

from typing import Any

from tests.api.pretend import DROPS, Answer, Asked, Pretend, problem

CHILD = "00000000-0000-4000-8000-000000000001"


class SessionBackend(Pretend):
    """Tokens ``access-1``, ``refresh-1`` and so on; one generation is alive at a time.

    ``lost_answers``: so many answers of /auth/refresh get lost after they took effect. ``next_level``: what the next
    renewal gives. ``is_over``: the session was ended. ``refresh_answer``: said instead of a renewal.
    """

    def __init__(self) -> None:
        super().__init__(rule=self._decide)
        self.generation = 0
        self.expired = 0
        self.level = "account"
        self.next_level: str | None = None
        self.lost_answers = 0
        self.is_over = False
        self.refresh_answer: Answer | None = None
        self.renewals = 0

    def tokens(self, level: str) -> dict[str, Any]:
        self.generation += 1
        self.level = level
        number = self.generation
        return {
            "accessToken": f"access-{number}",
            "refreshToken": f"refresh-{number}",
            "expiresIn": 900,
            "level": level,
        }

    def expire(self) -> None:
        """The access token dies before its time."""
        self.expired = self.generation

    def _decide(self, asked: Asked) -> Answer:
        match asked.path.removeprefix("/api/v1"):
            case "/auth/login/confirm":
                return Answer(body=self.tokens("account"))
            case "/auth/refresh":
                return self._renew(asked.json["refreshToken"])
        is_alive = self.generation > self.expired and not self.is_over
        if not is_alive or asked.token != f"access-{self.generation}":
            return problem(401, "unauthorized")
        match asked.path.removeprefix("/api/v1"):
            case "/auth/medcard-code/confirm":
                if asked.json["code"] != "123456":
                    return problem(422, "wrong_code", remainingAttempts=2)
                return Answer(body=self.tokens("medcard"))
            case "/auth/logout":
                self.is_over = True
                return Answer(204, b"")
            case path if path.endswith("/sections"):
                return Answer(body={"items": []}) if self.level == "medcard" else _step_up()
        return Answer(body={"items": []})

    def _renew(self, refresh: str) -> Answer:
        self.renewals += 1
        if self.refresh_answer is not None:
            return self.refresh_answer
        # As the contract has it: the newest refresh token, or the one just rotated.
        if self.is_over or int(refresh.removeprefix("refresh-")) < self.generation - 1:
            self.is_over = True
            return problem(401, "session_ended")
        body = self.tokens(self.next_level or self.level)
        if self.lost_answers:
            self.lost_answers -= 1
            return DROPS
        return Answer(body=body)


def _step_up() -> Answer:
    return problem(403, "medcard_step_up_required")
