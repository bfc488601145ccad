"""«Моя семья»: children that the owner of an account enters, and their checks (product.md §5).

* A check starts by itself with the entry, and again when what it looked at is corrected.
* **Removing a child** ends the owner's own access where it came by the automatic road, which rests on that entry; an
  access by request or by the clinic's code rests on other grounds and stays, and so do other people's. The child may
  be entered again, and the automatic road is open again then.
* A correction of a confirmed child takes ``patientId`` back until the new data are confirmed, and closes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access import cancel
from emias_app.domain.family import ORIGINALS, ChildForm, child_problems, registry_for, tidy_child
from emias_app.domain.people import Person, is_same_person
from emias_app.domain.registry_checks import what_to_do
from emias_app.mock_server.problems import Refusal, invalid_fields, not_found
from emias_app.mock_server.registries.answers import CHILD, OMS
from emias_app.mock_server.registries.records import form_of, person_of
from emias_app.mock_server.services import checks
from emias_app.mock_server.services.grants import as_grant
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.paging import Place
from emias_app.mock_server.services.stamps import stamp
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccountRow, CheckRow, ChildRow, GrantRow
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import CheckState, Registry, Relation
from emias_app.models.base import Sex
from emias_app.models.family import Child, ChildDocument, ChildRequest, DocumentKind

MOST_CHILDREN = 20


def list_children(session: Session, account_id: UUID) -> tuple[list[Child], list[Place]]:
    """The children in the order of entry, and their places for paging."""
    rows = _present(session, account_id)
    return [_view(session, row) for row in rows], [Place(row.created_at, row.id) for row in rows]


def own_child(session: Session, account_id: UUID, child_id: UUID) -> ChildRow | None:
    """The child of that account; another's does not exist."""
    row = session.get(ChildRow, child_id)
    return row if row is not None and row.account_id == account_id and row.removed_at is None else None


def get_child(session: Session, account_id: UUID, child_id: UUID) -> Child | Refusal:
    row = own_child(session, account_id, child_id)
    return _view(session, row) if row is not None else not_found()


def add_child(
    session: Session, outside: Outside, account_id: UUID, body: ChildRequest, now: datetime
) -> Child | Refusal:
    """Enter a child; the check begins."""
    account = session.get_one(AccountRow, account_id)
    form = _judged(body, account, now)
    if isinstance(form, Refusal):
        return form
    positions = [child.position for child in _present(session, account_id)]
    if len(positions) >= MOST_CHILDREN:
        return Refusal(409, "too_many_children", f"В семье помещается {MOST_CHILDREN} детей.")
    if _is_entered(session, account_id, form, but=None):
        return _exists()
    row = ChildRow(
        id=uuid4(), account_id=account_id, patient_id=None, created_at=now, removed_at=None,
        position=max(positions, default=-1) + 1,
    )  # fmt: skip
    _fill(row, form)
    session.add(row)
    session.flush()
    _check_anew(session, outside, row, now)
    if row.oms:
        checks.begin(session, outside, account_id, OMS, Registry.OMS, now, child_id=row.id)
    touch_demo(session)
    return _view(session, row)


def correct_child(
    session: Session, outside: Outside, account_id: UUID, child_id: UUID, body: ChildRequest, now: datetime
) -> Child | Refusal:  # fmt: skip
    """Correct a child; what changed, or was not confirmed yet, is checked again."""
    row = own_child(session, account_id, child_id)
    if row is None:
        return not_found()
    account = session.get_one(AccountRow, account_id)
    form = _judged(body, account, now)
    if isinstance(form, Refusal):
        return form
    if _is_entered(session, account_id, form, but=row.id):
        return _exists()
    before = form_of(row)
    _fill(row, form)
    is_confirmed = _state(session, row, CHILD) is CheckState.CONFIRMED
    has_changed = _identity(before) != _identity(form)
    if has_changed or not is_confirmed:
        row.patient_id = None
        _check_anew(session, outside, row, now)
    if row.oms is None:
        checks.forget(session, account_id, OMS, row.id)
    elif has_changed or before.oms != row.oms or _state(session, row, OMS) is not CheckState.CONFIRMED:
        checks.begin(session, outside, account_id, OMS, Registry.OMS, now, child_id=row.id)
    touch_demo(session)
    session.flush()
    return _view(session, row)


