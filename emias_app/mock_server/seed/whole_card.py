"""Cards from plans: the child's years in order, then what is recent and told by name."""

from __future__ import annotations

from datetime import date, timedelta

from emias_app.domain.ages import add_months
from emias_app.domain.reference import icd10
from emias_app.mock_server.seed.ambulance import call_ambulance
from emias_app.mock_server.seed.cases import ACUTE, AFTER_CROUP, Case
from emias_app.mock_server.seed.chart import Card, Chart
from emias_app.mock_server.seed.checkups import checkup, specialist
from emias_app.mock_server.seed.child import DOCTORS, Child, is_workday, workday
from emias_app.mock_server.seed.chronic import CHRONIC
from emias_app.mock_server.seed.coming import coming
from emias_app.mock_server.seed.covid import covid_test
from emias_app.mock_server.seed.form_parts import fill_forms
from emias_app.mock_server.seed.labs import lab
from emias_app.mock_server.seed.large import fill_labs
from emias_app.mock_server.seed.papers import (
    card_026,
    exemption,
    health_info,
    pool_note,
    referral,
    sport_conclusion,
    summer_note,
)
from emias_app.mock_server.seed.people import ChildSpec
from emias_app.mock_server.seed.plans import PLANS, Plan
from emias_app.mock_server.seed.recent import RECENT, known_levels
from emias_app.mock_server.seed.stays import HOSPITAL, STAYS, in_day_hospital, in_hospital
from emias_app.mock_server.seed.studies import study
from emias_app.mock_server.seed.uploads import uploads
from emias_app.mock_server.seed.vaccines import beyond_calendar, by_calendar
from emias_app.mock_server.seed.visits import see
from emias_app.models.records import Immunization, Visit

#: Nothing by chance in the last weeks: they belong to what is told by name.
_QUIET_DAYS = 34


def card_of(spec: ChildSpec, today: date) -> Card:
    """The whole card of one child; the same for the same day."""
    chart = Chart(Child(spec, spec.born(today), today))
    plan = PLANS[spec.key]
    _hospital(chart, plan)
    _check_ups(chart, plan)
    if spec.key in RECENT:
        RECENT[spec.key](chart)
    _chronic(chart, plan)
    _illnesses(chart, plan)
    _labs_and_studies(chart, plan)
    _papers(chart, plan)
    _covid(chart, plan)
    beyond_calendar(chart, plan.schedule)
    health_info(chart, blood=plan.blood, rhesus=plan.rhesus, group=plan.group, sport=plan.sport, seen_for=plan.seen_for)
    if spec.key == "maksim":
        fill_labs(chart)
    uploads(chart, [today - timedelta(days=ago) for ago in plan.uploads])
    fill_forms(chart)
    return chart.finish(coming(chart))


def _hospital(chart: Chart, plan: Plan) -> None:
    child = chart.child
    for code, months in plan.calls:
        if (day := child.at(months)) <= child.last_day:
            call_ambulance(chart, code, day)
            if code == AFTER_CROUP.code:
                see(chart, AFTER_CROUP, day)
    for code, months in plan.stays:
        admitted = child.at(months)
        if admitted + timedelta(days=STAYS[code].length) > child.last_day:
            continue
        stay = in_hospital(chart, code, admitted)
        if code in ("J18.9", "K35.8", "S06.0", "J45.0"):
            key = {"K35.8": "surgeon", "S06.0": "neurologist"}.get(code, "pediatrician")
            day = workday(stay.discharged + timedelta(days=3))
            weeks = 8 if code in ("K35.8", "S06.0") else 4
            if day <= child.last_day:
                exemption(chart, day, chart.doctor(key), weeks, f"перенесённое заболевание ({code})")
    for code, months in plan.courses:
        start = workday(child.at(months))
        if start + timedelta(days=12) <= child.last_day:
            in_day_hospital(chart, code, start)


def _check_up_days(chart: Chart, plan: Plan) -> dict[float, date]:
    """The day of each check-up; 45 days at least between the first doses of АКДС, a year before its RV."""
    child, rng = chart.child, chart.rng
    days: dict[float, date] = {}
    for months in (*plan.infancy, *(float(years * 12) for years in plan.yearly)):
        day = child.at(months) + timedelta(days=9 if months == 12 else rng.randint(0, 4))
        for after, gap in ((3.0, 45), (4.5, 45)):
            if months in (4.5, 6.0) and after < months and after in days:
                day = max(day, days[after] + timedelta(days=gap))
        if months == 18 and 6.0 in days:
            day = max(day, add_months(days[6.0], 12))
        if months == 20 and 18.0 in days:
            day = max(day, add_months(days[18.0], 2))
        days[months] = workday(day)
    return days


def _names(given: list[Immunization]) -> str:
    return "; ".join(record.title for record in given)


def _check_ups(chart: Chart, plan: Plan) -> None:
    child = chart.child
    days = _check_up_days(chart, plan)
    given = by_calendar(chart, plan.schedule, days)
    for months, day in days.items():
        now = given.get(months, [])
        checkup(chart, months, day, done=list(now), vaccinated=_names(now) or None)
    for months, keys in plan.specialists:
        start = days.get(months, workday(child.at(months)))
        known = {CHRONIC[code].doctor for code, ages in plan.chronic if ages[0] <= months}
        for key in keys:
            if key not in known:  # who is treated by a specialist is not «healthy» at the check-up
                specialist(chart, key, start)


