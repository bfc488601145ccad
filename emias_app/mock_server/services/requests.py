"""The road by request: a draft that stays until it is sent, the code of the SMS, the states up to the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access_requests import (
    Draft,
    due_day,
    is_editable,
    is_open,
    missing_before_submit,
)
from emias_app.domain.ages import is_adult, may_have_own_card
from emias_app.domain.identifiers import IdentifierError, check_phone
from emias_app.domain.names import full_name
from emias_app.domain.working_days import working_days_left
from emias_app.mock_server.problems import Refusal, invalid, invalid_fields, not_found, too_early
from emias_app.mock_server.security import digest, new_code
from emias_app.mock_server.services import codes, decisions, grants
from emias_app.mock_server.services.limits import attempt_key
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.services.sms import SmsGateway
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import (
    AccessPhotoRow,
    AccessRequestRow,
    AccountRow,
    ChildRow,
    RequestStepRow,
    SmsCodeRow,
)
from emias_app.models.account import AccountLevel
from emias_app.models.requests import (
    AccessRequest,
    AccessRequestBody,
    Grantee,
    RequestPurpose,
    RequestState,
    RequestStep,
)

if TYPE_CHECKING:
    from emias_app.mock_server.backend import Backend

#: The purpose of the codes that confirm requests; each request is a ticket of its own.
CODE = "ACCESS_REQUEST"
_SMS = "Код для запроса доступа к медкарте: {code}. Никому его не сообщайте."
#: So many requests of one account are kept [model].
MOST = 200


async def a_code(backend: Backend, account_id: UUID, address: str) -> codes.Sending:
    """A code to be sent, hashed beside the event loop; its ticket is named once the request is known."""
    code = new_code()
    key = attempt_key("request", str(account_id), address)
    return codes.Sending(CODE, "", account_id, key, code, await backend.hasher.hashed_code(code), text=_SMS)


def list_requests(session: Session, account_id: UUID, now: datetime) -> list[AccessRequest]:
    """Mine, the newest first."""
    mine = select(AccessRequestRow).where(AccessRequestRow.account_id == account_id)
    rows = session.scalars(mine.order_by(AccessRequestRow.created_at.desc(), AccessRequestRow.id)).all()
    return _views(session, rows, now)


def own(session: Session, account_id: UUID, request_id: UUID) -> AccessRequestRow | None:
    """One of mine; another's does not exist."""
    row = session.get(AccessRequestRow, request_id)
    return row if row is not None and row.account_id == account_id else None


def view(session: Session, row: AccessRequestRow, now: datetime) -> AccessRequest:
    session.flush()
    (shown,) = _views(session, [row], now)
    return shown


def create(
    session: Session, sms: SmsGateway, account_id: UUID, body: AccessRequestBody, code: codes.Sending, now: datetime
) -> AccessRequest | Refusal:
    """Begin a request; with ``submit`` it goes as far as the SMS."""
    row = AccessRequestRow(id=uuid4(), account_id=account_id, due=None, reason=None, reason_code=None, created_at=now)
    _take_over(session, row, body, now)
    mine = select(func.count()).where(AccessRequestRow.account_id == account_id)
    if (session.scalar(mine) or 0) >= MOST:
        return Refusal(409, "too_many_requests", "Запросов слишком много.")
    if _has_another(session, row):
        return _exists()
    row.state = ""
    session.add(row)
    session.flush()
    decisions.add_step(session, row, RequestState.DRAFT, now)
    return _submitted(session, sms, row, body, code, now)


def change(
    session: Session, sms: SmsGateway, row: AccessRequestRow, body: AccessRequestBody, code: codes.Sending,
    now: datetime,
) -> AccessRequest | Refusal:  # fmt: skip
    """Correct a request that still may be; one whose code was sent becomes a draft again.

    A refusal is raised, so that nothing of the body stays.
    """
    _take_over(session, row, body, now)
    if not is_editable(RequestState(row.state)):
        raise Refusal(409, "request_not_editable", "Запрос уже отправлен, изменить его нельзя.")
    if _has_another(session, row):
        raise _exists()
    early = _too_early(session, row, now) if body.is_submitted else None
    if early is not None:
        raise early
    _forget_code(session, row)
    if row.state != RequestState.DRAFT:
        decisions.add_step(session, row, RequestState.DRAFT, now)
    row.reason = row.reason_code = row.due = None
    touch_demo(session)
    return _submitted(session, sms, row, body, code, now)


