"""«Отправить код» and «Отозвать доступ» of the clinic's form (product.md §7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from emias_app.domain.access_codes import CODES, REASON_REPLACED, expires_at, sms_text, state_at
from emias_app.domain.identifiers import IdentifierError, check_phone
from emias_app.domain.kinship import fits_account
from emias_app.domain.refusals import REFUSALS, ReasonCode
from emias_app.domain.registry_checks import Policy
from emias_app.mock_server.problems import Refusal, invalid, not_found
from emias_app.mock_server.registries.answers import policy_of
from emias_app.mock_server.registries.records import person_of
from emias_app.mock_server.services.closing import is_grown, revoke_grant
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.facts import touch_demo
from emias_app.mock_server.store.schema import AccessCodeRow, AccountRow, GrantRow, KinshipRow, PatientRow
from emias_app.models.account import NoticeKind
from emias_app.models.clinic import AccessCodeRequest, CodeState, RevokeRequest


def send_code(
    session: Session, outside: Outside, patient: PatientRow, body: AccessCodeRequest, code: str, code_hash: str,
    now: datetime,
) -> AccessCodeRow | Refusal:  # fmt: skip
    """Send a code by SMS; the earlier one of the same relative becomes void. No code without the signed paper."""
    kin = session.get(KinshipRow, body.kinship_id)
    if kin is None or kin.patient_id != patient.id:
        return invalid("kinshipId", "Выберите родственника из списка.")
    try:
        phone = check_phone(body.phone)
    except IdentifierError as error:
        return invalid("phone", error.reason)
    if not body.application_signed:
        return invalid("applicationSigned", "Без подписанной заявки код не отправляется.")
    if is_grown(patient, now):
        return Refusal(409, "patient_is_adult", "Пациент дееспособен: доступ представителям не предоставляется.")
    if policy_of(patient) is not Policy.MOSCOW:
        return policy_not_moscow()
    quota = outside.sms.refusal(session, phone, now)
    if quota is not None:
        return quota
    _void_earlier(session, patient.id, kin.id, now)
    row = AccessCodeRow(
        id=uuid4(), patient_id=patient.id, kinship_id=kin.id, phone=phone, code_hash=code_hash,
        state=CodeState.SENT.value, sent_at=now, expires_at=expires_at(now), grant_id=None, reason=None,
    )  # fmt: skip
    session.add(row)
    outside.sms.send(session, phone, sms_text(code), now, code=code)
    _tell(session, kin, phone, now)
    touch_demo(session)
    session.flush()
    return row


def policy_not_moscow() -> Refusal:
    """Only a Moscow policy opens a card (product.md §3), by this road too."""
    why = REFUSALS[ReasonCode.POLICY_NOT_MOSCOW].reason
    return Refusal(409, ReasonCode.POLICY_NOT_MOSCOW.value, f"{why}. Медкарта открывается по московскому полису.")


def revoke_code(session: Session, code_id: UUID, body: RevokeRequest, now: datetime) -> AccessCodeRow | Refusal:
    """Make a sent code void."""
    row = session.get(AccessCodeRow, code_id)
    if row is None:
        return not_found()
    reason = body.reason.strip()
    if not reason:
        return invalid("reason", "Укажите причину.")
    if state_at(CodeState(row.state), row.expires_at, now) is not CodeState.SENT:
        return Refusal(409, "code_is_over", "Этот код уже не действует.")
    _void(row, reason, now)
    touch_demo(session)
    return row


def revoke_access(session: Session, grant_id: UUID, body: RevokeRequest, now: datetime) -> GrantRow | Refusal:
    """Take a relative's access away; a patient's own is not the clinic's to take."""
    row = session.get(GrantRow, grant_id)
    patient = session.get_one(PatientRow, row.patient_id) if row is not None else None
    if row is None or patient is None or patient.account_id == row.account_id:
        return not_found()
    if not body.reason.strip():
        return invalid("reason", "Укажите причину.")
    return revoke_grant(session, row, patient, body.reason, now) or row


def waiting(now: datetime) -> Select[Any]:
    """The codes whose time is over."""
    return select(AccessCodeRow.id).where(AccessCodeRow.state == CodeState.SENT.value, AccessCodeRow.expires_at <= now)


def expire_due(session: Session, now: datetime, outside: Outside) -> None:
    """Write down that they expired."""
    for row in session.scalars(select(AccessCodeRow).where(AccessCodeRow.id.in_(waiting(now)))).all():
        _expire(row)


def _void_earlier(session: Session, patient_id: UUID, kinship_id: UUID, now: datetime) -> None:
    earlier = select(AccessCodeRow).where(
        AccessCodeRow.patient_id == patient_id,
        AccessCodeRow.kinship_id == kinship_id,
        AccessCodeRow.state == CodeState.SENT.value,
    )
    for row in session.scalars(earlier).all():
        if state_at(CodeState.SENT, row.expires_at, now) is CodeState.SENT:
            _void(row, REASON_REPLACED, now)
        else:
            _expire(row)


def _void(row: AccessCodeRow, reason: str, now: datetime) -> None:
    row.state = CODES.move(CodeState(row.state), CodeState.REVOKED).value
    row.reason, row.ended_at = reason, now


def _expire(row: AccessCodeRow) -> None:
    row.state = CODES.move(CodeState(row.state), CodeState.EXPIRED).value


def _tell(session: Session, kin: KinshipRow, phone: str, now: datetime) -> None:
    """The notice goes to the one account that the code will fit; the clinic learns nothing of accounts."""
    account = session.scalar(select(AccountRow).where(AccountRow.phone == phone))
    if account is None or not fits_account(person_of(kin), phone, person_of(account), account.phone):
        return
    post_notice(
        session, account.id, NoticeKind.CODE_SENT, now, title="Поликлиника отправила код доступа",
        text="Введите код из СМС в разделе «Доступ». Он действует 72 часа.",
    )  # fmt: skip
