"""Hospital: the stay, its examinations and documents, the discharge summary; the day hospital."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.mock_server.seed.chart import Chart, diagnosis, refs
from emias_app.mock_server.seed.child import DOCTORS
from emias_app.mock_server.seed.labs import Illness, lab
from emias_app.mock_server.seed.language import NBSP, days_span, join, tidy
from emias_app.mock_server.seed.people import ORGANISATION
from emias_app.mock_server.seed.stay_notes import notes_of
from emias_app.mock_server.seed.studies import study
from emias_app.models.records import (
    Course,
    DayHospitalCourse,
    DischargeSummary,
    Hospitalization,
    Record,
    RecordRef,
)
from emias_app.models.section import SectionSlug

HOSPITAL = f"Детская городская больница №{NBSP}0"


@dataclass(frozen=True)
class Stay:
    """A reason to be in hospital; ``findings`` is what was found there, in words."""

    code: str
    department: str
    length: int
    channel: str
    complaints: str
    anamnesis: str
    state: str
    findings: str
    treatment: tuple[tuple[str, str, str], ...]
    outcome_state: str
    outcome: str
    recommendations: str
    panels: tuple[str, ...] = ("oak", "oam", "biochem")
    studies: tuple[str, ...] = ()
    illness: Illness | None = None
    fever: tuple[float, float] = (36.5, 36.9)


#: Short of breath: less oxygen in the blood, faster breathing.
BREATHLESS = {"J18.9": (93, 95), "J45.0": (92, 94)}
_BY_AMBULANCE = "Экстренно, скорой медицинской помощью"
_PLANNED = "Планово, по направлению поликлиники"

STAYS: dict[str, Stay] = {
    stay.code: stay
    for stay in (
        Stay(
            "J18.9", "Педиатрическое отделение", 9, _BY_AMBULANCE,
            "Температура до 39,4 °C пятый день, влажный кашель, одышка, слабость, отказ от еды.",
            "{Заболел|Заболела} остро: насморк, кашель, с третьего дня температура до 39 °C. Лечение дома без эффекта, "
            "одышка наросла, вызвана скорая помощь. {Привит|Привита} по возрасту. Аллергии на лекарства не отмечалось.",
            "Состояние средней тяжести за счёт интоксикации и дыхательной недостаточности I степени. Кожа бледная, "
            "чистая. "
            "Зев гиперемирован. Справа ниже угла лопатки дыхание ослаблено, мелкопузырчатые хрипы. Тоны ритмичные. "
            "Живот мягкий, безболезненный.",
            "В общем анализе крови лейкоцитоз со сдвигом влево, ускоренная СОЭ, С-реактивный белок повышен. На "
            "рентгенограмме инфильтрация в нижней доле справа, при контроле рассасывание.",
            (("Цефтриаксон", "внутривенно, 80 мг/кг 1 раз в день", "7 дней"), ("Амброксол", "ингаляции 2 раза в "
                                                                                            "день", "7 дней"),
             ("Кислород", "через маску", "1 день"), ("Дыхательная гимнастика", "ежедневно", "6 дней")),
            "Состояние удовлетворительное, температура нормальная 5 дней. Дыхание проводится во все отделы, хрипов "
            "нет.",
            "Выздоровление",
            "Наблюдение участкового педиатра. Щадящий режим 2 недели. Освобождение от физкультуры на 1 месяц. "
            "Медотвод от "
            "прививок на 1 месяц. Общий анализ крови через 2 недели.",
            studies=("xray_chest", "xray_chest_after"), illness="bacterial", fever=(38.4, 39.2),
        ),
        Stay(
            "K35.8", "Хирургическое отделение", 6, _BY_AMBULANCE,
            "Боли в правой половине живота, однократная рвота, температура до 37,9 °C.",
            "{Заболел|Заболела} за 10 часов до поступления: боль в подложечной области, затем сместилась вправо вниз. "
            "Рвота однократно. Скорой помощью {доставлен|доставлена} в стационар. Операций раньше не было.",
            "Состояние средней тяжести. Язык влажный, обложен. Живот в дыхании щадит правую подвздошную область, там "
            "же "
            "болезненность и напряжение мышц, симптом Щёткина — Блюмберга положительный.",
            "Лейкоцитоз, С-реактивный белок повышен. УЗИ: червеобразный отросток до 9 мм, не сжимается, выпот в "
            "малом тазу.",
            (("Лапароскопическая аппендэктомия", "под общей анестезией", "в день поступления"),
             ("Цефотаксим", "внутривенно, 100 мг/кг в сутки", "5 дней"), ("Парацетамол", "внутривенно при боли", "2 "
                 "дня")),
            "Состояние удовлетворительное, температура нормальная. Живот мягкий, безболезненный, швы чистые, сняты.",
            "Выздоровление",
            "Наблюдение хирурга поликлиники. Освобождение от физкультуры на 2 месяца. Диета 2 недели. Не поднимать "
            "тяжести.",
            studies=("us_abdomen",), illness="bacterial", fever=(37.4, 37.9),
        ),
        Stay(
            "S06.0", "Нейрохирургическое отделение", 5, _BY_AMBULANCE,
            "Головная боль, тошнота, рвота дважды.",
            "Накануне вечером {упал|упала} на тренировке, {ударился|ударилась} затылком. Сознание не {терял|теряла}, "
            "ночью "
            "головная боль, рвота дважды. {Доставлен|Доставлена} скорой помощью.",
            "Состояние средней тяжести. Сознание ясное, 15 баллов по шкале Глазго. Зрачки равны, реакция живая, "
            "мелкоразмашистый нистагм. Ссадина затылочной области 2 см.",
            "МРТ головного мозга: очаговых изменений, гематом нет. Осмотр окулиста: глазное дно без патологии.",
            (("Постельный режим", "строгий, затем палатный", "5 дней"), ("Парацетамол", "внутрь при головной "
                                                                                        "боли", "2 дня")),
            "Головной боли, тошноты нет. Нистагма нет, координаторные пробы выполняет.",
            "Улучшение",
            "Наблюдение невролога. Ограничить экран и нагрузки 4 недели, освобождение от физкультуры на 2 месяца.",
            panels=("oak", "oam"), studies=("mri",),
        ),
        Stay(
            "N10", "Нефрологическое отделение", 10, _BY_AMBULANCE,
            "Температура до 39,2 °C, озноб, боли в пояснице, болезненное мочеиспускание.",
            "{Заболел|Заболела} 3 дня назад после переохлаждения. Катаральных явлений нет. В поликлинике в анализе "
            "мочи "
            "лейкоциты до 40 в поле зрения, направлен{|а} в стационар.",
            "Состояние средней тяжести, интоксикация. Кожа чистая, отёков нет. Живот мягкий, симптом поколачивания "
            "положительный справа. Диурез сохранён.",
            "Лейкоцитурия, в посеве мочи E. coli 10^6 КОЕ/мл, чувствительна к цефалоспоринам. УЗИ почек без "
            "нарушений оттока.",
            (("Цефтриаксон", "внутривенно, 2 г 1 раз в день", "7 дней"), ("Цефиксим", "внутрь, 400 мг 1 раз в "
                                                                                      "день", "3 дня"),
             ("Инфузионная терапия", "глюкозо-солевые растворы", "2 дня")),
            "Температура нормальная 6 дней, жалоб нет, анализ мочи без патологии.",
            "Улучшение",
            "Цефиксим ещё 4 дня. Наблюдение нефролога 3 года. Общий анализ мочи 1 раз в 2 недели 3 месяца. Питьевой "
            "режим.",
            studies=("us_kidneys",), illness="urinary", fever=(38.2, 39.0),
        ),
        Stay(
            "J45.0", "Пульмонологическое отделение", 8, _BY_AMBULANCE,
            "Приступ одышки, свистящее дыхание, кашель.",
            "Бронхиальная астма с 5 лет. Ухудшение на фоне ОРВИ, сальбутамол каждые 3 часа с неполным эффектом. "
            "Базисную "
            "терапию {получал|получала} с пропусками.",
            "Состояние средней тяжести. Выдох удлинён, участие вспомогательной мускулатуры. Дыхание жёсткое, сухие "
            "свистящие "
            "хрипы по всем полям.",
            "Эозинофилия, повышен общий IgE. Рентгенография: вздутие, инфильтрации нет. После лечения показатели "
            "спирометрии "
            "в норме.",
            (("Сальбутамол", "через небулайзер 2,5 мг", "3 дня"), ("Будесонид", "через небулайзер 0,5 мг 2 раза в "
                                                                                "день", "7 дней"),
             ("Преднизолон", "внутрь, 1 мг/кг", "3 дня"), ("Кислород", "через маску", "1 день")),
            "Состояние удовлетворительное, приступов нет 4 дня. Дыхание проводится равномерно, хрипов нет. SpO2 98 %.",
            "Улучшение",
            "Базисная терапия без пропусков 3 месяца. Сальбутамол по потребности. Наблюдение аллерголога, "
            "спирометрия через "
            "месяц.",
            panels=("oak", "biochem"), studies=("xray_chest_after", "spirometry"), illness="allergic",
        ),
        Stay(
            "J35.3", "Оториноларингологическое отделение", 3, _PLANNED,
            "Затруднение носового дыхания, храп, частые отиты.",
            "Наблюдается лором, консервативное лечение без стойкого эффекта. {Поступил|Поступила} для операции в "
            "плановом "
            "порядке, {обследован|обследована} в поликлинике.",
            "Состояние удовлетворительное. Носовое дыхание резко затруднено. Аденоидные вегетации III степени, "
            "миндалины "
            "II степени. Барабанные перепонки втянуты.",
            "Общий анализ крови, коагулограмма, ЭКГ без противопоказаний к наркозу.",
            (("Эндоскопическая аденотомия", "под общей анестезией", "1 день"), ("Ибупрофен", "внутрь при боли", "2 "
                "дня")),
            "Состояние удовлетворительное, кровотечения нет, носовое дыхание улучшилось.",
            "Улучшение",
            "Щадящая диета 7 дней, исключить горячее. Не посещать детский сад 2 недели, баня и бассейн через месяц. "
            "Осмотр лора.",
            panels=("oak", "oam"), studies=("ecg",),
        ),
        Stay(
            "A08.0", "Инфекционное отделение", 5, _BY_AMBULANCE,
            "Многократная рвота, жидкий стул до 8 раз, температура до 38,7 °C, вялость.",
            "{Заболел|Заболела} накануне остро. Рвота до 6 раз, от питья отказывается. Редкое мочеиспускание, "
            "вызвана скорая "
            "помощь. Вскармливание смешанное, прикорм по возрасту.",
            "Состояние средней тяжести, эксикоз I–II степени. {Вялый|Вялая}, слизистые суховаты, родничок не "
            "западает. Живот "
            "вздут, урчит. Стул водянистый, жёлтый.",
            "Антиген ротавируса в кале обнаружен. Электролиты в пределах нормы при выписке.",
            (("Инфузионная терапия", "глюкозо-солевые растворы внутривенно", "2 дня"),
             ("Регидратационный раствор", "дробно внутрь", "5 дней"), ("Смектит", "по 1/2 пакетика 2 раза в "
                                                                                  "день", "4 дня")),
            "Состояние удовлетворительное, рвоты нет 3 дня, стул кашицеобразный 2 раза в день, пьёт и ест охотно.",
            "Выздоровление",
            "Диета по возрасту, низколактозная смесь 2 недели. Наблюдение педиатра, при повторной рвоте — 103.",
            panels=("oak", "biochem", "coprogram"), illness="viral", fever=(38.0, 38.7),
        ),
    )
}  # fmt: skip

_HEADS = {
    "Педиатрическое отделение": ("Ганина О.\u00a0Е.", "Ганина Ольга Евгеньевна"),
    "Хирургическое отделение": ("Артемьев Г.\u00a0Р.", "Артемьев Глеб Романович"),
    "Нейрохирургическое отделение": ("Соболев И.\u00a0К.", "Соболев Игнат Кириллович"),
    "Нефрологическое отделение": ("Жданова М.\u00a0А.", "Жданова Маргарита Алексеевна"),
    "Пульмонологическое отделение": ("Исаева Н.\u00a0В.", "Исаева Надежда Викторовна"),
    "Оториноларингологическое отделение": ("Корнеев А.\u00a0Д.", "Корнеев Антон Дмитриевич"),
    "Инфекционное отделение": ("Рогова Е.\u00a0Н.", "Рогова Екатерина Николаевна"),
}


def in_hospital(chart: Chart, code: str, admitted: date) -> Hospitalization:
    """A stay, its analyses and studies, the discharge summary; both point at each other."""
    stay, child = STAYS[code], chart.child
    discharged = admitted + timedelta(days=stay.length)
    chart.away(admitted, discharged)
    found: list[Record] = [
        lab(chart, panel, admitted, illness=stay.illness, organisation=HOSPITAL) for panel in stay.panels
    ]
    found += [
        study(chart, key, admitted + timedelta(days=place * (stay.length - 1)), organisation=HOSPITAL)
        for place, key in enumerate(stay.studies)
    ]
    if stay.length > 4:
        found.append(lab(chart, stay.panels[0], discharged - timedelta(days=1), organisation=HOSPITAL))
    doctor, doctor_name = _HEADS[stay.department]
    vitals = child.vitals(admitted, child.temperature(*stay.fever), BREATHLESS.get(code, (97, 99)))
    title = diagnosis(code).name
    when = days_span(admitted, discharged)
    treatment = [Course(name=name, dose=tidy(dose), days=tidy(days)) for name, dose, days in stay.treatment]
    stay_id = chart.new_id(SectionSlug.HOSPITALIZATIONS)
    back = RecordRef(section=SectionSlug.HOSPITALIZATIONS, id=stay_id, title=title, date=discharged)
    summary = chart.write(
        DischargeSummary, SectionSlug.DISCHARGES, discharged, title="Выписной эпикриз",
        subtitle=title, organisation=HOSPITAL,
        doctor=doctor, doctor_name=doctor_name, admitted=admitted, discharged=discharged, department=stay.department,
        admission_diagnosis=diagnosis(code, "при поступлении"), diagnoses=[diagnosis(code, "основной")],
        complaints=chart.say(stay.complaints), anamnesis=chart.say(stay.anamnesis),
        state_on_admission=join(chart.say(stay.state), vitals, child.size(admitted)),
        examinations=chart.say(stay.findings),
        treatment=treatment,
        state_on_discharge=chart.say(stay.outcome_state), outcome=stay.outcome,
        recommendations=chart.say(stay.recommendations), hospitalization=back,
    )  # fmt: skip
    return chart.write(
        Hospitalization, SectionSlug.HOSPITALIZATIONS, discharged, record_id=stay_id, title=title, subtitle=when,
        organisation=HOSPITAL, doctor=doctor, doctor_name=doctor_name, admitted=admitted, discharged=discharged,
        department=stay.department, channel=stay.channel, diagnoses=[diagnosis(code, "основной")],
        documents=refs(summary, *sorted(found, key=lambda record: record.date)), treatment=treatment,
        notes=notes_of(chart, code, admitted, discharged, doctor, stay.outcome_state),
    )  # fmt: skip


@dataclass(frozen=True)
class _DayCourse:
    title: str
    short: str
    doctor: str
    procedures: tuple[tuple[str, str, str], ...]
    outcome: str
    recommendations: str
    complaints: str
    examination: str


_DAY_COURSES = {
    "J35.2": _DayCourse(
        "Курс лечения у лора", "Промывание носоглотки, УФО, ингаляции", "ent",
        (("Промывание носоглотки методом перемещения", "ежедневно", "7 процедур"),
         ("Ультрафиолетовое облучение носа и зева", "ежедневно", "8 процедур"),
         ("Ингаляции с физиологическим раствором", "ежедневно", "8 процедур")),
        "Улучшение: носовое дыхание свободнее, ночью не храпит.",
        "Промывание носа дома, мометазон до 1 месяца, осмотр лора через 2 месяца.",
        "Затруднение носового дыхания, храп по ночам, частые насморки.",
        "Носовое дыхание затруднено, в носовых ходах слизь. Аденоидные вегетации II степени, отёчны. Барабанные "
        "перепонки серые, слух не снижен.",
    ),
    "G90.9": _DayCourse(
        "Курс восстановительного лечения", "Массаж, электросон, лечебная физкультура", "neurologist",
        (("Массаж воротниковой зоны", "через день", "10 процедур"), ("Электросон", "через день", "8 процедур"),
         ("Лечебная физкультура", "ежедневно", "10 занятий")),
        "Улучшение: головные боли реже, сон спокойный.",
        "Режим дня, плавание, наблюдение невролога.",
        "Головные боли к вечеру 2 раза в неделю, утомляемость, поверхностный сон.",
        "Очаговой симптоматики нет. Мышцы шеи и надплечий напряжены, ладони влажные. Пульс и давление по возрасту.",
    ),
    "M41.1": _DayCourse(
        "Курс лечебной физкультуры и массажа", "Массаж, лечебная физкультура, электромиостимуляция", "exercise",
        (("Массаж спины", "через день", "10 процедур"), ("Лечебная физкультура", "ежедневно", "12 занятий"),
         ("Электромиостимуляция мышц спины", "через день", "8 процедур")),
        "Улучшение: мышечный корсет укреплён, осанка ровнее.",
        "Плавание 2 раза в неделю, комплекс упражнений дома, повторный курс через полгода.",
        "Быстро устаёт спина, сутулится.",
        "Правое надплечье выше, угол лопатки справа выступает, в наклоне рёберное выбухание 3 мм. Мышцы спины "
        "ослаблены, движения в полном объёме.",
    ),
}  # fmt: skip


def in_day_hospital(chart: Chart, code: str, admitted: date) -> DayHospitalCourse:
    """A course of about two weeks without nights."""
    course = _DAY_COURSES[code]
    discharged = admitted + timedelta(days=11)
    doctor = DOCTORS[course.doctor]
    return chart.write(
        DayHospitalCourse, SectionSlug.DAY_HOSPITAL, discharged, by=doctor, title=course.title,
        subtitle=course.short, organisation=f"{ORGANISATION}, дневной стационар", admitted=admitted,
        discharged=discharged, diagnoses=[diagnosis(code, "основной")],
        procedures=[Course(name=name, dose=dose, days=tidy(days)) for name, dose, days in course.procedures],
        outcome=course.outcome, recommendations=tidy(course.recommendations), complaints=tidy(course.complaints),
        examination=tidy(course.examination),
    )  # fmt: skip
