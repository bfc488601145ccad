"""What a request is filled in with, who may be asked for, and what is wrong or in the way at a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from emias_app.domain.access_requests import Draft, Facts, missing_before_submit, needs_photo, obstacles
from emias_app.domain.ages import is_adult, may_have_own_card
from emias_app.domain.identifiers import IdentifierError, check_phone, mask_phone
from emias_app.domain.refusals import ReasonCode
from emias_app.domain.registry_checks import Policy
from emias_app.models.access import GrantState
from emias_app.models.account import AccountLevel, CheckState, Me, Relation
from emias_app.models.auth import MedcardCode
from emias_app.models.family import Child
from emias_app.models.requests import AccessRequest, AccessRequestBody, Grant, Grantee, RequestPurpose, RequestState
from emias_app.state.place import AskStep

#: On which step a field of the body stands.
FIELD_STEPS: Mapping[str, AskStep] = {
    "photoId": AskStep.PHOTO,
    "childId": AskStep.CHILD,
    "purpose": AskStep.PURPOSE,
    "grantee": AskStep.GRANTEE,
    "phone": AskStep.PHONE,
    "consent": AskStep.CONFIRM,
}
_CODE_LIFE, _CODE_PAUSE = timedelta(minutes=5), 60


@dataclass(frozen=True, repr=False)
class AskForm:
    """What is filled in so far; the phone as typed."""

    child_id: UUID | None = None
    purpose: RequestPurpose = RequestPurpose.GRANT
    grantee: Grantee = Grantee.SELF
    phone: str = ""
    has_consent: bool = False

    def value_of(self, field: str) -> object:
        """What a field of the body holds here."""
        mine = {
            "childId": self.child_id,
            "purpose": self.purpose,
            "grantee": self.grantee,
            "phone": self.phone,
            "consent": self.has_consent,
        }
        return mine.get(field)


@dataclass(frozen=True, repr=False)
class Candidate:
    """Somebody whose card may be asked for. ``has_access``: it is open to me; ``is_shut``: the clinic closed it."""

    id: UUID
    last_name: str
    first_name: str
    middle_name: str
    birth_date: date
    oms: str | None
    kinship: CheckState
    policy: CheckState | None
    patient_id: UUID | None = None
    is_own: bool = False
    has_access: bool = False
    is_shut: bool = False


def candidates_of(children: Iterable[Child], me: Me, grants: Iterable[Grant], today: date) -> tuple[Candidate, ...]:
    """The children of «Моя семья»; of a teenager the own card in front."""
    mine = [grant for grant in grants if grant.mine]
    living = {grant.patient_id for grant in mine if grant.state is GrantState.ACTIVE}
    shut = {grant.patient_id for grant in mine if grant.state is GrantState.REVOKED} - living
    found = [
        Candidate(
            child.id, child.last_name, child.first_name, child.middle_name, child.birth_date, child.oms,
            child.check.state, child.oms_check.state if child.oms_check else None,
            child.patient_id,
            is_own=child.relation is Relation.SELF,
            has_access=child.patient_id in living,
            is_shut=child.patient_id in shut,
        )
        for child in children
    ]  # fmt: skip
    if may_have_own_card(me.birth_date, today) and not is_adult(me.birth_date, today):
        own = next((grant for grant in mine if grant.holder == grant.patient_name), None)
        policy = me.oms.check.state if me.oms and me.oms.check else None
        found.insert(0, Candidate(
            me.id, me.last_name, me.first_name, me.middle_name, me.birth_date, me.oms.masked_number if me.oms else None,
            CheckState.CONFIRMED, policy, own.patient_id if own else None,
            is_own=True, has_access=own is not None and own.state is GrantState.ACTIVE,
            is_shut=own is not None and own.patient_id in shut,
        ))  # fmt: skip
    return tuple(found)


def steps_for(level: AccountLevel, purpose: RequestPurpose) -> tuple[AskStep, ...]:
    """The steps in their order; the photo only where it is needed."""
    return tuple(step for step in AskStep if step is not AskStep.PHOTO or needs_photo(level, purpose))


def problems_at(step: AskStep, form: AskForm, me: Me, child: Candidate | None, *, has_photo: bool) -> dict[str, str]:
    """What keeps the person on a step, by field; only what stands on that step."""
    if step is AskStep.CHILD and child is None:
        return {"childId": "Выберите, чью медкарту открыть"}
    draft = Draft(form.purpose, form.grantee, form.phone, has_photo, form.has_consent)
    found = missing_before_submit(
        draft, level=me.level, account_phone=me.phone, has_access=child is not None and child.has_access
    )
    if step is AskStep.PURPOSE and form.purpose is RequestPurpose.GRANT:
        # An open card may still be opened to the other parent: the next step decides.
        found.pop("purpose", None)
    if step is AskStep.GRANTEE and form.purpose is RequestPurpose.GRANT and "purpose" in found:
        return {"grantee": found["purpose"]}
    return {field: words for field, words in found.items() if FIELD_STEPS.get(field) is step}


def obstacles_known(me: Me, child: Candidate | None, form: AskForm, today: date) -> tuple[ReasonCode, ...]:
    """What would be in the way as far as this account can know; of the other parent nothing is known here."""
    rejected = child is not None and child.policy is CheckState.REJECTED
    facts = Facts(
        purpose=form.purpose,
        grantee=Grantee.SELF,
        level=me.level,
        kinship=child.kinship if child else CheckState.CONFIRMED,
        policy=Policy.OTHER_REGION if rejected else Policy.MOSCOW,
        child_birth=child.birth_date if child else today,
        passport=me.passport.check.state if me.passport and me.passport.check else None,
        is_revoked_by_clinic=child is not None and child.is_shut and form.grantee is Grantee.SELF,
        is_own=child is not None and child.is_own,
    )
    return obstacles(facts, today)


def sent_code(phone: str, now: datetime, pause: int | None = None) -> MedcardCode:
    """Where the code of a request went: all codes go to the account's own phone. ``pause``: seconds to the next one,
    where this one was sent before."""
    left = _CODE_PAUSE if pause is None else pause
    sent_at = now - timedelta(seconds=_CODE_PAUSE - left)
    return MedcardCode(masked_phone=mask_phone(phone), expires_at=sent_at + _CODE_LIFE, resend_after=left)


def is_code_out(body: AccessRequestBody, draft: AccessRequest) -> bool:
    """Whether the code for just this was sent: saved anew, the request would be a draft and its code void."""
    if draft.state is not RequestState.CODE_SENT:
        return False
    return (body.child_id, body.purpose, body.grantee, _bare(body.phone), body.photo_id, body.consent) == (
        draft.child_id, draft.purpose, draft.grantee, _bare(draft.phone), draft.photo_id, draft.consent,
    )  # fmt: skip


def _bare(phone: str | None) -> str | None:
    try:
        return check_phone(phone) if phone else None
    except IdentifierError:
        return phone
