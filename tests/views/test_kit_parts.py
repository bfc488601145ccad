"""The parts that hold a rule of their own: pads and codes, search, analyses, documents, marks, errors in words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args
from uuid import UUID

import flet as ft
import pytest

from emias_app.domain.cardiogram import cardiogram_block
from emias_app.errors import Forbidden, NotFound, Offline, ServerFault, api_error
from emias_app.models.base import Mark, Tone
from emias_app.models.document import (
    Block,
    ConclusionBlock,
    DiagnosisBlock,
    Document,
    Fact,
    FactsBlock,
    FormBlock,
    LabRow,
    LabTableBlock,
    LinkBlock,
    QrBlock,
    RecordLink,
    TableBlock,
    TextBlock,
    TimelineBlock,
    TimelineEntry,
)
from emias_app.models.problem import Problem
from emias_app.models.records import Cardiogram
from emias_app.models.section import SectionSlug
from emias_app.views import icons, ids
from emias_app.views.components.boundary import component, install
from emias_app.views.components.child import ChildFace
from emias_app.views.components.code_input import CodeInput, digits_of
from emias_app.views.components.document_view import document_view
from emias_app.views.components.feedback import explain, support_code
from emias_app.views.components.form_field import FormField
from emias_app.views.components.identity_band import compact_band, full_band, switcher_sheet
from emias_app.views.components.lab_table import flag_mark, lab_table, spoken
from emias_app.views.components.navigation import Tab, shell
from emias_app.views.components.period import period_picker
from emias_app.views.components.pin_pad import PinPad
from emias_app.views.components.reference_bar import reference_bar
from emias_app.views.components.search_field import PAUSE, SearchField
from emias_app.views.strings import common
from emias_app.views.theme import DARK, LIGHT, ChildKey, Look
from tests.support.built import walk, words
from tests.support.driver import App, opened
from tests.support.virtual_time import on_virtual_time

PHONE = Look(LIGHT)
DESKTOP = Look(LIGHT, 1440, 900)
ANNA = ChildFace(UUID(int=1), "София", "2 года", "9\u00a0августа\u00a02024 г.", ChildKey.VIOLET)
ARTYOM = ChildFace(UUID(int=2), "Артём", "8 лет", "14\u00a0марта\u00a02018 г.", ChildKey.SKY)


def nothing(*_args: object) -> None:
    return None


def identifiers(control: ft.Control) -> list[str]:
    return [node.identifier for node in walk(control) if isinstance(node, ft.Semantics) and node.identifier]


def page_of(root: Callable[..., Any]) -> Callable[[ft.Page], None]:
    return lambda page: install(page, root, views=False)


# PIN


class Pressed:
    def __init__(self) -> None:
        self.digits = ""
        self.deleted = 0

    def delete(self) -> None:
        self.deleted += 1

    async def press(self, digit: str) -> None:
        self.digits += digit


def pin_page(pressed: Pressed, **options: Any) -> Callable[[ft.Page], None]:
    @component
    def Pad() -> ft.Control:  # noqa: N802
        return PinPad(PHONE, length=6, filled=2, on_digit=pressed.press, on_delete=pressed.delete, **options)  # type: ignore[no-any-return]

    return page_of(Pad)


def listener(app: App) -> Any:
    return next(node for node in app.mirror.screen() if node.type == "KeyboardListener")


@on_virtual_time
async def test_the_pad_tells_every_digit_of_the_screen_and_of_the_keyboard() -> None:
    pressed = Pressed()
    async with opened(pin_page(pressed)) as app:
        await app.tap("unlock.digit.7")
        await app.tap("unlock.digit.0")
        for key in ("1", "Numpad 2", "A", "F5"):
            app.fire(listener(app), "key_down", {"key": key})
        await app.settle()
        assert pressed.digits == "7012"
        await app.tap("unlock.delete")
        app.fire(listener(app), "key_down", {"key": "Backspace"})
        await app.settle()
        assert pressed.deleted == 2


@on_virtual_time
async def test_the_pad_says_what_was_wrong_in_words_and_offers_biometrics_only_where_they_are() -> None:
    error = "Неверный ПИН-код. Осталось 4 попытки"
    async with opened(pin_page(Pressed(), error=error)) as app:
        assert error in app.text
        assert app.sees("unlock.error")
        assert not app.sees("unlock.biometric")
    async with opened(pin_page(Pressed(), on_biometric=nothing)) as app:
        assert app.sees("unlock.biometric")
        assert not app.sees("unlock.error")


# the code of an SMS


def code_page(sent: list[str]) -> Callable[[ft.Page], None]:
    @component
    def Codes() -> ft.Control:  # noqa: N802
        code, set_code = ft.use_state("")

        async def send(value: str) -> None:
            sent.append(value)

        return ft.Column([CodeInput(PHONE, code, set_code, send, identifier=ids.LOGIN_CODE), ft.Text(f"typed {code}")])

    return page_of(Codes)


@on_virtual_time
async def test_the_last_digit_submits_by_itself_and_only_once() -> None:
    sent: list[str] = []
    async with opened(code_page(sent)) as app:
        await app.enter("login.code", "40712")
        assert sent == []
        await app.enter("login.code", "407123", submit=True)
        assert sent == ["407123"]
        assert "typed 407123" in app.text


@on_virtual_time
async def test_a_cleared_field_lets_the_same_code_be_tried_again() -> None:
    sent: list[str] = []
    async with opened(code_page(sent)) as app:
        for value in ("407123", "", "407123"):
            await app.enter("login.code", value)
        assert sent == ["407123", "407123"]


def test_a_pasted_message_gives_its_digits() -> None:
    assert digits_of("Код: 407 123.", 6) == "407123"
    assert digits_of("٤٠٧", 6) == ""


# fields


@on_virtual_time
async def test_a_password_can_be_shown_and_hidden() -> None:
    @component
    def Form() -> ft.Control:  # noqa: N802
        value, set_value = ft.use_state("")
        return FormField(
            PHONE, "Пароль", value, set_value, identifier="login.password", is_password=True, reveal_id="login.reveal"
        )  # type: ignore[no-any-return]

    def field(app: App) -> Any:
        return next(node for node in app.mirror.screen() if node.type == "TextField")

    async with opened(page_of(Form)) as app:
        await app.enter("login.password", "Demo-2026")
        assert field(app).props["password"] is True
        await app.tap("login.reveal")
        assert not field(app).props.get("password")
        assert field(app).props["value"] == "Demo-2026"


@on_virtual_time
async def test_a_search_waits_for_the_end_of_a_word() -> None:
    asked: list[str] = []

    @component
    def List() -> ft.Control:  # noqa: N802
        return SearchField(PHONE, "Название", asked.append)  # type: ignore[no-any-return]

    async with opened(page_of(List)) as app:
        for text in ("ф", "фе", "фер "):
            await app.enter("section.search", text)
            await asyncio.sleep(PAUSE / 2)
        assert asked == []
        await asyncio.sleep(PAUSE)
        await app.settle()
        assert asked == ["фер"]
        await app.tap("section.clear")
        assert asked == ["фер", ""]
        await app.enter("section.search", "ожог", submit=True)
        assert asked == ["фер", "", "ожог"]


# whose card


def test_one_child_has_no_switcher() -> None:
    assert identifiers(full_band(PHONE, ARTYOM)) == []
    assert identifiers(compact_band(PHONE, ARTYOM, nothing, nothing)) == ["nav.back", "medcard.switch"]
    assert {"Артём", "8\u00a0лет"} <= set(words(compact_band(PHONE, ARTYOM)))


def test_the_sheet_ticks_the_open_card() -> None:
    sheet = switcher_sheet(PHONE, [ANNA, ARTYOM], ARTYOM.id, nothing, nothing)
    chosen = {node.identifier: node.selected for node in walk(sheet.content) if isinstance(node, ft.Semantics)}
    assert chosen[ids.MEDCARD_CHILD(ANNA.id)] is False
    assert chosen[ids.MEDCARD_CHILD(ARTYOM.id)] is True


def test_the_lock_stands_at_the_foot_of_a_wide_rail_only() -> None:
    def shown(look: Look) -> list[str]:
        return identifiers(shell(look, ft.Text(""), selected=Tab.HOME, on_select=nothing, on_lock=nothing))

    assert "nav.lock" in shown(DESKTOP)
    assert "nav.lock" not in shown(Look(LIGHT, 800))
    assert "nav.lock" not in shown(PHONE)
    assert "nav.home" in shown(PHONE)


def test_large_text_turns_segments_into_chips() -> None:
    assert not any(isinstance(node, ft.Row) and node.wrap for node in walk(period_picker(PHONE, "all", nothing)))
    large = period_picker(replace(PHONE, text_scale=2.0), "all", nothing)
    assert isinstance(large, ft.Row)
    assert large.wrap
    assert identifiers(large) == [f"section.period.{key}" for key in ("6m", "1y", "all")]


# analyses

LOW = LabRow(code="HGB", name="Гемоглобин", value="108", unit="г/л", reference="115–145", low="115", high="145",
             position=0.13, flag="LOW", trend=[126, 119, 108], trend_low=115, trend_high=145)  # fmt: skip
PLAIN = LabRow(code="COM", name="Комментарий", value="без особенностей", unit="", reference="")


def test_a_row_is_read_as_one_sentence() -> None:
    assert spoken(LOW) == "Гемоглобин, 108\u00a0г/л, ниже нормы, норма 115–145"
    assert spoken(PLAIN) == "Комментарий, без особенностей"


def test_a_flag_is_an_icon_and_a_word() -> None:
    mark = flag_mark(LOW.flag)
    assert mark is not None
    assert (mark.tone, mark.text, icons.of_mark(mark)) == (Tone.WARN, "ниже нормы", ft.Icons.ARROW_DOWNWARD)
    assert flag_mark(PLAIN.flag) is None


@pytest.mark.parametrize("look", [PHONE, DESKTOP, Look(DARK, 1024, 768), replace(PHONE, text_scale=2.0)])
def test_rows_and_table_show_the_same(look: Look) -> None:
    shown = words(lab_table(look, LabTableBlock(norm_for="Норма для мальчика 8 лет", rows=[LOW, PLAIN])))
    assert {"Гемоглобин", "108", "г/л", "115", "145", "ниже нормы", "без особенностей"} <= set(shown)


def test_a_wide_window_has_a_table() -> None:
    block = LabTableBlock(norm_for="Норма", rows=[LOW])
    assert common.LAB_TREND in words(lab_table(DESKTOP, block))
    assert common.LAB_TREND not in words(lab_table(PHONE, block))


@pytest.mark.parametrize(
    ("low", "high", "shares"),
    [("4", "9", [25, 50, 25]), (None, "12", [75, 25]), ("30", None, [25, 75])],
)
def test_a_one_sided_norm_reaches_the_end_of_the_track(low: str | None, high: str | None, shares: list[int]) -> None:
    bar = reference_bar(PHONE, 0.5, low=low, high=high, is_normal=True)
    parts = [node.expand for node in walk(bar) if isinstance(node, ft.Container) and isinstance(node.expand, int)
             and node.expand is not True]  # fmt: skip
    assert parts == shares


# documents

LINK = RecordLink(section=SectionSlug.LABS, id=UUID(int=4), title="Общий анализ крови", date=date(2026, 11, 18))
BLOCKS: list[Block] = [
    TextBlock(heading="Жалобы", text="Кашель.\nНасморк."),
    FactsBlock(items=[Fact(label="Пульс", value="92"),
                      Fact(label="Итог", value="норма", mark=Mark(tone=Tone.SUCCESS, text="норма"))]),
    DiagnosisBlock(heading="Диагноз", code="J06.9", name="Острая инфекция", note="основной"),
    TableBlock(columns=["Препарат", "Доза"], rows=[["Сорбифер", "1 таблетка"]]),
    LabTableBlock(norm_for="Норма", rows=[LOW]),
    ConclusionBlock(heading="Заключение", text="Вариант нормы."),
    FormBlock(items=[Fact(label="Для предъявления", value="Школа")]),
    TimelineBlock(heading="Осмотры", items=[
        TimelineEntry(date=date(2026, 11, 16), time="09:30", title="Обход", text="Хрипов нет.", author="Ганина О. Е."),
        TimelineEntry(date=date(2026, 11, 17), title="Осмотр перед выпиской", text="Здоров."),
    ]),
    cardiogram_block(Cardiogram(rate=82, pq=130, qrs=70, qt=340, axis=58)),
    QrBlock(caption="Рецепт", data="7700-42"),
    LinkBlock(heading="К приёму", items=[LINK]),
]  # fmt: skip
DOCUMENT = Document(id=UUID(int=9), patient_id=UUID(int=2), section=SectionSlug.VISITS, title="Приём",
                    date=date(2026, 11, 16), organisation="Поликлиника № 0", author="Крылова Елена Андреевна",
                    summary=Mark(tone=Tone.WARN, text="1 отклонение"), blocks=BLOCKS)  # fmt: skip


def test_the_sample_has_every_kind_of_block() -> None:
    kinds = get_args(get_args(Block)[0])
    assert {type(block) for block in BLOCKS} == set(kinds)


@pytest.mark.parametrize("look", [PHONE, DESKTOP])
def test_a_document_shows_all_its_blocks(look: Look) -> None:
    shown = "\n".join(words(document_view(look, DOCUMENT, nothing)))
    for expected in ("1 отклонение", "Крылова Елена Андреевна", "Жалобы", "Кашель.", "Насморк.", "92", "норма",
                     "J06.9 Острая инфекция", "основной", "Сорбифер", "1 таблетка", "Гемоглобин", "Рецепт",
                     "Общий анализ крови", "Заключение", "Вариант нормы.", "Для предъявления", "Школа", "Обход",
                     "Хрипов нет.", "Ганина О.\u00a0Е.",
                     "16\u00a0ноября\u00a02026\u00a0г., 9:30", "для демонстрации"):  # fmt: skip
        assert expected in shown
    assert shown.count("норма\n") == 1


@on_virtual_time
async def test_a_link_opens_the_other_record() -> None:
    opened_links: list[RecordLink] = []

    @component
    def Record() -> ft.Control:  # noqa: N802
        return document_view(PHONE, DOCUMENT, opened_links.append)

    async with opened(page_of(Record)) as app:
        await app.tap(ids.RECORD_LINK(LINK.id))
        assert opened_links == [LINK]


# words


def problem(status: int, **extra: Any) -> Problem:
    return Problem(type="about:blank", title="", status=status, code="x", detail="Доступ закончился", **extra)


def test_errors_are_told_in_words_with_a_code_for_support() -> None:
    assert explain(Offline()).title == common.OFFLINE_TITLE
    assert explain(ServerFault(problem(503), "7f3a21c0-aa")).support == "7F3A-21"
    assert explain(api_error(problem(404))).can_retry is False
    assert isinstance(api_error(problem(404)), NotFound)
    forbidden = api_error(problem(403))
    assert isinstance(forbidden, Forbidden)
    assert explain(forbidden).body == "Доступ закончился"


def test_no_support_code_is_made_out_of_nothing() -> None:
    assert support_code(None) is None
    assert support_code("ab") is None


@pytest.mark.parametrize(
    ("text", "tone", "icon"),
    [
        ("2 отклонения", Tone.WARN, ft.Icons.WARNING),
        ("выше нормы", Tone.WARN, ft.Icons.ARROW_UPWARD),
        ("пора", Tone.WARN, ft.Icons.TODAY),
        ("новое", Tone.INFO, ft.Icons.FIBER_MANUAL_RECORD),
        ("действует", Tone.INFO, ft.Icons.SCHEDULE),
        ("просрочена", Tone.ERROR, ft.Icons.ERROR),
        ("медотвод", Tone.NEUTRAL, ft.Icons.BLOCK),
        ("норма", Tone.SUCCESS, ft.Icons.CHECK_CIRCLE),
    ],
)
def test_a_mark_has_the_icon_of_its_word(text: str, tone: Tone, icon: ft.IconData) -> None:
    assert icons.of_mark(Mark(tone=tone, text=text)) == icon


def test_every_section_has_an_icon() -> None:
    assert set(icons.SECTION) == set(SectionSlug)
