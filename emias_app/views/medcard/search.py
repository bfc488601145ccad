"""Search over a whole card: показатели by name, then records grouped by section."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.child_data import ChildDataKind
from emias_app.models.records import RecordRow
from emias_app.models.search import Found, FoundAnalyte, FoundSection
from emias_app.models.section import SectionSlug
from emias_app.state._loadable import Loading
from emias_app.state.card_search import CardSearchState
from emias_app.state.place import ChildDataForm, Diary, LabTrendPage, Origin, Place, RecordPage
from emias_app.views import icons, ids
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.lab_table import flag_mark
from emias_app.views.components.list_row import list_row
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.search_field import SearchField
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.format import counted, dotted, list_date, number, with_unit
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.lab_codes import code_key
from emias_app.views.row_lines import found_lines
from emias_app.views.strings import card as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Role, Space

ShowAll = Callable[[FoundSection], Callable[..., Awaitable[None]]]


@component
def SearchPane(  # noqa: N802
    look: Look,
    state: CardSearchState,
    today: date,
    go: Go,
    show_all: ShowAll,
    *,
    selected: UUID | None = None,
    head: ft.Control | None = None,
    on_back: Callable[..., Awaitable[None]] | None = None,
) -> ft.Control:
    """Wires the search: on a phone the whole screen under the band, on a desktop the left pane."""
    page = ft.context.page

    def run(work: Callable[..., Awaitable[None]], *args: object) -> None:
        async def running() -> None:
            await work(*args)

        page.run_task(running)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def clear(_event: object) -> None:
        await state.clear()

    back = (
        [icon_button(look, ft.Icons.ARROW_BACK, identifier=ids.NAV_BACK, label=common.BACK, on_click=on_back)]
        if on_back
        else []
    )
    title = ft.Row([*back, ft.Container(screen_title(look, words.FIND_TITLE), expand=True)], spacing=4)
    field = SearchField(
        look,
        words.FIND_HINT,
        lambda typed: run(state.search, typed),
        initial=state.query,
        identifier=ids.FIND_WORDS,
        clear_id=ids.FIND_CLEAR,
        autofocus=not state.query,
        key=f"find-{state.patient_id}-{state.round}",
    )
    if state.found is None:
        body: list[ft.Control] = [
            empty(look, ft.Icons.SEARCH, words.FIND_FIRST, words.FIND_FIRST_TEXT, identifier=ids.FIND_EMPTY)
        ]
    else:
        drawn = when_ready(
            look,
            state.found,
            lambda found: _found(look, state.patient_id, found, today, go, show_all, selected, clear),
            on_retry=retry,
            retry_id=ids.FIND_RETRY,
            error_id=ids.FIND_ERROR,
            skeleton=lambda: skeleton_rows(look, 4),
        )
        is_groups = isinstance(drawn, ft.Column) and not isinstance(state.found, Loading)
        body = list(drawn.controls) if is_groups and isinstance(drawn, ft.Column) else [drawn]
    return ft.ListView(
        [*([head] if head else []), title, field, *body],
        key=f"search-{state.patient_id}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        expand=True,
    )


def _found(
    look: Look,
    patient_id: UUID,
    found: Found,
    today: date,
    go: Go,
    show_all: ShowAll,
    selected: UUID | None,
    on_clear: Callable[..., Awaitable[None]],
) -> ft.Control:
    if not found.groups and not found.analytes:
        nothing = empty(
            look,
            ft.Icons.SEARCH_OFF,
            words.FIND_NOTHING,
            words.FIND_NOTHING_TEXT,
            identifier=ids.FIND_EMPTY,
            action=words.FIND_CLEAR,
            action_id=ids.FIND_RESET,
            on_action=on_clear,
        )
        return ft.Column([nothing])
    total = counted(found.total, words.FOUND_FORMS)
    said = words.FIND_TOTAL.format(total=words.FIND_MORE.format(total=total) if found.has_more else total)
    line = tagged(ids.FIND_TOTAL, text(said, Role.BODY_MEDIUM, look.palette.on_surface_variant), live=True)
    groups: list[ft.Control] = [ft.Container(line, padding=ft.Padding.only(left=Space.INSIDE))]
    if found.analytes:
        rows = [_analyte(look, patient_id, one, today, go) for one in found.analytes]
        groups.append(_group(look, heading(look, words.FIND_ANALYTES), rows))
    groups += [_section(look, patient_id, group, today, go, show_all, selected) for group in found.groups]
    return ft.Column(groups)


def _analyte(look: Look, patient_id: UUID, one: FoundAnalyte, today: date, go: Go) -> ft.Control:
    return list_row(
        look,
        one.name,
        dotted(with_unit(one.text, one.unit), list_date(one.date, today)),
        identifier=ids.FIND_ANALYTE(code_key(one.code)),
        on_open=to(go, LabTrendPage(patient_id, one.code)),
        mark=flag_mark(one.flag),
        icon=ft.Icons.SHOW_CHART,
        mark_inline=look.is_compact,
        key=one.code,
    )


def _section(
    look: Look,
    patient_id: UUID,
    group: FoundSection,
    today: date,
    go: Go,
    show_all: ShowAll,
    selected: UUID | None,
) -> ft.Control:
    count = number(group.total)
    if group.has_more:
        count = words.FIND_MORE.format(total=count)
    everything = (
        text_button(
            look,
            words.FIND_ALL_IN,
            identifier=ids.FIND_ALL(group.section.value),
            on_click=show_all(group),
            compact=True,
        )
        if group.has_more or group.total > len(group.items)
        else None
    )
    rows = [
        list_row(
            look,
            row.title,
            *found_lines(row, today),
            identifier=ids.FIND_ITEM(row.id),
            on_open=to(go, _place_of(patient_id, row)),
            mark=row.mark,
            match=row.match,
            icon=icons.SECTION[row.section],
            mark_inline=look.is_compact,
            selected=True if row.id == selected else None,
            key=str(row.id),
        )
        for row in group.items
    ]
    return _group(look, heading(look, dotted(group.title, count), everything), rows)


def _place_of(patient_id: UUID, row: RecordRow) -> Place:
    """What a hit opens: a record, an entry of the diary, an entry of «Данные о ребенке»."""
    match row.section:
        case SectionSlug.DIARY:
            return Diary(patient_id, row.id)
        case SectionSlug.CHILD_DATA if row.kind is not None and row.kind in ChildDataKind.__members__:
            return ChildDataForm(patient_id, ChildDataKind[row.kind], row.id, Origin.SEARCH)
        case _:
            return RecordPage(patient_id, row.section, row.id, is_found=True)


def _group(look: Look, title: ft.Control, rows: list[ft.Control]) -> ft.Control:
    return ft.Column(
        [title, rows_card(look, rows, divider_left=TEXT_LEFT)],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
