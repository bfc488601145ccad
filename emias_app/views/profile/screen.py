"""«Профиль»: the account, where it is signed in, its devices, choices for this device, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import flet as ft

from emias_app.models.account import Me
from emias_app.models.base import Tone
from emias_app.state.account import AccountState
from emias_app.state.levels import LevelsState
from emias_app.state.pin_form import PinFormState
from emias_app.state.profile import ProfileState
from emias_app.state.root import RootState
from emias_app.views import ids
from emias_app.views.components.banner import banner
from emias_app.views.components.boundary import component
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import skeleton_rows, when_ready
from emias_app.views.components.navigation import one_column
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.snack import snack
from emias_app.views.components.text import screen_title
from emias_app.views.profile.about import about_group
from emias_app.views.profile.account import owner_group, papers_group
from emias_app.views.profile.choices import Choices
from emias_app.views.profile.devices import devices_group, sessions_group
from emias_app.views.profile.pin import pin_group
from emias_app.views.profile.ways_out import WaysOut
from emias_app.views.strings import account as papers
from emias_app.views.strings import profile as words
from emias_app.views.theme import Look, Space


@component
def ProfileScreen(  # noqa: N802
    look: Look,
    root: RootState,
    account: AccountState,
    profile: ProfileState,
    levels: LevelsState,
    pin: PinFormState,
    faces: Mapping[UUID, ChildFace],
    version: str,
    title_mark: ft.Control | None,
) -> ft.Control:
    """Wires the profile; ``profile``, ``levels`` and ``pin`` are given apart so that they are drawn."""
    scrolled = use_scrolling(on_pull=profile.refresh)
    page = ft.context.page
    saved = levels.saved

    def tell() -> None:
        if saved is not None:
            snack(page, papers.SAVED[saved.value])
            levels.forget_saved()

    ft.use_effect(tell, [saved])
    pin_saved = pin.saved

    def tell_of_pin() -> None:
        if pin_saved is not None:
            snack(page, words.PIN_SAVED[pin_saved.value])
            pin.forget_saved()

    ft.use_effect(tell_of_pin, [pin_saved])

    async def retry(_event: object) -> None:
        await account.retry()

    def me(value: Me) -> ft.Control:
        return owner_group(look, value, levels, root.go)

    who = when_ready(
        look,
        account.me,
        me,
        on_retry=retry,
        retry_id=ids.PROFILE_RETRY,
        error_id=ids.PROFILE_ERROR,
        skeleton=lambda: skeleton_rows(look, 4),
    )
    error = profile.error or levels.error
    wrong = [banner(look, Tone.ERROR, error, live=True)] if error else []
    ways_out = WaysOut(look, root, account.book.queue, key="ways-out")
    known = account.me_known
    place = root.trust_status.place if root.trust_status else None
    column = ft.ListView(
        [
            screen_title(look, words.TITLE, title_mark),
            who,
            *wrong,
            ways_out,
            pin_group(look, root.trust_status, root.go),
            *([papers_group(look, known, levels, root.now, root.go)] if known is not None else []),
            sessions_group(look, profile, root.now),
            devices_group(look, profile, root.now),
            Choices(look, root, faces, root.keeps_preferences),
            about_group(look, place, version),
        ],
        spacing=Space.BETWEEN_GROUPS,
        padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=48),
        on_scroll=scrolled,
        scroll_interval=INTERVAL,
        expand=True,
    )
    return one_column(look, ft.SafeArea(column, avoid_intrusions_bottom=False, expand=True))
