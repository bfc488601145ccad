"""One kind: what the parents entered, with who and when, and beside it what the clinic holds."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from emias_app.domain.child_data import KINDS
from emias_app.models.base import Tone
from emias_app.models.child_data import AnyEntry, ChildDataKind, ClinicFact
from emias_app.models.section import SectionSlug
from emias_app.state.child_data import ChildDataState, Kept
from emias_app.state.place import ChildDataForm, RecordPage, SectionList
from emias_app.views import ids
from emias_app.views.child_data_faces import ICONS, authored, entry_face, fact_line
from emias_app.views.components.banner import banner
from emias_app.views.components.buttons import primary_button, text_button
from emias_app.views.components.card import chevron, rows_card
from emias_app.views.components.feedback import empty, skeleton_rows, when_ready
from emias_app.views.components.list_row import list_row
from emias_app.views.components.navigation import action_bar
from emias_app.views.components.pill import pill
from emias_app.views.components.pressable import pressable
from emias_app.views.components.scrolling import INTERVAL
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.format import counted, sentence
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import child_data as words
from emias_app.views.theme import Look, Role, Space

#: The clinic's facts that stand beside; of vaccinations there may be many more.
_SHOWN = 5


def kind_list(
    look: Look, state: ChildDataState, kind: ChildDataKind, go: Go, scrolled: object, *, mark: ft.Control | None = None
) -> ft.Control:
    """The list under the band on a phone, the right pane on a desktop."""

    async def retry(_event: object) -> None:
        await state.refresh()

    add = to(go, ChildDataForm(state.patient_id, kind))
    add_id = ids.CHILDDATA_ADD(kind.value)
    is_in_bar = look.is_compact and not state.is_reading
    top = None if is_in_bar or state.is_reading else primary_button(
        look, words.ADD, identifier=add_id, on_click=add, icon=ft.Icons.ADD, compact=True
    )  # fmt: skip
    body = when_ready(
        look,
        state.kept,
        lambda kept: _kept(look, state, kind, kept, go),
        on_retry=retry,
        retry_id=ids.CHILDDATA_LIST_RETRY,
        error_id=ids.CHILDDATA_LIST_ERROR,
        skeleton=lambda: skeleton_rows(look, 3),
    )
    trouble = [banner(look, Tone.ERROR, state.error, live=True)] if state.error else []
    column = ft.ListView(
        [screen_title(look, words.TITLES[kind.value], top or mark), *trouble, body],
        key=f"child-data-{state.patient_id}-{kind.value}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,  # type: ignore[arg-type]
        scroll_interval=INTERVAL,
        expand=True,
    )
    if not is_in_bar:
        return column
    button = primary_button(look, words.ADD, identifier=add_id, on_click=add, icon=ft.Icons.ADD, expand=True)
    return ft.Column([ft.Container(column, expand=True), action_bar(look, [button])], spacing=0, expand=True)


def _kept(look: Look, state: ChildDataState, kind: ChildDataKind, kept: Kept, go: Go) -> ft.Control:
    p, patient_id = look.palette, state.patient_id
    controls: list[ft.Control] = []
    if kept.entries:
        total = text(counted(len(kept.entries), KINDS[kind].plural), Role.BODY_MEDIUM, p.on_surface_variant)
        controls.append(ft.Container(tagged(ids.CHILDDATA_TOTAL, total), padding=ft.Padding.only(left=Space.INSIDE)))
        controls += _entries(look, state, kept, patient_id, go)
    else:
        controls.append(
            empty(
                look, ICONS[kind], words.EMPTY_TITLES[kind.value], words.EMPTY_WHY[kind.value],
                identifier=ids.CHILDDATA_EMPTY,
            )
        )  # fmt: skip
    if kept.clinic:
        controls += [
            ft.Container(heading(look, words.CLINIC), padding=ft.Padding.only(top=12)),
            text(words.CLINIC_EXPLAINED, Role.BODY_MEDIUM, p.on_surface_variant),
            rows_card(look, _facts(look, state, kept.clinic[:_SHOWN], go)),
        ]
        everything = SectionList(patient_id, SectionSlug.VACCINATIONS)
        if len(kept.clinic) > _SHOWN and state.shows(everything):
            controls.append(
                text_button(
                    look, words.CLINIC_MORE, identifier=ids.CHILDDATA_MORE, on_click=to(go, everything),
                )
            )  # fmt: skip
    return ft.Column(
        controls, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _entries(look: Look, state: ChildDataState, kept: Kept, patient_id: UUID, go: Go) -> list[ft.Control]:
    """Entries in one card; one that the clinic disputes stands alone, the dispute under it."""
    shown: list[ft.Control] = []
    calm: list[ft.Control] = []
    number = 0
    for entry in kept.entries:
        disputes = kept.disagreements(entry.id)
        row = entry_row(look, entry, patient_id, None if state.is_reading else go, has_author=True)
        if not disputes:
            calm.append(row)
            continue
        said: list[ft.Control] = []
        for dispute in disputes:
            number += 1
            record = RecordPage(patient_id, dispute.section, dispute.record_id)
            said.append(
                banner(
                    look, Tone.WARN, words.CONFLICT, dispute.text,
                    action=words.OPEN_RECORD if state.shows(record) else None,
                    action_id=ids.CHILDDATA_CONFLICT(number), on_action=to(go, record),
                )
            )  # fmt: skip
        box = ft.Container(
            ft.Column(said, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
            padding=ft.Padding.only(left=12, right=12, bottom=12),
        )
        column = ft.Column([row, box], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
        shown.append(rows_card(look, [column], key=f"disputed-{entry.id}"))
    return [*shown, *([rows_card(look, calm)] if calm else [])]


def entry_row(look: Look, entry: AnyEntry, patient_id: UUID, go: Go | None, *, has_author: bool = False) -> ft.Control:
    """An entry: title with its mark, what more, and who entered it; ``go`` is None where it is not to be changed."""
    p, face = look.palette, entry_face(entry)
    title: list[ft.Control] = [text(face.title, Role.ROW_TITLE, p.on_surface)]
    if face.mark:
        title.append(pill(look, face.mark, face.icon))
    lines: list[ft.Control] = [
        ft.Row(title, wrap=True, spacing=8, run_spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    ]
    if face.line:
        lines.append(text(face.line, Role.BODY_MEDIUM, p.on_surface_variant))
    if has_author:
        lines.append(text(authored(entry), Role.BODY_SMALL, p.on_surface_variant))
    return pressable(
        look,
        ft.Row(
            [ft.Column(lines, spacing=2, tight=True, expand=True), *([chevron(look)] if go else [])],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        identifier=ids.CHILDDATA_ITEM(entry.id),
        label=sentence(
            face.title, face.mark.text if face.mark else None, face.line, authored(entry) if has_author else None
        ),
        on_click=to(go, ChildDataForm(patient_id, entry.kind, entry.id)) if go else None,
        padding=ft.Padding.only(left=Space.INSIDE, right=8, top=14, bottom=14),
        key=f"entry-{entry.id}",
    )


def _facts(look: Look, state: ChildDataState, facts: Sequence[ClinicFact], go: Go) -> list[ft.Control]:
    records = [RecordPage(state.patient_id, fact.section, fact.record_id) for fact in facts]
    return [
        list_row(
            look,
            fact.title,
            fact_line(fact),
            identifier=ids.CHILDDATA_FACT(number),
            on_open=to(go, record) if state.shows(record) else None,
            key=f"fact-{number}",
        )
        for number, (fact, record) in enumerate(zip(facts, records, strict=True), 1)
    ]
