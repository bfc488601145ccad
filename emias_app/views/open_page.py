"""One place of an open page, with the navigation around it."""

from __future__ import annotations

from dataclasses import replace

import flet as ft

from emias_app.models.access import GrantState
from emias_app.state._loadable import Failed, Loading, Ready
from emias_app.state.account import AccountState
from emias_app.state.offline import OfflineState
from emias_app.state.place import (
    Access,
    AskAccess,
    Card,
    CardPlace,
    CardSearch,
    ChildDataForm,
    ChildDataPlace,
    DemoInfo,
    Diaries,
    Diary,
    Entry,
    FamilyForm,
    FamilyPlace,
    Growth,
    Home,
    Journal,
    LabTrendPage,
    MyCards,
    NewUpload,
    Notices,
    PaperForm,
    PinForm,
    Place,
    Profile,
    RecordPage,
    Redeem,
    RequestPage,
    SectionList,
    ShowSetup,
    TakeAway,
)
from emias_app.state.root import RootState
from emias_app.state.show import ShowMode
from emias_app.state.step_up import StepUpState
from emias_app.views import ids
from emias_app.views.components.boundary import component
from emias_app.views.components.demo import demo_mark
from emias_app.views.components.feedback import Skeleton, failure, skeleton_rows
from emias_app.views.components.navigation import Tab, shell
from emias_app.views.components.offline import saved_when, under_banner
from emias_app.views.demo.info import DemoScreen
from emias_app.views.demo.overlays import SmsBanner, with_sms
from emias_app.views.entry.code import STEPUP_IDS, CodeScreen
from emias_app.views.faces import child_faces
from emias_app.views.going import to
from emias_app.views.home.screen import HomeScreen
from emias_app.views.household import household_screen
from emias_app.views.medcard.closed import choose_card, missing_screen
from emias_app.views.medcard.pane import MedcardScreen
from emias_app.views.pin_page import PinPage
from emias_app.views.profile.screen import ProfileScreen
from emias_app.views.roads import RoadsScreen
from emias_app.views.strings import auth
from emias_app.views.theme import Look

#: One thing at a time: no bar under documents, codes and forms.
_FORMS = PaperForm | PinForm | FamilyForm | ChildDataForm | NewUpload | ShowSetup
_WITHOUT_BAR = RecordPage | DemoInfo | Redeem | AskAccess | _FORMS


@component
def OpenPage(  # noqa: N802
    look: Look,
    root: RootState,
    account: AccountState,
    offline: OfflineState,
    show: ShowMode,
    place: Place,
    version: str,
) -> ft.Control:
    """Wires a place to its screen; ``offline`` and ``show`` are the root's, given apart so that changes are drawn."""
    page = ft.context.page

    def select(tab: Tab) -> None:
        places = {
            Tab.HOME: Home(),
            Tab.MEDCARD: account.card_to_open,
            Tab.DIARY: account.diary_to_open,
            Tab.ACCESS: Access(),
            Tab.PROFILE: Profile(),
        }
        page.run_task(root.go, places[tab])

    async def lock(_event: object) -> None:
        await root.lock()

    mark = demo_mark(look, to(root.go, DemoInfo())) if root.demo is not None else None
    is_step_up = isinstance(place, CardPlace) and account.step_up is not None
    if offline.as_of is None:
        body = _body(look, root, account, place, version, mark if look.is_compact else None)
    else:
        inner = replace(look, saved_when=saved_when(offline.as_of, root.now))
        body = _body(inner, root, account, place, version, mark if look.is_compact else None)
        has_band = isinstance(place, CardPlace) and account.card is not None and not is_step_up
        if look.is_wide or not has_band:
            body = under_banner(look, offline.as_of, root.now, body)
    return shell(
        look,
        body,
        selected=_tab(place),
        on_select=select,
        on_lock=lock,
        has_bar=not isinstance(place, _WITHOUT_BAR) and not is_step_up,
        foot=None if look.is_compact else mark,
    )


