"""«Данные о ребенке» before the doctor: what the parents entered, and beside it what the clinic holds."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from emias_app.models.base import Mark, Tone
from emias_app.models.child_data import AnyEntry, ClinicChildData, ClinicFact, ClinicKind, Conflict
from emias_app.state.clinic_child_data import PatientChildData
from emias_app.views import ids
from emias_app.views.child_data_faces import ICONS, authored, entry_face, fact_line
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card, hairline, tile
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.pill import pill
from emias_app.views.components.text import heading, text
from emias_app.views.ids import tagged
from emias_app.views.strings import child_data as kinds
from emias_app.views.strings import clinic as words
from emias_app.views.theme import Look, Role, Space

#: The clinic's own facts that stand beside; the rest is in the card.
_SHOWN = 3


@component
def ParentsData(look: Look, state: PatientChildData) -> ft.Control:  # noqa: N802
    """Wires what the parents entered of one patient."""

    async def refresh(_event: object) -> None:
        await state.refresh()

    again = text_button(
        look, words.CHILD_DATA_REFRESH, identifier=ids.CLINIC_CHILDDATA_REFRESH, on_click=refresh,
        icon=ft.Icons.REFRESH, compact=True,
    )  # fmt: skip
    body = when_ready(
        look,
        state.known,
        lambda known: _known(look, known),
        on_retry=refresh,
        retry_id=ids.CLINIC_CHILDDATA_RETRY,
        error_id=ids.CLINIC_CHILDDATA_ERROR,
        skeleton=lambda: skeleton_rows(look, 2),
    )
    return _stretched([heading(look, words.CHILD_DATA, again), body], Space.BETWEEN_CARDS)


def _known(look: Look, known: ClinicChildData) -> ft.Control:
    p = look.palette
    filled = [one for one in known.items if one.items]
    absent = [kinds.TITLES[one.kind.value].lower() for one in known.items if not one.items]
    if not filled:
        said = tagged(ids.CLINIC_CHILDDATA_EMPTY, text(words.CHILD_DATA_NONE, Role.BODY_LARGE, p.on_surface_variant))
        return card(look, said)
    shown: list[ft.Control] = [_kind(look, one) for one in filled]
    if absent:
        line = words.CHILD_DATA_ABSENT.format(kinds=", ".join(absent))
        shown.append(
            ft.Container(
                text(line, Role.BODY_MEDIUM, p.on_surface_variant),
                padding=ft.Padding.symmetric(horizontal=Space.INSIDE),
            )
        )
    return _stretched(shown, Space.BETWEEN_CARDS)


def _kind(look: Look, kind: ClinicKind) -> ft.Control:
    """Side by side where there is room: the parents' words at the left, the clinic's records at the right."""
    p = look.palette
    title = ft.Row(
        [
            tile(look, ICONS[kind.kind]),
            ft.Semantics(
                header=True, container=True, expand=True,
                content=text(kinds.TITLES[kind.kind.value], Role.TITLE_LARGE, p.on_surface),
            ),
        ],
        spacing=Space.ICON_TO_TEXT,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )  # fmt: skip
    mark = pill(look, Mark(tone=Tone.INFO, text=words.BY_PARENT), ft.Icons.PERSON)
    entries = [_entry(look, one, [found for found in kind.conflicts if found.entry_id == one.id]) for one in kind.items]
    left = _stretched([ft.Row([mark]), *_lined(look, entries)], Space.BETWEEN_CARDS)
    own = [_fact(look, one) for one in kind.clinic[:_SHOWN]]
    if not own:
        own = [text(words.CLINIC_HAS_NONE, Role.BODY_MEDIUM, p.on_surface_variant)]
    by_clinic = pill(look, Mark(tone=Tone.NEUTRAL, text=words.BY_CLINIC), ft.Icons.LOCAL_HOSPITAL)
    right = _stretched([ft.Row([by_clinic]), *_lined(look, own)], Space.BETWEEN_CARDS)
    sides: ft.Control = (
        ft.Row(
            [ft.Container(left, expand=3), ft.Container(right, expand=2)],
            spacing=Space.BETWEEN_GROUPS,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        if not look.is_compact and not look.has_large_text
        else _stretched([left, hairline(look), right], Space.MARGIN)
    )
    return card(look, _stretched([title, sides], Space.MARGIN), key=f"kind-{kind.kind.value}")


def _entry(look: Look, entry: AnyEntry, conflicts: Sequence[Conflict]) -> ft.Control:
    p, face = look.palette, entry_face(entry)
    title: list[ft.Control] = [text(face.title, Role.ROW_TITLE, p.on_surface)]
    if face.mark:
        title.append(pill(look, face.mark, face.icon))
    lines: list[ft.Control] = [
        ft.Row(title, wrap=True, spacing=8, run_spacing=4, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    ]
    if face.line:
        lines.append(text(face.line, Role.BODY_MEDIUM, p.on_surface))
    if entry.note:
        lines.append(text(entry.note, Role.BODY_MEDIUM, p.on_surface_variant))
    lines.append(text(authored(entry), Role.BODY_SMALL, p.on_surface_variant))
    lines += [banner(look, Tone.WARN, words.CONFLICT, one.text) for one in conflicts]
    return tagged(ids.CLINIC_CHILDDATA(entry.id), _stretched(lines, 4))


def _fact(look: Look, fact: ClinicFact) -> ft.Control:
    p = look.palette
    return _stretched(
        [
            text(fact.title, Role.BODY_LARGE, p.on_surface),
            text(fact_line(fact), Role.BODY_SMALL, p.on_surface_variant),
        ],
        2,
    )


def _lined(look: Look, parts: Sequence[ft.Control]) -> list[ft.Control]:
    lined: list[ft.Control] = []
    for number, part in enumerate(parts):
        lined += [hairline(look), part] if number else [part]
    return lined


def _stretched(controls: Sequence[ft.Control], spacing: float) -> ft.Column:
    return ft.Column(list(controls), spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
