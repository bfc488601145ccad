"""«Показать и забрать»: what may be taken away, how far it is, and an archive that comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import flet as ft

from emias_app.models.base import Tone
from emias_app.models.exports import ExportJob, ExportKind
from emias_app.state.place import ShowSetup
from emias_app.state.take_away import CARD_KINDS, TakeAwayState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.buttons import at_text, primary_button, secondary_button, text_button
from emias_app.views.components.card import card, tile
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.file_told import tell_of_file
from emias_app.views.components.loading import use_kept
from emias_app.views.components.navigation import one_column
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.exports.faces import ExportFace, face_of, report_lines
from emias_app.views.exports.shares import GIVEN, Sharing
from emias_app.views.going import Go, to
from emias_app.views.ids import tagged
from emias_app.views.strings import show as show_words
from emias_app.views.strings import take_away as words
from emias_app.views.theme import Look, Role, Space

_ICONS = {
    ExportKind.SUMMARY_PDF: ft.Icons.PICTURE_AS_PDF_OUTLINED,
    ExportKind.CARD_ZIP: ft.Icons.FOLDER_SHARED_OUTLINED,
    ExportKind.IPS: ft.Icons.LANGUAGE,
}
_LOOK_EVERY = 1


@component
def TakeAwayScreen(look: Look, state: TakeAwayState, band: ft.Control, go: Go) -> ft.Control:  # noqa: N802
    """Wires the screen under the child's band; while a file is made it asks how far it is."""
    page = ft.context.page
    listed_ref = use_kept(ft.Ref[ft.ListView])

    async def watch() -> None:
        while state.is_making:
            await asyncio.sleep(_LOOK_EVERY)
            if not state.is_wished_for:  # else whoever wished looks: only an action may hand a file over
                await state.look()

    ft.use_effect(watch, [state.is_making], cleanup=lambda: None)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def reveal_link() -> None:
        if listed_ref.current is not None:
            await listed_ref.current.scroll_to(scroll_key=GIVEN, duration=250)

    async def bring(_event: object) -> None:
        await state.bring()

    def doing(act: Callable[[ExportKind], object], kind: ExportKind) -> Callable[..., object]:
        async def run(_event: object) -> None:
            before = state.taken
            await act(kind)  # type: ignore[misc]
            while act == state.make and state.is_wished_for:
                await asyncio.sleep(_LOOK_EVERY)
                await state.look()
            if state.taken is not before:
                tell_of_file(page, state.taken, None, run)

        return run

    def ready(_jobs: Sequence[ExportJob]) -> ft.Control:
        cards = [
            _export(
                look,
                face_of(state, kind),
                doing(state.make, kind),
                doing(state.save, kind),
                doing(state.cancel, kind),
            )
            for kind in CARD_KINDS
        ]
        return _column(cards)

    listed = when_ready(
        look,
        state.jobs,
        ready,
        on_retry=retry,
        retry_id=ids.EXPORT_RETRY,
        error_id=ids.EXPORT_ERROR,
        skeleton=lambda: skeleton_rows(look, 3),
    )
    sharing: list[ft.Control] = []
    if state.sharing is not None:
        sharing = [
            heading(look, words.SHARE_TITLE),
            Sharing(look, state.sharing, reveal_link, key=f"sharing-{state.patient_id}"),
        ]
    body = ft.ListView(
        [
            screen_title(look, words.TITLE),
            text(words.LEAD, Role.BODY_MEDIUM, look.palette.on_surface_variant),
            listed,
            _show(look, to(go, ShowSetup(state.patient_id))),
            heading(look, words.IMPORT_TITLE),
            _import(look, state, bring),
            *sharing,
        ],
        key=f"take-away-{state.patient_id}",
        ref=listed_ref,
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        expand=True,
    )
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _export(
    look: Look,
    face: ExportFace,
    on_make: Callable[..., object],
    on_save: Callable[..., object],
    on_cancel: Callable[..., object],
) -> ft.Control:
    """One kind: what it is, how far it is, what may be done."""
    p, key = look.palette, face.key
    said: list[ft.Control] = [
        text(face.title, Role.TITLE_MEDIUM, p.on_surface),
        text(face.about, Role.BODY_MEDIUM, p.on_surface_variant),
    ]
    if face.state_line:
        tone = p.error if face.is_trouble else p.on_surface
        line = text(face.state_line, Role.BODY_MEDIUM, tone)
        said.append(tagged(ids.EXPORT_STATE(key), line, live=True))
    if face.share is not None:
        said.append(
            ft.Container(
                ft.ProgressBar(value=face.share or None, semantics_label=""), padding=ft.Padding.symmetric(vertical=4)
            )
        )
    actions: list[ft.Control] = []
    if face.is_ready:
        actions.append(
            secondary_button(
                look, words.SAVE_AGAIN, identifier=ids.EXPORT_SAVE(key), on_click=on_save, busy=face.is_busy
            )
        )
        anew = text_button(look, words.MAKE_ANEW, identifier=ids.EXPORT_MAKE(key), on_click=on_make)
        actions.append(at_text(anew))
    elif face.is_making:
        cancel = text_button(look, words.CANCEL, identifier=ids.EXPORT_CANCEL(key), on_click=on_cancel)
        actions.append(at_text(cancel))
    else:
        button = primary_button if face.kind is ExportKind.SUMMARY_PDF else secondary_button
        actions.append(button(look, words.MAKE, identifier=ids.EXPORT_MAKE(key), on_click=on_make, busy=face.is_busy))
    ends_with_link = face.is_making or (face.is_ready and look.is_compact)
    return _tiled(look, _ICONS[face.kind], said, actions, f"export-{key}", ends_with_link=ends_with_link)


