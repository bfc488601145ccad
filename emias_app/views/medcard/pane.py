"""Everything under ``/medcard/:patientId``: which part of the card is drawn, and what stands in its place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import flet as ft

from emias_app.models.search import FoundSection
from emias_app.models.section import SectionSlug
from emias_app.state.account import AccountState
from emias_app.state.card import CardState
from emias_app.state.demo_sensor import DemoSensorState
from emias_app.state.place import (
    Access,
    Card,
    CardPlace,
    CardSearch,
    ChildDataPlace,
    Diary,
    Growth,
    Journal,
    LabTrendPage,
    NewUpload,
    RecordPage,
    SectionList,
    ShowSetup,
    TakeAway,
    above,
    is_search,
    section_place,
)
from emias_app.state.section import SectionState
from emias_app.state.show import ShowSetupState
from emias_app.views import ids
from emias_app.views.child_data.screen import ChildDataScreen
from emias_app.views.components.boundary import component
from emias_app.views.components.child import ChildFace
from emias_app.views.components.feedback import Skeleton, skeleton_rows, when_ready
from emias_app.views.components.navigation import one_column, two_panes
from emias_app.views.diary.screen import DiaryPlace
from emias_app.views.exports.screen import TakeAwayScreen
from emias_app.views.faces import child_faces
from emias_app.views.format import clock_time
from emias_app.views.going import Go, to
from emias_app.views.growth.screen import GrowthScreen
from emias_app.views.journal.screen import JournalScreen
from emias_app.views.medcard.band import Band, BandShape
from emias_app.views.medcard.card import CardScreen, Switch
from emias_app.views.medcard.closed import ended_screen, missing_screen
from emias_app.views.medcard.overview import overview_groups
from emias_app.views.medcard.record import RecordPane
from emias_app.views.medcard.search import SearchPane
from emias_app.views.medcard.section import SectionPane
from emias_app.views.medcard.trend import TrendPane
from emias_app.views.medcard.vaccinations import VaccinationsPane
from emias_app.views.show.home import ShownHome, nothing_chosen
from emias_app.views.show.setup import ShowSetup as ShowSetupScreen
from emias_app.views.strings import card as words
from emias_app.views.theme import Look, Space
from emias_app.views.uploads.screen import UploadScreen, with_upload_action


@component
def MedcardScreen(  # noqa: N802
    look: Look,
    account: AccountState,
    place: CardPlace,
    colours: Mapping[str, str],
    today: date,
    go: Go,
    on_switch: Switch,
    mark: ft.Control | None,
    is_demo: bool = False,
    setup: ShowSetupState | None = None,
    sensor: DemoSensorState | None = None,
) -> ft.Control:
    """Wires a card's place; nothing of a card is drawn unless its state is there and is this child's.

    ``setup`` is what will be shown to a doctor, at that place; ``sensor`` the demo's, for a PIN set there.
    """

    async def retry(_event: object) -> None:
        await account.retry()

    def ready(_children: object) -> ft.Control:
        child = account.child(place.patient_id)
        if child is None:
            return missing_screen(look, go)
        if account.ended is not None and account.ended.patient_id == place.patient_id:
            return ended_screen(look, child, account.ended.reason, go)
        card = account.card
        if card is None or card.patient_id != place.patient_id:
            return _waiting(look)
        everyone = child_faces(account.patients_known, colours, today)
        faces = {one.id: everyone[one.id] for one in account.open_children}
        if isinstance(place, ShowSetup):
            band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, to(go, Card(place.patient_id)))
            return ShowSetupScreen(look, setup, band, sensor, key=f"show-{place.patient_id}")  # type: ignore[no-any-return]
        if isinstance(place, Diary):
            back = above(place) or Card(place.patient_id)
            return DiaryPlace(look, account.book, place.patient_id, faces, go, on_switch, mark, is_demo, back)  # type: ignore[no-any-return]
        if isinstance(place, ChildDataPlace):
            if card.child_data is None:
                return _waiting(look)
            return ChildDataScreen(  # type: ignore[no-any-return]
                look, card, card.child_data, place, faces, child.birth_date, today, go, on_switch, mark,
                is_demo=is_demo, key=f"child-data-{place.patient_id}",
            )  # fmt: skip
        return OpenCard(look, card, place, faces, today, go, on_switch, mark, is_demo, key=f"card-{place.patient_id}")  # type: ignore[no-any-return]

    return when_ready(
        look,
        account.patients,
        ready,
        on_retry=retry,
        retry_id=ids.MEDCARD_RETRY,
        error_id=ids.MEDCARD_ERROR,
        skeleton=lambda: _bones(look),
    )


@component
def OpenCard(  # noqa: N802
    look: Look,
    card: CardState,
    place: Card | SectionList | RecordPage | Journal,
    faces: Mapping[UUID, ChildFace],
    today: date,
    go: Go,
    on_switch: Switch,
    mark: ft.Control | None,
    is_demo: bool,
) -> ft.Control:
    """One pane on a phone and a tablet, two on a desktop."""
    if isinstance(place, Card) and card.is_reading:
        return ShownHome(look, card, faces, go)  # type: ignore[no-any-return]
    if isinstance(place, Card):
        return CardScreen(look, card, faces, today, go, on_switch, mark)  # type: ignore[no-any-return]
    if isinstance(place, Journal):
        if card.journal is None:
            return _waiting(look)
        band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, to(go, Access()))
        return JournalScreen(look, card.journal, band, today)  # type: ignore[no-any-return]
    if isinstance(place, Diary | ShowSetup):
        return _waiting(look)
    if isinstance(place, Growth):
        if card.growth is None:
            return _waiting(look)
        band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, to(go, Card(place.patient_id)))
        return GrowthScreen(look, card.growth, band, today, go)  # type: ignore[no-any-return]
    if isinstance(place, TakeAway):
        if card.take_away is None:
            return _waiting(look)
        band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, to(go, Card(place.patient_id)))
        return TakeAwayScreen(look, card.take_away, band, go)  # type: ignore[no-any-return]
    if isinstance(place, CardSearch) or (isinstance(place, RecordPage | LabTrendPage) and is_search(place)):
        return _searched(look, card, place, faces, today, go, on_switch)
    if isinstance(place, NewUpload):
        if card.upload is None:
            return _waiting(look)
        up = to(go, SectionList(place.patient_id, SectionSlug.UPLOADS))
        band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, up)
        return UploadScreen(look, card.upload, card.upload.form, band, today, is_demo)  # type: ignore[no-any-return]
    section, record = card.section, card.record
    slug = SectionSlug.LABS if isinstance(place, LabTrendPage) else place.section
    if section is None or section.slug is not slug:
        return _waiting(look)
    if look.is_wide:
        band = Band(look, faces, place.patient_id, BandShape.CARD, on_switch)
        selected, up = _chosen(place), to(go, Card(place.patient_id))
        left = _list(look, card, section, today, go, selected=selected, head=band, on_back=up, mark=mark)
        left = _with_action(look, card, left, place, go)
        return two_panes(look, left, _right(look, card, place, today, go))
    back = above(place)
    band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, to(go, back) if back else None)
    if isinstance(place, SectionList):
        body = _with_action(look, card, _list(look, card, section, today, go, mark=mark), place, go)
    elif isinstance(place, LabTrendPage):
        body = _trend(look, card, place, go)
    elif record is not None and record.record_id == place.record_id:
        body = RecordPane(look, record, go, key=f"record-{record.record_id}")
    else:
        body = _waiting(look)
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _list(look: Look, card: CardState, section: SectionState, today: date, go: Go, **how: Any) -> ft.Control:
    """A section's list; that of «Прививки» has tabs, and the plan is the first of them."""
    if card.vaccinations is not None:
        return VaccinationsPane(look, card.vaccinations, section, today, go, **how)  # type: ignore[no-any-return]
    return SectionPane(look, section, today, go, **how)  # type: ignore[no-any-return]


