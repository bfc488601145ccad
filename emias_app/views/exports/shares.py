"""«Показать по ссылке»: the form, the link just made with its code, and the links that live."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import flet as ft

from emias_app.domain.shown import title_of
from emias_app.domain.wording import join_words
from emias_app.models.base import Tone
from emias_app.models.shares import Share
from emias_app.state._loadable import Failed
from emias_app.state.sharing import SharingState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import at_text, primary_button, secondary_button, text_button
from emias_app.views.components.card import card, hairline
from emias_app.views.components.choice import Answer, choice
from emias_app.views.components.loading import use_kept
from emias_app.views.components.parts import part_ticks
from emias_app.views.components.qr import qr_picture
from emias_app.views.components.snack import snack
from emias_app.views.components.text import text
from emias_app.views.format import dotted, near_moment
from emias_app.views.ids import tagged
from emias_app.views.strings import common
from emias_app.views.strings import take_away as words
from emias_app.views.theme import Look, Role, Space

#: The scroll key of the head of a link that was just made.
GIVEN = "share-given"


@component
def Sharing(look: Look, state: SharingState, on_given: Callable[[], Awaitable[None]]) -> ft.Control:  # noqa: N802
    """Wires the form and the links; ``on_given`` brings :data:`GIVEN`, the head of a link just made, into view."""
    page = ft.context.page
    clipboard = use_kept(ft.Clipboard)

    async def give(_event: object) -> None:
        await state.give()

    async def copy(_event: object) -> None:
        if state.address is not None:
            await clipboard.set(state.address)
            snack(page, words.SHARE_COPIED)

    async def reveal() -> None:
        if state.given is not None:
            await on_given()

    ft.use_effect(reveal, [state.given.id if state.given is not None else None], cleanup=lambda: None)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def end(share: Share) -> None:
        await state.end(share.id)
        if state.trouble is None:
            snack(page, words.SHARE_ENDED)

    # The link stands where the form stood, without the others under it.
    parts: list[ft.Control]
    if state.given is not None and state.address is not None:
        parts = [card(look, _ready(look, state.given, state.address, copy, lambda _event: state.another()))]
    else:
        parts = [card(look, _form(look, state, give))]
    if isinstance(state.shares, Failed):
        again = text_button(look, common.RETRY, identifier=ids.SHARE_RETRY, on_click=retry)
        parts.append(tagged(ids.SHARE_LIST_ERROR, ft.Row([text(words.LOADING_FAILED), again], wrap=True)))
    elif state.living:
        inside = Space.INSIDE
        padding = ft.Padding.only(left=inside, right=inside, top=inside, bottom=4 if look.is_compact else inside)
        parts.append(card(look, _living(look, state, end), padding=padding))
    return _column(parts)


def _form(look: Look, state: SharingState, on_give: Callable[..., Awaitable[None]]) -> ft.Control:
    p = look.palette
    answers = [Answer(str(hours), words.HOURS[hours]) for hours in words.HOURS]
    column: list[ft.Control] = [text(words.SHARE_ABOUT, Role.BODY_MEDIUM, p.on_surface_variant)]
    if state.is_local:
        local = banner(look, Tone.INFO, words.SHARE_LOCAL)
        column.append(ft.Container(local, padding=ft.Padding.symmetric(vertical=8)))
    column.append(
        choice(
            look,
            words.SHARE_HOW_LONG,
            answers,
            str(state.hours),
            lambda key: state.choose_hours(int(key)),
            identifier=ids.SHARE_HOURS,
        )
    )
    column += part_ticks(
        look, words.SHARE_WHAT, state.sections, state.toggle, state.choose_all,
        identifier=ids.SHARE_SECTION, all_id=ids.SHARE_ALL,
    )  # fmt: skip
    if state.trouble:
        column.append(tagged(ids.SHARE_ERROR, banner(look, Tone.ERROR, state.trouble, live=True)))
    button = primary_button(
        look, words.SHARE_GIVE, identifier=ids.SHARE_GIVE, on_click=on_give, busy=state.is_giving, icon=ft.Icons.SHARE
    )
    column.append(ft.Container(ft.Row([button], wrap=True), padding=ft.Padding.only(top=12)))
    return _column(column, 4)


def _ready(
    look: Look,
    share: Share,
    address: str,
    on_copy: Callable[..., Awaitable[None]],
    on_another: Callable[..., object],
) -> ft.Control:
    p = look.palette
    code = share.code or ""
    link = text(address, Role.BODY_MEDIUM, p.on_surface)
    return _column(
        [
            ft.Semantics(
                live_region=True,
                content=text(words.SHARE_READY, Role.TITLE_MEDIUM, p.on_surface),
                key=ft.ScrollKey(GIVEN),  # type: ignore[call-arg]
            ),
            tagged(ids.SHARE_LINK, link),
            tagged(
                ids.SHARE_CODE,
                text(words.SHARE_CODE.format(code=f"{code[:3]} {code[3:]}"), Role.TITLE_LARGE, p.on_surface),
                live=True,
            ),
            text(words.SHARE_SAY, Role.BODY_MEDIUM, p.on_surface_variant),
            ft.Row([qr_picture(address, words.SHARE_QR)]),
            ft.Row(
                [
                    secondary_button(
                        look, words.SHARE_COPY, identifier=ids.SHARE_COPY, on_click=on_copy, takes_focus=True
                    ),
                    at_text(text_button(look, words.SHARE_ANOTHER, identifier=ids.SHARE_ANOTHER, on_click=on_another)),
                ],
                wrap=True,
                spacing=Space.STEP,
                run_spacing=0,
            ),
        ],
        8,
    )


def _living(look: Look, state: SharingState, on_end: Callable[[Share], Awaitable[None]]) -> ft.Control:
    p = look.palette
    new = state.given.id if state.given is not None else None
    rows: list[ft.Control] = [] if new else [text(words.SHARE_LIVING, Role.TITLE_MEDIUM, p.on_surface)]
    for number, share in enumerate(one for one in state.living if new in (None, one.id)):
        if number:
            rows.append(hairline(look))
        opened = words.SHARE_OPENED.format(when=near_moment(share.opened_at, state.now)) if share.opened_at else None
        until = words.SHARE_UNTIL.format(when=near_moment(share.expires_at, state.now))
        said = _column(
            [
                text(join_words([title_of(part) for part in share.sections]), Role.ROW_TITLE, p.on_surface),
                text(dotted(opened or words.SHARE_WAITING, until), Role.BODY_MEDIUM, p.on_surface_variant),
            ],
            0,
        )
        end = text_button(
            look,
            words.SHARE_END,
            identifier=ids.SHARE_END(share.id),
            on_click=_ending(on_end, share),
            danger=True,
        )
        rows.append(
            ft.Row(
                [said, at_text(end)],
                key=str(share.id),
                wrap=True,
                spacing=Space.STEP,
                alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            )
        )
    return _column(rows, 8)


def _ending(on_end: Callable[[Share], Awaitable[None]], share: Share) -> Callable[..., Awaitable[None]]:
    async def run(_event: object) -> None:
        await on_end(share)

    return run


def _column(controls: list[ft.Control], spacing: int = Space.BETWEEN_CARDS) -> ft.Control:
    return ft.Column(controls, spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
