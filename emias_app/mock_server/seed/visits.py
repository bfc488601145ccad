"""Visits: a :class:`Case` becomes a visit with its analyses, studies, prescriptions, referrals and the next visit."""

from __future__ import annotations

from datetime import date, timedelta

from emias_app.mock_server.seed.cases import Case
from emias_app.mock_server.seed.chart import Chart, diagnosis, refs
from emias_app.mock_server.seed.child import Doctor, workday
from emias_app.mock_server.seed.labs import Illness, lab
from emias_app.mock_server.seed.language import NBSP, ORDINALS, capital, day_month, days, join, number
from emias_app.mock_server.seed.papers import MEDICINES, prescription, referral, sick_note
from emias_app.mock_server.seed.studies import study
from emias_app.models.records import Diagnosis, Record, RecordRef, Visit
from emias_app.models.section import SectionSlug

_NORMAL = {
    "general": "Состояние [удовлетворительное|удовлетворительное, самочувствие не нарушено], {активен|активна}.",
    "skin": "Кожа [чистая, физиологической окраски|чистая, бледно-розовая|обычной окраски, сыпи нет].",
    "throat": "Зев [спокоен|розовый], миндалины [не увеличены|I степени], налётов нет.",
    "nose": "Носовое дыхание свободное.",
    "nodes": "[Периферические лимфоузлы не увеличены|Лимфоузлы не увеличены, безболезненные].",
    "lungs": "<breathing>, хрипов нет.",
    "heart": "Тоны сердца [ясные, ритмичные|звучные, ритм правильный], шумов нет.",
    "abdomen": "Живот мягкий, безболезненный, печень и селезёнка не увеличены.",
    "stool": "Стул [оформленный, регулярный|оформленный], мочеиспускание [не нарушено|свободное].",
}
_ILL = "Состояние [ближе к удовлетворительному|удовлетворительное|средней тяжести по заболеванию], <mood>."
_MOODS = ("самочувствие [страдает незначительно|нарушено мало]", "[немного вялый|вяловат]", "{активен|активна}")
_CONTACTS = {
    None: "[Контакт с больными отрицают|В семье болеет старший ребёнок|Болеют взрослые в семье].",
    "детский сад": "[Контакт с больными в детском саду|В группе есть заболевшие|Контакт с больными отрицают].",
    "школу": "[В классе есть заболевшие|Контакт с больными в школе|Контакт с больными отрицают].",
}


def examine(chart: Chart, day: date, temperature: float, findings: dict[str, str], *, is_ill: bool) -> str:
    """A paediatrician's examination from head to foot; ``findings`` replace what is normal."""
    child = chart.child
    words = dict(_NORMAL)
    if is_ill:
        words["general"] = _ILL.replace("<mood>", _MOODS[0] if chart.rng.random() < 0.7 else _MOODS[2])
    words |= findings
    breathing = "Дыхание [пуэрильное|пуэрильное, проводится равномерно]"
    if child.years(day) >= 7:
        breathing = "[Дыхание везикулярное|В лёгких дыхание везикулярное]"
    parts = [chart.say(words.pop("general")), child.vitals(day, temperature), child.size(day)]
    for organ, template in words.items():
        if organ == "nodes" and organ not in findings and chart.rng.random() < 0.4:
            continue
        parts.append(chart.say(template.replace("<breathing>", breathing)))
    return join(*parts)


def slots_of(chart: Chart, day: date, temperature: float, onset: date, home: date, back: int) -> dict[str, str]:
    """What the templates of a case may name."""
    rng, child = chart.rng, chart.child
    highest = max(37.3, temperature + rng.uniform(0.2, 0.9))
    left, right = _myopia(child.years(day)), _myopia(child.years(day) + rng.choice((-1, 0, 1)))
    place = child.place(day)
    return {
        "t": f"{number(temperature, 1)}{NBSP}°C",
        "tmax": f"{number(min(highest, 39.6), 1)}{NBSP}°C",
        "day": ORDINALS[min((day - onset).days, 9)],
        "since": day_month(onset),
        "contact": chart.say(_CONTACTS[place]),
        "home": day_month(home),
        "back": _interval(back),
        "days": days(max(2, min(back - 1, 4))),
        "place": place or "детский сад",
        "va1": left[0], "va2": right[0], "sph1": left[1], "sph2": right[1],
        "weeks": rng.choice(("1 неделю", "2 недели")),
        "tooth": rng.choice(("5.4", "6.4", "7.5", "8.5") if child.years(day) < 9 else ("1.6", "3.6", "4.6", "2.6")),
    }  # fmt: skip


def _myopia(years: int) -> tuple[str, str]:
    """Sharpness of sight and dioptres: a quarter more every year from nine."""
    quarters = min(max(years - 9, 0), 8)
    sharpness = ("0,6", "0,5", "0,4", "0,3", "0,3", "0,2", "0,2", "0,2", "0,1")[quarters]
    return sharpness, f"-{number(0.75 + 0.25 * quarters, 2)}"


def _interval(count: int) -> str:
    """«3 дня», «2 недели», «месяц», «полгода», «год»: when to come again."""
    if count < 12:
        return days(count)
    if count < 25:
        return f"{round(count / 7)}{NBSP}недели"
    if count < 50:
        return "месяц"
    if count < 75:
        return f"2{NBSP}месяца"
    if count < 140:
        return f"3{NBSP}месяца"
    return "полгода" if count < 250 else "год"


