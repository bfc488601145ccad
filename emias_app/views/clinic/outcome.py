"""What came of sending a code."""

from __future__ import annotations

import flet as ft

from emias_app.domain.identifiers import format_phone
from emias_app.domain.names import polite_name
from emias_app.models.base import Tone
from emias_app.state.clinic_access import AccessForm
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.text import text
from emias_app.views.format import long_moment, unbroken
from emias_app.views.ids import tagged
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role


def outcome(look: Look, form: AccessForm) -> list[ft.Control]:
    """What came of it; before that, what a code is."""
    if form.error:
        return [tagged(ids.CLINIC_FORM_ERROR, banner(look, Tone.ERROR, words.NOT_SENT, form.error), live=True)]
    if form.sent is None:
        return [text(words.SEND_NOTE, Role.BODY_SMALL, look.palette.on_surface_variant)]
    sent = form.sent
    name = polite_name(sent.kinship.first_name, sent.kinship.middle_name)
    body = words.SENT_TEXT.format(phone=unbroken(format_phone(sent.phone)), name=name, until=long_moment(sent.until))
    said = banner(look, Tone.SUCCESS, words.SENT_TITLE, body)
    return [tagged(ids.CLINIC_SENT, said, live=True)]
