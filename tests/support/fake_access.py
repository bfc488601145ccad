"""The roads to a card, played in memory: accesses, requests, codes, the journal, a camera and a file dialog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from emias_app.domain.access_requests import due_day, is_editable, step_text
from emias_app.errors import api_error
from emias_app.models.access import AccessView, GrantSource, GrantState
from emias_app.models.account import Check, CheckState, Registry, Relation
from emias_app.models.base import Page, Sex
from emias_app.models.family import Child, ChildDocument, DocumentKind
from emias_app.models.journal import JournalEntry, ReadKind
from emias_app.models.problem import FieldProblem, Problem
from emias_app.models.requests import (
    AccessRequest,
    AccessRequestBody,
    Grant,
    Grantee,
    Photo,
    RequestPurpose,
    RequestState,
    RequestStep,
)
from emias_app.models.section import SectionSlug
from emias_app.state.ports import Picked

if TYPE_CHECKING:
    from tests.support.fake_backend import FakeBackend

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
CLINIC_CODE = "K7PM42XA"
REQUEST_CODE = "407135"
JPEG = b"\xff\xd8\xff" + b"photo" * 20
_SPACE = UUID("00000000-0000-4000-8000-000000000000")


def _id(name: str) -> UUID:
    return uuid5(_SPACE, name)


def a_grant(
    child: str = "Артём",
    *,
    holder: str = "Морозова Анна Сергеевна",
    mine: bool = True,
    state: GrantState = GrantState.ACTIVE,
    source: GrantSource = GrantSource.AUTO,
    end: date | None = date(2036, 3, 14),
    reason: str | None = None,
    start: datetime = AT - timedelta(days=40),
) -> Grant:
    return Grant(
        id=_id(f"grant {child} {holder} {state}"), patient_id=_id(child), patient_name=f"Морозов {child} Дмитриевич",
        holder=holder, mine=mine, source=source, state=state, start=start, end=end, reason=reason,
    )  # fmt: skip


def a_family_child(
    name: str = "Михаил", *, state: CheckState = CheckState.CONFIRMED, is_known: bool = True,
    birth: date = date(2020, 5, 6), policy: CheckState | None = CheckState.CONFIRMED,
) -> Child:  # fmt: skip
    def check(registry: Registry, it: CheckState) -> Check:
        return Check(id=_id(f"check {name} {registry}"), registry=registry, state=it)

    return Child(
        id=_id(f"child {name}"), last_name="Соколов", first_name=name, middle_name="Игоревич", birth_date=birth,
        sex=Sex.MALE, relation=Relation.SON,
        document=ChildDocument(kind=DocumentKind.BIRTH_CERTIFICATE, series="I-МЮ", number="123456"),
        oms="7700000000000000", check=check(Registry.ZAGS, state),
        oms_check=check(Registry.OMS, policy) if policy else None, patient_id=_id(name) if is_known else None,
    )  # fmt: skip


def a_read(number: int = 0, *, actor: str = "Вы", questioned: bool = False) -> JournalEntry:
    return JournalEntry(
        id=_id(f"read {number}"), at=AT - timedelta(hours=5 * number), actor=actor, mine=actor == "Вы",
        what=ReadKind.LIST, section=SectionSlug.LABS, client="web",
        text=f"{actor} открыли раздел «Анализы» в браузере, чтение {number}", questioned=questioned,
    )  # fmt: skip


def a_request(
    state: RequestState = RequestState.CHECKING, *, child: str = "Михаил", reason_code: str | None = None,
    reason: str | None = None, due: date | None = date(2026, 11, 30), left: int | None = 5,
    grantee: Grantee = Grantee.SELF, purpose: RequestPurpose = RequestPurpose.GRANT, photo_id: UUID | None = None,
) -> AccessRequest:  # fmt: skip
    passed = {
        RequestState.DRAFT: [RequestState.DRAFT],
        RequestState.CODE_SENT: [RequestState.DRAFT, RequestState.CODE_SENT],
    }.get(state, [RequestState.DRAFT, RequestState.CODE_SENT, RequestState.CHECKING, state])
    steps = list(dict.fromkeys(passed))
    is_checking = state is RequestState.CHECKING
    return AccessRequest(
        id=_id(f"request {child} {state} {reason_code}"), child_id=_id(f"child {child}"),
        child_name=f"Соколов {child} Игоревич", purpose=purpose, grantee=grantee, phone="+79000000001",
        photo_id=photo_id, consent=False, state=state, due=due if is_checking else None,
        working_days_left=left if is_checking else None,
        timeline=[
            RequestStep(at=AT + timedelta(minutes=number), state=one,
                        text=step_text(one, purpose, due=due, reason=reason))
            for number, one in enumerate(steps)
        ],
        reason=reason, reason_code=reason_code,
    )  # fmt: skip


class FakeAccess:
    """As the backend does it, in short: a draft, the SMS, five working days; one code of the clinic."""

    def __init__(self, backend: FakeBackend) -> None:
        self._b = backend

    async def _call(self, name: str, *what: object) -> None:
        self._b.calls.append((name, *what))
        gate = self._b.gates.get(name)
        if gate is not None:
            await gate
        failure = self._b.failures.get(name) or self._b.failure
        if failure is not None:
            raise failure

    async def grants(self) -> Sequence[Grant]:
        await self._call("grants")
        return list(self._b.grants)

    async def cancel_grant(self, grant_id: UUID) -> None:
        await self._call("cancel_grant", grant_id)
        ended = {"state": GrantState.CANCELLED, "reason": "Вы отказались от доступа"}
        self._b.grants = [one.model_copy(update=ended) if one.id == grant_id else one for one in self._b.grants]
        gone = next(one.patient_id for one in self._b.grants if one.id == grant_id)
        self._b.close_card(gone, GrantState.CANCELLED, "Вы отказались от доступа")

    async def requests(self) -> Sequence[AccessRequest]:
        await self._call("requests")
        return list(self._b.requests)

    async def request(self, request_id: UUID) -> AccessRequest:
        await self._call("request", request_id)
        found = next((one for one in self._b.requests if one.id == request_id), None)
        if found is None:
            raise api_error(Problem(title="", status=404, code="not_found", detail="Не найдено."))
        return found

    async def create_request(self, body: AccessRequestBody) -> AccessRequest:
        await self._call("create_request", body)
        if any(one.child_id == body.child_id and is_editable(one.state) for one in self._b.requests):
            raise api_error(Problem(title="", status=409, code="request_exists", detail="Такой запрос уже есть."))
        made = self._drawn(_id(f"request {len(self._b.requests)}"), body, [RequestState.DRAFT])
        self._b.requests.insert(0, made)
        return made

    async def update_request(self, request_id: UUID, body: AccessRequestBody) -> AccessRequest:
        await self._call("update_request", request_id, body)
        return self._put(self._drawn(request_id, body, [RequestState.DRAFT]))

    async def confirm_request(self, request_id: UUID, code: str, *, consent: bool) -> AccessRequest:
        await self._call("confirm_request", request_id, consent)
        if not consent:
            raise _invalid("consent", "Нужно ваше согласие с условиями")
        if code != REQUEST_CODE:
            raise _invalid("code", "Неверный код.", remaining_attempts=2)
        old = next(one for one in self._b.requests if one.id == request_id)
        due = due_day(AT.date())
        step = RequestStep(
            at=AT, state=RequestState.CHECKING, text=step_text(RequestState.CHECKING, old.purpose, due=due)
        )
        return self._put(old.model_copy(update={
            "state": RequestState.CHECKING, "due": due, "working_days_left": 5, "timeline": [*old.timeline, step],
        }))  # fmt: skip

    async def cancel_request(self, request_id: UUID) -> AccessRequest:
        await self._call("cancel_request", request_id)
        old = next(one for one in self._b.requests if one.id == request_id)
        return self._put(old.model_copy(update={"state": RequestState.CANCELLED, "due": None}))

    async def upload_photo(self, file_name: str, media_type: str, content: bytes) -> Photo:
        await self._call("upload_photo", media_type, len(content))
        return Photo(id=_id("photo"), width=800, height=600)

    async def redeem(self, code: str) -> Grant:
        await self._call("redeem", code)
        if not self._b.redeem_tries:
            raise api_error(Problem(title="", status=429, code="too_many_tries", detail="Позже.", retry_after=2400))
        if code != CLINIC_CODE:
            self._b.redeem_tries -= 1
            left = self._b.redeem_tries
            raise api_error(
                Problem(title="", status=404, code="wrong_code", detail="Код не подошёл.", remaining_attempts=left)
            )
        grant = a_grant("София", source=GrantSource.CODE, end=date(2042, 8, 9), start=AT)
        self._b.grants.append(grant)
        self._b.open_card("София", date(2024, 8, 9), Sex.FEMALE)
        return grant

    def _drawn(self, request_id: UUID, body: AccessRequestBody, states: list[RequestState]) -> AccessRequest:
        if body.submit:
            states = [*states, RequestState.CODE_SENT]
        child = next((one for one in self._b.family_children if one.id == body.child_id), None)
        return AccessRequest(
            id=request_id, child_id=body.child_id, child_name=f"Соколов {child.first_name}" if child else "Я",
            purpose=body.purpose, grantee=body.grantee, phone=body.phone, photo_id=body.photo_id, consent=body.consent,
            state=states[-1],
            timeline=[RequestStep(at=AT, state=one, text=step_text(one, body.purpose)) for one in states],
        )  # fmt: skip

    def _put(self, request: AccessRequest) -> AccessRequest:
        self._b.requests = [request if one.id == request.id else one for one in self._b.requests]
        return request


def a_page_of_reads(reads: Sequence[JournalEntry], limit: int, cursor: str | None) -> Page[JournalEntry]:
    start = int(cursor or 0)
    more = start + limit < len(reads)
    items = list(reads[start : start + limit])
    return Page(items=items, next_cursor=str(start + limit) if more else None, total=len(reads))


def opened_view(source: GrantSource = GrantSource.CODE) -> AccessView:
    return AccessView(state=GrantState.ACTIVE, source=source, start=AT)


def _invalid(field: str, message: str, code: str = "invalid", **extra: Any) -> Exception:
    problem = Problem(
        title="", status=422, code=code, detail=message, fields=[FieldProblem(field=field, message=message)], **extra
    )
    return api_error(problem)


class FakePhotos:
    """A file dialog with one answer; ``pictures`` are the contents that open."""

    def __init__(self) -> None:
        self.has_camera = False
        self.chosen: Picked | None = Picked("passport.jpg", len(JPEG), JPEG)
        self.broken: set[bytes] = set()
        self.large = 0

    async def pick(self, most: int) -> Picked | None:
        return self.chosen

    async def pick_document(self, most: int) -> Picked | None:
        return self.chosen

    def expect_large(self) -> None:
        self.large += 1

    async def unmirrored(self, content: bytes) -> bytes:
        return content + b"turned"

    async def thumbnail(self, content: bytes) -> bytes | None:
        return None if content in self.broken else b"\xff\xd8\xffsmall"
