"""Examinations during a stay: the admission, the doctor's and the head's rounds, the day of discharge."""

from __future__ import annotations

from datetime import date, time, timedelta

from emias_app.mock_server.seed.chart import Chart
from emias_app.mock_server.seed.language import join
from emias_app.models.records import AmbulanceCall, StayNote

_ADMISSION, _DOCTOR, _HEAD, _OPERATION, _LEAVING = (
    "Осмотр в приёмном отделении",
    "Осмотр лечащего врача",
    "Обход заведующего отделением",
    "Операция",
    "Осмотр перед выпиской",
)

#: By the stay's code: the day of the stay, the hour, what it was, and what was found.
NOTES: dict[str, tuple[tuple[int, time, str, str], ...]] = {
    "J18.9": (
        (0, time(3, 40), _ADMISSION,
         "Одышка в покое, справа в нижних отделах дыхание ослаблено, мелкопузырчатые хрипы. Взяты анализы, сделана "
         "рентгенография, начат антибиотик, кислород через маску."),
        (1, time(9, 30), _DOCTOR,
         "Ночью температура до 38,6 °C, кашель влажный. Пьёт охотно, ест мало. Одышка только при нагрузке, кислород "
         "отменён. Лечение продолжено."),
        (3, time(10, 15), _HEAD,
         "Температура до 37,4 °C, одышки нет, SpO2 97 %. Хрипов справа меньше. Антибиотик действует, замены не "
         "требует."),
        (6, time(9, 40), _DOCTOR,
         "Температура нормальная третий день, аппетит вернулся. Дыхание справа проводится, хрипы единичные. Добавлена "
         "дыхательная гимнастика."),
    ),
    "K35.8": (
        (0, time(4, 20), _ADMISSION,
         "Живот напряжён и болезненный справа внизу. {Осмотрен|Осмотрена} хирургом и анестезиологом. Показана "
         "операция, согласие законного представителя получено."),
        (0, time(6, 10), _OPERATION,
         "Лапароскопическая аппендэктомия. Отросток флегмонозно изменён, выпот серозный. Длительность 45 минут, "
         "осложнений нет."),
        (1, time(9, 20), _DOCTOR,
         "Первые сутки после операции. Тошноты нет, пьёт, боль умеренная. Живот мягкий, повязки сухие. Разрешено "
         "вставать."),
        (3, time(10, 30), _HEAD,
         "Ходит самостоятельно, стул накануне. Живот мягкий, перистальтика выслушивается. Диета расширена."),
    ),
    "S06.0": (
        (0, time(2, 50), _ADMISSION,
         "Сознание ясное, 15 баллов по шкале Глазго, в приёмном отделении рвоты не было. {Осмотрен|Осмотрена} "
         "нейрохирургом и окулистом. Назначена МРТ, строгий постельный режим."),
        (1, time(9, 30), _DOCTOR,
         "Головная боль слабее, рвоты нет. Мелкий нистагм сохраняется. По МРТ гематом нет, режим палатный."),
        (3, time(10, 10), _HEAD,
         "Жалоб нет, спит спокойно. Нистагма нет, в позе Ромберга {устойчив|устойчива}. Наблюдение до пяти суток."),
    ),
    "N10": (
        (0, time(3, 30), _ADMISSION,
         "Озноб, боли в пояснице справа, симптом поколачивания положительный. Анализ и посев мочи взяты до "
         "антибиотика, начат цефтриаксон."),
        (2, time(9, 30), _DOCTOR,
         "Температура до 38,1 °C, озноба нет, поясница болит меньше. Мочеиспускание безболезненное. Инфузии "
         "завершены."),
        (4, time(10, 20), _HEAD,
         "Температура нормальная. В посеве E. coli, чувствительна к цефалоспоринам, лечение не меняли."),
        (7, time(9, 45), _DOCTOR,
         "Жалоб нет, анализ мочи улучшился. Со следующего дня цефиксим внутрь."),
    ),
    "J45.0": (
        (0, time(4, 40), _ADMISSION,
         "Выдох удлинён, сухие хрипы по всем полям. Сальбутамол и будесонид через небулайзер, преднизолон внутрь, "
         "кислород через маску. Через час дыхание легче."),
        (1, time(9, 30), _DOCTOR,
         "Ночью одна ингаляция сальбутамола. Говорит предложениями, SpO2 96 % без кислорода. Хрипов меньше."),
        (4, time(10, 10), _HEAD,
         "Приступов нет, хрипы единичные при форсированном выдохе. Преднизолон отменён. Техника ингаляции через "
         "спейсер отработана."),
        (7, time(9, 50), _DOCTOR,
         "Нагрузку переносит, хрипов нет. Спирометрия без нарушений."),
    ),
    "J35.3": (
        (0, time(9, 10), _ADMISSION,
         "{Поступил|Поступила} планово, {осмотрен|осмотрена} педиатром и анестезиологом. Противопоказаний к операции "
         "нет."),
        (1, time(11, 0), _OPERATION,
         "Эндоскопическая аденотомия под общей анестезией, кровопотеря минимальная. Через 2 часа пьёт, вечером "
         "разрешено мягкое питание."),
        (2, time(9, 40), _HEAD,
         "Носовое дыхание с обеих сторон свободнее, кровотечения не было. Температура 36,9 °C."),
    ),
    "A08.0": (
        (0, time(5, 10), _ADMISSION,
         "Повторная рвота, стул водянистый, слизистые суховаты. Взяты анализы, начаты инфузии и дробное отпаивание."),
        (1, time(9, 30), _DOCTOR,
         "Рвота однократно, стул 4 раза, температура до 37,9 °C. Пьёт раствор по чайной ложке, мочится чаще."),
        (3, time(10, 0), _HEAD,
         "Рвоты нет, стул кашицеобразный. Инфузии завершены, питание расширяется."),
    ),
}  # fmt: skip


#: From the end of a call to the examination in the hospital.
_ROAD = 15


def notes_of(
    chart: Chart, code: str, admitted: date, discharged: date, doctor: str, state_on_discharge: str
) -> list[StayNote]:
    """The examinations of a stay, the last one before the discharge; no chance in them.

    Who was brought by an ambulance is examined when it has come: the first day moves with it.
    """
    moved = _arrival(chart, admitted, NOTES[code][0][1])
    notes = [
        StayNote(
            date=admitted + timedelta(days=day), time=_clock(at, 0 if day else moved), title=title,
            text=chart.say(template), doctor=None if title == _ADMISSION else doctor,
        )
        for day, at, title, template in NOTES[code]
    ]  # fmt: skip
    leaving = join(chart.say(state_on_discharge), chart.say("{Выписан|Выписана} домой."))
    return [*notes, StayNote(date=discharged, time="10:00", title=_LEAVING, text=leaving, doctor=doctor)]


def _arrival(chart: Chart, day: date, usual: time) -> int:
    """By how many minutes the admission differs from its usual hour."""
    for record in chart.records:
        if isinstance(record, AmbulanceCall) and record.date == day and record.times:
            hours, minutes = record.times[-1].value.split(":")
            return int(hours) * 60 + int(minutes) + _ROAD - (usual.hour * 60 + usual.minute)
    return 0


def _clock(at: time, moved: int) -> str:
    minutes = at.hour * 60 + at.minute + moved
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
