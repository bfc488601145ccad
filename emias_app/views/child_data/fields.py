"""The fields of an entry, drawn from the registry of kinds: a kind is data, not a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import flet as ft

from emias_app.domain.child_data import RELATIVE_WORDS, SEVERITY_WORDS, Field, Kind, Shape, infection_words
from emias_app.domain.reference import vaccination_calendar
from emias_app.domain.typed_days import read_day
from emias_app.domain.vaccination import DOSE_TITLES
from emias_app.domain.wording import upper_first
from emias_app.models.child_data import Relative, Severity
from emias_app.state._form import FormState
from emias_app.state.child_data import ChildDataState
from emias_app.state.child_data_draft import EntryDraft
from emias_app.views import ids
from emias_app.views.components.choice import Answer, choice
from emias_app.views.components.date_field import DateField
from emias_app.views.components.form_field import FormField
from emias_app.views.components.inputs import text_input
from emias_app.views.components.pressable import pressable
from emias_app.views.components.text import text
from emias_app.views.format import sentence
from emias_app.views.strings import child_data as words
from emias_app.views.strings import common
from emias_app.views.theme import Look, Radius, Role

_SEVERITIES = {one.value.lower(): one for one in Severity}
_RELATIVES = {one.value.lower().replace("_", "-"): one for one in Relative}


def labels_of(kind: Kind) -> dict[str, str]:
    """What each field is called where something is wrong with it: field on the wire → lower-case words."""
    return {field.wire: label_of(kind, field).lower() for field in kind.fields}


def label_of(kind: Kind, field: Field) -> str:
    return words.LABELS_OF.get((kind.kind.value, field.name)) or words.LABELS[field.name]


def entry_fields(
    look: Look, state: ChildDataState, form: FormState[EntryDraft], kind: Kind, birth: date, today: date
) -> list[ft.Control]:
    """All fields of a kind in order, suggestions under the one that is typed into."""
    drawn: list[ft.Control] = []
    for field in kind.fields:
        drawn.append(_field(look, state, form, kind, field, birth, today))
        if field.name == state.typed_in and state.suggestions:
            drawn.append(_suggestions(look, state))
    return drawn


def _field(
    look: Look, state: ChildDataState, form: FormState[EntryDraft], kind: Kind, field: Field, birth: date, today: date
) -> ft.Control:
    label, identifier = label_of(kind, field), ids.CHILDDATA_FIELD(field.name.replace("_", "-"))
    error, draft = form.shown.get(field.wire), form.draft
    match field.shape:
        case Shape.LINE:
            return _line(look, state, form, field, label, identifier)
        case Shape.TEXT:
            return FormField(  # type: ignore[no-any-return]
                look, label, form.value(field.wire) or "", lambda typed: state.type(field, typed),
                identifier=identifier, error=error, lines=3, max_length=4_000, key=f"field-{field.name}",
            )  # fmt: skip
        case Shape.PARTIAL_DAY:
            return text_input(
                look, form, field.wire, label, identifier=identifier, helper=words.HELP_PARTIAL, max_length=30
            )
        case Shape.WHOLE_DAY:
            return DateField(  # type: ignore[no-any-return]
                look, label, form.value(field.wire) or "", lambda typed: form.put(field.wire, typed),
                identifier=identifier, pick_id=ids.CHILDDATA_PICK, day=read_day(draft.on), first=birth, last=today,
                error=error, on_blur=lambda _event: form.leave(field.wire), key=f"field-{field.name}",
            )  # fmt: skip
        case Shape.SEVERITY:
            severities = [Answer(key, SEVERITY_WORDS[one]) for key, one in _SEVERITIES.items()]
            return choice(
                look, label, severities, draft.severity.lower() or None,
                lambda key: _toggle(form, field, _SEVERITIES[key].value), identifier=ids.CHILDDATA_SEVERITY,
                error=error,
            )  # fmt: skip
        case Shape.RELATIVE:
            relatives = [Answer(key, upper_first(RELATIVE_WORDS[one])) for key, one in _RELATIVES.items()]
            return choice(
                look, label, relatives, draft.relative.lower().replace("_", "-") or None,
                lambda key: form.put(field.wire, _RELATIVES[key].value), identifier=ids.CHILDDATA_RELATIVE,
                error=error,
            )  # fmt: skip
        case Shape.DOSE:
            doses = [Answer(key.lower(), upper_first(title)) for key, title in DOSE_TITLES.items()]
            return choice(
                look, label, doses, draft.dose.lower() or None,
                lambda key: _toggle(form, field, key.upper()), identifier=ids.CHILDDATA_DOSE, error=error,
            )  # fmt: skip
        case Shape.INFECTIONS:
            return _infections(look, state, draft.infections, label, error)


def _toggle(form: FormState[EntryDraft], field: Field, value: str) -> None:
    """A choice that may be taken back by a second tap."""
    form.put(field.wire, "" if form.value(field.wire) == value else value)


def _line(
    look: Look, state: ChildDataState, form: FormState[EntryDraft], field: Field, label: str, identifier: str
) -> ft.Control:
    code = form.draft.icd10
    is_coded = bool(code) and field.source is not None and field.name in ("what", "illness", "diagnosis")
    return FormField(  # type: ignore[no-any-return]
        look,
        label,
        form.value(field.wire) or "",
        lambda typed: state.type(field, typed),
        identifier=identifier,
        error=form.shown.get(field.wire),
        hint=words.HINTS.get(field.name),
        helper=words.HELP_CODE.format(code=code) if is_coded else None,
        on_blur=lambda _event: form.leave(field.wire),
        max_length=200,
        key=f"field-{field.name}",
    )


def _suggestions(look: Look, state: ChildDataState) -> ft.Control:
    """What fits, right under the field; a tap takes it, typing on is always right."""
    p = look.palette
    rows: list[ft.Control] = []
    for number, one in enumerate(state.suggestions, 1):
        lines: list[ft.Control] = [text(one.text, Role.BODY_LARGE, p.on_surface)]
        if one.hint:
            lines.append(text(one.hint, Role.BODY_SMALL, p.on_surface_variant))
        rows.append(
            pressable(
                look,
                ft.Column(lines, spacing=0, tight=True),
                identifier=ids.CHILDDATA_HINT(number),
                label=sentence(one.text, one.hint),
                on_click=lambda _event, chosen=one: state.take(chosen),
                radius=Radius.CHIP,
                padding=ft.Padding.symmetric(vertical=12, horizontal=16),
                key=f"hint-{one.text}",
            )
        )
    return ft.Container(
        ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=p.surface_container_high if look.palette.is_dark else p.surface_container,
        border_radius=Radius.FIELD,
        padding=4,
        margin=ft.Margin.only(top=-8),
        key="hints",
    )


def _infections(look: Look, state: ChildDataState, chosen: Sequence[str], label: str, error: str | None) -> ft.Control:
    """Several of many, as pills that wrap."""
    p = look.palette

    def answer(key: str) -> ft.Control:
        is_on = key in chosen
        front = p.on_secondary_container if is_on else p.on_surface
        shape = ft.Container(
            ft.Row(
                [
                    ft.Icon(ft.Icons.CHECK if is_on else ft.Icons.ADD, size=20, color=front),
                    text(infection_words(key), Role.TITLE_SMALL, front),
                ],
                spacing=8,
                tight=True,
            ),
            bgcolor=p.secondary_container if is_on else ft.Colors.TRANSPARENT,
            border=ft.Border.all(1, p.secondary_container if is_on else p.outline),
            border_radius=Radius.FULL,
            padding=ft.Padding.only(left=12, right=16, top=8, bottom=8),
        )
        return pressable(
            look,
            shape,
            identifier=ids.CHILDDATA_INFECTION(key.replace("_", "-")),
            label=sentence(infection_words(key), common.CHOSEN if is_on else None),
            on_click=lambda _event: state.toggle_infection(key),
            selected=is_on,
            radius=Radius.FULL,
            padding=ft.Padding.symmetric(vertical=6),
            key=key,
        )

    wrong = [ft.Semantics(live_region=True, content=text(error, Role.BODY_SMALL, p.error))] if error else []
    pills = [answer(key) for key in vaccination_calendar()["targets"]]
    return ft.Column(
        [
            text(label, Role.TITLE_SMALL, p.error if error else p.on_surface_variant),
            ft.Row(pills, wrap=True, spacing=8, run_spacing=0),
            *wrong,
        ],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
