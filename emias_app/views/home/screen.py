"""«Мои дети»: a card for each child; on a desktop also what is to do and what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import flet as ft

from emias_app.clock import moscow_day
from emias_app.models.account import PatientSummary, Relation
from emias_app.state._loadable import Loading, Ready
from emias_app.state.access import AccessState
from emias_app.state.account import AccountState
from emias_app.state.family import FamilyState
from emias_app.state.notices import NoticesState
from emias_app.state.place import Card, Notices
from emias_app.views import ids
from emias_app.views.components.bell import bell
from emias_app.views.components.boundary import component
from emias_app.views.components.child import ChildFace
from emias_app.views.components.child_card import child_card
from emias_app.views.components.feedback import bone, empty, when_ready
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.components.scrolling import INTERVAL, use_scrolling
from emias_app.views.components.text import screen_title
from emias_app.views.faces import child_faces, home_lines, milestones
from emias_app.views.going import Go, to
from emias_app.views.home.news import milestone_banners, news_pane
from emias_app.views.home.ways import add_link, closed_alone, code_banner, may_add, way_cards
from emias_app.views.strings import card as words
from emias_app.views.strings import family
from emias_app.views.theme import Look, Radius, Space


@component
def HomeScreen(  # noqa: N802
    look: Look,
    account: AccountState,
    notices: NoticesState,
    _family: FamilyState,
    _requests: AccessState,
    colours: Mapping[str, str],
    now: datetime,
    go: Go,
    title_mark: ft.Control | None = None,
) -> ft.Control:
    """Wires home to the account; what else it shows is given apart, so that it is drawn anew."""
    today = moscow_day(now)
    scrolled = use_scrolling(on_pull=account.refresh_home)

    async def retry(_event: object) -> None:
        await account.retry()

    def ready(children: tuple[PatientSummary, ...]) -> ft.Control:
        faces = child_faces(children, colours, today)
        marks = milestones(children, today)
        shown = closed_alone(account, children, today)
        cards = [_child(look, account, faces[child.id], child, today, go) for child in shown]
        cards += way_cards(look, account, len(children), now, go)
        own = bool(children) and all(child.relation is Relation.SELF for child in children)
        adds = may_add(account, now)
        is_split = look.is_wide and bool(account.open_children)
        ring = bell(look, notices.unread, to(go, Notices()))
        tools = [ring] if not is_split else [add_link(look, go, is_short=True)] if adds else []
        title = screen_title(look, words.HOME_TITLE_OWN if own else words.HOME_TITLE, _tools(title_mark, tools))
        code = code_banner(look, account, go)
        if not cards:
            cards = [_nothing(look, account)]
        if is_split:
            right = news_pane(look, account, faces, marks, today, go, ring)
            return two_panes(look, _list(look, [title, *code, *cards], scrolled), right)
        add = [ft.Row([add_link(look, go)])] if adds else []
        return one_column(
            look, _list(look, [title, *code, *milestone_banners(look, marks, go), *cards, *add], scrolled)
        )

    return when_ready(
        look,
        account.patients,
        ready,
        on_retry=retry,
        retry_id=ids.HOME_RETRY,
        error_id=ids.HOME_ERROR,
        skeleton=lambda: _skeleton(look),
    )


def _tools(mark: ft.Control | None, tools: list[ft.Control]) -> ft.Control | None:
    """What stands at the right of the title."""
    controls = [*([mark] if mark else []), *tools]
    return ft.Row(controls, spacing=0, tight=True) if controls else None


def _nothing(look: Look, account: AccountState) -> ft.Control:
    """No card and no child yet; said when the family is known."""
    if not isinstance(account.household.family.children, Ready):
        return bone(look, None, 188, Radius.CARD)
    return empty(
        look, ft.Icons.FAMILY_RESTROOM, family.HOME_EMPTY_TITLE, family.HOME_EMPTY_TEXT, identifier=ids.HOME_EMPTY
    )


def _child(
    look: Look, account: AccountState, face: ChildFace, child: PatientSummary, today: date, go: Go
) -> ft.Control:
    overview = account.overviews.get(child.id, Loading())
    lines = home_lines(child, overview, is_open=account.is_medcard_open, today=today)
    return child_card(look, face, lines, to(go, Card(child.id)))


def _list(look: Look, controls: list[ft.Control], scrolled: object) -> ft.Control:
    return ft.SafeArea(
        ft.ListView(
            controls,
            spacing=Space.BETWEEN_CARDS,
            padding=ft.Padding.only(left=look.margin, right=look.margin, top=look.margin, bottom=Space.BETWEEN_GROUPS),
            on_scroll=scrolled,  # type: ignore[arg-type]
            scroll_interval=INTERVAL,
            expand=True,
        ),
        avoid_intrusions_bottom=False,
        expand=True,
    )


def _skeleton(look: Look) -> ft.Control:
    shapes: list[ft.Control] = [bone(look, 160, 32)]
    shapes += [bone(look, None, 188, Radius.CARD) for _ in range(3)]
    column = ft.Column(shapes, spacing=Space.BETWEEN_CARDS, tight=True)
    return one_column(look, ft.Container(column, padding=look.margin))
