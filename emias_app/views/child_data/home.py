"""The home of «Данные о ребенке»: the seven kinds, the allergies in full."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from emias_app.domain.child_data import KINDS
from emias_app.models.base import Mark, Tone
from emias_app.models.child_data import ChildDataKind, ChildDataSummary, KindSummary
from emias_app.state.child_data import ChildDataState
from emias_app.state.place import ChildDataForm, ChildDataList
from emias_app.views import ids
from emias_app.views.child_data.entries import entry_row
from emias_app.views.child_data_faces import ICONS, entry_face
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, chevron, hairline, rows_card, tile
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.pill import inline_mark
from emias_app.views.components.pressable import icon_button, pressable
from emias_app.views.components.scrolling import INTERVAL
from emias_app.views.components.section_card import TEXT_LEFT
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.format import counted, sentence
from emias_app.views.going import Go, to
from emias_app.views.strings import child_data as words
from emias_app.views.theme import Look, Role, Space

K = ChildDataKind
_GROUPS = ((K.MEDICATIONS, K.INJURIES, K.SURGERIES, K.FAMILY_HISTORY), (K.VACCINATIONS, K.VISITS))


def child_data_home(
    look: Look,
    state: ChildDataState,
    go: Go,
    head: Sequence[ft.Control],
    scrolled: object,
    *,
    chosen: ChildDataKind | None = None,
    is_beside: bool = False,
) -> ft.Control:
    """On a phone the whole screen, on a desktop the left pane (``is_beside`` = a kind is open at the right)."""
    p = look.palette

    async def retry(_event: object) -> None:
        await state.refresh()

    listed = when_ready(
        look,
        state.summary,
        lambda summary: _kinds(look, state, summary, go, chosen, is_beside=is_beside),
        on_retry=retry,
        retry_id=ids.CHILDDATA_RETRY,
        error_id=ids.CHILDDATA_ERROR,
        skeleton=lambda: skeleton_rows(look, 5),
    )
    return ft.ListView(
        [*head, *([] if state.is_reading else [text(words.LEAD, Role.BODY_MEDIUM, p.on_surface_variant)]), listed],
        key=f"child-data-{state.patient_id}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,  # type: ignore[arg-type]
        scroll_interval=INTERVAL,
        expand=True,
    )


def home_title(look: Look, mark: ft.Control | None) -> ft.Control:
    return screen_title(look, words.TITLE, mark)


def _kinds(
    look: Look, state: ChildDataState, summary: ChildDataSummary, go: Go, chosen: ChildDataKind | None, *,
    is_beside: bool,
) -> ft.Control:  # fmt: skip
    known = {one.kind: one for one in summary.items}
    patient_id = state.patient_id

    def row(kind: ChildDataKind) -> ft.Control:
        has_add = not is_beside and not state.is_reading
        return _row(look, known[kind], patient_id, go, has_add=has_add, selected=kind is chosen)

    groups = [rows_card(look, [row(kind) for kind in group], divider_left=TEXT_LEFT) for group in _GROUPS]
    first = (
        rows_card(look, [row(K.ALLERGIES)])
        if look.is_wide or not known[K.ALLERGIES].total
        else _allergies(look, known[K.ALLERGIES], state, go)
    )
    note = ft.Row(
        [
            ft.Icon(ft.Icons.INFO_OUTLINED, size=20, color=look.palette.on_surface_variant),
            text(words.NOTE, Role.BODY_MEDIUM, look.palette.on_surface_variant, expand=True),
        ],
        spacing=12,
    )
    return ft.Column(
        [first, *groups, ft.Container(note, padding=ft.Padding.symmetric(horizontal=Space.INSIDE, vertical=4))],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _allergies(look: Look, summary: KindSummary, state: ChildDataState, go: Go) -> ft.Control:
    """What a doctor must not miss stands in full."""
    patient_id, kind = state.patient_id, K.ALLERGIES
    writes = None if state.is_reading else go
    add = text_button(
        look, words.ADD, identifier=ids.CHILDDATA_ADD(kind.value), icon=ft.Icons.ADD, compact=True,
        on_click=to(go, ChildDataForm(patient_id, kind)),
    )  # fmt: skip
    head = ft.Container(
        heading(look, words.TITLES[kind.value], add if writes else None),
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=8, bottom=0 if writes else 8),
    )
    rows: list[ft.Control] = [head]
    for entry in summary.newest:
        rows += [
            hairline(look, Space.INSIDE, Space.INSIDE),
            entry_row(look, entry, patient_id, writes),
        ]
    more = summary.total - len(summary.newest)
    label = words.ALL.format(count=summary.total) if more > 0 else _disagreement(summary) or words.CLINIC
    rows += [
        hairline(look, Space.INSIDE, Space.INSIDE),
        pressable(
            look,
            ft.Row(
                [ft.Container(_second(look, summary, label), expand=True), chevron(look)],
                vertical_alignment=ft.CrossAxisAlignment.CENTER,
            ),
            identifier=ids.CHILDDATA_KIND(kind.value),
            label=sentence(words.TITLES[kind.value], label),
            on_click=to(go, ChildDataList(patient_id, kind)),
            padding=ft.Padding.only(left=Space.INSIDE, right=8, top=12, bottom=12),
            key="allergies-all",
        ),
    ]
    column = ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return card(look, column, padding=0, key="allergies")


def _second(look: Look, summary: KindSummary, label: str, *, is_short: bool = False) -> ft.Control:
    """The second line of a row; ``is_short``: beside a count there is room for «1 расхождение» only."""
    said = _disagreement(summary)
    if said:
        short = counted(summary.conflicts, words.CONFLICTS)
        return inline_mark(look, Mark(tone=Tone.WARN, text=short if is_short else said))
    return text(label, Role.BODY_MEDIUM, look.palette.on_surface_variant)


def _disagreement(summary: KindSummary) -> str | None:
    if not summary.conflicts:
        return None
    return words.CONFLICTS_LINE.format(count=counted(summary.conflicts, words.CONFLICTS))


def _row(look: Look, summary: KindSummary, patient_id: UUID, go: Go, *, has_add: bool, selected: bool) -> ft.Control:
    p = look.palette
    kind, title = summary.kind, words.TITLES[summary.kind.value]
    line = entry_face(summary.newest[0]).brief if summary.newest else words.NOT_FILLED
    said = _disagreement(summary)
    second: ft.Control = (
        _second(look, summary, line, is_short=look.is_wide)
        if said
        else text(line, Role.BODY_MEDIUM, p.on_surface_variant)
    )
    count = [text(str(summary.total), Role.TITLE_MEDIUM, p.on_surface_variant)] if summary.total else []
    shown = ft.Column([text(title, Role.ROW_TITLE, p.on_surface), second], spacing=0, tight=True, expand=True)
    tail = [*count, *([] if has_add else [chevron(look)])]
    row = pressable(
        look,
        ft.Row(
            [tile(look, ICONS[kind]), shown, *tail],
            spacing=Space.ICON_TO_TEXT,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=ids.CHILDDATA_KIND(kind.value),
        label=sentence(title, counted(summary.total, KINDS[kind].plural) if summary.total else None, said or line),
        on_click=to(go, ChildDataList(patient_id, kind)),
        selected=selected or None,
        bgcolor=p.secondary_container if selected else ft.Colors.TRANSPARENT,
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=10, bottom=10),
        expand=True,
        key=f"kind-{kind.value}",
    )
    if not has_add:
        return ft.Row([row])
    add = icon_button(
        look,
        ft.Icons.ADD,
        identifier=ids.CHILDDATA_ADD(kind.value),
        label=words.ADD_SPOKEN.format(what=words.ONE_TITLES[kind.value].lower()),
        on_click=to(go, ChildDataForm(patient_id, kind)),
        color=p.primary,
    )
    return ft.Row(
        [row, ft.Container(add, padding=ft.Padding.only(right=8))],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
