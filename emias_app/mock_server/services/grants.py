"""Accesses begin here, whatever the road: the row, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from emias_app.clock import moscow_day
from emias_app.domain.access import Grant, Open, access_decision, access_ends_on
from emias_app.domain.declension import genitive
from emias_app.domain.names import initials
from emias_app.domain.refusals import Refusal as Obstacle
from emias_app.mock_server.services.notices import post_notice
from emias_app.mock_server.services.outside import Outside
from emias_app.mock_server.store.schema import AccountRow, GrantRow, PatientRow
from emias_app.models.access import GrantSource, GrantState
from emias_app.models.account import NoticeKind
from emias_app.models.base import Sex

_ROADS = {
    GrantSource.AUTO: "Данные проверены, медкарту можно открыть.",
    GrantSource.REQUEST: "Запрос одобрен, медкарту можно открыть.",
    GrantSource.CODE: "Код поликлиники принят, медкарту можно открыть.",
}


def grants_of(session: Session, patient_id: UUID, account_id: UUID) -> list[Grant]:
    """All accesses of an account to a card, as the rules know them."""
    held = select(GrantRow).where(GrantRow.patient_id == patient_id, GrantRow.account_id == account_id)
    return [as_grant(row) for row in session.scalars(held.order_by(GrantRow.start, GrantRow.id))]


def as_grant(row: GrantRow) -> Grant:
    return Grant(
        id=row.id, source=GrantSource(row.source), state=GrantState(row.state), start=row.start, ends_on=row.ends_on,
        ended_at=row.ended_at, reason=row.reason, revoked_by_clinic=row.revoked_by_clinic,
    )  # fmt: skip


def is_open(session: Session, patient: PatientRow, account_id: UUID, now: datetime) -> bool:
    """Whether the card is open to the account now."""
    decision = access_decision(
        grants_of(session, patient.id, account_id), birth=patient.birth_date, emancipated_on=patient.emancipated_on,
        today=moscow_day(now), is_own=patient.account_id == account_id,
    )  # fmt: skip
    return isinstance(decision, Open)


def open_grant(
    session: Session, outside: Outside, patient: PatientRow, account: AccountRow, source: GrantSource, now: datetime
) -> GrantRow:
    """Open a card to an account; its owner and the others who see that card are told. The caller has judged it."""
    is_own = patient.account_id == account.id
    others = _others(session, patient, account, now)
    row = GrantRow(
        id=uuid4(), patient_id=patient.id, account_id=account.id, source=source.value, state=GrantState.ACTIVE.value,
        start=now, ends_on=access_ends_on(patient.birth_date, patient.emancipated_on, is_own=is_own), ended_at=None,
        reason=None, revoked_by_clinic=False,
    )  # fmt: skip
    session.add(row)
    session.flush()
    whose = "вашей медкарте" if is_own else f"медкарте {name_of(patient)}"
    title = f"Открыт доступ к {whose}"
    post_notice(session, account.id, NoticeKind.ACCESS_OPENED, now, title=title, text=_ROADS[source],
                patient_id=patient.id)  # fmt: skip
    outside.sms.tell(session, account.phone, f"Открыт доступ к {'вашей ' if is_own else ''}медкарте"
                     f"{'' if is_own else ' ребенка'}. Её можно посмотреть в приложении.", now)  # fmt: skip
    for other in others:
        _tell_of_newcomer(session, outside, patient, account, other, now)
    return row


def tell_of_refusal(
    session: Session, outside: Outside, patient: PatientRow, account: AccountRow, why: Obstacle, now: datetime
) -> None:
    """Say why a card does not open and what helps."""
    is_own = patient.account_id == account.id
    title = f"Доступ к {'вашей медкарте' if is_own else f'медкарте {name_of(patient)}'} не открыт"
    text = f"{why.reason}. {why.what_to_do}."
    post_notice(session, account.id, NoticeKind.ACCESS_REFUSED, now, title=title, text=text)
    outside.sms.tell(session, account.phone, "Доступ к медкарте не открыт. Причина указана в приложении.", now)


def name_of(patient: PatientRow) -> str:
    """«Софии», «Артёма»: whose card it is."""
    return genitive(patient.first_name, Sex(patient.sex))


def _others(session: Session, patient: PatientRow, newcomer: AccountRow, now: datetime) -> Sequence[AccountRow]:
    """Who sees the card besides the newcomer."""
    active = select(GrantRow.account_id).where(
        GrantRow.patient_id == patient.id,
        GrantRow.state == GrantState.ACTIVE.value,
        GrantRow.account_id != newcomer.id,
    )
    found = session.scalars(select(AccountRow).where(AccountRow.id.in_(active)).order_by(AccountRow.id)).all()
    return [one for one in found if is_open(session, patient, one.id, now)]


def _tell_of_newcomer(
    session: Session, outside: Outside, patient: PatientRow, newcomer: AccountRow, other: AccountRow, now: datetime
) -> None:
    who = initials(newcomer.last_name, newcomer.first_name, newcomer.middle_name)
    is_own = patient.account_id == other.id
    whose = "вашу медкарту" if is_own else f"медкарту {name_of(patient)}"
    post_notice(
        session, other.id, NoticeKind.SOMEONE_GOT_ACCESS, now, title=f"Ещё один человек видит {whose}",
        text=f"Доступ открыт: {who}. Если это ошибка, обратитесь в поликлинику.", patient_id=patient.id,
    )  # fmt: skip
    card = "вашей медкарте" if is_own else "медкарте вашего ребенка"
    outside.sms.tell(session, other.phone, f"К {card} получил доступ ещё один человек. Кто это, видно в приложении.",
                     now)  # fmt: skip
