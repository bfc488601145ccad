"""A document as a person reads it: every kind of block, drawn once; the text can be selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flet as ft

from emias_app.models.document import (
    Block,
    CardiogramBlock,
    ConclusionBlock,
    DiagnosisBlock,
    Document,
    FactsBlock,
    FormBlock,
    LabTableBlock,
    LinkBlock,
    QrBlock,
    RecordLink,
    TableBlock,
    TextBlock,
    TimelineBlock,
)
from emias_app.views import icons, ids
from emias_app.views.components.banner import banner
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, hairline, rows_card, tile
from emias_app.views.components.cardiogram import cardiogram
from emias_app.views.components.document_parts import conclusion, form_lines, timeline_lines
from emias_app.views.components.document_tables import facts, table
from emias_app.views.components.lab_table import OnTrend, lab_table
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import Handler
from emias_app.views.components.qr import qr_picture
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import text
from emias_app.views.format import long_date
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Size, Space, text_style

OpenLink = Callable[[RecordLink], object]

#: Blocks that are cards of their own; the others share one card, a line between them.
_OWN_CARD = (LabTableBlock, LinkBlock)


@dataclass(frozen=True)
class Zoom:
    """How large drawings are shown, and the way to the other size."""

    is_large: bool
    on_change: Handler


def document_view(
    look: Look,
    document: Document,
    on_link: OpenLink | None = None,
    on_trend: OnTrend | None = None,
    zoom: Zoom | None = None,
) -> ft.Control:
    """Everything under the title: who made it, the summary, the blocks in their order.

    ``on_trend`` gets the code of a показатель whose row was tapped.
    """
    parts: list[ft.Control] = []
    if document.summary:
        parts.append(
            banner(
                look,
                document.summary.tone,
                document.summary.text,
                document.summary_text or "",
                icon=icons.of_mark(document.summary),
            )
        )
    if document.author:
        parts.append(_author(look, document))
    shared: list[Block] = []
    for block in document.blocks:
        if isinstance(block, _OWN_CARD):
            parts += _shared_card(look, shared, zoom)
            shared = []
            parts.append(_own(look, block, on_link, on_trend))
        else:
            shared.append(block)
    parts += _shared_card(look, shared, zoom)
    return ft.SelectionArea(
        ft.Column(
            parts,
            spacing=Space.BETWEEN_CARDS,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    )


def _author(look: Look, document: Document) -> ft.Control:
    p = look.palette
    role = document.author_role
    words = ft.Column(
        [
            text(document.author or "", Role.TITLE_MEDIUM, p.on_surface),
            *([text(role, color=p.on_surface_variant)] if role else []),
            text(document.organisation, color=p.on_surface_variant),
        ],
        spacing=0,
        tight=True,
        expand=True,
    )
    return card(look, ft.Row([tile(look, ft.Icons.PERSON_OUTLINED), words], spacing=Space.ICON_TO_TEXT))


def _shared_card(look: Look, blocks: list[Block], zoom: Zoom | None) -> list[ft.Control]:
    if not blocks:
        return []
    controls: list[ft.Control] = []
    for number, block in enumerate(blocks):
        if number and not isinstance(block, ConclusionBlock) and not isinstance(blocks[number - 1], ConclusionBlock):
            controls.append(hairline(look))
        controls.append(ft.Container(_block(look, block, zoom), padding=ft.Padding.symmetric(vertical=Space.INSIDE)))
    column = ft.Column(controls, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return [card(look, column, padding=ft.Padding.symmetric(horizontal=_side(look), vertical=4))]


def _own(
    look: Look, block: LabTableBlock | LinkBlock, on_link: OpenLink | None, on_trend: OnTrend | None
) -> ft.Control:
    if isinstance(block, LabTableBlock):
        return lab_table(look, block, on_trend)
    rows = [
        list_row(
            look,
            link.title,
            long_date(link.date),
            icon=icons.SECTION[link.section],
            identifier=ids.RECORD_LINK(link.id),
            on_open=(lambda _event, chosen=link: on_link(chosen)) if on_link else None,
            key=str(link.id),
        )
        for link in block.items
    ]
    head = ft.Container(
        ft.Semantics(
            header=True, container=True, content=text(block.heading, Role.TITLE_SMALL, look.palette.on_surface_variant)
        ),
        padding=ft.Padding.only(left=Space.INSIDE, top=8),
    )
    return ft.Column(
        [head, rows_card(look, rows, divider_left=TEXT_LEFT)],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _block(look: Look, block: Block, zoom: Zoom | None) -> ft.Control:
    match block:
        case TextBlock():
            body: list[ft.Control] = [_paragraph(look, line) for line in block.text.split("\n") if line.strip()]
        case FactsBlock():
            body = facts(look, block.items)
        case DiagnosisBlock():
            body = [_diagnosis(look, block)]
        case TableBlock():
            body = [table(look, block)]
        case FormBlock():
            body = form_lines(look, block)
        case TimelineBlock():
            body = timeline_lines(look, block)
        case CardiogramBlock():
            body = [cardiogram(look, block, _inside(look), is_large=zoom is not None and zoom.is_large)]
            body += [_zoom_button(look, zoom)] if zoom else []
        case ConclusionBlock():
            return conclusion(look, block)
        case QrBlock():
            body = [_qr(look, block)]
        case _:
            body = []
    return ft.Column(
        [*_heading(look, getattr(block, "heading", None)), *body],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _zoom_button(look: Look, zoom: Zoom) -> ft.Control:
    words = common.DRAW_SMALLER if zoom.is_large else common.DRAW_LARGER
    icon = ft.Icons.REMOVE if zoom.is_large else ft.Icons.ADD
    return ft.Row([text_button(look, words, identifier=ids.RECORD_ZOOM, on_click=zoom.on_change, icon=icon)])


def _inside(look: Look) -> float:
    """How wide a block of the shared card may be."""
    pane = look.record_pane if look.is_wide else min(look.width, Size.COLUMN)
    return pane - 2 * look.margin - 2 * _side(look)


def _side(look: Look) -> int:
    return Space.WIDE_MARGIN if look.is_wide else Space.INSIDE


def _heading(look: Look, value: str | None) -> list[ft.Control]:
    if not value:
        return []
    return [ft.Semantics(header=True, container=True, content=text(value, Role.TITLE_SMALL, look.palette.primary))]


def _paragraph(look: Look, value: str) -> ft.Control:
    return text(value, Role.BODY_LARGE, look.palette.on_surface)


def _diagnosis(look: Look, block: DiagnosisBlock) -> ft.Control:
    p = look.palette
    words = ft.Text(
        spans=[
            ft.TextSpan(f"{block.code} ", style=text_style(Role.TITLE_MEDIUM, p.on_surface)),
            ft.TextSpan(block.name, style=text_style(Role.BODY_LARGE, p.on_surface)),
        ]
    )
    note = [text(block.note, Role.BODY_MEDIUM, p.on_surface_variant)] if block.note else []
    return ft.Column([words, *note], spacing=4, tight=True)


def _qr(look: Look, block: QrBlock) -> ft.Control:
    return ft.Column(
        [
            qr_picture(block.data, common.QR_LABEL.format(caption=block.caption)),
            text(block.caption, Role.BODY_MEDIUM, look.palette.on_surface_variant),
        ],
        spacing=8,
        tight=True,
    )