def remove_child(session: Session, account_id: UUID, child_id: UUID, now: datetime) -> Refusal | None:
    """Take a child out of the family; ends the owner's access by the automatic road (see the module)."""
    row = own_child(session, account_id, child_id)
    if row is None:
        return not_found()
    automatic = select(GrantRow).where(
        GrantRow.account_id == account_id, GrantRow.patient_id == row.patient_id,
        GrantRow.state == GrantState.ACTIVE.value, GrantRow.source == GrantSource.AUTO.value,
    )  # fmt: skip
    for grant in session.scalars(automatic) if row.patient_id is not None else ():
        ended = cancel(as_grant(grant), stamp(session, account_id, now))
        grant.state, grant.ended_at, grant.reason = ended.state.value, ended.ended_at, ended.reason
    row.removed_at = now
    checks.forget(session, account_id, CHILD, row.id)
    checks.forget(session, account_id, OMS, row.id)
    touch_demo(session)
    return None


def recheck(session: Session, outside: Outside, account_id: UUID, child_id: UUID, now: datetime) -> Child | Refusal:
    """Check again, with the same data, what was rejected or got no answer."""
    row = own_child(session, account_id, child_id)
    if row is None:
        return not_found()
    refusals = []
    for subject, registry in ((CHILD, _registry(row)), (OMS, Registry.OMS)):
        state = _state(session, row, subject)
        if state is None:
            continue
        refusal = checks.retry_refusal(state)
        if refusal is None:
            checks.begin(session, outside, account_id, subject, registry, now, child_id=row.id, is_retry=True)
            touch_demo(session)
        refusals.append(refusal)
    first = next(iter(refusals), None)
    return first if first is not None and None not in refusals else _view(session, row)


def _judged(body: ChildRequest, account: AccountRow, now: datetime) -> ChildForm | Refusal:
    form = ChildForm.of(body)
    problems = child_problems(form, representative_birth=account.birth_date, today=moscow_day(now))
    return invalid_fields(problems) if problems else tidy_child(form)


def _present(session: Session, account_id: UUID) -> Sequence[ChildRow]:
    mine = select(ChildRow).where(ChildRow.account_id == account_id, ChildRow.removed_at.is_(None))
    return session.scalars(mine.order_by(ChildRow.position, ChildRow.created_at, ChildRow.id)).all()


def _is_entered(session: Session, account_id: UUID, form: ChildForm, *, but: UUID | None) -> bool:
    if form.birth_date is None:
        raise ValueError("the form was not judged")
    entered = Person(form.last_name, form.first_name, form.middle_name, form.birth_date)
    others = (child for child in _present(session, account_id) if child.id != but)
    return any(is_same_person(entered, person_of(child)) for child in others)


def _exists() -> Refusal:
    return Refusal(409, "child_exists", "Этот ребенок уже есть в вашей семье.")


def _fill(row: ChildRow, form: ChildForm) -> None:
    if not (form.birth_date and form.sex and form.relation and form.kind):
        raise ValueError("the form was not judged")
    row.last_name, row.first_name, row.middle_name = form.last_name, form.first_name, form.middle_name
    row.birth_date, row.sex, row.relation = form.birth_date, form.sex.value, form.relation.value
    row.document_kind, row.document_series, row.document_number = form.kind.value, form.series, form.number
    row.document_issued_on, row.document_issued_by = form.issued_on, form.issued_by
    row.oms = form.oms


def _identity(form: ChildForm) -> tuple[object, ...]:
    """What the registries look at."""
    return (
        form.last_name, form.first_name, form.middle_name, form.birth_date, form.sex, form.relation, form.kind,
        form.series, form.number,
    )  # fmt: skip


def _registry(row: ChildRow) -> Registry:
    return registry_for(Relation(row.relation), DocumentKind(row.document_kind))


def _check_anew(session: Session, outside: Outside, row: ChildRow, now: datetime) -> None:
    checks.begin(session, outside, row.account_id, CHILD, _registry(row), now, child_id=row.id)


def _state(session: Session, row: ChildRow, subject: str) -> CheckState | None:
    check = checks.check_of(session, row.account_id, subject, row.id)
    return CheckState(check.state) if check is not None else None


def _view(session: Session, row: ChildRow) -> Child:
    check = session.scalars(select(CheckRow).where(CheckRow.child_id == row.id, CheckRow.subject == CHILD)).one()
    policy = checks.check_of(session, row.account_id, OMS, row.id)
    state, registry = CheckState(check.state), Registry(check.registry_name)
    return Child(
        id=row.id, last_name=row.last_name, first_name=row.first_name, middle_name=row.middle_name,
        birth_date=row.birth_date, sex=Sex(row.sex), relation=Relation(row.relation),
        document=ChildDocument(
            kind=DocumentKind(row.document_kind), series=row.document_series, number=row.document_number,
            issued_on=row.document_issued_on, issued_by=row.document_issued_by,
        ),
        oms=row.oms, check=checks.view(check), oms_check=checks.view(policy) if policy is not None else None,
        patient_id=row.patient_id, what_to_do=what_to_do(registry, state),
        originals=list(ORIGINALS) if state is CheckState.VISIT_MFC else [],
    )  # fmt: skip
