"""The clinic's backend played in memory: two patients, their kin, a history; knobs as in ``fake_backend``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from emias_app.clock import FixedClock
from emias_app.domain.identifiers import check_phone
from emias_app.domain.names import full_name
from emias_app.errors import EmiasError, api_error
from emias_app.models.access import GrantSource
from emias_app.models.base import Page, Sex
from emias_app.models.child_data import ChildDataKind, ClinicChildData, ClinicKind
from emias_app.models.clinic import (
    AccessCodeRequest,
    ClinicPatient,
    CodeState,
    HistoryRow,
    KinRelation,
    Kinship,
    KinshipRequest,
    Staff,
    StaffRole,
)
from emias_app.models.problem import Problem
from emias_app.models.uploads import ClinicUpload

_SPACE = UUID("00000000-0000-4000-8000-00000000c111")
STAFF_PASSWORD = "Demo-2026"


def clinic_id(name: str) -> UUID:
    return uuid5(_SPACE, name)


SOFIA, ARTYOM = clinic_id("София"), clinic_id("Артём")


def a_patient(name: str, birth: date, sex: Sex, oms: str = "7700000000001014") -> ClinicPatient:
    return ClinicPatient(
        id=clinic_id(name),
        last_name="Морозова" if sex is Sex.FEMALE else "Морозов",
        first_name=name,
        middle_name="Дмитриевна" if sex is Sex.FEMALE else "Дмитриевич",
        birth_date=birth,
        sex=sex,
        oms=oms,
    )


def a_relative(name: str = "Дмитрий", phone: str = "+79000000006") -> Kinship:
    return Kinship(
        id=clinic_id(name),
        last_name="Морозов",
        first_name=name,
        middle_name="Андреевич",
        birth_date=date(1987, 9, 8),
        relation=KinRelation.FATHER,
        phone=phone,
    )


def a_history_row(
    name: str = "sent",
    *,
    state: CodeState | None = CodeState.SENT,
    grant: UUID | None = None,
    is_live: bool = True,
    reason: str | None = None,
    source: GrantSource = GrantSource.CODE,
) -> HistoryRow:
    return HistoryRow(
        id=clinic_id(name),
        kinship_id=clinic_id("Дмитрий"),
        relative="Морозов Дмитрий Андреевич",
        kinship=KinRelation.FATHER,
        phone="+79000000006",
        code_state=state,
        grant_id=grant,
        source=source,
        start=datetime(2026, 11, 22, 6, tzinfo=UTC),
        end=date(2026, 11, 25),
        reason=reason,
        is_live=is_live,
    )


class FakeClinicBackend:
    """``failures["send_code"] = …`` makes that call fail; ``calls`` lists what was asked; ``sent`` is what went out."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.on_session_lost: Callable[[], None] | None = None
        self.signed_in = False
        self.is_closed = False
        self.role = StaffRole.REGISTRAR
        self.failures: dict[str, EmiasError] = {}
        self.gates: dict[str, Awaitable[None]] = {}
        self.calls: list[tuple[object, ...]] = []
        self.known = [
            a_patient("Артём", date(2018, 3, 14), Sex.MALE, "7700000000001022"),
            a_patient("София", date(2024, 8, 9), Sex.FEMALE),
        ]
        self.kin: dict[UUID, list[Kinship]] = defaultdict(list)
        self.kin[SOFIA] = [a_relative()]
        self.rows: dict[UUID, list[HistoryRow]] = defaultdict(list)
        self.sent: list[AccessCodeRequest] = []
        self.entered: dict[UUID, ClinicChildData] = {}
        self.uploaded: dict[UUID, list[ClinicUpload]] = defaultdict(list)
        self.revoked: list[tuple[str, UUID, str]] = []

    @property
    def clinic(self) -> FakeClinicBackend:
        return self

    @property
    def auth(self) -> FakeClinicBackend:
        return self

    def server_now(self) -> datetime:
        return self._clock.now()

    async def logout(self) -> None:
        self.calls.append(("logout",))
        self.signed_in = False

    async def close(self) -> None:
        self.is_closed = True
        self.signed_in = False

    async def child_data(self, patient_id: UUID) -> ClinicChildData:
        await self._call("child_data", patient_id)
        nothing = [ClinicKind(kind=kind, items=[], clinic=[], conflicts=[]) for kind in ChildDataKind]
        return self.entered.get(patient_id, ClinicChildData(items=nothing))

    async def uploads(self, patient_id: UUID) -> Sequence[ClinicUpload]:
        await self._call("uploads", patient_id)
        return tuple(self.uploaded[patient_id])

    async def uploaded_file(self, patient_id: UUID, record_id: UUID) -> bytes:
        await self._call("uploaded_file", record_id)
        return b"%PDF an uploaded file"

    def asked(self, name: str) -> int:
        return sum(1 for call in self.calls if call[0] == name)

    async def _call(self, name: str, *what: object) -> None:
        assert not self.is_closed, "a client that is closed is asked for nothing"
        self.calls.append((name, *what))
        if name in self.gates:
            await self.gates[name]
        if name in self.failures:
            raise self.failures[name]

    async def sign_in(self, login: str, password: str) -> None:
        await self._call("sign_in", login)
        if password != STAFF_PASSWORD:
            raise api_error(
                Problem(title="", status=401, code="invalid_credentials", detail="Логин или пароль не подошли")
            )
        self.role = StaffRole.DOCTOR if login == "doctor" else StaffRole.REGISTRAR
        self.signed_in = True

    async def me(self) -> Staff:
        await self._call("me")
        return Staff(
            id=clinic_id(self.role.value),
            name="Зайцева Ольга Викторовна",
            role=self.role,
            organisation="Детская городская поликлиника № 0",
        )

    async def patients(self, q: str = "", *, limit: int = 20, cursor: str | None = None) -> Page[ClinicPatient]:
        await self._call("patients", q)
        words = q.casefold().split()
        found = [
            one
            for one in self.known
            if all(word in f"{one.last_name} {one.first_name} {one.birth_date:%d.%m.%Y}".casefold() for word in words)
        ]
        start = int(cursor or 0)
        more = start + limit < len(found)
        return Page(
            items=found[start : start + limit], next_cursor=str(start + limit) if more else None, total=len(found)
        )

    async def patient(self, patient_id: UUID) -> ClinicPatient:
        await self._call("patient", patient_id)
        for one in self.known:
            if one.id == patient_id:
                return one
        raise api_error(Problem(title="", status=404, code="not_found", detail="Нет такого пациента"))

    async def kinships(self, patient_id: UUID) -> Sequence[Kinship]:
        await self._call("kinships", patient_id)
        return list(self.kin[patient_id])

    async def add_kinship(self, patient_id: UUID, kinship: KinshipRequest) -> Kinship:
        await self._call("add_kinship", kinship)
        kept = kinship.model_dump() | {"phone": check_phone(kinship.phone)}
        added = Kinship(id=clinic_id(kinship.first_name), **kept)
        self.kin[patient_id].append(added)
        return added

    async def application_pdf(self, patient_id: UUID, kinship_id: UUID) -> bytes:
        await self._call("application_pdf", kinship_id)
        return b"%PDF-1.7"

    async def history(self, patient_id: UUID) -> Sequence[HistoryRow]:
        await self._call("history", patient_id)
        return list(self.rows[patient_id])

    async def send_code(self, patient_id: UUID, order: AccessCodeRequest) -> HistoryRow:
        await self._call("send_code", order)
        kinship = next(one for one in self.kin[patient_id] if one.id == order.kinship_id)
        row = a_history_row(f"code-{len(self.sent)}").model_copy(
            update={
                "relative": full_name(kinship.last_name, kinship.first_name, kinship.middle_name),
                "phone": order.phone,
                "end": (self.server_now() + timedelta(hours=72)).date(),
            }
        )
        self.sent.append(order)
        self.rows[patient_id].insert(0, row)
        return row

    async def revoke_grant(self, grant_id: UUID, reason: str) -> None:
        await self._call("revoke_grant", grant_id)
        self._revoke("grant", grant_id, reason)

    async def revoke_code(self, code_id: UUID, reason: str) -> None:
        await self._call("revoke_code", code_id)
        self._revoke("code", code_id, reason)

    def _revoke(self, kind: str, one_id: UUID, reason: str) -> None:
        self.revoked.append((kind, one_id, reason))
        for rows in self.rows.values():
            rows[:] = [
                row.model_copy(update={"is_live": False, "reason": reason, "code_state": CodeState.REVOKED})
                if one_id in (row.id, row.grant_id)
                else row
                for row in rows
            ]
