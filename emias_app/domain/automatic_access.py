"""The first road to a card: a full account opens it by itself (product.md §6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from emias_app.domain.refusals import REFUSALS, ReasonCode, Refusal
from emias_app.domain.registry_checks import Policy
from emias_app.models.account import AccountLevel, CheckState

#: On this road the level asked for is another than on the road by request.
_NOT_FULL = Refusal(
    "Сразу медкарта открывается только с полной учётной записью",
    "Добавьте в «Профиле» паспорт и ИНН или отправьте запрос на доступ",
)


@dataclass(frozen=True)
class Opening:
    """May the card open by itself? If not, ``code`` is the first thing in the way."""

    code: ReasonCode | None = None

    @property
    def is_allowed(self) -> bool:
        return self.code is None

    @property
    def refusal(self) -> Refusal | None:
        """What is in the way, in Russian."""
        if self.code is None:
            return None
        return _NOT_FULL if self.code is ReasonCode.ACCOUNT_LEVEL_TOO_LOW else REFUSALS[self.code]


def may_open_automatically(
    *, level: AccountLevel, check: CheckState | None, policy: Policy, is_adult: bool, is_revoked_by_clinic: bool
) -> Opening:
    """A full account, the child confirmed, a policy of Moscow, and no revocation by the clinic before.

    ``check`` is None for a teenager's own card, which needs no kinship. ``is_adult``: the representative's time is
    over, by age or emancipation.
    """
    return Opening(next(_in_the_way(level, check, policy, is_adult, is_revoked_by_clinic), None))


def _in_the_way(
    level: AccountLevel, check: CheckState | None, policy: Policy, is_adult: bool, is_revoked: bool
) -> Iterator[ReasonCode]:
    if is_adult:
        yield ReasonCode.CHILD_IS_ADULT
    if is_revoked:
        yield ReasonCode.CLINIC_REVOKED
    if level is not AccountLevel.FULL:
        yield ReasonCode.ACCOUNT_LEVEL_TOO_LOW
    if check not in (None, CheckState.CONFIRMED):
        yield ReasonCode.KINSHIP_NOT_CONFIRMED
    if policy is not Policy.MOSCOW:
        yield ReasonCode.POLICY_NOT_MOSCOW
