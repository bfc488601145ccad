"""Asking for a card, step by step; what was entered lives in a draft at the backend (product.md §6)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.access_requests import is_editable
from emias_app.domain.identifiers import IdentifierError, check_phone, format_phone
from emias_app.domain.refusals import ReasonCode
from emias_app.errors import Conflict, EmiasError, Invalid, TooManyTries
from emias_app.models.account import Me
from emias_app.models.auth import MedcardCode
from emias_app.models.requests import AccessRequest, AccessRequestBody, Grantee, RequestPurpose, RequestState
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.code_entry import CodeEntry
from emias_app.state.demo_sms import DemoMessages
from emias_app.state.photo import PhotoState
from emias_app.state.place import AskAccess, AskStep, RequestPage
from emias_app.state.ports import Ports
from emias_app.state.request_form import (
    FIELD_STEPS,
    AskForm,
    Candidate,
    candidates_of,
    is_code_out,
    obstacles_known,
    problems_at,
    sent_code,
    steps_for,
)
from emias_app.state.troubles import trouble_of


class AskState(Guarded):
    """The wizard: ``form`` is what is filled in so far, ``errors`` stand beside its fields (camelCase).

    Each step saves the draft before it lets go; ``sent(request)`` is told once the request is on its way.
    """

    def __init__(
        self, ports: Ports, right: Pass, me: Callable[[], Me | None], sent: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(right)
        self._ports, self._me, self._sent = ports, me, sent
        self.candidates: Loadable[tuple[Candidate, ...]] = Loading()
        self.drafts: tuple[AccessRequest, ...] = ()
        self.draft: AccessRequest | None = None
        self.form = AskForm()
        self.is_begun = False
        self.errors: dict[str, str] = {}
        self.trouble: str | None = None
        self.clash: UUID | None = None
        self.is_busy = False
        self.code: CodeEntry | None = None
        self.messages = DemoMessages(ports)
        self.photo = PhotoState(ports, right)

    # what is known

    @property
    def today(self) -> date:
        return moscow_day(self._ports.backend.server_now())

    @property
    def child(self) -> Candidate | None:
        """Whose card is asked for."""
        known = self.candidates.value if isinstance(self.candidates, Ready) else ()
        return next((one for one in known if one.id == self.form.child_id), None)

    @property
    def steps(self) -> tuple[AskStep, ...]:
        """The steps that this account and purpose need."""
        me = self._me()
        return steps_for(me.level, self.form.purpose) if me else tuple(AskStep)

    @property
    def obstacles(self) -> tuple[ReasonCode, ...]:
        """What would make the request fail as things stand; said ahead, forbids nothing."""
        me = self._me()
        return obstacles_known(me, self.child, self.form, self.today) if me else ()

    # the way through

    @allowed
    async def arrive(self, step: AskStep) -> None:
        """A step came into view: by «Далее», by the browser's back, or by its address."""
        if not self.is_begun and step is not AskStep.INTRO:
            await self._ports.navigator.go(AskAccess())
        elif step is AskStep.CONFIRM and self.code is None:
            await self._ports.navigator.go(AskAccess(AskStep.PHONE))
        elif step in (AskStep.INTRO, AskStep.CHILD):
            await self.refresh()

    @allowed
    async def refresh(self) -> None:
        """The children and the drafts, anew."""
        backend = self._ports.backend
        children, requests, grants = await asyncio.gather(
            self.fetch(backend.family.list()),
            self.fetch(backend.access.requests()),
            self.fetch(backend.access.grants()),
        )
        if isinstance(requests, Ready):
            self.drafts = tuple(one for one in requests.value if is_editable(one.state))
        me = self._me()
        if isinstance(children, Ready) and isinstance(grants, Ready) and me is not None:
            self.candidates = Ready(candidates_of(children.value, me, grants.value, self.today))
        elif not isinstance(self.candidates, Ready):
            failed = next((one for one in (children, grants) if isinstance(one, Failed)), None)
            self.candidates = failed or self.candidates

    @allowed
    async def begin(self, child_id: UUID | None = None, purpose: RequestPurpose = RequestPurpose.GRANT) -> None:
        """«Получить услугу»: a new request."""
        if not isinstance(self.candidates, Ready):
            await self.refresh()
        me = self._me()
        known = self.candidates.value if isinstance(self.candidates, Ready) else ()
        taken = {one.child_id for one in self.drafts}
        free = [one.id for one in known if not one.has_access and one.id not in taken]
        chosen = child_id or next(iter(free), None)
        self._take(AskForm(child_id=chosen, purpose=purpose, phone=format_phone(me.phone) if me else ""), None)
        await self._ports.navigator.go(AskAccess(AskStep.ABOUT))

    @allowed
    async def resume(self, request: AccessRequest) -> None:
        """Go on with a draft, or correct a request that waits for me."""
        me = self._me()
        if not is_editable(request.state) or me is None:
            return
        if not isinstance(self.candidates, Ready):
            await self.refresh()
        form = AskForm(
            child_id=request.child_id,
            purpose=request.purpose,
            grantee=request.grantee,
            phone=_shown(request.phone or (me.phone if request.grantee is Grantee.SELF else "")),
            has_consent=request.consent,
        )
        self._take(form, request)
        await self._ports.navigator.go(AskAccess(AskStep.ABOUT))

    @allowed
    async def discard(self, request: AccessRequest) -> None:
        """Throw a draft away."""
        if self.is_busy:
            return
        self.is_busy, self.trouble = True, None
        try:
            await self._ports.backend.access.cancel_request(request.id)
        except EmiasError as error:
            self.trouble = trouble_of(error, self._ports.backend.server_now()).text
        finally:
            self.is_busy = False
        if self.draft is not None and self.draft.id == request.id:
            self._take(AskForm(), None)
            self.is_begun = False
        await self.refresh()

    def fill(self, form: AskForm) -> None:
        """Take over what was entered; the words beside a field go when it changes."""
        before, self.form = self.form, form
        self.errors = {
            field: words for field, words in self.errors.items() if form.value_of(field) == before.value_of(field)
        }
        self.trouble = self.clash = None

    @allowed
    async def next(self, step: AskStep) -> None:
        """«Далее»: judge the step, save the draft, go on."""
        me = self._me()
        if self.is_busy or me is None:
            return
        self.errors = problems_at(step, self.form, me, self.child, has_photo=self.photo.photo_id is not None)
        if self.errors:
            return
        is_last = step is AskStep.PHONE
        if step not in (AskStep.INTRO, AskStep.ABOUT) and not await self._save(submit=is_last):
            return
        steps = self.steps
        await self._ports.navigator.go(AskAccess(steps[steps.index(step) + 1] if step in steps else AskStep.CHILD))

    @allowed
    async def back(self, step: AskStep) -> None:
        """«Назад»: nothing entered is lost."""
        steps = self.steps
        before = [one for one in steps if list(AskStep).index(one) < list(AskStep).index(step)]
        await self._ports.navigator.go(AskAccess(before[-1] if before else AskStep.INTRO))

    @allowed
    async def submit(self) -> None:
        """«Отправить запрос», with the code of the SMS and the consent."""
        if self.code is None or self.is_busy:
            return
        me = self._me()
        self.errors = problems_at(AskStep.CONFIRM, self.form, me, self.child, has_photo=True) if me else {}
        await self.code.submit()

    # how it is done

    def _take(self, form: AskForm, draft: AccessRequest | None) -> None:
        self.form, self.draft, self.code = form, draft, None
        self.errors, self.trouble, self.clash = {}, None, None
        self.photo.use(draft.photo_id if draft else None)
        self.is_begun = True

    async def _save(self, *, submit: bool) -> bool:
        """Keep the draft at the backend; with ``submit`` the SMS goes out."""
        body = self._body(submit=submit)
        is_out = body is not None and self.draft is not None and is_code_out(body, self.draft)
        if body is None or (is_out and not submit):
            return True
        self.is_busy, self.trouble = True, None
        pause: int | None = None
        try:
            await self._keep(body)
        except EmiasError as error:
            if not (is_out and isinstance(error, TooManyTries) and error.code == "too_early"):
                await self._refused(error)
                return False
            pause = error.retry_after
        finally:
            self.is_busy = False
        if submit:
            await self._expect_code(pause)
        return self._pass.is_valid

    async def _keep(self, body: AccessRequestBody) -> None:
        access = self._ports.backend.access
        if self.draft is None:
            self.draft = await access.create_request(body)
        else:
            self.draft = await access.update_request(self.draft.id, body)

    def _body(self, *, submit: bool) -> AccessRequestBody | None:
        if self.form.child_id is None:
            return None
        return AccessRequestBody(
            child_id=self.form.child_id,
            purpose=self.form.purpose,
            grantee=self.form.grantee,
            phone=self.form.phone.strip() or None,
            photo_id=self.photo.photo_id,
            consent=self.form.has_consent,
            submit=submit,
        )

    async def _refused(self, error: EmiasError) -> None:
        """Words go beside the field they are about, on the step that holds it."""
        if isinstance(error, Invalid) and error.fields:
            self.errors = {one.field: one.message for one in error.fields}
            steps = [FIELD_STEPS[field] for field in self.errors if field in FIELD_STEPS]
            if steps:
                await self._ports.navigator.go(AskAccess(min(steps, key=list(AskStep).index)))
                return
        if isinstance(error, Conflict) and error.code == "request_exists":
            self.errors = {"childId": error.detail}
            same = [one for one in self.drafts if one.child_id == self.form.child_id]
            self.clash = same[0].id if same else None
            await self._ports.navigator.go(AskAccess(AskStep.CHILD))
            return
        self.trouble = trouble_of(error, self._ports.backend.server_now()).text

    async def _expect_code(self, pause: int | None) -> None:
        """``pause``: seconds to the next code, where the one that was sent before is still good."""
        me = self._me()
        if me is None:
            return
        self.code = CodeEntry(
            sent_code(me.phone, self._ports.backend.server_now(), pause),
            clock=self._ports.clock,
            server_now=self._ports.backend.server_now,
            confirm=self._confirm,
            send_again=lambda: self._send_again(me.phone),
        )
        await self.messages.expect(me.phone)

    async def _send_again(self, phone: str) -> MedcardCode:
        body = self._body(submit=True)
        if body is not None:
            await self._keep(body)
        await self.messages.refresh()
        return sent_code(phone, self._ports.backend.server_now())

    async def _confirm(self, code: str) -> None:
        if not self._pass.is_valid or self.draft is None or self.errors:
            return
        done = await self._ports.backend.access.confirm_request(self.draft.id, code, consent=self.form.has_consent)
        if done.state is RequestState.CODE_SENT or not self._pass.is_valid:
            return
        self.messages.forget()
        self._take(AskForm(), None)
        self.is_begun = False
        await self._sent()
        await self._ports.navigator.go(RequestPage(done.id))


def _shown(phone: str) -> str:
    """A phone as people write it; one that is not whole yet as it was typed."""
    try:
        return format_phone(check_phone(phone))
    except IdentifierError:
        return phone


__all__ = ["AskForm", "AskState", "Candidate"]
