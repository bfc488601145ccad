"""The owner's papers: what raises the account's level, the phone and the password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from emias_app.clock import moscow_day
from emias_app.domain.account_levels import NextLevel, Papers, next_level
from emias_app.domain.identifiers import IdentifierError, check_enp, check_inn, check_phone, check_snils
from emias_app.domain.people import FieldProblems
from emias_app.domain.registration import passport_problems, password_problem
from emias_app.errors import EmiasError
from emias_app.models.account import AccountDocument, Me
from emias_app.models.registration import PassportRequest, PhoneChange
from emias_app.state._form import FormState
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.demo_sms import DemoMessages
from emias_app.state.place import Paper, Profile
from emias_app.state.ports import Ports
from emias_app.state.registration import spelt_phone
from emias_app.state.troubles import trouble_of

#: Forms that are being filled in, by name; they outlive a lock, not a sign-out.
Drafts = dict[str, FormState[Any]]

_LENGTHS = {Paper.SNILS: 11, Paper.INN: 12, Paper.OMS: 16}
_CHECKS: dict[Paper, Callable[[str], str]] = {Paper.SNILS: check_snils, Paper.INN: check_inn, Paper.OMS: check_enp}
_EMPTY = {Paper.SNILS: "Введите СНИЛС", Paper.INN: "Введите ИНН", Paper.OMS: "Введите номер полиса"}
_NO_DAY = date(1, 1, 1)


@dataclass(frozen=True, repr=False)
class NumberDraft:
    number: str = ""


@dataclass(frozen=True, repr=False)
class PassportDraft:
    series: str = ""
    number: str = ""
    issued_on: date | None = None
    issued_by_code: str = ""


@dataclass(frozen=True, repr=False)
class PhoneDraft:
    phone: str = ""
    code_old: str = ""
    code_new: str = ""


@dataclass(frozen=True, repr=False)
class PasswordDraft:
    current: str = ""
    password: str = ""


def papers_of(me: Me) -> Papers:
    """What counts for the level."""
    passport = me.passport.check.state if me.passport and me.passport.check else None
    return Papers(me.snils is not None, passport, me.inn is not None)


def level_above(me: Me) -> NextLevel | None:
    """What is missing for the next level; None for a full account."""
    return next_level(papers_of(me))


def document_of(me: Me, paper: Paper) -> AccountDocument | None:
    """What is known of a paper."""
    known = {Paper.SNILS: me.snils, Paper.PASSPORT: me.passport, Paper.INN: me.inn, Paper.OMS: me.oms}
    return known.get(paper)


class LevelsState(Guarded):
    """The forms of «Профиль». ``keep(me)`` gets the account as it stands after a change."""

    def __init__(
        self, ports: Ports, right: Pass, drafts: Drafts, me: Callable[[], Me | None], keep: Callable[[Me], None]
    ) -> None:
        super().__init__(right)
        self._ports, self._drafts, self._me, self._keep = ports, drafts, me, keep
        self._may_resend_at = 0.0
        self.paper: Paper | None = None
        self.form: FormState[Any] | None = None
        self.sent: PhoneChange | None = None
        self.saved: Paper | None = None
        self.busy_with: Paper | None = None
        self.error: str | None = None
        self.round = 0
        self.old_phone, self.new_phone = DemoMessages(ports), DemoMessages(ports)

    @property
    def has_codes(self) -> bool:
        """The codes for another phone are on their way."""
        return self.paper is Paper.PHONE and self.sent is not None

    @property
    def seconds_to_wait(self) -> int:
        """Whole seconds until new codes may be asked for; 0 = now."""
        return max(0, -int(-(self._may_resend_at - self._ports.clock.monotonic()) // 1))

    @property
    def is_busy(self) -> bool:
        return self.form is not None and self.form.is_busy

    def open(self, paper: Paper) -> None:
        """Turn to a form; what was typed there before is still in it, but for passwords."""
        if self.paper is paper:
            return
        self.paper, self.sent, self.error, self.saved = paper, None, None, None
        if paper is Paper.PASSWORD:
            self.form = self._new(paper)
        else:
            name = f"paper:{paper}"
            if name not in self._drafts:
                self._drafts[name] = self._new(paper)
            self.form = self._drafts[name]
        if paper is Paper.PHONE:
            self.form.put("codeOld", "")
            self.form.put("codeNew", "")

    def leave(self) -> None:
        """The form is not on the screen any more."""
        self.paper, self.form, self.sent = None, None, None
        self.old_phone.forget()
        self.new_phone.forget()

    def change_number(self) -> None:
        """Not that phone after all: the codes are not waited for any more."""
        if self.form is not None and not self.form.is_busy:
            self.sent = None
            self.form.error = None
            for field in ("codeOld", "codeNew"):
                self.form.put(field, "")
            self.old_phone.forget()
            self.new_phone.forget()

    def forget_saved(self) -> None:
        """It was told that it is kept."""
        self.saved = None

    @allowed
    async def save(self) -> None:
        """Send the form; a good one leads back to «Профиль»."""
        form, paper = self.form, self.paper
        if form is None or paper is None or form.is_busy or not form.check():
            return
        form.is_busy = True
        try:
            me = await self._send(paper, form.draft)
        except EmiasError as error:
            if self._pass.is_valid and not self._pass.report(error):
                form.take_refusal(error, self._ports.backend.server_now())
            return
        finally:
            form.is_busy = False
        if self._pass.is_valid and (me is not None or paper is Paper.PASSWORD):
            if me is not None:
                self._keep(me)
            await self._done(paper)

    @allowed
    async def recheck(self, paper: Paper) -> None:
        """Ask the registry again, with the same data."""
        if self.busy_with is not None:
            return
        backend = self._ports.backend
        self.busy_with, self.error = paper, None
        try:
            again = (
                backend.registration.recheck_passport if paper is Paper.PASSPORT else backend.registration.recheck_oms
            )
            me = await again()
        except EmiasError as error:
            if self._pass.is_valid and not self._pass.report(error):
                self.error = trouble_of(error, backend.server_now()).text
        else:
            if self._pass.is_valid:
                self._keep(me)
        finally:
            self.busy_with = None

    @allowed
    async def resend(self) -> None:
        """New codes in place of the old ones."""
        form = self.form
        if not self.has_codes or form is None or form.is_busy or self.seconds_to_wait:
            return
        form.is_busy = True
        try:
            await self._ask_codes(form.draft)
        except EmiasError as error:
            form.take_refusal(error, self._ports.backend.server_now())
        finally:
            form.is_busy = False

    async def _send(self, paper: Paper, draft: Any) -> Me | None:
        """The account after it; None where there is one more step."""
        to = self._ports.backend.registration
        match paper:
            case Paper.SNILS:
                return await to.put_snils(draft.number)
            case Paper.INN:
                return await to.put_inn(draft.number)
            case Paper.OMS:
                return await to.put_oms(draft.number)
            case Paper.PASSPORT:
                return await to.put_passport(
                    PassportRequest(
                        series=draft.series,
                        number=draft.number,
                        issued_on=draft.issued_on,
                        issued_by_code=draft.issued_by_code,
                    )
                )
            case Paper.PASSWORD:
                await to.change_password(draft.current, draft.password)
                return None
            case Paper.PHONE:
                if self.sent is not None:
                    return await to.confirm_phone(draft.phone, draft.code_old, draft.code_new)
                await self._ask_codes(draft)
                return None

    async def _ask_codes(self, draft: PhoneDraft) -> None:
        self.sent = await self._ports.backend.registration.ask_phone(draft.phone)
        self._may_resend_at = self._ports.clock.monotonic() + self.sent.resend_after
        self.round += 1
        me = self._me()
        await self.old_phone.expect(me.phone if me else None)
        await self.new_phone.expect(check_phone(draft.phone))

    async def _done(self, paper: Paper) -> None:
        self._drafts.pop(f"paper:{paper}", None)
        self.leave()
        self.saved = paper
        await self._ports.navigator.go(Profile())

    def _new(self, paper: Paper) -> FormState[Any]:
        match paper:
            case Paper.SNILS | Paper.INN | Paper.OMS:
                return FormState(NumberDraft(), _number_judge(paper), whole={"number": _LENGTHS[paper]})
            case Paper.PASSPORT:
                return FormState(
                    PassportDraft(), self._passport_problems, whole={"series": 4, "number": 6, "issuedByCode": 6}
                )
            case Paper.PHONE:
                return FormState(PhoneDraft(), self._phone_problems, whole={"phone": 11}, tidy={"phone": spelt_phone})
            case Paper.PASSWORD:
                return FormState(PasswordDraft(), self._password_problems)

    def _passport_problems(self, draft: PassportDraft) -> FieldProblems:
        me = self._me()
        if me is None:
            return {}
        today = moscow_day(self._ports.backend.server_now())
        request = PassportRequest.model_construct(
            series=draft.series,
            number=draft.number,
            issued_on=draft.issued_on or _NO_DAY,
            issued_by_code=draft.issued_by_code,
        )
        problems = passport_problems(request, birth=me.birth_date, today=today)
        if draft.issued_on is None:
            problems["issuedOn"] = "Укажите дату выдачи"
        return problems

    def _phone_problems(self, draft: PhoneDraft) -> FieldProblems:
        problems: FieldProblems = {}
        try:
            me = self._me()
            if me is not None and check_phone(draft.phone) == me.phone:
                problems["phone"] = "Это и есть ваш номер"
        except IdentifierError as error:
            problems["phone"] = error.reason
        if self.has_codes:
            for field, code in (("codeOld", draft.code_old), ("codeNew", draft.code_new)):
                if sum(sign.isdigit() for sign in code) != 6:
                    problems[field] = "В коде 6 цифр"
        return problems

    def _password_problems(self, draft: PasswordDraft) -> FieldProblems:
        me = self._me()
        own = (me.last_name, me.first_name, me.email.partition("@")[0], me.phone) if me else ()
        problems: FieldProblems = {}
        if not draft.current:
            problems["current"] = "Введите нынешний пароль"
        if why := password_problem(draft.password, own):
            problems["password"] = why
        elif draft.password == draft.current:
            problems["password"] = "Это тот же пароль"  # noqa: S105
        return problems


def _number_judge(paper: Paper) -> Callable[[NumberDraft], FieldProblems]:
    def judge(draft: NumberDraft) -> FieldProblems:
        if not draft.number.strip():
            return {"number": _EMPTY[paper]}
        try:
            _CHECKS[paper](draft.number)
        except IdentifierError as error:
            return {"number": error.reason}
        return {}

    return judge