def _with_action(
    look: Look, card: CardState, listed: ft.Control, place: SectionList | RecordPage | LabTrendPage, go: Go
) -> ft.Control:
    """What can be done with a section: documents of parents can be put in."""
    if card.is_reading or isinstance(place, LabTrendPage) or place.section is not SectionSlug.UPLOADS:
        return listed
    return with_upload_action(look, listed, NewUpload(place.patient_id), go)


def _chosen(place: CardPlace) -> UUID | None:
    """The record whose row is marked."""
    match place:
        case RecordPage(_, _, record_id, _):
            return record_id
        case LabTrendPage(_, _, report):
            return report
        case _:
            return None


def _searched(
    look: Look,
    card: CardState,
    place: CardSearch | RecordPage | LabTrendPage,
    faces: Mapping[UUID, ChildFace],
    today: date,
    go: Go,
    on_switch: Switch,
) -> ft.Control:
    """The search, and what was opened from it: «назад» leads to what was found."""
    search = card.search
    if search is None:
        return _waiting(look)

    def show_all(group: FoundSection) -> Callable[..., Awaitable[None]]:
        async def opened(_event: object) -> None:
            card.narrow(group.section, search.query)
            await go(section_place(card.patient_id, group.section))

        return opened

    if look.is_wide:
        head = Band(look, faces, place.patient_id, BandShape.CARD, on_switch)
        back = to(go, Card(place.patient_id))
        left = SearchPane(
            look, search, today, go, show_all, selected=_chosen(place), head=head, on_back=back,
        )  # fmt: skip
        return two_panes(look, left, _right(look, card, place, today, go))
    if isinstance(place, CardSearch):
        back, body = to(go, Card(place.patient_id)), SearchPane(look, search, today, go, show_all)
    else:
        back, body = to(go, CardSearch(place.patient_id)), _right(look, card, place, today, go)
    band = Band(look, faces, place.patient_id, BandShape.COMPACT, on_switch, back)
    return ft.Column([band, ft.Container(one_column(look, body), expand=True)], spacing=0, expand=True)


