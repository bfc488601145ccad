"""Checks by the slow registries: how they begin, go on and end, and what a person is told (product.md §3, §5).

The states and the words are ours [model].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from emias_app.domain.family import ChildForm
from emias_app.domain.people import Person, same_name
from emias_app.domain.transitions import Transitions
from emias_app.domain.wording import join_words, upper_first
from emias_app.models.account import CheckState, Registry
from emias_app.models.base import Sex

#: Answers of the registries, repeated tries, and corrections, which begin a check anew, maybe at another registry.
CHECKS: Transitions[CheckState] = Transitions(
    begins=frozenset({CheckState.CHECKING, CheckState.VISIT_MFC}),
    after={
        CheckState.CHECKING: frozenset(CheckState),
        CheckState.VISIT_MFC: frozenset(CheckState) - {CheckState.FAILED_TEMPORARILY},
        CheckState.REJECTED: frozenset({CheckState.CHECKING, CheckState.VISIT_MFC}),
        CheckState.FAILED_TEMPORARILY: frozenset({CheckState.CHECKING, CheckState.VISIT_MFC}),
        CheckState.CONFIRMED: frozenset({CheckState.CHECKING, CheckState.VISIT_MFC}),
    },
)


def first_state(registry: Registry) -> CheckState:
    """How a check begins, and begins anew: the МФЦ waits for a visit, the others look by themselves."""
    return CheckState.VISIT_MFC if registry is Registry.MFC else CheckState.CHECKING


@dataclass(frozen=True, repr=False)
class RegistryRecord:
    """What a registry holds of the child; ``names_applicant``: the applicant is written there as representative."""

    person: Person
    sex: Sex
    series: str
    number: str
    names_applicant: bool = True


@dataclass(frozen=True)
class Verdict:
    """How a check ended. ``fields`` are the differing ones, ``reason`` names them, never what the registry holds."""

    state: CheckState
    fields: tuple[str, ...] = ()
    reason: str | None = None


_DIFFERS: Mapping[str, tuple[str, str]] = {
    "lastName": ("фамилия", "не совпадает"),
    "firstName": ("имя", "не совпадает"),
    "middleName": ("отчество", "не совпадает"),
    "birthDate": ("дата рождения", "не совпадает"),
    "sex": ("пол", "не совпадает"),
    "document.number": ("серия и номер документа", "не совпадают"),
}


def compare(form: ChildForm, record: RegistryRecord | None) -> Verdict:
    """Hold an entry against a registry's record of that child; None: the registry has none."""
    if record is None:
        return Verdict(CheckState.REJECTED, ("document.number",), "Запись с такими данными не найдена")
    person = record.person
    is_equal = {
        "lastName": same_name(form.last_name, person.last_name),
        "firstName": same_name(form.first_name, person.first_name),
        "middleName": same_name(form.middle_name, person.middle_name),
        "birthDate": form.birth_date == person.birth_date,
        "sex": form.sex == record.sex,
        "document.number": _bare(form.series + form.number) == _bare(record.series + record.number),
    }
    fields = tuple(name for name, same in is_equal.items() if not same)
    if fields:
        return Verdict(CheckState.REJECTED, fields, differs_line(fields))
    if not record.names_applicant:
        return Verdict(CheckState.REJECTED, ("relation",), "Вы не указаны представителем ребенка")
    return Verdict(CheckState.CONFIRMED)


def differs_line(fields: tuple[str, ...]) -> str:
    """«Дата рождения не совпадает», «Не совпадают имя и пол»."""
    if len(fields) == 1:
        return upper_first(" ".join(_DIFFERS[fields[0]]))
    return f"Не совпадают {join_words([_DIFFERS[name][0] for name in fields], shown=len(fields))}"


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


class Policy(StrEnum):
    """What the service of ОМС says of a policy; only one of Moscow opens a card."""

    MOSCOW = "MOSCOW"
    OTHER_REGION = "OTHER_REGION"
    NOT_FOUND = "NOT_FOUND"


_POLICY_REASONS: Mapping[Policy, str] = {
    Policy.OTHER_REGION: "Полис ОМС зарегистрирован не в Москве",
    Policy.NOT_FOUND: "Полис ОМС с таким номером не найден",
}


def policy_verdict(policy: Policy) -> Verdict:
    """How the check of a policy ends."""
    if policy is Policy.MOSCOW:
        return Verdict(CheckState.CONFIRMED)
    return Verdict(CheckState.REJECTED, ("oms",), _POLICY_REASONS[policy])


_WHERE: Mapping[Registry, str] = {
    Registry.ZAGS: "в ЗАГС",
    Registry.MFC: "в МФЦ",
    Registry.DTSZN: "в Департаменте труда и соцзащиты",
    Registry.MVD: "в МВД",
    Registry.OMS: "в реестре полисов ОМС",
}
_WHO: Mapping[Registry, str] = {
    Registry.ZAGS: "ЗАГС не ответил",
    Registry.MFC: "МФЦ не ответил",
    Registry.DTSZN: "Департамент труда и соцзащиты не ответил",
    Registry.MVD: "МВД не ответило",
    Registry.OMS: "Реестр полисов ОМС не ответил",
}
_IF_RIGHT: Mapping[Registry, str] = {
    Registry.ZAGS: "Если всё верно, обратитесь в ЗАГС, который выдал документ",
    Registry.MFC: "Если всё верно, придите в МФЦ с оригиналами ещё раз",
    Registry.DTSZN: "Если всё верно, обратитесь в орган опеки, который назначил вас представителем",
    Registry.MVD: "Если всё верно, повторите попытку позже",
    Registry.OMS: "Если всё верно, обратитесь в страховую организацию",
}


def check_line(registry: Registry, state: CheckState) -> str:
    """«Проверяется в ЗАГС», «Подтверждено»: the state of any check in a few words."""
    match state:
        case CheckState.CHECKING:
            return f"Проверяется {_WHERE[registry]}"
        case CheckState.CONFIRMED:
            return "Подтверждено"
        case CheckState.REJECTED:
            return "Не подтверждено"
        case CheckState.VISIT_MFC:
            return "Обратитесь в МФЦ"
        case CheckState.FAILED_TEMPORARILY:
            return _WHO[registry]


def what_to_do(registry: Registry, state: CheckState) -> str | None:
    """The next step of the person, in Russian; None where there is nothing to do."""
    match state:
        case CheckState.CHECKING | CheckState.CONFIRMED:
            return None
        case CheckState.REJECTED:
            return f"Сверьте данные с документом, исправьте и проверьте ещё раз. {_IF_RIGHT[registry]}"
        case CheckState.VISIT_MFC:
            return "Придите в любой МФЦ с оригиналами документов. Медкарту можно будет открыть, когда МФЦ подтвердит"
        case CheckState.FAILED_TEMPORARILY:
            return "Повторите попытку позже. Данные сохранены, вводить их снова не нужно"