def write_visit(
    chart: Chart, day: date, doctor: Doctor, *, complaints: str, anamnesis: str, examination: str,
    diagnoses: list[Diagnosis], recommendations: str, title: str | None = None, time: str | None = None,
    related: list[RecordRef] | None = None, kind: str = "VISIT",
) -> Visit:  # fmt: skip
    """Write a visit and keep the doctor's day; what the examination says of the size stands in numbers too."""
    chart.take(doctor, day)
    is_measured = chart.child.size(day) in examination
    return chart.write(
        Visit, SectionSlug.VISITS, day, by=doctor, time=time or chart.time(),
        title=title or f"Приём {doctor.genitive}", subtitle=doctor.short, kind=kind,
        kind_title="Профилактический осмотр" if kind == "CHECKUP" else "Приём", speciality=doctor.speciality,
        complaints=complaints, anamnesis=anamnesis, examination=examination, diagnoses=diagnoses,
        recommendations=recommendations, related=related or [],
        measures=chart.child.measures(day) if is_measured else None,
    )  # fmt: skip


def _illness(case: Case) -> Illness | None:
    if case.code in ("N39.0", "N10"):
        return "urinary"
    if case.code in ("J30.1", "J45.0", "L50.0", "L20.9"):
        return "allergic"
    if case.bacterial:
        return "bacterial"
    return "viral" if case.fever else None


def _orders(chart: Chart, case: Case, day: date, doctor: Doctor) -> list[Record]:
    """What the visit leads to: prescriptions at once, analyses and studies in the next days."""
    done: list[Record] = []
    for medicine in case.medicines:
        if medicine in MEDICINES and not (medicine == "oseltamivir" and chart.child.years(day) < 1):
            done.append(prescription(chart, medicine, day, doctor))
    for panel in case.tests:
        on = workday(day + timedelta(days=1))
        if on <= chart.child.last_day:
            done.append(lab(chart, panel, on, illness=_illness(case)))
    if case.study:
        on = workday(day + timedelta(days=0 if case.study.startswith("xray") else chart.rng.randint(2, 6)))
        if on <= chart.child.last_day:
            done.append(study(chart, case.study, on))
    if case.refer:
        purpose = "Занятия" if case.refer in ("speech", "exercise") else "Консультация"
        done.append(referral(chart, case.refer, day, doctor, case.code, purpose=purpose, days=60))
    return done


def see(
    chart: Chart, case: Case, day: date, *, beside: str | None = None, has_control: bool = True,
    time: str | None = None, only_visit: bool = False,
) -> Visit | None:  # fmt: skip
    """The child comes with a case near ``day``; None where no day is free. ``beside`` = a second diagnosis."""
    doctor = chart.doctor(case.doctor)
    found = chart.find_day(doctor, day)
    if found is None:
        return None
    day, rng, child = found, chart.rng, chart.child
    onset = day - timedelta(days=rng.randint(1, 3))
    back = rng.randint(*case.back) if case.back else 7
    temperature = child.temperature(*case.fever) if case.fever else child.temperature()
    home = workday(day + timedelta(days=back))
    slots = slots_of(chart, day, temperature, onset, home, (home - day).days)
    if case.exam:
        examination = chart.say(rng.choice(case.exam), slots)
        if case.fever:
            examination = join(f"Температура {slots['t']}.", examination)
    else:
        examination = examine(chart, day, temperature, case.findings, is_ill=bool(case.fever))
    advice = [item.removeprefix("?") for item in case.advice if not item.startswith("?") or rng.random() < 0.5]
    diagnoses = [diagnosis(case.code, "основной")]
    if beside and beside != case.code:
        diagnoses.append(diagnosis(beside, "сопутствующий"))
    if case.excuse and child.place(day) is None:
        slots["place"] = "прогулки"
    orders = [] if only_visit else _orders(chart, case, day, doctor)
    visit = write_visit(
        chart, day, doctor, complaints=capital(chart.say(rng.choice(case.complaints), slots)),
        anamnesis=chart.say(rng.choice(case.history), slots), examination=examination, diagnoses=diagnoses,
        recommendations=join(*(chart.say(item, slots) for item in advice)), related=refs(*orders), time=time,
    )  # fmt: skip
    if case.control and has_control:
        _again(chart, case, day, onset, home, doctor, slots)
    return visit


def _again(
    chart: Chart, case: Case, first: date, onset: date, day: date, doctor: Doctor, slots: dict[str, str]
) -> None:
    """The next visit, when all is well, and the certificate for kindergarten or school."""
    found = chart.find_day(doctor, day)
    if found is None or case.control is None:
        return
    complaints, healed, advice = case.control
    place = chart.child.place(found)
    slots = slots | {"from": day_month(found + timedelta(days=1)), "place": place or "прогулки"}
    if place is None and case.excuse:
        advice = "{Здоров|Здорова}. Прогулки с <from>, купание с [завтрашнего дня|<from>]. Прививки через 2 недели."
    if healed:
        examination = chart.say(healed)
    elif case.exam:
        examination = chart.say(
            "[Местный статус без особенностей, воспаления нет|Воспаления нет, динамика положительная]."
        )
    else:
        examination = examine(chart, found, chart.child.temperature(), {}, is_ill=False)
    note = sick_note(chart, onset, found, doctor, case.code, slots["weeks"]) if case.excuse and place else None
    write_visit(
        chart, found, doctor, complaints=chart.say(complaints, slots),
        anamnesis=chart.say(f"{{Лечился|Лечилась}} с {day_month(first)}, [рекомендации выполнены|лечение по "
                            f"назначению]."),
        examination=examination, diagnoses=[diagnosis(case.code, "выздоровление")],
        recommendations=chart.say(advice, slots), related=refs(note),
    )  # fmt: skip
