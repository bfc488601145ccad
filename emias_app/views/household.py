"""The places of the account's owner: forms of «Профиль», the family, messages."""

from __future__ import annotations

import flet as ft

from emias_app.state.account import AccountState
from emias_app.state.household import Household
from emias_app.state.levels import LevelsState
from emias_app.state.place import Notices, PaperForm, Place, Profile
from emias_app.state.root import RootState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.feedback import skeleton_rows
from emias_app.views.demo.overlays import SmsNote
from emias_app.views.family.screen import FamilyScreen
from emias_app.views.going import to
from emias_app.views.notices.screen import NoticesScreen
from emias_app.views.profile.paper_form import PaperScreen
from emias_app.views.theme import Look


def household_screen(look: Look, root: RootState, account: AccountState, house: Household, place: Place) -> ft.Control:
    """The screen of one of these places."""
    is_demo = root.demo is not None
    if isinstance(place, PaperForm):
        return PaperPlace(look, root, account, house.levels, place, key=f"paper-{place.paper}")  # type: ignore[no-any-return]
    if isinstance(place, Notices):
        return NoticesScreen(look, house.notices, root.now, root.go, key="notices")  # type: ignore[no-any-return]
    colours = dict(root.preferences.colours)
    return FamilyScreen(  # type: ignore[no-any-return]
        look,
        account,
        house.family,
        account.roads.access,
        place,
        colours,
        root.now,
        root.go,
        is_demo=is_demo,
        key=f"family-{place}",
    )


@component
def PaperPlace(  # noqa: N802
    look: Look, root: RootState, account: AccountState, levels: LevelsState, place: PaperForm
) -> ft.Control:
    """A form of «Профиль», with the demo's messages for a change of phone over it."""
    me, form = account.me_known, levels.form
    if me is None or form is None or levels.paper is not place.paper:
        return ft.Container(skeleton_rows(look, 2), padding=look.margin)

    async def old_code(code: str) -> None:
        form.put("codeOld", code)
        levels.old_phone.forget()

    async def new_code(code: str) -> None:
        form.put("codeNew", code)
        levels.new_phone.forget()

    screen = PaperScreen(
        look, levels, form, place.paper, me, root.today, to(root.go, Profile()), is_demo=root.demo is not None,
        key=f"paper-form-{place.paper}",
    )  # fmt: skip
    if not levels.has_codes:
        return screen  # type: ignore[no-any-return]
    notes = [
        SmsNote(look, levels.old_phone, old_code, root.now, key="sms-old"),
        SmsNote(
            look, levels.new_phone, new_code, root.now, identifier=ids.DEMO_SMS_OTHER,
            close_id=ids.DEMO_SMS_OTHER_CLOSE, key="sms-new",
        ),
    ]  # fmt: skip
    return ft.Column([*notes, ft.Container(screen, expand=True)], spacing=0, expand=True)
