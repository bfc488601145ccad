"""What a doctor writes out: prescriptions, referrals, certificates; and the lines of «Информация о здоровье»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from emias_app.domain.ages import birthday_on
from emias_app.mock_server.seed.chart import Chart, diagnosis
from emias_app.mock_server.seed.child import DOCTORS, Doctor
from emias_app.mock_server.seed.language import NBSP, age_text, long_day, number, tidy
from emias_app.models.base import Mark, Tone
from emias_app.models.records import Certificate, HealthInfo, Measurement, Prescription, Referral
from emias_app.models.section import SectionSlug

_VALID, _OVER = Tone.INFO, Tone.NEUTRAL


@dataclass(frozen=True)
class Medicine:
    """A medicine; ``dosing`` gives (form, dose, quantity) by completed years and weight."""

    inn: str
    dosing: Callable[[int, float], tuple[str, str, str]]
    days: int = 30


def _ml(amount: float) -> str:
    half = round(amount * 2) / 2
    return f"{number(half, 0 if half == int(half) else 1)}{NBSP}мл"


def _amoxicillin(years: int, weight: float) -> tuple[str, str, str]:
    size = 125 if years < 3 else 250 if years < 10 else 500
    return (f"таблетки диспергируемые {size} мг", f"по {size} мг 3 раза в день 10 дней", "№ 30")


def _amoxiclav(years: int, weight: float) -> tuple[str, str, str]:
    if weight >= 40:
        return ("таблетки 875 мг + 125 мг", "по 1 таблетке 2 раза в день 7 дней", "№ 14")
    dose = _ml(weight * 0.28)
    return ("порошок для суспензии 400 мг + 57 мг в 5 мл", f"по {dose} 2 раза в день 7 дней", "2 флакона по 70 мл")


def _oseltamivir(years: int, weight: float) -> tuple[str, str, str]:
    size = 30 if weight <= 15 else 45 if weight <= 23 else 60 if weight <= 40 else 75
    return (f"капсулы {size} мг", f"по {size} мг 2 раза в день 5 дней", "№ 10")


def _cetirizine(years: int, weight: float) -> tuple[str, str, str]:
    if years < 6:
        times = "1 раз" if years < 1 else "2 раза"
        return ("капли для приёма внутрь 10 мг/мл", f"по 5 капель {times} в день 10 дней", "1 флакон 20 мл")
    if years < 12:
        return ("таблетки 10 мг", "по 1/2 таблетки 2 раза в день 10 дней", "№ 20")
    return ("таблетки 10 мг", "по 1 таблетке вечером 14 дней", "№ 20")


def _iron(years: int, weight: float) -> tuple[str, str, str]:
    if years < 12:
        return ("сироп 10 мг/мл", "по 10 мл 1 раз в день во время еды 3 месяца", "3 флакона по 150 мл")
    return ("таблетки жевательные 100 мг", "по 1 таблетке 1 раз в день 3 месяца", "№ 90")


MEDICINES: dict[str, Medicine] = {
    "amoxicillin": Medicine("Амоксициллин", _amoxicillin, 15),
    "amoxiclav": Medicine("Амоксициллин + клавулановая кислота", _amoxiclav, 15),
    "oseltamivir": Medicine("Осельтамивир", _oseltamivir, 15),
    "cetirizine": Medicine("Цетиризин", _cetirizine),
    "iron": Medicine("Железа (III) гидроксид полимальтозат", _iron, 60),
    "mometasone": Medicine("Мометазон", lambda years, weight: (
        "спрей назальный 50 мкг/доза",
        f"по {'2 дозы' if years >= 12 else '1 дозе'} в каждую половину носа 1 раз в день 4 недели",
        "1 флакон",
    ), 60),
    "budesonide": Medicine("Будесонид", lambda years, weight: (
        "суспензия для ингаляций 0,25 мг/мл", "по 2 мл через небулайзер 2 раза в день 5 дней", "№ 20"
    )),
    "salbutamol": Medicine("Сальбутамол", lambda years, weight: (
        "аэрозоль для ингаляций 100 мкг/доза", "по 1–2 дозы через спейсер при приступе", "1 баллон"
    ), 60),
    "vitamin_d": Medicine("Колекальциферол", lambda years, weight: (
        "капли для приёма внутрь 15 000 МЕ/мл", f"по {'4 капли' if years < 3 else '6 капель'} утром 3 месяца",
        "2 флакона по 10 мл",
    ), 60),
    "adapalene": Medicine("Адапален", lambda years, weight: (
        "гель 0,1 %", "на кожу лица тонким слоем 1 раз в день вечером 3 месяца", "1 туба 30 г"
    ), 60),
    "omeprazole": Medicine("Омепразол", lambda years, weight: (
        "капсулы 20 мг", "по 1 капсуле утром за 30 минут до еды 14 дней", "№ 14"
    )),
    "pyrantel": Medicine("Пирантел", lambda years, weight: (
        "суспензия 250 мг в 5 мл", f"{_ml(weight / 5)} однократно, повторить через 2 недели", "2 флакона по 15 мл"
    )),
}  # fmt: skip


def prescription(
    chart: Chart, key: str, day: date, doctor: Doctor, *, is_dispensed: bool | None = None
) -> Prescription:  # fmt: skip
    """Write a prescription; what is still valid is «действует» unless it was taken up."""
    child, medicine = chart.child, MEDICINES[key]
    form, dose, quantity = medicine.dosing(child.years(day), child.weight(day))
    until = day + timedelta(days=medicine.days)
    is_over = until < child.today
    if is_dispensed is None:
        is_dispensed = chart.rng.random() < (0.8 if is_over else 0.3)
    state, mark = ("DISPENSED", Mark(tone=Tone.SUCCESS, text="получен")) if is_dispensed else (
        ("EXPIRED", Mark(tone=_OVER, text="истёк")) if is_over else ("ACTIVE", Mark(tone=_VALID, text="действует"))
    )  # fmt: skip
    return chart.write(
        Prescription, SectionSlug.PRESCRIPTIONS, day, by=doctor, title=medicine.inn,
        subtitle=f"Получите до {long_day(until)}", speciality=doctor.speciality, mark=mark,
        number=f"00Э{day:%y}{chart.rng.randrange(10**9):09d}", medicine=f"{medicine.inn}, {_tied(form)}",
        inn_name=medicine.inn, dose=_tied(dose), quantity=_tied(quantity), issued=day, valid_until=until, state=state,
        discount=child.years(day) < 3,
    )  # fmt: skip


def _tied(text: str) -> str:
    for unit in ("%", "мг", "мл", "мкг", "МЕ", "дней", "недели", "месяца"):
        text = text.replace(f" {unit}", f"{NBSP}{unit}")
    return text.replace("№ ", f"№{NBSP}")


_SERVICES = {
    "oak": ("общий анализ крови", "Лаборатория", "Общий анализ крови"),
    "oam": ("общий анализ мочи", "Лаборатория", "Общий анализ мочи"),
    "us_abdomen": ("УЗИ органов брюшной полости", "Ультразвуковая диагностика", "УЗИ органов брюшной полости"),
    "hospital": ("госпитализацию", f"Детская городская больница №{NBSP}0", "Плановая госпитализация"),
}


def referral(
    chart: Chart, to: str, day: date, doctor: Doctor, code: str, *, purpose: str = "Консультация",
    is_used: bool | None = None, days: int = 30,
) -> Referral:  # fmt: skip
    """Write a referral to a doctor (a key of ``DOCTORS``), or for a service."""
    if to in _SERVICES:
        accusative, place, purpose = _SERVICES[to]
        title, target = f"Направление на {accusative}", place
    else:
        title, target = f"Направление к {DOCTORS[to].dative}", DOCTORS[to].speciality
    until = day + timedelta(days=days)
    is_over = until < chart.child.today
    used = chart.rng.random() < 0.85 if is_used is None else is_used
    if used:
        state, mark = "USED", Mark(tone=_OVER, text="использовано")
    elif is_over:
        state, mark = "EXPIRED", Mark(tone=_OVER, text="истекло")
    else:
        state, mark = "ACTIVE", Mark(tone=_VALID, text="действует")
    return chart.write(
        Referral, SectionSlug.REFERRALS, day, by=doctor, title=title, subtitle=f"Действует до {long_day(until)}",
        speciality=doctor.speciality, mark=mark, to=target, purpose=purpose, diagnosis=diagnosis(code),
        valid_until=until, state=state,
    )  # fmt: skip


_CHAPTERS = {
    "NOTE": "Справки",
    "CONCLUSION": "Медицинские заключения",
    "EXEMPTION": "Рекомендации по освобождению",
    "FORM_026": "Медицинская карта ребенка",
}


def certificate(
    chart: Chart, chapter: str, day: date, doctor: Doctor, *, title: str, form: str, text: str, subtitle: str = "",
    addressee: str = "По месту требования", until: date | None = None, facts: tuple[tuple[str, str], ...] = (),
) -> Certificate:  # fmt: skip
    """Write a paper of one of the four chapters."""
    mark = None
    if until is not None:
        mark = Mark(tone=_OVER, text="истекла") if until < chart.child.today else Mark(tone=_VALID, text="действует")
        if chapter != "NOTE":
            mark = mark.model_copy(update={"text": mark.text.replace("истекла", "истекло")})
    return chart.write(
        Certificate, SectionSlug.CERTIFICATES, day, by=doctor, title=title, subtitle=subtitle or doctor.short,
        kind=chapter, kind_title=_CHAPTERS[chapter], speciality=doctor.speciality, mark=mark, form=form,
        addressee=addressee, text=text, valid_from=day if until else None, valid_until=until,
        facts=[Measurement(label=label, value=value) for label, value in facts],
    )  # fmt: skip


def sick_note(chart: Chart, start: date, day: date, doctor: Doctor, code: str, weeks: str) -> Certificate:
    """Справка 095/у: absence from ``start`` to the day before ``day``, no contact with infections."""
    place = chart.child.place(day) or "детский сад"
    back = day + timedelta(days=1)
    name = diagnosis(code).name
    return certificate(
        chart, "NOTE", day, doctor, title="Справка 095/у", form="095/у",
        subtitle="О болезни, для школы" if place == "школу" else "О болезни, для детского сада",
        addressee="Школа" if place == "школу" else "Детский сад",
        text=chart.say(f"{{Здоров|Здорова}}, может посещать {place} с <back>.", {"back": long_day(back)}),
        facts=(
            ("Диагноз, причина отсутствия", f"{code} {name}"),
            (chart.say("{Отсутствовал|Отсутствовала}"), f"С {long_day(start)} по {long_day(day)}"),
            ("Контакт с инфекционными больными", "Не было"),
            ("Освобождение от физкультуры", tidy(f"На {weeks}")),
        ),
    )  # fmt: skip


def summer_note(chart: Chart, day: date, doctor: Doctor) -> Certificate:
    """Справка 079/у, for a children's camp."""
    child = chart.child
    return certificate(
        chart, "NOTE", day, doctor, title="Справка 079/у", form="079/у", subtitle="Для летнего лагеря",
        addressee="Организация отдыха детей и их оздоровления", until=date(day.year, 8, 31),
        text=chart.say("{Здоров|Здорова}, [в лагере находиться может|может находиться в детском лагере]."),
        facts=(
            ("Рост", f"{number(child.height(day), 0)}{NBSP}см"),
            ("Масса", f"{number(child.weight(day), 1)}{NBSP}кг"),
            ("Группа здоровья", "II"),
            ("Физкультурная группа", "Основная"),
            ("Прививки", "По возрасту"),
            ("Осмотр на педикулёз и чесотку", chart.say("{Здоров|Здорова}")),
            ("Контакт с инфекционными больными", f"За 21{NBSP}день не было"),
            ("Режим в лагере", "Общий"),
        ),
    )  # fmt: skip


