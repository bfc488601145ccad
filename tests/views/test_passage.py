"""Why a row was found: the passage with its words marked, in a search and in a list, and as it is read aloud."""

from __future__ import annotations

import pytest

from emias_app.models.records import MatchPart
from emias_app.views.components.passage import passage, passage_words
from emias_app.views.palette import DARK, LIGHT, Palette
from emias_app.views.theme import Look
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
PARTS = [MatchPart(text="…сухой "), MatchPart(text="кашель", is_found=True), MatchPart(text=" по ночам")]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_found_word_stands_out_by_weight_and_ground_in_both_themes(palette: Palette) -> None:
    look = Look(palette)
    plain, found, further = (span.style for span in passage(look, PARTS).spans or [])
    assert plain == further
    assert found is not None
    assert plain is not None
    assert found.weight != plain.weight
    assert (found.color, found.bgcolor) == (look.palette.on_primary_container, look.palette.primary_container)
    assert found.size == plain.size


def test_a_passage_is_read_as_one_piece() -> None:
    assert passage_words(PARTS) == "…сухой кашель по ночам"
    assert passage_words(None) is None


def spoken_rows(person: Person) -> list[str]:
    """What is read aloud of the rows that were found."""
    return [
        str(node.props.get("label"))
        for row in person.app.identifiers
        if row.startswith("find.item.")
        for node in person.app.get(row).walk()
        if "label" in node.props
    ]


@on_virtual_time
async def test_a_search_and_a_list_tell_why_what_does_not_show_the_words_was_found() -> None:
    world = World()
    async with a_page(world, route=f"/medcard/{ARTYOM}/search") as anna:
        await anna.signs_in()
        await anna.app.enter("find.words", "городская", submit=True)
        assert "городская" in anna.app.text.splitlines()
        assert any("Детская городская поликлиника" in spoken for spoken in spoken_rows(anna))
        await anna.app.tap("find.all.labs")
        assert anna.app.sees("section.total")
        assert "городская" in anna.app.text.splitlines()
        await anna.app.tap("section.reset")
        assert "городская" not in anna.app.text.splitlines()
