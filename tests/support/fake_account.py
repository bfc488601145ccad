"""Registration, papers, the family and notices, played in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from emias_app.domain.family import ORIGINALS, registry_for
from emias_app.domain.registry_checks import first_state, what_to_do
from emias_app.errors import api_error
from emias_app.models.account import (
    AccountDocument,
    AccountLevel,
    Check,
    CheckState,
    Me,
    Notice,
    NoticeKind,
    Registry,
    Relation,
)
from emias_app.models.auth import Ticket, TokenLevel
from emias_app.models.base import Sex
from emias_app.models.family import Child, ChildDocument, ChildDocumentRequest, ChildRequest, DocumentKind
from emias_app.models.problem import FieldProblem, Problem
from emias_app.models.registration import PassportRequest, PhoneChange, RegisterRequest

if TYPE_CHECKING:
    from tests.support.fake_backend import FakeBackend

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CODE = "407135"
MISHA = ChildRequest(
    last_name="Соколов", first_name="Михаил", middle_name="Игоревич", birth_date=date(2020, 7, 5), sex=Sex.MALE,
    relation=Relation.SON,
    document=ChildDocumentRequest(kind=DocumentKind.BIRTH_CERTIFICATE, series="IV-МЮ", number="000106"),
)  # fmt: skip


def field_problem(field: str, message: str, code: str = "invalid", **extra: Any) -> Exception:
    """A 422 that names a field."""
    fields = [FieldProblem(field=field, message=message)]
    return api_error(Problem(title=code, status=422, code=code, detail=message, fields=fields, **extra), "7f3a21ff")


def a_check(registry: Registry, state: CheckState, reason: str | None = None) -> Check:
    return Check(id=uuid4(), registry=registry, state=state, reason=reason)


def an_entry(request: ChildRequest = MISHA, state: CheckState | None = None, reason: str | None = None) -> Child:
    """A child of «Моя семья» as the backend shows it; its check has just begun unless told otherwise."""
    registry = registry_for(request.relation, request.document.kind)
    state = state or first_state(registry)
    paper = request.document
    return Child(
        id=uuid4(), last_name=request.last_name, first_name=request.first_name, middle_name=request.middle_name,
        birth_date=request.birth_date, sex=request.sex, relation=request.relation,
        document=ChildDocument(kind=paper.kind, series=paper.series, number=paper.number, issued_on=paper.issued_on,
                               issued_by=paper.issued_by),
        oms=request.oms, check=a_check(registry, state, reason),
        oms_check=a_check(Registry.OMS, CheckState.CHECKING) if request.oms else None,
        patient_id=uuid4() if state is CheckState.CONFIRMED else None, what_to_do=what_to_do(registry, state),
        originals=list(ORIGINALS) if state is CheckState.VISIT_MFC else [],
    )  # fmt: skip


def a_notice(
    kind: NoticeKind = NoticeKind.NEW_RECORDS, patient_id: UUID | None = None, *, read: bool = False
) -> Notice:
    return Notice(
        id=uuid4(), kind=kind, at=AT - timedelta(hours=1), title=f"Заголовок {kind}", text="Что произошло.",
        patient_id=patient_id, read=read,
    )  # fmt: skip


class FakeRegistration:
    """``backend.accounts`` are the phones that are taken already."""

    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend
        self.forms: list[RegisterRequest] = []
        self.passwords: list[str] = []

    def _ticket(self) -> Ticket:
        return Ticket(ticket="r", masked_phone="+7 916 •••-••-05", expires_at=AT + timedelta(minutes=5),
                      resend_after=60)  # fmt: skip

    async def register(self, form: RegisterRequest) -> Ticket:
        await self._b.call("register_account")
        self.forms.append(form)
        return self._ticket()

    async def ask_reset(self, login: str) -> Ticket:
        await self._b.call("ask_reset", login)
        return self._ticket()

    async def reset(self, ticket: Ticket, code: str, password: str) -> TokenLevel:
        await self._b.call("reset", code)
        self._b.check_code(code)
        self.passwords.append(password)
        self._b.level = TokenLevel.ACCOUNT
        return TokenLevel.ACCOUNT

    async def change_password(self, current: str, password: str) -> None:
        await self._b.call("change_password")
        if current != "Demo-2026":
            raise field_problem("current", "Текущий пароль не подошёл.", "wrong_password", remaining_attempts=4)
        self.passwords.append(password)

    def _with(self, **changed: Any) -> Me:
        self._b.account = self._b.account.model_copy(update=changed)
        return self._b.account

    async def put_snils(self, number: str) -> Me:
        await self._b.call("put_snils", number)
        level = AccountLevel.STANDARD if self._b.account.level is AccountLevel.BASIC else self._b.account.level
        return self._with(snils=AccountDocument(masked_number="•••-•••-445 95"), level=level)

    async def put_inn(self, number: str) -> Me:
        await self._b.call("put_inn", number)
        return self._with(inn=AccountDocument(masked_number="••••••••1234"))

    async def put_oms(self, number: str) -> Me:
        await self._b.call("put_oms", number)
        check = a_check(Registry.OMS, CheckState.CHECKING)
        return self._with(oms=AccountDocument(masked_number="••••1234", check=check))

    async def put_passport(self, passport: PassportRequest) -> Me:
        await self._b.call("put_passport", passport)
        return self._passport(CheckState.CHECKING)

    async def recheck_passport(self) -> Me:
        await self._b.call("recheck_passport")
        return self._passport(CheckState.CHECKING)

    def _passport(self, state: CheckState) -> Me:
        return self._with(passport=AccountDocument(masked_number="••••••3456", check=a_check(Registry.MVD, state)))

    async def recheck_oms(self) -> Me:
        return await self.put_oms("")

    async def ask_phone(self, phone: str) -> PhoneChange:
        await self._b.call("ask_phone", phone)
        return PhoneChange(masked_old="+7 900 •••-••-01", masked_new="+7 916 •••-••-05",
                           expires_at=AT + timedelta(minutes=5), resend_after=60)  # fmt: skip

    async def confirm_phone(self, phone: str, code_old: str, code_new: str) -> Me:
        await self._b.call("confirm_phone", code_old, code_new)
        for field, code in (("codeOld", code_old), ("codeNew", code_new)):
            if code != CODE:
                raise field_problem(field, "Неверный код.", "wrong_code", remaining_attempts=2)
        return self._with(phone=phone)


class FakeFamily:
    """Children in ``backend.family_children``; whoever is added begins as the registries begin."""

    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend

    async def list(self) -> Sequence[Child]:
        await self._b.call("family")
        return tuple(self._b.family_children)

    async def add(self, child: ChildRequest) -> Child:
        await self._b.call("add_child", child)
        entered = an_entry(child)
        self._b.family_children.append(entered)
        return entered

    async def correct(self, child_id: UUID, child: ChildRequest) -> Child:
        await self._b.call("correct_child", child_id, child)
        return self._put(an_entry(child).model_copy(update={"id": child_id}))

    async def remove(self, child_id: UUID) -> None:
        await self._b.call("remove_child", child_id)
        self._b.family_children = [one for one in self._b.family_children if one.id != child_id]

    async def recheck(self, child_id: UUID) -> Child:
        await self._b.call("recheck_child", child_id)
        child = next(one for one in self._b.family_children if one.id == child_id)
        return self._put(child.model_copy(update={"check": a_check(child.check.registry, CheckState.CHECKING)}))

    def _put(self, child: Child) -> Child:
        self._b.family_children = [child if one.id == child.id else one for one in self._b.family_children]
        return child


def settled(backend: FakeBackend, child_id: UUID, state: CheckState, reason: str | None = None) -> None:
    """A registry decides; the small poll will tell."""
    for place, child in enumerate(backend.family_children):
        if child.id == child_id:
            check = child.check.model_copy(update={"state": state, "reason": reason})
            is_over = state is CheckState.CONFIRMED
            changed = {
                "check": check, "patient_id": uuid4() if is_over else None, "originals": [],
                "what_to_do": what_to_do(check.registry, state),
            }  # fmt: skip
            backend.family_children[place] = child.model_copy(update=changed)
            backend.moved.append(check)
