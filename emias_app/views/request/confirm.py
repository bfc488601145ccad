"""The last step: the code of the SMS, the consent, and the request goes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.state.code_entry import CodeEntry
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button
from emias_app.views.components.card import card
from emias_app.views.components.code_input import CodeInput
from emias_app.views.components.facts import facts
from emias_app.views.components.tick import tick
from emias_app.views.entry.code import ResendLine, code_error
from emias_app.views.ids import tagged
from emias_app.views.strings import access as words
from emias_app.views.theme import Look, Space


@component
def ConfirmBox(  # noqa: N802
    look: Look,
    code: CodeEntry,
    pairs: list[tuple[str, str]],
    has_consent: bool,
    consent_error: str | None,
    on_consent: Callable[[bool], None],
    on_submit: Callable[..., Awaitable[None]],
) -> ft.Control:
    """The code does not go by itself: the consent stands under it."""

    async def submit(_event: object = None) -> None:
        await on_submit()

    cells = CodeInput(
        look,
        code.code,
        code.type,
        lambda _code: None,
        identifier=ids.REQUEST_CODE,
        length=code.length,
        is_wrong=code.error is not None,
        busy=code.is_busy,
        key=f"request-code-{code.round}",
    )
    wrong = [tagged(ids.REQUEST_ERROR, code_error(look, code.error), live=True)] if code.error else []
    return ft.Column(
        [
            ft.AutofillGroup(cells),
            *wrong,
            ResendLine(look, code, ids.REQUEST_RESEND, key=f"request-resend-{code.round}"),
            card(look, facts(look, pairs)),
            tick(
                look, words.CONSENT, has_consent, on_consent, identifier=ids.REQUEST_CONSENT, error=consent_error,
                disabled=code.is_busy,
            ),
            primary_button(
                look, words.SUBMIT, identifier=ids.REQUEST_SUBMIT,
                on_click=submit if not code.is_dead else None, busy=code.is_busy,
            ),
        ],
        spacing=Space.MARGIN,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )  # fmt: skip
