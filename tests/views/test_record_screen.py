"""One record on the screen: its actions, its drawings, its tables in different widths."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import flet as ft
import flet.canvas as cv
import pytest

from emias_app.domain.cardiogram import cardiogram_block
from emias_app.models.document import Block, Document, Fact, FactsBlock, TableBlock
from emias_app.models.records import Cardiogram
from emias_app.models.section import SectionSlug
from emias_app.views.components.document_view import Zoom, document_view
from emias_app.views.palette import LIGHT
from emias_app.views.theme import Look
from tests.support.built import walk, words
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import Person, a_page
from tests.support.virtual_time import on_virtual_time

ARTYOM = an_id("Артём")
PHONE, DESKTOP = Look(LIGHT, width=412), Look(LIGHT, width=1440)
CURVE = cardiogram_block(Cardiogram(rate=82, pq=130, qrs=70, qt=340, axis=58))


def a_document(*blocks: Block) -> Document:
    return Document(id=UUID(int=9), patient_id=UUID(int=2), section=SectionSlug.STUDIES, title="ЭКГ",
                    date=date(2026, 11, 16), organisation="Поликлиника № 0", blocks=list(blocks))  # fmt: skip


@on_virtual_time
async def test_a_document_can_be_shared_where_the_platform_has_a_sheet_for_it() -> None:
    world = World()
    world.files.can_share = True
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        await anna.app.tap(anna.items()[0])
        await anna.app.tap("record.share")
        assert world.files.shared == [("Артём запись 0 2026-11-18.pdf", b"%PDF-1.7")]
        assert world.files.taken == []


@on_virtual_time
async def test_a_document_offers_no_sharing_where_there_is_none() -> None:
    async with a_page(World()) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        await anna.app.tap(anna.items()[0])
        assert anna.app.sees("record.pdf")
        assert not anna.app.sees("record.share")


@on_virtual_time
async def test_a_cardiogram_is_drawn_larger_and_smaller_again() -> None:
    world = World()
    world.backend.blocks = [CURVE]
    async with a_page(world) as anna:
        await anna.signs_in()
        await anna.opens_labs_of(ARTYOM)
        await anna.app.tap(anna.items()[0])
        assert "Крупнее" in anna.app.text
        await anna.app.tap("record.zoom")
        assert "Мельче" in anna.app.text
        await anna.app.tap("record.zoom")
        assert "Крупнее" in anna.app.text


def canvas_of(look: Look, *, is_large: bool) -> cv.Canvas:
    drawn = document_view(look, a_document(CURVE), zoom=Zoom(is_large, lambda _event: None))
    return next(one for one in walk(drawn) if isinstance(one, cv.Canvas))


@pytest.mark.parametrize("look", [PHONE, DESKTOP])
def test_a_larger_drawing_is_larger_in_both_directions(look: Look) -> None:
    usual, large = (canvas_of(look, is_large=is_large) for is_large in (False, True))
    assert large.width == pytest.approx(1.8 * float(usual.width or 0))
    assert large.height == pytest.approx(1.8 * float(usual.height or 0))


def test_a_cardiogram_fits_a_desktop_and_is_swiped_on_a_phone() -> None:
    assert float(canvas_of(DESKTOP, is_large=False).width or 0) <= DESKTOP.record_pane - 96
    assert float(canvas_of(PHONE, is_large=False).width or 0) > PHONE.width


def lines_of(look: Look, *blocks: Block) -> list[str]:
    return words(document_view(look, a_document(*blocks)))


SIGNS = TableBlock(columns=["Показатель", "До помощи", "После помощи"], rows=[["Пульс", "117", "108"]])
COURSES = TableBlock(
    columns=["Препарат", "Доза и кратность", "Длительность"],
    rows=[["Цефтриаксон", "внутривенно, 80 мг/кг 1 раз в день", "7 дней"]],
)


def test_a_small_table_stays_a_table_on_a_phone() -> None:
    assert lines_of(PHONE, SIGNS) == ["Показатель", "До помощи", "После помощи", "Пульс", "117", "108"]


def test_a_wide_table_becomes_titles_with_lines_on_a_phone_and_in_large_text() -> None:
    stacked = ["Цефтриаксон", "Доза и кратность: внутривенно, 80 мг/кг 1 раз в день", "Длительность: 7 дней"]
    assert lines_of(PHONE, COURSES) == stacked
    assert lines_of(replace(DESKTOP, text_scale=2), COURSES) == stacked
    assert len(lines_of(DESKTOP, COURSES)) == 6


def test_short_facts_stand_beside_their_names() -> None:
    def rows(look: Look, *items: Fact) -> int:
        drawn = document_view(look, a_document(FactsBlock(items=list(items))))
        names = {item.label for item in items}
        return sum(
            isinstance(one, ft.Row) and any(isinstance(inner, ft.Text) and inner.value in names for inner in walk(one))
            for one in walk(drawn)
        )

    short, long = Fact(label="Пульс", value="82 в минуту"), Fact(label="Куда", value="Оториноларинголог, кабинет 12")
    assert rows(PHONE, short, short) == 2
    assert rows(PHONE, short, long) == 0
    assert rows(replace(PHONE, text_scale=2), short) == 0


@pytest.mark.parametrize("width", [412, 1280])
@on_virtual_time
async def test_the_text_of_a_document_is_made_larger_and_the_size_is_remembered(width: int) -> None:
    world = World()
    first, second = world.backend.rows[ARTYOM, SectionSlug.LABS][:2]
    async with a_page(world, route=f"/medcard/{ARTYOM}/labs/{first.id}", width=width) as anna:
        await anna.signs_in()
        assert "125\u00a0%" not in anna.app.text
        before = sizes(anna)
        await anna.app.tap("record.larger")
        await anna.app.tap("record.larger")
        assert "150\u00a0%" in anna.app.text
        assert world.preferences.load().reading == 150
        assert 24.0 in sizes(anna)
        assert 24.0 not in before
        await anna.app.go(f"/medcard/{ARTYOM}/labs/{second.id}")
        assert "150\u00a0%" in anna.app.text
        await anna.app.tap("record.smaller")
        await anna.app.tap("record.smaller")
        assert world.preferences.load().reading == 100
        await anna.app.go("/profile")
        assert world.preferences.load().reading == 100


def sizes(anna: Person) -> list[float]:
    """The sizes of the texts that are not the theme's own."""
    styles = [node.props.get("style") for node in anna.app.mirror.screen() if node.type == "Text"]
    return [0.0, *(float(style["size"]) for style in styles if style and style.get("size"))]