def confirm(
    session: Session, row: AccessRequestRow, code_id: UUID | None, is_right: bool, consent: bool, now: datetime
) -> AccessRequest | Refusal:
    """Send it with the code of the SMS and the consent, if it was not given yet: five working days begin."""
    if not (row.consent or consent):
        return invalid("consent", "Нужно ваше согласие с условиями.")
    if row.state != RequestState.CODE_SENT:
        return Refusal(409, "request_not_sent", "Сначала отправьте запрос и получите код.")
    judged = codes.judge(session, code_id, is_right, now)
    if isinstance(judged, Refusal):
        return judged
    row.consent = True
    row.due = due_day(moscow_day(now))
    decisions.add_step(session, row, RequestState.CHECKING, now)
    touch_demo(session)
    return view(session, row, now)


def withdraw(session: Session, row: AccessRequestRow, now: datetime) -> AccessRequest | Refusal:
    """Cancel a request that is not over; what it would have done does not happen."""
    if not is_open(RequestState(row.state)):
        return Refusal(409, "request_is_over", "Запрос уже завершён.")
    _forget_code(session, row)
    row.due = None
    decisions.add_step(session, row, RequestState.CANCELLED, now)
    touch_demo(session)
    return view(session, row, now)


def decided(
    session: Session, request_id: UUID, outcome: str, reason: str | None, now: datetime, outside: Outside
) -> AccessRequest | Refusal:
    """A tester's word in place of the decision, at once."""
    row = session.get(AccessRequestRow, request_id)
    if row is None:
        return not_found()
    return decisions.decide_by_hand(session, outside, row, outcome, reason, now) or view(session, row, now)


def code_of(session: Session, row: AccessRequestRow) -> SmsCodeRow | None:
    """The code that confirms it, if one was sent."""
    return codes.latest(session, CODE, _ticket(row))


def _take_over(session: Session, row: AccessRequestRow, body: AccessRequestBody, now: datetime) -> None:
    """Take the body over; raises the 422 of what it names that is not the caller's own, and of what it lacks."""
    account_id = row.account_id
    child_id: UUID | None = body.child_id
    if body.child_id == account_id:
        child_id = None
        problem = _own_card_problem(session.get_one(AccountRow, account_id), now)
        if problem is not None:
            raise invalid("childId", problem)
    else:
        child = session.get(ChildRow, body.child_id)
        if child is None or child.account_id != account_id or child.removed_at is not None:
            raise invalid("childId", "Выберите ребенка из «Моей семьи».")
    photo = session.get(AccessPhotoRow, body.photo_id) if body.photo_id is not None else None
    if body.photo_id is not None and (photo is None or photo.account_id != account_id):
        raise invalid("photoId", "Приложите фотографию ещё раз.")
    row.child_id, row.purpose, row.grantee = child_id, body.purpose.value, body.grantee.value
    row.phone = body.phone.strip() or None if body.phone is not None else None
    row.photo_id, row.consent = body.photo_id, body.consent
    missing = _missing(session, row, now) if body.is_submitted else {}
    if missing:
        raise invalid_fields(missing)


def _own_card_problem(account: AccountRow, now: datetime) -> str | None:
    today = moscow_day(now)
    if is_adult(account.birth_date, today):
        return "Здесь можно запросить медкарту ребенка."
    return None if may_have_own_card(account.birth_date, today) else "Своя медкарта доступна с 15 лет."


def _has_another(session: Session, row: AccessRequestRow) -> bool:
    same = select(AccessRequestRow.id).where(
        AccessRequestRow.account_id == row.account_id,
        AccessRequestRow.id != row.id,
        AccessRequestRow.child_id.is_(None) if row.child_id is None else AccessRequestRow.child_id == row.child_id,
        AccessRequestRow.purpose == row.purpose,
        AccessRequestRow.state.in_([state.value for state in RequestState if is_open(state)]),
    )
    return session.scalar(same.limit(1)) is not None


