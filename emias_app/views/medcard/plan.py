"""The plan of vaccinations: what is due now, later, never, and what was given lately; each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import flet as ft

from emias_app.models.child_data import ChildDataKind
from emias_app.models.section import SectionSlug
from emias_app.models.vaccination import PlannedDose
from emias_app.state.place import ChildDataForm, Origin, RecordPage
from emias_app.state.vaccinations import Injection, PlanGroups
from emias_app.views import ids
from emias_app.views.components.buttons import text_button
from emias_app.views.components.card import card
from emias_app.views.components.pill import pill
from emias_app.views.components.pressable import Handler, pressable
from emias_app.views.components.switch_row import switch_row
from emias_app.views.components.text import text
from emias_app.views.format import number, sentence
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.medcard.dose_face import DoseFace, day_words, dose_face, injection_face, short_title
from emias_app.views.strings import vaccinations as words
from emias_app.views.theme import Look, Radius, Role, Space


def plan_groups(
    look: Look,
    patient_id: UUID,
    plan: PlanGroups,
    go: Go,
    *,
    has_moscow: bool,
    can_add: bool,
    selected: UUID | None,
    on_moscow: Callable[[bool], object],
    on_all: Handler,
) -> list[ft.Control]:
    """The groups that there are, the most urgent first; ``can_add`` a vaccination made elsewhere."""
    p = look.palette
    total = words.TOTAL.format(ahead=number(plan.ahead_total), done=number(plan.done_total))
    line = tagged(ids.SECTION_TOTAL, text(total, Role.BODY_MEDIUM, p.on_surface_variant))
    now = [_open_card(look, dose) for dose in plan.now] or [_nothing_now(look, plan)]
    groups = [
        ft.Container(line, padding=ft.Padding.only(left=Space.INSIDE)),
        _group(look, words.NOW, now),
        *_group_if(look, words.LATER, [_open_card(look, dose) for dose in plan.later]),
        *_group_if(look, words.NEVER, [_open_card(look, dose) for dose in plan.never]),
        switch_row(look, words.MOSCOW, words.MOSCOW_LINE, has_moscow, on_moscow, identifier=ids.VACCINATIONS_MOSCOW),
    ]
    if plan.done:
        done = [_done_card(look, patient_id, one, go, selected, can_open=can_add) for one in plan.done]
        done.append(text_button(look, words.ALL, identifier=ids.VACCINATIONS_ALL, on_click=on_all, compact=True))
        groups.append(_group(look, words.DONE, done))
    if can_add:
        groups.append(
            text_button(
                look,
                words.ELSEWHERE,
                identifier=ids.VACCINATIONS_ELSEWHERE,
                on_click=to(go, ChildDataForm(patient_id, ChildDataKind.VACCINATIONS)),
                icon=ft.Icons.ADD,
                compact=True,
            )
        )
    source = text(words.SOURCE, Role.BODY_SMALL, p.on_surface_variant)
    return [*groups, ft.Container(source, padding=ft.Padding.symmetric(horizontal=Space.INSIDE))]


def _group_if(look: Look, title: str, cards: list[ft.Control]) -> list[ft.Control]:
    return [_group(look, title, cards)] if cards else []


def _group(look: Look, title: str, cards: list[ft.Control]) -> ft.Control:
    heading = ft.Semantics(
        header=True, container=True, content=text(title, Role.TITLE_SMALL, look.palette.on_surface_variant)
    )
    return ft.Column(
        [ft.Container(heading, padding=ft.Padding.only(left=Space.INSIDE, top=8)), *cards],
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _nothing_now(look: Look, plan: PlanGroups) -> ft.Control:
    p = look.palette
    lines: list[ft.Control] = [text(words.NOTHING_NOW, Role.TITLE_MEDIUM, p.on_surface)]
    if plan.later:
        first = plan.later[0]
        told = words.NOTHING_NOW_NEXT.format(dose=short_title(first), day=day_words(first.earliest))
        lines.append(text(told, Role.BODY_MEDIUM, p.on_surface_variant))
    return card(look, ft.Column(lines, spacing=4, tight=True))


def _open_card(look: Look, dose: PlannedDose) -> ft.Control:
    face = dose_face(dose)
    said = sentence(face.title, face.mark.text, face.when, face.why, words.ASK_DOCTOR if face.is_weak else None)
    read = ft.Semantics(label=said, exclude_semantics=True, container=True, content=_lines(look, face))
    return card(look, tagged(ids.VACCINATIONS_DOSE(dose.code.lower()), read), key=dose.code)


def _done_card(
    look: Look, patient_id: UUID, one: Injection, go: Go, selected: UUID | None, *, can_open: bool
) -> ft.Control:
    """Opens its record; what a parent entered opens that entry, where entries ``can_open`` at all."""
    face, record_id, entry_id = injection_face(one), one.first.record_id, one.first.entry_id
    p = look.palette
    if record_id is None and entry_id is not None and can_open:
        return pressable(
            look,
            _lines(look, face),
            identifier=ids.VACCINATIONS_ENTRY(entry_id),
            label=sentence(face.title, face.mark.text, face.when, face.why),
            on_click=to(go, ChildDataForm(patient_id, ChildDataKind.VACCINATIONS, entry_id, Origin.PLAN)),
            radius=Radius.CARD,
            bgcolor=p.card,
            padding=Space.INSIDE,
            key=str(entry_id),
        )
    if record_id is None:
        return card(look, _lines(look, face), key=one.first.code)
    is_selected = record_id == selected
    return pressable(
        look,
        _lines(look, face),
        identifier=ids.SECTION_ITEM(record_id),
        label=sentence(face.title, face.mark.text, face.when, face.why),
        on_click=to(go, RecordPage(patient_id, SectionSlug.VACCINATIONS, record_id)),
        selected=True if is_selected else None,
        radius=Radius.CARD,
        bgcolor=p.secondary_container if is_selected else p.card,
        padding=Space.INSIDE,
        key=str(record_id),
    )


def _lines(look: Look, face: DoseFace) -> ft.Control:
    """The title with its pill, the day, the reason; the pill goes under the title where the text is large."""
    p = look.palette
    title, state = text(face.title, Role.TITLE_MEDIUM, p.on_surface), pill(look, face.mark)
    if look.has_large_text:
        head: ft.Control = ft.Column([title, state], spacing=4, tight=True)
    else:
        head = ft.Row(
            [ft.Container(title, expand=True), state],
            spacing=8,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    lines = [head]
    if face.when:
        lines.append(text(face.when, Role.BODY_MEDIUM, p.on_surface))
    if face.why:
        lines.append(text(face.why, Role.BODY_MEDIUM, p.on_surface_variant))
    if face.is_weak:
        lines.append(_ask_doctor(look))
    return ft.Column(lines, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _ask_doctor(look: Look) -> ft.Control:
    p = look.palette
    return ft.Row(
        [
            ft.Icon(ft.Icons.INFO_OUTLINED, size=16 * min(look.text_scale, 1.6), color=p.on_surface_variant),
            ft.Container(text(words.ASK_DOCTOR, Role.BODY_MEDIUM, p.on_surface_variant), expand=True),
        ],
        spacing=8,
    )
