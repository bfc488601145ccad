"""Every component on one page, for the eye: ``python scripts/gallery.py [port]``, then ``/?page=cards&dark``.

Pages: cards, lists, labs, document, entry, pin, states, shell, dialog, sheet, charts.
The address chooses page and brightness.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import flet as ft
from gallery_charts import charts
from gallery_samples import AHEAD, ARTYOM, BANNED, DUE, FACES, NEW, NORMAL, OVERDUE, SECTIONS, WARN2, documents

from emias_app.errors import Offline, ServerFault
from emias_app.models.base import Tone
from emias_app.models.problem import Problem
from emias_app.views import ids
from emias_app.views.components.banner import banner, offline_banner, partial_banner
from emias_app.views.components.boundary import component, install
from emias_app.views.components.buttons import primary_button, secondary_button, text_button
from emias_app.views.components.card import rows_card
from emias_app.views.components.child import ChildFace, avatar
from emias_app.views.components.child_card import CardLine, child_card
from emias_app.views.components.code_input import CodeInput
from emias_app.views.components.demo import demo_mark, sms_banner
from emias_app.views.components.dialog import confirm_dialog
from emias_app.views.components.document_view import document_view
from emias_app.views.components.feedback import empty, failure, skeleton_rows
from emias_app.views.components.filter_chips import Chip, filter_chips
from emias_app.views.components.form_field import FormField
from emias_app.views.components.identity_band import card_band, compact_band, full_band, switcher_sheet
from emias_app.views.components.list_row import list_row, month_title
from emias_app.views.components.logo import logo_with_name
from emias_app.views.components.navigation import Tab, action_bar, one_column, shell, two_panes
from emias_app.views.components.period import period_picker
from emias_app.views.components.pill import pill
from emias_app.views.components.pin_pad import PinPad
from emias_app.views.components.search_field import SearchField
from emias_app.views.components.section_card import TEXT_LEFT, entry_card, section_card, section_row
from emias_app.views.components.snack import snack
from emias_app.views.components.text import heading, screen_title, text
from emias_app.views.components.text_scale import text_scale_probe
from emias_app.views.theme import ChildKey, Look, Role, apply_theme, is_dark_page, palette

ROOT = Path(__file__).resolve().parent.parent


def nothing(*_args: object) -> None:
    return None


def scrolled(look: Look, controls: list[ft.Control], margin: int | None = None) -> ft.Control:
    return ft.ListView(controls, spacing=12, padding=look.margin if margin is None else margin, expand=True)


def cards(look: Look) -> ft.Control:
    p = look.palette
    lines = [
        [
            CardLine(ft.Icons.ASSIGNMENT_OUTLINED, "Направление к лору, 20 ноября", NEW),
            CardLine(ft.Icons.VACCINES_OUTLINED, "Полиомиелит", OVERDUE),
            CardLine(ft.Icons.EVENT_OUTLINED, "Последний приём 20 ноября 2026 г."),
        ],
        [CardLine(ft.Icons.LOCK_OUTLINED, "Откройте карту, чтобы увидеть новое")],
    ]
    entries = [
        entry_card(look, ft.Icons.EDIT_NOTE, "Дневник", "36,8 °C сегодня", identifier="x.diary", on_open=nothing),
        entry_card(
            look,
            ft.Icons.CONTACT_PAGE_OUTLINED,
            "Данные о ребенке",
            "заполняете вы",
            identifier="x.data",
            on_open=nothing,
        ),
    ]
    tiles: list[ft.Control]
    if look.has_large_text:
        tiles = [rows_card(look, [section_row(look, face, nothing) for face in SECTIONS[:4]], divider_left=TEXT_LEFT)]
    else:
        tiles = [
            ft.Row([section_card(look, face, nothing) for face in pair], spacing=12)
            for pair in (SECTIONS[:2], SECTIONS[2:4])
        ]
    return scrolled(
        look,
        [
            screen_title(look, "Мои дети", demo_mark(look, nothing)),
            banner(
                look, Tone.INFO, "Дарье 15 лет через 11 месяцев", "Что изменится в доступе к карте", icon=ft.Icons.CAKE
            ),
            *(child_card(look, face, line, nothing) for face, line in zip(FACES, lines, strict=False)),
            heading(
                look,
                "Разделы медкарты",
                text_button(look, "Найти", identifier="x.find", on_click=nothing, compact=True),
            ),
            ft.Row(entries, spacing=8, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH),
            *tiles,
            rows_card(look, [section_row(look, face, nothing) for face in SECTIONS[4:]], divider_left=TEXT_LEFT),
            ft.Row(
                [pill(look, mark) for mark in (NORMAL, WARN2, OVERDUE, NEW, AHEAD, BANNED, DUE)], wrap=True, spacing=8
            ),
            ft.Row(
                [avatar(look, ChildFace(UUID(int=5), key.value.upper(), "", "", key)) for key in ChildKey], spacing=8
            ),
            text("Golos Text 400 · 36,6 °C · № 0 · «ёлка» — ₽", Role.BODY_LARGE, p.on_surface),
            text("0123456789 11:11 табличные", Role.TITLE_LARGE, p.on_surface, tabular=True),
            text("0123456789 11:11 обычные", Role.TITLE_LARGE, p.on_surface),
        ],
    )


@component
def Lists(look: Look) -> ft.Control:  # noqa: N802
    period, set_period = ft.use_state("all")
    kind, set_kind = ft.use_state("all")
    words, set_words = ft.use_state("")
    chips = [Chip("all", "Все"), Chip("off", "С отклонениями"), Chip("blood", "Кровь"), Chip("urine", "Моча")]
    rows = [
        list_row(
            look,
            "Общий анализ крови",
            "18 ноября",
            identifier="section.item.1",
            mark=WARN2,
            on_open=nothing,
            selected=look.is_wide or None,
        ),
        list_row(look, "Общий анализ мочи", "18 ноября", identifier="section.item.2", mark=NORMAL, on_open=nothing),
        list_row(
            look,
            "Иммуноферментное исследование на антитела",
            "18 ноября · Крылова Е. А.",
            identifier="section.item.3",
            mark=WARN2,
            on_open=nothing,
        ),
    ]
    fresh = [
        list_row(
            look,
            "Общий анализ крови",
            "18 ноября",
            identifier="medcard.fresh.1",
            icon=ft.Icons.SCIENCE_OUTLINED,
            mark=WARN2,
            mark_inline=look.is_compact,
            on_open=nothing,
        ),
        list_row(
            look,
            "Приём педиатра",
            "16 ноября · Крылова Е. А.",
            identifier="medcard.fresh.2",
            icon=ft.Icons.MEDICAL_SERVICES_OUTLINED,
            on_open=nothing,
        ),
    ]
    body = scrolled(
        look,
        [
            screen_title(look, "Анализы", text(f"24 анализа {words}", color=look.palette.on_surface_variant)),
            period_picker(look, period, set_period),
            SearchField(look, "Название или показатель", set_words),
            filter_chips(look, chips, [kind], set_kind),
            month_title(look, "Ноябрь 2026"),
            rows_card(look, rows),
            heading(look, "Что нового"),
            rows_card(look, fresh, divider_left=TEXT_LEFT),
        ],
    )
    return ft.Column([compact_band(look, ARTYOM, nothing, nothing), ft.Container(body, expand=True)], spacing=0)


def labs(look: Look) -> ft.Control:
    _, report = documents()
    bar = action_bar(
        look,
        [
            primary_button(
                look,
                "Открыть PDF",
                identifier=ids.RECORD_PDF,
                on_click=nothing,
                icon=ft.Icons.PICTURE_AS_PDF_OUTLINED,
                expand=True,
            ),
        ],
    )
    body = scrolled(look, [screen_title(look, report.title), document_view(look, report, nothing)])
    return ft.Column(
        [compact_band(look, ARTYOM, nothing, nothing), ft.Container(body, expand=True), bar], spacing=0, expand=True
    )


def document(look: Look) -> ft.Control:
    visit, _ = documents()
    body = scrolled(look, [screen_title(look, visit.title), document_view(look, visit, nothing)])
    return ft.Column([full_band(look, ARTYOM, nothing), ft.Container(body, expand=True)], spacing=0, expand=True)


@component
def Entry(look: Look) -> ft.Control:  # noqa: N802
    login, set_login = ft.use_state("+7 900 000-00-01")
    password, set_password = ft.use_state("Demo-2026")
    code, set_code = ft.use_state("407")
    said, set_said = ft.use_state("")
    return scrolled(
        look,
        [
            sms_banner(
                look,
                "Код для входа: 407123. Никому его не называйте",
                "407123",
                "сейчас",
                on_tap=lambda _e: set_code("407123"),
                on_close=nothing,
            ),
            logo_with_name(look),
            text("Войдите, чтобы открыть карты детей", Role.DISPLAY_SMALL, look.palette.on_surface),
            FormField(look, "Телефон, почта или СНИЛС", login, set_login, identifier=ids.LOGIN_LOGIN, autofocus=True),
            FormField(
                look,
                "Пароль",
                password,
                set_password,
                identifier=ids.LOGIN_PASSWORD,
                is_password=True,
                reveal_id=ids.LOGIN_REVEAL,
                error="Неверный логин или пароль" if password == "x" else None,
            ),
            CodeInput(
                look, code, set_code, lambda c: set_said(f"отправлен {c}"), identifier=ids.LOGIN_CODE, autofocus=False
            ),
            text(said or "код не отправлен", color=look.palette.on_surface_variant),
            CodeInput(look, "407123", nothing, nothing, identifier=ids.STEPUP_CODE, is_wrong=True, autofocus=False),
            primary_button(look, "Войти", identifier=ids.LOGIN_SUBMIT, on_click=nothing),
            primary_button(look, "Подтвердить", identifier=ids.LOGIN_CONFIRM, on_click=None),
            primary_button(look, "Отправляем", identifier="x.busy", on_click=nothing, busy=True),
            secondary_button(look, "Зарегистрироваться", identifier="x.register", on_click=nothing, tall=True),
            text_button(
                look, "Войти под другим номером", identifier=ids.LOGIN_OTHER, on_click=nothing, icon=ft.Icons.CALL
            ),
            primary_button(look, "Отозвать доступ", identifier="x.danger", on_click=nothing, danger=True, compact=True),
            banner(look, Tone.ERROR, "Код не подошёл", "Сверьте его с СМС. Осталось 2 попытки", live=True),
        ],
        margin=24,
    )


@component
def Pin(look: Look) -> ft.Control:  # noqa: N802
    digits, set_digits = ft.use_state("12")
    return ft.Container(
        ft.Column(
            [
                text("Здравствуйте, Анна", Role.HEADLINE_SMALL, look.palette.on_surface),
                ft.Container(height=24),
                PinPad(
                    look,
                    length=6,
                    filled=len(digits),
                    on_digit=lambda d: set_digits(lambda s: (s + d)[:6]),
                    on_delete=lambda: set_digits(lambda s: s[:-1]),
                    on_biometric=nothing,
                    error=None if digits else "Неверный ПИН-код. Осталось 4 попытки",
                ),
                text_button(look, "Забыли ПИН-код?", identifier=ids.UNLOCK_FORGOT, on_click=nothing),
            ],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            scroll=ft.ScrollMode.AUTO,
        ),
        alignment=ft.Alignment.CENTER,
        expand=True,
        padding=24,
    )


def states(look: Look) -> ft.Control:
    problem = Problem(type="about:blank", title="Сбой", status=503, code="down", detail="Сервис не отвечает")
    return ft.Column(
        [
            compact_band(look, FACES[0], nothing, nothing),
            offline_banner(look, "вчера в 21:40"),
            ft.Container(
                scrolled(
                    look,
                    [
                        partial_banner(
                            look,
                            "Не загрузились 2 раздела",
                            "Остальное обновлено в 14:05.",
                            action_id="x.again",
                            on_retry=nothing,
                        ),
                        skeleton_rows(look),
                        empty(
                            look,
                            ft.Icons.LOCAL_HOSPITAL_OUTLINED,
                            "За полгода выписок нет",
                            "Последняя 22 февраля 2025 г. Раздел ведётся с 2019 года.",
                            identifier=ids.SECTION_EMPTY,
                            action="Показать всё время",
                            action_id=ids.SECTION_SHOW_ALL,
                            on_action=nothing,
                        ),
                        failure(
                            look,
                            ServerFault(problem, "7f3a21c0"),
                            on_retry=nothing,
                            retry_id=ids.SECTION_RETRY,
                            error_id=ids.SECTION_ERROR,
                        ),
                        failure(look, Offline(), on_retry=nothing, retry_id="x.retry", error_id="x.error"),
                    ],
                ),
                expand=True,
            ),
        ],
        spacing=0,
        expand=True,
    )


@component
def Shell(look: Look) -> ft.Control:  # noqa: N802
    tab, set_tab = ft.use_state(Tab.MEDCARD)
    rows = rows_card(look, [section_row(look, face, nothing) for face in SECTIONS], divider_left=TEXT_LEFT)
    if look.is_wide:
        left = scrolled(look, [card_band(look, ARTYOM, nothing), rows])
        right = scrolled(look, [screen_title(look, "Общий анализ крови"), document_view(look, documents()[1])])
        body = two_panes(look, left, right)
    else:
        body = one_column(look, ft.Column([full_band(look, ARTYOM, nothing), scrolled(look, [rows])], spacing=0))
    return shell(look, body, selected=tab, on_select=set_tab, on_lock=nothing, foot=demo_mark(look, nothing))


@component
def Dialog(look: Look) -> ft.Control:  # noqa: N802
    is_open, set_open = ft.use_state(True)
    page = ft.context.page
    dialog = confirm_dialog(
        look,
        "Завершить вход?",
        "Телефон Анны сразу выйдет из приложения.",
        action="Завершить вход",
        action_id="x.yes",
        cancel_id="x.no",
        on_action=lambda _e: set_open(False),
        on_cancel=lambda _e: set_open(False),
        danger=True,
    )
    ft.use_dialog(dialog if is_open else None)
    say = primary_button(look, "Сказать", identifier="x.snack", on_click=lambda _e: snack(page, "Сохранено"))
    return scrolled(look, [screen_title(look, "Диалог"), say])


@component
def Sheet(look: Look) -> ft.Control:  # noqa: N802
    is_open, set_open = ft.use_state(True)
    sheet = switcher_sheet(look, FACES, ARTYOM.id, lambda _id: set_open(False), lambda _e: set_open(False))
    ft.use_dialog(sheet if is_open else None)
    return scrolled(look, [screen_title(look, "Лист")])


PAGES: dict[str, Callable[[Look], ft.Control]] = {
    "cards": cards,
    "lists": Lists,
    "labs": labs,
    "document": document,
    "entry": Entry,
    "pin": Pin,
    "states": states,
    "shell": Shell,
    "dialog": Dialog,
    "sheet": Sheet,
    "charts": lambda look: scrolled(look, charts(look)),
}


@component
def Gallery() -> ft.Control:  # noqa: N802
    page = ft.context.page
    scale, set_scale = ft.use_state(1.0)
    size, set_size = ft.use_state((page.width or 412, page.height or 915))

    def resized(_event: ft.PageResizeEvent) -> None:
        set_size((page.width or 412, page.height or 915))

    ft.use_effect(lambda: setattr(page, "on_resize", resized), [])
    look = Look(palette(is_dark_page(page)), *size, text_scale=scale)
    name = parse_qs(urlsplit(page.route).query).get("page", ["cards"])[0]
    return ft.Stack([PAGES[name](look), text_scale_probe(set_scale)], expand=True)


def main(page: ft.Page) -> None:
    apply_theme(page)
    page.padding = 0
    install(page, Gallery, views=False)


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else 8660
    ft.run(main, host="127.0.0.1", port=chosen, view=None, assets_dir=str(ROOT / "assets"), no_cdn=True)
