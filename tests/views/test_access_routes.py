"""The addresses of the access to cards lead there and back; odd ones lead nowhere."""

from __future__ import annotations

from uuid import UUID

import pytest

from emias_app.state.place import (
    Access,
    AskAccess,
    AskStep,
    Home,
    Journal,
    Nowhere,
    Place,
    Redeem,
    RequestPage,
    above,
    for_another_child,
)
from emias_app.views.routes import address_of, place_at

ID = UUID("00000000-0000-4000-8000-000000000001")


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (Access(), "/access"),
        (Redeem(), "/access/redeem"),
        (AskAccess(), "/access/request"),
        (AskAccess(AskStep.PHOTO), "/access/request/photo"),
        (RequestPage(ID), f"/access/request/{ID}"),
        (Journal(ID), f"/access/journal/{ID}"),
    ],
)
def test_a_place_has_one_address(place: Place, address: str) -> None:
    assert address_of(place) == address
    assert place_at(address) == place


@pytest.mark.parametrize(
    "address", ["/access/x", "/access/request/x", "/access/journal", "/access/journal/x", f"/access/request/{ID}/x"]
)
def test_an_odd_address_leads_nowhere(address: str) -> None:
    assert place_at(address) == Nowhere()


def test_back_goes_step_by_step_and_then_to_the_list() -> None:
    place: Place | None = AskAccess(AskStep.CONFIRM)
    seen = 0
    while isinstance(place, AskAccess):
        place, seen = above(place), seen + 1
    assert (seen, place) == (len(AskStep), Access())
    assert above(Access()) == Home()


def test_switching_the_child_keeps_the_journal() -> None:
    other = UUID(int=7)
    assert for_another_child(Journal(ID), other) == Journal(other)
