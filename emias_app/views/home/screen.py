"""«Мои дети»: a card for each child; on a desktop also what is to do and what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import flet as ft

from emias_app.models.account import PatientSummary, Relation
from emias_app.state._loadable import Loading
from emias_app.state.account import AccountState
from emias_app.state.place import Card
from emias_app.views import ids
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
from emias_app.views.strings import card as words
from emias_app.views.theme import Look, Radius, Space


@component
def HomeScreen(  # noqa: N802
    look: Look,
    account: AccountState,
    colours: Mapping[str, str],
    today: date,
    go: Go,
    title_mark: ft.Control | None = None,
) -> ft.Control:
    """Wires home to the account."""
    scrolled = use_scrolling(on_pull=account.refresh_home)

    async def retry(_event: object) -> None:
        await account.retry()

    def ready(children: tuple[PatientSummary, ...]) -> ft.Control:
        faces = child_faces(children, colours, today)
        marks = milestones(children, today)
        list_of_cards = [_child(look, account, faces[child.id], child, today, go) for child in children]
        own = bool(children) and all(child.relation is Relation.SELF for child in children)
        title = screen_title(look, words.HOME_TITLE_OWN if own else words.HOME_TITLE, title_mark)
        if not children:
            nothing = empty(
                look, ft.Icons.FAMILY_RESTROOM, words.HOME_EMPTY_TITLE, words.HOME_EMPTY_TEXT, identifier=ids.HOME_EMPTY
            )
            return _list(look, [title, nothing], scrolled)
        if look.is_wide:
            right = news_pane(look, account, faces, marks, today, go)
            return two_panes(look, _list(look, [title, *list_of_cards], scrolled), right)
        return one_column(look, _list(look, [title, *milestone_banners(look, marks), *list_of_cards], scrolled))

    return when_ready(
        look,
        account.patients,
        ready,
        on_retry=retry,
        retry_id=ids.HOME_RETRY,
        error_id=ids.HOME_ERROR,
        skeleton=lambda: _skeleton(look),
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
            padding=ft.Padding.only(
                left=look.margin, right=look.margin, top=look.margin, bottom=Space.BETWEEN_GROUPS
            ),
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