def _exists() -> Refusal:
    return Refusal(409, "request_exists", "Такой запрос по этому ребенку уже есть.")


def _submitted(
    session: Session, sms: SmsGateway, row: AccessRequestRow, body: AccessRequestBody, code: codes.Sending,
    now: datetime,
) -> AccessRequest | Refusal:  # fmt: skip
    if not body.is_submitted:
        return view(session, row, now)
    row.phone = check_phone(row.phone or "")
    sent = codes.send_code(session, sms, replace(code, ticket_hash=_ticket(row)), now)
    if isinstance(sent, Refusal):
        raise sent
    decisions.add_step(session, row, RequestState.CODE_SENT, now)
    touch_demo(session)
    return view(session, row, now)


def _missing(session: Session, row: AccessRequestRow, now: datetime) -> dict[str, str]:
    account = session.get_one(AccountRow, row.account_id)
    patient = decisions.patient_of(session, row)
    # The consent comes last, with the code (product.md §6), so it is not asked for here.
    draft = Draft(RequestPurpose(row.purpose), Grantee(row.grantee), row.phone, row.photo_id is not None, True)
    has_access = patient is not None and grants.is_open(session, patient, account.id, now)
    missing = missing_before_submit(
        draft, level=AccountLevel(account.level), account_phone=account.phone, has_access=has_access
    )
    if draft.grantee is Grantee.OTHER_PARENT and "phone" not in missing and _is_own_phone(draft.phone, account):
        missing["phone"] = "Укажите телефон второго родителя, а не свой"
    return missing


def _is_own_phone(typed: str | None, account: AccountRow) -> bool:
    try:
        return check_phone(typed or "") == account.phone
    except IdentifierError:
        return False


def _ticket(row: AccessRequestRow) -> str:
    return digest(f"{CODE}|{row.id}")


def _too_early(session: Session, row: AccessRequestRow, now: datetime) -> Refusal | None:
    """A minute between the codes of one request, whatever was corrected meanwhile."""
    newest = select(func.max(SmsCodeRow.resend_at)).where(
        SmsCodeRow.ticket_hash == _ticket(row), SmsCodeRow.state != codes.USED
    )
    at = session.scalar(newest)
    return too_early(codes.seconds(at - now)) if at is not None and now < at else None


def _forget_code(session: Session, row: AccessRequestRow) -> None:
    sent = code_of(session, row)
    if sent is not None and sent.state == codes.LIVE:
        sent.state = codes.SUPERSEDED


def _views(session: Session, rows: Iterable[AccessRequestRow], now: datetime) -> list[AccessRequest]:
    rows = list(rows)
    steps = select(RequestStepRow).where(RequestStepRow.request_id.in_([row.id for row in rows]))
    timelines: dict[UUID, list[RequestStep]] = {row.id: [] for row in rows}
    for step in session.scalars(steps.order_by(RequestStepRow.seq)):
        timelines[step.request_id].append(RequestStep(at=step.at, state=RequestState(step.state), text=step.text))
    return [_view(session, row, timelines[row.id], now) for row in rows]


def _view(session: Session, row: AccessRequestRow, timeline: list[RequestStep], now: datetime) -> AccessRequest:
    child = session.get(ChildRow, row.child_id) if row.child_id is not None else None
    whose: ChildRow | AccountRow = child or session.get_one(AccountRow, row.account_id)
    is_checking = row.state == RequestState.CHECKING and row.due is not None
    return AccessRequest(
        id=row.id,
        child_id=row.child_id or row.account_id,
        child_name=full_name(whose.last_name, whose.first_name, whose.middle_name),
        purpose=RequestPurpose(row.purpose),
        grantee=Grantee(row.grantee),
        phone=row.phone,
        photo_id=row.photo_id,
        consent=row.consent,
        state=RequestState(row.state),
        due=row.due,
        working_days_left=working_days_left(moscow_day(now), row.due) if is_checking and row.due else None,
        timeline=timeline,
        reason=row.reason,
        reason_code=row.reason_code,
    )
