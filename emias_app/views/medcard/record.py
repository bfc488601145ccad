"""One record: a readable document and its PDF."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import flet as ft

from emias_app.models.document import Document, RecordLink
from emias_app.state.place import LabTrendPage, RecordPage
from emias_app.state.ports import READING_SIZES
from emias_app.state.record import RecordState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.document_view import Zoom, document_view
from emias_app.views.components.feedback import skeleton_document, when_ready
from emias_app.views.components.file_told import tell_of_file
from emias_app.views.components.navigation import action_bar
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.snack import SnackAction, snack
from emias_app.views.components.text import headline, reading_at, text
from emias_app.views.format import NBSP, day_with_time, dotted, held_title
from emias_app.views.going import Go
from emias_app.views.ids import tagged
from emias_app.views.strings import card as words
from emias_app.views.strings import uploads as upload_words
from emias_app.views.theme import Look, Radius, Role, Size, Space

#: So many times the usual size is the most that a document is drawn at.
_MOST = 2.0


@dataclass(frozen=True)
class Actions:
    """What can be done with the PDF now; ``on_share`` is None where the platform has no sheet for it."""

    on_save: Callable[..., Awaitable[None]]
    on_share: Callable[..., Awaitable[None]] | None
    is_busy: bool


@dataclass(frozen=True)
class Reading:
    """How large the text is, in percent, and the next size up (True) or down."""

    percent: int
    on_resize: Callable[[bool], object]


@component
def RecordPane(look: Look, state: RecordState, go: Go) -> ft.Control:  # noqa: N802
    """Wires a record: on a phone the screen under the band, on a desktop the right pane."""
    page = ft.context.page
    scrolled = use_scrolling()

    async def retry(_event: object) -> None:
        await state.refresh()

    async def save(_event: object) -> None:
        await state.save_pdf()
        tell_of_file(page, state.taken, state.pdf_error, save)

    async def share(_event: object) -> None:
        await state.share_pdf()
        tell_of_file(page, None, state.pdf_error, share)

    async def undo() -> None:
        await state.bring_back()
        snack(page, state.remove_error or upload_words.BACK_AGAIN)

    async def remove(_event: object) -> None:
        await state.remove()
        if state.remove_error:
            snack(page, state.remove_error)
        elif state.is_removed:
            back = SnackAction(upload_words.UNDO, ids.RECORD_UNDO, lambda: page.run_task(undo))
            snack(page, upload_words.REMOVED, back)

    def resize(is_larger: bool) -> None:
        page.run_task(state.read_larger, is_larger)

    def open_link(link: RecordLink) -> None:
        async def going() -> None:
            await go(RecordPage(state.patient_id, link.section, link.id))

        page.run_task(going)

    def open_trend(code: str) -> None:
        page.run_task(go, LabTrendPage(state.patient_id, code, state.record_id))

    def ready(document: Document) -> ft.Control:
        way_out = None if state.is_reading else Actions(save, share if state.can_share else None, state.is_saving)
        removing = remove if document.mine and not state.is_removing else None
        reading = Reading(state.reading, resize)
        return RecordContent(look, document, way_out, open_link, open_trend, scrolled, reading, removing)  # type: ignore[no-any-return]

    return when_ready(
        look,
        state.document,
        ready,
        on_retry=retry,
        retry_id=ids.RECORD_RETRY,
        error_id=ids.RECORD_ERROR,
        skeleton=lambda: ft.Container(skeleton_document(look), padding=look.margin),
    )


@component
def RecordContent(  # noqa: N802
    look: Look,
    document: Document,
    actions: Actions | None,
    on_link: Callable[[RecordLink], object],
    on_trend: Callable[[str], object],
    on_scroll: Callable[[ft.OnScrollEvent], None],
    reading: Reading,
    on_remove: Callable[..., Awaitable[None]] | None = None,
) -> ft.Control:
    """Draws the title, the document and the one action: on a phone at the foot, on a desktop at the top right.

    ``actions`` is None where a document is to be read and not taken away.
    """
    p = look.palette
    is_large, set_large = ft.use_state(False)
    zoom = Zoom(is_large, lambda _event: set_large(not is_large))
    buttons = _buttons(look, actions) if actions is not None else []
    title = tagged(
        ids.RECORD_TITLE,
        headline(look, held_title(document.title), Role.HEADLINE_SMALL, p.on_surface, most=1.3),
        header=True,
    )
    when = day_with_time(document.date, document.time)
    place = None if document.author else document.organisation
    lines = [when, place] if look.is_compact and place else [dotted(when, place)]
    kind = document.paper.name if document.paper and document.paper.name != document.title else None
    over = [text(kind, Role.BODY_MEDIUM, p.on_surface_variant)] if kind else []
    told = ft.Column(
        [text(line, Role.BODY_MEDIUM, p.on_surface_variant) for line in lines if line],
        spacing=4,
        tight=True,
        expand=True,
    )
    size = ft.Row([told, *_sizes(look, reading)], spacing=0, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    names = ft.Column(
        [*over, title, size],
        spacing=4,
        tight=True,
        expand=True,
    )
    head: ft.Control = names
    if not look.is_compact and look.has_large_text and buttons:
        names.expand = None
        head = ft.Column([names, ft.Row(list(buttons), spacing=Space.MARGIN)], spacing=12, tight=True)
    elif not look.is_compact:
        head = ft.Row([names, *buttons], spacing=Space.MARGIN, vertical_alignment=ft.CrossAxisAlignment.START)
    scale = _scale(look, reading)
    with reading_at(scale):
        read = document_view(replace(look, text_scale=look.text_scale * scale), document, on_link, on_trend, zoom)
    body = ft.ListView(
        [head, read, *_own(look, document, on_remove)],
        spacing=Space.MARGIN,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=on_scroll,
        scroll_interval=INTERVAL,
        expand=True,
    )
    if look.is_compact and buttons:
        return ft.Column([ft.Container(body, expand=True), action_bar(look, buttons)], spacing=0, expand=True)
    return body


def _scale(look: Look, reading: Reading) -> float:
    """How many times larger than the system's size the document is; both together make it at most twice the usual."""
    return max(1.0, min(reading.percent / 100, _MOST / look.text_scale))