def sport_conclusion(chart: Chart, day: date, doctor: Doctor, group: str = "основная") -> Certificate:
    """Заключение on the physical-education group, for a year."""
    return certificate(
        chart, "CONCLUSION", day, doctor, title="Заключение о группе для физкультуры", form="Заключение",
        subtitle=f"Группа {group}", addressee="Образовательная организация", until=birthday_on(day, 1),
        text=f"По результатам осмотра определена {group} медицинская группа для занятий физической культурой.",
        facts=(("Медицинская группа", group.capitalize()), ("Возраст", age_text(chart.child.birth, day))),
    )  # fmt: skip


def exemption(chart: Chart, day: date, doctor: Doctor, weeks: int, reason: str) -> Certificate:
    """Освобождение от физкультуры for some weeks."""
    until = day + timedelta(weeks=weeks)
    return certificate(
        chart, "EXEMPTION", day, doctor, title="Освобождение от физкультуры", form="Рекомендация",
        subtitle=f"До {long_day(until)}", addressee="Образовательная организация", until=until,
        text=tidy(
            f"Рекомендовано освобождение от занятий физкультурой и спортом до {long_day(until)}. Причина: {reason}."
        ),
    )  # fmt: skip


def pool_note(chart: Chart, day: date, doctor: Doctor) -> Certificate:
    """Справка for the swimming pool, for half a year."""
    return certificate(
        chart, "NOTE", day, doctor, title="Справка в бассейн", form="Справка", subtitle="Для занятий плаванием",
        addressee="Спортивная организация", until=day + timedelta(days=182),
        text="Противопоказаний для занятий в бассейне нет. Яйца гельминтов и цисты лямблий не обнаружены.",
    )  # fmt: skip


