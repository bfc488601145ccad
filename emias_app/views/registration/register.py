"""The form of a new account."""

from __future__ import annotations

from datetime import date

import flet as ft

from emias_app.domain.ages import OWN_CARD, birthday_on
from emias_app.domain.registration import RegistrationForm
from emias_app.models.base import Sex
from emias_app.state._form import FormState
from emias_app.state.registration import RegistrationState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.choice import Answer, choice
from emias_app.views.components.form_page import demo_warning, fields_card, form_page, form_trouble, page_head
from emias_app.views.components.inputs import day_input, text_input
from emias_app.views.components.pressable import Handler
from emias_app.views.components.text import text
from emias_app.views.strings import account as words
from emias_app.views.strings import demo
from emias_app.views.theme import Look, Role

#: Nobody who registers was born earlier.
OLDEST = 110
_FIELD = ids.REGISTER_FIELD
_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}


@component
def RegisterScreen(  # noqa: N802
    look: Look,
    state: RegistrationState,
    form: FormState[RegistrationForm],
    today: date,
    on_back: Handler,
    *,
    is_demo: bool,
) -> ft.Control:
    """Wires the form; ``form`` is the state's own, given apart so that its changes are drawn."""

    async def submit(_event: object = None) -> None:
        await state.submit()

    sex = next((key for key, one in _SEXES.items() if one is form.draft.sex), None)
    who = [
        text_input(look, form, "lastName", words.LAST_NAME, identifier=_FIELD("last"), max_length=80),
        text_input(look, form, "firstName", words.FIRST_NAME, identifier=_FIELD("first"), max_length=80),
        text_input(look, form, "middleName", words.MIDDLE_NAME, identifier=_FIELD("middle"), max_length=80,
                   helper=words.MIDDLE_HELP),
        day_input(look, form, "birthDate", words.BIRTH_DATE, identifier=_FIELD("birth"), pick_id=ids.REGISTER_PICK,
                  first=birthday_on(today, -OLDEST), last=today, start=birthday_on(today, -2 * OWN_CARD)),
        choice(look, words.SEX, [Answer(key, words.SEXES[key]) for key in _SEXES], sex,
               lambda key: form.put("sex", _SEXES[key]), identifier=ids.REGISTER_SEX, error=form.shown.get("sex")),
    ]  # fmt: skip
    reach = [
        text_input(look, form, "phone", words.PHONE, identifier=_FIELD("phone"), hint=words.PHONE_HINT,
                   helper=words.PHONE_HELP, keyboard=ft.KeyboardType.PHONE, max_length=30,
                   autofill=[ft.AutofillHint.TELEPHONE_NUMBER]),
        text_input(look, form, "email", words.EMAIL, identifier=_FIELD("email"), hint=words.EMAIL_HINT,
                   keyboard=ft.KeyboardType.EMAIL, autofill=[ft.AutofillHint.EMAIL]),
    ]  # fmt: skip
    secret = [
        text_input(look, form, "password", words.PASSWORD, identifier=_FIELD("password"),
                   reveal_id=ids.REGISTER_REVEAL, helper=words.PASSWORD_HELP,
                   autofill=[ft.AutofillHint.NEW_PASSWORD], on_submit=submit),
    ]  # fmt: skip
    p = look.palette
    head = [
        page_head(look, words.REGISTER_TITLE, back_id=ids.REGISTER_BACK, on_back=on_back),
        text(words.REGISTER_LEAD, Role.BODY_LARGE, p.on_surface_variant),
        *([demo_warning(look, demo.DATA_WARNING)] if is_demo else []),
    ]
    action = primary_button(look, words.GET_CODE, identifier=ids.REGISTER_SUBMIT, on_click=submit, busy=form.is_busy)
    return form_page(
        look,
        head,
        [
            fields_card(look, who, words.REGISTER_WHO),
            fields_card(look, reach, words.REGISTER_REACH),
            fields_card(look, secret, words.REGISTER_SECRET),
            text(words.AFTER, Role.BODY_MEDIUM, p.on_surface_variant),
        ],
        form_trouble(look, form.error, form.shown, words.REGISTER_FIELDS, ids.REGISTER_ERROR),
        action,
    )
