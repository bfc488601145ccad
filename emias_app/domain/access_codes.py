"""The clinic's codes: how they are written, how long they live, how often one may try (product.md §7) [model]."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from emias_app.domain.kinship import fits_account
from emias_app.domain.people import Person
from emias_app.domain.transitions import Transitions
from emias_app.domain.wording import counted, plural
from emias_app.models.clinic import CodeState

#: Digits and capital letters without look-alikes; each letter has a Cyrillic twin.
ALPHABET = "23456789ABCEHKMPTX"
LENGTH = 8
#: More signs than any code is typed with, its spaces and dashes included.
_LONGEST = 200
LIFE = timedelta(hours=72)
TRIES = 5
TRY_WINDOW = timedelta(hours=1)

REASON_REPLACED = "отправлен новый код"

CODES: Transitions[CodeState] = Transitions(
    begins=frozenset({CodeState.SENT}),
    after={CodeState.SENT: frozenset({CodeState.APPLIED, CodeState.EXPIRED, CodeState.REVOKED})},
)

STATE_WORDS: Mapping[CodeState, str] = {
    CodeState.SENT: "Отправлен",
    CodeState.APPLIED: "Применён",
    CodeState.EXPIRED: "Просрочен",
    CodeState.REVOKED: "Отозван",
}

_FROM_CYRILLIC = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX")
_DASHES = str.maketrans("", "", "-‐‑‒–—−")
_SIGN = f"[{ALPHABET}АВСЕНКМРТХ]"
#: A code as it stands in the SMS, with other words around it.
_IN_MESSAGE = re.compile(rf"(?<!\w){_SIGN}{{4}}[-‐‑‒–—−\s]{_SIGN}{{4}}(?!\w)")


def make_code(choose: Callable[[str], str]) -> str:
    """A new code, each sign taken by ``choose`` out of the alphabet (``secrets.choice`` outside tests)."""
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """«K7PM-42XA», as it stands in the SMS."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def normalise_code(typed: str) -> str | None:
    """The code that was meant: any case, spaces, dashes, Cyrillic twins; None where no code looks like that."""
    if len(typed) > _LONGEST:
        return None
    code = "".join(typed.split()).translate(_DASHES).upper().translate(_FROM_CYRILLIC)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def typed_code(text: str) -> str:
    """What the cells show of what was typed or pasted: capitals, Latin, at most 8 signs; of a message its code."""
    upper = text.upper()
    found = _IN_MESSAGE.search(upper)
    signs = found.group() if found else upper
    return "".join(sign for sign in signs if sign.isalnum()).translate(_FROM_CYRILLIC)[:LENGTH]


def expires_at(sent_at: datetime) -> datetime:
    """The first instant at which the code no longer opens anything."""
    return sent_at + LIFE


def state_at(state: CodeState, expires: datetime, now: datetime) -> CodeState:
    """The state of a code kept as ``state``: a sent one expires by itself."""
    return CodeState.EXPIRED if state is CodeState.SENT and now >= expires else state


@dataclass(frozen=True, repr=False)
class IssuedCode:
    """A code that was sent: to whom, by the kinship of then, and until when."""

    kin: Person
    phone: str
    state: CodeState
    expires_at: datetime


def opens(code: IssuedCode, holder: Person, holder_phone: str, now: datetime) -> bool:
    """May this account redeem it now? A used, an expired, a void one and another's are all simply unknown."""
    is_living = state_at(code.state, code.expires_at, now) is CodeState.SENT
    return fits_account(code.kin, code.phone, holder, holder_phone) and is_living


@dataclass(frozen=True)
class Tries:
    """How many wrong codes the account may still enter; with none left, from when on it may again."""

    left: int
    locked_until: datetime | None = None

    @property
    def line(self) -> str:
        """«Осталось 3 попытки из 5»."""
        if not self.left:
            return "Попытки закончились"
        word = plural(self.left, ("Осталась", "Осталось", "Осталось"))
        return f"{word} {counted(self.left, ('попытка', 'попытки', 'попыток'))} из {TRIES}"


def tries_at(failures: Iterable[datetime], now: datetime) -> Tries:
    """What the wrong tries of the last hour leave; ``failures`` are their moments, in any order."""
    recent = sorted(at for at in failures if now - at < TRY_WINDOW)
    left = max(TRIES - len(recent), 0)
    return Tries(left, None if left else recent[-TRIES] + TRY_WINDOW)


def wrong_code_line(tries: Tries) -> str:
    """What is said of any code that opens nothing."""
    return f"Код не подошёл. Сверьте его с СМС. {tries.line}"


def locked_line(moscow_until: datetime) -> str:
    """What is said once the tries are used up; ``moscow_until`` on Moscow's clock, rounded up to a minute."""
    shown = moscow_until.replace(second=0, microsecond=0)
    if shown < moscow_until:
        shown += timedelta(minutes=1)
    return f"Слишком много попыток. Попробуйте снова в {shown:%H:%M}"


def sms_text(code: str) -> str:
    """The message that carries the code."""
    return f"Код доступа к медкарте ребенка: {grouped(code)}. Действует 72 часа. Никому его не сообщайте."