def _chronic(chart: Chart, plan: Plan) -> None:
    for code, ages in plan.chronic:
        for months in ages:
            day = chart.child.at(months)
            if CHRONIC[code].months != tuple(range(1, 13)) and day.month not in CHRONIC[code].months:
                day = day.replace(month=CHRONIC[code].months[1], day=min(day.day, 28))
            if day <= chart.child.last_day - timedelta(days=_QUIET_DAYS):
                see(chart, CHRONIC[code], day)


_WEIGHTS = {item["code"]: item for item in icd10()["items"]}


def _fits(case: Case, child: Child, day: date, used: set[str]) -> bool:
    about, age = _WEIGHTS[case.code], child.months(day) / 12
    if case.code.startswith("U07") and day < date(2020, 6, 1):
        return False
    is_of_age = about["age_from"] <= age < about["age_to"] and not (case.doctor == "surgeon" and age < 1)
    return is_of_age and day.month in case.months and not (case.once and case.code in used)


def _illnesses(chart: Chart, plan: Plan) -> None:
    child, rng = chart.child, chart.rng
    first = child.at(max(5.0, plan.from_months + 1))
    last = child.last_day - timedelta(days=_QUIET_DAYS)
    span = (last - first).days
    used = {code for code, _ in plan.stays}
    if any(vaccine == "varicella" for _, vaccine, _ in plan.schedule.extra):
        used.add("B01.9")
    previous = date.min
    for place in range(plan.illnesses):
        day = first + timedelta(days=round(span * (place + rng.uniform(0.1, 0.9)) / plan.illnesses))
        day = max(day, previous + timedelta(days=26))
        cases = [case for case in ACUTE if _fits(case, child, day, used)]
        if day > last or not cases:
            continue
        case = rng.choices(cases, [_WEIGHTS[case.code]["weight"] ** 0.75 for case in cases])[0]
        used.add(case.code)
        previous = day
        see(chart, case, day, beside=plan.beside if rng.random() < 0.4 and child.years(day) >= 4 else None)


def _labs_and_studies(chart: Chart, plan: Plan) -> None:
    child = chart.child
    for panel, months in plan.healthy_labs:
        day = workday(child.at(months) + timedelta(days=2))
        if day <= child.last_day:
            lab(chart, panel, day)
    for day, values in known_levels(child):
        lab(chart, "oak", day, values=values)
    for key, months in plan.studies:
        day = workday(child.at(months) + timedelta(days=6))
        if day <= child.last_day:
            study(chart, key, day)


def _papers(chart: Chart, plan: Plan) -> None:
    """Certificates by the calendar of a family: summer camp, sport, kindergarten and school; a few referrals."""
    child = chart.child
    office = DOCTORS["office"]
    for months, place in ((34, "детский сад"), (80, "школу")):
        day = workday(child.at(months))
        if plan.from_months < months and day <= child.last_day:
            card_026(chart, day, office, place)
    for year in range(child.birth.year + 3, child.today.year + 1):
        day = workday(date(year, 5, 18) + timedelta(days=chart.rng.randint(0, 8)))
        if child.years(day) >= 7 and day <= child.last_day and (year % 2 or child.years(day) > 8):
            summer_note(chart, day, office)
        day = workday(date(year, 9, 4) + timedelta(days=chart.rng.randint(0, 12)))
        if child.place(day) == "школу" and day <= child.last_day and year % 2 == 0:
            sport_conclusion(chart, day, office, (plan.sport or "основная").lower())
        day = workday(date(year, 2, 10) + timedelta(days=chart.rng.randint(0, 20)))
        if child.years(day) >= 4 and day <= child.last_day and year % 3 == 0:
            pool_note(chart, day, office)
    visits = [record for record in chart.records if isinstance(record, Visit) and record.kind == "CHECKUP"]
    for visit in visits[4::7]:
        to = chart.rng.choice(("ent", "eye", "orthopedist") if child.years(visit.date) >= 1 else ("eye", "orthopedist"))
        referral(chart, to, visit.date, chart.doctor("pediatrician"), "Z00.1")


def _covid(chart: Chart, plan: Plan) -> None:
    """Tests when ill with COVID-19, on the way to hospital, and by chance; one from before the section began."""
    child, rng = chart.child, chart.rng
    begin = date(2020, 4, 20)
    if child.birth < date(2019, 10, 1):
        covid_test(chart, date(2020, 4, 13), "antibodies", is_found=False)
    for record in [record for record in chart.records if isinstance(record, Visit)]:
        if record.diagnoses[0].code == "U07.1":
            is_over = record.diagnoses[0].note == "выздоровление"
            covid_test(chart, record.date, "pcr", is_found=not is_over)
    for code, months in plan.stays:
        day = child.at(months)
        if begin <= day <= child.last_day and code != "J35.3":
            covid_test(chart, day, "antigen", is_found=False, organisation=HOSPITAL)
    first = max(begin, add_months(child.birth, 8))
    last = min(child.last_day - timedelta(days=60), max(first, date(2023, 3, 1)) + timedelta(days=300))
    for place in range(plan.covid_tests if last > first else 0):
        day = first + timedelta(days=round((last - first).days * (place + rng.random()) / plan.covid_tests))
        if is_workday(day):
            covid_test(chart, day, rng.choice(("pcr", "pcr", "antigen", "antibodies")), is_found=False)
