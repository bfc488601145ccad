"""What stands between a child of «Моя семья» and its open card, and whose move it is (product.md §5, §6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from emias_app.domain.account_levels import reaches
from emias_app.domain.ages import is_adult
from emias_app.models.access import AccessView, GrantState
from emias_app.models.account import AccountLevel, CheckState, PatientSummary
from emias_app.models.family import Child

#: Reasons by which an ended access leaves the roads open; a clinic's revocation does not.
_REVOKED = GrantState.REVOKED


class Way(StrEnum):
    """The next thing on the way to a card."""

    OPEN = "OPEN"
    ADULT = "ADULT"
    WAIT = "WAIT"
    VISIT_MFC = "VISIT_MFC"
    CORRECT = "CORRECT"
    RETRY = "RETRY"
    CLINIC_CODE = "CLINIC_CODE"
    RAISE_LEVEL = "RAISE_LEVEL"
    POLICY = "POLICY"
    REQUEST = "REQUEST"


def way_to_card(child: Child, level: AccountLevel, access: AccessView | None, today: date) -> Way:
    """The next step; ``access`` is the owner's own to that card, if there ever was one.

    At 18 a representative's time is over. Before that the check comes first, then what the clinic decided, then the
    account's level: a basic one cannot ask at all. A policy of another region is told where it is known to be; a full
    account opens the card by itself, and where it did not, the request is what remains.
    """
    if access is not None and access.state is GrantState.ACTIVE:
        return Way.OPEN
    if is_adult(child.birth_date, today):
        return Way.ADULT
    match child.check.state:
        case CheckState.CHECKING:
            return Way.WAIT
        case CheckState.VISIT_MFC:
            return Way.VISIT_MFC
        case CheckState.REJECTED:
            return Way.CORRECT
        case CheckState.FAILED_TEMPORARILY:
            return Way.RETRY
        case CheckState.CONFIRMED:
            return _of_a_confirmed(child, level, access)


def _of_a_confirmed(child: Child, level: AccountLevel, access: AccessView | None) -> Way:
    if access is not None and access.state is _REVOKED:
        return Way.CLINIC_CODE
    if not reaches(level, AccountLevel.STANDARD):
        return Way.RAISE_LEVEL
    if child.oms_check is not None:
        if child.oms_check.state is CheckState.CHECKING:
            return Way.WAIT
        if child.oms_check.state is CheckState.REJECTED:
            return Way.POLICY
    return Way.REQUEST


def access_of(child: Child, patients: Iterable[PatientSummary]) -> AccessView | None:
    """The owner's access to a child's card, as the list of cards knows it.

    A child whose check is not over has no patient yet, so a card that was closed before is found by name and birth.
    """
    for patient in patients:
        if child.patient_id is not None and patient.id == child.patient_id:
            return patient.access
        is_same = (patient.last_name, patient.first_name, patient.birth_date) == (
            child.last_name, child.first_name, child.birth_date,
        )  # fmt: skip
        if child.patient_id is None and is_same:
            return patient.access
    return None
