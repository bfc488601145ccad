"""What a parent put into the card: a small PDF and a JPEG «scan», made here."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from emias_app.clock import MOSCOW
from emias_app.domain.names import full_name
from emias_app.domain.uploads import KIND_TITLES
from emias_app.mock_server.pdf.fonts import REGULAR, fonts_folder, register_fonts
from emias_app.mock_server.seed.chart import Chart, SeedFile
from emias_app.mock_server.seed.language import long_day
from emias_app.mock_server.seed.people import ADULTS, AdultSpec, an_id
from emias_app.models.records import Upload
from emias_app.models.section import SectionSlug
from emias_app.models.uploads import UploadKind

_EVENING = time(19, 40)


def _pdf(title: str, lines: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A5
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A5, invariant=1)
    canvas.setTitle(title)
    canvas.setFont(REGULAR, 15)
    canvas.drawString(40, 540, title)
    canvas.setFont(REGULAR, 10)
    for place, line in enumerate(lines):
        canvas.drawString(40, 510 - 18 * place, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _jpeg(title: str, lines: list[str]) -> bytes:
    path = str(fonts_folder() / f"{REGULAR}.ttf")
    image = Image.new("RGB", (620, 440), "#f7f4ea")
    draw = ImageDraw.Draw(image)
    draw.rectangle((18, 18, 601, 421), outline="#9aa3a0", width=2)
    draw.text((44, 44), title, fill="#1f2d2b", font=ImageFont.truetype(path, 28))
    for place, line in enumerate(lines):
        draw.text((44, 104 + 34 * place), line, fill="#33423f", font=ImageFont.truetype(path, 20))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _parent(chart: Chart) -> AdultSpec:
    """Who put it in: the first of the parents."""
    return next(adult for adult in ADULTS if adult.key == chart.child.spec.parents[0])


def upload(
    chart: Chart, day: date, *, title: str, lines: list[str], note: str, is_photo: bool, kind: UploadKind
) -> Upload:
    """Write the record and its file: the first parent put it in, the same evening."""
    owner = _parent(chart)
    content = (_jpeg if is_photo else _pdf)(title, [*lines, "Демонстрационный документ, данные вымышлены"])
    media_type = "image/jpeg" if is_photo else "application/pdf"
    name = f"{title.lower().replace(' ', '-')}.{'jpg' if is_photo else 'pdf'}"
    record = chart.write(
        Upload, SectionSlug.UPLOADS, day, title=title, subtitle=f"{'Фото' if is_photo else 'PDF'}, {note.lower()}",
        organisation="Загружено родителем", file_name=name, media_type=media_type, size=len(content), note=note,
        kind=kind.value, kind_title=KIND_TITLES[kind],
        author=full_name(owner.last_name, owner.first_name, owner.middle_name),
        uploaded_at=datetime.combine(day, _EVENING, MOSCOW),
    )  # fmt: skip
    chart.files.append(SeedFile(an_id("file", str(record.id)), record.id, media_type, content, owner.id))
    return record


def uploads(chart: Chart, days: list[date]) -> None:
    """A vaccination abroad as a photo, a private consultation as a PDF."""
    for place, day in enumerate(days):
        if place % 2 == 0:
            upload(
                chart, day, title="Консультация ортодонта" if chart.child.years(day) >= 6 else "Консультация остеопата",
                lines=[f"Дата: {long_day(day)}", "Частная клиника «Образец»", "Заключение: без патологии"],
                note="Приём в частной клинике", is_photo=False, kind=UploadKind.VISIT,
            )  # fmt: skip
        else:
            upload(
                chart, day, title="Сертификат прививки", note="Прививка в частной клинике", is_photo=True,
                kind=UploadKind.VACCINATION,
                lines=[f"Дата: {long_day(day)}", "Клещевой энцефалит, 1-я доза", "Препарат: Клещ-Э-Вак, 0,25 мл"],
            )  # fmt: skip
