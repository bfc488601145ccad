"""The second road to a card: a request, decided on the fifth working day (product.md §6).

The five working days are the service's own; the states and the order of reasons are ours [model].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from emias_app.domain.access import access_ends_on
from emias_app.domain.account_levels import reaches
from emias_app.domain.identifiers import IdentifierError, check_phone, mask_phone
from emias_app.domain.people import FieldProblems
from emias_app.domain.refusals import REFUSALS, ReasonCode, Refusal
from emias_app.domain.registry_checks import Policy
from emias_app.domain.transitions import Transitions
from emias_app.domain.wording import counted, long_day, plural
from emias_app.domain.working_days import add_working_days, working_days_left
from emias_app.models.account import AccountLevel, CheckState
from emias_app.models.requests import Grantee, RequestPurpose, RequestState

S = RequestState

WORKING_DAYS = 5

#: A correction takes a request back to a draft; what is over stays over.
REQUESTS: Transitions[RequestState] = Transitions(
    begins=frozenset({S.DRAFT}),
    after={
        S.DRAFT: frozenset({S.DRAFT, S.CODE_SENT, S.CANCELLED}),
        S.CODE_SENT: frozenset({S.DRAFT, S.CODE_SENT, S.CHECKING, S.CANCELLED}),
        S.CHECKING: frozenset({S.APPROVED, S.REJECTED, S.ACTION_REQUIRED, S.CANCELLED}),
        S.ACTION_REQUIRED: frozenset({S.DRAFT, S.CODE_SENT, S.CHECKING, S.REJECTED, S.CANCELLED}),
    },
)


def is_editable(state: RequestState) -> bool:
    """May its fields still be changed?"""
    return REQUESTS.allows(state, S.DRAFT)


def is_open(state: RequestState) -> bool:
    """Is it not over yet? Such a one may be cancelled, and of a child and purpose there is one at a time [model]."""
    return not REQUESTS.is_final(state)


def needs_photo(level: AccountLevel, purpose: RequestPurpose) -> bool:
    """A photo with the open passport is for standard accounts; giving access up needs none [model]."""
    return level is AccountLevel.STANDARD and purpose is not RequestPurpose.CANCEL


@dataclass(frozen=True, repr=False)
class Draft:
    """What a request holds so far; the phone as typed."""

    purpose: RequestPurpose
    grantee: Grantee
    phone: str | None = None
    has_photo: bool = False
    has_consent: bool = False


def missing_before_submit(draft: Draft, *, level: AccountLevel, account_phone: str, has_access: bool) -> FieldProblems:
    """What keeps a request from being sent, by field; empty where it may go.

    ``account_phone`` (+7XXXXXXXXXX) gets all codes of the account; ``has_access``: the applicant's own grant lives.
    """
    problems: FieldProblems = {}
    if why := _purpose_problem(draft, has_access):
        problems["purpose"] = why
    if draft.purpose is RequestPurpose.CANCEL and draft.grantee is Grantee.OTHER_PARENT:
        problems["grantee"] = "Отменить можно только свой доступ, доступ другого родителя отзывает поликлиника"
    if why := _phone_problem(draft, account_phone):
        problems["phone"] = why
    if needs_photo(level, draft.purpose) and not draft.has_photo:
        problems["photoId"] = "Приложите цветную фотографию с открытым паспортом в руках"
    if not draft.has_consent:
        problems["consent"] = "Нужно ваше согласие с условиями"
    return problems


def _purpose_problem(draft: Draft, has_access: bool) -> str | None:
    match draft.purpose:
        case RequestPurpose.GRANT:
            if has_access and draft.grantee is Grantee.SELF:
                return "Эта медкарта уже открыта вам"
            return None
        case RequestPurpose.CHANGE:
            return None if has_access else "Изменять пока нечего: эта медкарта вам не открыта"
        case RequestPurpose.CANCEL:
            return None if has_access else "Отменять нечего: эта медкарта вам не открыта"


def _phone_problem(draft: Draft, account_phone: str) -> str | None:
    try:
        phone = check_phone(draft.phone or "")
    except IdentifierError as error:
        return error.reason if draft.phone else "Укажите телефон"
    if draft.grantee is Grantee.SELF and phone != account_phone:
        return f"Коды приходят на {mask_phone(account_phone)}, сменить номер можно в «Профиле»"
    return None


def due_day(confirmed_on: date) -> date:
    """The day at whose Moscow midnight the decision falls: the fifth working day, counted from the day after."""
    return add_working_days(confirmed_on, WORKING_DAYS)


def is_decision_due(due: date, today: date) -> bool:
    """Has the day come? Never earlier, whatever the hour."""
    return today >= due


def days_left_line(due: date, today: date) -> str:
    """«Осталось 3 рабочих дня, до 25 ноября 2026 г.»."""
    left = working_days_left(today, due)
    if not left:
        return "Решение готово"
    word = plural(left, ("Остался", "Осталось", "Осталось"))
    return f"{word} {counted(left, ('рабочий день', 'рабочих дня', 'рабочих дней'))}, до {long_day(due)}"


@dataclass(frozen=True)
class OtherParent:
    """What is known of the other parent as a grantee."""

    has_account: bool = False
    is_kin_confirmed: bool = False


@dataclass(frozen=True)
class Facts:
    """What a decision rests on, as it is on the day of the decision.

    ``passport`` is the state of the applicant's passport at МВД (None = not entered: the photo shows it).
    ``is_revoked_by_clinic`` is of the person who is to get access. ``is_own``: a teenager's own card.
    """

    purpose: RequestPurpose
    grantee: Grantee
    level: AccountLevel
    kinship: CheckState
    policy: Policy
    child_birth: date
    emancipated_on: date | None = None
    passport: CheckState | None = None
    is_photo_readable: bool = True
    is_revoked_by_clinic: bool = False
    other_parent: OtherParent = OtherParent()
    is_own: bool = False


@dataclass(frozen=True)
class Outcome:
    """How a request ends: the state, and where it is refused or stuck the code of the reason."""

    state: RequestState
    code: ReasonCode | None = None

    @property
    def refusal(self) -> Refusal | None:
        return REFUSALS[self.code] if self.code else None


def obstacles(facts: Facts, today: date) -> tuple[ReasonCode, ...]:
    """All that is in the way, in the order in which the person would deal with it; the wizard warns of it ahead.

    What nothing can help comes first, then the account, then the child, then others.
    """
    return tuple(_obstacles(facts, today)) if facts.purpose is not RequestPurpose.CANCEL else ()


def _obstacles(facts: Facts, today: date) -> Iterator[ReasonCode]:
    is_for_other = facts.grantee is Grantee.OTHER_PARENT
    ends = access_ends_on(facts.child_birth, facts.emancipated_on, is_own=facts.is_own)
    if ends is not None and today >= ends:
        yield ReasonCode.CHILD_IS_ADULT
    if facts.is_revoked_by_clinic and not is_for_other:
        yield ReasonCode.CLINIC_REVOKED
    if not reaches(facts.level, AccountLevel.STANDARD):
        yield ReasonCode.ACCOUNT_LEVEL_TOO_LOW
    if facts.passport is CheckState.REJECTED:
        yield ReasonCode.PASSPORT_NOT_CONFIRMED
    if needs_photo(facts.level, facts.purpose) and not facts.is_photo_readable:
        yield ReasonCode.PHOTO_UNREADABLE
    if not facts.is_own and facts.kinship is not CheckState.CONFIRMED:
        yield ReasonCode.KINSHIP_NOT_CONFIRMED
    if facts.policy is not Policy.MOSCOW:
        yield ReasonCode.POLICY_NOT_MOSCOW
    if is_for_other and not (facts.other_parent.has_account and facts.other_parent.is_kin_confirmed):
        yield ReasonCode.OTHER_PARENT_UNKNOWN
    elif is_for_other and facts.is_revoked_by_clinic:
        yield ReasonCode.CLINIC_REVOKED


def decision(facts: Facts, today: date) -> Outcome:
    """What the request comes to on the day of the decision; giving one's own access up is never refused."""
    in_the_way = obstacles(facts, today)
    if not in_the_way:
        return Outcome(S.APPROVED)
    code = in_the_way[0]
    return Outcome(S.ACTION_REQUIRED if code is ReasonCode.OTHER_PARENT_UNKNOWN else S.REJECTED, code)


def step_text(
    state: RequestState, purpose: RequestPurpose, *, due: date | None = None, reason: str | None = None
) -> str:
    """A line of the timeline; ``due`` for a request being checked, ``reason`` for one refused or stuck."""
    match state:
        case S.DRAFT:
            return "Черновик сохранён"
        case S.CODE_SENT:
            return "Код подтверждения отправлен по СМС"
        case S.CHECKING:
            until = f", решение будет {long_day(due)}" if due else ""
            return f"Запрос принят, сведения проверяются{until}"
        case S.ACTION_REQUIRED:
            return f"Нужно ваше участие. {reason}" if reason else "Нужно ваше участие"
        case S.APPROVED:
            return _APPROVED[purpose]
        case S.REJECTED:
            return f"Отказано. {reason}" if reason else "Отказано"
        case S.CANCELLED:
            return "Вы отменили запрос"


_APPROVED = {
    RequestPurpose.GRANT: "Запрос одобрен, медкарта открыта",
    RequestPurpose.CHANGE: "Запрос одобрен, изменения внесены",
    RequestPurpose.CANCEL: "Запрос исполнен, доступ к медкарте прекращён",
}
