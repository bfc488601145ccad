"""Why a card does not open, in plain words, and what to do about it (product.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """The stable code of a reason, as it stands on the wire."""

    CHILD_IS_ADULT = "child_is_adult"
    CLINIC_REVOKED = "clinic_revoked"
    ACCOUNT_LEVEL_TOO_LOW = "account_level_too_low"
    PASSPORT_NOT_CONFIRMED = "passport_not_confirmed"
    PHOTO_UNREADABLE = "photo_unreadable"
    KINSHIP_NOT_CONFIRMED = "kinship_not_confirmed"
    POLICY_NOT_MOSCOW = "policy_not_moscow"
    OTHER_PARENT_UNKNOWN = "other_parent_unknown"


@dataclass(frozen=True)
class Refusal:
    """What is in the way, and the step that helps; both Russian, fit to show."""

    reason: str
    what_to_do: str


REFUSALS: Mapping[ReasonCode, Refusal] = {
    ReasonCode.CHILD_IS_ADULT: Refusal(
        "Доступ представителя действует, пока ребенку нет 18 лет и он не признан дееспособным",
        "Теперь своей медкартой распоряжается сам пациент",
    ),
    ReasonCode.CLINIC_REVOKED: Refusal(
        "Поликлиника отозвала доступ к этой медкарте",
        "Обратитесь в поликлинику: открыть медкарту может только новый код доступа",
    ),
    ReasonCode.ACCOUNT_LEVEL_TOO_LOW: Refusal(
        "Для запроса нужна стандартная учётная запись",
        "Добавьте СНИЛС в «Профиле» и отправьте запрос ещё раз",
    ),
    ReasonCode.PASSPORT_NOT_CONFIRMED: Refusal(
        "МВД не подтвердило ваш паспорт",
        "Сверьте данные паспорта в «Профиле», проверьте их ещё раз и повторите запрос",
    ),
    ReasonCode.PHOTO_UNREADABLE: Refusal(
        "На фотографии не разобрать лицо или страницу паспорта",
        "Сделайте снимок при хорошем свете, чтобы паспорт читался, и отправьте запрос ещё раз",
    ),
    ReasonCode.KINSHIP_NOT_CONFIRMED: Refusal(
        "Родство с ребенком не подтверждено",
        "Откройте «Мою семью»: там сказано, чего не хватает. После подтверждения отправьте запрос ещё раз",
    ),
    ReasonCode.POLICY_NOT_MOSCOW: Refusal(
        "Полис ОМС ребенка зарегистрирован не в Москве",
        "Медкарта открывается по московскому полису. Когда он будет, отправьте запрос ещё раз",
    ),
    ReasonCode.OTHER_PARENT_UNKNOWN: Refusal(
        "У второго родителя нет учётной записи с подтверждённым родством",
        "Пусть второй родитель зарегистрируется и добавит ребенка в «Мою семью», потом продолжите запрос",
    ),
}