def card_026(chart: Chart, day: date, doctor: Doctor, goes_to: str) -> Certificate:
    """Форма 026/у-2000 before kindergarten or school."""
    child = chart.child
    return certificate(
        chart, "FORM_026", day, doctor, title="Медицинская карта ребенка 026/у-2000", form="026/у-2000",
        subtitle=f"Для поступления в {goes_to}", addressee="Школа" if goes_to == "школу" else "Детский сад",
        text=chart.say(
            f"{{Осмотрен|Осмотрена}} врачами-специалистами, {{здоров|здорова}}. Поступать в {goes_to} может."
        ),
        facts=(
            ("Рост", f"{number(child.height(day), 0)}{NBSP}см"),
            ("Масса", f"{number(child.weight(day), 1)}{NBSP}кг"),
            ("Физическое развитие", "Среднее, гармоничное"),
            ("Группа здоровья", "II"),
            ("Физкультурная группа", "Основная"),
        ),
    )  # fmt: skip


def health_line(chart: Chart, kind: str, title: str, value: str, day: date, **more: object) -> HealthInfo:
    """One line of «Информация о здоровье»."""
    return chart.write(
        HealthInfo, SectionSlug.HEALTH_INFO, day, title=title, subtitle=value, kind=kind, kind_title=title, value=value,
        **more,
    )  # fmt: skip


def health_info(chart: Chart, *, blood: str, rhesus: str, group: str, sport: str | None, seen_for: str | None) -> None:
    """Blood group, Rh, groups of health and sport, «Д»-наблюдение."""
    child = chart.child
    birth, last = child.birth, child.last_day
    checkup = max((record.date for record in chart.records if record.section is SectionSlug.VISITS), default=last)
    health_line(chart, "BLOOD_GROUP", "Группа крови", blood, birth + timedelta(days=2), note="Определена в роддоме")
    health_line(chart, "RHESUS", "Резус-фактор", rhesus, birth + timedelta(days=2), note="Определён в роддоме")
    health_line(chart, "HEALTH_GROUP", "Группа здоровья", group, checkup)
    if sport:
        health_line(chart, "PE_GROUP", "Физкультурная группа", sport, checkup)
    health_line(chart, "DISABILITY", "Инвалидность", "Не установлена", checkup)
    if seen_for:
        health_line(
            chart, "FOLLOW_UP", "Диспансерное наблюдение", diagnosis(seen_for).name, checkup,
            note=f"Состоит на «Д»-учёте, {seen_for}. Осмотр 2 раза в год", until=birthday_on(checkup, 1),
        )  # fmt: skip
