"""The ambulance: what for, when it came, what was found and given, where it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from random import Random

from emias_app.mock_server.seed.chart import Chart, diagnosis
from emias_app.mock_server.seed.language import NBSP, number, tidy
from emias_app.mock_server.seed.stays import BREATHLESS
from emias_app.models.records import AmbulanceCall, Measurement, VitalSign
from emias_app.models.section import SectionSlug

AMBULANCE = f"Станция скорой помощи, подстанция №{NBSP}0"


@dataclass(frozen=True)
class _Call:
    reason: str
    complaints: str
    examination: str
    help: str
    outcome: str
    fever: tuple[float, float]


_CALLS = {
    "J18.9": _Call(
        "Температура, одышка", "Температура 39,4 °C, частое дыхание, вялость, кашель.",
        "Состояние средней тяжести. Кожа бледная, цианоза нет. Дыхание справа ослаблено, мелкопузырчатые хрипы.",
        "Парацетамол 15 мг/кг внутрь, увлажнённый кислород.", "{Доставлен|Доставлена} в стационар", (39.0, 39.4),
    ),
    "J05.0": _Call(
        "Затруднённое дыхание", "Лающий кашель, шумный вдох, осиплость, ухудшение ночью.",
        "Состояние средней тяжести. Вдох шумный при беспокойстве, в покое втяжения ярёмной ямки нет. Хрипов нет.",
        "Будесонид 1 мг через небулайзер, через 20 минут дыхание свободное, кашель мягче.",
        "{Оставлен|Оставлена} дома, актив участковому педиатру", (37.2, 37.9),
    ),
    "K35.8": _Call(
        "Боль в животе", "Боль в правой половине живота 10 часов, однократная рвота.",
        "Живот болезненный и напряжён в правой подвздошной области. Язык обложен.",
        "Обезболивающие не вводились.", "{Доставлен|Доставлена} в стационар", (37.4, 37.9),
    ),
    "S06.0": _Call(
        "Травма головы", "Головная боль, тошнота, рвота дважды. Накануне вечером удар затылком на тренировке.",
        "Сознание ясное, зрачки равны, ссадина затылочной области. Шейный отдел безболезненный.",
        "Обработка раны, покой, шейный воротник.", "{Доставлен|Доставлена} в стационар", (36.5, 36.8),
    ),
    "J45.0": _Call(
        "Приступ удушья", "Одышка, свистящее дыхание, ингаляции сальбутамола с неполным эффектом.",
        "Положение вынужденное, выдох удлинён, сухие свистящие хрипы по всем полям.",
        "Сальбутамол 2,5 мг и будесонид 0,5 мг через небулайзер, кислород.", "{Доставлен|Доставлена} в стационар",
        (36.6, 37.1),
    ),
    "A08.0": _Call(
        "Рвота, жидкий стул", "Рвота до 6 раз, жидкий стул до 8 раз, отказ от питья.",
        "{Вялый|Вялая}, слизистые суховаты, живот вздут, урчит.", "Регидратация дробно внутрь.",
        "{Доставлен|Доставлена} в стационар", (38.0, 38.6),
    ),
    "N10": _Call(
        "Температура, боль в пояснице", "Температура 39,2 °C, озноб, боли в пояснице справа.",
        "Кожа чистая, горячая. Симптом поколачивания положительный справа.", "Парацетамол внутрь.",
        "{Доставлен|Доставлена} в стационар", (38.9, 39.2),
    ),
}  # fmt: skip


#: Whose help takes the temperature down before the brigade leaves.
_COOLED = frozenset({"J18.9", "N10"})


def call_ambulance(chart: Chart, code: str, day: date) -> AmbulanceCall:
    """A call with its times, the brigade and the signs before and after the help."""
    call = _CALLS[code]
    vitals = chart.child.vitals(day, chart.child.temperature(*call.fever), BREATHLESS.get(code, (97, 99)))
    examination = chart.say(call.examination)
    time = chart.time(0, 7)
    # A generator of its own: what is told here moves nothing else in the card.
    rng = Random(f"emias/call/{chart.child.spec.key}/{day.isoformat()}")
    return chart.write(
        AmbulanceCall, SectionSlug.AMBULANCE, day, time=time, title=f"Вызов: {call.reason.lower()}",
        subtitle=diagnosis(code).name, organisation=AMBULANCE, reason=call.reason, complaints=tidy(call.complaints),
        examination=examination, diagnosis=diagnosis(code), help_given=tidy(call.help), outcome=chart.say(call.outcome),
        number=f"№{NBSP}{rng.randrange(10_000, 99_999)}", brigade=f"Педиатрическая, №{NBSP}{rng.randrange(11, 79)}",
        times=_times(time, rng), vitals=_signs(vitals, rng, is_cooled=code in _COOLED),
    )  # fmt: skip


def _times(accepted: str, rng: Random) -> list[Measurement]:
    """When the call was taken, when the brigade came and when it was done."""
    start = int(accepted[:2]) * 60 + int(accepted[3:])
    came = start + rng.randint(9, 18)
    done = came + rng.randint(28, 46)
    moments = (("Вызов принят", start), ("Бригада прибыла", came), ("Вызов окончен", done))
    return [
        Measurement(label=label, value=f"{minutes // 60 % 24:02d}:{minutes % 60:02d}") for label, minutes in moments
    ]


def _signs(vitals: str, rng: Random, *, is_cooled: bool) -> list[VitalSign]:
    """The signs of the examination, and what they became: calmer, never worse."""
    fever, pulse, breath, oxygen = re.findall(r"(?<![A-Za-z])\d+(?:,\d)?", vitals)[:4]
    warm = float(fever.replace(",", "."))
    cooler = warm - rng.choice((0.4, 0.5, 0.6)) if is_cooled else warm
    slower = round(int(pulse) * rng.uniform(0.9, 0.95))
    calmer = round(int(breath) * rng.uniform(0.85, 0.93))
    better = int(oxygen) + (3 if int(oxygen) < 96 else 0)
    degrees, percent = f"{NBSP}°C", f"{NBSP}%"
    return [
        VitalSign(label="Температура", before=f"{fever}{degrees}", after=f"{number(cooler, 1)}{degrees}"),
        VitalSign(label="Пульс в минуту", before=pulse, after=str(slower)),
        VitalSign(label="Дыхание в минуту", before=breath, after=str(calmer)),
        VitalSign(label="Кислород крови", before=f"{oxygen}{percent}", after=f"{better}{percent}"),
    ]