def _trend(
    look: Look, card: CardState, place: LabTrendPage, go: Go, on_back: Callable[..., Awaitable[None]] | None = None
) -> ft.Control:
    trend = card.trend
    if trend is None or trend.code != place.code:
        return _waiting(look)
    return TrendPane(look, trend, go, on_back=on_back, key=f"trend-{place.patient_id}-{place.code}")  # type: ignore[no-any-return]


def _right(
    look: Look, card: CardState, place: SectionList | RecordPage | LabTrendPage | CardSearch, today: date, go: Go
) -> ft.Control:
    """The record or the trend; «Что нового» and «Впереди» while none is chosen."""
    record = card.record
    if isinstance(place, LabTrendPage):
        back = to(go, RecordPage(place.patient_id, SectionSlug.LABS, place.report)) if place.report else None
        return _trend(look, card, place, go, back if look.is_wide else None)
    if isinstance(place, RecordPage):
        if record is None or record.record_id != place.record_id:
            return _waiting(look)
        return RecordPane(look, record, go, key=f"record-{record.record_id}")  # type: ignore[no-any-return]

    if card.is_reading:
        return nothing_chosen(look)

    async def retry(_event: object) -> None:
        await card.refresh()

    updated = words.UPDATED.format(time=clock_time(card.loaded_at)) if card.loaded_at else None
    groups = overview_groups(
        look,
        card.patient_id,
        card.overview,
        today,
        go,
        is_brief=False,
        updated=updated,
        on_retry=retry,
        new=card.fresh,
    )
    return ft.ListView(groups, spacing=Space.MARGIN, padding=look.margin, expand=True)


def _waiting(look: Look) -> ft.Control:
    return Skeleton(look, lambda: _bones(look), key="waiting")  # type: ignore[no-any-return]


def _bones(look: Look) -> ft.Control:
    return one_column(look, ft.Container(skeleton_rows(look, 4), padding=look.margin))
