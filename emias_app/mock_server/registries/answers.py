"""What the registries answer, each by a rule of its own [model].

* ЗАГС and ДТСЗН compare the entry with their record of the child (``records.py``).
* МФЦ answers nothing by itself: somebody has to come.
* МВД refuses a passport that another account's owner has; a number that ends in 404 is not in its books, one that
  ends in 503 makes it fail in passing at the first try. All others it confirms.
* ОМС knows the patients' policies, each for its own child only. Of an adult's policy it goes by the territory in the
  first two digits (77 is Moscow); one whose number before the control digit ends in 404 does not exist.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.domain.people import Person, is_same_person
from emias_app.domain.registry_checks import (
    Policy,
    Verdict,
    check_line,
    compare,
    policy_verdict,
)
from emias_app.mock_server.registries.records import form_of, has_policy, person_of, record_of
from emias_app.mock_server.store.schema import AccountRow, CheckRow, ChildRow, PatientRow
from emias_app.models.account import CheckState, Registry

PASSPORT, OMS, CHILD = "passport", "oms", "child"
_MOSCOW = "77"
_UNKNOWN, _FAILING = "404", "503"


def failed_in_passing(registry: Registry) -> Verdict:
    """No answer this time."""
    reason = f"{check_line(registry, CheckState.FAILED_TEMPORARILY)}. Повторите попытку позже"
    return Verdict(CheckState.FAILED_TEMPORARILY, (), reason)


def answer_to(session: Session, check: CheckRow) -> Verdict:
    """How the registry decides a check whose time has come."""
    account = session.get_one(AccountRow, check.account_id)
    child = session.get_one(ChildRow, check.child_id) if check.child_id is not None else None
    registry = Registry(check.registry_name)
    if registry is Registry.MVD:
        return _passport(session, account, check.attempt)
    if registry is Registry.OMS:
        return policy_verdict(_policy(session, account, child))
    if child is None:
        raise ValueError(f"{registry} checks children only")
    return compare(form_of(child), record_of(session, registry, child, account))


def policy_of(patient: PatientRow) -> Policy:
    """What the service of ОМС says of a patient, whatever number a person typed."""
    if patient.oms is None:
        return Policy.NOT_FOUND
    return Policy.MOSCOW if patient.oms_is_moscow else Policy.OTHER_REGION


def _passport(session: Session, account: AccountRow, attempt: int) -> Verdict:
    number = account.passport or ""
    if number.endswith(_FAILING) and attempt == 1:
        return failed_in_passing(Registry.MVD)
    if number.endswith(_UNKNOWN):
        return Verdict(CheckState.REJECTED, ("number",), "Паспорт с такими данными не найден")
    others = select(AccountRow).where(AccountRow.passport == number, AccountRow.id != account.id)
    if any(not is_same_person(person_of(other), person_of(account)) for other in session.scalars(others)):
        return Verdict(CheckState.REJECTED, ("number",), "Данные паспорта не совпадают с данными МВД")
    return Verdict(CheckState.CONFIRMED)


def _policy(session: Session, account: AccountRow, child: ChildRow | None) -> Policy:
    number = (child.oms if child is not None else account.oms) or ""
    owner: Person = person_of(child if child is not None else account)
    patient = has_policy(session, number, owner)
    if patient is not None:
        return policy_of(patient)
    is_anothers = session.scalar(select(PatientRow.id).where(PatientRow.oms == number).limit(1)) is not None
    if child is not None or is_anothers or number[:-1].endswith(_UNKNOWN):
        return Policy.NOT_FOUND
    return Policy.MOSCOW if number.startswith(_MOSCOW) else Policy.OTHER_REGION
