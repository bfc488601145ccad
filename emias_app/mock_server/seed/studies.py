"""Instrumental studies: protocols by kind, normal or with a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from emias_app.mock_server.seed.chart import Chart
from emias_app.mock_server.seed.child import DOCTORS
from emias_app.mock_server.seed.language import NBSP, number
from emias_app.models.records import Cardiogram, InstrumentalStudy, Measurement
from emias_app.models.section import SectionSlug

KIND_TITLES = {
    "ULTRASOUND": "УЗИ", "ECG": "ЭКГ", "XRAY": "Рентген", "MRI": "МРТ", "EEG": "ЭЭГ", "SPIROMETRY": "Спирометрия",
    "ENDOSCOPY": "Эндоскопия", "ECHO": "ЭхоКГ", "HEARING": "Аудиометрия",
}  # fmt: skip


@dataclass(frozen=True)
class Study:
    """A study: its words and what was measured (label → value by the child and day)."""

    kind: str
    title: str
    doctor: str
    protocol: tuple[str, ...]
    conclusion: tuple[str, ...]
    measure: Callable[[Chart, date], dict[str, str]] | None = None


def _mm(value: float) -> str:
    return f"{number(round(value), 0)}{NBSP}мм"


def _abdomen(chart: Chart, day: date) -> dict[str, str]:
    tall, rng = chart.child.height(day), chart.rng
    return {
        "Печень, правая доля": _mm(52 + tall * 0.42 + rng.uniform(-3, 3)),
        "Печень, левая доля": _mm(22 + tall * 0.2 + rng.uniform(-2, 2)),
        "Желчный пузырь": f"{round(26 + tall * 0.2)} × {round(9 + tall * 0.06)}{NBSP}мм",
        "Селезёнка": f"{round(34 + tall * 0.36)} × {round(16 + tall * 0.15)}{NBSP}мм",
    }


def _kidneys(chart: Chart, day: date) -> dict[str, str]:
    size = 32 + chart.child.height(day) * 0.38
    return {
        "Правая почка": f"{round(size + chart.rng.uniform(-2, 2))} × {round(size * 0.43)}{NBSP}мм",
        "Левая почка": f"{round(size + 2 + chart.rng.uniform(-2, 2))} × {round(size * 0.44)}{NBSP}мм",
    }


def _ecg(chart: Chart, day: date) -> dict[str, str]:
    years, rng = chart.child.years(day), chart.rng
    pulse = round(max(68, 118 - 4 * years) + rng.randint(-5, 5))
    return {
        "ЧСС": f"{pulse} в минуту",
        "PQ": f"{number(0.11 + 0.002 * years, 2)}{NBSP}с",
        "QRS": f"{number(0.06 + 0.0015 * years, 2)}{NBSP}с",
        "QT": f"{number(0.4 * (60 / pulse) ** 0.5, 2)}{NBSP}с",
    }


def _echo(chart: Chart, day: date) -> dict[str, str]:
    tall = chart.child.height(day)
    return {
        "КДР левого желудочка": _mm(9 + tall * 0.21),
        "Аорта": _mm(6 + tall * 0.11),
        "Фракция выброса": f"{chart.rng.randint(64, 72)}{NBSP}%",
    }


def _lungs(chart: Chart, day: date) -> dict[str, str]:
    rng = chart.rng
    return {
        "ФЖЕЛ": f"{rng.randint(94, 106)}{NBSP}% от должной",
        "ОФВ1": f"{rng.randint(86, 99)}{NBSP}% от должной",
        "ОФВ1/ФЖЕЛ": f"{rng.randint(79, 88)}{NBSP}%",
    }


def _thyroid(chart: Chart, day: date) -> dict[str, str]:
    volume = 0.9 + chart.child.years(day) * 0.55
    return {"Объём железы": f"{number(volume + chart.rng.uniform(-0.4, 0.4), 1)}{NBSP}мл"}


def _dose(chart: Chart, day: date) -> dict[str, str]:
    return {"Эффективная доза": f"{number(chart.rng.choice((0.02, 0.03, 0.04)), 2)}{NBSP}мЗв"}


STUDIES: dict[str, Study] = {
    "us_abdomen": Study(
        "ULTRASOUND", "УЗИ органов брюшной полости", "ultrasound",
        ("Печень не увеличена, контуры ровные, эхоструктура однородная. Желчный пузырь [обычной формы|с перегибом в "
         "области шейки], стенки не утолщены, содержимое однородное. Поджелудочная железа [не увеличена|обычных "
         "размеров], однородная. Селезёнка однородная. Свободной жидкости нет.",),
        ("Эхографических признаков патологии не выявлено.",
         "Структурных изменений не выявлено. [Деформация желчного пузыря (перегиб)|Метеоризм]."), _abdomen,
    ),
    "us_kidneys": Study(
        "ULTRASOUND", "УЗИ почек и мочевого пузыря", "ultrasound",
        ("Почки расположены типично, контуры ровные, паренхима однородная, дифференцировка сохранена. "
         "Чашечно-лоханочные "
         "системы не расширены. Мочевой пузырь наполнен достаточно, стенки ровные, содержимое однородное.",),
        ("Патологии почек и мочевого пузыря не выявлено.",), _kidneys,
    ),
    "us_hips": Study(
        "ULTRASOUND", "УЗИ тазобедренных суставов", "ultrasound",
        ("Крыши вертлужных впадин сформированы, костный край закруглён, головки бедренных костей центрированы. Угол "
         "альфа справа [62|63|64]°, слева [61|62|63]°.",),
        ("Тазобедренные суставы соответствуют типу I по Графу с обеих сторон.",),
    ),
    "us_brain": Study(
        "ULTRASOUND", "Нейросонография", "ultrasound",
        ("Структуры мозга расположены симметрично, рисунок борозд и извилин отчётливый. Боковые желудочки не "
         "расширены, "
         "индексы в пределах нормы. Сосудистые сплетения однородные.",),
        ("Патологии структур головного мозга не выявлено.",),
    ),
    "us_thyroid": Study(
        "ULTRASOUND", "УЗИ щитовидной железы", "ultrasound",
        ("Железа расположена типично, контуры ровные, эхоструктура однородная, кровоток не изменён. Узлов нет. "
         "Регионарные лимфоузлы не увеличены.",),
        ("Объём и структура щитовидной железы соответствуют возрасту.",), _thyroid,
    ),
    "ecg": Study(
        "ECG", "Электрокардиография", "functional",
        ("Ритм синусовый, [правильный|с выраженной дыхательной аритмией]. Положение электрической оси [нормальное|"
         "вертикальное]. [Процессы реполяризации не нарушены|Неполная блокада правой ножки пучка Гиса].",),
        ("[Вариант возрастной нормы|ЭКГ в пределах возрастной нормы].",), _ecg,
    ),
    "echo": Study(
        "ECHO", "Эхокардиография", "functional",
        ("Полости сердца не расширены, стенки не утолщены, сократимость хорошая. Клапаны тонкие, подвижные. "
         "[Дополнительная хорда левого желудочка|Регургитация на трёхстворчатом клапане I степени]. Перегородки "
         "целы.",),
        ("Камеры сердца не расширены, гемодинамика не нарушена. Малая аномалия развития сердца.",), _echo,
    ),
    "xray_chest": Study(
        "XRAY", "Рентгенография лёгких", "radiologist",
        ("Справа в нижней доле участок снижения прозрачности без чётких контуров. Лёгочный рисунок усилен, корни "
         "структурны, синусы свободны. Тень сердца не расширена.",),
        ("Рентгенологическая картина правосторонней нижнедолевой пневмонии.",), _dose,
    ),
    "xray_chest_after": Study(
        "XRAY", "Рентгенография лёгких", "radiologist",
        ("Очаговых и инфильтративных теней нет. Корни структурны, синусы свободны, купола диафрагмы ровные. Тень "
         "сердца "
         "обычной конфигурации.",),
        ("Патологических изменений не выявлено, положительная динамика.",), _dose,
    ),
    "xray_sinus": Study(
        "XRAY", "Рентгенография придаточных пазух носа", "radiologist",
        ("Пневматизация [правой|левой] верхнечелюстной пазухи снижена за счёт утолщения слизистой, уровня жидкости "
         "нет. "
         "Лобные пазухи прозрачны.",),
        ("Признаки верхнечелюстного синусита с одной стороны.",), _dose,
    ),
    "xray_ankle": Study(
        "XRAY", "Рентгенография голеностопного сустава", "radiologist",
        ("Костно-травматических изменений не определяется, суставная щель равномерная, зоны роста без особенностей. "
         "Отёк мягких тканей снаружи.",),
        ("Костной патологии не выявлено.",), _dose,
    ),
    "xray_wrist": Study(
        "XRAY", "Рентгенография лучезапястного сустава", "radiologist",
        ("Перелом дистального метаэпифиза лучевой кости без смещения, стояние отломков удовлетворительное. Гипсовая "
         "лонгета.",),
        ("Перелом лучевой кости без смещения.",), _dose,
    ),
    "xray_spine": Study(
        "XRAY", "Рентгенография позвоночника", "radiologist",
        ("Дугообразное искривление грудного отдела, угол Кобба [8|9|10]°. Высота тел позвонков сохранена, "
         "замыкательные "
         "пластинки чёткие. Тест Риссера [1|2].",),
        ("Сколиоз грудного отдела I степени.",), _dose,
    ),
    "eeg": Study(
        "EEG", "Электроэнцефалография", "functional",
        ("Основной ритм сформирован по возрасту, частота [9|10] Гц, зональные различия сохранены. Реакция на "
         "фотостимуляцию и гипервентиляцию обычная.",),
        ("Эпилептиформной активности не зарегистрировано. Лёгкие регуляторные изменения.",),
    ),
    "spirometry": Study(
        "SPIROMETRY", "Спирометрия с бронхолитиком", "functional",
        ("Дыхательные манёвры выполнены правильно, воспроизводимость хорошая. Прирост ОФВ1 после сальбутамола "
         "[5|6|7] %.",),
        ("Нарушений вентиляции не выявлено, проба с бронхолитиком отрицательная.",), _lungs,
    ),
    "endoscopy": Study(
        "ENDOSCOPY", "Эзофагогастродуоденоскопия", "functional",
        ("Пищевод проходим, слизистая розовая. Кардия смыкается. Слизистая антрального отдела желудка "
         "[очагово|умеренно] "
         "гиперемирована, отёчна. Луковица двенадцатиперстной кишки не деформирована. Тест на H. pylori "
         "отрицательный.",),
        ("Поверхностный антральный гастрит.",),
    ),
    "mri": Study(
        "MRI", "МРТ головного мозга", "radiologist",
        ("Очаговых изменений вещества мозга нет. Желудочковая система не расширена, срединные структуры не смещены. "
         "Гипофиз обычных размеров. Придаточные пазухи воздушны.",),
        ("Структурной патологии головного мозга не выявлено.",),
    ),
    "hearing": Study(
        "HEARING", "Отоакустическая эмиссия", "functional",
        ("Задержанная вызванная отоакустическая эмиссия зарегистрирована с обеих сторон.",),
        ("Тест пройден справа и слева.",),
    ),
}  # fmt: skip


def _cardiogram(measured: dict[str, str], protocol: str) -> Cardiogram:
    """The numbers of the protocol as a curve; what its words tell of the axis and the rhythm is drawn too."""

    def first_number(label: str) -> float:
        return float(measured[label].split(NBSP)[0].split(" ")[0].replace(",", "."))

    return Cardiogram(
        rate=round(first_number("ЧСС")), pq=round(first_number("PQ") * 1000), qrs=round(first_number("QRS") * 1000),
        qt=round(first_number("QT") * 1000), axis=82 if "вертикальное" in protocol else 58,
        sway=0.16 if "аритмией" in protocol else 0.03, has_second_r="блокада" in protocol,
    )  # fmt: skip


def study(chart: Chart, key: str, day: date, *, organisation: str | None = None) -> InstrumentalStudy:
    """Write a study."""
    form = STUDIES[key]
    doctor = DOCTORS[form.doctor]
    extra = {"organisation": organisation} if organisation else {"by": doctor}
    measured = form.measure(chart, day) if form.measure else {}
    measurements = [Measurement(label=label, value=value) for label, value in measured.items()]
    protocol = chart.choose(*form.protocol)
    conclusion = chart.choose(*form.conclusion)
    # Every other electrocardiogram comes with its curve, the rest with the conclusion alone.
    has_curve = form.kind == "ECG" and not sum(record.kind == "ECG" for record in chart.records) % 2
    return chart.write(
        InstrumentalStudy, SectionSlug.STUDIES, day, time=chart.time(9, 17), title=form.title,
        subtitle=KIND_TITLES[form.kind], kind=form.kind, kind_title=KIND_TITLES[form.kind], protocol=protocol,
        conclusion=conclusion, measurements=measurements,
        cardiogram=_cardiogram(measured, protocol) if has_curve else None, **extra,
    )  # fmt: skip
