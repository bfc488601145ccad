"""The form of a child: who it is, and the document by which a registry knows it."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.domain.ages import ADULT, birthday_on
from emias_app.domain.family import ChildForm, registry_for
from emias_app.models.account import Relation
from emias_app.models.base import Sex
from emias_app.models.family import DocumentKind
from emias_app.state._form import FormState
from emias_app.state.family import FamilyState, kinds_for
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.choice import Answer, choice
from emias_app.views.components.form_page import demo_warning, fields_card, form_page, form_trouble, page_head
from emias_app.views.components.inputs import day_input, digits_left, text_input
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.family.faces import KIND_KEYS, KINDS
from emias_app.views.strings import demo
from emias_app.views.strings import family as words
from emias_app.views.theme import Look, Role

_FIELD = ids.FAMILY_FIELD
_RELATIONS = {"son": Relation.SON, "daughter": Relation.DAUGHTER, "ward": Relation.WARD}
_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
_SEX_WORDS = {"male": "MALE", "female": "FEMALE"}
#: Documents whose number is digits only.
_DIGITS = (DocumentKind.BIRTH_CERTIFICATE, DocumentKind.PASSPORT)


@component
def ChildFormScreen(  # noqa: N802
    look: Look,
    family: FamilyState,
    form: FormState[ChildForm],
    today: date,
    on_back: Handler,
    *,
    is_new: bool,
    is_demo: bool,
) -> ft.Control:
    """Wires the form; ``form`` is the state's own, given apart so that its changes are drawn."""

    async def save(_event: object = None) -> None:
        await family.save()

    head = [
        page_head(look, words.FORM_ADD if is_new else words.FORM_EDIT, back_id=ids.FAMILY_BACK, on_back=on_back),
        text(words.FORM_LEAD, Role.BODY_LARGE, look.palette.on_surface_variant),
        *([demo_warning(look, demo.DATA_WARNING)] if is_demo else []),
    ]
    groups = [
        fields_card(look, _who(look, family, form, today), words.WHO),
        fields_card(look, _document(look, form, today), words.DOCUMENT),
        fields_card(look, [_policy(look, form, save)], words.OMS_TITLE),
    ]
    foot = form_trouble(look, form.error, form.shown, words.FIELDS, ids.FAMILY_SAVE_ERROR)
    label = words.SAVE_ADD if is_new else words.SAVE_EDIT
    action = primary_button(look, label, identifier=ids.FAMILY_SAVE, on_click=save, busy=form.is_busy)
    return form_page(look, head, groups, foot, action)


def _who(look: Look, family: FamilyState, form: FormState[ChildForm], today: date) -> list[ft.Control]:
    draft = form.draft
    relation = next((key for key, one in _RELATIONS.items() if one is draft.relation), None)
    sex = next((key for key, one in _SEXES.items() if one is draft.sex), None)
    middle = text_input(look, form, "middleName", words.MIDDLE_NAME, identifier=_FIELD("middle"), max_length=80,
                        helper=words.MIDDLE_HELP, on_leave=family.leave_middle_name)  # fmt: skip
    return [
        choice(look, words.KIN, [Answer(key, words.RELATIONS[one.value]) for key, one in _RELATIONS.items()],
               relation, lambda key: family.choose_relation(_RELATIONS[key]), identifier=ids.FAMILY_RELATION,
               error=form.shown.get("relation")),
        text_input(look, form, "lastName", words.LAST_NAME, identifier=_FIELD("last"), max_length=80),
        text_input(look, form, "firstName", words.FIRST_NAME, identifier=_FIELD("first"), max_length=80),
        middle,
        day_input(look, form, "birthDate", words.BORN, identifier=_FIELD("birth"), pick_id=ids.FAMILY_PICK("birth"),
                  first=birthday_on(today, -ADULT - 1), last=today),
        choice(look, words.SEX, [Answer(key, words.SEXES[_SEX_WORDS[key]].capitalize()) for key in _SEXES], sex,
               lambda key: family.choose_sex(_SEXES[key]), identifier=ids.FAMILY_SEX, error=form.shown.get("sex")),
    ]  # fmt: skip


def _document(look: Look, form: FormState[ChildForm], today: date) -> list[ft.Control]:
    draft = form.draft
    kinds = [Answer(KIND_KEYS[kind], words.KINDS[kind.value]) for kind in kinds_for(draft.relation)]
    asked: list[ft.Control] = [
        choice(look, words.KIND, kinds, KIND_KEYS[draft.kind] if draft.kind else None,
               lambda key: form.put("document.kind", KINDS[key]), identifier=ids.FAMILY_KIND,
               error=form.shown.get("document.kind"), as_rows=True),
    ]  # fmt: skip
    kind = draft.kind
    if kind is None:
        return asked
    is_digits = kind in _DIGITS
    keyboard = ft.KeyboardType.NUMBER if is_digits else ft.KeyboardType.TEXT
    free = words.SERIES_FREE if not is_digits else None
    help_of = digits_left(draft.series, 4) if kind is DocumentKind.PASSPORT else words.SERIES_HELP.get(kind.value, free)
    start = draft.birth_date
    registry = registry_for(draft.relation or Relation.SON, kind)
    return [
        *asked,
        text(words.CHECKED_BY[registry.value], Role.BODY_MEDIUM, look.palette.on_surface_variant),
        text_input(look, form, "document.series", words.SERIES, identifier=_FIELD("series"), max_length=20,
                   hint=words.SERIES_HINTS[kind.value], helper=help_of,
                   keyboard=keyboard if kind is DocumentKind.PASSPORT else ft.KeyboardType.TEXT),
        text_input(look, form, "document.number", words.NUMBER, identifier=_FIELD("number"), max_length=30,
                   keyboard=keyboard, helper=digits_left(draft.number, 6) if is_digits else None),
        day_input(look, form, "document.issuedOn", words.ISSUED_ON, identifier=_FIELD("issued"),
                  pick_id=ids.FAMILY_PICK("issued"), first=start or birthday_on(today, -ADULT), last=today,
                  start=start, helper=words.OPTIONAL),
        text_input(look, form, "document.issuedBy", words.ISSUED_BY, identifier=_FIELD("by"),
                   helper=words.OPTIONAL),
    ]  # fmt: skip


def _policy(look: Look, form: FormState[ChildForm], save: Handler) -> ft.Control:
    typed = form.draft.oms or ""
    count = sum(sign.isdigit() for sign in typed)
    helper = digits_left(typed, 16) if 0 < count < 16 else words.OMS_HELP
    return text_input(
        look,
        form,
        "oms",
        words.OMS_LABEL,
        identifier=_FIELD("oms"),
        keyboard=ft.KeyboardType.NUMBER,
        helper=helper,
        max_length=40,
        on_submit=save,
    )
