"""«Моя семья»: the children that the account's owner entered, their checks, and the form of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from emias_app.clock import moscow_day
from emias_app.domain.family import DOCUMENTS_FOR, ChildForm, child_problems
from emias_app.domain.people import FieldProblems, sex_by_patronymic, tidy_name
from emias_app.errors import EmiasError
from emias_app.models.account import Check, Me, Relation
from emias_app.models.base import Sex
from emias_app.models.family import Child, ChildDocumentRequest, ChildRequest, DocumentKind
from emias_app.state._form import FormState
from emias_app.state._loadable import Failed, Loadable, Loading, Ready
from emias_app.state._pass import Guarded, Pass, allowed
from emias_app.state.levels import Drafts
from emias_app.state.place import Family, FamilyChild, FamilyForm, FamilyPlace
from emias_app.state.ports import Ports
from emias_app.state.troubles import trouble_of

_WHOLE = {"oms": 16}
_TIDY = {"lastName": tidy_name, "firstName": tidy_name, "middleName": tidy_name}
_SEX_OF = {Relation.SON: Sex.MALE, Relation.DAUGHTER: Sex.FEMALE}
_RELATION_OF = {Sex.MALE: Relation.SON, Sex.FEMALE: Relation.DAUGHTER}


class FamilyState(Guarded):
    """The list stays while it is refreshed; a form keeps what was typed until it is saved."""

    def __init__(self, ports: Ports, right: Pass, drafts: Drafts, me: Callable[[], Me | None]) -> None:
        super().__init__(right)
        self._ports, self._drafts, self._me = ports, drafts, me
        self._form_of: FamilyForm | None = None
        self.children: Loadable[tuple[Child, ...]] = Loading()
        self.form: FormState[ChildForm] | None = None
        self.busy_with: UUID | None = None
        self.error: str | None = None
        self.removed: str | None = None

    @property
    def known(self) -> tuple[Child, ...]:
        """The children as far as they are known."""
        return self.children.value if isinstance(self.children, Ready) else ()

    def child(self, child_id: UUID) -> Child | None:
        return next((child for child in self.known if child.id == child_id), None)

    def concerns(self, checks: Iterable[Check]) -> bool:
        """Is one of these checks of a child?"""
        mine = {one.id for child in self.known for one in (child.check, child.oms_check) if one is not None}
        return any(check.id in mine for check in checks)

    @allowed
    async def refresh(self) -> None:
        """Read the family anew."""
        answer = await self.fetch(self._ports.backend.family.list())
        if isinstance(answer, Ready):
            self.children = Ready(tuple(answer.value))
        elif isinstance(answer, Failed) and not isinstance(self.children, Ready):
            self.children = answer

    def turn_to(self, place: FamilyPlace) -> None:
        """The person is at a place of the family; the form of a child is made when its data are known."""
        self.error = None
        if not isinstance(place, FamilyForm):
            self.form, self._form_of = None, None
            return
        if self._form_of == place and self.form is not None:
            return
        name = f"child:{place.child_id}"
        if name not in self._drafts:
            child = self.child(place.child_id) if place.child_id is not None else None
            if place.child_id is not None and child is None:
                self.form = None
                return
            draft = form_of(child) if child is not None else ChildForm()
            self._drafts[name] = FormState(draft, self._problems, whole=_WHOLE, tidy=_TIDY)
        self.form, self._form_of = self._drafts[name], place

    def choose_relation(self, relation: Relation) -> None:
        """Who the child is; sex follows, and a document that cannot prove it is taken back."""
        form = self.form
        if form is None:
            return
        if relation in _SEX_OF:
            form.put("sex", _SEX_OF[relation])
        form.put("relation", relation)
        if form.draft.kind is not None and form.draft.kind not in DOCUMENTS_FOR[relation]:
            form.put("document.kind", None)

    def choose_sex(self, sex: Sex) -> None:
        """The sex; a son or a daughter follows it."""
        form = self.form
        if form is None:
            return
        if form.draft.relation in _SEX_OF:
            form.put("relation", _RELATION_OF[sex])
        form.put("sex", sex)

    def leave_middle_name(self) -> None:
        """A patronymic tells the sex, where nobody has said it yet."""
        form = self.form
        if form is None:
            return
        form.leave("middleName")
        told = sex_by_patronymic(form.draft.middle_name)
        if form.draft.sex is None and told is not None:
            self.choose_sex(told)

    @allowed
    async def save(self) -> None:
        """Add or correct the child; its check begins, and its page tells how it goes."""
        form, place = self.form, self._form_of
        if form is None or place is None or form.is_busy or not form.check():
            return
        request = _request(form.draft)
        family = self._ports.backend.family
        form.is_busy = True
        try:
            if place.child_id is None:
                child = await family.add(request)
            else:
                child = await family.correct(place.child_id, request)
        except EmiasError as error:
            if self._pass.is_valid and not self._pass.report(error):
                form.take_refusal(error, self._ports.backend.server_now())
            return
        finally:
            form.is_busy = False
        if not self._pass.is_valid:
            return
        self._drafts.pop(f"child:{place.child_id}", None)
        self._take_in(child)
        await self._ports.navigator.go(FamilyChild(child.id))

    @allowed
    async def recheck(self, child_id: UUID) -> None:
        """Check again, with the same data."""
        if self.busy_with is not None:
            return
        self.busy_with, self.error = child_id, None
        try:
            child = await self._ports.backend.family.recheck(child_id)
        except EmiasError as error:
            self._tell(error)
        else:
            if self._pass.is_valid:
                self._take_in(child)
        finally:
            self.busy_with = None

    @allowed
    async def remove(self, child_id: UUID) -> None:
        """Take a child out of the family."""
        child = self.child(child_id)
        if child is None or self.busy_with is not None:
            return
        self.busy_with, self.error = child_id, None
        try:
            await self._ports.backend.family.remove(child_id)
        except EmiasError as error:
            self._tell(error)
            return
        finally:
            self.busy_with = None
        if self._pass.is_valid:
            self._drafts.pop(f"child:{child_id}", None)
            self.children = Ready(tuple(one for one in self.known if one.id != child_id))
            self.removed = child.first_name
            await self._ports.navigator.go(Family())

    def forget_removed(self) -> None:
        """It was told that the child is out of the family."""
        self.removed = None

    def _tell(self, error: EmiasError) -> None:
        if self._pass.is_valid and not self._pass.report(error):
            self.error = trouble_of(error, self._ports.backend.server_now()).text

    def _take_in(self, child: Child) -> None:
        others = [child if one.id == child.id else one for one in self.known]
        self.children = Ready(tuple(others if self.child(child.id) else [*others, child]))

    def _problems(self, draft: ChildForm) -> FieldProblems:
        me = self._me()
        born = me.birth_date if me is not None else date(1900, 1, 1)
        return child_problems(draft, representative_birth=born, today=moscow_day(self._ports.backend.server_now()))


def form_of(child: Child) -> ChildForm:
    """The form of a child as it was entered."""
    paper = child.document
    return ChildForm(
        child.last_name, child.first_name, child.middle_name, child.birth_date, child.sex, child.relation, paper.kind,
        paper.series, paper.number, paper.issued_on, paper.issued_by or "", child.oms or "",
    )  # fmt: skip


def kinds_for(relation: Relation | None) -> tuple[DocumentKind, ...]:
    """Which documents may be chosen from."""
    return DOCUMENTS_FOR[relation] if relation is not None else DOCUMENTS_FOR[Relation.SON]


def _request(draft: ChildForm) -> ChildRequest:
    """The body of a draft without problems."""
    return ChildRequest.model_validate(
        {
            "last_name": draft.last_name,
            "first_name": draft.first_name,
            "middle_name": draft.middle_name,
            "birth_date": draft.birth_date,
            "sex": draft.sex,
            "relation": draft.relation,
            "document": ChildDocumentRequest.model_validate(
                {
                    "kind": draft.kind,
                    "series": draft.series,
                    "number": draft.number,
                    "issued_on": draft.issued_on,
                    "issued_by": draft.issued_by or None,
                }
            ),
            "oms": draft.oms or None,
        }
    )
