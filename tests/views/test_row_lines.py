"""What a row of each list says: the table «a row shows» of every section."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import pytest

from emias_app.clock import MOSCOW
from emias_app.config import Seed
from emias_app.domain.row_parts import ROW_PARTS, row_words
from emias_app.domain.sections import RECORD_SECTIONS
from emias_app.mock_server.seed import cards
from emias_app.mock_server.seed.people import CHILDREN
from emias_app.models.base import Mark, Tone
from emias_app.models.records import (
    CovidTest,
    DayHospitalCourse,
    DischargeSummary,
    Hospitalization,
    Immunization,
    Prescription,
    Record,
    RecordRow,
    Referral,
)
from emias_app.models.section import SectionSlug
from emias_app.views.format import list_date, list_span
from emias_app.views.row_lines import RowLines, found_lines, row_lines
from emias_app.views.strings.rows import GET_BY, PRESCRIBED
from tests.support.fake_ports import World
from tests.support.fake_values import an_id
from tests.support.robots import a_page
from tests.support.virtual_time import on_virtual_time

S = SectionSlug
TODAY = date(2026, 11, 22)
DAY = date(2023, 2, 13)
POLYCLINIC = "Детская городская поликлиника № 0"
HOSPITAL = "Детская городская больница № 0"


def a_row_of(section: SectionSlug, title: str, subtitle: str = "", **more: object) -> RecordRow:
    told = {"id": an_id(title), "date": DAY, "organisation": POLYCLINIC} | more
    return RecordRow.model_validate({"section": section, "title": title, "subtitle": subtitle, **told})


#: A row of each section, and what stands under its title.
ROWS: list[tuple[RecordRow, str, str]] = [
    (
        a_row_of(S.VISITS, "Приём педиатра", "Крылова Е. А.", doctor="Крылова Е. А.", speciality="Педиатр"),
        "13 февраля 2023 г. · Крылова Е. А.",
        POLYCLINIC,
    ),
    (
        a_row_of(S.VISITS, "Профилактический осмотр", doctor="Крылова Е. А.", speciality="Педиатр"),
        "13 февраля 2023 г. · Крылова Е. А.",
        f"Педиатр · {POLYCLINIC}",
    ),
    (
        a_row_of(S.VISITS, "Приём лора", doctor="Громова И. В.", speciality="Оториноларинголог"),
        "13 февраля 2023 г. · Громова И. В.",
        POLYCLINIC,
    ),
    (a_row_of(S.LABS, "Общий анализ крови", "Кровь капиллярная", kind_title="Кровь"), "13 февраля 2023 г.", ""),
    (
        a_row_of(
            S.COVID_TESTS,
            "Экспресс-тест на антиген SARS-CoV-2",
            "Отрицательный",
            kind_title="Иммунохроматография",
            mark=Mark(tone=Tone.SUCCESS, text="отрицательный"),
        ),
        "13 февраля 2023 г.",
        "Иммунохроматография",
    ),
    (
        a_row_of(S.COVID_TESTS, "ПЦР на SARS-CoV-2", "Не обнаружено", kind_title="ПЦР"),
        "13 февраля 2023 г.",
        "Не обнаружено",
    ),
    (
        a_row_of(S.VACCINATIONS, "Грипп", "Совигрипп, серия K8P52", age_text="8 лет", doctor="Сомова Л. И."),
        "13 февраля 2023 г. · 8 лет",
        "Совигрипп, серия K8P52",
    ),
    (
        a_row_of(S.STUDIES, "Электрокардиография", "ЭКГ", kind_title="ЭКГ", doctor="Быстров О. В."),
        "13 февраля 2023 г. · Быстров О. В.",
        f"ЭКГ · {POLYCLINIC}",
    ),
    (
        a_row_of(S.STUDIES, "Рентгенография лёгких", "Рентген", kind_title="Рентген", organisation=HOSPITAL),
        "13 февраля 2023 г.",
        HOSPITAL,
    ),
    (
        a_row_of(
            S.DISCHARGES,
            "Выписной эпикриз",
            "Пневмония",
            admitted=date(2023, 2, 4),
            organisation=HOSPITAL,
            doctor="Ганина О. Е.",
        ),
        "4–13 февраля 2023 г. · Пневмония",
        HOSPITAL,
    ),
    (
        a_row_of(S.HOSPITALIZATIONS, "Пневмония", admitted=date(2023, 1, 28), organisation=HOSPITAL),
        "28 января – 13 февраля 2023 г.",
        HOSPITAL,
    ),
    (
        a_row_of(
            S.DAY_HOSPITAL, "Курс лечения у лора", "Ингаляции, УФО", admitted=date(2023, 2, 1), doctor="Громова И. В."
        ),
        "1–13 февраля 2023 г. · Громова И. В.",
        "Ингаляции, УФО",
    ),
    (
        a_row_of(S.CERTIFICATES, "Справка 095/у", "О болезни, для школы", doctor="Крылова Е. А."),
        "13 февраля 2023 г. · Крылова Е. А.",
        "О болезни, для школы",
    ),
    (
        a_row_of(
            S.CERTIFICATES,
            "Освобождение от физкультуры",
            "До 16 марта 2023\u00a0г.",
            valid_until=date(2023, 3, 16),
        ),
        "13 февраля 2023 г.",
        "Срок до 16 марта 2023 г.",
    ),
    (
        a_row_of(S.CERTIFICATES, "Заключение о группе", "Группа основная", valid_until=date(2027, 9, 9)),
        "13 февраля 2023 г.",
        "Группа основная · до 9 сентября 2027 г.",
    ),
    (
        a_row_of(
            S.PRESCRIPTIONS,
            "Цетиризин",
            "Получите до 15 марта 2023\u00a0г.",
            valid_until=date(2023, 3, 15),
            doctor="Крылова Е. А.",
        ),
        "Выписан 13 февраля 2023 г.",
        "Получите до 15 марта 2023 г.",
    ),
    (
        a_row_of(S.REFERRALS, "Направление к лору", "Действует до 1 декабря", valid_until=date(2026, 12, 1)),
        "Выдано 13 февраля 2023 г.",
        "Действует до 1 декабря",
    ),
    (a_row_of(S.AMBULANCE, "Вызов: жар", "ОРВИ", time="04:05"), "13 февраля 2023 г. · 4:05", "ОРВИ"),
    (a_row_of(S.HEALTH_INFO, "Группа крови", "O (I)"), "13 февраля 2023 г. · O (I)", ""),
    (a_row_of(S.UPLOADS, "Сертификат", "PDF, прививка"), "13 февраля 2023 г. · PDF, прививка", ""),
]


def _plain(lines: RowLines) -> tuple[str, str]:
    first, second = lines
    return first.replace("\u00a0", " "), second.replace("\u00a0", " ")


@cache
def _artyom() -> list[Record]:
    at = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=MOSCOW)
    (card,) = [card for card in cards(Seed.DEMO, at) if card.patient_id == CHILDREN["artem"].id]
    return list(card.records)


@pytest.mark.parametrize(("row", "first", "second"), ROWS, ids=[f"{row.section}-{row.title}" for row, _, _ in ROWS])
def test_a_row_shows_what_its_section_promises(row: RecordRow, first: str, second: str) -> None:
    assert _plain(row_lines(row, TODAY)) == (first, second)
    assert row_lines(row, TODAY) == found_lines(row, TODAY), "the search draws the same row"


def test_every_list_of_records_has_its_place_in_the_table() -> None:
    assert set(ROW_PARTS) == {section.slug for section in RECORD_SECTIONS} == {row.section for row, _, _ in ROWS}


def test_a_record_from_an_archive_says_so_on_its_last_line() -> None:
    visit = a_row_of(S.VISITS, "Приём педиатра", doctor="Крылова Е. А.", imported_on=TODAY)
    lab = a_row_of(S.LABS, "Общий анализ крови", imported_on=TODAY)
    assert row_lines(visit, TODAY).second == f"{POLYCLINIC} · из архива"
    assert row_lines(lab, TODAY).first.endswith(" · из архива")


def test_no_row_of_a_whole_card_repeats_its_title_or_its_mark() -> None:
    for record in _artyom():
        told = [one for line in row_lines(record, TODAY) for one in line.split(" · ") if one]
        said = [record.title, *([record.mark.text] if record.mark else [])]
        assert not {one.casefold() for one in told} & {one.casefold() for one in said}, (record.title, told)
        assert len(told) == len(set(told)), told
        shown = " · ".join(told)
        assert all(word in shown or word in said for word in row_words(record)), "what is told to be shown is shown"


def test_the_rows_of_a_whole_card_hold_what_the_table_of_the_product_says() -> None:
    seen = set()
    for record in _artyom():
        seen.add(record.section)
        shown = " · ".join([record.title, *row_lines(record, TODAY), record.mark.text if record.mark else ""])
        for part in _promised(record):
            assert part.casefold() in shown.casefold(), (record.section, part, shown)
    assert seen == set(ROW_PARTS)


def _promised(record: Record) -> list[str]:
    """The column «a row shows»."""
    match record:
        case Immunization():
            return [record.age_text, record.product, record.series, list_date(record.date, TODAY)]
        case DischargeSummary():
            span = list_span(record.admitted, record.discharged, TODAY)
            return [record.organisation, span, record.diagnoses[0].name]
        case Hospitalization() | DayHospitalCourse():
            return [list_span(record.admitted, record.discharged, TODAY)]
        case Prescription():
            until = GET_BY.format(day=list_date(record.valid_until, TODAY))
            return [record.inn_name, PRESCRIBED.format(day=list_date(record.issued, TODAY)), until]
        case Referral():
            return [list_date(record.date, TODAY), list_date(record.valid_until, TODAY)]
        case CovidTest():
            return [list_date(record.date, TODAY), record.result]
        case _ if record.section in (S.VISITS, S.STUDIES):
            return [record.doctor or "", record.organisation, list_date(record.date, TODAY)]
        case _:
            return [list_date(record.date, TODAY)]


@pytest.mark.parametrize(("width", "height"), [(412, 915), (1280, 800)], ids=["phone", "desktop"])
@on_virtual_time
async def test_both_lines_are_drawn_and_read_aloud(width: int, height: int) -> None:
    world = World()
    artyom = an_id("Артём")
    row = a_row_of(S.DISCHARGES, "Выписной эпикриз", "Пневмония", admitted=date(2023, 2, 4), organisation=HOSPITAL)
    world.backend.rows[artyom, S.DISCHARGES] = [row]
    address = f"/medcard/{artyom}/discharges"
    async with a_page(world, route=address, width=width, height=height) as anna:
        await anna.signs_in()
        assert "4–13\u00a0февраля\u00a02023\u00a0г. · Пневмония" in anna.app.text
        assert HOSPITAL in anna.app.text
        labels = [str(node.props.get("label")) for node in anna.app.mirror.screen()]
        assert f"Выписной эпикриз, 4–13\u00a0февраля\u00a02023\u00a0г. · Пневмония, {HOSPITAL}" in labels
