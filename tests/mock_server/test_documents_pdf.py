"""Documents on paper."""

from __future__ import annotations

import io
from datetime import date
from typing import get_args
from uuid import UUID, uuid4

import pytest
from PIL import Image
from pypdf import PdfReader

from emias_app.domain.cardiogram import cardiogram_block
from emias_app.mock_server.pdf.fonts import drawable, markup
from emias_app.mock_server.pdf.printer import SYNTHETIC, PrintedPatient, print_document, print_picture
from emias_app.models.base import Mark, Sex, Tone
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
    Paper,
    QrBlock,
    RecordLink,
    TableBlock,
    TextBlock,
    TimelineBlock,
    TimelineEntry,
)
from emias_app.models.records import Cardiogram
from emias_app.models.section import SectionSlug

ARTYOM = PrintedPatient("Морозов Артём Дмитриевич", date(2018, 3, 14), Sex.MALE)
ORGANISATION = "Детская городская поликлиника № 0"
SENTENCE = "Состояние удовлетворительное, кожные покровы чистые, зев спокойный, дыхание везикулярное. "


def a_document(*blocks: Block, title: str = "Общий анализ крови") -> Document:
    return Document(
        id=UUID(int=1),
        patient_id=UUID(int=2),
        section=SectionSlug.LABS,
        title=title,
        date=date(2026, 11, 18),
        time="09:10",
        organisation=ORGANISATION,
        author="Крылова Елена Андреевна",
        author_role="педиатр",
        summary=Mark(tone=Tone.WARN, text="1 показатель вне нормы"),
        summary_text="Гемоглобин ниже нормы.",
        blocks=list(blocks),
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


ONE_OF_EACH: list[Block] = [
    LabTableBlock(
        norm_for="мальчика 8 лет",
        rows=[
            LabRow(code="HGB", name="Гемоглобин", value="108", unit="г/л", reference="115–145", flag="LOW"),
            LabRow(code="PLT", name="Тромбоциты", value="500", unit="10^9/л", reference="до 400", flag="HIGH"),
            LabRow(code="WBC", name="Лейкоциты", value="6,8", unit="10⁹/л", reference="4,5–11,4", flag="NORMAL"),
            LabRow(code="COL", name="Белок", value="следы", unit="", reference="нет", flag="ABNORMAL"),
        ],
    ),
    FactsBlock(heading="Сведения", items=[Fact(label="Материал", value="венозная кровь")]),
    DiagnosisBlock(heading="Диагноз", code="D50.9", name="Железодефицитная анемия неуточненная"),
    TextBlock(heading="Рекомендации", text="Мясо каждый день.\nКонтроль через месяц."),
    TableBlock(heading="Лечение", columns=["Препарат", "Доза"], rows=[["Мальтофер", "1 мл"]]),
    ConclusionBlock(heading="Заключение", text="Может посещать школу."),
    FormBlock(items=[Fact(label="Для предъявления", value="Школа")]),
    TimelineBlock(
        heading="Осмотры",
        items=[
            TimelineEntry(date=date(2026, 11, 16), time="09:30", title="Обход", text="Хрипов нет.", author="Ганина")
        ],
    ),
    cardiogram_block(Cardiogram(rate=82, pq=130, qrs=70, qt=340, axis=58)),
    QrBlock(caption="Покажите в аптеке", data="45-123456789"),
    LinkBlock(
        heading="Связанные документы",
        items=[RecordLink(section=SectionSlug.VISITS, id=UUID(int=3), title="Педиатр", date=date(2026, 11, 17))],
    ),
]


def test_the_sample_has_every_kind_of_block() -> None:
    assert {type(block) for block in ONE_OF_EACH} == set(get_args(get_args(Block)[0]))


def test_a_document_says_whose_and_whence_it_is_and_that_it_is_synthetic() -> None:
    text = text_of(print_document(a_document(*ONE_OF_EACH), ARTYOM))
    for expected in (
        ORGANISATION, "Общий анализ крови", "18 ноября 2026 г., 09:10", "Морозов Артём Дмитриевич",
        "14 марта 2018 г. (8 лет)", "мужской", "1 показатель вне нормы", "Врач", "педиатр", "Крылова Елена Андреевна",
        "подписи нет", SYNTHETIC, "стр. 1 из 2", "стр. 2 из 2",
        "венозная кровь", "D50.9", "Контроль через месяц.", "Мальтофер",
        "Может посещать школу.", "1. Для предъявления", "16.11.2026", "Хрипов нет.",
        "Кривая нарисована для демонстрации",
        "Покажите в аптеке", "Педиатр, 17 ноября 2026 г.",
    ):  # fmt: skip
        assert expected in text, expected


def test_a_nurse_signs_as_a_nurse_and_not_as_a_doctor() -> None:
    nurse = {"author": "Сомова Лидия Ивановна", "author_role": "Медсестра"}
    text = text_of(print_document(a_document().model_copy(update=nurse), ARTYOM))
    assert "Медсестра" in text
    assert "Врач" not in text


def test_a_form_says_its_number_and_the_act_that_set_it() -> None:
    paper = Paper(name="Справка о болезни ребенка", number="095/у", act="Приказ № 1030")
    text = text_of(print_document(a_document().model_copy(update={"paper": paper}), ARTYOM))
    for expected in ("Справка о болезни ребенка", "Форма № 095/у", "Приказ № 1030"):
        assert expected in text, expected


def test_a_short_conclusion_is_signed_on_its_own_page() -> None:
    for count in range(20, 60):
        filler = TextBlock(text="\n".join(["Строка осмотра."] * count))
        pages = read(print_document(a_document(filler, ConclusionBlock(heading="Итог", text="Здоров.")), ARTYOM)).pages
        signed = next(text for page in pages if "подпись" in (text := page.extract_text()))
        assert "Здоров." in signed, count


def test_a_lab_table_says_each_norm_in_a_word() -> None:
    text = text_of(print_document(a_document(ONE_OF_EACH[0]), ARTYOM))
    for word in ("ниже нормы", "выше нормы", "норма", "вне нормы", "Норма для мальчика 8 лет", "115–145"):
        assert word in text, word


def test_pages_are_a4_and_carry_golos_text_inside() -> None:
    pdf = read(print_document(a_document(*ONE_OF_EACH), ARTYOM))
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        own = [font for font in fonts if "GolosText" in font["/BaseFont"]]
        assert own
        assert all("/FontFile2" in font["/FontDescriptor"] for font in own)


def test_the_same_document_has_the_same_bytes() -> None:
    assert print_document(a_document(*ONE_OF_EACH), ARTYOM) == print_document(a_document(*ONE_OF_EACH), ARTYOM)


def test_a_long_document_numbers_its_pages_and_says_on_each_whose_it_is() -> None:
    blocks = [TextBlock(heading=f"Раздел {n}", text="\n".join([SENTENCE * 5] * 6)) for n in range(90)]
    pages = [page.extract_text() for page in read(print_document(a_document(*blocks), ARTYOM)).pages]
    assert len(pages) >= 60
    for number, text in enumerate(pages, start=1):
        assert f"стр. {number} из {len(pages)}" in text
        assert SYNTHETIC in text
        assert "Морозов Артём Дмитриевич" in text
    assert all("Общий анализ крови" in text and "14.03.2018" in text for text in pages[1:])
    assert all(f"Раздел {n}\n" in "\n".join(pages) for n in range(90))


def test_a_long_title_stands_whole_at_the_head_of_a_page() -> None:
    title = "Сводка для врача, лагеря или школы"
    blocks = [TextBlock(heading=f"Раздел {n}", text="\n".join([SENTENCE * 5] * 6)) for n in range(3)]
    document = a_document(*blocks).model_copy(update={"title": title})
    pages = [page.extract_text() for page in read(print_document(document, ARTYOM)).pages]
    assert len(pages) > 1
    assert all(title in text and "…" not in text for text in pages[1:])


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    row = LabRow(code="HGB", name="Гемоглобин", value="108", unit="г/л", reference="115–145", flag="LOW", position=0.1,
                 low="115", high="145")  # fmt: skip
    pages = read(print_document(a_document(LabTableBlock(norm_for="мальчика 8 лет", rows=[row] * 90)), ARTYOM)).pages
    assert len(pages) >= 3
    assert all("Показатель" in page.extract_text() for page in pages)
    plain = read(print_document(a_document(TableBlock(columns=["Препарат", "Доза"], rows=[["а", "б"]] * 90)), ARTYOM))
    assert all("Препарат" in page.extract_text() for page in plain.pages)


def test_words_of_a_result_are_not_broken() -> None:
    worded = LabRow(code="U_COL", name="Цвет", value="соломенно-жёлтый", unit="", reference="соломенно-жёлтый")
    text = read(print_document(a_document(LabTableBlock(norm_for="", rows=[worded])), ARTYOM)).pages[0].extract_text()
    assert text.count("соломенно-жёлтый") == 2


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [FactsBlock(items=[])],
        [TableBlock(columns=["а", "б"], rows=[])],
        [TableBlock(columns=["а", "б"], rows=[["слово " * 3_000, "б"]])],
        [FactsBlock(items=[Fact(label="слово " * 300, value="значение " * 3_000)])],
        [TextBlock(text="безпробелов" * 800)],
        [TextBlock(text="<b>не разметка</b> & </para> &nbsp; ]]>")],
        [TextBlock(text="💉 \u202f \u0301 \u200b \u2067 漢字 \t конец")],
        [LabTableBlock(norm_for="", rows=[])],
        [FormBlock(items=[])],
        [FormBlock(items=[Fact(label="строка " * 40, value="слово " * 3_000)])],
        [TimelineBlock(heading="Осмотры", items=[])],
        [TimelineBlock(heading="", items=[TimelineEntry(date=date(2026, 1, 1), title="", text="слово " * 3_000)])],
        [ConclusionBlock(heading="", text="слово " * 3_000)],
        [ConclusionBlock(heading="Заключение", text="")],
        [ConclusionBlock(heading="Заключение", text="да\n" * 100)],
        [TableBlock(columns=list("абвгдежзик"), rows=[["слово " * 14] * 10] * 3)],
        [QrBlock(caption="", data="х" * 700)],
        [LinkBlock(heading="", items=[])],
    ],
)
def test_no_content_breaks_a_page(blocks: list[Block]) -> None:
    pdf = print_document(a_document(*blocks, title="Очень длинное название " * 20), ARTYOM)
    assert "стр. 1 из" in text_of(pdf)


def test_markup_in_a_text_is_only_text() -> None:
    text = text_of(print_document(a_document(TextBlock(text="<b>не разметка</b> & 5 < 6")), ARTYOM))
    assert "<b>не разметка</b> & 5 < 6" in text


def test_signs_that_the_font_lacks_are_replaced_or_left_out() -> None:
    assert drawable("5 μг 💉 ✓") == "5 µг  √"
    assert markup("10⁹/л и 10^12/л") == "10<super>9</super>/л и 10<super>12</super>/л"


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("L", "JPEG")])
def test_a_picture_becomes_one_page(mode: str, kind: str) -> None:
    content = io.BytesIO()
    Image.new(mode, (900, 3_000)).save(content, kind)
    pdf = print_picture(content.getvalue(), title="Справка", organisation=ORGANISATION, patient=ARTYOM)
    assert len(read(pdf).pages) == 1
    assert pdf == print_picture(content.getvalue(), title="Справка", organisation=ORGANISATION, patient=ARTYOM)
    assert "стр. 1 из 1" in text_of(pdf)


def test_what_is_no_picture_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="not a picture"):
        print_picture(b"%PDF-1.4 " + uuid4().bytes, title="Справка", organisation=ORGANISATION, patient=ARTYOM)