def _sizes(look: Look, reading: Reading) -> list[ft.Control]:
    """«А−» and «А+»: the size of the document's text, kept for all documents. The largest system's text needs none."""
    if look.text_scale >= _MOST:
        return []
    p, percent = look.palette, reading.percent
    is_largest = percent / 100 * look.text_scale >= _MOST
    spoken = words.TEXT_SIZE_SPOKEN.format(percent=percent)
    shown = text(words.TEXT_SIZE.format(percent=percent).replace(" ", NBSP), Role.LABEL_MEDIUM, p.on_surface_variant)
    told = ft.Semantics(label=spoken, live_region=True, exclude_semantics=True, content=shown)

    def button(icon: ft.IconData, identifier: str, label: str, *, is_larger: bool) -> ft.Control:
        is_last = (percent == READING_SIZES[-1] or is_largest) if is_larger else percent == READING_SIZES[0]

        async def resize(_event: object) -> None:
            reading.on_resize(is_larger)

        return icon_button(
            look, icon, identifier=identifier, label=label, on_click=None if is_last else resize,
        )  # fmt: skip

    return [
        button(ft.Icons.TEXT_DECREASE, ids.RECORD_SMALLER, words.TEXT_SMALLER, is_larger=False),
        *([told] if percent != READING_SIZES[0] else []),
        button(ft.Icons.TEXT_INCREASE, ids.RECORD_LARGER, words.TEXT_LARGER, is_larger=True),
    ]


def _buttons(look: Look, actions: Actions) -> list[ft.Control]:
    button = primary_button(
        look,
        words.OPEN_PDF,
        identifier=ids.RECORD_PDF,
        on_click=actions.on_save,
        icon=ft.Icons.PICTURE_AS_PDF_OUTLINED,
        busy=actions.is_busy,
        expand=True if look.is_compact else None,
    )
    return [button, *([_share_button(look, actions.on_share)] if actions.on_share else [])]


def _share_button(look: Look, on_share: Callable[..., Awaitable[None]]) -> ft.Control:
    return icon_button(
        look,
        ft.Icons.SHARE,
        identifier=ids.RECORD_SHARE,
        label=words.SHARE,
        on_click=on_share,
        color=look.palette.on_secondary_container,
        bgcolor=look.palette.secondary_container,
        size=Size.PRIMARY,
        radius=Radius.BUTTON,
    )


def _own(look: Look, document: Document, on_remove: Callable[..., Awaitable[None]] | None) -> list[ft.Control]:
    """What may be done with a document that the reader put in."""
    if not document.mine:
        return []
    button = text_button(
        look, upload_words.REMOVE, identifier=ids.RECORD_REMOVE, on_click=on_remove, icon=ft.Icons.DELETE_OUTLINED
    )
    return [ft.Row([button])]
