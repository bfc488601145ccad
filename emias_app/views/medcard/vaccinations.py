"""«Прививки»: the plan, the vaccinations and the tests as tabs of one section."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import flet as ft

from emias_app.models.base import Tone
from emias_app.state.section import SectionState
from emias_app.state.vaccinations import PlanGroups, Tab, VaccinationsState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.file_told import tell_of_file
from emias_app.views.components.filter_chips import Chip
from emias_app.views.components.pressable import icon_button
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.tabs import Tabs
from emias_app.views.format import near_moment
from emias_app.views.going import Go
from emias_app.views.medcard.plan import plan_groups
from emias_app.views.medcard.section import SectionPane, section_title
from emias_app.views.strings import card as card_words
from emias_app.views.strings import common
from emias_app.views.strings import vaccinations as words
from emias_app.views.theme import Look, Space

_TABS = tuple(Chip(tab.value, words.TAB[tab.value]) for tab in Tab)


@component
def VaccinationsPane(  # noqa: N802
    look: Look,
    state: VaccinationsState,
    listed: SectionState,
    today: date,
    go: Go,
    *,
    selected: UUID | None = None,
    head: ft.Control | None = None,
    on_back: Callable[..., Awaitable[None]] | None = None,
    mark: ft.Control | None = None,
) -> ft.Control:
    """Wires the section: the plan here, the other tabs by the list ``listed`` that all sections have."""
    page = ft.context.page
    scrolled = use_scrolling(on_pull=state.refresh)

    def run(work: Callable[..., Awaitable[None]], *args: object) -> None:
        async def running() -> None:
            await work(*args)

        page.run_task(running)

    async def retry(_event: object) -> None:
        await state.refresh()

    async def show_all(_event: object) -> None:
        await state.choose_tab(Tab.GIVEN)

    async def save_calendar(_event: object) -> None:
        await state.save_calendar()
        tell_of_file(page, state.taken, state.file_error, save_calendar)

    async def save_certificate(_event: object) -> None:
        await state.save_certificate()
        tell_of_file(page, state.taken, state.file_error, save_certificate)

    def beside(
        icon: ft.IconData, identifier: str, label: str, action: Callable[..., Awaitable[None]]
    ) -> ft.Control | None:
        if state.is_reading:
            return mark
        button = icon_button(
            look, icon, identifier=identifier, label=label, on_click=None if state.is_saving else action
        )
        return ft.Row([*([mark] if mark else []), button], spacing=4, tight=True)

    bar = Tabs(
        look,
        _TABS,
        state.tab.value,
        lambda key: run(state.choose_tab, Tab(key)),
        identifier=ids.VACCINATIONS_TAB,
        key="tabs",
    )
    if state.tab is not Tab.PLAN:
        actions = mark
        if state.tab is Tab.GIVEN:
            actions = beside(
                ft.Icons.PICTURE_AS_PDF_OUTLINED, ids.VACCINATIONS_CERTIFICATE, words.CERTIFICATE, save_certificate
            )
        return SectionPane(  # type: ignore[no-any-return]
            look, listed, today, go, selected=selected, head=head, on_back=on_back, mark=actions, tabs=bar,
            key=f"list-{state.tab}",
        )  # fmt: skip

    def ready(plan: PlanGroups) -> ft.Control:
        groups = plan_groups(
            look,
            state.patient_id,
            plan,
            go,
            has_moscow=state.has_moscow,
            can_add=not state.is_reading,
            selected=selected,
            on_moscow=lambda value: run(state.use_moscow, value),
            on_all=show_all,
        )
        return ft.Column(
            groups, spacing=Space.BETWEEN_CARDS, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        )

    calendar = beside(ft.Icons.EVENT_AVAILABLE_OUTLINED, ids.VACCINATIONS_ICS, words.CALENDAR, save_calendar)
    body = when_ready(
        look,
        state.plan,
        ready,
        on_retry=retry,
        retry_id=ids.SECTION_RETRY,
        error_id=ids.SECTION_ERROR,
        skeleton=lambda: skeleton_rows(look, 4),
    )
    return ft.ListView(
        [
            *([head] if head else []),
            section_title(look, listed.section.title, calendar, on_back),
            bar,
            *_stale(look, state, retry),
            body,
        ],
        key=f"plan-{state.patient_id}",
        spacing=Space.BETWEEN_CARDS,
        padding=look.margin if look.is_wide else ft.Padding.only(left=16, right=16, top=12, bottom=24),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )


def _stale(look: Look, state: VaccinationsState, retry: Callable[..., Awaitable[None]]) -> list[ft.Control]:
    if state.last_failure is None or state.loaded_at is None:
        return []
    when = near_moment(state.loaded_at, state.now)
    return [
        banner(
            look,
            Tone.WARN,
            card_words.STALE_TITLE,
            card_words.STALE.format(when=when),
            icon=ft.Icons.SYNC_PROBLEM,
            action=common.RETRY,
            action_id=ids.SECTION_RETRY,
            on_action=retry,
            live=True,
        )
    ]
