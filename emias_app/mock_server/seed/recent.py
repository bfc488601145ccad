"""The last weeks of Анна's children, told by name: what home shows as new, and Артём's haemoglobin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from emias_app.mock_server.seed.chart import Chart, diagnosis, refs
from emias_app.mock_server.seed.child import DOCTORS, Child, workday
from emias_app.mock_server.seed.labs import Values, lab
from emias_app.mock_server.seed.language import NBSP, day_month, join, tidy
from emias_app.mock_server.seed.papers import pool_note, prescription, referral, sick_note
from emias_app.mock_server.seed.studies import study
from emias_app.mock_server.seed.vaccines import vaccinate
from emias_app.mock_server.seed.visits import examine, write_visit

#: Days ago → Артём's haemoglobin and red cells over the years: iron runs low.
_ARTEM_BLOOD: tuple[tuple[int, float, float, float, float], ...] = (
    (985, 124, 4.46, 36.7, 82.3),
    (790, 126, 4.48, 37.1, 82.8),
    (643, 117, 4.39, 35.3, 80.4),
    (437, 121, 4.55, 36.3, 79.8),
    (255, 119, 4.58, 35.9, 78.4),
    (4, 108, 4.66, 35.0, 75.2),
)


def _before(child: Child, ago: int) -> date:
    """A working day ``ago`` days before today, or the nearest one before it."""
    return workday(child.today - timedelta(days=ago), -1)


def _after(child: Child, ago: int) -> date:
    """A working day ``ago`` days before today, or the nearest one after it that is over."""
    day = workday(child.today - timedelta(days=ago))
    return day if day <= child.last_day else workday(child.last_day, -1)


def known_levels(child: Child) -> list[tuple[date, Values]]:
    """Blood counts that are told outright, but the last one, which belongs to a visit."""
    if child.spec.key != "artem":
        return []
    return [(_after(child, ago), _levels(row)) for ago, *row in _ARTEM_BLOOD[:-1]]


def _levels(row: list[float]) -> Values:
    return dict(zip(("HGB", "RBC", "HCT", "MCV"), row, strict=True))


def _artem(chart: Chart) -> None:
    child = chart.child
    doctor = chart.doctor("pediatrician")
    school = _before(child, 81)
    study(chart, "ecg", school)
    tests = _after(child, 80)
    lab(chart, "biochem", tests)
    ferritin = lab(chart, "ferritin", tests, values={"FERR": 6.1})
    lab(chart, "vitd", tests)
    told = _before(child, 73)
    write_visit(
        chart, told, doctor, time="16:40", complaints="Быстро устаёт к концу учебного дня, аппетит снижен.",
        anamnesis=tidy("Утомляемость с начала сентября. Мясо ест неохотно, пьёт много чая. По анализам снижен "
                       "ферритин: "
                       "6,1 мкг/л, витамин D в норме."),
        examination=examine(chart, told, 36.5, {"skin": "Кожа бледная, чистая, слизистые "
                                                        "бледно-розовые."}, is_ill=False),
        diagnoses=[diagnosis("Z00.1", "основной")],
        recommendations=tidy("Мясо ежедневно, овощи и фрукты, чай только между едой. Общий анализ крови через 2 "
                             "месяца, "
                             "затем решить вопрос о препарате железа."),
        related=refs(ferritin),
    )  # fmt: skip
    vaccinate(chart, "flu", "ежегодно", _after(child, 47))
    pool_note(chart, _before(child, 9), DOCTORS["office"])
    day = _before(child, 6)
    blood_day = _after(child, 4)
    onset = day - timedelta(days=1)
    blood = lab(chart, "oak", blood_day, values=_levels(list(_ARTEM_BLOOD[-1][1:])))
    urine = lab(chart, "oam", blood_day, values={"U_SALT": "не обнаружены"})
    spray = prescription(chart, "mometasone", day, doctor, is_dispensed=False)
    to_ent = referral(chart, "ent", day, doctor, "J35.2", is_used=False)
    write_visit(
        chart, day, doctor, time="10:20",
        complaints=tidy("Заложенность носа, редкий сухой кашель, температура до 37,8 °C второй день."),
        anamnesis=f"Заболел {day_month(onset)}. В классе есть заболевшие. Аденоиды II{NBSP}степени, наблюдается у "
                  f"лора.",
        examination=examine(chart, day, 37.2, {
            "nose": "Носовое дыхание затруднено, отделяемое слизистое.",
            "throat": "Зев умеренно гиперемирован, налётов нет.",
        }, is_ill=True),
        diagnoses=[diagnosis("J06.9", "основной"), diagnosis("J35.2", "сопутствующий")],
        recommendations=tidy(
            f"Домашний режим до {day_month(day + timedelta(days=4))}, обильное тёплое питьё, промывание носа 4 раза "
            f"в день. "
            "Общий анализ крови и мочи. Мометазон в нос 4 недели, осмотр лора. Повторный осмотр через 3 дня."
        ),
        related=refs(blood, urine, spray, to_ent),
    )  # fmt: skip


def _sofia(chart: Chart) -> None:
    child = chart.child
    doctor = chart.doctor("pediatrician")
    day = _before(child, 2)
    to_ent = referral(chart, "ent", day, doctor, "J35.2", is_used=False, purpose="Консультация, осмотр носоглотки")
    write_visit(
        chart, day, doctor, time="12:10", complaints="Храпит во сне, часто дышит ртом, насморк третий раз за осень.",
        anamnesis="Последняя ОРВИ две недели назад, температуры сейчас нет. Получает промывания носа. Аллергия на "
                  "белок "
        "коровьего молока в первый год жизни, сейчас кожа сухая.",
        examination=examine(chart, day, 36.6, {
            "skin": "Кожа сухая, чистая, мокнутия нет.",
            "nose": "Носовое дыхание затруднено, отделяемого нет.",
            "throat": "Зев розовый, по задней стенке глотки слизь, миндалины I степени.",
        }, is_ill=False),
        diagnoses=[diagnosis("J35.2", "предварительный"), diagnosis("L20.9", "сопутствующий")],
        recommendations=tidy("Осмотр лора. Промывание носа солевым раствором 2 раза в день, влажный воздух в детской. "
                             "Прививки против полиомиелита и гриппа после осмотра лора."),
        related=refs(to_ent),
    )  # fmt: skip


def _darya(chart: Chart) -> None:
    child = chart.child
    doctor = chart.doctor("pediatrician")
    first, last = _before(child, 13), _before(child, 9)
    onset = first - timedelta(days=1)
    write_visit(
        chart, first, doctor, time="11:40",
        complaints=tidy("Боль в горле, насморк, температура до 37,9 °C второй день."),
        anamnesis=f"Заболела {day_month(onset)}. В классе есть заболевшие. Лекарства: парацетамол однократно.",
        examination=examine(chart, first, 37.4, {
            "nose": "Носовое дыхание затруднено, отделяемое слизистое.",
            "throat": "Зев гиперемирован, миндалины I степени, налётов нет.",
        }, is_ill=True),
        diagnoses=[diagnosis("J06.9", "основной"), diagnosis("H52.1", "сопутствующий")],
        recommendations=tidy(f"Домашний режим до {day_month(last)}. Тёплое питьё, полоскание горла 4 раза в день, "
                             f"промывание "
                             "носа. Жаропонижающее при температуре выше 38,5 °C. Осмотр через 4 дня."),
    )  # fmt: skip
    if last <= first:
        return
    to_eye = referral(chart, "eye", last, doctor, "H52.1", is_used=False)
    note = sick_note(chart, onset, last, doctor, "J06.9", "1 неделю")
    write_visit(
        chart, last, doctor, time="09:30", complaints=tidy("Жалоб нет, температура нормальная 3 дня."),
        anamnesis=f"Лечилась с {day_month(first)} по поводу ОРВИ.",
        examination=examine(chart, last, 36.6, {}, is_ill=False),
        diagnoses=[diagnosis("J06.9", "выздоровление")],
        recommendations=join(
            f"Здорова, может посещать школу с {day_month(last + timedelta(days=1))}.",
            tidy("Освобождение от физкультуры на 1 неделю. Ревакцинация АДС-М через 2 недели. Осмотр офтальмолога."),
        ),
        related=refs(note, to_eye),
    )  # fmt: skip


RECENT: dict[str, Callable[[Chart], None]] = {"artem": _artem, "sofia": _sofia, "darya": _darya}