def _tiled(
    look: Look,
    icon: ft.IconData,
    said: Sequence[ft.Control],
    actions: Sequence[ft.Control],
    key: str,
    *,
    ends_with_link: bool = False,
) -> ft.Control:
    """What it is and what may be done, both at the text's edge; the target of a text link is room enough under it."""
    row = ft.Row(list(actions), wrap=True, spacing=Space.STEP, run_spacing=0)
    column = ft.Column(
        [*said, ft.Container(row, padding=ft.Padding.only(top=0 if ends_with_link and len(actions) == 1 else 8))],
        spacing=4,
        tight=True,
        expand=True,
    )
    top = ft.Row(
        [tile(look, icon), column], spacing=Space.ICON_TO_TEXT, vertical_alignment=ft.CrossAxisAlignment.START,
    )  # fmt: skip
    inside = Space.INSIDE
    padding = ft.Padding.only(left=inside, right=inside, top=inside, bottom=4 if ends_with_link else inside)
    return card(look, top, padding=padding, key=key)


def _show(look: Look, on_open: Callable[..., object]) -> ft.Control:
    """The way to showing the card on this very phone."""
    p = look.palette
    said = [
        text(show_words.TITLE, Role.TITLE_MEDIUM, p.on_surface),
        text(show_words.CARD_TEXT, Role.BODY_MEDIUM, p.on_surface_variant),
    ]
    button = secondary_button(look, show_words.TITLE, identifier=ids.SHOW_OPEN, on_click=on_open)
    return _tiled(look, ft.Icons.VISIBILITY_OUTLINED, said, [button], "show")


def _import(look: Look, state: TakeAwayState, on_bring: Callable[..., object]) -> ft.Control:
    p = look.palette
    column: list[ft.Control] = [text(words.IMPORT_ABOUT, Role.BODY_MEDIUM, p.on_surface_variant)]
    if state.import_trouble:
        wrong = banner(look, Tone.ERROR, state.import_trouble, live=True)
        column.append(tagged(ids.IMPORT_ERROR, wrong))
    if state.report is not None:
        title, body = report_lines(state.report)
        column.append(tagged(ids.IMPORT_DONE, banner(look, Tone.SUCCESS, title, body, live=True)))
    label = words.IMPORTING if state.is_bringing else words.IMPORT
    button = secondary_button(
        look,
        label,
        identifier=ids.IMPORT_CHOOSE,
        on_click=on_bring,
        icon=ft.Icons.UPLOAD_FILE_OUTLINED,
        busy=state.is_bringing,
    )
    column.append(ft.Row([button], wrap=True))
    return card(look, _column(column))


def _column(controls: Sequence[ft.Control]) -> ft.Control:
    return ft.Column(
        list(controls),
        spacing=Space.BETWEEN_CARDS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