def _tab(place: Place) -> Tab | None:
    if isinstance(place, FamilyPlace | Notices):
        return Tab.HOME
    if isinstance(place, ChildDataPlace):
        return Tab.MEDCARD
    match place:
        case Home() | Entry():
            return Tab.HOME
        case MyCards() | Card() | SectionList() | RecordPage() | LabTrendPage() | CardSearch():
            return Tab.MEDCARD
        case Growth() | NewUpload() | TakeAway() | ShowSetup():
            return Tab.MEDCARD
        case Diaries() | Diary():
            return Tab.DIARY
        case Access() | Redeem() | AskAccess() | RequestPage() | Journal():
            return Tab.ACCESS
        case Profile() | PaperForm() | PinForm():
            return Tab.PROFILE
        case _:
            return None


def _body(
    look: Look, root: RootState, account: AccountState, place: Place, version: str, mark: ft.Control | None
) -> ft.Control:
    colours = dict(root.preferences.colours)
    house = account.household
    if isinstance(place, FamilyPlace | Notices | PaperForm):
        return household_screen(look, root, account, house, place)
    match place:
        case Home() | Entry():
            return HomeScreen(  # type: ignore[no-any-return]
                look, account, house.notices, house.family, account.roads.access, colours, root.now, root.go, mark,
                key="home",
            )  # fmt: skip
        case MyCards() | Diaries():
            faces = child_faces(account.patients_known, colours, root.today)
            opened = {child.id: faces[child.id] for child in account.open_children}
            return choose_card(look, opened, root.go, is_diary=isinstance(place, Diaries))
        case Access() | Redeem() | AskAccess() | RequestPage():
            return RoadsScreen(look, root, account, account.roads, place, mark, key=f"roads-{place}")  # type: ignore[no-any-return]
        case _ if isinstance(place, CardPlace):
            if account.step_up is not None:
                return StepUp(look, root, account.step_up, place, key="step-up")  # type: ignore[no-any-return]
            return MedcardScreen(  # type: ignore[no-any-return]
                look,
                account,
                place,
                colours,
                root.today,
                root.go,
                root.switch_child,
                mark,
                root.demo is not None,
                root.show.setup,
                root.sensor,
                key=f"card-{place}",
            )
        case Profile():
            faces = child_faces(account.patients_known, colours, root.today)
            opened = {
                child.id: faces[child.id] for child in account.patients_known if child.access.state is GrantState.ACTIVE
            }
            return ProfileScreen(  # type: ignore[no-any-return]
                look, root, account, account.profile, house.levels, root.pin_form, opened, version, mark, key="profile"
            )
        case PinForm():
            return PinPage(look, root, root.pin_form, key="pin")  # type: ignore[no-any-return]
        case DemoInfo() if root.demo is not None:
            return DemoScreen(look, root, root.demo, root.stage, to(root.go, Home()), key="demo")  # type: ignore[no-any-return]
        case _:
            return missing_screen(look, root.go)


@component
def StepUp(look: Look, root: RootState, state: StepUpState, place: Place) -> ft.Control:  # noqa: N802
    """The second step in place of a card; its code is asked for as soon as the place is reached."""

    async def retry(_event: object) -> None:
        await state.begin()

    match state.code:
        case Loading():
            return Skeleton(look, lambda: ft.Container(skeleton_rows(look, 2), padding=look.margin), key="step-up-soon")  # type: ignore[no-any-return]
        case Failed(error):
            return failure(look, error, on_retry=retry, retry_id=ids.STEPUP_RETRY, error_id=ids.STEPUP_ERROR)
        case Ready(code):
            screen = CodeScreen(
                look,
                code,
                STEPUP_IDS,
                title=auth.STEP_UP_TITLE,
                lead=auth.STEP_UP_LEAD,
                on_back=to(root.go, Home()),
                key="step-up-code",
            )
            banner = SmsBanner(look, state.messages, code, root.now, key="step-up-sms")
            return with_sms(screen, banner)
